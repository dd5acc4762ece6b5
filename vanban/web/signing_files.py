"""What is uploaded for signing, and how pictures are shown at their true size.

In: a request with files. Out: their bytes, an opened key, or a problem that names the field; sizes
on the screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from flask import request, send_file
from werkzeug.wrappers import Response

from vanban.problems import Problem, Refused
from vanban.register import User
from vanban.signing.hostile import LARGEST_MB, LIMIT_MB
from vanban.signing.identity import Identity
from vanban.signing.images import Image
from vanban.vietnamese.text import clean_line
from vanban.web.access import services
from vanban.web.pages import millimetres

# CSS counts 96 px to the inch, whatever the screen.
_PX_PER_MM = 96 / 25.4
_MB = 1024 * 1024
# The form that asks for a key. What begins with "mat_khau" is never shown again (errors.py).
KEY_FILE, PIN, TOKEN_NAME = "chung_thu", "mat_khau_khoa", "ten_thiet_bi"
# Which key is used, besides that of a file.
KEPT, TOKEN = "giu", "thiet_bi"
SIGNED_FILE = "tep_da_ky"
_WIDTH = re.compile(r"[0-9]{1,3}([.,][0-9]{1,2})?\Z")


@dataclass(frozen=True)
class Shown:
    """A picture on a page. address: of its bytes; width, height: in CSS px, and in mm as read."""

    address: str
    width: int
    height: int
    width_mm: str
    height_mm: str


def shown(address: str, image: Image) -> Shown:
    """A picture at its true size."""
    return Shown(
        address,
        round(image.width_mm * _PX_PER_MM),
        round(image.height_mm * _PX_PER_MM),
        millimetres(image.width_mm),
        millimetres(image.height_mm),
    )


def limit_mb(most: int = LIMIT_MB) -> int:
    """The largest file that is taken, in MB: what the server lets in, and `most` at that."""
    return min(services().settings.max_upload_mb, most)


def scan_limit_mb() -> int:
    """The largest scan that is taken to be signed, in MB."""
    return limit_mb(LARGEST_MB)


def sent(name: str, label: str) -> bytes:
    """The file of that field. Raises Refused when none was chosen or it is empty."""
    data = _sent(name)
    if not data:
        raise Refused(Problem("upload_missing", name, {"label": label}))
    return data


def _sent(name: str) -> bytes:
    file = request.files.get(name)
    return file.read() if file is not None else b""


def width_sent() -> float | None:
    """The width in mm that was typed; None when the file itself says it. Raises Refused."""
    typed = clean_line(request.form.get("rong", "")).removesuffix("mm").strip()
    if not typed:
        return None
    if not _WIDTH.match(typed):
        raise Refused(Problem("bad_number", "rong", {"label": "Bề rộng in ra", "typed": typed}))
    return float(typed.replace(",", "."))


def key_sent(user: User, stage: str) -> Identity:
    """The key of the form, opened: of a file, of the one that is kept, or on the server's token.

    A key that somebody asks to keep is kept. Raises Refused with the place of what is wrong.
    """
    keyring, way = services().keyring, request.form.get("dung", "tep")
    file = sent(KEY_FILE, "Tệp chứng thư có khóa") if way not in (KEPT, TOKEN) else None
    pin = request.form.get(PIN, "")
    if not pin:
        raise Refused(Problem("required", PIN, {"label": "Mã PIN của chứng thư"}))
    try:
        if way == TOKEN:
            named = clean_line(request.form.get(TOKEN_NAME, ""))
            return keyring.open_token(user, stage, pin, named)
        identity = keyring.open_key(user, stage, bytearray(pin.encode()), file)
        if file is not None and "giu_lai" in request.form:
            keyring.keep_key(user, stage, file, bytearray(pin.encode()))
    except Refused as refused:
        where = TOKEN_NAME if way == TOKEN else KEY_FILE
        problems = (
            Problem(p.code, PIN if p.code.startswith("sign_pin") else where, p.data)
            for p in refused.problems
        )
        raise Refused(*problems) from refused
    return identity


def about_key(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The same problems; those that name no field of the form are about the certificate."""
    places = (KEY_FILE, PIN, TOKEN_NAME)
    return tuple(p if p.where in places else Problem(p.code, KEY_FILE, p.data) for p in problems)


def at(where: str, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The same problems, at that place of the page."""
    return tuple(Problem(p.code, where, p.data) for p in problems)


def too_large(where: str) -> tuple[Problem, ...]:
    """What to say of a request that was cut off because of its size."""
    return (Problem("upload_too_large", where, {"limit": limit_mb()}),)


def pdf(name: str, data: bytes) -> Response:
    """A PDF to be saved under that name."""
    return send_file(
        BytesIO(data), mimetype="application/pdf", as_attachment=True, download_name=name
    )


def png(data: bytes) -> Response:
    """A picture on a page."""
    return send_file(BytesIO(data), mimetype="image/png")
