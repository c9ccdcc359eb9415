"""Sentences that know what they were made from."""

import pytest

from app.errors import BadInput, CannotPublish
from app.rules import said as sentences
from app.rules.said import Amount, Counted, Said, cut, kept, read, said


def test_a_sentence_is_read_in_english_as_any_text() -> None:
    words = said("%(order)s brought the count to %(held)s.", order="#1001", held=Amount(120_050, "USD"))

    assert words == "#1001 brought the count to 1200.50 USD."
    assert said("15 % off") == "15 % off" and f"{Counted(1)}, {Counted(2)}" == "1 order, 2 orders"


def test_a_row_keeps_what_a_sentence_was_made_from() -> None:
    """GAP-I18N: a sentence within a sentence too, in whatever language it is read later."""
    inner = said("Product %(ids)s is not in the store.", ids=7)
    whole = said("Shopify refused %(title)s: %(words)s", title="Café “Noir”", words=inner)

    again = read(kept(whole))

    assert isinstance(again, Said) and again == whole and again.text == whole.text
    assert isinstance(again.values["words"], Said) and again.values["words"].text == inner.text
    assert (kept("theirs"), read("theirs"), read("")) == ("theirs", "theirs", "")


@pytest.mark.parametrize(
    "text",
    ['{"said": "', '{"said": "%(x)s", "values": {"y": 1}}', '{"said": 5}', '{"said": "a", "values": 3}'],
)
def test_what_only_looks_like_one_is_shown_as_it_is(text: str) -> None:
    assert read(text) == text and not isinstance(read(text), Said)


def test_what_is_too_long_is_cut_and_no_sentence_any_more() -> None:
    words = said("Shopify refused %(title)s: %(words)s", title="Hat", words="no " * 50)

    assert cut(words, 500) is words
    assert cut(words, 20) == words[:20] and not isinstance(cut(words, 20), Said)
    assert sentences.kept(cut("x" * 30, 20)) == "x" * 20


def test_an_error_hands_out_the_sentence_that_it_was_raised_with() -> None:
    error = CannotPublish(said("Version %(wanted)s is the live one.", wanted=3))
    placed = BadInput(said("%(url)s is not an address", url="x"), line=4)

    assert isinstance(error.words, Said) and str(error) == "Version 3 is the live one."
    assert isinstance(placed.words, Said) and str(placed) == "line 4: x is not an address"
    assert CannotPublish("plain").words == "plain"


def test_what_others_say_is_never_filled_in_though_it_looks_like_ours() -> None:
    """A message of Shopify or of a receiver may hold anything: here it would become a gigabyte of blanks."""
    theirs = '{"said": "%(a)1000000000s", "values": {"a": "x"}}'

    again = read(kept(theirs))

    assert not isinstance(again, Said)
    assert len(kept(theirs)) == len(again) == len(theirs)
