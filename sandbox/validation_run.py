"""What the validations of a store say to a checkout."""

import json
from dataclasses import replace
from typing import Any

from graphql.utilities import validate_input_value

from sandbox.cart import Cart
from sandbox.checkout_buyer import Buyer
from sandbox.function import Function, functions_of_the_app
from sandbox.function_input import InputFailed, Situation, function_input
from sandbox.function_limits import run_limits
from sandbox.function_runtime import RunFailed, run_module
from sandbox.function_schema import output_type
from sandbox.ids import gid
from sandbox.metafield_values import json_value
from sandbox.metafields import full_namespace
from sandbox.store import Store
from sandbox.validation import Validation
from sandbox.world import World

# What the shopper reads when a validation fails that must not (assumed).
_FAILED = "There was a problem with our checkout. Try again."


def refusals(world: World, store: Store, cart: Cart, buyer: Buyer, step: str) -> tuple[str, ...]:
    """The messages of all enabled validations. One whose Function is not deployed says nothing (assumed)."""
    if not store.functions_deployed:
        return ()
    said: list[str] = []
    for validation in list(store.validations.values()):
        if validation.enabled:
            said += _of_one(world, store, validation, cart, buyer, step)
    return tuple(dict.fromkeys(said))


def _of_one(
    world: World, store: Store, validation: Validation, cart: Cart, buyer: Buyer, step: str
) -> list[str]:
    function = functions_of_the_app()[validation.function]
    now = world.clock.now()
    situation = Situation(store, now, cart, buyer, gid("Validation", validation.id), step)
    try:
        result = _answer(function, situation)
    except (InputFailed, RunFailed) as error:
        since = validation.failing_since or now
        store.validations[validation.id] = replace(validation, failing_since=since, failure=str(error))
        return [_FAILED] if validation.block_on_failure else []
    return [
        error["message"]
        for operation in result["operations"]
        for error in operation.get("validationAdd", {}).get("errors", ())
    ]


def _answer(function: Function, situation: Situation) -> dict[str, Any]:
    """Raises RunFailed also for an answer that the schema does not allow."""
    given = function_input(function.input_query, _variables(function, situation), situation)
    text = json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode()
    limits = run_limits(len(situation.cart.lines))
    answered, _ = run_module(function.module, function.export, text, limits)
    faults: list[str] = []
    validate_input_value(
        answered, output_type(function.target), lambda error, _: faults.append(error.message)
    )
    if faults:
        raise RunFailed(faults[0])
    result: dict[str, Any] = answered
    return result


def _variables(function: Function, situation: Situation) -> dict[str, Any]:
    """Top level keys of the metafield; what it does not name is null, and so is all if it is not there."""
    if function.variables is None:
        return {}
    namespace, key = function.variables
    found = situation.store.metafields.get((situation.owner, full_namespace(namespace), key))
    values = json_value(found.type, found.value) if found else {}
    return values if isinstance(values, dict) else {}
