"""A member's standing: a fold over what happened, not a snapshot (design 4, "Evaluate"; I-13).

The fold starts where the first program starts, with the tier that the period of that day earns, and takes
every later instant at which spend changes, time alone decides, the program changes or somebody steps in.
Facts that arrive late are folded in where they belong, so equal knowledge gives equal standing whatever
the order of arrival. Live, `verify`, explanations, forecasts and simulations are this one fold.

A member who no longer holds what keeps the tier is *below*. From that day grace runs, and at its end the
tier falls, but never before 60 days have passed since the first notice and 30 since the second
(DEM-NOSURPRISE): a late notice moves the end. Refunds, fraud marks and the merchant's decision act at once.
"""

from datetime import date, datetime

from app.rules.known import Known, Line, Override, Version, carried
from app.rules.lookout import Lookout
from app.rules.moves import Fall, Kind, Leaving, Move, Standing
from app.rules.order_spend import OrderSpend
from app.rules.walk import Spends, Walk

__all__ = [
    "Fall",
    "Kind",
    "Known",
    "Leaving",
    "Line",
    "Move",
    "Override",
    "Standing",
    "Version",
    "carried",
    "inside",
    "moves",
    "standing",
]


def standing(spends: Spends, known: Known, zone: str, at: datetime) -> Standing:
    """The standing at `at` of the customer whose contributions under a program `spends` gives.

    `zone` is the shop's IANA zone. Contributions after `at` are not seen, except by `next_review_at`.
    """
    walk = Lookout(spends, known, zone, at)
    walk.run(at)
    return walk.tell()


def moves(spends: Spends, known: Known, zone: str, until: datetime) -> tuple[Move, ...]:
    """Every move up to `until`: what a simulation counts."""
    walk = Walk(spends, known, zone, until)
    walk.run(until)
    return tuple(walk.moves)


def inside(spend: OrderSpend, at: datetime, first: date) -> bool:
    """Does this spend count at `at`, when `first` is the first day that does?"""
    return spend.at <= at and first <= spend.day
