"""Roles and units, the life of a paper, the register of numbers, and the audit trail.

Whoever had an account before worked alone for the office, so that person keeps doing everything.
"""

import sqlalchemy as sa
from alembic import op

from vanban.life import FIRST_ROLES

revision = "0002"
down_revision = "0001"

_REFUSED = "the audit trail is only ever appended to"


def upgrade() -> None:
    """Add what is new; nothing that was there is changed."""
    op.drop_table("meta")
    _people()
    _papers()
    _series()
    _register()
    _trail()


def _people() -> None:
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("agency_id", sa.Integer, sa.ForeignKey("agency.id"), nullable=False),
        sa.Column("ten", sa.String, nullable=False),
        sa.Column("ky_hieu", sa.String, nullable=False),
        sa.UniqueConstraint("agency_id", "ten", name="unit_once"),
    )
    op.add_column("user", sa.Column("roles", sa.String, nullable=False, server_default=""))
    for name, default in (("active", "true"), ("must_change", "false")):
        column = sa.Column(name, sa.Boolean, nullable=False, server_default=sa.text(default))
        op.add_column("user", column)
    # In this form both databases accept a new column that refers to another table.
    op.execute('ALTER TABLE "user" ADD COLUMN unit_id INTEGER REFERENCES unit (id)')
    op.add_column("user", sa.Column("subject", sa.String))
    op.create_index("user_by_subject", "user", ["subject"], unique=True)
    user = sa.table("user", sa.column("roles", sa.String))
    op.execute(user.update().values(roles=" ".join(sorted(FIRST_ROLES))))


def _papers() -> None:
    op.add_column("document", sa.Column("state", sa.String, nullable=False, server_default="nhap"))
    op.execute("ALTER TABLE document ADD COLUMN unit_id INTEGER REFERENCES unit (id)")
    op.create_table(
        "document_step",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column(
            "document_id", sa.Integer, sa.ForeignKey("document.id"), nullable=False, index=True
        ),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("before", sa.String, nullable=False),
        sa.Column("after", sa.String, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("by", sa.Integer, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
    )
    op.create_table(
        "document_relation",
        sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), primary_key=True),
        sa.Column(
            "issued_id", sa.Integer, sa.ForeignKey("document.id"), nullable=False, index=True
        ),
        sa.Column("relation", sa.String, nullable=False),
    )


def _series() -> None:
    op.create_table(
        "number_series",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("agency_id", sa.Integer, sa.ForeignKey("agency.id"), nullable=False),
        sa.Column("ten", sa.String, nullable=False),
        sa.Column("kinds", sa.JSON, nullable=False),
        sa.Column("council", sa.Boolean, nullable=False),
        sa.Column("ky_hieu", sa.String, nullable=False),
        sa.Column("closed", sa.Boolean, nullable=False, server_default=sa.text("false")),
        sa.UniqueConstraint("agency_id", "ten", name="number_series_once"),
    )
    # Every office begins with one series for all its papers.
    op.execute(
        "INSERT INTO number_series (agency_id, ten, kinds, council, ky_hieu) "
        "SELECT id, 'Văn bản đi', '[]', false, '' FROM agency"
    )
    op.create_table(
        "document_lock",
        sa.Column("document_id", sa.Integer, sa.ForeignKey("document.id"), primary_key=True),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("series_id", sa.Integer, sa.ForeignKey("number_series.id"), nullable=False),
        sa.Column("agency", sa.JSON, nullable=False),
        sa.Column("docx_sha256", sa.String, nullable=False),
        sa.Column("pdf_sha256", sa.String, nullable=False),
        sa.Column("locked_at", sa.DateTime, nullable=False),
        sa.Column("locked_by", sa.Integer, sa.ForeignKey("user.id"), nullable=False),
    )
    op.create_table(
        "number_counter",
        sa.Column("series_id", sa.Integer, sa.ForeignKey("number_series.id"), primary_key=True),
        sa.Column("year", sa.Integer, primary_key=True),
        sa.Column("first", sa.Integer, nullable=False),
        sa.Column("last", sa.Integer, nullable=False),
        sa.Column("last_date", sa.Date),
    )


def _register() -> None:
    op.create_table(
        "register_entry",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("agency_id", sa.Integer, sa.ForeignKey("agency.id"), nullable=False),
        sa.Column("series_id", sa.Integer, sa.ForeignKey("number_series.id"), nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("so", sa.Integer, nullable=False),
        sa.Column("ky_hieu", sa.String, nullable=False),
        sa.Column("ngay", sa.Date, nullable=False),
        sa.Column(
            "document_id", sa.Integer, sa.ForeignKey("document.id"), nullable=False, unique=True
        ),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("ten_loai", sa.String, nullable=False),
        sa.Column("trich_yeu", sa.Text, nullable=False),
        sa.Column("nguoi_ky", sa.String, nullable=False),
        sa.Column("noi_nhan", sa.Text, nullable=False),
        sa.Column("luu", sa.String, nullable=False),
        sa.Column("so_luong", sa.Integer),
        sa.Column("ngay_chuyen", sa.Date),
        sa.Column("ky_nhan", sa.String, nullable=False),
        sa.Column("ghi_chu", sa.Text, nullable=False),
        sa.Column("search", sa.Text, nullable=False),
        sa.Column("given_at", sa.DateTime, nullable=False),
        sa.Column("given_by", sa.Integer, sa.ForeignKey("user.id"), nullable=False),
        sa.Column("cancelled_at", sa.DateTime),
        sa.Column("cancelled_by", sa.Integer, sa.ForeignKey("user.id")),
        sa.Column("cancel_reason", sa.Text, nullable=False),
        sa.UniqueConstraint("series_id", "year", "so", name="register_entry_no_double"),
        sa.UniqueConstraint(
            "agency_id", "year", "so", "ky_hieu", name="register_entry_once_a_year"
        ),
        sa.Index("register_entry_by_year", "agency_id", "year", "series_id", "so"),
    )


def _trail() -> None:
    op.create_table(
        "trail_event",
        sa.Column("agency_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("user_id", sa.Integer),
        sa.Column("ho_ten", sa.String, nullable=False),
        sa.Column("address", sa.String, nullable=False),
        sa.Column("action", sa.String, nullable=False),
        sa.Column("document_id", sa.Integer),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("hash", sa.String, nullable=False),
        sa.Index("trail_event_by_document", "agency_id", "document_id"),
    )
    if op.get_bind().dialect.name == "sqlite":
        for event in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER trail_no_{event.lower()} BEFORE {event} ON trail_event "
                f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER trail_only_grows BEFORE UPDATE OR DELETE ON trail_event "
        "FOR EACH ROW EXECUTE FUNCTION trail_refuse()"
    )
    op.execute(
        "CREATE TRIGGER trail_not_emptied BEFORE TRUNCATE ON trail_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION trail_refuse()"
    )
