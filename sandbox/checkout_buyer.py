"""Who buys, and whether a discount is for them."""

from dataclasses import dataclass
from datetime import datetime

from sandbox.customers import Customer
from sandbox.discount import Discount
from sandbox.segment_members import in_segment
from sandbox.store import Store


@dataclass(frozen=True)
class Buyer:
    """Identified by logging in or by the e-mail of a known customer; else `customer` is None."""

    customer: Customer | None = None
    email: str | None = None
    logged_in: bool = False

    @property
    def mark(self) -> str | None:
        """How uses of a discount are counted to a buyer."""
        return str(self.customer.id) if self.customer else self.email


def the_buyer(store: Store, customer_id: int | None, email: str | None) -> Buyer:
    if customer_id is not None:
        customer = store.customers[customer_id]
        return Buyer(customer, customer.email, logged_in=True)
    if email is None:
        return Buyer()
    known = (c for c in store.customers.values() if (c.email or "").casefold() == email.casefold())
    return Buyer(next(known, None), email)


def is_for(store: Store, discount: Discount, buyer: Buyer) -> bool:
    """Membership is looked up now: a tag set a moment ago counts."""
    if discount.context.kind == "all":
        return True
    if buyer.customer is None:
        return False
    if discount.context.kind == "customers":
        return buyer.customer.id in discount.context.ids
    return any(in_segment(store, segment, buyer.customer.id) for segment in discount.context.ids)


def refusal(store: Store, discount: Discount, buyer: Buyer, now: datetime) -> str | None:
    """Why this buyer cannot have it at all, whatever is in the cart; None if nothing speaks against it."""
    status = discount.status(now)
    if status != "ACTIVE":
        return "has expired" if status == "EXPIRED" else "is not active yet"
    if not is_for(store, discount, buyer):
        return "is not for this customer"
    if discount.usage_limit is not None and discount.uses >= discount.usage_limit:
        return "has reached its usage limit"
    if discount.once_per_customer and buyer.mark in discount.used_by:
        return "was already used by this customer"
    return None
