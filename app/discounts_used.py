"""Discounts that orders were placed with, and which of them are ours (ID-M2-FULLPRICE, MET-ENG-REDEEM)."""

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache

from sqlmodel import Session, col, select

from app.models import Order, ProgramVersion, Shop
from app.programs import parsed
from app.rules.applied_discounts import AppliedDiscount, from_text
from app.rules.full_price import Name, is_reduced, named
from app.rules.spoken import LANGUAGES
from app.rules.writebacks import discounts

GivenCodes = Callable[[Session, Shop, Collection[int]], Collection[str]]


def of_customers(
    session: Session, shop_id: int, customer_ids: Collection[int]
) -> dict[int, tuple[AppliedDiscount, ...]]:
    """By order the discounts it was placed with, of those orders of these customers that had any."""
    found = select(Order.id, Order.discounts).where(
        Order.shop_id == shop_id, col(Order.customer_id).in_(customer_ids), Order.discounts != ""
    )
    return {order_id: from_text(text) for order_id, text in session.exec(found).all()}


def reduced_orders(
    session: Session, shop: Shop, customer_ids: Collection[int], given_codes: GivenCodes
) -> set[int]:
    """Those of their orders from whose goods a discount of somebody else took something off.

    `given_codes` tells the codes that were granted to customers; they are asked for only where needed.
    """
    discounted = of_customers(session, shop.id, customer_ids)
    if not discounted:
        return set()
    granted = {named("code", code) for code in given_codes(session, shop, customer_ids)}
    ours = of_tiers(session, shop).keys() | granted
    return {order_id for order_id, each in discounted.items() if is_reduced(each, ours)}


def of_tiers(session: Session, shop: Shop) -> Mapping[Name, str]:
    """What the discounts of every version of the program are called, former ones too, with their effects.

    In every language, and in the currency before a change of it: an order keeps the title of its day.
    """
    found = select(ProgramVersion.rules).where(ProgramVersion.shop_id == shop.id)
    return named_by(session.exec(found.order_by(col(ProgramVersion.version))).all(), shop)


def named_by(every: Iterable[str], shop: Shop) -> Mapping[Name, str]:
    """The same, of the rules of these versions, oldest first."""
    names: dict[Name, str] = {}
    for rules in every:
        for currency in {shop.counting_currency, shop.currency}:
            names |= _names(rules, currency)
    return names


@lru_cache(maxsize=256)
def _names(rules: str, currency: str) -> Mapping[Name, str]:
    program = parsed(rules)
    made = [each for language in LANGUAGES for each in discounts(program, currency, language=language)]
    titles = {named("automatic", each.title): each.effect for each in made}
    return titles | {named("code", each.code): each.effect for each in made}
