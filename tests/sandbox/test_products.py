"""Products: who sees them when, where they are published, what they cost, how many are left."""

from datetime import timedelta

import pytest

from sandbox.order_draft import LineDraft
from sandbox.products import add_product, edit_product
from sandbox.publications import online_store
from sandbox.visibility import Visibility, visibility, visible, was_visible
from tests.sandbox.commerce_store import NOON, Shop

PUBLISH = """mutation($id: ID!, $input: [PublicationInput!]!) { publishablePublish(id: $id, input: $input) {
  publishable { availablePublicationsCount { count } } shop { name } userErrors { field message } } }"""
UNPUBLISH = """mutation($id: ID!, $input: [PublicationInput!]!) {
  publishableUnpublish(id: $id, input: $input) {
  userErrors { field message } } }"""
STATUS = """mutation($p: ProductUpdateInput!) { productUpdate(product: $p) {
  product { id status } userErrors { field message } } }"""
READ = """query($id: ID!) { product(id: $id) { status publishedAt resourcePublicationsV2(first: 9,
  onlyPublished: false) { nodes { isPublished publishDate publication { id } } } } }"""
MONDAY = NOON + timedelta(days=2)


class Goods:
    """A shop with one mug, and its two sales channels."""

    def __init__(self, **about):
        self.shop = Shop()
        self.mug = add_product(self.shop.world, self.shop.store, "Mug", 1000, **about)
        self.gid = f"gid://shopify/Product/{self.mug.id}"
        self.online, self.app = (
            f"gid://shopify/Publication/{number}" for number in self.shop.store.publications
        )

    def now(self):
        return self.shop.store.products[self.mug.id]

    def publish(self, *entries, document=PUBLISH):
        rows = [{"publicationId": where, **({"publishDate": at} if at else {})} for where, at in entries]
        (payload,) = self.shop.ask(document, id=self.gid, input=rows)["data"].values()
        return payload

    def shown(self, at=NOON):
        return visible(self.shop.store, self.now(), at)


@pytest.fixture
def goods():
    return Goods()


@pytest.mark.parametrize(
    ("status", "since", "seen"),
    [
        ("ACTIVE", NOON, "listed"),
        ("UNLISTED", NOON, "direct"),
        ("DRAFT", NOON, "hidden"),
        ("ARCHIVED", NOON, "hidden"),
        ("ACTIVE", None, "hidden"),
        ("ACTIVE", NOON + timedelta(seconds=1), "hidden"),
        ("UNLISTED", NOON + timedelta(seconds=1), "hidden"),
    ],
)
def test_who_sees_a_product_follows_from_status_and_publication(status, since, seen):
    assert visibility(status, since, NOON) == seen


def test_the_online_store_alone_can_publish_ahead():
    rows = Shop().ask(
        """{ publications(first: 9) { nodes { id autoPublish supportsFuturePublishing catalog { id title }
        channels(first: 5) { nodes { id name handle } } } } }"""
    )["data"]["publications"]["nodes"]
    assert [(row["catalog"]["title"], row["supportsFuturePublishing"]) for row in rows] == [
        ("Online Store", True),
        ("Shop", False),
    ]
    assert [row["channels"]["nodes"][0]["name"] for row in rows] == ["Online Store", "Shop"]


def test_a_product_is_published_at_its_minute():
    goods = Goods(published={})
    payload = goods.publish((goods.online, "2026-11-23T12:00:00Z"))
    assert payload["userErrors"] == []
    assert payload["publishable"]["availablePublicationsCount"]["count"] == 0
    (row,) = goods.shop.ask(READ, id=goods.gid)["data"]["product"]["resourcePublicationsV2"]["nodes"]
    assert (row["isPublished"], row["publishDate"]) == (False, "2026-11-23T12:00:00Z")
    assert goods.shown(MONDAY - timedelta(seconds=1)) is Visibility.HIDDEN
    assert goods.shown(MONDAY) is Visibility.LISTED


def test_a_date_ahead_publishes_at_once_where_none_is_supported():
    goods = Goods(published={})
    goods.publish((goods.app, "2026-11-23T12:00:00Z"))
    assert list(goods.now().published.values()) == [NOON]


def test_an_unpublished_product_is_hidden(goods):
    assert goods.shown() is Visibility.LISTED
    goods.publish((goods.online, None), document=UNPUBLISH)
    assert goods.shown() is Visibility.HIDDEN
    assert goods.shop.heard.last("products/update")["published_at"] is None


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        (["gid://shopify/Publication/1"], "Publication does not exist or is not publishable"),
        (["online", "online"], "The same publication was specified more than once"),
    ],
)
def test_a_publication_must_exist_and_be_named_once(goods, entries, message):
    named = [(goods.online if entry == "online" else entry, None) for entry in entries]
    (error,) = goods.publish(*named)["userErrors"]
    assert error == {"field": ["input", str(len(entries) - 1), "publicationId"], "message": message}


def test_publishing_needs_its_scope():
    shop = Shop(scopes=["write_products"])
    mug = add_product(shop.world, shop.store, "Mug", 1000)
    answer = shop.ask(PUBLISH, id=f"gid://shopify/Product/{mug.id}", input=[])
    assert answer["errors"][0]["extensions"]["code"] == "ACCESS_DENIED"


def test_an_unlisted_product_is_seen_by_its_link_alone_and_then_by_all(goods):
    goods.shop.ask(STATUS, p={"id": goods.gid, "status": "UNLISTED"})
    assert goods.shown() is Visibility.DIRECT
    assert goods.shop.heard.last("products/update")["status"] == "unlisted"
    goods.shop.ask(STATUS, p={"id": goods.gid, "status": "ACTIVE"})
    assert goods.shown() is Visibility.LISTED


def test_the_past_of_a_product_can_be_asked_minute_by_minute(goods):
    world, store = goods.shop.world, goods.shop.store
    for minutes, status in ((10, "UNLISTED"), (20, "ACTIVE")):
        world.clock.move_to(NOON + timedelta(minutes=minutes))
        edit_product(world, store, goods.now(), status=status)
    edit_product(world, store, goods.now(), price=900)
    seen = [
        was_visible(store, goods.now(), NOON + timedelta(minutes=at)).value for at in (-1, 0, 9, 10, 19, 20)
    ]
    assert seen == ["hidden", "listed", "listed", "direct", "direct", "listed"]


def test_a_new_price_is_told_with_its_variant(goods):
    edit_product(goods.shop.world, goods.shop.store, goods.mug, price=850)
    body = goods.shop.heard.last("products/update")
    (variant,) = body["variants"]
    assert (body["id"], variant["id"], variant["price"]) == (goods.mug.id, goods.mug.variant_id, "8.50")


def test_orders_take_from_the_stock_that_is_tracked():
    goods = Goods(inventory=5)
    goods.shop.order(LineDraft("Mug", 1000, 2, product_id=goods.mug.id))
    read = """query($id: ID!) { productVariant(id: $id) { inventoryQuantity inventoryItem { tracked }
      product { totalInventory } } }"""
    number = f"gid://shopify/ProductVariant/{goods.mug.variant_id}"
    found = goods.shop.ask(read, id=number)["data"]["productVariant"]
    assert found == {
        "inventoryQuantity": 3,
        "inventoryItem": {"tracked": True},
        "product": {"totalInventory": 3},
    }


def test_a_stock_that_is_not_tracked_stays_unknown(goods):
    goods.shop.order(LineDraft("Mug", 1000, 2, product_id=goods.mug.id))
    assert goods.now().inventory is None


def test_the_online_store_is_found_among_the_publications(goods):
    assert online_store(goods.shop.store.publications).supports_future is True
