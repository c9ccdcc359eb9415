"""Lists of tags as the platform keeps them: one spelling per tag whatever its case, sorted without case."""

from collections.abc import Iterable

TAGS_LIMIT = 250
TAG_LENGTH_LIMIT = 255


def tidy(given: str | Iterable[str]) -> tuple[str, ...]:
    """Splits at commas, trims, drops blanks; the first spelling of a tag stays (recorded)."""
    return added((), given)


def added(present: tuple[str, ...], given: str | Iterable[str]) -> tuple[str, ...]:
    tags = {tag.casefold(): tag for tag in present}
    for tag in split(given):
        tags.setdefault(tag.casefold(), tag)
    return tuple(sorted(tags.values(), key=str.casefold))


def removed(present: tuple[str, ...], given: str | Iterable[str]) -> tuple[str, ...]:
    """Customers and products lose a tag whatever its case (recorded)."""
    gone = {tag.casefold() for tag in split(given)}
    return tuple(tag for tag in present if tag.casefold() not in gone)


def removed_exactly(present: tuple[str, ...], given: str | Iterable[str]) -> tuple[str, ...]:
    """Orders lose a tag only as it is written (recorded)."""
    gone = set(split(given))
    return tuple(tag for tag in present if tag not in gone)


def respelled(tags: tuple[str, ...], spellings: dict[str, str]) -> tuple[str, ...]:
    """The store keeps one spelling of a customer tag: the first that any customer had (recorded)."""
    kept = [spellings.setdefault(tag.casefold(), tag) for tag in tags]
    return tuple(sorted(kept, key=str.casefold))


def split(given: str | Iterable[str]) -> list[str]:
    entries = [given] if isinstance(given, str) else given
    return [tag.strip() for entry in entries for tag in entry.split(",") if tag.strip()]
