"""The signing of a paper as its page tells it: whose turn it is, which files there are.

In: a paper and who reads it. Out: plain values for the template; nothing is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from vanban.life import LEADER, ORIGINS, SIGNING
from vanban.register import DocumentRecord, SignedFile
from vanban.signatures import Standing
from vanban.store import FileLost
from vanban.web.access import current_user, services
from vanban.web.signing_files import Shown, limit_mb, shown
from vanban.web.signing_words import Told, told


@dataclass(frozen=True)
class Due:
    """What lies to be signed by the reader."""

    stage: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Addresses:
    """Where the forms of one signing lead. bare: to the file without its number, "" for none."""

    file: str
    upload: str
    here: str
    back: str
    bare: str = ""


@dataclass(frozen=True)
class StageRow:
    """One file of a paper on its way. original: the one that counts; dropped: set aside."""

    label: str
    address: str
    how: str
    by: str
    at: datetime
    size: int
    sha256: str
    original: bool
    dropped: bool


@dataclass(frozen=True)
class Area:
    """The signing of one paper. due: None when it is not the reader's turn.

    unnumbered: the file has no number because it could not be written in. trusts: whether the
    office trusts any root.
    """

    due: Due | None
    unnumbered: bool
    to: Addresses
    stages: tuple[StageRow, ...]
    seen: tuple[Told, ...]
    trusts: bool
    limit: int


def area(record: DocumentRecord) -> Area:
    """What the page of this paper says about its signatures."""
    signatures, user = services().signatures, current_user()
    standing = signatures.standing(user, record.id)
    judged = [file for file in standing.files if file.dropped_at is None and _is_signature(file)]
    return Area(
        due_now(record.id, standing),
        standing.unnumbered,
        addresses(record.id, standing),
        tuple(_row(file, standing) for file in standing.files),
        told(signatures.verdict(judged[-1])) if judged else (),
        bool(services().keyring.plan(user).roots),
        limit_mb(),
    )


def due_now(document_id: int, standing: Standing) -> Due | None:
    """What the reader is to sign now; None when it is not their turn, or the file is lost."""
    if not (standing.stage and standing.may_sign):
        return None
    try:
        lying = services().signatures.to_sign(current_user(), document_id, standing.stage)
    except FileLost:
        return None
    return Due(lying.stage, lying.sha256, len(lying.data))


def addresses(document_id: int, standing: Standing) -> Addresses:
    """Where the forms of this paper lead."""
    numbered = standing.stage not in ("", LEADER) and not standing.unnumbered
    file = url_for("signing.to_sign", document_id=document_id)
    return Addresses(
        file,
        url_for("signing.upload", document_id=document_id),
        url_for("signing.here", document_id=document_id),
        url_for("home.paper", document_id=document_id),
        f"{file}?khong_so=1" if numbered else "",
    )


def _is_signature(file: SignedFile) -> bool:
    """Whether the file brought a signature, and so was examined."""
    return bool(file.verdict.get("signatures"))


def _row(file: SignedFile, standing: Standing) -> StageRow:
    original = standing.original is not None and standing.original.seq == file.seq
    return StageRow(
        SIGNING[file.stage].label,
        url_for("signing.stage_file", document_id=file.document_id, seq=file.seq),
        ORIGINS[file.origin],
        file.by,
        file.at,
        file.size,
        file.sha256,
        original,
        file.dropped_at is not None,
    )


def picture(stage: str) -> Shown | None:
    """The reader's own signature, or the office's seal, as it stands on a page; None for none."""
    image = services().keyring.picture(current_user(), stage)
    endpoint = "signing_own.image" if stage == LEADER else "signing_office.seal"
    return None if image is None else shown(url_for(endpoint), image)
