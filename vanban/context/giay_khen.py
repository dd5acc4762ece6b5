"""A giấy khen: one awardee comes in; the lines of the page and their sizes go out.

The page has rows of fixed height (`ROWS_MM`), so that every line stands where it stands on the next
giấy khen and on a blank that was printed before. Text that is long is set smaller, down to the
least of its sizes, on lines of about the same length; what does not fit even so is refused with a
sentence. Layout and sizes are left to the office (Nghị định 98/2023/NĐ-CP, Điều 104, as last read).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from vanban.agency import IN_SAN, GiayKhen
from vanban.khen_thuong import FORMS, RECIPIENTS
from vanban.problems import Problem, Refused
from vanban.typeface import text_width
from vanban.vietnamese import names, numbers

TEXT_MM: Final = 245.0
"""Width of the text on the page of 297 mm."""
ROWS_MM: Final[Mapping[str, float]] = {
    "bieu_trung": 21.0,
    "quoc_hieu": 17.0,
    "chuc_vu": 11.0,
    "tang": 8.0,
    "ten": 17.0,
    "noi_dung": 41.0,
    "ky": 63.0,
}
"""Heights of the rows, from the top."""
GAPS_MM: Final = (6.0, 8.0, 7.0)
"""Without an emblem its row becomes these: on top, above the name, above the signature."""
CROSS_MM: Final = 50.0
"""The test page has a cross so far from its left and its upper edge."""

# Sizes in pt: the one that is wanted, then smaller ones, to the least.
DECIDER_PT: Final = 20.0
TITLE_PT: Final = 38.0
SIGN_PT: Final = 13.0
NAME_PT: Final = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0)
POST_PT: Final = (17.0, 16.0, 15.0, 14.0, 13.0, 12.0)
DEED_PT: Final = (18.0, 17.0, 16.0, 15.0, 14.0, 13.0)
_DECIDERS: Final = (DECIDER_PT, 18.0, 16.0, 14.0, 13.0)
_TITLES: Final = (TITLE_PT, 34.0, 30.0, 28.0, 26.0, 24.0)
_SIGNS: Final = (SIGN_PT, 12.0, 11.0)
GAP_PT: Final = 3.0
"""Above the achievement."""

_LINE: Final = 1.16  # the line of Times New Roman is 1.15 of its size
_PT: Final = 72 / 25.4
# The letters of another font file may be a hair wider; text never reaches the edges.
_WIDTH: Final = (TEXT_MM - 12) * _PT
_SIGN_WIDTH: Final = 138 * _PT
_SIGN_ROOM: Final = 36 * _PT
# Spaces where no line ends: "năm 2026", "số 12", "2019 - 2025", "Hồ Chí Minh".
_TOGETHER: Final = re.compile(
    r"(?<=năm) (?=\d)|(?<=ngày) (?=\d)|(?<=tháng) (?=\d)|(?<=số) (?=\d)|(?<=quý) (?=[\dIVX])"
    r"| (?=[-–] )|(?<=\d.[-–]) (?=\d)|(?<=Hồ) (?=Chí Minh)|(?<=Hồ Chí) (?=Minh)"
)
_NBSP: Final = "\u00a0"
_OPEN: Final = "…………"


@dataclass(frozen=True)
class Fitted:
    """A giấy khen that fits its page. seen: what the template prints. sizes: style → pt."""

    seen: Mapping[str, Any]
    sizes: Mapping[str, float]


def build(values: Mapping[str, Any], office: GiayKhen, signing: Sequence[str], year: int) -> Fitted:
    """The page of one awardee. signing: the lines above the signer's name. year: of the award.

    Raises Refused for an award that the recipient cannot get, and for what does not fit.
    """
    form = FORMS[values["hinh_thuc"]]
    if values["doi_tuong"] not in form.he_so:
        told = {"form": form.ten, "recipient": RECIPIENTS[values["doi_tuong"]]}
        raise Refused(Problem("award_not_for_recipient", "hinh_thuc", told))
    title = form.ten.upper()
    fitted = _recipient(values)
    decider, decider_pt = _decider(values["tham_quyen"].upper())
    sizes = {
        **fitted.sizes,
        "Chức vụ tặng": decider_pt,
        "Tên hình thức khen": _one_line(title, _TITLES),
        **dict.fromkeys(("Ngày tặng", "Chức vụ người tặng", "Tên người tặng"), _sign(signing)),
    }
    seen = {
        **fitted.seen,
        "tham_quyen": decider,
        "tang": "TẶNG" if form.loai == "hinh_thuc" else "TẶNG DANH HIỆU",
        "hinh_thuc": title,
        "so_quyet_dinh": values["so_quyet_dinh"] or _OPEN,
        "ngay_quyet_dinh": _day(values["ngay"], year),
        "so_vang": "……" if values["so_vang"] is None else str(values["so_vang"]),
        **_parts(office),
    }
    return Fitted(seen, sizes)


def emblem(office: GiayKhen) -> bool:
    """Whether the emblem is printed."""
    return bool(office.bieu_trung) and not office.tren_phoi


def own_frame(office: GiayKhen) -> bool:
    """Whether the office's own frame is printed."""
    return office.khung_rieng and not office.tren_phoi


def _parts(office: GiayKhen) -> dict[str, Any]:
    """Which of the fixed things are printed, and which the blank has."""
    there = set(office.in_san) if office.tren_phoi else set()
    return {
        "khung": "" if office.tren_phoi else office.khung,
        "cho_bieu_trung": bool(office.bieu_trung) or office.tren_phoi,
        "trang_thu": office.trang_thu,
        **{f"in_{part}": part not in there for part in IN_SAN},
    }


def _day(day: date | None, year: int) -> str:
    return numbers.date_text(day) if day else f"ngày …… tháng …… năm {year}"


def _recipient(values: Mapping[str, Any]) -> Fitted:
    """Name, post and achievement, together in their row: the largest sizes that fit."""
    name = values["ho_ten"]
    if values["doi_tuong"] == "ca_nhan" and values["danh_xung"]:
        name = f"{values['danh_xung']} {names.split_honorific(name)[1]}"
    post = values["chuc_vu_don_vi"]
    deed = f"Đã có {values['thanh_tich'].rstrip(' .;')}"
    room = ROWS_MM["noi_dung"] * _PT
    one_line = [pt for pt in NAME_PT if _wide(name, pt) <= _WIDTH]
    largest = one_line[0] if one_line else NAME_PT[-1]
    for name_pt, post_pt, deed_pt in zip(NAME_PT, POST_PT, DEED_PT, strict=True):
        sizes = (min(largest, name_pt), post_pt, deed_pt)
        lines = (
            _lines(name, sizes[0], bold=True),
            _lines(post, sizes[1]) if post else (),
            _lines(deed, sizes[2]),
        )
        high = sum(len(part) * pt * _LINE for part, pt in zip(lines, sizes, strict=True))
        if high + GAP_PT <= room:
            keys = ("ten", "chuc_vu_don_vi", "thanh_tich")
            seen = {key: "\n".join(part) for key, part in zip(keys, lines, strict=True)}
            styles = ("Người được khen", "Chức vụ đơn vị", "Thành tích")
            return Fitted(seen, dict(zip(styles, sizes, strict=True)))
    raise Refused(Problem("award_page_full", "thanh_tich", {"count": len(deed)}))


def _wide(text: str, size: float, *, bold: bool = True) -> float:
    return text_width(text, size, bold=bold)


def _decider(text: str) -> tuple[str, float]:
    """On one line as long as that is possible, on two small ones otherwise."""
    for size in _DECIDERS:
        if _wide(text, size) <= _WIDTH:
            return text, size
    lines = _lines(text, _DECIDERS[-1], bold=True)
    if len(lines) > 2:
        raise Refused(Problem("award_decider_long", "tham_quyen", {"count": len(text)}))
    return "\n".join(lines), _DECIDERS[-1]


def _one_line(text: str, sizes: Sequence[float]) -> float:
    """The titles of the table of awards all fit; a longer one becomes as small as is needed."""
    fits = (size for size in sizes if _wide(text, size) <= _WIDTH)
    return next(fits, int(sizes[-1] * _WIDTH / _wide(text, sizes[-1])))


def _sign(signing: Sequence[str]) -> float:
    """The size at which date, powers, the room for the seal and the name fit into their row."""
    for size in _SIGNS:
        count = 2 + sum(len(_lines(line, size, bold=True, width=_SIGN_WIDTH)) for line in signing)
        if count * size * _LINE + _SIGN_ROOM <= ROWS_MM["ky"] * _PT:
            return size
    raise Refused(Problem("award_signing_long", "nguoi_ky"))


# -- lines -----------------------------------------------------------------------------------------
def _lines(text: str, size: float, *, bold: bool = False, width: float = _WIDTH) -> tuple[str, ...]:
    """Text on as few lines as it needs, of about the same length."""
    words = _TOGETHER.sub(_NBSP, text).split(" ")
    measured = [(word, text_width(word, size, bold=bold)) for word in _whole(words, size, bold)]
    space = text_width(" ", size, bold=bold)
    count = len(list(_broken(measured, space, width)))
    if count == 1:
        return (text,)
    narrow, wide = width / count, width
    for _ in range(12):
        middle = (narrow + wide) / 2
        if len(list(_broken(measured, space, middle))) <= count:
            wide = middle
        else:
            narrow = middle
    return tuple(_broken(measured, space, wide))


def _whole(words: Sequence[str], size: float, bold: bool) -> Iterator[str]:
    """Words, the long ones cut where a line is full: no word is wider than the page."""
    for word in words:
        start = 0
        for end in range(1, len(word) + 1):
            if text_width(word[start:end], size, bold=bold) > _SIGN_WIDTH:
                yield word[start : end - 1]
                start = end - 1
        yield word[start:]


def _broken(measured: Sequence[tuple[str, float]], space: float, width: float) -> Iterator[str]:
    line: list[str] = []
    used = 0.0
    for word, wide in measured:
        if line and used + space + wide > width:
            yield " ".join(line)
            line, used = [], 0.0
        used += wide + (space if line else 0.0)
        line.append(word)
    yield " ".join(line)
