"""The public explanation of a program, as a person reads it in a terminal."""

from collections.abc import Iterator

from app.rules.public_program import Asked, PublicProgram


def public_report(program: PublicProgram) -> str:
    tiers = [line for tier in program.tiers for line in _tier(tier)]
    return "\n".join([*tiers, "", "How it works", *(f"  {rule.words}" for rule in program.rules)])


def _tier(tier: Asked) -> Iterator[str]:
    asks = f"from {tier.asks}" if tier.asks else f"the best {tier.top_percent} %"
    yield f"{tier.name}, {asks}"
    for words in tier.brings:
        yield f"  {'+' if words in tier.new else ' '} {words}"
