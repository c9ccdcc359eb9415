"""A checkout: which discounts the platform gives this buyer, and what is to be paid.

Among the discounts that are open to the buyer, the set is taken that makes the order cheapest and in which
every two allow each other's class. A code that lost to a better set is refused with its reason.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sandbox import orders
from sandbox.cart import Cart, apply, shortfall
from sandbox.checkout_buyer import Buyer, refusal
from sandbox.customers import Change
from sandbox.discount import Discount
from sandbox.discounts import by_code
from sandbox.order import Order
from sandbox.order_draft import Applied, OrderDraft
from sandbox.order_money import tax_in
from sandbox.refused import Refused
from sandbox.store import Store
from sandbox.tender import Tender
from sandbox.validation_run import refusals
from sandbox.world import World

_TRIED = 12  # discounts whose combinations are tried: 4,095 sets at most


@dataclass(frozen=True)
class Checkout:
    cart: Cart
    buyer: Buyer
    given: tuple[tuple[Discount, Applied], ...]
    refused: tuple[tuple[str, str], ...]  # (code, why)
    taxes_included: bool = False
    errors: tuple[str, ...] = ()
    """What the store's validations have against it, in the words for the shopper."""

    def off_line(self, index: int) -> int:
        return sum(a.lines[index] for _, a in self.given if index < len(a.lines))

    @property
    def off_shipping(self) -> int:
        return sum(a.shipping for _, a in self.given)

    @property
    def tax(self) -> int:
        """By line, as on the order that would be placed."""
        rate, cart = self.cart.tax_rate, self.cart
        taxed = [
            tax_in(line.price * line.quantity - self.off_line(at), rate, self.taxes_included)
            for at, line in enumerate(cart.lines)
            if not line.gift_card
        ]
        return sum(taxed) + tax_in(cart.shipping - self.off_shipping, rate, self.taxes_included)

    @property
    def total(self) -> int:
        off = sum(self.off_line(at) for at in range(len(self.cart.lines)))
        net = self.cart.subtotal - off + self.cart.shipping - self.off_shipping
        return net if self.taxes_included else net + self.tax


def check_out(world: World, store: Store, cart: Cart, buyer: Buyer, codes: Sequence[str] = ()) -> Checkout:
    now = world.clock.now()
    refused: dict[str, str] = {}
    open_: list[Discount] = []
    for code in dict.fromkeys(code.strip() for code in codes if code.strip()):
        found = by_code(store, code)
        if found is None:
            refused[code] = "does not exist"
        elif why := refusal(store, found, buyer, now) or shortfall(found, cart):
            refused[code] = why
        else:
            open_.append(found)
    automatic = [d for d in store.discounts.values() if d.method == "automatic"]
    open_ += [d for d in automatic if refusal(store, d, buyer, now) is None and shortfall(d, cart) is None]
    chosen = _cheapest(open_, cart)
    for discount in open_:
        if discount.code is not None and discount not in chosen:
            refused[discount.code] = "cannot be combined with the other discounts"
    given = [(d, a) for d, a in apply(chosen, cart) if sum(a.lines) + a.shipping]
    errors = refusals(world, store, cart, buyer, "CHECKOUT_INTERACTION")
    return Checkout(cart, buyer, tuple(given), tuple(refused.items()), store.taxes_included, errors)


def place(
    world: World, store: Store, change: Change, checkout: Checkout, tenders: tuple[Tender, ...] = ()
) -> Order:
    """The paid order; the discounts count one use more. Raises Refused if a validation objects."""
    errors = refusals(world, store, checkout.cart, checkout.buyer, "CHECKOUT_COMPLETION")
    if errors:
        raise Refused(" ".join(errors))
    draft = OrderDraft(
        lines=checkout.cart.lines,
        customer_id=checkout.buyer.customer.id if checkout.buyer.customer else None,
        email=checkout.buyer.email,
        shipping=checkout.cart.shipping,
        tax_rate=checkout.cart.tax_rate,
        applied=tuple(applied for _, applied in checkout.given),
        tenders=tenders,
    )
    for discount, _ in checkout.given:
        kept: Discount = store.discounts[discount.id]
        store.discounts[discount.id] = kept.with_use(checkout.buyer.mark or "", discount.code)
    return orders.create(world, store, change, draft)


def _cheapest(open_: Sequence[Discount], cart: Cart) -> Sequence[Discount]:
    """Tries all sets that hold together; of equals the first wins, in which codes come first."""
    best: Sequence[Discount] = ()
    best_off = 0
    worth_trying = sorted(open_, key=lambda d: -_off([d], cart))[:_TRIED]
    for chosen in _compatible_sets([d for d in open_ if d in worth_trying], ()):
        off = _off(chosen, cart)
        if off > best_off:
            best, best_off = chosen, off
    return best


def _off(chosen: Sequence[Discount], cart: Cart) -> int:
    return sum(sum(a.lines) + a.shipping for _, a in apply(chosen, cart))


def _compatible_sets(rest: Sequence[Discount], so_far: tuple[Discount, ...]) -> Iterable[Sequence[Discount]]:
    for at, discount in enumerate(rest):
        if all(_together(discount, other) for other in so_far):
            chosen = (*so_far, discount)
            yield chosen
            yield from _compatible_sets(rest[at + 1 :], chosen)


def _together(one: Discount, other: Discount) -> bool:
    if one.discount_class == other.discount_class == "SHIPPING":
        return False
    return one.combines.allows(other.discount_class) and other.combines.allows(one.discount_class)
