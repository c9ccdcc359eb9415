"""What the checkout can do with a program's discounts (platform 1.5)."""

from collections.abc import Iterator

from app.rules.audiences import in_force
from app.rules.benefits.discount import Discount
from app.rules.lints.facts import Facts
from app.rules.lints.finding import Finding
from app.rules.program import Program
from app.rules.writebacks import MOST_AUTOMATIC, automatic, discounts


def checkout(program: Program, facts: Facts) -> Iterator[Finding]:
    wanted = discounts(program, currency="USD", today=facts.today)
    yield from _too_many(wanted, facts)
    for rank in range(1, len(program.tiers) + 1):
        yield from _never_together(program, wanted, rank)


def _too_many(wanted: tuple[Discount, ...], facts: Facts) -> Iterator[Finding]:
    """Unknown is none: whatever others have, the program's own may be too many."""
    ours, others = automatic(wanted), facts.other_automatic_discounts or 0
    over = ours + others - MOST_AUTOMATIC
    if ours and over > 0:
        figures = {"ours": ours, "others": others, "most": MOST_AUTOMATIC, "over": min(over, ours)}
        yield Finding("no_room", 0, figures)


def _never_together(program: Program, wanted: tuple[Discount, ...], rank: int) -> Iterator[Finding]:
    """A gift is a discount of a product. Both must allow each other, or the shopper has the better one."""
    held = {each.effect() for each in in_force(program.tiers[rank - 1], None)}
    of_tier = [each for each in wanted if each.effect in held]
    gifts = [each for each in of_tier if each.form == "gift"]
    off = [each for each in of_tier if each.form == "percent"]
    if any(not _together(gift, other) for gift in gifts for other in off):
        yield Finding("gift_or_discount", rank)


def _together(gift: Discount, other: Discount) -> bool:
    kind = "product" if other.collections else "order"
    return kind in gift.beside and "product" in other.beside
