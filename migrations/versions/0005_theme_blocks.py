"""How our blocks stand in the theme of a store.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("shop", sa.Column("theme_blocks", sa.String(), nullable=False, server_default="{}"))


def downgrade() -> None:
    op.drop_column("shop", "theme_blocks")
