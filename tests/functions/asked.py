"""Questions to the module as the platform would put them, and its answers, without a store around it."""

import json

from graphql.utilities import validate_input_value

from sandbox.function import functions_of_the_app
from sandbox.function_limits import run_limits
from sandbox.function_runtime import run_module
from sandbox.function_schema import output_type
from tests.functions.gated_shop import NEVER, SLOTS, TIERS

GATE = functions_of_the_app()["vip-gate"]
GOLD = ("VIP-Gold",)


def question(lines, *, date="2026-11-28", passed=(), slots=(), tags=(), tier=None, logged_in=True, **config):
    """Lines are (title, gate), a gate None where there is none."""
    slots = [*slots, *[NEVER] * SLOTS][:SLOTS]
    config = {"tiers": TIERS, **config}
    customer = {
        "hasTags": [{"tag": tag, "hasTag": tag in tags} for tag in config["tiers"]],
        "tier": None if tier is None else {"value": tier},
    }
    identity = {"isAuthenticated": logged_in, "customer": customer}
    return {
        "cart": {"buyerIdentity": identity, "lines": [line(*each) for each in lines]},
        "shop": {"localTime": {"date": date, **{f"t{n}": at in passed for n, at in enumerate(slots, 1)}}},
        "validation": {"config": {"jsonValue": {"slots": slots, **config}}},
    }


def line(title, gate):
    metafield = None if gate is None else {"jsonValue": gate}
    return {"merchandise": {"product": {"title": title, "gate": metafield}}}


def answer(given):
    """The messages, and how many instructions they took."""
    text = json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode()
    answered, instructions = run_module(
        GATE.module, GATE.export, text, run_limits(len(given["cart"]["lines"]))
    )
    return _said(answered), instructions


def messages(given):
    return answer(given)[0]


def answer_to_text(text):
    """The messages for an input that need not be what the schema says."""
    answered, _ = run_module(GATE.module, GATE.export, text.encode(), run_limits(1))
    return _said(answered)


def _said(answered):
    faults = []
    validate_input_value(answered, output_type(GATE.target), lambda error, _: faults.append(error.message))
    assert faults == []
    errors = [error for one in answered["operations"] for error in one["validationAdd"]["errors"]]
    assert {error["target"] for error in errors} <= {"$.cart"}
    return [error["message"] for error in errors]
