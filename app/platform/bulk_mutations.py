"""The platform's bulk mutations: one kind of write for very many customers, from an uploaded file.

A run has a single root mutation and at most one connection, so each kind of write is a run of its own;
five may run at once. The lines cost no points. What a line was refused is in a file of results, by the
line's number. Recorded: bulk-operations/…run-mutation-validators, …allowed-roots, …concurrency-limit.
Source: https://shopify.dev/docs/api/usage/bulk-operations/imports
"""

import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.errors import PlatformError
from app.platform.calls import ShopCalls
from app.platform.customers import (
    AT_ONCE,
    CustomerWrite,
    Written,
    fields_to_clear,
    fields_to_set,
    metafield_errors,
)
from app.platform.documents import document
from app.rules.said import said

ADD, REMOVE, SET, CLEAR = VERBS = ("add", "remove", "set", "clear")
"""In this order: whoever changes tiers has two tags for a while, and never none."""
DOCUMENTS = {
    ADD: "bulk_tags_add",
    REMOVE: "bulk_tags_remove",
    SET: "bulk_metafields_set",
    CLEAR: "bulk_metafields_delete",
}
ROOTS = {ADD: "tagsAdd", REMOVE: "tagsRemove", SET: "metafieldsSet", CLEAR: "metafieldsDelete"}


@dataclass(frozen=True, slots=True)
class Line:
    """The variables of one execution, and for whom it is."""

    variables: dict[str, Any]
    changes: tuple[CustomerWrite, ...]


def lines(verb: str, changes: Sequence[CustomerWrite]) -> list[Line]:
    """What one run executes: tags a customer a line, metafields twelve customers a line."""
    if verb in (ADD, REMOVE):
        tagged = ((each, each.add if verb == ADD else each.remove) for each in changes)
        return [Line({"id": each.gid, "tags": list(tags)}, (each,)) for each, tags in tagged if tags]
    fields = fields_to_set if verb == SET else fields_to_clear
    having = [each for each in changes if fields(each)]
    parts = [tuple(having[first : first + AT_ONCE]) for first in range(0, len(having), AT_ONCE)]
    return [Line({"metafields": [field for each in some for field in fields(each)]}, some) for some in parts]


def start(calls: ShopCalls, verb: str, key: str, wanted: Sequence[Line]) -> str:
    """Uploads the lines and starts the run; returns the operation's id.

    `key` goes into the document as a comment, by which `find` knows the run again. Raises UserErrors.
    """
    name = f"{key.replace(' ', '-')}.jsonl"
    target = calls.named("staged_upload", {"filename": name}, can_wait=True).root("stagedUploadsCreate")
    place = target["stagedTargets"][0]
    form = {each["name"]: each["value"] for each in place["parameters"]}
    content = "\n".join(json.dumps(line.variables, ensure_ascii=False) for line in wanted)
    calls.client.upload(place["url"], form, name, content.encode())
    asked = {"mutation": f"# {key}\n{document(DOCUMENTS[verb])}", "path": form["key"]}
    started = calls.named("bulk_mutation_start", asked, can_wait=True).root("bulkOperationRunMutation")
    operation_id: str = started["bulkOperation"]["id"]
    return operation_id


def find(calls: ShopCalls, key: str) -> str | None:
    """The newest run that was started with a key: its answer may have been lost."""
    nodes = calls.named("bulk_mutations_find", can_wait=True).data["bulkOperations"]["nodes"]
    return next((node["id"] for node in nodes if node["query"].startswith(f"# {key}\n")), None)


def outcomes(verb: str, wanted: Sequence[Line], results: Iterable[bytes]) -> Written:
    """What became of each line; those of a line without a result are to be written again."""
    told = Written()
    payloads = dict(_payloads(ROOTS[verb], results))
    for number, line in enumerate(wanted):
        payload = payloads.get(number)
        if payload is None:
            told.again |= {each.subject for each in line.changes}
        elif verb in (SET, CLEAR):
            metafield_errors(payload, line.variables["metafields"], line.changes, told)
        elif errors := payload.get("userErrors"):
            told.refused[line.changes[0].subject] = str(errors[0].get("message"))
    return told


def left(changes: Sequence[CustomerWrite], told: Written) -> list[CustomerWrite]:
    """For whom the next kind of write makes sense."""
    out: Collection[str] = told.refused.keys() | told.again
    return [each for each in changes if each.subject not in out]


def _payloads(root: str, results: Iterable[bytes]) -> Iterator[tuple[int, dict[str, Any]]]:
    for raw in results:
        try:
            record = json.loads(raw) if raw.strip() else {}
        except ValueError as error:
            raise PlatformError(
                said("The bulk result holds a line that is not JSON."), retry_after=30
            ) from error
        payload = (record.get("data") or {}).get(root)
        if payload is not None and isinstance(record.get("__lineNumber"), int):
            yield record["__lineNumber"], payload
