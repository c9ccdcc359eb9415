"""Answers agree with conversations recorded with a real store, ids and clocks aside."""

import re
from decimal import Decimal

import pytest
from graphql import parse, print_ast

from sandbox import orders
from sandbox.amounts import minor
from sandbox.collection import add_collection
from sandbox.order import DiscountApplication
from sandbox.order_draft import Applied, LineDraft
from sandbox.products import add_product
from sandbox.refunds import RefundAsk
from tests.sandbox.commerce_store import Shop, recording


def read_of(document, field):
    """The selection a recorded mutation made on its order, as a query of our own."""
    operation = parse(document).definitions[0]
    payload = next(s for s in operation.selection_set.selections if s.name.value == field)
    order = next(s for s in payload.selection_set.selections if s.name.value == "order")
    return f"query($id: ID!) {{ order(id: $id) {print_ast(order.selection_set)} }}"


def aside(value, *names):
    """Without what differs by nature: ids, and the fields named."""
    if isinstance(value, dict):
        return {k: aside(v, *names) for k, v in value.items() if k not in names}
    if isinstance(value, list):
        return [aside(v, *names) for v in value]
    return re.sub(r"/\d+$", "/…", value) if isinstance(value, str) and value.startswith("gid:") else value


def made_as_recorded(shop, given):
    """An order of the input of a recorded orderCreate; shop money counts."""
    money = lambda bag: minor(bag["shopMoney"]["amount"], shop.store.currency)  # noqa: E731
    lines = [
        LineDraft(row["title"], money(row["priceSet"]), row["quantity"], sku=row.get("sku"))
        for row in given["lineItems"]
    ]
    taxes = given["lineItems"][0].get("taxLines") or []
    kinds = {
        row["kind"]: "paid" if row["kind"] == "SALE" else "authorized"
        for row in given.get("transactions", [])
    }
    about = {
        "financial_status": next(iter(kinds.values()), "pending"),
        "tax_rate": taxes[0]["rate"] if taxes else "0",
    }
    about["tax_rate"] = str(about["tax_rate"])
    if given.get("shippingLines"):
        about |= {
            "shipping": money(given["shippingLines"][0]["priceSet"]),
            "shipping_title": given["shippingLines"][0]["title"],
        }
    if given.get("discountCode"):
        code = given["discountCode"]["itemFixedDiscountCode"]
        application = DiscountApplication(
            "discount_code", code["code"], code["amountSet"]["shopMoney"]["amount"], code=code["code"]
        )
        about["applied"] = (Applied(application, (money(code["amountSet"]),)),)
    if given.get("presentmentCurrency"):
        price = given["lineItems"][0]["priceSet"]
        rate = Decimal(price["presentmentMoney"]["amount"]) / Decimal(price["shopMoney"]["amount"])
        about |= {"presentment_currency": given["presentmentCurrency"], "presentment_rate": rate}
    return shop.order(*lines, **about)


CASES = ["pendingNoTax", "paidTaxShipping", "fixedDiscount", "authorization", "presentmentMoney"]


@pytest.mark.parametrize("case", CASES)
def test_a_new_orders_money_is_as_recorded(case):
    tape = recording("orders/2025-01--order-create-math-matrix.json")
    shop = Shop(currency="CAD")
    order = made_as_recorded(shop, tape["cases"][case]["variables"]["order"])
    ours = shop.ask(read_of(tape["document"], "orderCreate"), id=f"gid://shopify/Order/{order.id}")["data"][
        "order"
    ]
    theirs = tape["cases"][case]["response"]["payload"]["data"]["orderCreate"]["order"]
    # Titles of taxes, codes of rates and gateways are not asked for here; a pending order was null there.
    names = [
        "id",
        "name",
        "title",
        "code",
        "source",
        "gateway",
        "paymentGatewayNames",
        "displayFinancialStatus",
    ]
    assert aside(ours, *names) == aside(theirs, *names)
    assert ours["displayFinancialStatus"] == (theirs["displayFinancialStatus"] or "PENDING")


def test_removing_a_unit_by_an_edit_moves_the_current_totals_as_recorded():
    tape = recording("orders/2026-04--order-edit-money-math.json")["cases"]["taxed"]
    shop = Shop(currency="CAD")
    order = made_as_recorded(shop, tape["create"]["variables"]["order"])
    shop.do(orders.edit, order, remove=[(order.lines[0].id, 1)])
    ours = shop.ask(tape["downstreamRead"]["query"], id=f"gid://shopify/Order/{order.id}")["data"]["order"]
    theirs = tape["downstreamRead"]["response"]["payload"]["data"]["order"]
    assert aside(ours, "title") == aside(theirs, "title")


def test_adding_a_line_to_a_paid_order_leaves_it_partially_paid_as_recorded():
    tape = recording("orders/2026-04--order-edit-commit-derived-statuses.json")
    shop = Shop(currency="CAD")
    order = shop.order((1000, 1))
    shop.do(orders.edit, order, add=[LineDraft("Added unpaid item", 500)])
    ours = shop.ask(tape["downstreamRead"]["query"], id=f"gid://shopify/Order/{order.id}")["data"]["order"]
    theirs = tape["downstreamRead"]["response"]["data"]["order"]
    assert aside(ours) == aside(theirs)


REFUND_READ = """query($id: ID!) { order(id: $id) { displayFinancialStatus displayFulfillmentStatus
  refunds { note totalRefundedSet { shopMoney { amount currencyCode } } }
  transactions { kind status amountSet { shopMoney { amount currencyCode } } }
  totalRefundedSet { shopMoney { amount currencyCode } } } }"""


@pytest.mark.parametrize(
    ("name", "quantity", "ask"),
    [
        ("full-parity", 1, {"shipping_in_full": True}),
        ("partial-shipping-restock-parity", 2, {"shipping": 500, "restock_type": "return"}),
    ],
)
def test_a_refund_with_shipping_shows_as_recorded(name, quantity, ask):
    tape = recording(f"orders/2025-01--refund-create-{name}.json")
    shop = Shop(currency="CAD")
    order = shop.order((1000, quantity), shipping=500)
    note = tape["variables"]["input"]["note"]
    shop.do(orders.refund, order, RefundAsk(lines=((order.lines[0].id, 1),), note=note, **ask))
    ours = shop.ask(REFUND_READ, id=f"gid://shopify/Order/{order.id}")["data"]["order"]
    theirs = tape["downstreamRead"]["response"]["data"]["order"]
    assert ours == {key: aside(theirs[key], "id", "gateway") for key in ours}


def test_a_discount_moves_from_customers_to_a_segment_as_recorded():
    tape = recording("discounts/2026-04--discount-buyer-context-lifecycle.json")
    shop, known = Shop(), {}
    given = tape["setup"]["customerCreate"]["variables"]["input"]
    person = shop.customer(email=given["email"], first_name=given["firstName"], last_name=given["lastName"])
    known[tape["variables"]["customerId"]] = f"gid://shopify/Customer/{person.id}"
    segment = tape["setup"]["segmentCreate"]
    made = shop.ask(segment["query"], **segment["variables"])["data"]["segmentCreate"]["segment"]["id"]
    known[tape["variables"]["segmentId"]] = made
    steps = {
        "codeCreate": "codeDiscountId",
        "codeUpdate": None,
        "automaticCreate": "automaticDiscountId",
        "automaticUpdate": None,
    }
    for step, makes in steps.items():
        request = tape["requests"][step]
        ours = shop.ask(request["query"], **renamed(request["variables"], known))
        theirs = tape[step]["payload"]["data"]
        assert aside(ours["data"]) == aside(theirs), step
        if makes:
            known[tape["variables"][makes]] = found_id(ours["data"])
    for step, answer, makes in (
        ("codeRead", "codeReadAfterUpdate", "codeDiscountId"),
        ("automaticRead", "automaticReadAfterUpdate", "automaticDiscountId"),
    ):
        number, code = known[tape["variables"][makes]], tape["variables"]["updatedCode"]
        ours = shop.ask(tape["requests"][step]["query"], id=number, code=code)
        assert aside(ours["data"]) == aside(tape[answer]["payload"]["data"]), step


def test_free_shipping_discounts_live_as_recorded():
    tape = recording("discounts/2026-04--discount-free-shipping-lifecycle.json")
    shop, known = Shop(currency="CAD"), {}
    made = {
        "codeCreate": "codeDiscountId",
        "codeOmittedFieldsCreate": "codeOmittedFieldsDiscountId",
        "automaticCreate": "automaticDiscountId",
    }
    steps = [
        "codeCreate",
        "codeOmittedFieldsCreate",
        "codeOmittedFieldsUpdate",
        "codeUpdate",
        "automaticCreate",
    ]
    steps += ["automaticUpdate", "codeDeactivate", "automaticDeactivate", "codeActivate", "automaticActivate"]
    shop.world.clock.move_to(shop.world.clock.now().replace(month=12))  # after startsAt
    for step in steps:
        request = tape["requests"][step]
        ours = shop.ask(request["query"], **renamed(request["variables"], known))
        assert "errors" not in ours, (step, ours)
        if step in made:
            known[tape["variables"][made[step]]] = found_id(ours["data"])
        # Countries were shown as an empty list there, soon after the change; cursors and instants differ.
        names = ["createdAt", "updatedAt", "endsAt", "countries", "startCursor", "endCursor"]
        assert aside(ours["data"], *names) == aside(tape[step]["payload"]["data"], *names), step


@pytest.mark.parametrize(
    "case", ["codeBasic", "codeBxgy", "codeFreeShipping", "automaticBxgy", "automaticFreeShipping"]
)
def test_an_end_before_the_start_is_refused_as_recorded(case):
    tape = recording("discounts/2026-04--discount-invalid-date-range-all-types.json")["cases"][case]
    shop = Shop()
    for number in (9801098789170, 9801098821938):
        add_product(shop.world, shop.store, "Mug", 1000, number)
    assert shop.ask(tape["query"], **tape["variables"])["data"] == tape["response"]["data"]


@pytest.mark.parametrize("case", ["omitted", "explicitNull"])
def test_a_missing_start_is_refused_as_recorded(case):
    tape = recording("discounts/2026-04--discount-starts-at-required-validation.json")["cases"][case]
    shop = Shop()
    for number in (9801098789170, 9801098821938):
        add_product(shop.world, shop.store, "Mug", 1000, number)
    assert shop.ask(tape["query"], **tape["variables"])["data"] == tape["response"]["data"]


def test_the_status_follows_the_dates_as_recorded():
    tape = recording("discounts/2026-04--discount-status-time-window-derivation.json")
    shop, known = Shop(), {}
    create = tape["requests"]["create"]
    ours = shop.ask(create["query"], **create["variables"])["data"]
    assert aside(ours) == aside(tape["create"]["payload"]["data"])
    for name in ("scheduled", "expired", "active"):
        known[tape["variables"][name]] = ours[name]["codeDiscountNode"]["id"]
    read = tape["requests"]["read"]
    ours = shop.ask(read["query"], **renamed(read["variables"], known))["data"]
    assert aside(ours) == aside(tape["read"]["payload"]["data"])


def test_references_of_an_update_are_checked_as_recorded():
    tape = recording("discounts/2026-04--discount-update-reference-validation.json")
    shop = Shop()
    mug = add_product(shop.world, shop.store, "Mug", 1000, 10230496330034)
    known = {tape["setupResources"]["product"]["variantId"]: f"gid://shopify/ProductVariant/{mug.variant_id}"}
    add_collection(shop.world, shop.store, "Mugs", collection_id=514060058930)
    ours = shop.ask(CREATE, input=worth(title="First", code="A"))["data"]["discountCodeBasicCreate"]
    first = ours["codeDiscountNode"]["id"]
    shop.ask(CREATE, input=worth(title="Second", code="B"))
    taken = shop.ask(UPDATE, id=first, input={"code": "b"})["data"]
    own = shop.ask(UPDATE, id=first, input={"code": "A"})["data"]["discountCodeBasicUpdate"]
    items = {"items": {"products": {"productsToAdd": ["gid://shopify/Product/999999999999"]}}}
    unknown = shop.ask(UPDATE, id=first, input={"customerGets": items})["data"]
    assert taken == tape["takenCode"]["payload"]["data"]
    assert own["userErrors"] == []
    assert unknown == tape["unknownProduct"]["payload"]["data"]
    for case in ("unknownVariant", "unknownCollection", "productCollectionConflict"):
        given = renamed(tape["variables"][case]["input"]["customerGets"], known)
        ours = shop.ask(UPDATE, id=first, input={"customerGets": given})["data"]
        assert ours == tape[case]["payload"]["data"], case


@pytest.mark.parametrize("method", ["code", "automatic"])
def test_a_gift_with_a_purchase_lives_as_recorded(method):
    tape = recording("discounts/2026-04--discount-bxgy-lifecycle.json")
    shop, before = Shop(), tape["prerequisites"]
    known, products = {}, []
    for name in ("buyProduct", "getProduct"):
        theirs = before[name]["response"]["data"]["productCreate"]["product"]
        made = add_product(shop.world, shop.store, theirs["title"], 1000)
        products.append(made.id)
        known[theirs["id"]] = f"gid://shopify/Product/{made.id}"
        known[theirs["variants"]["nodes"][0]["id"]] = f"gid://shopify/ProductVariant/{made.variant_id}"
    theirs = before["collection"]["response"]["data"]["collectionCreate"]["collection"]
    made = add_collection(shop.world, shop.store, theirs["title"], products[1:])
    known[theirs["id"]] = f"gid://shopify/Collection/{made.id}"
    names, number = ["createdAt", "updatedAt", "endsAt", "startCursor", "endCursor", "code"], None
    for step in ("create", "update", "deactivate", "activate"):
        theirs = tape[method][step].get("response", tape[method][step])["data"]
        given = renamed(tape[method][step].get("variables", {}).get("input"), known)
        ours = shop.ask(gift_document(method, step), input=given, id=number)
        assert "errors" not in ours, (step, ours)
        assert aside(ours["data"], *names) == aside(theirs, *names), step
        number = number or found_id(ours["data"])


GIFT = """__typename title status summary startsAt endsAt createdAt updatedAt asyncUsageCount discountClasses
  usesPerOrderLimit combinesWith { productDiscounts orderDiscounts shippingDiscounts }
  context { __typename ... on DiscountBuyerSelectionAll { all } }
  customerBuys { value { __typename ... on DiscountQuantity { quantity } } items { __typename ...Items } }
  customerGets { appliesOnOneTimePurchase appliesOnSubscription items { __typename ...Items }
    value { __typename ... on DiscountOnQuantity { quantity { quantity }
      effect { __typename ... on DiscountPercentage { percentage } } } } }"""
PAGE = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
ITEMS = f"""fragment Items on DiscountItems {{
  ... on DiscountCollections {{ collections(first: 5) {{ nodes {{ id title }} {PAGE} }} }}
  ... on DiscountProducts {{ products(first: 5) {{ nodes {{ id title }} {PAGE} }}
    productVariants(first: 5) {{ nodes {{ id title }} {PAGE} }} }} }}"""


def gift_document(method, step):
    """The recording kept the answers of these mutations, not their text."""
    kind, verb = method.capitalize(), step.capitalize()
    codes = f"usageLimit codes(first: 5) {{ nodes {{ id code asyncUsageCount }} {PAGE} }}"
    asked = f"... on Discount{kind}Bxgy {{ {GIFT} {codes if method == 'code' else ''} }}"
    answer = f"{method}DiscountNode {{ id {method}Discount {{ {asked} }} }} userErrors {{ message }}"
    argument = "bxgyCodeDiscount" if method == "code" else "automaticBxgyDiscount"
    takes = {"create": f"({argument}: $input)", "update": f"(id: $id, {argument}: $input)"}
    declared = {"create": "($input: T!)", "update": "($id: ID!, $input: T!)"}.get(step, "($id: ID!)")
    field = f"discount{kind}{'Bxgy' if step in takes else ''}{verb}{takes.get(step, '(id: $id)')}"
    declared = declared.replace("T!", f"Discount{kind}BxgyInput!")
    return f"mutation{declared} {{ {field} {{ {answer} }} }} {ITEMS}"


CREATE = """mutation($input: DiscountCodeBasicInput!) { discountCodeBasicCreate(basicCodeDiscount: $input) {
  codeDiscountNode { id } userErrors { field message code extraInfo } } }"""
UPDATE = """mutation($id: ID!, $input: DiscountCodeBasicInput!) {
  discountCodeBasicUpdate(id: $id, basicCodeDiscount: $input) {
    codeDiscountNode { id } userErrors { field message code extraInfo } } }"""


def worth(**about):
    gets = {"value": {"percentage": 0.1}, "items": {"all": True}}
    return {"startsAt": "2026-01-01T00:00:00Z", "context": {"all": "ALL"}, "customerGets": gets, **about}


def renamed(value, known):
    if isinstance(value, dict):
        return {k: renamed(v, known) for k, v in value.items()}
    if isinstance(value, list):
        return [renamed(v, known) for v in value]
    return known.get(value, value) if isinstance(value, str) else value


def found_id(data):
    (payload,) = data.values()
    return (payload.get("codeDiscountNode") or payload["automaticDiscountNode"])["id"]
