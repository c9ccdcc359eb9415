"""INT-SHIP: what an order of a member should carry, from the tier and the instant of the order."""

from datetime import UTC, date, datetime

from app.rules.benefits.extended_returns import ExtendedReturns
from app.rules.benefits.of_orders import OrderPromise, together
from app.rules.benefits.percent_off import PercentOff
from app.rules.benefits.price_protection import PriceProtection
from app.rules.benefits.priority_orders import PriorityOrders
from app.rules.order_care import order_state
from app.rules.program import Tier

NIGHT_IN_NEW_YORK = datetime(2026, 11, 28, 3, 30, tzinfo=UTC)


def state(*benefits, at=NIGHT_IN_NEW_YORK, zone="America/New_York"):
    return order_state(Tier(name="Gold", entry=500_000, benefits=benefits), at, zone)


def test_a_tier_alone_is_a_tag():
    plain = state(PercentOff(percent=10))
    assert (plain.tags, plain.tier, plain.needs_fulfilment) == (("VIP-Gold",), "Gold", False)
    assert (plain.fulfil_by, plain.return_until, plain.protected_until) == (None, None, None)


def test_an_order_carries_its_priority_and_the_instant_by_which_it_goes_out():
    urgent = state(PriorityOrders(tag="priority-1", within_hours=24, packaging="the gold box"))
    assert urgent.tags == ("VIP-Gold", "priority-1")
    assert urgent.fulfil_by == datetime(2026, 11, 29, 3, 30, tzinfo=UTC)
    assert (urgent.packaging, urgent.needs_fulfilment) == ("the gold box", True)


def test_days_run_from_the_local_day_of_the_order():
    """BEN-FIN-RETURNS: 22:30 on 27 November in New York is the 28th in UTC and in Berlin."""
    promise = ExtendedReturns(days=60)
    assert state(promise).return_until == date(2027, 1, 26)
    assert state(promise, zone="Europe/Berlin").return_until == date(2027, 1, 27)


def test_the_day_of_the_order_is_the_first_of_price_protection():
    """BEN-FIN-PRICE: 14 days from 27 November end with 10 December; one day ends with the day itself."""
    assert state(PriceProtection(days=14)).protected_until == date(2026, 12, 10)
    assert state(PriceProtection(days=1)).protected_until == date(2026, 11, 27)


def test_a_gift_alone_needs_the_fulfilment_orders():
    assert state(PriorityOrders(gift_note="Add the scarf")).needs_fulfilment


def test_of_several_promises_the_better_counts():
    both = together(
        [
            OrderPromise(tags=("a",), hours_to_fulfil=48, return_days=30, protected_days=7),
            OrderPromise(tags=("a", "b"), hours_to_fulfil=24, return_days=60, gift_note="scarf"),
        ]
    )
    assert both == OrderPromise(("a", "b"), 24, "scarf", "", 60, 7)
    assert together([]) == OrderPromise()
