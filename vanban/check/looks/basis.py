"""Căn cứ ban hành văn bản: Phụ lục I, Phần I, Mục II.6.a.

What stands before "QUYẾT ĐỊNH:" is a list of căn cứ; in papers of other kinds only lines that end
as such a list does are one, for many begin their first sentence with the same words.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vanban.check import letters
from vanban.check.engine import Hit, Look, NotApplicable, Unknown, at
from vanban.check.faults import ended, faces, quoted, sizes
from vanban.check.gather import together
from vanban.check.parts import Bit, Found, Part
from vanban.decree30 import CO_NOI_DUNG
from vanban.repairs import Repair

_LISTED: Final = frozenset(("Nghị quyết", "Quyết định"))
"""Kinds whose forms have a list of căn cứ (Phụ lục III, forms 1.1 to 1.3)."""
_OPENS: Final = re.compile(r"như sau|:$")
_SECOND: Final = re.compile(
    r"[;.,]\s+Căn cứ\s+(?:Hiến pháp|Bộ luật|Luật|Pháp lệnh|Nghị|Thông tư|Quyết định|Kế hoạch)"
)
_PROPOSED: Final = re.compile(r"\W*(?:Theo|Xét)\s+(?:các\s+)?đề nghị\b")
_EMPTY: Final = re.compile(r"(?:Căn cứ|Theo đề nghị của|Xét)?\W*\d?\W*")
_BEGINS: Final = re.compile(r"\W*Căn cứ\b")
_BEGINS_ONE: Final = re.compile(r"\W*(?:Căn cứ|Theo|Xét|Trên cơ sở|Thực hiện|Sau khi)\b")
_LAW: Final = re.compile(r"\W*Căn cứ\s+(?:vào\s+)?(?:Bộ luật|Luật|Pháp lệnh)\b")
_LAW_NUMBER: Final = re.compile(
    r"[\s,]*\(?\s*\bsố\s*:?\s*\d+/(?:\d{4}/)?(?:QH|UBTVQH|PL)[\w-]*(?:\s*\))?"
)
_LAW_ISSUER: Final = re.compile(
    r"(?<=\d{4})\s*,?\s*của\s+(?:Quốc hội|Ủy ban [Tt]hường vụ Quốc hội)\b"
)
_AMENDED: Final = re.compile(r"\b(?:được|đã)\s+(?:được\s+)?sửa đổi|\bvà\b")
_CITED: Final = re.compile(
    r"\W*Căn cứ\s+(?:vào\s+)?(?P<name>Nghị định|Thông tư(?: liên tịch)?|Quyết định|Nghị quyết|"
    r"Chỉ thị|Kế hoạch|Công văn)\b(?P<rest>.*)",
    re.DOTALL,
)
_NUMBER: Final = re.compile(r"\d\s*[/-]\s*(?:\d{4}\s*[/-]\s*)?[A-ZĐ]")
_BLANK: Final = re.compile(r"…|\.\.|_|\bsố\s*:?\s*/|\s{3,}|[\[\]{}<>]")
_DATED: Final = re.compile(r"\bngày\b|\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|\btháng\b")
_ISSUED: Final = re.compile(r"\bcủa\b|\bdo\b")
_NUMBERED: Final = frozenset(("Nghị định", "Thông tư", "Thông tư liên tịch"))
"""Kinds of which no document is without a number."""


@dataclass(frozen=True, slots=True)
class Basis:
    """One căn cứ, over as many paragraphs as it was broken into."""

    bits: tuple[Bit, ...]

    @property
    def text(self) -> str:
        """Its words, composed, with single blanks."""
        return " ".join(_seen(" ".join(bit.text for bit in self.bits)).split())

    @property
    def end(self) -> str:
        """The marks that it ends with."""
        text = re.sub(r"[”\"')\]\s]+$", "", self.text) if self.text[-1:] in "”\"'" else self.text
        return letters.ending(text)


def _seen(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def bases(found: Found) -> tuple[Basis, ...]:
    """The căn cứ of a document. NotApplicable: it has none, or only a sentence that names some."""
    if found.laid.scanned:
        raise Unknown("Tệp chỉ có ảnh chụp, không có chữ để đọc.")
    units: list[list[Bit]] = []
    for bit in found.parts.get(Part.CAN_CU, ()):
        if letters.is_upper(bit):
            continue  # who decides, and not why
        if units and (_seen(bit.text.lstrip())[:1].islower() or _broken(found, units[-1], bit)):
            units[-1].append(bit)
        else:
            units.append([bit])
    listed = [Basis(tuple(unit)) for unit in units]
    if found.loai not in _LISTED:
        listed = [basis for basis in listed if not _OPENS.search(basis.text)]
        last = max((at for at, basis in enumerate(listed) if ";" in basis.end), default=-1)
        listed = listed[: last + 1]
    if not listed:
        raise NotApplicable
    return tuple(listed)


def _broken(found: Found, before: Sequence[Bit], bit: Bit) -> bool:
    """Whether lines of a PDF that were read as two paragraphs are one căn cứ."""
    open_end = not Basis(tuple(before)).end
    return found.laid.source == "pdf" and open_end and not _BEGINS_ONE.match(_seen(bit.text))


def can_cu_kieu_chu(found: Found) -> Iterator[Hit]:
    """Căn cứ are in italics."""
    yield from together(
        (
            hit
            for basis in bases(found)
            for bit in basis.bits
            for hit in faces(found, bit, italic=True)
        ),
        "căn cứ",
    )


def can_cu_co_chu(found: Found) -> Iterator[Hit]:
    """Căn cứ have 13 to 14 pt."""
    yield from together(
        (hit for basis in bases(found) for bit in basis.bits for hit in sizes(bit, CO_NOI_DUNG)),
        "căn cứ",
    )


def can_cu_cham_phay(found: Found) -> Iterator[Hit]:
    """Every căn cứ but the last ends with ";"."""
    listed = bases(found)
    inner = listed[:-1] if found.loai in _LISTED else listed
    for basis in inner:
        if basis.end[-1:] not in (";", "…"):
            yield ended(basis.bits[-1], basis.text, basis.end, ";")


def can_cu_dau_cham(found: Found) -> Iterator[Hit]:
    """The last căn cứ of a quyết định or nghị quyết ends with "."."""
    last = bases(found)[-1]
    if found.loai not in _LISTED:
        raise NotApplicable  # what follows may be the sentence that they lead to
    if last.end not in (".", "./.", "…") and not _EMPTY.fullmatch(last.text):
        yield ended(last.bits[-1], last.text, last.end, ".")


def can_cu_moi_dong(found: Found) -> Iterator[Hit]:
    """Every căn cứ begins on a line of its own."""
    for basis in bases(found):
        for bit in basis.bits:
            for line in _seen(bit.text).split("\n"):
                if second := _SECOND.search(line):
                    yield Hit(quoted(line[second.start() + 1 :]), **at(bit))


def can_cu_de_nghi_cuoi(found: Found) -> Iterator[Hit]:
    """ "Theo đề nghị" comes last (the forms of Phụ lục III)."""
    listed = bases(found)
    for basis, after in itertools.pairwise(listed):
        if _PROPOSED.match(basis.text) and _BEGINS.match(after.text):
            yield Hit(quoted(basis.text), quoted(after.text), **at(basis.bits[0]))


def can_cu_luat(found: Found) -> Iterator[Hit]:
    """A luật or pháp lệnh is cited without its number and without who issued it."""
    for basis in bases(found):
        head = _LAW.match(basis.text)
        if not head:
            continue
        for pattern in (_LAW_NUMBER, _LAW_ISSUER):
            there = pattern.search(basis.text, head.end())
            if there and not _AMENDED.search(basis.text[head.end() : there.start()]):
                words = there.group().strip(" ,()")
                repair = _without(basis.bits[0], pattern) if len(basis.bits) == 1 else ()
                data = {"line": quoted(basis.text)}
                yield Hit(words, "", **at(basis.bits[0]), repair=repair, data=data)


def _without(bit: Bit, pattern: re.Pattern[str]) -> tuple[Repair, ...]:
    """The repair that takes what a pattern finds out of a bit."""
    there = pattern.search(bit.text)
    return letters.rewrite(bit, there.start(), there.end(), "") if there else ()


def can_cu_du_thong_tin(found: Found) -> Iterator[Hit]:
    """Any other document is cited with its number, its date and who issued it."""
    for basis in bases(found):
        cited = _CITED.match(basis.text)
        if not cited or _BLANK.search(basis.text):
            continue
        if missing := _missing(cited["name"], cited["rest"]):
            yield Hit(quoted(basis.text), ", ".join(missing), **at(basis.bits[0]))


def _missing(name: str, rest: str) -> Sequence[str]:
    missing = []
    if name in _NUMBERED and not _NUMBER.search(rest):
        missing.append("số, ký hiệu")
    if not missing and not _NUMBER.search(rest):
        return ()  # "Căn cứ Quyết định thành lập …": no citation of one document
    if not _DATED.search(rest):
        missing.append("ngày, tháng, năm ban hành")
    if not _ISSUED.search(rest):
        missing.append("cơ quan ban hành")
    return missing


LOOKS: Final[Mapping[str, Look]] = {
    "can_cu_kieu_chu": can_cu_kieu_chu,
    "can_cu_co_chu": can_cu_co_chu,
    "can_cu_cham_phay": can_cu_cham_phay,
    "can_cu_dau_cham": can_cu_dau_cham,
    "can_cu_moi_dong": can_cu_moi_dong,
    "can_cu_de_nghi_cuoi": can_cu_de_nghi_cuoi,
    "can_cu_luat": can_cu_luat,
    "can_cu_du_thong_tin": can_cu_du_thong_tin,
}
