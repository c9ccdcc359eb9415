"""The sentences about one status, in the language of the page: the page and the JSON say the same."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal

from app.web.language import language
from app.web.shopper.theme_words import amount, on, say


def title(status: dict[str, Any]) -> str:
    return say("status.title", tier=status["tier"]) if status["tier"] else say("none.title")


def progress(status: dict[str, Any]) -> str:
    """PROG-NEXT: what is left, or why nothing is."""
    left, above = status["to_next"], status["next"]
    if above is None:
        return say("status.top")
    if left is None:
        return say("status.next", tier=above)
    if Decimal(left) <= 0:
        return say("status.reached", tier=above)
    if status["unit"] == "money":
        return say("status.remaining_money", amount=amount(left, status["currency"]), tier=above)
    return say("status.remaining_orders", count=int(left), tier=above)


def bar(status: dict[str, Any]) -> tuple[str, str] | None:
    """The value and the maximum of the progress bar; None where there is nothing to fill."""
    if status["to_next"] is None or Decimal(status["to_next"]) <= 0:
        return None
    return status["spend"], str(Decimal(status["spend"]) + Decimal(status["to_next"]))


def so_far(status: dict[str, Any]) -> str:
    if status["unit"] == "money":
        return say("page.spent", amount=amount(status["spend"], status["currency"]))
    return say("page.ordered", count=int(status["spend"]))


def why(status: dict[str, Any], share_tenths: int | None) -> Iterator[str]:
    """PROG-WHY: what counted, and how few get there."""
    yield so_far(status)
    if share_tenths is not None and share_tenths <= 500:
        shown = format_decimal(Decimal(share_tenths) / 10, locale=language())
        yield say("page.rare", percent=shown, tier=status["tier"])


def risk(status: dict[str, Any]) -> str | None:
    """What keeps a tier whose end was announced."""
    told = status.get("at_risk")
    if told is None:
        return None
    about = {"date": on(told["on"]), "tier": status["tier"]}
    if told["needed"] is None:
        return say("status.at_risk", **about)
    if status["unit"] == "money":
        return say("status.at_risk_money", amount=amount(told["needed"], status["currency"]), **about)
    return say("status.at_risk_orders", count=int(told["needed"]), **about)
