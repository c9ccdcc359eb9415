"""A store that has the gate deployed and turned on, and what the app would write for it."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sandbox.cart import Cart
from sandbox.checkout import check_out
from sandbox.checkout_buyer import the_buyer
from sandbox.customers import Change, set_customer_tags
from sandbox.ids import gid
from sandbox.order_draft import LineDraft
from sandbox.products import add_product
from tests.sandbox.commerce_store import NOON, Shop

SLOTS = 15
NEVER = "9000-01-01T00:00:00"
TIERS = {"VIP-Gold": "Gold", "VIP-Silver": "Silver"}

CREATE = """mutation($v: ValidationCreateInput!) {
  validationCreate(validation: $v) { validation { id } userErrors { field code message } } }"""
SET = "mutation($m: [MetafieldsSetInput!]!) { metafieldsSet(metafields: $m) { userErrors { message } } }"


class GatedShop(Shop):
    """Noon of 21 November is seven in the morning in New York."""

    def __init__(self, timezone="America/New_York", **config):
        super().__init__(timezone=timezone)
        self.store.functions_deployed = True
        self.config = {"tiers": TIERS, **config}
        self.instants = set()
        about = {"functionHandle": "vip-gate", "enable": True}
        made = self.ask(CREATE, v={**about, "metafields": self.configuration()})
        self.validation = made["data"]["validationCreate"]["validation"]["id"]

    def member(self, tier="Gold", *tags, email="grace@example.com"):
        """A customer with that tier in the metafield, and with its tag unless others are given."""
        customer = self.customer(email=email)
        tags = tags or tuple(tag for tag, name in TIERS.items() if name == tier)
        set_customer_tags(self.world, self.store, customer, tags, Change(NOON))
        if tier is not None:
            self.set(gid("Customer", customer.id), "tier", tier, "single_line_text_field")
        return customer

    def product(self, title="Winter Coat"):
        return add_product(self.world, self.store, title, 12_000)

    def gated(self, title="Winter Coat", *, public, **tiers):
        """Tiers by name: Gold="2026-11-29T09:00:00"."""
        named = {f"VIP-{name}": at for name, at in tiers.items()}
        self.instants |= {at for at in (public, *tiers.values()) if at}
        product = self.product(title)
        self.set(gid("Product", product.id), "gate", {"public": public, "tiers": named})
        for entry in self.configuration():
            self.set(self.validation, entry["key"], json.loads(entry["value"]))
        return product

    def set(self, owner, key, value, kind="json"):
        text = value if kind != "json" else json.dumps(value)
        entry = {"ownerId": owner, "namespace": "$app:vip", "key": key, "type": kind, "value": text}
        assert self.ask(SET, m=[entry])["data"]["metafieldsSet"]["userErrors"] == []

    def configuration(self):
        """The latest instant that has passed and the next that come, as the gate's README asks."""
        now = self.world.clock.now().astimezone(ZoneInfo(self.store.timezone)).isoformat()[:19]
        passed = sorted(at for at in self.instants if at <= now)[-1:]
        slots = (passed + sorted(at for at in self.instants if at > now) + [NEVER] * SLOTS)[:SLOTS]
        variables = {"tags": list(TIERS), **{f"t{n}": at for n, at in enumerate(slots, 1)}}
        values = {"variables": variables, "gate": {**self.config, "slots": slots}}
        about = {"namespace": "$app:vip", "type": "json"}
        return [{**about, "key": key, "value": json.dumps(value)} for key, value in values.items()]

    def at(self, local):
        """The clock stands at that local time."""
        moment = datetime.fromisoformat(local)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=ZoneInfo(self.store.timezone))
        self.world.clock.move_to(moment.astimezone(UTC))

    def refused(self, *products, by=None, email=None):
        """What the checkout says against it."""
        lines = tuple(LineDraft(p.title, p.price, product_id=p.id) for p in products)
        buyer = the_buyer(self.store, by.id if by else None, email)
        return list(check_out(self.world, self.store, Cart(lines, "USD"), buyer).errors)
