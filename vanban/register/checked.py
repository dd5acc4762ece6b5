"""The table of checks of form, among the tables of `tables.py`: a description, no behaviour."""

from __future__ import annotations

from sqlalchemy import JSON, Column, ForeignKey, Integer, Table

from vanban.register.columns import UtcTime, Words
from vanban.register.tables import metadata

# A file of anybody that somebody had checked. Only that person sees it.
form_check = Table(
    "form_check",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False),
    Column("user_id", ForeignKey("user.id"), nullable=False, index=True),
    # The file as it was uploaded ("docx", "pdf") and the PDF whose pages show it; in the store.
    Column("name", Words, nullable=False),
    Column("form", Words, nullable=False),
    Column("sha256", Words, nullable=False),
    Column("size", Integer, nullable=False),
    Column("pdf_sha256", Words, nullable=False),
    # As check/report.py tells it; empty once it is gone.
    Column("report", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False, index=True),
    # Deleted; the row goes with its files, a day later (checks.py).
    Column("gone_at", UtcTime, index=True),
)
