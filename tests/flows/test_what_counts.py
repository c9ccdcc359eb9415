"""Orders left out by their tags and channel, seen from the store (what counts is applied when reading)."""

from app.evaluate import mark_all
from app.programs import program_of
from app.rules.program import Counting, Program
from tests.stage import Line, Store


def test_orders_of_a_tag_that_is_left_out_give_no_tier(line: Line, ada_shop: Store) -> None:
    ada, ben = ada_shop.customer("ada@example.com"), ada_shop.customer("ben@example.com")
    ada_shop.install()
    with line.context.db.write() as session:
        shop = ada_shop.shop(session)
        version, program = program_of(session, shop.id, line.context.clock())
        counting = Counting(leave_out_tags=("Wholesale",))
        rules = program.model_dump() | {"counting": counting.model_dump()}
        version.rules = Program.model_validate(rules).model_dump_json()
        session.add(version)
        mark_all(session, shop.id)
    ada_shop.go_live()

    ada_shop.order(ada, "5000.00", tags=["wholesale", "b2b"])
    ada_shop.order(ben, "5000.00", tags=["gift"])
    line.settle()

    assert ada_shop.tags(ada) == []
    assert ada_shop.tags(ben) == ["VIP-Gold"]
