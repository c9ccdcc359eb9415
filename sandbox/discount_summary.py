"""The sentence under a discount's title, as recorded."""

from sandbox.amounts import text
from sandbox.discount import Discount

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
    target = "entire order" if discount.product_ids is None else f"{len(discount.product_ids)} products"
    if discount.percent is not None:
        return f"{discount.percent.normalize():f}% off {target}"
    return f"${text(discount.amount or 0, currency)} off {target}"


def _where(discount: Discount) -> str:
    if discount.countries is None:
        return "For all countries"
    if len(discount.countries) == 1:
        return f"For {_COUNTRIES.get(discount.countries[0], discount.countries[0])}"
    return f"For {len(discount.countries)} countries"
