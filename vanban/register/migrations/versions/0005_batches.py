"""Lists from which many papers are made, their rows, and which heading an office means by what."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the tables, and the list that a paper was made from."""
    _batch()
    _rows()
    op.create_table(
        "batch_mapping",
        sa.Column(
            "agency_id",
            sa.Integer,
            sa.ForeignKey("agency.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("mapping", sa.JSON, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
    )
    # In this form both databases accept a new column that refers to another table.
    op.execute("ALTER TABLE document ADD COLUMN batch_id INTEGER REFERENCES batch (id)")
    op.create_index("ix_document_batch_id", "document", ["batch_id"])


def _batch() -> None:
    office = sa.ForeignKey("agency.id")
    op.create_table(
        "batch",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("agency_id", sa.Integer, office, nullable=False, index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("form", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False, index=True),
        sa.Column("file_name", sa.String, nullable=False),
        sa.Column("file_form", sa.String, nullable=False),
        sa.Column("file_sha256", sa.String, nullable=False),
        sa.Column("file_size", sa.Integer, nullable=False),
        sa.Column("sheet", sa.JSON, nullable=False),
        sa.Column("mapping", sa.JSON, nullable=False),
        sa.Column("common", sa.JSON, nullable=False),
        sa.Column("options", sa.JSON, nullable=False),
        sa.Column("agency", sa.JSON),
        sa.Column("day", sa.Date),
        sa.Column("note", sa.JSON),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("created_by", sa.Integer, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
        sa.Column("confirmed_at", sa.DateTime),
        sa.Column("confirmed_by", sa.Integer, sa.ForeignKey("user.id")),
        sa.Column("ended_at", sa.DateTime),
    )


def _rows() -> None:
    paper = sa.ForeignKey("document.id")
    op.create_table(
        "batch_row",
        sa.Column(
            "batch_id", sa.Integer, sa.ForeignKey("batch.id"), primary_key=True, autoincrement=False
        ),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("raw", sa.JSON, nullable=False),
        sa.Column("was", sa.JSON, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("strikes", sa.Integer, nullable=False),
        sa.Column("problems", sa.JSON, nullable=False),
        sa.Column("document_id", sa.Integer, paper, index=True),
        sa.Column("stem", sa.String, nullable=False),
        sa.Column("docx_sha256", sa.String, nullable=False),
        sa.Column("docx_size", sa.Integer, nullable=False),
        sa.Column("pdf_sha256", sa.String, nullable=False),
        sa.Column("pdf_size", sa.Integer, nullable=False),
        sa.Column("claimed_by", sa.String),
        sa.Column("claimed_at", sa.DateTime),
        sa.Column("done_at", sa.DateTime),
        sa.Index("batch_row_by_state", "batch_id", "state", "strikes", "position"),
    )
