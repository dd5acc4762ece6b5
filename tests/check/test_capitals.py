"""Capitals: sentences that must be told with what is right, and near misses that must pass."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from tests.check.by_hand import by_rule
from tests.check.test_text import paper
from vanban.check.engine import Hit, NotApplicable
from vanban.check.looks import LOOKS
from vanban.check.parts import Bit, Found, Part
from vanban.repairs import Letters

TOLD = [
    ("hoa_dieu", "Theo quy định tại khoản 1 điều 24 của Luật này.", "Điều"),
    ("hoa_dieu", "Căn cứ chương II của Nghị định.", "Chương"),
    ("thuong_khoan_diem", "nêu tại Khoản 2 Điều 5", "khoản"),
    ("thuong_khoan_diem", "quy định tại điểm a Khoản 2 Điều 103", "khoản"),
    ("thuong_khoan_diem", "theo Điểm b khoản 1 Điều 3", "điểm"),
    ("hoa_ten_van_ban", "Căn cứ nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020;", "Nghị định"),
    ("hoa_ten_van_ban", "Căn cứ luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;", "Luật"),
    ("thu_do_thanh_pho", "Ủy ban nhân dân thành phố Hồ Chí Minh", "Thành phố"),
    ("thu_do_thanh_pho", "tại thủ đô Hà Nội", "Thủ đô"),
    ("hoa_don_vi_so", "đóng tại quận 1, thành phố", "Quận"),
    ("ten_co_quan_hoa", "Ủy ban Nhân dân tỉnh Sơn La", "Ủy ban nhân dân"),
    ("ten_co_quan_hoa", "do hội đồng nhân dân tỉnh ban hành", "Hội đồng nhân dân"),
    ("nhan_dan_nha_nuoc", "chủ trương của Đảng, nhà nước", "Nhà nước"),
    ("hoa_huan_chuong", "Huân chương Lao động hạng nhất", "Nhất"),
    ("hoa_ngay_le", "kỷ niệm ngày quốc khánh 2-9", "Quốc khánh"),
    ("hoa_ngay_le", "họp thứ hai, ngày 05 tháng 01", "Hai"),
    ("can_cu_viet_hoa", "Căn Cứ Luật Thi đua, khen thưởng ngày 15/6/2022;", "Căn cứ"),
    ("can_cu_viet_hoa", "- Theo Đề nghị của Chánh Văn phòng.", "Theo đề nghị"),
    ("hoa_ten_nguoi", "Tặng Bà Nguyễn thị Hoa", "Nguyễn Thị Hoa"),
]
PASSED = [
    ("hoa_dieu", "một số điều của Luật; các điều kiện 1, 2; Điều 3"),
    ("hoa_dieu", "chương trình II; bản chương 2"),
    ("thuong_khoan_diem", "Khoản 2 Điều 5 được sửa như sau"),
    ("thuong_khoan_diem", "tại khoản 2 Điều 5; Điểm a khoản 2"),
    ("hoa_ten_van_ban", "căn cứ quyết định của Giám đốc; theo kế hoạch được giao"),
    ("thu_do_thanh_pho", "các thành phố, Hồ Chí Minh toàn tập; THÀNH PHỐ HỒ CHÍ MINH"),
    ("hoa_don_vi_so", "các quận, phường; phường Ninh Kiều; phường 1.200 dân"),
    ("ten_co_quan_hoa", "Uỷ ban nhân dân tỉnh; Ủy ban nhân dân; ỦY BAN NHÂN DÂN"),
    ("ten_co_quan_hoa", "Ủy ban Mặt trận Tổ quốc Việt Nam"),
    ("nhan_dan_nha_nuoc", "quản lý nhà nước; phục vụ nhân dân; cơ quan nhà nước"),
    ("hoa_huan_chuong", "Huân chương Lao động hạng Nhất; đứng thứ nhất"),
    ("hoa_ngay_le", "sáng thứ Hai, ngày 05; lần thứ hai ngày càng"),
    ("can_cu_viet_hoa", "Căn cứ Luật; tham quan Khu Căn Cứ; CĂN CỨ"),
    ("hoa_ten_nguoi", "Ông Nguyễn Văn An; Bà Rịa"),
]


def signed(name: str) -> Found:
    made = paper(name)
    (piece,) = made.laid.pieces
    return Found(made.laid, made.family, "", parts={Part.HO_TEN: (Bit(piece, 0, len(name)),)})


WRONG = by_rule(
    [
        *((rule, partial(paper, line)) for rule, line, _ in TOLD),
        ("ten_nguoi_ky_hoa", lambda: signed("Nguyễn văn An")),
        ("hoa_dau_doan", lambda: paper("Câu thứ nhất đã hết.", "câu thứ hai bắt đầu ở đây.")),
    ]
)
RIGHT: dict[str, Callable[[], Found]] = {
    **{line: partial(paper, line) for _, line in PASSED},
    "a name": lambda: signed("Nguyễn Văn An"),
    "a name in capitals": lambda: signed("NGUYỄN VĂN AN"),
    "room for a name": lambda: signed("Họ và tên"),
    "dots to fill in": lambda: paper("Kết thúc vào ngày …. tháng ….", "năm …."),
    "a list and an address": lambda: paper("Gồm:", "các đơn vị sau;", "e-mail: a@b.vn"),
}


def hits(rule: str, *lines: str) -> list[Hit]:
    return list(LOOKS[rule](paper(*lines)))


@pytest.mark.parametrize(("rule", "line", "right"), TOLD, ids=lambda text: str(text)[:24])
def test_what_is_wrong_is_told_and_mended(rule: str, line: str, right: str) -> None:
    (hit,) = hits(rule, line)
    assert hit.should == right
    (repair,) = hit.repair
    assert isinstance(repair, Letters)
    mended = line[: repair.start] + repair.text + line[repair.end :]
    assert hits(rule, mended) == []


@pytest.mark.parametrize(("rule", "line"), PASSED, ids=lambda text: str(text)[:24])
def test_what_can_be_right_is_let_pass(rule: str, line: str) -> None:
    assert hits(rule, line) == []


def test_the_name_of_who_signs() -> None:
    look = LOOKS["ten_nguoi_ky_hoa"]
    (hit,) = look(signed("Nguyễn văn An"))
    assert hit.should == "Nguyễn Văn An"
    with pytest.raises(NotApplicable):
        list(look(paper("Nguyễn văn An")))


def test_a_paragraph_that_begins_a_sentence() -> None:
    (hit,) = hits("hoa_dau_doan", "Câu thứ nhất đã hết.", "câu thứ hai bắt đầu ở đây.")
    assert hit.should == "Câu"
