"""Looks that are rare in offices: small capitals, boxes, page frames, upright text."""

from __future__ import annotations

from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH as AL
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.pdf.specimens import TEXT, add, blank, saved

_W = nsdecls("w")


def put(holder: Any, xml: str) -> None:
    """An element, with the prefix w alone, at the end of a properties element."""
    holder.append(parse_xml(xml.replace(" ", f" {_W} ", 1) if " " in xml else xml))


def looks() -> bytes:
    """Small capitals, letters in a box, lines between paragraphs."""
    document = blank()
    add(document, TEXT, AL.JUSTIFY).runs[0].font.small_caps = True
    mixed = add(document, "Nghị định số ")
    mixed.add_run("30/2020/NĐ-CP của Chính phủ").font.small_caps = True
    mixed.add_run(" về công tác văn thư")
    boxed = add(document, "Độ mật: ")
    mark = boxed.add_run("HỎA TỐC")
    put(mark._r.get_or_add_rPr(), '<w:bdr w:val="single" w:sz="8" w:space="0" w:color="auto"/>')
    boxed.add_run(" gửi ngay trong ngày")
    for text in ("Một", TEXT, "Ba"):
        item = add(document, text)
        lines = "".join(
            f'<w:{edge} w:val="single" w:sz="4" w:space="1" w:color="auto"/>'
            for edge in ("top", "left", "bottom", "right", "between")
        )
        item._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {_W}>{lines}</w:pBdr>"))
    add(document, "Sau khung")
    return saved(document)
