"""Bodies about customers. From 2025-01 on they hold no tags, no spend and no consent."""

from datetime import datetime
from typing import Any

from sandbox.clock import local_text, utc_text
from sandbox.customers import Customer
from sandbox.ids import gid
from sandbox.payloads.address import default_address
from sandbox.store import Store


def customer(store: Store, record: Customer) -> dict[str, Any]:
    """customers/create and customers/update."""
    return {**customer_in_order(store, record), "addresses": []}


def customer_in_order(store: Store, record: Customer) -> dict[str, Any]:
    return {
        "id": record.id,
        "created_at": local_text(record.created_at, store.timezone),
        "updated_at": local_text(record.updated_at, store.timezone),
        "first_name": record.first_name,
        "last_name": record.last_name,
        "state": "disabled",
        "note": record.note,
        "verified_email": record.email is not None,
        "multipass_identifier": None,
        "tax_exempt": False,
        "email": record.email,
        "phone": record.phone,
        "currency": store.currency,
        "tax_exemptions": [],
        "admin_graphql_api_id": gid("Customer", record.id),
        "default_address": default_address(record),
    }


def customer_deleted(customer_id: int) -> dict[str, Any]:
    return {
        "id": customer_id,
        "tax_exemptions": [],
        "admin_graphql_api_id": gid("Customer", customer_id),
    }


def customers_merged(kept_id: int, deleted_id: int, job: str | None = None) -> dict[str, Any]:
    """customers/merge of a merge that worked; `job` is the gid of its job."""
    return {
        "admin_graphql_api_customer_kept_id": gid("Customer", kept_id),
        "admin_graphql_api_customer_deleted_id": gid("Customer", deleted_id),
        "admin_graphql_api_job_id": job,
        "status": "completed",
        "errors": [],
    }


def customer_tags(customer_id: int, tags: tuple[str, ...], at: datetime) -> dict[str, Any]:
    """customer.tags_added and customer.tags_removed: only the tags that came or went."""
    return {"customerId": gid("Customer", customer_id), "tags": list(tags), "occurredAt": utc_text(at)}
