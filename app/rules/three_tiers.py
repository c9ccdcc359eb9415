"""The program that a store begins with (TIER-3TABLE)."""

from app.rules.benefits.birthday import Birthday
from app.rules.benefits.early_access import EarlyAccess
from app.rules.benefits.free_shipping import FreeShipping
from app.rules.benefits.percent_off import PercentOff
from app.rules.money import default_minor
from app.rules.program import Economics, Program, Tier, TierCost


def three_tiers(currency: str) -> Program:
    """TIER-3TABLE, the default: 2,000 / 5,000 / 10,000, 10/15/20 %, shipping to 15/30/60, 24/48/72 h early,
    25/50/100 on the birthday.

    What a store must decide itself stands in no default: exclusive products, support, events, an annual gift.
    """
    table = (
        ("Silver", 2_000, 10, 15, 24, 25),
        ("Gold", 5_000, 15, 30, 48, 50),
        ("Platinum", 10_000, 20, 60, 72, 100),
    )
    return Program(
        tiers=tuple(
            Tier(
                name=name,
                entry=default_minor(entry, currency),
                benefits=(
                    PercentOff(percent=percent),
                    FreeShipping(up_to_minor=default_minor(ship, currency)),
                    EarlyAccess(hours=hours),
                    Birthday(amount_minor=default_minor(gift, currency)),
                ),
                cost=TierCost(support_minor=default_minor(25, currency)),
            )
            for name, entry, percent, ship, hours, gift in table
        ),
        economics=Economics(shipping_minor=default_minor(10, currency)),
    )
