"""What the ledger says of an order, and what is not settled, in the page's language.

The explanation's own words are English and the keys here; the commands print them as they are.
"""

import re
from datetime import date

from flask import Blueprint
from flask_babel import gettext as _

from app.explain.shape import LeftOut, Row
from app.web.filters import day, days_in_words
from app.web.language import N_

PARTS = {
    "Order": N_("Order"),
    "Edit": N_("Edit"),
    "Refund": N_("Refund"),
    "Cancelled": N_("Cancelled"),
}
PAYMENTS = {
    "partially paid": N_("partially paid"),
    "unpaid": N_("unpaid"),
    "test": N_("test"),
}
LEFT_OUT = {
    "duties never count": N_("duties never count"),
    "tips never count": N_("tips never count"),
    "gift cards count when they are spent": N_("gift cards count when they are spent"),
    "given back beyond what the order still held": N_("given back beyond what the order still held"),
    "tax does not count": N_("tax does not count"),
    "shipping does not count": N_("shipping does not count"),
    "an order below the minimum": N_("an order below the minimum"),
    "product left out": N_("product left out"),
    "unpaid": N_("unpaid"),
    "test order": N_("test order"),
    "another currency": N_("another currency"),
    "partially paid": N_("partially paid"),
    "before the history that counts": N_("before the history that counts"),
    "a tag that does not count": N_("a tag that does not count"),
    "a sales channel that does not count": N_("a sales channel that does not count"),
    "not yet": N_("not yet"),
    "before the period": N_("before the period"),
}
OUTSIDE = re.compile(r"outside the window since (\d{4}-\d{2}-\d{2})", re.ASCII)


def part_words(row: Row) -> str:
    """`Refund, 3 May 2026 (unpaid)`."""
    part = str(_(PARTS.get(row.part, row.part)))
    told = {"part": part, "day": day(row.on), "payment": str(_(PAYMENTS.get(row.payment, row.payment)))}
    if row.part == "Order" and row.payment == "paid":
        return part
    if row.part == "Order":
        return str(_("%(part)s (%(payment)s)", **told))
    if row.payment == "paid":
        return str(_("%(part)s, %(day)s", **told))
    return str(_("%(part)s, %(day)s (%(payment)s)", **told))


def left_out_words(left: LeftOut) -> str:
    if (outside := OUTSIDE.fullmatch(left.why)) is not None:
        return str(_("outside the window since %(day)s", day=day(date.fromisoformat(outside[1]))))
    words = LEFT_OUT.get(left.why)
    return str(_(words)) if words else days_in_words(left.why)


def register(blueprint: Blueprint) -> None:
    for each in (part_words, left_out_words):
        blueprint.add_app_template_global(each)
