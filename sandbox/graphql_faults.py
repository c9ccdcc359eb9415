"""Ordered faults that need the GraphQL document or the store, beside those that befall any request."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from flask import Response, jsonify
from graphql import FieldNode

from sandbox.answer import throttled
from sandbox.api_faults import cut, disturb
from sandbox.call import Call
from sandbox.faults import ApiFault
from sandbox.late_work import wake_after
from sandbox.world import World

Work = Callable[[Call], Response]


def disturb_call(world: World, fault: ApiFault | None, call: Call, work: Work) -> Response:
    action, _, detail = fault.action.partition(":") if fault else ("", "", "")
    if action == "throttle":
        with world.lock:
            return jsonify(throttled(world.stores[call.shop], call.token))
    if action == "user_errors":
        return jsonify({"data": {_key(field): _refused(field) for field in _roots(call)}})
    if action == "partial_user_errors":
        return _partly_refused(call, int(detail), work)
    if action == "reset_late":
        return _put_off(world, call, float(detail), work)
    return disturb(fault, lambda: work(call))


def _put_off(world: World, call: Call, seconds: float, work: Work) -> Response:
    def late(at: datetime) -> None:
        work(replace(call, at=at.replace(microsecond=0)))

    with world.lock:
        world.late.waiting.append((world.clock.exact() + timedelta(seconds=seconds), late))
    wake_after(seconds, world.catch_up)
    return cut()


def _partly_refused(call: Call, place: int, work: Work) -> Response:
    """The mutation at that place, counted from 1, is left out of the work and answered with a user error."""
    answer = work(replace(call, body={**call.body, "query": _without(call, place)}))
    content = json.loads(answer.get_data())
    if content.get("data") is None:
        return answer
    done = content["data"]
    content["data"] = {
        _key(field): _refused(field) if at == place else done[_key(field)]
        for at, field in enumerate(_roots(call), start=1)
    }
    return jsonify(content)


def _without(call: Call, place: int) -> str:
    """The document with that mutation skipped; its variables stay in use, so it stays valid."""
    text, selected = str(call.body["query"]), _roots(call)[place - 1].selection_set
    assert selected is not None and selected.loc is not None
    return f"{text[: selected.loc.start]}@skip(if: true) {text[selected.loc.start :]}"


def _roots(call: Call) -> list[FieldNode]:
    operation = call.operation
    assert operation is not None
    return [s for s in operation.selection_set.selections if isinstance(s, FieldNode)]


def _key(field: FieldNode) -> str:
    return (field.alias or field.name).value


def _refused(mutation: FieldNode) -> dict[str, Any]:
    payload: dict[str, Any] = {}
    for field in mutation.selection_set.selections if mutation.selection_set else ():
        if isinstance(field, FieldNode):
            payload[_key(field)] = [_user_error(field)] if field.name.value == "userErrors" else None
    return payload


def _user_error(selected: FieldNode) -> dict[str, Any]:
    parts = selected.selection_set.selections if selected.selection_set else ()
    names = [part.name.value for part in parts if isinstance(part, FieldNode)]
    return {name: "sandbox: an ordered user error" if name == "message" else None for name in names}
