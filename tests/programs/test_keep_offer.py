"""Whoever is told that a tier is at risk gets an offer with it, once (DEM-REACT)."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import select

from app.models import Grant
from app.rules.benefits.keep_offer import KeepOffer
from tests.ledger.stores import NOON, PROGRAM, arrive, facts, judge, open_store

OFFER = KeepOffer(percent=20)
TOLD_AT = datetime(2027, 3, 22, 12, tzinfo=UTC)
"""60 days before 21 May 2027, when a year and three months of grace have passed since the order."""


@pytest.fixture
def offering(db):
    """Ada became Gold on 21 February 2026, and Gold comes with an offer should it be at risk."""
    silver, gold, platinum = PROGRAM.tiers
    gold = gold.model_copy(update={"benefits": (OFFER,)})
    program = PROGRAM.model_copy(update={"tiers": (silver, gold, platinum)})
    live = open_store(db, "ada-shop.myshopify.com", live_at=NOON - timedelta(days=300), program=program)
    arrive(db, live, facts(1, 600_000, customer=77, day=NOON - timedelta(days=100)), email="ada@x")
    judge(db, live)
    return live


def promised(db, shop):
    with db.read() as session:
        return session.exec(select(Grant).where(Grant.shop_id == shop.id)).all()


def test_the_offer_comes_with_the_first_notice_and_not_a_day_before(db, offering):
    judge(db, offering, TOLD_AT - timedelta(days=1))
    assert promised(db, offering) == []

    judge(db, offering, TOLD_AT)

    [grant] = promised(db, offering)
    assert (grant.benefit, grant.tier, grant.percent, grant.form) == ("keep_offer", "Gold", 20, "code")


def test_the_second_notice_brings_no_second_offer(db, offering):
    judge(db, offering, TOLD_AT)
    judge(db, offering, TOLD_AT + timedelta(days=30))

    assert len(promised(db, offering)) == 1


def test_a_small_purchase_that_moves_the_day_brings_no_second_offer(db, offering):
    """P22: buying a little and being at risk again is no way to collect codes."""
    judge(db, offering, TOLD_AT)
    later = TOLD_AT + timedelta(days=10)
    arrive(db, offering, facts(2, 500_000, customer=77, day=later), now=later)
    arrive(
        db, offering, facts(2, 100, customer=77, day=later, updated_at=later + timedelta(days=1)), now=later
    )
    judge(db, offering, later)
    judge(db, offering, TOLD_AT + timedelta(days=61))

    assert len(promised(db, offering)) == 1


def test_a_tier_without_an_offer_promises_nothing(db, shop):
    judge(db, shop, TOLD_AT)

    assert promised(db, shop) == []
