"""Who looks at the storefront, in which language, with what in the cart: all of it stands in the address.

Logged in is who chose a customer on the login page: `/shop/as/<customer>/<language>/…`. No cookies.
"""

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from sandbox.cart import Cart
from sandbox.checkout_buyer import Buyer, the_buyer
from sandbox.collection import memberships
from sandbox.customers import Customer
from sandbox.order_draft import LineDraft
from sandbox.store import Store

GUEST = "guest"


@dataclass(frozen=True)
class Visit:
    store: Store
    locale: str
    customer: Customer | None = None
    items: tuple[tuple[int, int], ...] = ()
    """What is in the cart: products and how many."""

    @property
    def root(self) -> str:
        who = str(self.customer.id) if self.customer else GUEST
        return f"/{self.store.domain}/as/{who}/{self.locale}"

    def link(self, path: str = "", items: tuple[tuple[int, int], ...] | None = None) -> str:
        """An address that takes the cart along."""
        kept = self.items if items is None else items
        query = f"?{urlencode({'items': written(kept)})}" if kept else ""
        return f"{self.root}{path}{query}"

    def in_language(self, locale: str) -> "Visit":
        return replace(self, locale=locale)

    def cart(self, shipping: int = 0) -> Cart:
        products = ((self.store.products[number], count) for number, count in self.items)
        lines = tuple(
            LineDraft(p.title, p.price, count, p.id, p.variant_id, gift_card=p.gift_card)
            for p, count in products
        )
        return Cart(lines, self.store.currency, shipping, collections=memberships(self.store))

    def buyer(self) -> Buyer:
        return the_buyer(self.store, self.customer.id if self.customer else None, None)


def written(items: tuple[tuple[int, int], ...]) -> str:
    return ",".join(f"{number}:{count}" for number, count in items)


def read(store: Store, text: str) -> tuple[tuple[int, int], ...]:
    """`12:1,13:2`; what is no product of the store is left out."""
    found = []
    for part in text.split(","):
        number, _, count = part.partition(":")
        if number.isdecimal() and count.isdecimal() and int(number) in store.products and int(count):
            found.append((int(number), min(int(count), 99)))
    return tuple(found)
