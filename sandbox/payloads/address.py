"""Addresses. The sandbox keeps none, so everybody of a name lives at the same place."""

from typing import Any

from sandbox.customers import Customer

_PLACE: dict[str, Any] = {
    "address1": "1 Orchard Street",
    "address2": None,
    "city": "Springfield",
    "zip": "62701",
    "province": "Illinois",
    "country": "United States",
    "company": None,
    "province_code": "IL",
    "country_code": "US",
}


def of_order(customer: Customer | None) -> dict[str, Any]:
    return {**_PLACE, **_person(customer), "latitude": None, "longitude": None}


def default_address(customer: Customer) -> dict[str, Any]:
    return {
        **_PLACE,
        **_person(customer),
        "id": customer.id,
        "customer_id": customer.id,
        "country_name": "United States",
        "default": True,
    }


def _person(customer: Customer | None) -> dict[str, Any]:
    first = customer.first_name if customer else "Guest"
    last = customer.last_name if customer else None
    return {
        "first_name": first,
        "last_name": last,
        "name": " ".join(name for name in (first, last) if name),
        "phone": customer.phone if customer else None,
    }
