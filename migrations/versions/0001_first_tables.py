"""first tables

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
import sqlmodel
from alembic import op

import app.db


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None
from migrations.append_only import append_only

APPEND_ONLY = ("ledger_entry", "standing_change", "audit_event")


def upgrade() -> None:
    op.create_table(
        "shop",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("domain", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("platform_id", sa.BigInteger(), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("zone", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("plan", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("taxes_included", sa.Boolean(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("scopes", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("tombstone_key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("access_token", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("refresh_token", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("token_expires_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("refresh_expires_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("installed_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("backfilled_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("live_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("uninstalled_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("doubted_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("trouble", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reconciled_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("domain"),
    )
    op.create_table(
        "audit_event",
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("actor", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("action", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("detail", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shop.id"],
        ),
        sa.PrimaryKeyConstraint("shop_id", "id"),
    )
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.create_index("audit_event_at", ["shop_id", "at"], unique=False)

    op.create_table(
        "customer",
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("platform_id", sa.BigInteger(), nullable=True),
        sa.Column("email", sqlmodel.sql.sqltypes.AutoString(), nullable=True),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("updated_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("created_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("metric_minor", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("since", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("next_review_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("evaluated_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("dirty", sa.Boolean(), nullable=False),
        sa.Column("cause_id", sa.BigInteger(), nullable=True),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shop.id"],
        ),
        sa.PrimaryKeyConstraint("shop_id", "id"),
        sa.UniqueConstraint("shop_id", "platform_id"),
    )
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.create_index(
            "customer_dirty",
            ["shop_id", "id"],
            unique=False,
            postgresql_where=sa.text("dirty"),
            sqlite_where=sa.text("dirty = 1"),
        )
        batch_op.create_index("customer_email", ["shop_id", "email"], unique=False)
        batch_op.create_index(
            "customer_guest",
            ["shop_id", "email"],
            unique=True,
            postgresql_where=sa.text("platform_id IS NULL AND NOT gone"),
            sqlite_where=sa.text("platform_id IS NULL AND NOT gone"),
        )
        batch_op.create_index("customer_metric", ["shop_id", "metric_minor", "gone", "id"], unique=False)
        batch_op.create_index(
            "customer_rank", ["shop_id", "rank", "metric_minor", "gone", "platform_id"], unique=False
        )
        batch_op.create_index(
            "customer_review",
            ["shop_id", "next_review_at"],
            unique=False,
            postgresql_where=sa.text("next_review_at IS NOT NULL"),
            sqlite_where=sa.text("next_review_at IS NOT NULL"),
        )

    op.create_table(
        "import_run",
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("bulk_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("url", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("problem", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("started_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("done_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("looked_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shop.id"],
        ),
        sa.PrimaryKeyConstraint("shop_id", "id"),
        sa.UniqueConstraint("shop_id", "kind", "key"),
    )
    op.create_table(
        "job_run",
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("job", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("period", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("claimed_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("done_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("verdict", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shop.id"],
        ),
        sa.PrimaryKeyConstraint("shop_id", "job", "period"),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("component", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("payment", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("currency", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("goods", sa.BigInteger(), nullable=False),
        sa.Column("tax", sa.BigInteger(), nullable=False),
        sa.Column("shipping", sa.BigInteger(), nullable=False),
        sa.Column("duties", sa.BigInteger(), nullable=False),
        sa.Column("tips", sa.BigInteger(), nullable=False),
        sa.Column("gift_card", sa.BigInteger(), nullable=False),
        sa.Column("beyond", sa.BigInteger(), nullable=False),
        sa.Column("lines", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("rate", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("occurred_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("ordered_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("counted_on", sa.Date(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shop.id"],
        ),
        sa.PrimaryKeyConstraint("shop_id", "id"),
    )
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.create_index("ledger_entry_customer", ["shop_id", "customer_id"], unique=False)
        batch_op.create_index("ledger_entry_order", ["shop_id", "order_id"], unique=False)

    op.create_table(
        "order",
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("facts", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=True),
        sa.Column("occurred_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("updated_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("posted_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shop.id"],
        ),
        sa.PrimaryKeyConstraint("shop_id", "id"),
    )
    with op.batch_alter_table("order", schema=None) as batch_op:
        batch_op.create_index("order_customer", ["shop_id", "customer_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("lane", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("dead", sa.Boolean(), nullable=False),
        sa.Column("problem", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("written", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("wanted_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("sent_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("repaired_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shop.id"],
        ),
        sa.PrimaryKeyConstraint("shop_id", "kind", "subject"),
    )
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.create_index(
            "outbox_dead",
            ["shop_id"],
            unique=False,
            postgresql_where=sa.text("dead"),
            sqlite_where=sa.text("dead = 1"),
        )
        batch_op.create_index(
            "outbox_open",
            ["shop_id", "due_at"],
            unique=False,
            postgresql_where=sa.text("wanted > sent AND NOT dead"),
            sqlite_where=sa.text("wanted > sent AND dead = 0"),
        )

    op.create_table(
        "platform_object",
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("platform_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("hash", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("link", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("written_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("seen_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shop.id"],
        ),
        sa.PrimaryKeyConstraint("shop_id", "kind", "key"),
    )
    op.create_table(
        "privacy_request",
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("topic", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("received_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("acted_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("outcome", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shop.id"],
        ),
        sa.PrimaryKeyConstraint("shop_id", "event_id"),
    )
    op.create_table(
        "program",
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("rules", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("from_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("to_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("created_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("author", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shop.id"],
        ),
        sa.PrimaryKeyConstraint("shop_id", "version"),
    )
    op.create_table(
        "shop_lane",
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("owner", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("until", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("served_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("pause_until", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shop.id"],
        ),
        sa.PrimaryKeyConstraint("shop_id"),
    )
    op.create_table(
        "tombstone",
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("mark", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("redacted_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shop.id"],
        ),
        sa.PrimaryKeyConstraint("shop_id", "mark"),
    )
    op.create_table(
        "webhook_event",
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("webhook_id", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("topic", sqlmodel.sql.sqltypes.AutoString(length=100), nullable=False),
        sa.Column("source", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("event_id", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("api_version", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("triggered_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.Column("received_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("done_at", app.db.UTCDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shop.id"],
        ),
        sa.PrimaryKeyConstraint("shop_id", "id"),
        sa.UniqueConstraint("shop_id", "webhook_id"),
    )
    with op.batch_alter_table("webhook_event", schema=None) as batch_op:
        batch_op.create_index(
            "webhook_event_dead",
            ["shop_id", "id"],
            unique=False,
            postgresql_where=sa.text("state = 'dead'"),
            sqlite_where=sa.text("state = 'dead'"),
        )
        batch_op.create_index("webhook_event_done", ["shop_id", "done_at"], unique=False)
        batch_op.create_index(
            "webhook_event_new",
            ["shop_id", "id"],
            unique=False,
            postgresql_where=sa.text("state = 'new'"),
            sqlite_where=sa.text("state = 'new'"),
        )

    op.create_table(
        "customer_alias",
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("customer_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("survivor_id", sa.BigInteger(), nullable=False),
        sa.Column("merged_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "survivor_id"],
            ["customer.shop_id", "customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shop.id"],
        ),
        sa.PrimaryKeyConstraint("shop_id", "customer_id"),
    )
    with op.batch_alter_table("customer_alias", schema=None) as batch_op:
        batch_op.create_index("customer_alias_survivor", ["shop_id", "survivor_id"], unique=False)

    op.create_table(
        "standing_change",
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("customer_id", sa.BigInteger(), nullable=False),
        sa.Column("from_rank", sa.Integer(), nullable=False),
        sa.Column("to_rank", sa.Integer(), nullable=False),
        sa.Column("at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", app.db.UTCDateTime(timezone=True), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("program_version", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["shop_id", "customer_id"],
            ["customer.shop_id", "customer.id"],
        ),
        sa.ForeignKeyConstraint(
            ["shop_id"],
            ["shop.id"],
        ),
        sa.PrimaryKeyConstraint("shop_id", "id"),
    )
    with op.batch_alter_table("standing_change", schema=None) as batch_op:
        batch_op.create_index("standing_change_customer", ["shop_id", "customer_id", "id"], unique=False)
        batch_op.create_index("standing_change_recorded", ["shop_id", "recorded_at"], unique=False)

    op.create_table(
        "webhook_body",
        sa.Column("shop_id", sa.BigInteger(), nullable=False),
        sa.Column("event_id", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["shop_id", "event_id"], ["webhook_event.shop_id", "webhook_event.id"], ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("shop_id", "event_id"),
    )
    for table in APPEND_ONLY:
        append_only(table)


def downgrade() -> None:
    op.drop_table("webhook_body")
    with op.batch_alter_table("standing_change", schema=None) as batch_op:
        batch_op.drop_index("standing_change_recorded")
        batch_op.drop_index("standing_change_customer")

    op.drop_table("standing_change")
    with op.batch_alter_table("customer_alias", schema=None) as batch_op:
        batch_op.drop_index("customer_alias_survivor")

    op.drop_table("customer_alias")
    with op.batch_alter_table("webhook_event", schema=None) as batch_op:
        batch_op.drop_index(
            "webhook_event_new",
            postgresql_where=sa.text("state = 'new'"),
            sqlite_where=sa.text("state = 'new'"),
        )
        batch_op.drop_index("webhook_event_done")
        batch_op.drop_index(
            "webhook_event_dead",
            postgresql_where=sa.text("state = 'dead'"),
            sqlite_where=sa.text("state = 'dead'"),
        )

    op.drop_table("webhook_event")
    op.drop_table("tombstone")
    op.drop_table("shop_lane")
    op.drop_table("program")
    op.drop_table("privacy_request")
    op.drop_table("platform_object")
    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "outbox_open",
            postgresql_where=sa.text("wanted > sent AND NOT dead"),
            sqlite_where=sa.text("wanted > sent AND dead = 0"),
        )
        batch_op.drop_index("outbox_dead", postgresql_where=sa.text("dead"), sqlite_where=sa.text("dead = 1"))

    op.drop_table("outbox")
    with op.batch_alter_table("order", schema=None) as batch_op:
        batch_op.drop_index("order_customer")

    op.drop_table("order")
    with op.batch_alter_table("ledger_entry", schema=None) as batch_op:
        batch_op.drop_index("ledger_entry_order")
        batch_op.drop_index("ledger_entry_customer")

    op.drop_table("ledger_entry")
    op.drop_table("job_run")
    op.drop_table("import_run")
    with op.batch_alter_table("customer", schema=None) as batch_op:
        batch_op.drop_index(
            "customer_review",
            postgresql_where=sa.text("next_review_at IS NOT NULL"),
            sqlite_where=sa.text("next_review_at IS NOT NULL"),
        )
        batch_op.drop_index("customer_rank")
        batch_op.drop_index("customer_metric")
        batch_op.drop_index(
            "customer_guest",
            postgresql_where=sa.text("platform_id IS NULL AND NOT gone"),
            sqlite_where=sa.text("platform_id IS NULL AND NOT gone"),
        )
        batch_op.drop_index("customer_email")
        batch_op.drop_index(
            "customer_dirty", postgresql_where=sa.text("dirty"), sqlite_where=sa.text("dirty = 1")
        )

    op.drop_table("customer")
    with op.batch_alter_table("audit_event", schema=None) as batch_op:
        batch_op.drop_index("audit_event_at")

    op.drop_table("audit_event")
    op.drop_table("shop")
