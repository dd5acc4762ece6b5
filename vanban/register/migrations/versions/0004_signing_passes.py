"""Passes: how a program on a person's own machine fetches a file and brings it back signed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add one table; nothing that was there is changed."""
    op.create_table(
        "signing_pass",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("agency_id", sa.Integer, sa.ForeignKey("agency.id"), nullable=False),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("user.id"), nullable=False, index=True),
        sa.Column("epoch", sa.Integer, nullable=False),
        sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), nullable=False),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("download_hash", sa.String, nullable=False, unique=True),
        sa.Column("upload_hash", sa.String, nullable=False, unique=True),
        sa.Column("begun_at", sa.DateTime, nullable=False),
        sa.Column("until", sa.DateTime, nullable=False),
        sa.Column("downloads", sa.Integer, nullable=False),
        sa.Column("uploaded_at", sa.DateTime),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("outcome", sa.JSON, nullable=False),
    )
