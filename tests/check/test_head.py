"""Quốc hiệu, Tiêu ngữ, names of bodies: each fault by its rule alone, near misses by none."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.check.by_hand import font
from tests.check.whole_paper import (
    BELOW,
    LEFT_MIDDLE,
    RIGHT_MIDDLE,
    at,
    head,
    hits,
    mixed,
    outcome,
    paper,
    rule,
    spoilt,
    wrong,
)
from vanban.check.engine import Outcome
from vanban.check.parts import Found, Part
from vanban.decree30 import QUOC_HIEU, TIEU_NGU
from vanban.laid import Box, Line, Sheet, Stroke
from vanban.problems import Problem
from vanban.repairs import Letters, Look, RuleLine, Setting
from vanban.resolved import Align, Shape

BOLD = {"bold": True}


def of(name: str, text: str | None = None, **change: Any) -> Found:
    return paper(spoilt(head(), name, text, **change))


def ruled(part: Part, stroke: Stroke | None, **more: Any) -> Found:
    below = {p: s for p, s in {**BELOW, part: stroke}.items() if s is not None}
    return paper(head(), below=below, **more)


def without(name: str) -> Found:
    parts = head()
    del parts[name]
    return paper(parts)


WRONG: dict[str, list[Callable[[], Found]]] = {
    "quoc_hieu_thieu": [lambda: without("quoc_hieu")],
    "quoc_hieu_chu": [
        lambda: of("quoc_hieu", "CỘNG HÒA XÃ HỘI CHŨ NGHĨA VIỆT NAM"),
        lambda: of("quoc_hieu", "NƯỚC CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        lambda: of("quoc_hieu", "CỘNG HOA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ],
    "quoc_hieu_in_hoa": [lambda: of("quoc_hieu", "Cộng hòa xã hội chủ nghĩa Việt Nam")],
    "quoc_hieu_co_chu": [
        lambda: of("quoc_hieu", size=11.0),
        lambda: of("quoc_hieu", size=14.0),
        lambda: of("quoc_hieu", size=11.5),
        lambda: paper(
            mixed(
                head(),
                "quoc_hieu",
                ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT ", font(13, **BOLD)),
                ("NAM", font(14, **BOLD)),
            )
        ),
    ],
    "quoc_hieu_kieu_chu": [
        lambda: of("quoc_hieu", bold=False),
        lambda: of("quoc_hieu", italic=True),
    ],
    "tieu_ngu_thieu": [lambda: without("tieu_ngu")],
    "tieu_ngu_chu": [
        lambda: of("tieu_ngu", "Độc lập - Tự do - Hạnh phức"),
        lambda: of("tieu_ngu", "Độc lập - Tự do - Hạnh phúc."),
    ],
    "tieu_ngu_viet_hoa": [
        lambda: of("tieu_ngu", "Độc Lập - Tự Do - Hạnh Phúc"),
        lambda: of("tieu_ngu", "ĐỘC LẬP - TỰ DO - HẠNH PHÚC"),
        lambda: of("tieu_ngu", caps=True),
        lambda: of("tieu_ngu", "Độc lập - tự do - hạnh phúc"),
    ],
    "tieu_ngu_gach_noi": [
        lambda: of("tieu_ngu", "Độc lập-Tự do-Hạnh phúc"),
        lambda: of("tieu_ngu", "Độc lập- Tự do - Hạnh phúc"),
        lambda: of("tieu_ngu", "Độc lập, Tự do, Hạnh phúc"),
    ],
    "tieu_ngu_gach_dai": [lambda: of("tieu_ngu", "Độc lập – Tự do – Hạnh phúc")],
    "tieu_ngu_co_chu": [lambda: of("tieu_ngu", size=12.0), lambda: of("tieu_ngu", size=15.0)],
    "tieu_ngu_kieu_chu": [lambda: of("tieu_ngu", bold=False), lambda: of("tieu_ngu", italic=True)],
    "tieu_ngu_duong_ke": [
        lambda: ruled(Part.TIEU_NGU, None),
        lambda: ruled(Part.TIEU_NGU, rule(62, RIGHT_MIDDLE, 31, solid=False)),
    ],
    "tieu_ngu_duong_ke_dai": [
        lambda: ruled(Part.TIEU_NGU, rule(30, RIGHT_MIDDLE, 31)),
        lambda: ruled(Part.TIEU_NGU, rule(80, RIGHT_MIDDLE, 31)),
    ],
    "co_chu_thong_nhat": [
        lambda: of("tieu_ngu", size=13.0),
        lambda: paper(
            spoilt(spoilt(head(), "quoc_hieu", size=12.0), "tieu_ngu", size=13.0),
        ),
    ],
    "chu_quan_in_hoa": [lambda: of("chu_quan", "UBND tỉnh Hòa Bình")],
    "chu_quan_co_chu": [lambda: of("chu_quan", size=14.0), lambda: of("chu_quan", size=11.0)],
    "chu_quan_kieu_chu": [lambda: of("chu_quan", bold=True), lambda: of("chu_quan", italic=True)],
    "co_quan_in_hoa": [lambda: of("co_quan", "Sở Nội vụ")],
    "co_quan_co_chu": [lambda: of("co_quan", size=14.0), lambda: of("co_quan", size=10.0)],
    "co_quan_kieu_chu": [lambda: of("co_quan", bold=False), lambda: of("co_quan", italic=True)],
    "co_quan_viet_tat": [lambda: of("co_quan", "UBND XÃ AN BÌNH")],
    "co_quan_duong_ke": [
        lambda: ruled(Part.CO_QUAN, None),
        lambda: ruled(Part.CO_QUAN, rule(13, LEFT_MIDDLE, 31, solid=False)),
    ],
    "co_quan_duong_ke_dai": [
        lambda: ruled(Part.CO_QUAN, rule(30, LEFT_MIDDLE, 31)),
        lambda: ruled(Part.CO_QUAN, rule(5, LEFT_MIDDLE, 31)),
    ],
    "co_quan_duong_ke_giua": [lambda: ruled(Part.CO_QUAN, rule(13, LEFT_MIDDLE - 9, 31))],
}

MOVED: dict[str, list[Callable[[], Found]]] = {
    "quoc_hieu_vi_tri": [
        lambda: paper(spoilt(head(), "quoc_hieu", across=105 - RIGHT_MIDDLE)),
        lambda: paper(spoilt(head(), "quoc_hieu", down=100)),
    ],
    "tieu_ngu_vi_tri": [lambda: paper(spoilt(head(), "tieu_ngu", across=-14))],
    "quoc_hieu_dong_don": [lambda: paper(spoilt(head(), "quoc_hieu", down=-6))],
    "co_quan_vi_tri": [lambda: paper(spoilt(head(), "co_quan", across=-10))],
    "co_quan_dong_don": [lambda: paper(spoilt(head(), "chu_quan", down=-6))],
}

RIGHT: dict[str, Callable[[], Found]] = {
    "as it should be": lambda: paper(head()),
    "the other set of sizes": lambda: paper(
        spoilt(
            spoilt(
                spoilt(head(), "quoc_hieu", size=12.0),
                "tieu_ngu",
                size=13.0,
            ),
            "ngay",
            size=13.0,
        )
    ),
    "the sizes of mẫu 1.5": lambda: of("quoc_hieu", size=12.0),
    "the date in the size of the number": lambda: of("ngay", size=13.0),
    "sizes between": lambda: paper(
        spoilt(spoilt(head(), "quoc_hieu", size=12.5), "tieu_ngu", size=13.5)
    ),
    "a size that a PDF rounds": lambda: of("quoc_hieu", size=13.02),
    "the tone on the other vowel": lambda: of("quoc_hieu", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    "letters and tones apart": lambda: of("quoc_hieu", unicodedata.normalize("NFD", QUOC_HIEU)),
    "capitals by the font": lambda: of("quoc_hieu", QUOC_HIEU.lower(), caps=True),
    "blanks that hold": lambda: of("tieu_ngu", TIEU_NGU.replace(" ", "\xa0")),
    "hyphens that hold": lambda: of("tieu_ngu", TIEU_NGU.replace("-", "\u2011")),
    "a tab and blanks of any size": lambda: paper(
        mixed(
            head(),
            "quoc_hieu",
            ("\t  ", font(20)),
            (QUOC_HIEU, font(13, **BOLD)),
            ("   ", font(9, italic=True)),
        )
    ),
    "a dash of another size": lambda: paper(
        mixed(
            head(),
            "tieu_ngu",
            ("Độc lập", font(14, **BOLD)),
            (" - ", font(11)),
            ("Tự do - Hạnh phúc", font(14, **BOLD)),
        )
    ),
    "a line a little short": lambda: ruled(Part.TIEU_NGU, rule(52, RIGHT_MIDDLE, 31)),
    "a line a little long": lambda: ruled(Part.TIEU_NGU, rule(72, RIGHT_MIDDLE, 31)),
    "a third": lambda: ruled(Part.CO_QUAN, rule(10, LEFT_MIDDLE, 31)),
    "a half": lambda: ruled(Part.CO_QUAN, rule(15, LEFT_MIDDLE, 31)),
    "a line not quite in the middle": lambda: ruled(Part.CO_QUAN, rule(13, LEFT_MIDDLE + 4, 31)),
    "no body above": lambda: without("chu_quan"),
    "an abbreviation within": lambda: of("co_quan", "VĂN PHÒNG UBND"),
    "about the middle": lambda: of("tieu_ngu", across=4),
}


@pytest.mark.parametrize(
    ("id_", "nth"), [(i, n) for i, made in MOVED.items() for n in range(len(made))]
)
def test_what_stands_elsewhere_is_told(id_: str, nth: int) -> None:
    """What stands about a part that moved is out of place too, so that others may tell it."""
    assert id_ in wrong(MOVED[id_][nth]())


def test_a_stray_word_is_told_with_its_size() -> None:
    (hit,) = hits(WRONG["quoc_hieu_co_chu"][3](), "quoc_hieu_co_chu")
    assert (hit.is_, hit.should) == ("14 ở “NAM”", "12 đến 13")
    assert hit.repair == (Look(2, 31, 34, size=13.0),)


def test_a_size_goes_to_the_next_that_is_allowed() -> None:
    (hit,) = hits(of("quoc_hieu", size=11.0), "quoc_hieu_co_chu")
    # The Tiêu ngữ below has 14 pt, and the two go together: 13 and 14 (Mục V, footnote 1).
    assert hit.repair == (Look(2, 0, len(QUOC_HIEU), size=13.0),)


def test_fixed_words_are_put_right() -> None:
    (hit,) = hits(of("tieu_ngu", "Độc lập-Tự do-Hạnh phúc"), "tieu_ngu_gach_noi")
    assert hit.repair == (Letters(4, 0, 23, TIEU_NGU),)


def test_two_names_that_were_cut_in_the_wrong_place() -> None:
    """A long bold name may be read as the end of the plain one above it."""
    more = at(Part.CHU_QUAN, "SỞ NÔNG NGHIỆP VÀ", font(13, **BOLD), (LEFT_MIDDLE, 28, 45))
    made = paper({**head(), "chu_quan_2": more})
    assert outcome(made, "chu_quan_kieu_chu") is Outcome.KHONG_DANH_GIA_DUOC


def test_spacing_of_their_own_is_taken_from_two_lines() -> None:
    parts = spoilt(head(), "quoc_hieu", down=-6)
    assert hits(paper(parts), "quoc_hieu_dong_don")[0].repair == (), "nobody knows what parts them"
    spaced = Shape(align=Align.CENTER, before=12.0)
    (hit,) = hits(paper(spoilt(parts, "tieu_ngu", shape=spaced)), "quoc_hieu_dong_don")
    assert hit.repair == (Setting(2, after=0.0), Setting(4, before=0.0))


def test_a_line_is_drawn_again_in_the_middle_of_what_is_allowed() -> None:
    (hit,) = hits(ruled(Part.CO_QUAN, rule(30, LEFT_MIDDLE, 31)), "co_quan_duong_ke_dai")
    assert hit.is_ == "30 mm, bằng 100 % dòng chữ"
    assert hit.repair == (RuleLine(3, 12.6),)


def test_underlined_words_have_a_line_as_long_as_they_are() -> None:
    parts = spoilt(head(), "tieu_ngu", underline="solid")
    below = {p: s for p, s in BELOW.items() if p is not Part.TIEU_NGU}
    made = paper(parts, below=below)
    assert outcome(made, "tieu_ngu_duong_ke") is Outcome.DAT
    assert outcome(made, "tieu_ngu_duong_ke_dai") is Outcome.DAT


def test_typed_underscores_are_a_line() -> None:
    parts = head()
    parts["nét"] = at(Part.NOI_DUNG, "_" * 30, font(13), (RIGHT_MIDDLE, 35, 60))
    below = {p: s for p, s in BELOW.items() if p is not Part.TIEU_NGU}
    assert wrong(paper(parts, below=below)) == []
    parts["nét"] = at(Part.NOI_DUNG, "_" * 9, font(13), (RIGHT_MIDDLE, 35, 18))
    assert wrong(paper(parts, below=below)) == ["tieu_ngu_duong_ke_dai"]


def test_underscores_below_the_words_are_no_words() -> None:
    parts = spoilt(head(), "tieu_ngu", f"{TIEU_NGU}\n{'_' * 35}")
    part, piece = parts["tieu_ngu"]
    words = replace(piece.lines[0], text=TIEU_NGU)
    box = replace(words.box, top=words.box.top + 6, bottom=words.box.bottom + 6)
    drawn = Line("_" * 35, box, words.base + 6)
    parts["tieu_ngu"] = (part, replace(piece, lines=(words, drawn)))
    below = {p: s for p, s in BELOW.items() if p is not Part.TIEU_NGU}
    made = paper(parts, below=below)
    assert wrong(made) == []
    assert outcome(made, "tieu_ngu_duong_ke_dai") is Outcome.DAT


def test_the_number_of_a_note_is_no_stray_sign() -> None:
    """In a PDF it is only small and high."""
    noted = mixed(head(), "co_quan", ("SỞ NỘI VỤ", font(13, **BOLD)), ("1", font(7.5)))
    assert wrong(paper(noted, source="pdf")) == []
    small = mixed(head(), "co_quan", ("SỞ NỘI ", font(13, **BOLD)), ("VỤ", font(7.5, **BOLD)))
    assert wrong(paper(small, source="pdf")) == ["co_quan_co_chu"]


def test_a_form_to_fill_says_nothing_yet() -> None:
    parts = spoilt(head(), "co_quan", "………… 2 …………", bold=False)
    assert outcome(paper(parts), "co_quan_kieu_chu") is Outcome.KHONG_AP_DUNG


def test_letters_and_tones_apart_are_the_same_words() -> None:
    parts = {}
    for name, (part, piece) in head().items():
        apart = unicodedata.normalize("NFD", piece.text)
        parts[name] = (part, spoilt({name: (part, piece)}, name, apart)[name][1])
    made = paper(parts)
    assert wrong(made) == []
    for id_ in ("quoc_hieu_chu", "so_dau_hai_cham", "dia_danh_dau_phay", "trich_yeu_in_thuong"):
        assert outcome(made, id_) is Outcome.DAT


def test_a_line_that_nobody_claims_leaves_the_rule_open() -> None:
    below = {p: s for p, s in BELOW.items() if p is not Part.TIEU_NGU}
    made = paper(head(), below=below, strokes=(rule(40, RIGHT_MIDDLE, 32),))
    assert outcome(made, "tieu_ngu_duong_ke") is Outcome.KHONG_DANH_GIA_DUOC
    made = paper(head(), below=below, strokes=(), pictures=(Box(0, 120, 33, 160, 35),))
    assert outcome(made, "tieu_ngu_duong_ke") is Outcome.KHONG_DANH_GIA_DUOC


def test_a_line_may_be_what_could_not_be_drawn() -> None:
    below = {p: s for p, s in BELOW.items() if p is not Part.TIEU_NGU}
    made = paper(head(), below=below, problems=(Problem("docx_no_shape"),))
    assert outcome(made, "tieu_ngu_duong_ke") is Outcome.KHONG_DANH_GIA_DUOC


def test_a_line_across_the_first_of_many_lines_of_a_name_leaves_the_rule_open() -> None:
    parts = head()
    part, upper = parts.pop("co_quan")
    names = {
        f"co_quan_{nth}": at(part, "BAN QUẢN LÝ", font(13, **BOLD), (LEFT_MIDDLE, 36 + 5 * nth, 40))
        for nth in range(3)
    }
    below = {p: s for p, s in BELOW.items() if p is not Part.CO_QUAN}
    made = paper({**parts, "co_quan": (part, upper), **names}, below=below)
    across = replace(made.laid, strokes=(*made.laid.strokes, rule(20, LEFT_MIDDLE, 30)))
    assert outcome(replace(made, laid=across), "co_quan_duong_ke") is Outcome.KHONG_DANH_GIA_DUOC
    assert "co_quan_duong_ke" in wrong(made)


@pytest.mark.parametrize(("typed", "told"), [("────", []), ("———", []), ("- - -", ["nét đứt"])])
def test_a_short_row_of_signs_below_a_short_name_is_its_line(typed: str, told: list[str]) -> None:
    below = {p: s for p, s in BELOW.items() if p is not Part.CO_QUAN}
    row = at(Part.NOI_DUNG, typed, font(10), (LEFT_MIDDLE, 35, 13))
    made = paper({**head(), "row": row}, below=below)
    assert [hit.is_ for hit in hits(made, "co_quan_duong_ke")] == told


def test_a_name_of_two_lines_has_a_line_that_fits_one_of_them() -> None:
    parts = head()
    part, upper = parts["co_quan"]
    second = at(part, "TỈNH HÒA BÌNH", font(13, **BOLD), (LEFT_MIDDLE, 36, 40))
    rest = {name: value for name, value in parts.items() if name != "co_quan"}
    made = {**rest, "co_quan": (part, upper), "co_quan_2": second}
    assert wrong(paper(made, below={**BELOW, Part.CO_QUAN: rule(20, LEFT_MIDDLE, 36)})) == []


def test_on_a_page_that_lies_nobody_knows_how_far_the_head_goes() -> None:
    made = paper(head())
    lying = replace(made, laid=replace(made.laid, sheets=(Sheet(297.0, 210.0),)))
    assert outcome(made, "quoc_hieu_vi_tri") is Outcome.DAT
    assert outcome(lying, "quoc_hieu_vi_tri") is Outcome.KHONG_DANH_GIA_DUOC


def test_without_a_place_nothing_is_said_of_places() -> None:
    parts = {name: (part, replace(piece, lines=())) for name, (part, piece) in head().items()}
    made = paper(parts)
    assert wrong(made) == []
    for id_ in (
        "tieu_ngu_vi_tri",
        "quoc_hieu_vi_tri",
        "co_quan_duong_ke_dai",
        "quoc_hieu_dong_don",
    ):
        assert outcome(made, id_) is Outcome.KHONG_DANH_GIA_DUOC


def test_a_pdf_with_nameless_typefaces_does_not_tell_its_faces() -> None:
    parts = {
        name: (
            part,
            replace(
                piece,
                runs=tuple(
                    replace(run, font=replace(run.font, family="CIDFont+F1", bold=False))
                    for run in piece.runs
                ),
            ),
        )
        for name, (part, piece) in head().items()
    }
    made = paper(parts, source="pdf")
    assert outcome(made, "quoc_hieu_kieu_chu") is Outcome.KHONG_DANH_GIA_DUOC
    assert outcome(made, "quoc_hieu_co_chu") is Outcome.DAT


def test_a_scan_tells_nothing() -> None:
    made = paper({}, scanned=True, source="pdf")
    for id_ in ("quoc_hieu_thieu", "quoc_hieu_chu", "tieu_ngu_duong_ke", "so_thieu", "phong_chu"):
        assert outcome(made, id_) is Outcome.KHONG_DANH_GIA_DUOC, id_


def test_what_is_in_the_text_but_was_not_found_is_not_missing() -> None:
    parts = head()
    parts["lạ"] = at(Part.NOI_DUNG, "Cộng hòa xã hội chủ nghĩa", font(13), (140, 200, 80))
    del parts["quoc_hieu"]
    assert outcome(paper(parts), "quoc_hieu_thieu") is Outcome.KHONG_DANH_GIA_DUOC
