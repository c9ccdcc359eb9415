"""How a name is found: by how it begins, or how any later word of it begins, in any case of its letters."""

MOST_WORDS, LONGEST = 8, 100


def folded(text: str) -> str:
    """One form for a name and for what somebody types to find it."""
    return " ".join(text.casefold().split())


def beginnings(name: str) -> tuple[str, ...]:
    """The name from each of its words on: a text is found that one of them begins with."""
    words = folded(name).split(" ") if name.strip() else []
    found = (" ".join(words[at:])[:LONGEST] for at in range(min(len(words), MOST_WORDS)))
    return tuple(dict.fromkeys(found))
