"""The tables of the register, and nothing else.

Times are UTC. `data` columns hold JSON as it was typed, so a form that changes later loses nothing.
A change here needs a migration beside it (migrations/versions); a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
    text,
)

from vanban.register.columns import LongWords, UtcTime, Words

metadata = MetaData()

# -- offices and people ----------------------------------------------------------------------------

agency = Table(
    "agency",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("ten", Words, nullable=False),
    Column("data", JSON, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)

unit = Table(
    "unit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False),
    Column("ten", Words, nullable=False),
    Column("ky_hieu", Words, nullable=False),
    UniqueConstraint("agency_id", "ten", name="unit_once"),
)

user = Table(
    "user",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False, index=True),
    Column("ten_dang_nhap", Words, nullable=False, unique=True),
    Column("ho_ten", Words, nullable=False),
    Column("password_hash", Words, nullable=False),
    # Raised to sign this person out everywhere: a session holds the epoch it was opened in.
    Column("epoch", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    # Names of life.ROLES with a space between.
    Column("roles", Words, nullable=False, server_default=""),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    # A password that somebody else chose is changed at the next sign-in.
    Column("must_change", Boolean, nullable=False, server_default=text("false")),
    Column("unit_id", ForeignKey("unit.id")),
    # Who this is to an OpenID Connect provider: its address, a space, its name for the person.
    Column("subject", Words),
    Index("user_by_subject", "subject", unique=True),
)

# What the sign-in counts: wrong passwords of late, by account and by address.
sign_in_attempt = Table(
    "sign_in_attempt",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcTime, nullable=False, index=True),
    Column("account", Words, nullable=False, index=True),
    Column("address", Words, nullable=False, index=True),
)

# -- papers ----------------------------------------------------------------------------------------

document = Table(
    "document",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False),
    Column("kind", Words, nullable=False),
    Column("kind_version", Integer, nullable=False),
    Column("data", JSON, nullable=False),
    Column("title", LongWords, nullable=False),
    Column("search", LongWords, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", ForeignKey("user.id"), nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("updated_by", ForeignKey("user.id"), nullable=False),
    Column("deleted_at", UtcTime),
    # A key of life.STATES.
    Column("state", Words, nullable=False, server_default="nhap"),
    Column("unit_id", ForeignKey("unit.id")),
    # The list that it was made from, if any.
    Column("batch_id", ForeignKey("batch.id"), index=True),
    Index("document_by_office", "agency_id", "deleted_at", "updated_at"),
)

document_revision = Table(
    "document_revision",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("data", JSON, nullable=False),
    Column("saved_at", UtcTime, nullable=False),
    Column("saved_by", ForeignKey("user.id"), nullable=False),
)

document_file = Table(
    "document_file",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("form", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("sha256", Words, nullable=False),
    Column("size", Integer, nullable=False),
    Column("created_at", UtcTime, nullable=False),
    # What the check of form told of a Word file when it was made (check/report.py, `brief`).
    Column("checked", JSON(none_as_null=True)),
)

# What lies before the signer: a state that may not change, and the hashes of the files to sign.
document_lock = Table(
    "document_lock",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("series_id", ForeignKey("number_series.id"), nullable=False),
    # The letterhead and abbreviations as they stood, for what is still to be made from them.
    Column("agency", JSON, nullable=False),
    Column("docx_sha256", Words, nullable=False),
    Column("pdf_sha256", Words, nullable=False),
    Column("locked_at", UtcTime, nullable=False),
    Column("locked_by", ForeignKey("user.id"), nullable=False),
)

document_step = Table(
    "document_step",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("document_id", ForeignKey("document.id"), nullable=False, index=True),
    Column("step", Words, nullable=False),
    Column("before", Words, nullable=False),
    Column("after", Words, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", ForeignKey("user.id"), nullable=False),
    Column("reason", LongWords, nullable=False),
)

# A paper that replaces or corrects an issued one of the same office.
document_relation = Table(
    "document_relation",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("issued_id", ForeignKey("document.id"), nullable=False, index=True),
    Column("relation", Words, nullable=False),
)

# -- numbers and the register ----------------------------------------------------------------------

# A sổ: one run of numbers of an office. kinds: names of kinds; [] takes what no other series takes.
number_series = Table(
    "number_series",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False),
    Column("ten", Words, nullable=False),
    Column("kinds", JSON, nullable=False),
    # Of a council with numbers of its own (Phụ lục I, II.3.a): chosen by hand, its own ký hiệu.
    Column("council", Boolean, nullable=False),
    Column("ky_hieu", Words, nullable=False),
    Column("closed", Boolean, nullable=False, server_default=text("false")),
    UniqueConstraint("agency_id", "ten", name="number_series_once"),
)

# first: the first number that is given here (numbers before it were given in a paper book).
number_counter = Table(
    "number_counter",
    metadata,
    Column("series_id", ForeignKey("number_series.id"), primary_key=True),
    Column("year", Integer, primary_key=True),
    Column("first", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Column("last_date", Date),
)

# Sổ đăng ký văn bản đi, with the columns of Phụ lục IV as they were when the number was given.
register_entry = Table(
    "register_entry",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False),
    Column("series_id", ForeignKey("number_series.id"), nullable=False),
    Column("year", Integer, nullable=False),
    Column("so", Integer, nullable=False),
    # What follows the number: "QĐ-UBND".
    Column("ky_hieu", Words, nullable=False),
    Column("ngay", Date, nullable=False),
    Column("document_id", ForeignKey("document.id"), nullable=False, unique=True),
    Column("kind", Words, nullable=False),
    Column("ten_loai", Words, nullable=False),
    Column("trich_yeu", LongWords, nullable=False),
    Column("nguoi_ky", Words, nullable=False),
    Column("noi_nhan", LongWords, nullable=False),
    Column("luu", Words, nullable=False),
    Column("so_luong", Integer),
    Column("ngay_chuyen", Date),
    Column("ky_nhan", Words, nullable=False),
    Column("ghi_chu", LongWords, nullable=False),
    Column("search", LongWords, nullable=False),
    Column("given_at", UtcTime, nullable=False),
    Column("given_by", ForeignKey("user.id"), nullable=False),
    Column("cancelled_at", UtcTime),
    Column("cancelled_by", ForeignKey("user.id")),
    Column("cancel_reason", LongWords, nullable=False),
    UniqueConstraint("series_id", "year", "so", name="register_entry_no_double"),
    # Điều 15: số and ký hiệu together occur once in the year.
    UniqueConstraint("agency_id", "year", "so", "ky_hieu", name="register_entry_once_a_year"),
    Index("register_entry_by_year", "agency_id", "year", "series_id", "so"),
)

# -- signed files ----------------------------------------------------------------------------------

# Every signed state of a paper, kept for good; the newest that was not set aside is the original.
signed_file = Table(
    "signed_file",
    metadata,
    Column("document_id", ForeignKey("document.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    # Keys of life.SIGNING and life.ORIGINS.
    Column("stage", Words, nullable=False),
    Column("origin", Words, nullable=False),
    Column("sha256", Words, nullable=False),
    Column("size", Integer, nullable=False),
    # The file whose bytes this one begins with.
    Column("base_sha256", Words, nullable=False),
    # What the examination of its signatures found.
    Column("verdict", JSON, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", ForeignKey("user.id"), nullable=False),
    # Since when it is no original any more: the paper went back to being a draft.
    Column("dropped_at", UtcTime),
)

# What an office trusts and asks: certificates and revocation lists as PEM, a time-stamp authority.
office_signing = Table(
    "office_signing",
    metadata,
    Column("agency_id", ForeignKey("agency.id"), primary_key=True, autoincrement=False),
    Column("roots", JSON, nullable=False),
    Column("crls", JSON, nullable=False),
    Column("tsa", Words, nullable=False),
    Column("vgca", Boolean, nullable=False),
)

# The picture of a person's signature; of the office's seal when user_id is NULL.
signature_image = Table(
    "signature_image",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False, index=True),
    Column("user_id", ForeignKey("user.id")),
    Column("sha256", Words, nullable=False),
    Column("size", Integer, nullable=False),
    Column("width_mm", Float, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", ForeignKey("user.id"), nullable=False),
)

# A PKCS#12 file that somebody asked to keep, sealed once more; the office's when user_id is NULL.
kept_key = Table(
    "kept_key",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False, index=True),
    Column("user_id", ForeignKey("user.id")),
    Column("sealed", LongWords, nullable=False),
    Column("subject", Words, nullable=False),
    Column("not_after", UtcTime, nullable=False),
    Column("at", UtcTime, nullable=False),
    Column("by", ForeignKey("user.id"), nullable=False),
)

# Bản sao điện tử (Điều 25–27), and appendices in files of their own, with the office's signature.
office_copy = Table(
    "office_copy",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False, index=True),
    # A key of life.COPIES.
    Column("form", Words, nullable=False),
    Column("title", LongWords, nullable=False),
    # The paper of this office that it belongs to, if any.
    Column("document_id", ForeignKey("document.id")),
    Column("source_sha256", Words, nullable=False),
    Column("source_size", Integer, nullable=False),
    Column("added_at", UtcTime, nullable=False),
    Column("added_by", ForeignKey("user.id"), nullable=False),
    # Once the office has signed it.
    Column("sha256", Words),
    Column("size", Integer),
    Column("origin", Words),
    Column("verdict", JSON, nullable=False),
    Column("at", UtcTime),
    Column("by", ForeignKey("user.id")),
)

# How a program on a person's own machine fetches one file and brings it back signed (passes.py).
signing_pass = Table(
    "signing_pass",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False),
    Column("user_id", ForeignKey("user.id"), nullable=False, index=True),
    # Of the account when the pass was opened: signing out everywhere ends its passes, too.
    Column("epoch", Integer, nullable=False),
    Column("document_id", ForeignKey("document.id"), nullable=False),
    Column("stage", Words, nullable=False),
    # Of the file that is handed out.
    Column("sha256", Words, nullable=False),
    # SHA-256 of each token; the tokens themselves are kept nowhere.
    Column("download_hash", Words, nullable=False, unique=True),
    Column("upload_hash", Words, nullable=False, unique=True),
    Column("begun_at", UtcTime, nullable=False),
    Column("until", UtcTime, nullable=False),
    Column("downloads", Integer, nullable=False),
    Column("uploaded_at", UtcTime),
    Column("ended_at", UtcTime),
    # What is wrong with the file that was brought: [code, where, data] each.
    Column("outcome", JSON, nullable=False),
)

# -- batches ---------------------------------------------------------------------------------------

# One list of rows, from which papers of one kind are made.
batch = Table(
    "batch",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("agency_id", ForeignKey("agency.id"), nullable=False, index=True),
    Column("kind", Words, nullable=False),
    # Keys of life.BATCH_FORMS and life.BATCH_STATES.
    Column("form", Words, nullable=False),
    Column("state", Words, nullable=False, index=True),
    # The file as it was uploaded; its bytes are in the store.
    Column("file_name", Words, nullable=False),
    Column("file_form", Words, nullable=False),
    Column("file_sha256", Words, nullable=False),
    Column("file_size", Integer, nullable=False),
    # How it was understood: headings, the row they stand in, remarks; and what column is what.
    Column("sheet", JSON, nullable=False),
    Column("mapping", JSON, nullable=False),
    # What all papers have in common, as it was typed, and who saved that last.
    Column("common", JSON, nullable=False),
    Column("common_at", UtcTime),
    Column("common_by", ForeignKey("user.id")),
    Column("options", JSON, nullable=False),
    # Letterhead and day of all papers, as they stood when she confirmed.
    Column("agency", JSON),
    Column("day", Date),
    # Why it waits, when it stopped by itself.
    Column("note", JSON),
    Column("created_at", UtcTime, nullable=False),
    Column("created_by", ForeignKey("user.id"), nullable=False),
    Column("updated_at", UtcTime, nullable=False),
    Column("confirmed_at", UtcTime),
    Column("confirmed_by", ForeignKey("user.id")),
    Column("ended_at", UtcTime),
)

batch_row = Table(
    "batch_row",
    metadata,
    Column("batch_id", ForeignKey("batch.id"), primary_key=True, autoincrement=False),
    # From 1, in the order of the list; `number` is that of the row in her own sheet.
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("number", Integer, nullable=False),
    Column("raw", JSON, nullable=False),
    Column("was", JSON, nullable=False),
    # A key of life.ROW_STATES.
    Column("state", Words, nullable=False),
    Column("strikes", Integer, nullable=False),
    Column("problems", JSON, nullable=False),
    Column("document_id", ForeignKey("document.id"), index=True),
    Column("stem", Words, nullable=False),
    Column("docx_sha256", Words, nullable=False),
    Column("docx_size", Integer, nullable=False),
    Column("pdf_sha256", Words, nullable=False),
    Column("pdf_size", Integer, nullable=False),
    # The worker that has it, and when that one was last seen alive.
    Column("claimed_by", Words),
    Column("claimed_at", UtcTime),
    Column("done_at", UtcTime),
    Index("batch_row_by_state", "batch_id", "state", "strikes", "position"),
)

# Which heading an office means by which field, for its next list of that kind.
batch_mapping = Table(
    "batch_mapping",
    metadata,
    Column("agency_id", ForeignKey("agency.id"), primary_key=True, autoincrement=False),
    Column("kind", Words, primary_key=True),
    Column("mapping", JSON, nullable=False),
    Column("updated_at", UtcTime, nullable=False),
)

# -- the audit trail -------------------------------------------------------------------------------

# One chain for each office (agency_id 0: the installation): every hash covers the one before it.
# Triggers of the database refuse every change of a row that is there.
trail_event = Table(
    "trail_event",
    metadata,
    Column("agency_id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcTime, nullable=False),
    Column("user_id", Integer),
    Column("ho_ten", Words, nullable=False),
    Column("address", Words, nullable=False),
    Column("action", Words, nullable=False),
    Column("document_id", Integer),
    Column("detail", LongWords, nullable=False),
    Column("hash", Words, nullable=False),
    Index("trail_event_by_document", "agency_id", "document_id"),
)
