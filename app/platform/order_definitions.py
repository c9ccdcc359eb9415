"""The definitions of our metafields on orders: so they stand on the order's page, and only we write them."""

from collections.abc import Iterable, Iterator, Mapping

from app.models import PlatformObject
from app.models.platform_object import DEFINITION
from app.platform.calls import ShopCalls
from app.platform.definitions import define
from app.platform.program_objects import Made
from app.rules.writebacks import NAMESPACE, fingerprint

FIELDS = {
    "tier": ("VIP tier at the order", "single_line_text_field"),
    "packaging": ("VIP packaging", "single_line_text_field"),
    "return_until": ("VIP returns until", "date"),
    "price_protected_until": ("VIP price protection until", "date"),
}
"""By key what each is called in the admin, and its type."""
ACCESS = {"admin": "MERCHANT_READ", "customerAccount": "READ"}


def row_key(key: str) -> str:
    """Customers have a `tier` too."""
    return f"order {key}"


def ensure(calls: ShopCalls, keys: Iterable[str], known: Mapping[str, PlatformObject]) -> Iterator[Made]:
    """Makes those that are needed and not there yet, by their row's key. Raises PlatformError."""
    for key in sorted(set(keys)):
        name, kind = FIELDS[key]
        wanted = {"name": name, "namespace": NAMESPACE, "key": key, "type": kind, "ownerType": "ORDER"}
        hashed, row = fingerprint(wanted, ACCESS), row_key(key)
        if row not in known or known[row].hash != hashed:
            yield Made(DEFINITION, row, define(calls, {**wanted, "access": ACCESS}), hashed)
