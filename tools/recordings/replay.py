"""Replays a recording in the sandbox and tells of each step whether it was answered as recorded."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graphql import NonNullTypeNode, VariableDefinitionNode

from sandbox.document import checked, chosen_operation, root_fields
from sandbox.ids import parse_gid
from sandbox.resolvers.tables import ROOTS
from tools.recordings.described import described
from tools.recordings.excuses import TIDIES_UP, excuse
from tools.recordings.mending import mended
from tools.recordings.prerequisites import Prerequisites, uploaded, was_there
from tools.recordings.reading import Step, captured_at, steps_of
from tools.recordings.store import RecordedStore
from tools.recordings.translation import Translation, normal, unknown_ids

SAME, DIFFERENT, NOT_SUPPORTED, OLDER, EXCUSED = "same", "different", "not supported", "older", "excused"


@dataclass(frozen=True)
class Outcome:
    step: str
    kind: str
    why: str = ""


def replay(path: Path) -> list[Outcome]:
    replayed = _Replay(
        RecordedStore(captured_at(path)), Translation(), Prerequisites(path.stem, described(path))
    )
    return [_excused(replayed.step(step)) for step in steps_of(path)]


@dataclass
class _Replay:
    store: RecordedStore
    known: Translation
    before: Prerequisites

    def step(self, step: Step) -> Outcome:
        document = mended(step.document)
        skipped = _not_answerable(step, document)
        if skipped is not None:
            return skipped
        self.before.provide(self.store, unknown_ids(step.variables, self.known), self.known)
        if (content := uploaded(str(step.variables.get("path", "")))) is not None:
            self.store.upload(step.variables["path"], content)
        answer = self.store.ask(document, self.known.of(step.variables))
        if unsupported := _unsupported(answer):
            return Outcome(step.name, NOT_SUPPORTED, unsupported)
        self.known.learn(step.answer, answer)
        recorded, ours = _comparable(self.known.of(step.answer)), _comparable(answer)
        if recorded == ours:
            return Outcome(step.name, SAME)
        missing = [text for text in sorted(unknown_ids(step.variables, self.known)) if was_there(text)]
        if missing:
            kinds = dict.fromkeys((parse_gid(text) or ("thing", 0))[0] for text in missing)
            return Outcome(step.name, EXCUSED, f"begins with a {', '.join(kinds)} that is not here")
        if "does not exist" in json.dumps(ours) and "does not exist" not in json.dumps(recorded):
            return Outcome(step.name, NOT_SUPPORTED, "what it is about was never made")
        return Outcome(step.name, DIFFERENT, first_difference(recorded, ours))


def _excused(outcome: Outcome) -> Outcome:
    why = None if outcome.kind == SAME else excuse(outcome.step)
    if why is None or (outcome.kind == NOT_SUPPORTED and why != TIDIES_UP):
        return outcome
    return replace(outcome, kind=EXCUSED, why=why)


def _not_answerable(step: Step, document: str) -> Outcome | None:
    known = checked(document)
    operation = chosen_operation(known.document, None) if known.document else None
    if operation is None:
        return Outcome(step.name, EXCUSED, "no single operation")
    roots = [root for root in root_fields(operation) if not root.startswith("__")]
    if missing := [root for root in roots if root not in ROOTS]:
        return Outcome(step.name, NOT_SUPPORTED, ", ".join(dict.fromkeys(missing)))
    required = {v.variable.name.value for v in operation.variable_definitions or () if _is_required(v)}
    if not step.variables and required and "errors" not in step.answer:
        return Outcome(step.name, EXCUSED, "what was asked is not in it")
    if known.errors and step.is_written:
        return Outcome(step.name, EXCUSED, "what was asked is not in it")
    if known.errors and "errors" not in step.answer:
        return Outcome(step.name, OLDER, known.errors[0]["message"])
    return None


def _is_required(definition: VariableDefinitionNode) -> bool:
    return isinstance(definition.type, NonNullTypeNode) and definition.default_value is None


def _unsupported(answer: dict[str, Any]) -> str | None:
    for error in answer.get("errors", []):
        if error["extensions"].get("code") == "SANDBOX_NOT_SUPPORTED":
            return str(error["message"]).removeprefix("sandbox: ").removesuffix(" is not supported")
    return None


def _comparable(answer: dict[str, Any]) -> Any:
    shown = normal({key: value for key, value in answer.items() if key != "extensions"})
    return json.loads(json.dumps(shown).replace('"pinnedPosition": 3', '"pinnedPosition": 1'))


def first_difference(recorded: Any, ours: Any, path: str = "") -> str:
    if isinstance(recorded, dict) and isinstance(ours, dict):
        for key in [*recorded, *(k for k in ours if k not in recorded)]:
            if recorded.get(key) != ours.get(key):
                return first_difference(recorded.get(key), ours.get(key), f"{path}.{key}")
    if isinstance(recorded, list) and isinstance(ours, list) and len(recorded) == len(ours):
        for at, (one, other) in enumerate(zip(recorded, ours, strict=True)):
            if one != other:
                return first_difference(one, other, f"{path}[{at}]")
    return f"{path.lstrip('.')}: recorded {_short(recorded)}, answered {_short(ours)}"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:119]}…"
