"""Signed files of a paper by stage, what an office signs with, and its electronic copies."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the tables; nothing that was there is changed."""
    _signed_files()
    _means()
    _copies()


def _signed_files() -> None:
    op.create_table(
        "signed_file",
        sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), primary_key=True),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("stage", sa.String, nullable=False),
        sa.Column("origin", sa.String, nullable=False),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("base_sha256", sa.String, nullable=False),
        sa.Column("verdict", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.Integer, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("dropped_at", sa.DateTime),
    )


def _means() -> None:
    op.create_table(
        "office_signing",
        sa.Column(
            "agency_id",
            sa.Integer,
            sa.ForeignKey("agency.id"),
            primary_key=True,
            autoincrement=False,
        ),
        sa.Column("roots", sa.JSON, nullable=False),
        sa.Column("crls", sa.JSON, nullable=False),
        sa.Column("tsa", sa.String, nullable=False),
        sa.Column("vgca", sa.Boolean, nullable=False),
    )
    op.create_table(
        "signature_image",
        *_owned(),
        sa.Column("sha256", sa.String, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("width_mm", sa.Float, nullable=False),
        *_when(),
    )
    op.create_table(
        "kept_key",
        *_owned(),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("not_after", sa.DateTime, nullable=False),
        *_when(),
    )


def _owned() -> tuple[sa.Column[int], ...]:
    office = sa.ForeignKey("agency.id")
    return (
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("agency_id", sa.Integer, office, nullable=False, index=True),
        sa.Column("user_id", sa.Integer, sa.ForeignKey("user.id")),
    )


def _when() -> tuple[sa.Column[object], ...]:
    return (
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.Integer, sa.ForeignKey("user.id"), nullable=False),
    )


def _copies() -> None:
    office = sa.ForeignKey("agency.id")
    op.create_table(
        "office_copy",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("agency_id", sa.Integer, office, nullable=False, index=True),
        sa.Column("form", sa.String, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id")),
        sa.Column("source_sha256", sa.String, nullable=False),
        sa.Column("source_size", sa.Integer, nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
        sa.Column("added_by", sa.Integer, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("sha256", sa.String),
        sa.Column("size", sa.Integer),
        sa.Column("origin", sa.String),
        sa.Column("verdict", sa.JSON, nullable=False),
        sa.Column("at", sa.DateTime),
        sa.Column("by", sa.Integer, sa.ForeignKey("user.id")),
    )
