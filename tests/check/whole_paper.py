"""A right quyết định and a right công văn, put together by hand, to be spoilt in one place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from tests.check.by_hand import DAY, PAGE, bit, font
from vanban.check.engine import Hit, Outcome, Report, check, rule_set
from vanban.check.looks import LOOKS, issued, marks, page, paging, sent, title
from vanban.check.looks import head as head_rules
from vanban.check.parts import Family, Found, Part
from vanban.laid import Box, Holder, Laid, Line, Piece, Run, Sheet, Stroke
from vanban.resolved import Align, Font, Shape

OF_FORM = {
    id_ for group in (page, paging, head_rules, issued, title, sent, marks) for id_ in group.LOOKS
}
"""The rules of page and head; what other groups say of a sample that is all head is their own."""
RIGHT_MIDDLE, LEFT_MIDDLE, PAGE_MIDDLE = 142.0, 60.0, 110.0
MIDDLE = Shape(align=Align.CENTER)
NUMBER = Line("2", Box(1, 108.0, 10.0, 112.0, 15.0), 14.0)


def at(
    part: Part,
    text: str | Sequence[tuple[str, Font]],
    look: Font,
    place: tuple[float, float, float],
    *,
    page: int = 0,
    **more: Any,
) -> tuple[Part, Piece]:
    """A paragraph of one line. place: its middle, the line it stands on, its width, in mm."""
    spans = [(text, look)] if isinstance(text, str) else list(text)
    whole = "".join(characters for characters, _ in spans)
    runs, start = [], 0
    for characters, span in spans:
        runs.append(Run(start, characters, span))
        start += len(characters)
    middle, base, width = place
    box = Box(page, middle - width / 2, base - 4.4, middle + width / 2, base + 1.1)
    made = Piece(0, whole, tuple(runs), (Line(whole, box, base),), Holder.BODY, shape=MIDDLE)
    return part, replace(made, **more)


def head() -> dict[str, tuple[Part, Piece]]:
    """Everything above the text of a quyết định, each under a name by which a test changes it."""
    bold = {"bold": True}
    return {
        "chu_quan": at(Part.CHU_QUAN, "UBND TỈNH HÒA BÌNH", font(13), (LEFT_MIDDLE, 25, 50)),
        "quoc_hieu": at(
            Part.QUOC_HIEU,
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            font(13, **bold),
            (RIGHT_MIDDLE, 25, 90),
        ),
        "co_quan": at(Part.CO_QUAN, "SỞ NỘI VỤ", font(13, **bold), (LEFT_MIDDLE, 31, 30)),
        "tieu_ngu": at(
            Part.TIEU_NGU, "Độc lập - Tự do - Hạnh phúc", font(14, **bold), (RIGHT_MIDDLE, 31, 62)
        ),
        "so": at(Part.SO_KY_HIEU, "Số: 15/QĐ-SNV", font(13), (LEFT_MIDDLE, 40, 35)),
        "ngay": at(
            Part.DIA_DANH,
            "Hòa Bình, ngày 05 tháng 3 năm 2026",
            font(14, italic=True),
            (RIGHT_MIDDLE, 40.5, 78),
        ),
        "ten_loai": at(Part.TEN_LOAI, "QUYẾT ĐỊNH", font(14, **bold), (PAGE_MIDDLE, 55, 33)),
        "trich_yeu": at(
            Part.TRICH_YEU, "Về việc khen thưởng", font(14, **bold), (PAGE_MIDDLE, 61, 60)
        ),
    }


def letter() -> dict[str, tuple[Part, Piece]]:
    """Everything above the text of a công văn."""
    made = head()
    date = made.pop("ngay")
    del made["ten_loai"], made["trich_yeu"]
    made["so"] = at(Part.SO_KY_HIEU, "Số: 05/SNV-VP", font(13), (LEFT_MIDDLE, 40, 35))
    made["v_v"] = at(
        Part.TRICH_YEU_CV,
        "V/v nâng bậc lương năm 2026",
        font(12),
        (LEFT_MIDDLE, 47, 55),
        shape=Shape(align=Align.CENTER, before=6.0),
    )
    made["ngay"] = date
    made["kinh_gui"] = at(Part.KINH_GUI, "Kính gửi: Bộ Nội vụ", font(14), (PAGE_MIDDLE, 60, 50))
    return made


def rule(length: float, middle: float, base: float, page: int = 0, **more: Any) -> Stroke:
    """A line below a text whose letters stand on `base`."""
    top = base + 1.8
    return Stroke(Box(page, middle - length / 2, top, middle + length / 2, top + 0.2), 0.75, **more)


BELOW = {
    Part.TIEU_NGU: rule(62, RIGHT_MIDDLE, 31),
    Part.CO_QUAN: rule(13, LEFT_MIDDLE, 31),
    Part.TRICH_YEU: rule(25, PAGE_MIDDLE, 61),
}


def paper(
    parts: Mapping[str, tuple[Part, Piece]],
    loai: str = "Quyết định",
    *,
    below: Mapping[Part, Stroke] | None = None,
    source: str = "docx",
    sheets: int = 1,
    **laid: Any,
) -> Found:
    """The document of these parts."""
    pieces, held = [], {}
    for number, (part, piece) in enumerate(parts.values()):
        made = replace(piece, number=number, source=number + 1 if source == "docx" else 0)
        pieces.append(made)
        held[part] = (*held.get(part, ()), bit(made))
    drawn = {p: s for p, s in (BELOW if below is None else below).items() if p in held}
    numbered = [Sheet(210.0, 297.0)]
    for nth in range(1, sheets):
        line = replace(NUMBER, text=str(nth + 1), box=replace(NUMBER.box, page=nth))
        numbered.append(Sheet(210.0, 297.0, line, font(14)))
    told = {
        "sheets": tuple(numbered),
        "strokes": tuple(drawn.values()),
        "frames": (PAGE,) if source == "docx" else (),
    }
    document = Laid(source, pieces=tuple(pieces), **(told | laid))
    of = {b.piece.number: part for part, bits in held.items() for b in bits}
    last = len(document.sheets) - 1
    family = Family.HANH_CHINH
    return Found(document, family, loai, parts=held, of=of, strokes=drawn, last_page=last)


def report(made: Found) -> Report:
    return check(made, LOOKS, rule_set(), DAY)


def wrong(made: Found) -> list[str]:
    """The rules of form that tell something, each once, in reading order."""
    told = (each.rule.id for each in report(made).findings)
    return list(dict.fromkeys(id_ for id_ in told if id_ in OF_FORM))


def hits(made: Found, id_: str) -> list[Hit]:
    return [each.hit for each in report(made).findings if each.rule.id == id_]


def outcome(made: Found, id_: str) -> Outcome:
    return next(each.outcome for each in report(made).told if each.rule.id == id_)


def spoilt(
    parts: Mapping[str, tuple[Part, Piece]],
    name: str,
    text: str | None = None,
    *,
    across: float = 0.0,
    down: float = 0.0,
    page: int = 0,
    shape: Shape | None = MIDDLE,
    **look: Any,
) -> dict[str, tuple[Part, Piece]]:
    """The parts with one of them changed: what it says, how it looks, or where it stands (mm)."""
    part, piece = parts[name]
    letters = replace(piece.runs[0].font, **look)
    line = piece.lines[0]
    middle, width = line.box.middle + across, line.box.width
    made = at(
        part,
        piece.text if text is None else text,
        letters,
        (middle, line.base + down, width),
        page=page,
        shape=piece.shape if shape is MIDDLE else shape,
    )
    return {**parts, name: made}


def mixed(
    parts: Mapping[str, tuple[Part, Piece]], name: str, *spans: tuple[str, Font]
) -> dict[str, tuple[Part, Piece]]:
    """The parts with one of them said in several looks."""
    part, piece = parts[name]
    box = piece.lines[0].box
    return {
        **parts,
        name: at(part, spans, spans[0][1], (box.middle, piece.lines[0].base, box.width)),
    }
