"""Files as answers: a kept file or a preview comes in; a download or a picture goes out."""

from __future__ import annotations

from io import BytesIO

from flask import abort, current_app, request, send_file
from werkzeug.wrappers import Response

from vanban.problems import Problem
from vanban.register import FileRecord
from vanban.store import FileLost
from vanban.web.access import services
from vanban.web.previews import EXTENSION, Composed, Previews

FORMS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_YEAR_SECONDS = 365 * 24 * 3600


def send(file: FileRecord, data: bytes) -> Response:
    """A download under the file's own name."""
    return send_file(
        BytesIO(data), mimetype=FORMS[file.form], as_attachment=True, download_name=file.name
    )


def kept_bytes(file: FileRecord) -> bytes:
    """The bytes of a file that may not be made again. Raises FileLost in words that say so."""
    try:
        return services().drafts.read_file(file)
    except FileLost as lost:
        raise FileLost(Problem("signed_file_lost", file.name)) from lost


def previews() -> Previews:
    """The previews of this application."""
    found: Previews = current_app.extensions[EXTENSION]
    return found


def send_page(composed: Composed, index: int) -> Response:
    """The picture of page `index` (from 0); 404 when there is no such page."""
    try:
        png = previews().picture(services().service, composed, index)
    except IndexError:
        abort(404)
    response = Response(png, mimetype="image/png")
    if request.args.get("v") == composed.version:
        # The address names the content. Kept by this browser only, never by a proxy.
        response.headers["Cache-Control"] = f"private, max-age={_YEAR_SECONDS}, immutable"
    return response
