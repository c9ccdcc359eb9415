"""A sandbox store whose orders can be read twice: as its webhooks tell them, and as its API shows them."""

import json
from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from pathlib import Path

import requests

from app.rules.money import exponent
from app.rules.order_facts import OrderFacts
from app.rules.order_merge import merge
from webhooks import graph_order, order_body, orders_delete, orders_edited, refund_body

DOCUMENT = Path("app/platform/documents/order_facts.graphql").read_text(encoding="utf-8")
TOPICS = (
    *("orders/create", "orders/paid", "orders/updated", "orders/cancelled", "orders/edited"),
    *("orders/delete", "refunds/create"),
)
SUBSCRIBE = """mutation($topic: WebhookSubscriptionTopic!, $to: String!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: {uri: $to}) { userErrors { message } }
}"""
_numbers = count(1)


class Store:
    """One installed store of the sandbox that keeps its webhooks back for us to read."""

    def __init__(self, sandbox, **settings):
        self.url, self.domain = sandbox.url, f"both-{next(_numbers)}.myshopify.com"
        self.currency = settings.get("currency", "USD")
        self._http = requests.Session()
        self.post("/control/stores", domain=self.domain, **settings)
        self.post(f"/control/{self.domain}/install")
        self._token = self._exchange()
        for topic in TOPICS:
            name = topic.replace("/", "_").upper()
            self.graph(SUBSCRIBE, topic=name, to="https://app.invalid/webhooks")
        self.post(f"/control/{self.domain}/webhooks/hold", on=True)

    def order(self, *lines, **about):
        """Lines are (price, quantity) pairs or the control API's own form; returns the order's body."""
        asked = [
            line if isinstance(line, dict) else {"price": self.price(line[0]), "quantity": line[1]}
            for line in lines
        ]
        return self.post(f"/control/{self.domain}/orders", lines=asked, **about)

    def price(self, amount):
        """The text of an amount in the store's currency: cents become yen, or a nought more is written."""
        step = Decimal(1).scaleb(-exponent(self.currency))
        return str(Decimal(str(amount)).quantize(step, ROUND_HALF_UP))

    def do(self, verb, order, **asked):
        return self.post(f"/control/{self.domain}/orders/{order['id']}/{verb}", **asked)

    def do_if_allowed(self, verb, order, **asked):
        """None where the store refuses it, such as returning what is gone already."""
        address = f"{self.url}/control/{self.domain}/orders/{order['id']}/{verb}"
        answer = self._http.post(address, json=asked)
        return answer.json() if answer.ok else None

    def delete(self, order):
        self._http.delete(f"{self.url}/control/{self.domain}/orders/{order['id']}").raise_for_status()

    def withdraw(self, discount):
        address = f"{self.url}/control/{self.domain}/discounts/{discount['id']}"
        self._http.delete(address).raise_for_status()

    def told(self, order):
        """What each webhook about the order told, as facts, in the order of sending."""
        held = self._http.get(f"{self.url}/control/{self.domain}/webhooks/held").json()
        about = [row for row in held if str(order["id"]) in row["body"]]
        return [self._read(row["topic"], row["body"].encode()) for row in about]

    def all_told(self, order):
        known = OrderFacts(order["id"])
        for facts in self.told(order):
            known = merge(known, facts)
        return known

    def asked(self, order):
        """The order as the API answers it now."""
        shown = self.graph(DOCUMENT, id=f"gid://shopify/Order/{order['id']}")
        node = shown["data"]["order"]
        node["agreements"] = {"nodes": [edge["node"] for edge in node["agreements"]["edges"]]}
        return graph_order.read(json.dumps(node).encode())[0]

    def graph(self, query, **variables):
        address = f"{self.url}/{self.domain}/admin/api/2026-10/graphql.json"
        answer = self._http.post(
            address,
            json={"query": query, "variables": variables},
            headers={"X-Shopify-Access-Token": self._token},
        ).json()
        assert "errors" not in answer, answer
        return answer

    def post(self, path, **body):
        answer = self._http.post(f"{self.url}{path}", json=body)
        assert answer.ok, answer.text
        return answer.json()

    def _read(self, topic, raw):
        if topic == "orders/edited":
            return orders_edited.read(raw)
        if topic == "orders/delete":
            return orders_delete.read(raw)
        if topic == "refunds/create":
            return refund_body.read(raw, self.currency)
        return order_body.read(raw)[0]

    def _exchange(self):
        session = self.post(f"/control/{self.domain}/session-token")["token"]
        answer = self.post(
            f"/{self.domain}/admin/oauth/access_token",
            client_id="laurel-client-id",
            client_secret="shpss_00000000000000000000000000laurel",
            grant_type="urn:ietf:params:oauth:grant-type:token-exchange",
            subject_token=session,
            subject_token_type="urn:ietf:params:oauth:token-type:id_token",
            requested_token_type="urn:shopify:params:oauth:token-type:offline-access-token",
            expiring="1",
        )
        return answer["access_token"]
