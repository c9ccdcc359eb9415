"""Every benefit: one-time grants, early access, orders of members, prices remembered, systems that are told.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from app.db import UTCDateTime
from migrations.append_only import append_only

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _columns()
    _notice()
    _grant()
    _drop()
    _order_care()
    _product_price()
    _hook()
    _mass_write()


def _columns() -> None:
    op.add_column("shop", sa.Column("money_epoch", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("shop", sa.Column("money_stopped_at", UTCDateTime(), nullable=True))
    op.add_column("shop", sa.Column("paused_at", UTCDateTime(), nullable=True))
    op.add_column("shop", sa.Column("cleaned_at", UTCDateTime(), nullable=True))
    op.add_column("shop", sa.Column("other_automatic_discounts", sa.Integer(), nullable=True))
    op.add_column(
        "shop",
        sa.Column("gates_block_on_failure", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column("customer", sa.Column("full_price_tenths", sa.Integer(), nullable=True))
    op.add_column("customer", sa.Column("birthday", sa.String(length=5), nullable=False, server_default=""))
    op.create_index("order_occurred", "order", ["shop_id", "occurred_at"])
    op.add_column("order", sa.Column("discounts", sa.String(), nullable=False, server_default=""))


def _notice() -> None:
    """Notices are not of falls alone any more, and some are due at a minute instead of on a day."""
    with op.batch_alter_table("notice") as notice:
        notice.alter_column("falls_on", existing_type=sa.Date(), nullable=True)
        notice.add_column(sa.Column("due_at", UTCDateTime(), nullable=True))


def _grant() -> None:
    op.create_table(
        "grant",
        sa.Column("shop_id", sa.BigInteger(), sa.ForeignKey("shop.id"), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("benefit", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=120), nullable=False),
        sa.Column("occasion_on", sa.Date(), nullable=False),
        sa.Column("since_on", sa.Date(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("amount_minor", sa.BigInteger(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("promised_at", UTCDateTime(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("valid_days", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("watermark", sa.String(), nullable=False),
        sa.Column("sent_at", UTCDateTime(), nullable=True),
        sa.Column("looked_at", UTCDateTime(), nullable=True),
        sa.Column("platform_id", sa.String(length=100), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=True),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "customer_id"], ["customer.shop_id", "customer.id"]),
        sa.UniqueConstraint("shop_id", "customer_id", "benefit", "period"),
        sa.PrimaryKeyConstraint("shop_id", "id"),
    )
    is_open = sa.text("state IN ('promised', 'sending', 'unknown')")
    op.create_index(
        "grant_open", "grant", ["shop_id", "due_at"], postgresql_where=is_open, sqlite_where=is_open
    )
    op.create_index("grant_state", "grant", ["shop_id", "state", "id"])
    op.create_index("grant_settled", "grant", ["shop_id", "settled_at"])
    op.create_index("grant_sent", "grant", ["shop_id", "sent_at"])
    op.create_index("grant_platform", "grant", ["shop_id", "platform_id"])


def _drop() -> None:
    op.create_table(
        "drop",
        sa.Column("shop_id", sa.BigInteger(), sa.ForeignKey("shop.id"), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("products", sa.String(), nullable=False),
        sa.Column("collections", sa.String(), nullable=False),
        sa.Column("public_on", sa.String(), nullable=False),
        sa.Column("public_at", UTCDateTime(), nullable=False),
        sa.Column("hours", sa.String(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("cancelled_at", UTCDateTime(), nullable=True),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id"),
    )
    op.create_index("drop_public", "drop", ["shop_id", "public_at"])
    op.create_table(
        "drop_product",
        sa.Column("shop_id", sa.BigInteger(), sa.ForeignKey("shop.id"), nullable=False),
        sa.Column("drop_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("product_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("was_status", sa.String(), nullable=False),
        sa.Column("was_published", sa.Boolean(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("inventory", sa.Integer(), nullable=True),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.Column("repaired_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["shop_id", "drop_id"], ["drop.shop_id", "drop.id"]),
        sa.PrimaryKeyConstraint("shop_id", "drop_id", "product_id"),
    )
    op.create_index("drop_product_product", "drop_product", ["shop_id", "product_id"])
    op.create_table(
        "drop_event",
        sa.Column("shop_id", sa.BigInteger(), sa.ForeignKey("shop.id"), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("drop_id", sa.BigInteger(), nullable=False),
        sa.Column("at", UTCDateTime(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id", "drop_id"], ["drop.shop_id", "drop.id"]),
        sa.PrimaryKeyConstraint("shop_id", "id"),
    )
    op.create_index("drop_event_drop", "drop_event", ["shop_id", "drop_id", "id"])
    append_only("drop_event")


def _order_care() -> None:
    op.create_table(
        "order_care",
        sa.Column("shop_id", sa.BigInteger(), sa.ForeignKey("shop.id"), nullable=False),
        sa.Column("order_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("ordered_at", UTCDateTime(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("tier", sa.String(), nullable=False),
        sa.Column("program_version", sa.Integer(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["shop_id", "customer_id"], ["customer.shop_id", "customer.id"]),
        sa.PrimaryKeyConstraint("shop_id", "order_id"),
    )
    undecided = sa.text("decided_at IS NULL")
    op.create_index(
        "order_care_open",
        "order_care",
        ["shop_id", "customer_id"],
        postgresql_where=undecided,
        sqlite_where=undecided,
    )
    op.create_index("order_care_customer", "order_care", ["shop_id", "customer_id", "order_id"])


def _product_price() -> None:
    op.create_table(
        "product_price",
        sa.Column("shop_id", sa.BigInteger(), sa.ForeignKey("shop.id"), nullable=False),
        sa.Column("variant_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seen_at", UTCDateTime(), nullable=False),
        sa.Column("product_id", sa.BigInteger(), nullable=False),
        sa.Column("price_minor", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "variant_id", "seen_at"),
    )
    append_only("product_price")


def _hook() -> None:
    op.create_table(
        "hook",
        sa.Column("shop_id", sa.BigInteger(), sa.ForeignKey("shop.id"), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("failing_since", UTCDateTime(), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("shop_id", "id"),
    )


def _mass_write() -> None:
    op.create_table(
        "mass_write",
        sa.Column("shop_id", sa.BigInteger(), sa.ForeignKey("shop.id"), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("verb", sa.String(), nullable=False),
        sa.Column("bulk_id", sa.String(), nullable=False),
        sa.Column("plan", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=True),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("shop_id", "id"),
    )


def downgrade() -> None:
    for table in ("mass_write", "hook", "product_price", "order_care", "drop_event", "drop_product", "drop", "grant"):
        op.drop_table(table)
    op.drop_index("order_occurred", "order")
    op.drop_column("order", "discounts")
    for column in ("birthday", "full_price_tenths"):
        op.drop_column("customer", column)
    op.drop_column("shop", "gates_block_on_failure")
    op.drop_column("notice", "due_at")
    for column in ("other_automatic_discounts", "cleaned_at", "paused_at", "money_stopped_at", "money_epoch"):
        op.drop_column("shop", column)
