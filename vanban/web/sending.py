"""Files as answers: a kept file comes in; a download goes out."""

from __future__ import annotations

from io import BytesIO

from flask import send_file
from werkzeug.wrappers import Response

from vanban.problems import Problem
from vanban.register import FileRecord
from vanban.store import FileLost
from vanban.web.access import services

FORMS = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


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
