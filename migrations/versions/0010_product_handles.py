"""How the pages of a drop's products are called, for links in the theme.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("drop_product", sa.Column("handle", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("drop_product", "handle")
