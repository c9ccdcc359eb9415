"""What a tier change costs at the API: our writes beside reading and writing one customer after the other.

Counted from the sandbox's request log, which reckons points as the platform does. The plain way is one
read of the customer, one write of its tags and one of each metafield.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import requests

from app.config import API_VERSION
from app.platform.customers import AT_ONCE, CustomerWrite, compose
from bench.figures import Figure
from bench.load import SECRET, SHOP
from sandbox.server import start

MEMBERS = AT_ONCE * 4
PART = f"points: {MEMBERS} customers change their tier"
TIER = {"namespace": "$app:vip", "key": "tier", "type": "single_line_text_field", "value": "Gold"}
STATUS = {"namespace": "$app:vip", "key": "status", "type": "json", "value": '{"tier":"Gold"}'}

READ = """query Read($id: ID!) { customer(id: $id) { id tags
  metafields(first: 2, namespace: "$app:vip") { nodes { key value } } } }"""
TAGS = """mutation Tags($id: ID!, $tags: [String!]!) {
  tagsAdd(id: $id, tags: $tags) { userErrors { message } } }"""
"""Costs what a write of the customer itself would."""
FIELD = """mutation Field($set: [MetafieldsSetInput!]!) {
  metafieldsSet(metafields: $set) { userErrors { message } } }"""


def measure(_place: Path, _quick: bool) -> Iterator[Figure]:
    server = start(port=0, client_id="bench", client_secret=SECRET, app_url="http://localhost:1")
    try:
        store = Store(server.url, MEMBERS)
        for name, write in (("Laurel", _laurel), ("one after the other", _plain)):
            mark = store.newest()
            write(store)
            made = store.requests(mark)
            points = sum(float(each["actual_cost"] or 0) for each in made)
            yield Figure(PART, f"{name}: requests a tier change", len(made) / MEMBERS, "requests")
            yield Figure(PART, f"{name}: points a tier change", points / MEMBERS, "points")
    finally:
        server.stop()


def _laurel(store: "Store") -> None:
    for first in range(0, MEMBERS, AT_ONCE):
        changes = [
            CustomerWrite(gid, gid, ("VIP-Gold",), ("VIP-Silver",), TIER["value"], STATUS["value"], False)
            for gid in store.customers[first : first + AT_ONCE]
        ]
        text, variables, _ = compose(changes)
        store.run(text, variables)


def _plain(store: "Store") -> None:
    for gid in store.customers:
        store.run(READ, {"id": gid})
        store.run(TAGS, {"id": gid, "tags": ["VIP-Gold"]})
        for field in (TIER, STATUS):
            store.run(FIELD, {"set": [field | {"ownerId": gid}]})


class Store:
    """A store of the sandbox with its customers and an access token."""

    def __init__(self, url: str, members: int, *, bucket: int = 100_000, restore_rate: int = 10_000) -> None:
        self._url, self._http = url, requests.Session()
        self._control("/stores", domain=SHOP, currency="USD", bucket=bucket, restore_rate=restore_rate)
        people = [self._control(f"/{SHOP}/customers", email=f"c{n}@example.com") for n in range(members)]
        self.customers = [f"gid://shopify/Customer/{each['id']}" for each in people]
        self._control(f"/{SHOP}/install")
        exchange = {
            "client_id": "bench",
            "client_secret": SECRET,
            "grant_type": "urn:ietf:params:oauth:grant-type:token-exchange",
            "subject_token": self._control(f"/{SHOP}/session-token")["token"],
            "subject_token_type": "urn:ietf:params:oauth:token-type:id_token",
            "requested_token_type": "urn:shopify:params:oauth:token-type:offline-access-token",
            "expiring": "1",
        }
        answer = self._http.post(f"{url}/{SHOP}/admin/oauth/access_token", json=exchange, timeout=30)
        answer.raise_for_status()
        self.token = answer.json()["access_token"]

    def run(self, document: str, variables: dict[str, Any]) -> None:
        answer = self._http.post(
            f"{self._url}/{SHOP}/admin/api/{API_VERSION}/graphql.json",
            json={"query": document, "variables": variables},
            headers={"X-Shopify-Access-Token": self.token},
            timeout=30,
        )
        told = answer.json()
        refused = [field for field in (told.get("data") or {}).values() if field and field.get("userErrors")]
        if told.get("errors") or refused:
            raise RuntimeError(f"the sandbox refused a write: {str(told)[:500]}")

    def newest(self) -> int:
        return max((int(each["id"]) for each in self.requests(0)), default=0)

    def requests(self, since: int) -> list[dict[str, Any]]:
        told = self._http.get(
            f"{self._url}/control/requests", params={"shop": SHOP, "since_id": str(since)}, timeout=30
        )
        return [each for each in told.json() if each["roots"]]

    def _control(self, path: str, **body: Any) -> Any:
        answer = self._http.post(f"{self._url}/control{path}", json=body, timeout=30)
        answer.raise_for_status()
        return answer.json() if answer.content else None
