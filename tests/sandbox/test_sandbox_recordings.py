"""The sandbox answers as the real store answered, step by step, wherever it answers at all."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.document import checked, chosen_operation, root_fields
from sandbox.ids import parse_gid
from sandbox.resolvers.tables import ROOTS
from sandbox.server import Server
from tests.sandbox.recording import FOLDER, Step, Translation, normal, steps_of, unknown_ids

pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="recorded conversations are not beside the checkout (../shared/recordings)"
)

RECORDINGS = (
    "bulk-operations/2026-04--bulk-operation-run-query-concurrency-limit",
    "bulk-operations/2026-04--bulk-operation-run-query-schema-roots",
    "bulk-operations/2026-04--bulk-operation-run-query-validators",
    "bulk-operations/2026-04--bulk-operations-read-arg-validation",
    "customers/2025-01--customer-merge-parity",
    "metafields/2025-01--metafield-definition-create-input-validation",
    "metafields/2025-01--metafield-definition-lifecycle-mutations",
    "metafields/2025-01--metafield-definition-owner-scoped-duplicates",
    "metafields/2025-01--metafields-set-input-validation",
    "metafields/2025-01--metafields-set-parity",
    "metafields/2025-01--metafieldsSet-value-type-fidelity",
    "metafields/2026-04--metafield-definition-access-validation",
    "metafields/2026-04--metafield-definition-app-namespace-resolution",
    "metafields/2026-04--metafield-definition-lifecycle-mutations",
    "metafields/2026-04--metafieldsSet-type-from-definition",
    "segments/2025-01--segment-authoritative-prerequisites",
    "segments/2025-01--segment-create-name-failure-short-circuits-query-grammar",
    "segments/2025-01--segment-create-update-length-edge-cases",
    "segments/2025-01--segment-create-update-query-grammar",
    "segments/2025-01--segment-local-runtime-dispatch-validation",
    "segments/2025-01--segment-mutations-required-argument-validation",
    "segments/2025-01--segment-query-grammar-not-contains",
    "segments/2025-01--segment-query-whitespace-preservation",
    "segments/2025-01--segment-update-delete-malformed-gid",
    "segments/2025-01--segments-create-update-validation-limits",
    "segments/2025-01--segments-user-errors-shape",
    "webhooks/2026-04--webhook-subscription-address-byte-size-validation",
    "webhooks/2026-04--webhook-subscription-list-connection",
    "webhooks/2026-04--webhook-subscription-metafield-namespaces-resolution",
    "webhooks/2026-04--webhook-subscription-metafields-lifecycle",
    "webhooks/2026-04--webhook-subscription-topic-enum-validation",
    "webhooks/2026-04--webhook-subscription-uri-whitespace",
)

# Steps that cannot come out the same, and why.
EXCUSED = {
    "cases/invalidValueJson": "the JSON parser's own words",
    "memberJobHydrate": "member query jobs are not supported",
    "reservedBeforeSetup": "Shopify's own definitions are not in the sandbox",
    "cancelAttempts": "the recorded store had 1,451 products",
    "beforeCleanup": "the recorded store had older jobs",
    "settle": "the recorder waited for the end of the job",
}


@pytest.fixture(autouse=True)
def unhurried(sandbox: Server) -> Iterator[None]:
    """Recorded jobs were still waiting or running when the next question came."""
    sandbox.world.bulk_seconds = 5
    yield
    sandbox.world.bulk_seconds = 0.3


@pytest.mark.parametrize("name", RECORDINGS)
def test_answers_as_recorded(name: str, open_shop: Any) -> None:
    shop = open_shop("recorded", currency="CAD")
    known = Translation()
    different = []
    for step in steps_of(FOLDER / f"{name}.json"):
        if not _is_answerable(step) or _excuse(step):
            continue
        for gid in unknown_ids(step.variables, known):
            _provide(shop, gid, known)
        answer = shop.ask(step.document, known.of(step.variables))
        if _is_unsupported(answer):
            continue
        known.learn(step.answer, answer)
        if _comparable(known.of(step.answer)) != _comparable(answer) and not _was_never_made(answer):
            different.append(
                f"{step.name}\n recorded {json.dumps(step.answer)}\n answered {json.dumps(answer)}"
            )
    assert not different, "\n".join(different)


def _is_answerable(step: Step) -> bool:
    known = checked(step.document)
    operation = chosen_operation(known.document, None) if known.document else None
    if operation is None or any(root not in ROOTS for root in root_fields(operation)):
        return False
    # A document of an older version may no longer be valid; that is another question.
    return not known.errors or "errors" in step.answer


def _excuse(step: Step) -> str | None:
    if step.name.endswith("leanup"):
        return "only tidies up"
    return next((why for part, why in EXCUSED.items() if part in step.name), None)


def _provide(shop: Any, gid: str, known: Translation) -> None:
    """Recordings begin with things that were there before."""
    kind, number = parse_gid(gid) or ("", 0)
    if str(number).startswith("999999") or number < 10:
        return  # these were never there
    if kind == "Product":
        made = shop.control("POST", "/products", {"title": "Recorded", "price": "1.00"})
    elif kind == "Customer":
        made = shop.control("POST", "/customers", {"email": f"{number}@example.com"})
    else:
        return
    known.ids[gid] = f"gid://shopify/{kind}/{made['id']}"


def _is_unsupported(answer: dict[str, Any]) -> bool:
    return any(e["extensions"].get("code") == "SANDBOX_NOT_SUPPORTED" for e in answer.get("errors", []))


def _was_never_made(answer: dict[str, Any]) -> bool:
    """A step on something that an unsupported step before it would have made."""
    return "does not exist" in json.dumps(answer)


def _comparable(answer: dict[str, Any]) -> Any:
    shown = normal({key: value for key, value in answer.items() if key != "extensions"})
    return json.loads(json.dumps(shown).replace('"pinnedPosition": 3', '"pinnedPosition": 1'))


def test_recordings_are_where_they_are_expected() -> None:
    assert all(Path(FOLDER / f"{name}.json").is_file() for name in RECORDINGS)
