"""What discounts are called in the cart and at the checkout: in the language of the store."""

import pytest

from app.discounts_used import of_tiers
from app.rules.full_price import named
from tests.stage import Line, Store

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

IN_ENGLISH = {"Gold member – 15 %", "Gold member – free shipping to 30.00 USD"}
IN_PORTUGUESE = {"Membro Gold – 15% de desconto", "Membro Gold – frete grátis em envios de até 30,00 USD"}


def of_gold(store: Store) -> dict[str, int]:
    return {each["title"]: each["id"] for each in store.state["discounts"] if "Gold" in each["title"]}


def test_a_store_that_speaks_portuguese_has_portuguese_titles(line: Line) -> None:
    store = line.store(primary_locale="pt-BR")
    store.install()
    store.go_live()

    assert of_gold(store).keys() == IN_PORTUGUESE


def test_another_language_gives_the_same_discounts_other_titles(line: Line, ada_shop: Store) -> None:
    """Nobody changed them by hand, and what was bought under the former titles stays known as ours."""
    ada_shop.install()
    ada_shop.go_live()
    before = of_gold(ada_shop)
    assert before.keys() == IN_ENGLISH

    line.sandbox.world.stores[ada_shop.domain].primary_locale = "pt-BR"
    line.receive(ada_shop, "shop/update", "{}")
    line.settle()

    after = of_gold(ada_shop)
    assert after.keys() == IN_PORTUGUESE
    assert sorted(after.values()) == sorted(before.values())
    with line.context.db.read() as session:
        known = of_tiers(session, ada_shop.shop(session))
    titles = IN_ENGLISH | IN_PORTUGUESE
    assert {named("automatic", each) for each in titles} <= known.keys()
