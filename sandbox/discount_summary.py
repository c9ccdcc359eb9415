"""The sentence under a discount's title, as recorded; of collections and money to be spent it is assumed."""

from sandbox.amounts import text
from sandbox.discount import Discount
from sandbox.discount_items import Buys, Items

_COUNTRIES = {"US": "United States", "CA": "Canada", "GB": "United Kingdom", "DE": "Germany", "FR": "France"}


def summary(discount: Discount, currency: str) -> str:
    parts = [_what(discount, currency)]
    if discount.minimum_subtotal is not None:
        parts.append(f"Minimum purchase of ${text(discount.minimum_subtotal, currency)}")
    if discount.minimum_quantity is not None:
        parts.append(f"Minimum quantity of {discount.minimum_quantity}")
    if discount.effect == "free_shipping":
        parts.append(_where(discount))
    if discount.maximum_shipping is not None:
        parts.append(f"Applies to shipping rates under ${text(discount.maximum_shipping, currency)}")
    if discount.once_per_customer:
        parts.append("One use per customer")
    return " • ".join(parts)


def _what(discount: Discount, currency: str) -> str:
    if discount.effect == "free_shipping":
        if discount.method == "automatic":
            goods = "all products"
        else:
            goods = "subscription products" if discount.subscription else "one-time purchase products"
        return f"Free shipping on {goods}"
    if discount.buys is not None:
        return f"{_bought(discount.buys, currency)}, get {_gift(discount, currency)}"
    target = _target(discount.items)
    if discount.percent is not None:
        return f"{discount.percent.normalize():f}% off {target}"
    return f"${text(discount.amount or 0, currency)} off {target}"


def _target(items: Items) -> str:
    if items.kind == "all":
        return "entire order"
    if items.kind == "collections":
        return _counted(len(items.collection_ids), "collection")
    return _counted(len(items.product_ids) + len(items.variant_ids), "product")


def _bought(buys: Buys, currency: str) -> str:
    if buys.quantity is None:
        return f"Spend ${text(buys.amount or 0, currency)}"
    return f"Buy {_counted(buys.quantity, 'item')}"


def _gift(discount: Discount, currency: str) -> str:
    items = _counted(discount.gift_quantity, "item")
    if discount.percent is None:
        return f"{items} at ${text(discount.amount or 0, currency)} off"
    if discount.percent == 100:
        return f"{items} free"
    return f"{items} at {discount.percent.normalize():f}% off"


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _where(discount: Discount) -> str:
    if discount.countries is None:
        return "For all countries"
    if len(discount.countries) == 1:
        return f"For {_COUNTRIES.get(discount.countries[0], discount.countries[0])}"
    return f"For {len(discount.countries)} countries"
