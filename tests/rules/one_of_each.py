"""One benefit of each kind, with all that it can be set to."""

from datetime import date

from app.rules.benefits.anniversary import Anniversary
from app.rules.benefits.annual_gift import AnnualGift
from app.rules.benefits.badge import Badge
from app.rules.benefits.birthday import Birthday
from app.rules.benefits.early_access import EarlyAccess
from app.rules.benefits.entry_reward import EntryReward
from app.rules.benefits.events import Event, Events
from app.rules.benefits.experience import Experience
from app.rules.benefits.extended_returns import ExtendedReturns
from app.rules.benefits.free_shipping import FreeShipping
from app.rules.benefits.gift_with_purchase import GiftWithPurchase
from app.rules.benefits.keep_offer import KeepOffer
from app.rules.benefits.percent_off import Instead, PercentOff
from app.rules.benefits.personal_contact import PersonalContact
from app.rules.benefits.personal_service import PersonalService
from app.rules.benefits.price_protection import PriceProtection
from app.rules.benefits.priority_orders import PriorityOrders
from app.rules.benefits.private_collection import PrivateCollection
from app.rules.benefits.quarterly import Quarterly
from app.rules.benefits.vip_promotion import VipPromotion

STYLING = Instead(experience="An hour with our stylist", from_full_price_tenths=800)
BLACK_FRIDAY = VipPromotion(percent=25, starts_on=date(2026, 11, 27), ends_on=date(2026, 11, 30))
SCARF = GiftWithPurchase(
    name="the silk scarf", product=9, buys_minor=10_000, collections=(7,), cost_minor=1_200
)
DINNER = Event(name="Dinner", day=date(2026, 12, 5), link="https://example.com/dinner")
ANNA = PersonalContact(
    name="Anna",
    email="anna@example.com",
    phone="+1 555 0100",
    email_minutes=120,
    phone_seconds=60,
    chat_seconds=30,
    after_hours=True,
    cost_minor=2_000,
)
PACKED = PriorityOrders(
    within_hours=24, gift_note="A card from us", packaging="in the gold box", cost_minor=200
)

ONE_OF_EACH = (
    PercentOff(percent=10, collections=(7,), minimum_minor=5_000, stacks="alone", instead=STYLING),
    BLACK_FRIDAY,
    FreeShipping(up_to_minor=1_500, countries=("CA", "US"), minimum_minor=5_000),
    ExtendedReturns(days=90, cost_minor=500),
    EarlyAccess(hours=48),
    PrivateCollection(name="Atelier", collections=(8,)),
    SCARF,
    Events(scope="private", events=(DINNER,), cost_minor=3_000),
    Experience(name="Styling", text="An hour with our stylist", note="Ask Mia", tag="Styling"),
    Badge(label="Gold", colour="#c9a227", icon="crown"),
    ANNA,
    PersonalService(name="Monogram", text="Your initials on every bag", cost_minor=100),
    PACKED,
    Birthday(amount_minor=5_000, valid_days=90),
    Anniversary(form="code", percent=15),
    Quarterly(form="gift_card", amount_minor=1_000),
    AnnualGift(amount_minor=10_000, month=12),
    EntryReward(amount_minor=5_000),
    KeepOffer(percent=15),
    PriceProtection(days=14, share_percent=50),
)
