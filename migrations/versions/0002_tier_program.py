"""The whole tier program: overrides, notices, population lines, and what a standing knows ahead.

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from app.db import UTCDateTime
from migrations.append_only import append_only

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE customer RENAME COLUMN metric_minor TO metric_value")
    op.add_column("customer", sa.Column("landing", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("customer", sa.Column("falls_on", sa.Date(), nullable=True))
    op.add_column("customer", sa.Column("falls_to", sa.Integer(), nullable=True))
    op.add_column("customer", sa.Column("needed", sa.BigInteger(), nullable=True))
    op.add_column("customer", sa.Column("by_hand", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index(
        "customer_falls",
        "customer",
        ["shop_id", "falls_on"],
        postgresql_where=sa.text("falls_on IS NOT NULL"),
        sqlite_where=sa.text("falls_on IS NOT NULL"),
    )
    op.add_column("program", sa.Column("grandfathered_until", sa.Date(), nullable=True))
    op.add_column("program", sa.Column("note", sa.String(), nullable=False, server_default=""))
    op.add_column("shop", sa.Column("counted_in", sa.String(), nullable=False, server_default=""))
    op.add_column("shop", sa.Column("falls_stop_at", UTCDateTime(), nullable=True))
    op.add_column("order", sa.Column("tags", sa.String(), nullable=False, server_default=""))
    op.add_column("order", sa.Column("channel", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "cutoff",
        sa.Column("shop_id", sa.BigInteger(), sa.ForeignKey("shop.id"), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("entry", sa.BigInteger(), nullable=False),
        sa.Column("keep", sa.BigInteger(), nullable=False),
        sa.Column("customers", sa.Integer(), nullable=False),
        sa.Column("program_version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id"),
    )
    op.create_index("cutoff_line", "cutoff", ["shop_id", "tier", "day"], unique=True)
    append_only("cutoff")
    op.create_table(
        "notice",
        sa.Column("shop_id", sa.BigInteger(), sa.ForeignKey("shop.id"), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("occasion", sa.String(length=40), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("falls_on", sa.Date(), nullable=False),
        sa.Column("data", sa.String(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("why_not", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "customer_id"], ["customer.shop_id", "customer.id"]),
        sa.PrimaryKeyConstraint("shop_id", "customer_id", "kind", "occasion"),
    )
    op.create_index("notice_recorded", "notice", ["shop_id", "recorded_at"])
    op.create_table(
        "override",
        sa.Column("shop_id", sa.BigInteger(), sa.ForeignKey("shop.id"), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("tier", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("goodwill", sa.Boolean(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("from_at", UTCDateTime(), nullable=False),
        sa.Column("to_at", UTCDateTime(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "customer_id"], ["customer.shop_id", "customer.id"]),
        sa.PrimaryKeyConstraint("shop_id", "id"),
    )
    op.create_index("override_customer", "override", ["shop_id", "customer_id", "id"])


def downgrade() -> None:
    for table in ("override", "notice", "cutoff"):
        op.drop_table(table)
    op.drop_column("order", "channel")
    op.drop_column("order", "tags")
    op.drop_column("shop", "falls_stop_at")
    op.drop_column("shop", "counted_in")
    op.drop_column("program", "note")
    op.drop_column("program", "grandfathered_until")
    op.drop_index("customer_falls", "customer")
    for column in ("by_hand", "needed", "falls_to", "falls_on", "landing"):
        op.drop_column("customer", column)
    op.execute("ALTER TABLE customer RENAME COLUMN metric_value TO metric_minor")
