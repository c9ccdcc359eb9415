"""Who may buy what is for members alone: the platform's collections, and the tags that open them."""

from app.rules.benefits import of_kind
from app.rules.benefits.private_collection import PrivateCollection
from app.rules.program import Program


def gates(program: Program) -> dict[int, tuple[str, ...]]:
    """By collection, the tier tags of those who may, from the lowest tier up."""
    found: dict[int, list[str]] = {}
    for tier in program.tiers:
        open_to = {each for one in of_kind(tier.benefits, PrivateCollection) for each in one.collections}
        for collection in sorted(open_to):
            found.setdefault(collection, []).append(tier.tag)
    return {collection: tuple(tags) for collection, tags in found.items()}
