"""What the nodes of the Admin API have in common: ids, lists and money."""

import re
from typing import Generic, TypeVar

import msgspec

from app.errors import Unreadable
from app.rules.money import minor
from app.rules.said import said

T = TypeVar("T")

GID = re.compile(r"(?:gid://shopify/[A-Za-z]+/)?([0-9]{1,19})(?:\?.*)?", re.ASCII)
LARGEST_ID = 2**63 - 1


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
    """`gid://shopify/Order/123` → 123. Raises Unreadable."""
    found = GID.fullmatch(gid)
    if found is None or (number := int(found[1])) > LARGEST_ID:
        raise Unreadable(said("%(id)s is no id of Shopify", id=repr(gid[:100])))
    return number


def money(bag: Bag | None, currency: str) -> int:
    """The shop's money of a bag in minor units; 0 where there is none. Raises BadAmount."""
    return minor(bag.shop_money.amount, currency) if bag else 0
