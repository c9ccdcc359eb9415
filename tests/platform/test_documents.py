"""Every request we may send: the real schema understands it, our scopes allow it, and it costs little."""

import tomllib
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from graphql import (
    DocumentNode,
    FieldNode,
    GraphQLObjectType,
    NoDeprecatedCustomRule,
    TypeInfo,
    TypeInfoVisitor,
    Visitor,
    get_named_type,
    parse,
    validate,
    visit,
)

from app.platform import fulfilment, order_writes, products, subscriptions
from app.platform.customers import AT_ONCE, CustomerWrite, compose
from app.platform.fulfilment import FulfilmentOrder, FulfilmentWrite
from app.platform.order_writes import OrderWrite
from app.platform.products import Shown
from sandbox.admin_schema import access_rules, admin_schema, topic_names, topic_scopes
from tests.conftest import ROOT
from tests.stage import Line, Store
from webhooks.topics import COMPLIANCE, TOPICS

DOCUMENTS = sorted((ROOT / "app" / "platform" / "documents").glob("*.graphql"))
FILE = tomllib.loads(Path(ROOT / "shopify.app.toml").read_text(encoding="utf-8"))
SCOPES = frozenset(FILE["access_scopes"]["scopes"].split(",")) | set(FILE["access_scopes"]["optional_scopes"])
"""The optional ones are asked for when a benefit needs them."""
WRITES = frozenset(f"read_{scope[6:]}" for scope in SCOPES if scope.startswith("write_"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_is_understood_and_asks_for_nothing_that_goes_away(path: Path) -> None:
    document = parse(path.read_text(encoding="utf-8"))

    assert validate(admin_schema(), document) == []
    assert validate(admin_schema(), document, [NoDeprecatedCustomRule]) == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_a_document_needs_only_the_scopes_that_merchants_are_asked_for(path: Path) -> None:
    """Reliability T43. Any one of a rule's scopes will do; who may write may read."""
    refused = {
        text: sorted(any_of)
        for text, any_of in needed(parse(path.read_text(encoding="utf-8")))
        if not any_of & (SCOPES | WRITES)
    }
    assert refused == {}


@pytest.mark.parametrize("many", range(1, AT_ONCE + 1))
def test_every_request_for_some_customers_is_understood(many: int) -> None:
    """All that one customer may need, in all combinations, for one to twelve of them."""
    kinds = list(
        product([(), ("VIP-Gold",)], [(), ("VIP-Silver",)], [None, "Gold"], [None, "{}"], [False, True])
    )
    for first in range(0, len(kinds), 1 if many == 1 else 5):
        changes = [change(n, *kinds[(first + n) % len(kinds)]) for n in range(many)]
        if not any(changes):
            continue
        text, variables, aliases = compose(changes)
        document = parse(text)
        assert validate(admin_schema(), document) == []
        assert all(any_of & (SCOPES | WRITES) for _, any_of in needed(document))
        assert len(variables.get("set", [])) <= 25
        assert set(aliases.values()) <= {str(n) for n in range(many)}


@pytest.mark.parametrize("many", range(1, order_writes.AT_ONCE + 1))
def test_every_request_for_some_orders_is_understood(many: int) -> None:
    """Tags, metafields, deadlines and holds in all combinations; INT-SHIP."""
    kinds = list(product([(), ("VIP-Gold",)], [(), (("tier", "Gold"), ("return_until", "2026-12-24"))]))
    changes = [OrderWrite(str(n), f"gid://shopify/Order/{n}", *kinds[n % len(kinds)]) for n in range(many)]
    parcels = (FulfilmentOrder("gid://shopify/FulfillmentOrder/1", "OPEN", held=False),)
    told = list(product(("", "2026-12-24T10:00:00+00:00"), ("", "the note")))
    orders = [FulfilmentWrite(str(n), *told[n % len(told)], parcels) for n in range(many)]

    for compose_all, asked in ((order_writes.compose, changes), (fulfilment.compose, orders)):
        text, _, aliases = compose_all(asked)
        if not aliases:
            continue
        document = parse(text)
        assert validate(admin_schema(), document) == []
        assert all(any_of & (SCOPES | WRITES) for _, any_of in needed(document))
        assert set(aliases.values()) <= {str(n) for n in range(many)}


def test_the_request_for_all_subscriptions_is_understood() -> None:
    topics = sorted(set(TOPICS) - set(COMPLIANCE))
    text, variables = subscriptions.compose(topics, "https://laurel.example/webhooks")

    assert validate(admin_schema(), parse(text)) == []
    assert all(any_of & (SCOPES | WRITES) for _, any_of in needed(parse(text)))
    assert text.count("webhookSubscriptionCreate") == len(topics)
    assert variables == {"ours": {"uri": "https://laurel.example/webhooks"}}


def test_every_request_for_some_products_is_understood() -> None:
    """All that one product may need, in all combinations, hiding before showing."""
    kinds = [
        Shown(1, status, published) for status in ("UNLISTED", None) for published in (True, False, None)
    ]
    for many in range(1, products.AT_ONCE + 1):
        wanted = [kinds[n % 5] for n in range(many)]
        text, _, aliases = products.compose(wanted, "gid://shopify/Publication/1")
        assert validate(admin_schema(), parse(text)) == []
        assert all(any_of & (SCOPES | WRITES) for _, any_of in needed(parse(text)))
        assert len(aliases) <= 2 * many


def test_the_file_subscribes_to_what_we_take() -> None:
    subscriptions = FILE["webhooks"]["subscriptions"]
    topics = [topic for each in subscriptions for topic in each.get("topics", [])]
    compliance = [topic for each in subscriptions for topic in each.get("compliance_topics", [])]

    assert sorted(topics) == sorted(set(TOPICS) - set(COMPLIANCE))
    assert sorted(compliance) == sorted(COMPLIANCE)


def test_every_topic_is_one_that_our_scopes_allow() -> None:
    by_topic = {topic: topic_scopes()[name] for name, topic in topic_names().items()}
    refused = [
        topic
        for topic in set(TOPICS) - set(COMPLIANCE)
        if by_topic[topic] and not set(by_topic[topic]) & (SCOPES | WRITES)
    ]
    assert refused == []


def test_a_change_of_tier_is_one_request_of_at_most_forty_points(line: Line, ada_shop: Store) -> None:
    """Up, up and down again; each is one request, whatever it takes away and adds."""
    ada = ada_shop.customer("ada@example.com")
    ada_shop.install()
    ada_shop.go_live()
    for price in ("2000.00", "3000.00"):
        before = line.requests_log()[-1]["id"]
        order = ada_shop.order(ada, price)
        line.settle()
        writes = customer_writes(line, before)
        assert [entry["operation"] for entry in writes] == ["CustomersWrite"]
        assert writes[0]["requested_cost"] <= 40
    before = line.requests_log()[-1]["id"]
    ada_shop.post(f"/orders/{order['id']}/refund", all=True)
    line.settle()
    (write,) = customer_writes(line, before)
    assert write["requested_cost"] <= 40 and ada_shop.tags(ada) == ["VIP-Silver"]


def customer_writes(line: Line, since: int) -> list[dict[str, Any]]:
    """Changes that were asked for, without those of the order itself: it is tagged for its member, and what
    stands on orders is defined with the first."""
    asked = [entry for entry in line.requests_log(since=since) if entry["mutations"]]
    return [entry for entry in asked if entry["operation"] not in ("OrdersWrite", "MetafieldDefine")]


def change(
    n: int, add: tuple[str, ...], remove: tuple[str, ...], tier: str | None, status: str | None, clear: bool
) -> CustomerWrite:
    return CustomerWrite(str(n), f"gid://shopify/Customer/{n}", add, remove, tier, status, clear)


def needed(document: DocumentNode) -> list[tuple[str, frozenset[str]]]:
    """The access rules that a document meets, as the sandbox checks them: of fields and of their types."""
    rules, met = access_rules(), []
    told = TypeInfo(admin_schema())

    class Meet(Visitor):
        def enter_field(self, node: FieldNode, *_: object) -> None:
            parent, returned = told.get_parent_type(), told.get_type()
            if parent is None or returned is None or node.name.value == "__typename":
                return
            named = get_named_type(returned)
            keys = [(parent.name, node.name.value), (named.name, None)]
            if isinstance(named, GraphQLObjectType) and named.name.endswith("Connection"):
                edge = get_named_type(named.fields["edges"].type)
                assert isinstance(edge, GraphQLObjectType)
                keys.append((get_named_type(edge.fields["node"].type).name, None))
            met.extend((rules[key].text, rules[key].any_of) for key in keys if key in rules)

    visit(document, TypeInfoVisitor(told, Meet()))
    return met
