"""Who saved the common values of a list last, and when."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add both; of lists that are there already nobody knows it."""
    op.add_column("batch", sa.Column("common_at", sa.DateTime))
    # In this form both databases accept a new column that refers to another table.
    op.execute('ALTER TABLE batch ADD COLUMN common_by INTEGER REFERENCES "user" (id)')
