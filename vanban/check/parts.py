"""The parts of an administrative document: their names, and what was found of them.

Names are those of Nghị định 30/2020/NĐ-CP, Phụ lục I, Mục IV; the number of the ô is beside each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property, wraps
from typing import Any, TypeVar

from vanban.laid import Laid, Piece, Run, Stroke
from vanban.resolved import Font

T = TypeVar("T")


class Part(StrEnum):
    """What a piece of text is to the document."""

    QUOC_HIEU = "quoc_hieu"  # ô 1
    TIEU_NGU = "tieu_ngu"  # ô 1
    CHU_QUAN = "co_quan_chu_quan"  # ô 2
    CO_QUAN = "ten_co_quan"  # ô 2
    SO_KY_HIEU = "so_ky_hieu"  # ô 3
    DIA_DANH = "dia_danh_ngay"  # ô 4: địa danh và thời gian
    TEN_LOAI = "ten_loai"  # ô 5a
    TRICH_YEU = "trich_yeu"  # ô 5a
    TRICH_YEU_CV = "trich_yeu_cong_van"  # ô 5b
    THAM_QUYEN = "tham_quyen"  # thẩm quyền ban hành, above the căn cứ of a quyết định
    CAN_CU = "can_cu"  # ô 6
    LENH = "lenh_van"  # "QUYẾT ĐỊNH:", "QUYẾT NGHỊ:" between căn cứ and Điều 1
    NOI_DUNG = "noi_dung"  # ô 6: everything else of the text
    QUYEN_HAN = "quyen_han_chuc_vu"  # ô 7a
    CHUC_VU_KHAC = "chuc_vu_khac"  # ô 7b, above the name
    HO_TEN = "ho_ten"  # ô 7b
    KINH_GUI = "kinh_gui"  # ô 9a: "Kính gửi:" and the list of names below it
    NOI_NHAN = "noi_nhan"  # ô 9b: the words "Nơi nhận:"
    NOI_NHAN_DS = "noi_nhan_danh_sach"  # ô 9b: the list
    DO_MAT = "do_mat"  # ô 10a
    DO_KHAN = "do_khan"  # ô 10b
    LUU_HANH = "pham_vi_luu_hanh"  # ô 11
    SOAN_THAO = "nguoi_soan_thao"  # ô 12
    LIEN_HE = "lien_he"  # ô 13
    SAO_DIEN_TU = "chu_ky_so_ban_sao"  # ô 14
    HINH_THUC_SAO = "hinh_thuc_sao"  # ô 1 of a copy on paper (Phụ lục I, Phần II, II.3): "SAO Y"
    SAO_CO_QUAN = "co_quan_sao"  # its ô 2
    SAO_SO = "so_ky_hieu_ban_sao"  # its ô 3
    SAO_NGAY = "dia_danh_ngay_sao"  # its ô 4
    SAO_QUYEN_HAN = "quyen_han_nguoi_sao"  # its ô 5a
    SAO_HO_TEN = "ho_ten_nguoi_sao"  # its ô 5c
    SAO_NOI_NHAN = "noi_nhan_ban_sao"  # its ô 7: the words "Nơi nhận:"
    SAO_NOI_NHAN_DS = "noi_nhan_ban_sao_danh_sach"  # its ô 7: the list
    PHU_LUC = "phu_luc"  # "Phụ lục I"
    TEN_PHU_LUC = "ten_phu_luc"  # its title; of a danh sách kèm theo, the danh sách's own
    KEM_THEO = "kem_theo"  # "(Kèm theo Quyết định số …)"
    NOI_DUNG_PHU_LUC = "noi_dung_phu_luc"  # what follows in a phụ lục


class Level(StrEnum):
    """A level of the body (Phụ lục I, Phần I, Mục II.6.đ)."""

    PHAN = "phan"
    CHUONG = "chuong"
    MUC_LA_MA = "muc_la_ma"  # "I. NHỮNG KẾT QUẢ": the layout 6b of Mục V
    MUC = "muc"
    TIEU_MUC = "tieu_muc"
    DIEU = "dieu"
    KHOAN = "khoan"
    TIET = "tiet"  # "1.1."
    DIEM = "diem"
    GACH = "gach"
    VAN = "van"


class Family(StrEnum):
    """Whose rules a document follows."""

    HANH_CHINH = "hanh_chinh"  # Nghị định 30/2020
    BAN_SAO = "ban_sao"  # its Phụ lục I, Phần II
    PHU_LUC = "phu_luc"  # a phụ lục, or a text issued with a document, alone in its file
    DANG = "dang"  # a body of the Party: other rules
    QUY_PHAM = "quy_pham"  # văn bản quy phạm pháp luật: other rules
    KHAC = "khac"  # no administrative document that we know


@dataclass(frozen=True)
class Bit:
    """A part, or a stretch of it: characters start to end of a piece.

    One piece may hold two parts (number and date on one line, parted by tabs).
    """

    piece: Piece
    start: int
    end: int

    @cached_property
    def text(self) -> str:
        """Its characters."""
        return self.piece.text[self.start : self.end]

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Its stretches of one look."""
        found = []
        for run in self.piece.runs:
            start, end = max(run.start, self.start), min(run.start + len(run.text), self.end)
            if start < end:
                found.append(Run(start, run.text[start - run.start : end - run.start], run.font))
        return tuple(found)

    @cached_property
    def looks(self) -> tuple[tuple[Font, int], ...]:
        """Every look and how many of its letters and figures have it, but for the raised ones."""
        level = [run for run in self.runs if not run.font.script]
        counted = [(run.font, sum(map(str.isalnum, run.text))) for run in level]
        return tuple((font, count) for font, count in counted if count)


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph of the body. so: its number as written ("Điều 1.", "a)"), "" for none.

    titled: a heading on a line of its own, or one that ends before the text goes on.
    """

    bit: Bit
    level: Level
    so: str = ""
    title: str = ""
    titled: bool = False


@dataclass(frozen=True)
class Found:
    """A document with its parts.

    family: whose rules it follows. loai: key of `decree30.LOAI_VAN_BAN`, "" when it is unknown;
    why: how both were told, for a person. parts: in reading order; a part that is not there has no
    key. of: number of a piece → what it is. body: the text in order. strokes: the line below
    a part, where there is one. last_page: of the main text, before its phụ lục, from 0; of a file
    that holds phụ lục alone, of the first. day: for which it is checked, that of the document where
    it tells one. answers: see `once`.
    """

    laid: Laid
    family: Family
    loai: str
    why: str = ""
    parts: Mapping[Part, tuple[Bit, ...]] = field(default_factory=dict)
    of: Mapping[int, Part] = field(default_factory=dict)
    body: tuple[Item, ...] = ()
    strokes: Mapping[Part, Stroke] = field(default_factory=dict)
    last_page: int = 0
    day: date = date.max
    answers: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def text(self, part: Part) -> str:
        """The characters of a part, its bits joined by line ends; "" when it is not there."""
        return "\n".join(bit.text for bit in self.parts.get(part, ()))


def once(ask: Callable[[Found], T]) -> Callable[[Found], T]:
    """A question that many rules ask of a document, answered once for each document.

    What is raised is not kept: a document without an answer is asked again.
    """
    name = f"{ask.__module__}.{ask.__qualname__}"

    @wraps(ask)
    def answered(found: Found) -> T:
        if name not in found.answers:
            found.answers[name] = ask(found)
        answer: T = found.answers[name]
        return answer

    return answered
