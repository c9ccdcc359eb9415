"""People are found by name, the first order by its day and who falls by their week, each from an index alone.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

AT_ONCE = 5_000
MOST_WORDS, LONGEST = 8, 100
FALLS = ("shop_id", "falls_on")
FALLS_COVERED = (*FALLS, "rank", "gone", "needed", "by_hand")


def upgrade() -> None:
    words = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    names = op.create_table(
        "customer_name",
        sa.Column("shop_id", sa.BigInteger(), sa.ForeignKey("shop.id"), nullable=False),
        sa.Column("words", words, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "words", "customer_id"),
    )
    _fill(names)
    op.create_index("customer_name_of", "customer_name", ["shop_id", "customer_id"])
    every = sa.text("currency <> ''")
    op.create_index(
        "ledger_entry_first_day",
        "ledger_entry",
        ["shop_id", "ordered_on"],
        postgresql_where=every,
        sqlite_where=every,
    )
    _index_falls(FALLS_COVERED)


def downgrade() -> None:
    _index_falls(FALLS)
    op.drop_index("ledger_entry_first_day", "ledger_entry")
    op.drop_table("customer_name")


def _index_falls(columns: tuple[str, ...]) -> None:
    falls = sa.text("falls_on IS NOT NULL")
    op.drop_index("customer_falls", "customer")
    op.create_index(
        "customer_falls", "customer", list(columns), postgresql_where=falls, sqlite_where=falls
    )


def _fill(names: sa.Table) -> None:
    customer = sa.table("customer", sa.column("shop_id"), sa.column("id"), sa.column("name"))
    columns = (customer.c.shop_id, customer.c.id, customer.c.name)
    connection, after = op.get_bind(), (0, 0)
    while True:
        here = sa.tuple_(customer.c.shop_id, customer.c.id) > sa.tuple_(*map(sa.literal, after))
        found = sa.select(*columns).where(here).order_by(*columns[:2]).limit(AT_ONCE)
        people = connection.execute(found).all()
        if not people:
            return
        rows = [
            {"shop_id": shop_id, "words": words, "customer_id": number}
            for shop_id, number, name in people
            for words in _beginnings(name)
        ]
        if rows:
            connection.execute(names.insert(), rows)
        after = (people[-1].shop_id, people[-1].id)


def _beginnings(name: str) -> list[str]:
    words = name.casefold().split()
    found = (" ".join(words[at:])[:LONGEST] for at in range(min(len(words), MOST_WORDS)))
    return list(dict.fromkeys(found))
