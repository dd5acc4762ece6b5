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

from vanban.life import LEADER
from vanban.problems import Problem, Refused
from vanban.register import User
from vanban.signing.identity import Identity
from vanban.signing.images import Image
from vanban.vietnamese.text import clean_line
from vanban.web.access import services
from vanban.web.pages import millimetres

# CSS counts 96 px to the inch, whatever the screen.
_PX_PER_MM = 96 / 25.4
_MB = 1024 * 1024
# The form that asks for a key. What begins with "mat_khau" is never shown again (errors.py).
KEY_FILE, PIN = "chung_thu", "mat_khau_khoa"
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


def limit_mb() -> int:
    """The largest request that is taken, in MB."""
    return services().settings.max_upload_mb


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
    """The key of the form, opened: of the file that was sent, or of the one that is kept.

    A key that somebody asks to keep is kept. Raises Refused with the place of what is wrong.
    """
    keyring = services().keyring
    file = None if request.form.get("dung") == "giu" else sent(KEY_FILE, "Tệp chứng thư có khóa")
    pin = request.form.get(PIN, "")
    if not pin:
        raise Refused(Problem("required", PIN, {"label": "Mã PIN của chứng thư"}))
    try:
        identity = keyring.open_key(user, stage, bytearray(pin.encode()), file)
        # Only a person's own: they see it on their page, and can have it forgotten there.
        if file is not None and stage == LEADER and "giu_lai" in request.form:
            keyring.keep_key(user, stage, file, bytearray(pin.encode()))
    except Refused as refused:
        raise Refused(*(Problem(p.code, _of_key(p), p.data) for p in refused.problems)) from refused
    return identity


def _of_key(problem: Problem) -> str:
    return PIN if problem.code.startswith("sign_pin") else KEY_FILE


def about_key(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The same problems; those that name no field of the form are about the certificate."""
    return tuple(
        p if p.where in (KEY_FILE, PIN) else Problem(p.code, KEY_FILE, p.data) for p in problems
    )


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
