"""The admin and the store call a thing by one word."""

from babel.messages import Catalog

from tools.one_wording import differing


def test_a_text_that_both_say_is_translated_alike() -> None:
    """GAP-I18N: a translation that drifts apart from the theme's is named, whatever its capitals."""
    written = Catalog(locale="ms")
    written.add("Your tier", "Tahap anda")
    written.add("Early access", "akses awal")
    written.add("You are a %(tier)s member.", "Anda ahli %(tier)s.")

    (line,) = differing("ms", written)

    assert line.startswith("'Your tier' is 'Peringkat anda' in the theme")
    assert "'Tahap anda' in the catalogue" in line
