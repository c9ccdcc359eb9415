"""JSON from outside is read strictly, in little time, or refused with a reason (T24, I-33)."""

import contextlib
import json
import time
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from webhooks.strict_json import MAX_DEPTH, BadJson, read_object

fixed = settings(derandomize=True, max_examples=60, deadline=None)
MEBIBYTE = 1024 * 1024


def nested(depth):
    """An object whose value makes it `depth` deep in all."""
    return b'{"a":' + b"[" * (depth - 1) + b"]" * (depth - 1) + b"}"


def test_an_object_is_read_with_exact_numbers():
    assert read_object(b'{"a": 1.10, "b": 12345678901234567890, "c": [null, true, "x"]}') == {
        "a": Decimal("1.10"),
        "b": 12345678901234567890,
        "c": [None, True, "x"],
    }


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b" ",
        b"[]",
        b"1",
        b'"a"',
        b"null",
        b"{",
        b"}",
        b"{}}",
        b'{"a":}',
        b"{'a': 1}",
        b'{"a": 1,}',
        b'{"a": 01}',
        b'{"a": .5}',
        b'{"a": +1}',
        b'{"a": 0x1}',
        b'{"a": "\x01"}',
        b"{}\x00",
        b"\xef\xbb\xbf{}",
    ],
)
def test_what_is_no_json_object_is_refused(raw):
    with pytest.raises(BadJson):
        read_object(raw)


@pytest.mark.parametrize("word", [b"NaN", b"Infinity", b"-Infinity"])
def test_words_that_are_no_numbers_are_refused(word):
    with pytest.raises(BadJson, match="is not a JSON number"):
        read_object(b'{"a": ' + word + b"}")


@pytest.mark.parametrize(
    "raw", [b'{"a": 1, "a": 1}', b'{"x": {"a": 1, "b": 2, "a": 3}}', b'{"a":1,"\\u0061":2}']
)
def test_a_key_that_stands_twice_is_refused(raw):
    with pytest.raises(BadJson, match="twice"):
        read_object(raw)


@pytest.mark.parametrize(
    "raw", [b'{"a": "\xff"}', b'{"a": "\xc0\xaf"}', b'{"a": "\xed\xa0\x80"}', b"\xff\xfe{}"]
)
def test_bytes_that_are_not_utf_8_are_refused(raw):
    with pytest.raises(BadJson):
        read_object(raw)


def test_sixty_four_levels_are_read_and_sixty_five_refused():
    assert read_object(nested(MAX_DEPTH))
    with pytest.raises(BadJson, match="nested deeper than 64"):
        read_object(nested(MAX_DEPTH + 1))


def test_brackets_in_texts_are_no_levels():
    text = "[{" * 500 + '"\\'
    assert read_object(json.dumps({"note": text, "more": [1]}).encode()) == {"note": text, "more": [1]}


@pytest.mark.parametrize("raw", [b'{"a": "]"', b'{"a": ["}", 1}', b'{"a": "x', b'{"a": "x\\', b'{"a": ["]"}'])
def test_a_bracket_in_a_text_stands_for_none_that_is_missing(raw):
    with pytest.raises(BadJson):
        read_object(raw)


@pytest.mark.parametrize(
    "number", [b"9" * 5_000, b"1e999999999999999999999", b"-1e-999999999999999999999", b"1." + b"0" * 9_000]
)
def test_a_number_of_any_length_is_read_or_refused_and_nothing_else(number):
    with contextlib.suppress(BadJson):
        read_object(b'{"a": ' + number + b"}")


@pytest.mark.parametrize(
    "raw",
    [
        b"[" * MEBIBYTE,
        b"[" * MEBIBYTE + b"]" * MEBIBYTE,
        b'{"a":' + b"[[]" * MEBIBYTE,
        (b"[" * 60 + b"]" * 60) * 9_000,
        b'{"a":"' + b'\\"' * MEBIBYTE,
        b'{"a":"' + b'\\"' * MEBIBYTE + b"\\",
        b'{"a":' + b'"' * MEBIBYTE,
        b'{"a":"' + b"\\" * MEBIBYTE,
        b"{" + b'"a":{' * MEBIBYTE,
    ],
)
def test_a_mebibyte_of_malice_is_refused_in_seconds(raw):
    began = time.monotonic()
    with pytest.raises(BadJson):
        read_object(raw)
    assert time.monotonic() - began < 5


def test_depth_that_texts_hide_from_the_count_does_no_harm():
    """Brackets in texts balance the real ones; the parser's own limit is met, or the value is read."""
    for depth in (100, 5_000):
        raw = b'{"a":' + b'["]",' * depth + b"0" + b',"["]' * depth + b"}"
        with contextlib.suppress(BadJson):
            read_object(raw)


@fixed
@given(st.binary(max_size=200))
def test_whatever_the_bytes_an_object_or_bad_json(raw):
    with contextlib.suppress(BadJson):
        assert isinstance(read_object(raw), dict)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=12,
)


@fixed
@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=4), st.booleans())
def test_every_object_that_was_written_is_read_as_it_was(value, ascii_only):
    assert read_object(json.dumps(value, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")) == value
