"""Kính gửi: Phụ lục I, Phần I, Mục II.9.b and II.9.d, first part (ô 9a)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from vanban.check.engine import Hit, Look, NotApplicable, Unknown, at
from vanban.check.faults import all_seen, bits, face_of, quoted, readable, rewrite, size_of
from vanban.check.parts import Bit, Found, Part
from vanban.check.standing import lines_of
from vanban.decree30 import CO_NOI_DUNG
from vanban.vietnamese.text import fold

# With the tone in the letter or behind it: what stands after it must be found in the file.
_HEAD: Final = re.compile(
    r"\s*k[ií][\u0300-\u036f]*nh\s+g[uưử][\u0300-\u036f]*i(?P<colon>\s*:?)", re.I
)
_DASH: Final = re.compile(r"\s*[-–—−\u2011]")
# Those whose samples address the receiver in words of their own.
_MAY_ADDRESS: Final = frozenset(
    ("Công văn", "Tờ trình", "Báo cáo", "Phiếu gửi", "Phiếu chuyển", "Phiếu báo", "Thư công")
)
_ALIGNED_MM: Final = 3.0


@dataclass(frozen=True, slots=True)
class Name:
    """A receiver, as long as it is written. bit: its last line. own_line: not behind the colon."""

    first: Bit
    bit: Bit
    text: str
    own_line: bool

    @property
    def dashed(self) -> bool:
        """Whether it begins with a dash."""
        return _DASH.match(self.text) is not None


def _written(found: Found) -> Iterator[tuple[Bit, bool]]:
    """Every line that somebody ended, the words "Kính gửi:" left out. Whether it is its own."""
    for nth, bit in enumerate(bits(found, Part.KINH_GUI)):
        head = _HEAD.match(bit.text) if nth == 0 else None
        start = bit.start + (head.end() if head else 0)
        own = head is None
        for text in bit.piece.text[start : bit.end].split("\n"):
            if text.strip():
                yield Bit(bit.piece, start, start + len(text)), own
            start, own = start + len(text) + 1, True


def names(found: Found) -> list[Name]:
    """The receivers: a line without dash below one with a dash goes on with it."""
    got: list[Name] = []
    for bit, own in _written(found):
        if got and got[-1].dashed and not _DASH.match(bit.text):
            got[-1] = Name(got[-1].first, bit, f"{got[-1].text} {bit.text}", got[-1].own_line)
        else:
            got.append(Name(bit, bit, bit.text, own))
    return got


def kinh_gui_loai(found: Found) -> Iterator[Hit]:
    """Only tờ trình, báo cáo and công văn have it (II.9.b)."""
    bit = bits(found, Part.KINH_GUI)[0]
    if not found.loai:
        raise Unknown("Không nhận ra loại văn bản.")
    if found.loai not in _MAY_ADDRESS:
        should = "chỉ dùng trong tờ trình, báo cáo và công văn"
        yield Hit(f"có trong {found.loai.lower()}", should, **at(bit))


def kinh_gui_thieu(found: Found) -> Iterator[Hit]:
    """A công văn has it (II.9.b)."""
    if found.loai != "Công văn":
        raise NotApplicable
    readable(found)
    if any("kinh gui" in fold(piece.text) for piece in found.laid.pieces):
        return
    all_seen(found)
    yield Hit("không có", "Kính gửi: …")


def kinh_gui_dau_hai_cham(found: Found) -> Iterator[Hit]:
    """A colon follows the words (II.9.d)."""
    bit = bits(found, Part.KINH_GUI)[0]
    head = _HEAD.match(bit.text)
    if head and ":" not in head["colon"] and bit.text[head.end() :].strip():
        spot = head.start("colon")
        repair = rewrite(bit, spot, spot, ":")
        yield Hit(quoted(bit.text), "Kính gửi:", **at(bit), repair=repair)


def kinh_gui_mot_dong(found: Found) -> Iterator[Hit]:
    """One receiver stands on the line of "Kính gửi:" (II.9.d)."""
    got = names(found)
    if len(got) == 1 and got[0].own_line and got[0].first.piece.at is None:
        yield Hit("ở dòng dưới", "cùng dòng với “Kính gửi:”", **at(got[0].first))


def _listed(found: Found) -> list[Name]:
    """Two receivers or more."""
    got = names(found)
    if sum(name.dashed for name in got) < 2:
        raise NotApplicable
    return got


def kinh_gui_gach_dau_dong(found: Found) -> Iterator[Hit]:
    """Each of several receivers begins with a dash (II.9.d)."""
    got = names(found)
    if len(got) < 2:
        raise NotApplicable
    semicolons = any(name.text.rstrip().endswith(";") for name in got)
    for name in got:
        if not name.dashed and (semicolons or any(each.dashed for each in got)):
            start = len(name.first.text) - len(name.first.text.lstrip())
            repair = rewrite(name.first, start, start, "- ")
            should = f"- {quoted(name.text)}"
            yield Hit(quoted(name.text), should, **at(name.first), repair=repair)


def kinh_gui_dau_cau(found: Found) -> Iterator[Hit]:
    """Each ends with ";", the last one with "." (II.9.d)."""
    got = _listed(found)
    for nth, name in enumerate(got):
        right = "." if nth == len(got) - 1 else ";"
        text = name.text.rstrip()
        if not text.endswith(right):
            whole = name.bit.text.rstrip()
            kept = whole.rstrip(".,;:/ ") if whole[-1:] in ".,;:/" else whole
            repair = rewrite(name.bit, len(kept), len(whole), right)
            yield Hit(f"…{text[-25:]}", f"dấu “{right}” ở cuối", **at(name.bit), repair=repair)


def kinh_gui_thang_hang(found: Found) -> Iterator[Hit]:
    """The dashes stand one below the other (II.9.d)."""
    got = [name for name in _listed(found) if name.dashed and name.own_line]
    lefts = []
    for name in got:
        if printed := lines_of(name.first):
            lefts.append((printed[0].box.left, name))
    if len(lefts) < 2:
        raise Unknown("Không đọc được vị trí in của các dòng.")
    for left, name in lefts[1:]:
        off = left - lefts[0][0]
        if abs(off) > _ALIGNED_MM:
            yield Hit(f"lệch {abs(off):.0f} mm", "thẳng hàng với nhau", **at(name.first))


LOOKS: Final[Mapping[str, Look]] = {
    "kinh_gui_loai": kinh_gui_loai,
    "kinh_gui_thieu": kinh_gui_thieu,
    "kinh_gui_dau_hai_cham": kinh_gui_dau_hai_cham,
    "kinh_gui_co_chu": size_of(Part.KINH_GUI, CO_NOI_DUNG),
    "kinh_gui_kieu_chu": face_of(Part.KINH_GUI, italic=False),
    "kinh_gui_khong_dam": face_of(Part.KINH_GUI, bold=False),
    "kinh_gui_mot_dong": kinh_gui_mot_dong,
    "kinh_gui_gach_dau_dong": kinh_gui_gach_dau_dong,
    "kinh_gui_dau_cau": kinh_gui_dau_cau,
    "kinh_gui_thang_hang": kinh_gui_thang_hang,
}
