"""No statement runs that could see another store's rows (design 3), however it is written."""

from typing import Any

import pytest
from sqlalchemy import exists, insert, table, text
from sqlalchemy.orm import aliased
from sqlmodel import col, delete, func, or_, select, update

from app.db import Database
from app.models import Customer, LedgerEntry, Order, Shop
from app.tenant_guard import TenantGuard, check

ADA, CLEO = 1, 2
Other = aliased(Order)
ours = col(Order.shop_id) == ADA
same_shop = col(Other.shop_id) == col(Order.shop_id)
of_ada = select(Order.id, Order.shop_id).where(ours).subquery()
every_shop = select(col(Shop.id).label("shop_id")).subquery()
entry = exists().where(col(LedgerEntry.order_id) == col(Order.id))

ALLOWED: dict[str, Any] = {
    "a table": select(Order).where(ours, or_(Order.id == 5, Order.name == "#5")),
    "a join": select(Order, Other).join(Other, same_shop).where(ours),
    "a chain": select(Order, Other, Customer).where(ours, same_shop, Customer.shop_id == Other.shop_id),
    "an outer join": select(Order, Other).outerjoin(Other, same_shop).where(ours),
    "a subquery": select(Other).join(of_ada, of_ada.c.shop_id == col(Other.shop_id)),
    "an exists": select(Order).where(ours, ~entry.where(col(LedgerEntry.shop_id) == col(Order.shop_id))),
    "both of a union": select(Order.id)
    .where(ours)
    .union(select(LedgerEntry.id).where(LedgerEntry.shop_id == ADA)),
    "an update": update(Order).where(ours).values(name=""),
    "a delete": delete(Order).where(ours),
    "the shops": select(Shop),
}

REFUSED: dict[str, Any] = {
    "nothing is compared": select(Order),
    "an alias is not compared": select(Order, Other).where(ours),
    "an alias of an alias": select(Order.__table__.alias().alias()),  # type: ignore[attr-defined]
    "column to column only": select(Order, Customer).where(Order.shop_id == Customer.shop_id),
    "under or": select(Order).where(or_(ours, Order.id == 5)),
    "under not": select(Order).where(~ours),
    "a text for a table": select(func.count()).select_from(text('"order"')),
    "a text for a condition": select(Order).where(ours, text("1 = 1 OR 1 = 1")),
    "a text": text("SELECT 1"),
    "the name of a table": select(func.count()).select_from(table("order")),
    "the kept side of an outer join": select(Order, Other).outerjoin(Other, same_shop & ours),
    "both sides of a full join": select(Order, Other).join(Other, same_shop & ours, full=True),
    "one of a union": select(Order.id).where(ours).union(select(LedgerEntry.id)),
    "a subquery": select(select(Order.id).subquery()),
    "a subquery of the same table": select(Order).where(ours, col(Order.id).in_(select(Order.id))),
    "an exists": select(Order).where(ours, entry),
    "the shops of a subquery": select(Order).join(every_shop, every_shop.c.shop_id == col(Order.shop_id)),
    "what an update takes": update(Order).where(ours).values(name=select(Customer.email).scalar_subquery()),
    "what an update joins": update(Order).where(ours).values(name=Customer.email),
    "what an insert takes": insert(Order).from_select(["id"], select(Order.id)),
    "a delete": delete(Order).where(col(Order.id) == 5),
}


@pytest.mark.parametrize("name", ALLOWED)
def test_a_statement_that_names_the_store_everywhere_runs(name: str) -> None:
    check(ALLOWED[name])


@pytest.mark.parametrize("name", REFUSED)
def test_a_statement_that_leaves_the_store_open_somewhere_is_refused(name: str) -> None:
    with pytest.raises(TenantGuard):
        check(REFUSED[name])


def test_a_statement_is_judged_by_its_shape_whatever_store_it_names() -> None:
    for shop_id in (ADA, CLEO):
        check(select(Customer.id).where(Customer.shop_id == shop_id))
        with pytest.raises(TenantGuard, match="customer"):
            check(select(Customer.id).where(Customer.id == shop_id))


def test_the_database_asks_the_guard_before_it_runs_anything(database_url: str) -> None:
    database = Database(database_url)
    with database.read() as session:
        with pytest.raises(TenantGuard):
            session.exec(select(Order)).all()
        assert session.exec(select(Order), execution_options={"across_shops": "a test"}).all() == []
        assert session.exec(select(Order).where(ours)).all() == []
    database.close()
