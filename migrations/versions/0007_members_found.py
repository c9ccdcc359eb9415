"""Members in grace and members held by hand are few: each has an index that holds them alone.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    in_grace, by_hand = sa.text("below_since IS NOT NULL"), sa.text("by_hand IS true")
    op.create_index(
        "customer_grace",
        "customer",
        ["shop_id", "below_since"],
        postgresql_where=in_grace,
        sqlite_where=in_grace,
    )
    op.create_index(
        "customer_by_hand",
        "customer",
        ["shop_id", "id"],
        postgresql_where=by_hand,
        sqlite_where=sa.text("by_hand IS 1"),
    )


def downgrade() -> None:
    op.drop_index("customer_by_hand", "customer")
    op.drop_index("customer_grace", "customer")
