"""Customers say since when grace runs, so that those in grace are found without folding everybody.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("customer", sa.Column("below_since", sa.Date(), nullable=True))
    customer = sa.table("customer", sa.column("dirty", sa.Boolean()), sa.column("falls_on", sa.Date()))
    # Whoever falls one day may be in grace: judged again at once, which says so.
    op.execute(sa.update(customer).where(customer.c.falls_on.is_not(None)).values(dirty=True))


def downgrade() -> None:
    op.drop_column("customer", "below_since")
