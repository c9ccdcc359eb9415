"""Kinds of benefit: what the shopper reads, what they need at the checkout, cost and weigh."""

import json
import re
from datetime import date
from gettext import NullTranslations

import pytest

from app.rules.audiences import all_tags, audiences, effects, full_price_tags
from app.rules.benefits import BENEFITS, Benefit
from app.rules.benefits.badge import Badge
from app.rules.benefits.cost import Cost, Year
from app.rules.benefits.early_access import EarlyAccess
from app.rules.benefits.events import Events
from app.rules.benefits.experience import Experience
from app.rules.benefits.extended_returns import ExtendedReturns
from app.rules.benefits.free_shipping import FreeShipping
from app.rules.benefits.kind import Kind
from app.rules.benefits.percent_off import Instead, PercentOff
from app.rules.benefits.personal_contact import PersonalContact
from app.rules.benefits.private_collection import PrivateCollection
from app.rules.benefits.say import Say
from app.rules.customer_state import Apply, Situation, customer_state
from app.rules.economics import economics, figures_of
from app.rules.gates import gates
from app.rules.lints.benefits import gives_less, new_benefits
from app.rules.program import Economics, Landing, Program, Tier
from app.rules.writebacks import automatic, discounts
from tests.rules.one_of_each import ANNA, BLACK_FRIDAY, DINNER, ONE_OF_EACH, PACKED, SCARF, STYLING

YEAR = Year(spend_minor=500_000, orders_hundredths=1200, shipping_minor=1_000)


def tier(*given: Benefit, name: str = "Gold", **more: object) -> Tier:
    return Tier(name=name, entry=1, benefits=given, **more)


def program(*given: Benefit, **more: object) -> Program:
    return Program(tiers=(tier(*given, **more),))


def only_discount(benefit: Benefit):
    [one] = discounts(program(benefit), "USD")
    return one


def status(of: Program, situation: Situation | None = None, codes=None):
    state = customer_state(of, "USD", 1, date(2026, 3, 1), 1, situation or Situation(), codes)
    return json.loads(state.status)


def test_every_kind_says_its_name_and_category():
    """BEN-3CAT"""
    for kind, model in BENEFITS.items():
        assert model.model_fields["kind"].default == kind
        assert model.category in ("financial", "experience", "personal")
        assert issubclass(model, Kind)


def test_there_is_one_of_each_to_test_with():
    assert [each.kind for each in ONE_OF_EACH] == list(BENEFITS)


@pytest.mark.parametrize(
    ("benefit", "words"),
    [
        (PercentOff(percent=10), "10 % off every order, applied by itself at the checkout"),
        (
            PercentOff(percent=10, collections=(1,), minimum_minor=5_000, stacks="alone"),
            "10 % off every order in selected collections of 50.00 USD or more, not together with other"
            " discounts, applied by itself at the checkout",
        ),
        (PercentOff(percent=10, by="code"), "10 % off every order, with the code for members"),
        (PercentOff(percent=10, first_orders=1), "10 % off your next order, with a code that works once"),
        (
            PercentOff(percent=10, first_orders=3),
            "10 % off 3 orders, each with a code of its own that works once",
        ),
        (FreeShipping(up_to_minor=1_500), "Free shipping, for rates up to 15.00 USD"),
        (
            FreeShipping(up_to_minor=1_500, countries=("CA", "US"), minimum_minor=5_000),
            "Free shipping to CA, US, for rates up to 15.00 USD, on orders of 50.00 USD or more",
        ),
        (
            BLACK_FRIDAY,
            "25 % off every order from 2026-11-27 to 2026-11-30, applied by itself at the checkout",
        ),
        (
            SCARF,
            "A gift when you buy for 100.00 USD in selected collections: put the silk scarf in your cart, and"
            " it is free",
        ),
        (ExtendedReturns(days=90), "Returns within 90 days"),
        (PrivateCollection(name="Atelier", collections=(8,)), "Atelier: products for members alone"),
        (Events(scope="private", events=(DINNER,)), "Invitations to private events: Dinner on 2026-12-05"),
        (Badge(label="Gold", colour="#c9a227"), "The badge Gold on your account"),
        (
            ANNA,
            "Anna is there for you: anna@example.com, +1 555 0100; e-mails are answered within 2 hours, calls"
            " are answered within 1 minute, chats are answered within 30 seconds, at any hour",
        ),
        (PersonalContact(name="The concierge"), "The concierge is there for you"),
        (PACKED, "Your orders go first, within 24 hours, in the gold box"),
    ],
)
def test_the_shopper_reads_what_the_checkout_will_do(benefit, words):
    assert benefit.told("USD") == words


def test_a_percentage_of_collections_from_a_minimum_stacks_as_its_words_say():
    """BEN-FIN-PCT"""
    one = only_discount(
        PercentOff(percent=10, collections=(7, 8), minimum_minor=5_000, stacks="with_everything")
    )
    assert (one.percent, one.collections, one.minimum) == (10, (7, 8), "50.00")
    assert one.beside == ("order", "product", "shipping")
    assert only_discount(PercentOff(percent=10, stacks="alone")).beside == ()


def test_the_first_orders_are_codes_that_each_customer_can_use_once():
    """The platform's automatic discounts count nothing, and its codes count one use a customer."""
    made = discounts(program(PercentOff(percent=10, first_orders=3)), "USD")
    assert [(each.by_code, each.once) for each in made] == [(True, True)] * 3
    assert len({each.code for each in made}) == len({each.title for each in made}) == 3
    assert len({each.effect for each in made}) == 1 and automatic(made) == 0


def test_free_shipping_has_its_countries_its_minimum_and_its_ceiling():
    """BEN-FIN-SHIP"""
    one = only_discount(FreeShipping(up_to_minor=1_500, countries=("CA",), minimum_minor=5_000))
    assert (one.ship_up_to, one.countries, one.minimum, one.beside) == (
        "15.00",
        ("CA",),
        "50.00",
        ("order", "product"),
    )


def test_what_is_as_usual_keeps_the_key_it_always_had():
    """A changed key would make every discount of every store anew."""
    assert PercentOff(percent=10).effect() == "percent 10"
    assert FreeShipping(up_to_minor=1_500).effect() == "ship 1500"
    assert EarlyAccess(hours=24).effect() == "early 24"
    assert PercentOff(percent=10, collections=(1,)).effect().startswith("percent 10 ")


def test_discounts_of_equal_words_have_titles_that_differ():
    """A lost answer is looked for by its title."""
    made = discounts(program(PercentOff(percent=10), PercentOff(percent=10, collections=(1,))), "USD")
    assert [each.title for each in made] == ["Gold member – 10 %", "Gold member – 10 % (2)"]


def test_a_member_reads_the_codes_that_stand_for_a_discount_and_not_that_it_comes_by_itself():
    gold = program(PercentOff(percent=10))
    told = status(gold, codes={"percent 10": [Apply("VIP-X", "https://shop/discount/VIP-X")]})
    assert told["benefits"] == ["10 % off every order, with the code for members"]
    assert told["entitlements"][0]["codes"] == [{"code": "VIP-X", "link": "https://shop/discount/VIP-X"}]


@pytest.mark.parametrize(("tenths", "tags"), [(None, ()), (799, ()), (800, ("VIP-Full-Price-800",))])
def test_who_buys_at_full_price_has_an_experience_and_a_tag_of_its_own(tenths, tags):
    """BEN-B-FIT, ID-M3-NODISCOUNT, GAP-DISCFIT: both sides of the line, and nothing known."""
    gold = program(PercentOff(percent=10, instead=STYLING))
    state = customer_state(gold, "USD", 1, None, 1, Situation(full_price_tenths=tenths))
    assert state.tags == ("VIP-Gold", *tags)
    [told] = json.loads(state.status)["benefits"]
    assert (told == "An hour with our stylist") == bool(tags)


def test_the_discount_is_not_for_those_who_have_the_experience():
    """GAP-DISCFIT: the segment leaves them out."""
    gold = program(PercentOff(percent=10, instead=STYLING), FreeShipping(up_to_minor=1))
    ten, ship = (each.audience for each in effects(gold).values())
    assert (
        ten.query == "(customer_tags CONTAINS 'VIP-Gold') AND customer_tags NOT CONTAINS 'VIP-Full-Price-800'"
    )
    assert ship.query == "customer_tags CONTAINS 'VIP-Gold'"
    assert all_tags(gold) == ["VIP-Gold", "VIP-Full-Price-800"]


def test_two_lines_in_a_tier_are_two_exceptions():
    gold = tier(
        PercentOff(percent=10, instead=STYLING),
        PercentOff(
            percent=12, collections=(1,), instead=Instead(experience="Tea", from_full_price_tenths=900)
        ),
    )
    assert full_price_tags(gold, 850) == ("VIP-Full-Price-800",)
    assert full_price_tags(gold, 950) == ("VIP-Full-Price-800", "VIP-Full-Price-900")


def test_no_tier_may_take_the_tag_of_an_exception():
    with pytest.raises(ValueError, match="Full Price"):
        program(name="Full Price 800")


def test_a_landing_keeps_the_options_of_the_discount_it_lowers():
    gold = program(
        PercentOff(percent=15, collections=(7,), stacks="alone"), landing=(Landing(months=1, percent=10),)
    )
    landed = discounts(gold, "USD")[1]
    assert (landed.percent, landed.collections, landed.beside) == (10, (7,), ())
    assert landed.audience == "VIP-Landing-10"


def test_tiers_that_land_on_one_percentage_of_different_things_are_told_apart():
    """The tag of the step alone would give a Silver member what Gold has."""
    silver = Tier(
        name="Silver", entry=1, benefits=(PercentOff(percent=12),), landing=(Landing(months=1, percent=10),)
    )
    gold = Tier(
        name="Gold",
        entry=2,
        benefits=(PercentOff(percent=15, collections=(7,)),),
        landing=(Landing(months=1, percent=10),),
    )
    found = {each.benefit.percent: each.audience for each in effects(Program(tiers=(silver, gold))).values()}
    queries = [each.query for each in audiences(Program(tiers=(silver, gold)))]
    assert "(customer_tags CONTAINS 'VIP-Silver' AND customer_tags CONTAINS 'VIP-Landing-10')" in queries
    assert "(customer_tags CONTAINS 'VIP-Gold' AND customer_tags CONTAINS 'VIP-Landing-10')" in queries
    assert found[15].without == ("VIP-Landing-10",)
    assert len({each.name for each in audiences(Program(tiers=(silver, gold)))}) == 4


@pytest.mark.parametrize(
    ("benefit", "cost"),
    [
        (PercentOff(percent=15), Cost(off_percent=15)),
        (PercentOff(percent=15, first_orders=3), Cost(a_year_minor=18_750)),
        (PercentOff(percent=15, first_orders=5), Cost(a_year_minor=31_250)),
        (FreeShipping(up_to_minor=3_000), Cost(shipping_minor=1_000)),
        (EarlyAccess(hours=24), Cost()),
        (BLACK_FRIDAY, Cost(a_year_minor=1_370)),
        (SCARF, Cost(a_year_minor=14_400)),
        (PACKED, Cost(a_year_minor=2_400)),
        (ANNA, Cost(a_year_minor=2_000)),
    ],
)
def test_a_benefit_says_what_it_costs_a_member_and_year(benefit, cost):
    """ECO-COSTS: twelve orders of $416.67, 15 % off three of them are $187.50."""
    assert benefit.cost(YEAR) == cost


def test_what_costs_neither_by_revenue_nor_by_order_is_a_line_of_its_own():
    gold = tier(PercentOff(percent=15, first_orders=3))
    year = economics(figures_of(gold, Economics(), 500_000, 1200)).year
    assert (year.benefits_minor, year.cost_minor, year.discount_minor) == (18_750, 18_750, 0)


def test_a_higher_minimum_is_less_of_a_benefit():
    """TIER-GAP"""
    low, high = tier(PercentOff(percent=10)), tier(PercentOff(percent=10, minimum_minor=1))
    assert gives_less(high, low) and not gives_less(low, high)
    assert new_benefits(low, high) == 1 and new_benefits(high, low) == 0


def test_a_gift_is_a_product_for_nothing_once_enough_of_a_collection_is_bought():
    """BEN-EXP-GWP"""
    one = only_discount(SCARF)
    assert (one.form, one.gift.product, one.gift.buys, one.collections) == ("gift", 9, "100.00", (7,))


def test_a_promotion_lasts_from_the_first_midnight_of_the_store_to_the_last():
    """BEN-B-PROMO: in New York the days begin at 05:00 UTC."""
    [one] = discounts(program(BLACK_FRIDAY), "USD", "America/New_York")
    assert (one.starts_at.isoformat(), one.ends_at.isoformat()) == (
        "2026-11-27T05:00:00+00:00",
        "2026-12-01T05:00:00+00:00",
    )


@pytest.mark.parametrize(
    ("day", "listed", "needed"), [(26, False, 1), (27, True, 1), (30, True, 1), (31, False, 0)]
)
def test_a_promotion_is_promised_on_its_days_alone(day, listed, needed):
    """Made before it begins, and taken away once it is over."""
    today = date(2026, 12, 1) if day == 31 else date(2026, 11, day)
    gold = program(BLACK_FRIDAY)
    assert bool(status(gold, Situation(today=today))["benefits"]) == listed
    assert len(discounts(gold, "USD", today=today)) == needed


@pytest.mark.parametrize(("day", "listed"), [(5, 1), (6, 0)])
def test_an_event_is_told_until_its_day_is_over(day, listed):
    """COM-EVENTS"""
    gold = program(Events(scope="private", events=(DINNER,)))
    [told] = status(gold, Situation(today=date(2026, 12, day)))["entitlements"]
    assert len(told["events"]) == listed
    assert gold.tiers[0].benefits[0].turns_on() == (date(2026, 12, 6),)


def test_helpdesks_read_who_is_there_and_how_soon_they_answer():
    """SUP-SLA-EMAIL, SUP-SLA-PHONE, SUP-SLA-CHAT, SUP-AFTERHOURS, SUP-CONCIERGE"""
    [told] = status(program(ANNA))["entitlements"]
    assert told | {"told": ""} == {
        "kind": "personal_contact",
        "told": "",
        "name": "Anna",
        "email": "anna@example.com",
        "phone": "+1 555 0100",
        "email_minutes": 120,
        "phone_seconds": 60,
        "chat_seconds": 30,
        "after_hours": True,
    }


def test_an_experience_is_told_by_a_tag_and_its_note_stays_with_staff():
    """BEN-EXP-SHOP"""
    styling = program(Experience(name="Styling", text="An hour", note="Ask Mia", tag="Styling"))
    state = customer_state(styling, "USD", 1, None, 1)
    assert state.tags == ("VIP-Gold", "VIP-Perk-Styling") and "Mia" not in state.status
    assert all_tags(styling) == ["VIP-Gold", "VIP-Perk-Styling"]


def test_a_private_collection_is_open_to_the_tiers_that_have_it():
    """BEN-EXP-EXCL, REC-PRIVATE"""
    atelier = PrivateCollection(name="Atelier", collections=(8, 9))
    silver = Tier(name="Silver", entry=1, benefits=(PrivateCollection(name="Shelf", collections=(8,)),))
    gold = Tier(name="Gold", entry=2, benefits=(atelier,))
    assert gates(Program(tiers=(silver, gold))) == {8: ("VIP-Silver", "VIP-Gold"), 9: ("VIP-Gold",)}


def test_all_kinds_together_make_a_state_of_a_few_kilobytes():
    """The platform takes 64 KB."""
    everything = program(*ONE_OF_EACH)
    assert len(customer_state(everything, "USD", 1, None, 1).status.encode()) < 8_000
    assert len(discounts(everything, "USD")) == 4


class Backwards(NullTranslations):
    """A language whose words are those of English from the end, with the figures where they were."""

    def gettext(self, message: str) -> str:
        parts = re.split(r"(\{\w+\})", message)
        return "".join(part if part.startswith("{") else part[::-1] for part in parts)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)


def test_every_kind_is_told_in_other_languages_too():
    """Only what the merchant wrote stays as it is."""
    for each in ONE_OF_EACH:
        words = each.told("USD", Say(Backwards()))
        if each.kind not in ("experience", "personal_service"):
            assert words != each.told("USD"), each.kind
    early = EarlyAccess(hours=24).told("USD", Say(Backwards()))
    assert early == " stcudorp weN24esle ydobyreve erofeb sruoh "
