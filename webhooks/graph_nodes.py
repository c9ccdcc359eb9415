"""What the nodes of the Admin API have in common: ids, lists and money."""

from typing import Generic, TypeVar

import msgspec

from app.rules.money import minor

T = TypeVar("T")


class Price(msgspec.Struct):
    amount: str


class Bag(msgspec.Struct, rename="camel"):
    shop_money: Price
    presentment_money: Price | None = None


class Nodes(msgspec.Struct, Generic[T]):
    nodes: list[T] = []


class Node(msgspec.Struct):
    id: str


def gid_number(gid: str) -> int:
    """`gid://shopify/Order/123` → 123. Raises ValueError."""
    return int(gid.rsplit("/", 1)[-1].split("?", 1)[0])


def money(bag: Bag | None, currency: str) -> int:
    """The shop's money of a bag in minor units; 0 where there is none. Raises BadAmount."""
    return minor(bag.shop_money.amount, currency) if bag else 0
