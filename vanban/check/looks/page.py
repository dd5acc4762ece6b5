"""Paper, margins, typeface and colour: Phụ lục I, Phần I, Mục I.1 to I.4."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Final

from vanban import repairs
from vanban.check import letters
from vanban.check.engine import Hit, Look, Unknown, at
from vanban.check.faults import nameless, quoted, readable
from vanban.check.parts import Bit, Family, Found, Part, once
from vanban.decree30 import (
    A4_HEIGHT_MM,
    A4_WIDTH_MM,
    FIRST_LINE_INDENT_MM,
    FONT_FAMILY,
    MARGIN_BOTTOM_MM,
    MARGIN_LEFT_MM,
    MARGIN_RIGHT_MM,
    MARGIN_TOP_MM,
    Range,
)
from vanban.laid import MM, Box, Holder, Laid, Piece, Run
from vanban.laid import family as family_of
from vanban.repairs import Margins, Repair
from vanban.vietnamese.legacy import detect

# Printers and programs round A4 to whole points and to tenths of an inch.
_PAPER_MM: Final = 1.0
# Margins are set in inches, in points and in centimetres.
_SET_MM: Final = 0.6
# A PDF tells where letters stand, not where margins were set.
_PRINTED_MM: Final = 1.5
_ABOVE_MM: Final = 2.0
_LEAD_MM: Final = 6.0  # how far the letters of a first line may stand below the margin
_FLOATING_MM: Final = 14.0  # a heading that floats is drawn up no higher than that
_LONG_MM: Final = 100.0
_FEW: Final = 5  # lines that end in one place before they tell a margin
_MOST: Final = 8  # places told of one rule
_STRAY: Final = 0.05  # of the letters: less is a slip of the hand, not another typeface
# Letters of figures and formulas, which Times New Roman has not got.
_SIGNS: Final = ("symbol", "wingdings", "webdings", "cambriamath", "segoeuisymbol", "mtextra")
# What stands for Times New Roman, of the same widths, in PDFs made where it is not installed.
_TWINS: Final = ("liberationserif", "tinos", "nimbusrom", "texgyretermes")
# What a program prints where it has not got the typeface or the letter: nobody has chosen it.
_FALLBACK: Final = ("dejavu", "deja vu", "noto ", "unifont")
_DARK: Final = 0x40  # colours as dark as this print black
_OWN_COLOUR: Final = (Part.DO_KHAN, Part.DO_MAT, Part.LUU_HANH, Part.SAO_DIEN_TU)
_ADDRESS: Final = re.compile(r"https?:|www\.|@|\.(vn|com|gov|org|net)\b", re.I)
_LEGACY: Final = (".vn", "vni-", "vni ")


def kho_giay(found: Found) -> Iterator[Hit]:
    """Every page is A4, upright or lying (I.1, I.2); a wide table behind the text may be on A3."""
    for number, sheet in enumerate(found.laid.sheets):
        short, long = sorted((sheet.width, sheet.height))
        behind = number > found.last_page or found.family is Family.PHU_LUC
        if behind and abs(short - A4_HEIGHT_MM) <= _PAPER_MM:
            continue
        if abs(short - A4_WIDTH_MM) > _PAPER_MM or abs(long - A4_HEIGHT_MM) > _PAPER_MM:
            size = f"{sheet.width:.0f} x {sheet.height:.0f} mm (trang {number + 1})"
            yield Hit(size, "A4 (210 x 297 mm)")
            return


def chieu_trang(found: Found) -> Iterator[Hit]:
    """Pages stand upright; they may lie where they hold a table or a picture (I.2)."""
    wide = {
        page
        for page, sheet in enumerate(found.laid.sheets[: found.last_page + 1])
        if sheet.width > sheet.height + 1
    }
    if not wide:
        return
    heads = (Part.QUOC_HIEU, Part.TIEU_NGU, Part.CO_QUAN, Part.NOI_NHAN, Part.HO_TEN)
    layout = {b.piece.at.table for p in heads for b in found.parts.get(p, ()) if b.piece.at}
    if found.laid.source == "pdf" or found.laid.pictures:
        raise Unknown("Không chắc các trang nằm ngang có bảng, biểu hay không.")
    if not any(piece.at and piece.at.table not in layout for piece in found.laid.pieces):
        yield Hit(f"theo chiều rộng (trang {min(wide) + 1})", "theo chiều dài")


@once
def _sections(found: Found) -> list[int]:
    """The sections that hold the main text on upright pages."""
    main = {
        piece.section
        for piece in found.laid.pieces
        if piece.holder in (Holder.BODY, Holder.CELL)
        and piece.text.strip()
        and (piece.box.page <= found.last_page if piece.box else piece.section == 0)
    }
    frames = found.laid.frames
    return [n for n in sorted(main) if n < len(frames) and frames[n].width < frames[n].height]


def margin(side: str, allowed: Range) -> Look:
    """The rule: a margin is as wide as that, as it was set or, of a PDF, as it is printed."""

    def rule(found: Found) -> Iterator[Hit]:
        if found.laid.source == "pdf":
            yield from _printed(found, side, allowed)
            return
        for number in _sections(found):
            width = getattr(found.laid.frames[number], side) * MM
            if not allowed.low - _SET_MM <= width <= allowed.high + _SET_MM:
                repair = Margins(number, **{side: min(max(width, allowed.low), allowed.high)})
                page = _first_page(found, number)
                is_, box = f"{letters.told(width)} mm", _strip(found, page, side, width)
                yield Hit(is_, _mm(allowed), box=box, repair=(repair,))
                return

    return rule


def _first_page(found: Found, section: int) -> int:
    """The page that the text of a section begins on."""
    boxes = [p.box for p in found.laid.pieces if p.section == section and p.holder is Holder.BODY]
    return next((box.page for box in boxes if box), 0)


def _strip(found: Found, page: int, side: str, width: float) -> Box | None:
    """A margin as a strip of its page, so that it can be shown; None where there is no page."""
    if page >= len(found.laid.sheets):
        return None
    right, bottom = found.laid.sheets[page].width, found.laid.sheets[page].height
    edges = {
        "left": (0.0, 0.0, width, bottom),
        "right": (right - width, 0.0, right, bottom),
        "top": (0.0, 0.0, right, width),
        "bottom": (0.0, bottom - width, right, bottom),
    }
    return Box(page, *edges[side])


def _mm(allowed: Range) -> str:
    return f"{allowed.low:.0f} đến {allowed.high:.0f} mm"


def _printed(found: Found, side: str, allowed: Range) -> Iterator[Hit]:
    seen = _of_pdf(found, side)
    if seen is None:
        raise Unknown("Tệp PDF không cho biết lề đã đặt, chữ in cũng không đủ để đo.")
    width, page = seen
    high = allowed.high + (_LEAD_MM if side == "top" else _PRINTED_MM)
    low = allowed.low - _PRINTED_MM
    if side == "bottom" and width >= low:
        # The next line would not have fitted, or there was none: only too little room is a fault.
        raise Unknown("Chữ in cuối trang không cho biết lề dưới đã đặt.")
    if not low <= width <= high:
        box = _strip(found, page, side, width)
        yield Hit(f"khoảng {width:.0f} mm", _mm(allowed), box=box)


def _of_pdf(found: Found, side: str) -> tuple[float, int] | None:
    """A margin as the letters keep it, in mm, and on which page; None when they do not tell."""
    if side == "top":
        top = _top(found)
        return None if top is None else (top, 0)
    places = []
    for page, sheet in enumerate(found.laid.sheets[: found.last_page + 1]):
        if sheet.height > sheet.width:
            right, bottom = sheet.width, sheet.height
            for box in _long_lines(found, page):
                kept = {"left": box.left, "right": right - box.right, "bottom": bottom - box.bottom}
                places.append((kept[side], page))
    if side == "bottom":
        return min(places, default=None)
    widths = [width for width, _ in places]
    edges = (p for p in sorted(places) if sum(abs(q - p[0]) <= 1 for q in widths) >= _FEW)
    edge = next(edges, None)
    if side == "left" and edge is not None and _may_be_indented(edge[0]):
        return None
    return edge


def _top(found: Found) -> float | None:
    """Where the heading begins, mm; None when it may stand above the margin, as one that floats.

    A heading just above the least margin proves nothing until other pages begin as high, nor does
    one below something else.
    """
    heads = (Part.QUOC_HIEU, Part.CO_QUAN, Part.CHU_QUAN)
    boxes = [bit.piece.box for part in heads for bit in found.parts.get(part, ())]
    first = min((box.top for box in boxes if box and box.page == 0), default=None)
    least = MARGIN_TOP_MM.low - _PRINTED_MM
    if first is not None and _stands_above(found, first):
        return None
    if first is None or not _FLOATING_MM <= first < least:
        return first
    pages = range(1, found.last_page + 1)
    others = [min((box.top for box in _long_lines(found, page)), default=0.0) for page in pages]
    return first if others and max(others) < least else None


def _stands_above(found: Found, first: float) -> bool:
    """Whether something is printed above the heading: a stamp, or what a signature shows."""
    return any(
        not line.box.page and line.box.top < first - _ABOVE_MM and piece.holder is not Holder.HEADER
        for piece in found.laid.pieces
        for line in piece.lines
    )


def _may_be_indented(left: float) -> bool:
    """Whether lines may stand so far in because each begins a paragraph."""
    low, high = MARGIN_LEFT_MM.low - _PRINTED_MM, MARGIN_LEFT_MM.high + _PRINTED_MM
    return left > high and any(low <= left - first <= high for first in FIRST_LINE_INDENT_MM)


def _long_lines(found: Found, page: int) -> Iterator[Box]:
    """The lines of text that go from margin to margin, or nearly; an address stands below them."""
    for piece in found.laid.pieces:
        address = found.of.get(piece.number) is Part.LIEN_HE
        if piece.holder in (Holder.BODY, Holder.NOTE) and not address:
            for line in piece.lines:
                if line.box.page == page and line.box.width >= _LONG_MM:
                    yield line.box


def _plain(family: str) -> str:
    """The name of a family without what programs add to it: "ABCDEF+TimesNewRomanPS-BoldMT"."""
    name = re.sub(r"^[A-Z]{6}\+", "", family)
    name = re.split(r"[,-]", name)[0].lower().replace(" ", "")
    return re.sub(r"(ps)?(mt)?$", "", name)


@lru_cache(maxsize=256)
def _right_family(source: str, family: str) -> bool:
    plain = _plain(family)
    if not plain or plain.startswith(("timesnewroman", *_SIGNS)):
        return True
    return source == "pdf" and (plain == "times" or plain.startswith(_TWINS))


@once
def _strange(found: Found) -> tuple[float, dict[str, list[tuple[Piece, Run]]]]:
    """How much of the text is set in other families, and where each of them stands."""
    readable(found)
    every, odd, unknown = 0, 0, 0
    stands: dict[str, list[tuple[Piece, Run]]] = {}
    for piece in found.laid.pieces:
        for run in piece.runs:
            count = sum(map(str.isalpha, run.text))
            every += count
            family = family_of(run.font)
            told = found.laid.source == "docx" or not nameless(family)
            accented = family.lower().startswith(_LEGACY) and not run.text.isascii()
            if not told or accented or _is_bullet(run) or _right_family(found.laid.source, family):
                continue
            if found.laid.source == "pdf" and family.lower().startswith(_FALLBACK):
                unknown += count
            elif count:
                odd += count
                stands.setdefault(family, []).append((piece, run))
    if found.laid.source == "pdf" and every and not odd and _all_nameless(found.laid):
        raise Unknown("Tệp PDF không cho biết tên phông chữ.")
    if unknown > _STRAY * every and not odd:
        raise Unknown("Tệp PDF in bằng phông chữ thay thế nên không biết phông chữ đã đặt.")
    return (odd / every if every else 0.0), stands


def _is_bullet(run: Run) -> bool:
    """Whether it is the ring that Word sets before an item, an "o" of Courier New."""
    return run.start == 0 and run.text.strip() == "o"


def _all_nameless(laid: Laid) -> bool:
    return all(nameless(run.font.family) for piece in laid.pieces for run in piece.runs)


def _families(stands: Mapping[str, list[tuple[Piece, Run]]]) -> Iterator[Hit]:
    for family, places in islice(stands.items(), _MOST):
        piece, first = places[0]
        repair: list[Repair] = []
        for each, run in places:
            stretch = Bit(each, run.start, run.start + len(run.text))
            repair += _family(stretch)
        is_ = f"{family} (“{quoted(first.text)}”)"
        yield Hit(is_, FONT_FAMILY, **at(piece), repair=tuple(repair))


def _family(bit: Bit) -> tuple[Repair, ...]:
    start, end = max(bit.start - bit.piece.label, 0), bit.end - bit.piece.label
    if not bit.piece.source or end <= start:
        return ()
    return (repairs.Look(bit.piece.source, start, end, family=FONT_FAMILY),)


def phong_chu(found: Found) -> Iterator[Hit]:
    """The typeface is Times New Roman (I.4)."""
    share, stands = _strange(found)
    if share > _STRAY:
        yield from _families(stands)


def phong_chu_le(found: Found) -> Iterator[Hit]:
    """No letter of another typeface is left anywhere (I.4)."""
    share, stands = _strange(found)
    if share <= _STRAY:
        yield from _families(stands)


def bo_ma(found: Found) -> Iterator[Hit]:
    """The letters are Unicode, not those of the typefaces of the 1990s (I.4).

    Without accents they are the same in all of them.
    """
    readable(found)
    told = 0
    for piece in found.laid.pieces:
        old = [
            run.text
            for run in piece.runs
            if family_of(run.font).lower().startswith(_LEGACY) and not run.text.isascii()
        ]
        if (old or detect(piece.text)) and told < _MOST:
            told += 1
            yield Hit(f"“{quoted(old[0] if old else piece.text)}”", "Unicode", **at(piece))


def _coloured(colour: str) -> str:
    """The name of a colour, "" for black, for what is as dark, and for white, which is not seen."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        return ""
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    if max(red, green, blue) <= _DARK or min(red, green, blue) >= 0xF0:
        return ""
    if max(red, green, blue) - min(red, green, blue) < _DARK:
        return "xám"
    if red >= max(green, blue):
        return "đỏ" if green < 0x80 else "cam hoặc vàng"
    return "xanh" if blue >= green else "xanh lá cây"


def _is_address(piece: Piece, run: Run) -> bool:
    """Whether letters belong to an e-mail address or one of the web, which programs make blue."""
    end = run.start + len(run.text)
    before = re.search(r"\S*$", piece.text[: run.start])
    after = re.match(r"\S*", piece.text[end:])
    around = (before[0] if before else "") + run.text + (after[0] if after else "")
    return _ADDRESS.search(around) is not None


def mau_chu(found: Found) -> Iterator[Hit]:
    """The letters are black, save the marks that the decree wants red (I.4, III.2.b)."""
    readable(found)
    told = 0
    for piece in found.laid.pieces:
        if found.of.get(piece.number) in _OWN_COLOUR or told == _MOST:
            continue
        for run in piece.runs:
            name = "" if run.font.script else _coloured(run.font.colour)
            if name and any(c.isalnum() for c in run.text) and not _is_address(piece, run):
                told += 1
                start, end = run.start - piece.label, run.start + len(run.text) - piece.label
                mend = repairs.Look(piece.source, max(start, 0), end, colour="#000000")
                repair = (mend,) if piece.source and end > 0 else ()
                yield Hit(f"{name} (“{quoted(run.text)}”)", "đen", **at(piece), repair=repair)
                break


LOOKS: Final[Mapping[str, Look]] = {
    "kho_giay": kho_giay,
    "chieu_trang": chieu_trang,
    "le_tren": margin("top", MARGIN_TOP_MM),
    "le_duoi": margin("bottom", MARGIN_BOTTOM_MM),
    "le_trai": margin("left", MARGIN_LEFT_MM),
    "le_phai": margin("right", MARGIN_RIGHT_MM),
    "phong_chu": phong_chu,
    "phong_chu_le": phong_chu_le,
    "bo_ma": bo_ma,
    "mau_chu": mau_chu,
}
