"""The module on its own: what it makes of strange input, and what it costs."""

import json

import pytest

from sandbox.function_limits import run_limits
from sandbox.function_runtime import RunFailed
from tests.functions.asked import GOLD, answer, answer_to_text, messages, question

SHUT = {"public": "2026-12-01T09:00:00", "tiers": {}}


def test_an_empty_cart_is_fine():
    assert messages(question([])) == []


def test_a_cart_that_nobody_owns_is_judged_for_the_public():
    given = question([("Coat", SHUT)])
    given["cart"]["buyerIdentity"] = None
    assert messages(given) == ["Coat goes on sale on 1 December, 09:00 (shop time)."]


def test_a_customer_without_the_metafield_is_judged_for_the_public():
    gate = {"public": None, "tiers": {"VIP-Gold": "2000-01-01T00:00:00"}}
    assert messages(question([("Coat", gate)], tags=GOLD)) != []
    assert messages(question([("Coat", gate)], tags=GOLD, tier="Gold")) == []


def test_merchandise_that_is_no_product_passes():
    given = question([])
    given["cart"]["lines"] = [{"merchandise": {}}, {"merchandise": {"product": None}}]
    assert messages(given) == []


@pytest.mark.parametrize(
    "title",
    [
        "Плащ 大衣 🧥",
        'The "Big" \\ Coat',
        "Tab\tand\nnew line\x01",
        "{product} {tier} {",
        "]}\"{[',:",
        "",
    ],
)
def test_any_title_is_said_as_it_is(title):
    (message,) = messages(question([(title, SHUT)]))
    assert message == f"{title} goes on sale on 1 December, 09:00 (shop time)."


def test_escaped_letters_are_read_as_letters():
    """The input may come in pure ASCII."""
    config = {"tiers": {"VIP-Größe 🥇": "Größe 🥇"}}
    gate = {"public": None, "tiers": {"VIP-Größe 🥇": "2026-11-29T09:00:00"}}
    given = question([("Mäntel 🧥", gate)], tier="Größe 🥇", **config)
    given["cart"]["buyerIdentity"]["customer"]["hasTags"] = [{"tag": "VIP-Größe 🥇", "hasTag": True}]
    ascii_only = answer_to_text(json.dumps(given, ensure_ascii=True, indent=2))
    assert ascii_only == ["Mäntel 🧥 opens for Größe 🥇 on 29 November, 09:00 (shop time)."]


def test_half_a_surrogate_is_shown_as_what_it_is_no_character():
    given = json.dumps(question([("COAT", SHUT)])).replace("COAT", "\\ud83e!\\udde5")
    assert answer_to_text(given) == ["\ufffd!\ufffd goes on sale on 1 December, 09:00 (shop time)."]


def test_a_gate_of_any_depth_is_only_closed():
    deep = "[" * 20_000 + "]" * 20_000
    given = json.dumps(question([("Coat", "DEEP")])).replace('"DEEP"', deep)
    assert answer_to_text(given) == ["Coat cannot be bought at the moment."]


def test_a_gate_with_more_in_it_than_we_wrote_is_read():
    gate = {"note": {"public": None}, "list": [1, 2.5e9, True], **SHUT, "zzz": 'a "quoted" }'}
    assert messages(question([("Coat", gate)])) == ["Coat goes on sale on 1 December, 09:00 (shop time)."]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cart": 7}', '{"cart": {"lines": [{]}', '{"cart', "\x00"])
def test_what_is_no_input_fails_and_does_not_pass(text):
    with pytest.raises(RunFailed):
        answer_to_text(text)


def test_a_cart_of_many_refused_lines_is_refused_within_the_limit_of_an_answer():
    """60 such messages would be over 20 kB, the answer would be dropped, and the cart would pass."""
    lines = [(f"{n:03} " + "\x01" * 250, SHUT) for n in range(60)]
    said, _ = answer(question(lines))
    assert 1 <= len(said) <= 20
    assert len(messages(question([(f"Coat {n}", SHUT) for n in range(200)]))) == 20


def test_a_message_that_is_too_long_is_cut_between_two_characters():
    (message,) = messages(question([("Coat", SHUT)], messages={"public": "ab" + "€" * 1_000}))
    assert message == "ab" + "€" * 199


def test_the_largest_input_stays_within_the_instructions():
    """128 kB in 200 lines, all of them gated for members and all open."""
    tiers = {f"VIP-Some long tag {n}": "2026-11-29T09:00:00" for n in range(9)}
    gate = {"public": "2026-12-01T09:00:00", "tiers": {**tiers, "VIP-Gold": "2026-11-28T00:00:00"}}
    given = question([(f"Winter Coat {n:03}", gate) for n in range(200)], tags=GOLD, tier="Gold")
    size = len(json.dumps(given, separators=(",", ":")))
    assert 110_000 < size < 128_000
    said, instructions = answer(given)
    assert said == []
    assert instructions < run_limits(200).instructions
