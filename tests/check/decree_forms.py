"""The decree's own sample forms: its Phụ lục III, split into a Word file for each mẫu.

In: phu_luc_3/Phuluc3.docx, whose README tells where it comes from. Out: the bytes of each form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Any

import docx
from docx.oxml.ns import qn

SOURCE = Path(__file__).parent / "phu_luc_3" / "Phuluc3.docx"
_HEADING = re.compile(r"\s*Mẫu (\d\.\d+|văn bản)")
_ATTACHED = ("kèm theo, giấy", "kèm theo, điện tử")


def _text(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(qn("w:t")))


def _elements(document: Any) -> list[Any]:
    return [each for each in document.element.body if each.tag != qn("w:sectPr")]


@cache
def forms() -> Mapping[str, bytes]:
    """Number of a mẫu, or what the two that come with a quyết định are for → its Word file."""
    elements = _elements(docx.Document(str(SOURCE)))
    begins = [
        at
        for at, each in enumerate(elements)
        if each.tag == qn("w:p") and _HEADING.match(_text(each))
    ]
    attached = iter(_ATTACHED)
    made = {}
    for begin, end in zip(begins, [*begins[1:], len(elements)], strict=True):
        number = _HEADING.match(_text(elements[begin]))
        assert number is not None
        name = next(attached) if number[1] == "văn bản" else number[1]
        made[name] = _form(begin, end)
    return MappingProxyType(made)


def _form(begin: int, end: int) -> bytes:
    document = docx.Document(str(SOURCE))
    body = document.element.body
    for at, each in enumerate(_elements(document)):
        notes = each.tag == qn("w:tbl") and _text(each).lstrip().startswith("Ghi chú")
        if at == begin and any(map(_signed, each)):
            _bare(each)
        elif not begin < at < end or notes:
            body.remove(each)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _bare(heading: Any) -> None:
    """The paragraph "Mẫu …" without its words, but as high: a box hangs below its two lines."""
    for run in heading.findall(qn("w:r")):
        if not _signed(run):
            heading.remove(run)
    heading.add_r().add_br()


def _signed(element: Any) -> bool:
    """Whether what a signature shows hangs on it, in a text box."""
    return any(True for _ in element.iter(qn("w:txbxContent")))
