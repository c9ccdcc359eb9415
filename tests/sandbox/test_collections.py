"""Collections over GraphQL and the control API."""

from sandbox.collection import add_collection
from sandbox.products import add_product
from tests.sandbox.commerce_store import Shop

CREATE = """mutation($c: CollectionCreateInput!) { collectionCreate(collection: $c) {
  collection { id handle productsCount { count } products(first: 9) { nodes { title } } }
  userErrors { field message } } }"""
IS_IN = """query($p: ID!, $c: ID!) { product(id: $p) { inCollection(id: $c)
  collections(first: 5) { nodes { title } } } }"""


def product_gid(shop, title="Mug"):
    return f"gid://shopify/Product/{add_product(shop.world, shop.store, title, 1000).id}"


def test_a_collection_is_made_of_chosen_products():
    shop = Shop()
    mug = product_gid(shop)
    hat = product_gid(shop, "Hat")
    sources = [{"source": {"title": "Vault", "inclusion": {"selections": [{"productId": mug}]}}}]
    made = shop.ask(CREATE, c={"title": "VIP Vault", "sources": sources})["data"]["collectionCreate"]
    vault = made["collection"]
    assert (vault["handle"], vault["products"]["nodes"]) == ("vip-vault", [{"title": "Mug"}])
    inside = shop.ask(IS_IN, p=mug, c=vault["id"])["data"]["product"]
    assert inside == {"inCollection": True, "collections": {"nodes": [{"title": "VIP Vault"}]}}
    assert shop.ask(IS_IN, p=hat, c=vault["id"])["data"]["product"]["inCollection"] is False


def test_a_second_collection_of_the_same_title_gets_a_handle_of_its_own():
    shop = Shop()
    handles = [
        shop.ask(CREATE, c={"title": "VIP"})["data"]["collectionCreate"]["collection"]["handle"]
        for _ in range(2)
    ]
    assert handles == ["vip", "vip-1"]


def test_a_collection_is_found_by_id_handle_and_search():
    shop = Shop()
    made = add_collection(shop.world, shop.store, "VIP Vault")
    add_collection(shop.world, shop.store, "Hats")
    number = f"gid://shopify/Collection/{made.id}"
    found = shop.ask(
        """query($id: ID!) { node(id: $id) { ... on Collection { title } }
        one: collection(id: $id) { title }
        handle: collectionByIdentifier(identifier: {handle: "vip-vault"}) { title }
        many: collections(first: 5, query: "title:'VIP Vault'") { nodes { title } } }""",
        id=number,
    )["data"]
    assert {found[name]["title"] for name in ("node", "one", "handle")} == {"VIP Vault"}
    assert found["many"]["nodes"] == [{"title": "VIP Vault"}]


def test_collections_by_condition_are_refused_by_name():
    tag = {"productTag": {"relation": "EQUALS", "values": ["vip"]}}
    sources = [{"source": {"title": "x", "inclusion": {"conditions": [tag]}}}]
    (error,) = Shop().ask(CREATE, c={"title": "VIP", "sources": sources})["errors"]
    assert "productTag" in error["message"] or error["extensions"]["code"] == "SANDBOX_NOT_SUPPORTED"
