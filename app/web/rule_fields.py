"""What the pages say of the rules of a program: everything of the model beside tiers, benefits and economics.

A field or a choice that is not here fails a test.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _

from app.rules.notices import FIRST_DAYS, SECOND_DAYS
from app.web.form_fields import About, Words

SECTIONS: Mapping[str, tuple[Any, Any]] = {
    "measure": (_("What decides the tier"), _("What customers are measured by, and over which time.")),
    "review": (_("When tiers change"), _("When somebody moves up, and when it is looked at again.")),
    "demotion": (_("When a tier is lost"), _("What happens to members who have not been buying.")),
    "counting": (
        _("What counts"),
        _("Applied whenever orders are read, so a change holds for the past too and can be taken back."),
    ),
    "money_out": (
        _("Money that leaves your store"),
        _("How soon gifts and rewards are sent, and when a person is asked. Empty: no limit."),
    ),
}

KINDS: Mapping[str, About] = {
    "period": About(
        _("Over which time"),
        choices={
            "rolling": _("The last months, day by day"),
            "calendar_year": _("The calendar year, from 1 January"),
            "membership_year": _("Years that begin on the day of joining"),
            "lifetime": _("All time: nobody loses a tier by time"),
        },
    ),
    "review": About(
        _("Tiers change"),
        choices={
            "continuous": _("At once, up and down"),
            "weekly": _("Once a week"),
            "monthly": _("Once a month"),
            "fixed_term": _("Up at once, and then safe for some months"),
        },
    ),
}
"""What is chosen by kind."""

MEASURE = About(
    _("Customers are measured by"),
    _("What they spend is what goods cost after discounts and returns."),
    choices={
        "net_spend": _("What they spend"),
        "orders": _("Their orders"),
    },
)
NOTICES = _(
    "Nobody loses a tier by surprise: members are warned %(first)s days and %(second)s days before. This is"
    " part of every program.",
    first=FIRST_DAYS,
    second=SECOND_DAYS,
)

FIELDS: Words = {
    ("Rolling", "months"): About(_("How many months"), _("12 is usual."), _("months")),
    ("CalendarYear", "through_next_year"): About(_("What a year earned is kept to the end of the next year")),
    ("Weekly", "weekday"): About(
        _("Day of the week"),
        choices={
            "1": _("Monday"),
            "2": _("Tuesday"),
            "3": _("Wednesday"),
            "4": _("Thursday"),
            "5": _("Friday"),
            "6": _("Saturday"),
            "7": _("Sunday"),
        },
    ),
    ("Monthly", "day"): About(_("Day of the month")),
    ("FixedTerm", "months"): About(
        _("Safe for"), _("From the day on which the tier was reached."), _("months")
    ),
    ("Demotion", "grace_months"): About(
        _("Grace"), _("From falling below what keeps a tier to losing it."), _("months")
    ),
    ("Demotion", "one_at_a_time"): About(
        _("Nobody falls by more than one tier at a time"), _("Otherwise straight to the tier that is earned.")
    ),
    ("Demotion", "reversals_have_grace"): About(
        _("Grace also after a refund or cancellation"), _("Otherwise these take a tier back at once.")
    ),
    ("Counting", "tax"): About(_("Tax counts")),
    ("Counting", "shipping"): About(_("Shipping counts")),
    ("Counting", "unpaid"): About(_("Orders count before they are paid")),
    ("Counting", "test_orders"): About(_("Test orders count")),
    ("Counting", "refunds_on_their_own_day"): About(
        _("Refunds count on their own day"),
        _("Otherwise on the day of the order, as if it had been smaller."),
    ),
    ("Counting", "leave_out_products"): About(
        _("Products that do not count"), _("Their ids, with commas."), picks="product"
    ),
    ("Counting", "leave_out_tags"): About(
        _("Orders with these tags do not count"), _("With commas, such as wholesale, staff.")
    ),
    ("Counting", "leave_out_channels"): About(
        _("Orders of these sales channels do not count"),
        _("With commas, as Shopify names them, such as pos."),
    ),
    ("Counting", "minimum_order"): About(_("Smallest order that counts")),
    ("Counting", "orders_from"): About(
        _("Orders count from this day on"), _("In your store's time. Empty: from the first one known.")
    ),
    ("MoneyOut", "wait_days"): About(
        _("Wait before a reward is sent"), _("So that a returned order brings none."), _("days")
    ),
    ("MoneyOut", "most_per_order"): About(_("Price protection of one order"), _("At most.")),
    ("MoneyOut", "most_per_day"): About(_("All gifts of a day"), _("What is more waits for the next day.")),
    ("MoneyOut", "most_per_month"): About(
        _("All gifts of a month"), _("What is more waits for the next month.")
    ),
    ("MoneyOut", "approve_above"): About(_("A person approves gifts above")),
    ("MoneyOut", "approve_price_protection"): About(_("A person looks at every claim of price protection")),
    ("MoneyOut", "notify"): About(_("Shopify tells the customer of a gift by e-mail")),
}
