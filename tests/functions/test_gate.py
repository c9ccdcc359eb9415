"""The module itself, run in the sandbox's checkout: who may buy what, to the second.

TIER-T-EARLY, TIER-T-EXCL, BEN-EXP-EARLY, BEN-EXP-EXCL, BEN-ENFORCE, GAP-EARLY, PIT-DELIVERY.
"""

import pytest

from sandbox.cart import Cart
from sandbox.checkout import check_out
from sandbox.checkout_buyer import Buyer
from sandbox.order_draft import LineDraft
from tests.functions.gated_shop import GatedShop

PUBLIC, GOLD, SILVER = "2026-12-01T09:00:00", "2026-11-28T09:00:00", "2026-11-30T09:00:00"
TO_PUBLIC = "Winter Coat goes on sale on 1 December, 09:00 (shop time)."
TO_GOLD = "Winter Coat opens for Gold on 28 November, 09:00 (shop time)."
FOR_MEMBERS = "Winter Coat is for members only. Log in if you are one."


@pytest.fixture
def coat(shop):
    return shop.gated(public=PUBLIC, Gold=GOLD, Silver=SILVER)


def test_what_has_no_gate_is_for_everybody(shop, coat):
    assert shop.refused(shop.product("Mug"), by=shop.ada) == []


def test_gold_may_buy_at_the_second_that_was_promised(shop, coat):
    gold = shop.member("Gold")
    shop.at("2026-11-28T08:59:59")
    assert shop.refused(coat, by=gold) == [TO_GOLD]
    shop.at("2026-11-28T09:00:00")
    assert shop.refused(coat, by=gold) == []


def test_silver_waits_two_days_longer(shop, coat):
    silver = shop.member("Silver")
    shop.at("2026-11-30T08:59:59")
    assert shop.refused(coat, by=silver) == [
        "Winter Coat opens for Silver on 30 November, 09:00 (shop time)."
    ]
    shop.at("2026-11-30T09:00:00")
    assert shop.refused(coat, by=silver) == []


def test_everybody_may_buy_from_the_public_second_on(shop, coat):
    shop.at("2026-12-01T08:59:59")
    assert shop.refused(coat, by=shop.ada) == [TO_PUBLIC]
    shop.at("2026-12-01T09:00:00")
    assert shop.refused(coat, by=shop.ada) == []


@pytest.mark.parametrize("email", [None, "stranger@example.com"])
def test_a_guest_waits_for_the_public(shop, coat, email):
    shop.at("2026-12-01T08:59:59")
    assert shop.refused(coat, email=email) == [TO_PUBLIC]
    shop.at("2026-12-01T09:00:00")
    assert shop.refused(coat, email=email) == []


def test_a_tag_that_somebody_gave_by_hand_opens_nothing(shop, coat):
    tagged = shop.member(None, "VIP-Gold")
    shop.at(GOLD)
    assert shop.refused(coat, by=tagged) == [TO_PUBLIC]


def test_a_tag_of_another_tier_than_the_metafield_names_opens_nothing(shop, coat):
    mixed = shop.member("Silver", "VIP-Gold")
    shop.at(GOLD)
    assert shop.refused(coat, by=mixed) == [TO_PUBLIC]


def test_a_metafield_without_its_tag_opens_nothing(shop, coat):
    untagged = shop.member("Gold", "Newsletter")
    shop.at(GOLD)
    assert shop.refused(coat, by=untagged) == [TO_PUBLIC]


def test_who_types_a_members_email_is_no_member(shop, coat):
    gold = shop.member("Gold")
    shop.at(GOLD)
    assert shop.refused(coat, email=gold.email) == [TO_PUBLIC]


def test_the_merchant_may_let_an_email_be_enough():
    shop = GatedShop(by_email=True)
    coat, gold = shop.gated(public=PUBLIC, Gold=GOLD), shop.member("Gold")
    shop.at(GOLD)
    assert shop.refused(coat, email=gold.email) == []


def test_a_tier_that_the_gate_does_not_name_waits_for_the_public(shop):
    coat = shop.gated(public=PUBLIC, Gold=GOLD)
    shop.at("2026-12-01T08:59:59")
    assert shop.refused(coat, by=shop.member("Silver")) == [TO_PUBLIC]


def test_a_private_collection_is_for_its_tiers_and_never_public(shop):
    coat = shop.gated(public=None, Gold="2000-01-01T00:00:00")
    shop.at("2031-01-01T00:00:00")
    assert shop.refused(coat, by=shop.ada) == [FOR_MEMBERS]
    assert shop.refused(coat, by=shop.member("Silver", email="s@example.com")) == [FOR_MEMBERS]
    assert shop.refused(coat, by=shop.member("Gold")) == []


def test_an_early_and_a_private_product_are_both_named_and_the_open_one_is_not(shop, coat):
    print_ = shop.gated("Linen Print", public=None, Gold=SILVER)
    gold = shop.member("Gold")
    assert shop.refused(coat, shop.product("Mug"), print_, by=gold) == [
        TO_GOLD,
        "Linen Print opens for Gold on 30 November, 09:00 (shop time).",
    ]


def test_a_product_in_two_lines_is_named_once(shop, coat):
    assert shop.refused(coat, coat, by=shop.ada) == [TO_PUBLIC]


def test_the_merchants_words_and_months_are_what_the_shopper_reads():
    months = ["Januar", "Februar", "März", *"x" * 8, "Dezember"]
    messages = {"public": "{product}: ab {day}. {month} {year}, {time} Uhr {hm}."}
    shop = GatedShop("Europe/Berlin", messages=messages, months=months)
    coat = shop.gated("Wintermäntel „Größe 5“ 🧥", public=PUBLIC)
    assert shop.refused(coat) == ["Wintermäntel „Größe 5“ 🧥: ab 1. Dezember 2026, 09:00 Uhr {hm}."]


@pytest.mark.parametrize(
    "gate",
    [
        [],
        7,
        "2000-01-01T00:00:00",
        {},
        {"public": "2000-01-01T00:00:00"},
        {"tiers": {}},
        {"public": "2000-01-01", "tiers": {}},
        {"public": "2000-13-01T00:00:00", "tiers": {}},
        {"public": True, "tiers": {}},
        {"public": "2000-01-01T00:00:00", "tiers": []},
        {"public": "2000-01-01T00:00:00", "tiers": {"VIP-Gold": None}},
        {"public": "2000-01-01T00:00:00", "tiers": {"VIP-Gold": "soon"}},
    ],
)
def test_a_gate_that_cannot_be_read_is_closed_for_everybody(shop, coat, gate):
    shop.set(f"gid://shopify/Product/{coat.id}", "gate", gate)
    assert shop.refused(coat, by=shop.member("Gold")) == ["Winter Coat cannot be bought at the moment."]


@pytest.mark.parametrize("config", [[], "x", {"slots": 7, "tiers": [], "messages": 1, "months": {}}])
def test_a_broken_configuration_delays_a_release_to_midnight_and_opens_nothing_early(shop, coat, config):
    shop.set(shop.validation, "gate", config)
    shop.at("2026-12-01T23:59:59")
    assert shop.refused(coat, shop.product("Mug"), by=shop.member("Gold")) == [TO_PUBLIC]
    shop.at("2026-12-02T00:00:00")
    assert shop.refused(coat) == []


def test_sixteen_releases_ahead_open_on_time_up_to_the_slots_there_are_and_then_at_midnight(shop):
    """Nobody wrote again after the first fourteen: the fifteenth is late, and none is early."""
    days = [f"2026-12-{day:02}T09:00:00" for day in range(1, 17)]
    coats = [shop.gated(f"Coat {day[8:10]}", public=day) for day in days]
    shop.at("2026-12-14T09:00:00")
    assert shop.refused(*coats[:14]) == []
    shop.at("2026-12-16T23:59:59")
    assert shop.refused(coats[14]) == []
    assert shop.refused(coats[15]) == ["Coat 16 goes on sale on 16 December, 09:00 (shop time)."]
    shop.at("2026-12-17T00:00:00")
    assert shop.refused(coats[15]) == []


@pytest.mark.parametrize(
    ("zone", "opens", "last", "first"),
    [
        # Shown twice: the first time counts, and the second changes nothing.
        ("America/New_York", "2026-11-01T01:30:00", "2026-11-01T05:29:59Z", "2026-11-01T05:30:00Z"),
        ("America/New_York", "2026-11-01T01:30:00", None, "2026-11-01T06:10:00Z"),
        # Skipped: the end of the gap.
        ("America/New_York", "2027-03-14T02:30:00", "2027-03-14T06:59:59Z", "2027-03-14T07:00:00Z"),
        # Midnight itself is skipped.
        ("Africa/Cairo", "2027-04-30T00:00:00", "2027-04-29T21:59:59Z", "2027-04-29T22:00:00Z"),
        # Half an hour, and the day line.
        ("Australia/Lord_Howe", "2027-04-04T01:45:00", "2027-04-03T14:44:59Z", "2027-04-03T14:45:00Z"),
        ("Pacific/Kiritimati", "2026-12-01T09:00:00", "2026-11-30T18:59:59Z", "2026-11-30T19:00:00Z"),
    ],
)
def test_a_release_on_a_day_that_the_clocks_change_is_exact(zone, opens, last, first):
    shop = GatedShop(zone)
    shop.at("2026-10-01T00:00:00")
    coat = shop.gated(public=opens)
    if last:
        shop.at(last)
        assert len(shop.refused(coat)) == 1
    shop.at(first)
    assert shop.refused(coat) == []


def test_a_line_that_is_no_product_of_the_store_passes(shop):
    cart = Cart((LineDraft("Engraving", 500),), "USD")
    assert check_out(shop.world, shop.store, cart, Buyer()).errors == ()
