"""What the check of form told of a Word file when it was made."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add one column; files that were made before have nothing in it."""
    op.add_column("document_file", sa.Column("checked", sa.JSON))
