"""A signature put into a PDF: PAdES (ETSI.CAdES.detached, SHA-256), by an addition to the file.

In: PDF bytes, the name of a field, an opened `Identity`, a place, what is seen of it. Out: the same
bytes with an addition. Nghị định 30/2020/NĐ-CP orders two signatures on one file (Điều 14-17, 32):
the leader's, after which số and ngày may be filled and the office may sign and nothing else; then
the office's, which closes the file.

Without a picture a signature shows nothing. The decree wants the picture of the signature and knows
no other sign for it: a name, a date or a frame of the program's own would be against its form. So
the place stays as white as a paper that waits for the pen, and who uses this module says that a
picture is missing.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import pkcs11
from pyhanko.pdf_utils import generic
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
)
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes

from vanban import typeface
from vanban.places import CO_QUAN, LABELS, NGUOI_KY, TEXTS, Place
from vanban.problems import Fault, Problem
from vanban.signing.append import (
    Appender,
    check_allowed,
    entry,
    fields,
    opened,
    readable,
    refuse,
    signed,
    told_places,
)
from vanban.signing.identity import Hand, Identity, TokenAway
from vanban.signing.images import Image
from vanban.signing.looks import Drawn, Look, at_true_size
from vanban.signing.stamp import Stamper
from vanban.vietnamese.days import VIETNAM

_MM: Final = 72 / 25.4
# Measures of a seal are rounded to a millimetre; what is off by less is not made smaller.
_NEARLY: Final = 1.02
# Room in the file for the signature itself: its own parts, and those a time stamp adds. Bytes.
_OWN, _STAMP = 4096, 12288
_PICTURE: Final = re.compile(rb"q ([\d.]+) 0 0 ([\d.]+) ([\d.-]+) ([\d.-]+) cm /Im Do Q")
_LEADER_LOCK: Final = FieldMDPSpec(FieldMDPAction.EXCLUDE, [*TEXTS, CO_QUAN])
_CLOSING_LOCK: Final = FieldMDPSpec(FieldMDPAction.ALL)


class SignFailed(Fault):
    """The signature could not be made; the file is as it was."""


class _PadesSigner(PdfSigner):
    """pyHanko's signer, which would call a file with an ECDSA signature PDF 2.0.

    PDF/A-2 stands on PDF 1.7, and PAdES itself (ETSI EN 319 142) knows ECDSA there.
    """

    def register_extensions(self, pdf_out: Any, *, md_algorithm: str) -> None:
        pdf_out.ensure_output_version(version=(1, 7))
        pdf_out.register_extension(ESIC_EXTENSION_1)


@dataclass(frozen=True, slots=True)
class _Job:
    """One signature, with all that was found out before it is made."""

    field: str
    hand: Hand
    look: Look
    level: MDPPerm | None
    tsa: str | None
    moment: datetime


def sign(
    pdf: bytes,
    field: str,
    identity: Identity,
    *,
    place: Place,
    image: Image | None = None,
    text: Sequence[str] = (),
    tsa: str | None = None,
    moment: datetime,
    strict: bool = True,
) -> bytes:
    """Sign in a field, which is made at its place where the file has none.

    image: the signature, centred in the field and made smaller where it does not fit; for CO_QUAN
    the seal, in its true size over the left third of the leader's picture. text: lines, 10 pt.
    tsa: address of a time-stamp authority. moment: the time of signing, aware of its zone. strict:
    False for a file that a scanner made. The first signature also makes the field of the second,
    while nothing forbids it, where the file tells its place. Raises PdfRefused; StampAway,
    TokenAway and SignFailed, which leave the file as it was.
    """
    if missing := typeface.covers("".join(text)):
        raise refuse("pdf_glyph_missing", characters=missing)
    writer = opened(pdf, strict=strict)
    with readable():
        _check(writer, field)
        level = _prepare(writer, field, place, image)
        look = _look(writer, field, image, tuple(text))
    if identity.signer is None:
        raise RuntimeError("the key was let go before it signed")
    return asyncio.run(_signed(writer, _Job(field, identity.signer, look, level, tsa, moment)))


def _check(writer: Appender, field: str) -> None:
    """Whether this field may be signed now. Raises PdfRefused."""
    known = fields(writer)
    if field in known and entry(known[field].get_object(), "/V") is not None:
        raise refuse("sign_field_signed")
    check_allowed(writer, [field])
    if field == CO_QUAN and any(
        name in known and not str(entry(known[name].get_object(), "/V", "")) for name in TEXTS
    ):
        raise refuse("sign_number_open")


# -- fields ----------------------------------------------------------------------------------------


def _prepare(writer: Appender, field: str, place: Place, image: Image | None) -> MDPPerm | None:
    """Make the fields that are missing; out: what the lock of this one lets be changed later."""
    known = fields(writer)
    first = not signed(writer)
    leader = field == NGUOI_KY
    office_can_sign = not leader or CO_QUAN in known or (first and _add_office(writer))
    lock = _LEADER_LOCK if leader else _CLOSING_LOCK
    level = MDPPerm.FILL_FORMS if leader else MDPPerm.NO_CHANGES
    if field not in known:
        # A level counts like a certification, which forbids new fields: see `_add_office`.
        allowed = level if office_can_sign else None
        _add(writer, _wide_enough(place, image) if field == CO_QUAN else place, lock, allowed)
        return allowed
    there = known[field].get_object()
    if "/Lock" not in there:
        return None
    level = entry(there["/Lock"], "/P")
    return None if level is None else MDPPerm(level)


def _add_office(writer: Appender) -> bool:
    """Make the field of the office where the file tells its place; whether it did."""
    place = told_places(writer).get(CO_QUAN)
    if place is not None:
        _add(writer, place, _CLOSING_LOCK, MDPPerm.NO_CHANGES)
    return place is not None


def _wide_enough(place: Place, image: Image | None) -> Place:
    """The place of a seal, about its own middle as large as the seal."""
    if image is None:
        return place
    width, height = at_true_size(image)
    width, height = max(width, place.width), max(height, place.height)
    x = place.x + (place.width - width) / 2
    y = place.y + (place.height - height) / 2
    return Place(place.name, place.page, x, y, width, height)


def _add(writer: Appender, place: Place, lock: FieldMDPSpec, level: MDPPerm | None) -> None:
    if not 0 <= place.page < int(writer.root["/Pages"]["/Count"]):
        raise refuse("sign_no_place", page=place.page + 1)
    box: Any = tuple(round(edge, 3) for edge in (place.x, place.y, place.right, place.top))
    append_signature_field(
        writer,
        SigFieldSpec(
            place.name,
            on_page=place.page,
            box=box,
            field_mdp_spec=lock,
            doc_mdp_update_value=level,
            readable_field_name=LABELS.get(place.name),
        ),
    )


# -- what is seen ----------------------------------------------------------------------------------


def _look(writer: Appender, field: str, image: Image | None, text: tuple[str, ...]) -> Look:
    here = fields(writer)[field].get_object()
    turn = _turn(here)
    drawn = None
    if image is not None:
        seal = field == CO_QUAN
        drawn = _seal(writer, here, image, turn) if seal else _centred(here, image, turn)
    size = _room_of(here, turn)
    return Look(border_width=0, size=size, drawn=drawn, text=text, turn=turn)


def _turn(field: Any) -> int:
    """How the page of a field is turned to be read; the value may stand above the page."""
    node = entry(field, "/P")
    while isinstance(node, generic.DictionaryObject):
        if "/Rotate" in node:
            return int(node["/Rotate"])
        node = entry(node, "/Parent")
    return 0


def _box(field: Any) -> tuple[float, float, float, float]:
    """Left, bottom, width, height of a field."""
    left, bottom, right, top = (float(edge) for edge in field["/Rect"])
    return min(left, right), min(bottom, top), abs(right - left), abs(top - bottom)


def _room_of(field: Any, turn: int) -> tuple[float, float]:
    """Width and height of a field as it is read."""
    _, _, width, height = _box(field)
    return (height, width) if turn % 180 else (width, height)


def _centred(field: Any, image: Image, turn: int) -> Drawn:
    width, height = _room_of(field, turn)
    across, up = at_true_size(image)
    smaller = min(1.0, width / across, height / up)
    across, up = across * smaller, up * smaller
    return Drawn(image, (width - across) / 2, (height - up) / 2, across, up)


def _seal(writer: Appender, field: Any, image: Image, turn: int) -> Drawn:
    """A seal in its true size, its right edge a third into the signature if the field lets it."""
    left, bottom, *_ = _box(field)
    width, height = _room_of(field, turn)
    across, up = at_true_size(image)
    fits = min(1.0, width / across, height / up)
    if fits * _NEARLY < 1:
        raise refuse("sign_image_wide", width=f"{image.width_mm:.0f}")
    across, up = across * fits, up * fits
    x, y = (width - across) / 2, (height - up) / 2
    signature = _picture_of(fields(writer).get(NGUOI_KY))
    if signature is not None and not turn:
        its_left, its_bottom, its_width, its_height = signature
        x = its_left + its_width / 3 - across - left
        y = its_bottom + (its_height - up) / 2 - bottom
    return Drawn(image, _within(x, width - across), _within(y, height - up), across, up)


def _within(value: float, most: float) -> float:
    return max(0.0, min(value, most))


def _picture_of(
    reference: generic.IndirectObject | None,
) -> tuple[float, float, float, float] | None:
    """Where on its page the picture of a signature lies: its field, if another program drew it."""
    field: Any = reference.get_object() if reference is not None else {}
    if not entry(field, "/V") or "/Rect" not in field:
        return None
    left, bottom, width, height = _box(field)
    stream = entry(entry(field, "/AP", {}), "/N")
    drawn = _PICTURE.search(stream.data) if isinstance(stream, generic.StreamObject) else None
    if drawn is None:
        return left, bottom, width, height
    across, up, x, y = map(float, drawn.groups())
    return left + x, bottom + y, across, up


# -- the signature ---------------------------------------------------------------------------------


async def _signed(writer: Appender, job: _Job) -> bytes:
    stamper = Stamper(job.tsa) if job.tsa else None
    meta = PdfSignatureMetadata(
        field_name=job.field,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        docmdp_permissions=job.level or MDPPerm.FILL_FORMS,
    )
    signer = _PadesSigner(meta, job.hand, timestamper=stamper, stamp_style=job.look)
    try:
        session = signer.init_signing_session(writer, existing_fields_only=True)
        session.system_time = job.moment.astimezone(VIETNAM)
        room = _room(job.hand, with_stamp=stamper is not None)
        waiting = session.prepare_tbs_document(None, bytes_reserved=room)
        digest, out = waiting.digest_tbs_document()
        done = await waiting.perform_signature(
            document_digest=digest.document_digest,
            pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=session.system_time),
        )
        await done.post_signature_processing(out)
    except pkcs11.PKCS11Error as error:
        raise TokenAway(Problem("sign_token_failed")) from error
    except (SigningError, ValueError) as error:
        raise SignFailed(Problem("sign_failed")) from error
    made: bytes = out.getvalue()  # type: ignore[attr-defined] # in memory, as nothing else was asked
    return made


def _room(hand: Hand, *, with_stamp: bool) -> int:
    """How many hexadecimal digits the signature may take, without asking the authority twice."""
    certificates = sum(len(each.dump()) for each in (hand.signing_cert, *hand.cert_registry))
    return 2 * (_OWN + certificates + (_STAMP if with_stamp else 0))
