"""The sample forms of the decree are recognised and have nothing wrong, in Word and as PDFs."""

from __future__ import annotations

import pytest

from tests.check.by_hand import DAY
from tests.check.decree_forms import forms
from vanban import checking
from vanban.check.engine import Outcome, Report, Severity
from vanban.check.parts import Family, Part
from vanban.service import open_service

DOCUMENT = "Tên loại ghi trong văn bản là “{}”."
TO_FILL = (
    "Chỗ tên loại còn ghi “TÊN LOẠI VĂN BẢN”, chưa điền; có tên cơ quan và số, ký hiệu của văn bản "
    "hành chính."
)
COMES = "có dòng “(Kèm theo …)” và không có số, ký hiệu riêng."
PHU_LUC = f"Đây là phụ lục của văn bản khác: {COMES}"
ISSUED = f"Đây là “TÊN LOẠI VĂN BẢN” được ban hành kèm theo văn bản khác: {COMES}"
# Family, tên loại, why.
KINDS = {
    "1.1": (Family.HANH_CHINH, "Nghị quyết", DOCUMENT.format("NGHỊ QUYẾT")),
    "1.2": (Family.HANH_CHINH, "Quyết định", DOCUMENT.format("QUYẾT ĐỊNH")),
    "1.3": (Family.HANH_CHINH, "Quyết định", DOCUMENT.format("QUYẾT ĐỊNH")),
    "kèm theo, giấy": (Family.PHU_LUC, "", ISSUED),
    "kèm theo, điện tử": (Family.PHU_LUC, "", ISSUED),
    "1.4": (Family.HANH_CHINH, "", TO_FILL),
    "1.5": (
        Family.HANH_CHINH,
        "Công văn",
        "Không có tên loại; có số, ký hiệu và trích yếu hoặc Kính gửi của công văn.",
    ),
    "1.6": (Family.HANH_CHINH, "Công điện", DOCUMENT.format("CÔNG ĐIỆN")),
    "1.7": (Family.HANH_CHINH, "Giấy mời", DOCUMENT.format("GIẤY MỜI")),
    "1.8": (Family.HANH_CHINH, "Giấy giới thiệu", DOCUMENT.format("GIẤY GIỚI THIỆU")),
    "1.9": (Family.HANH_CHINH, "Biên bản", DOCUMENT.format("BIÊN BẢN")),
    "1.10": (Family.HANH_CHINH, "Giấy nghỉ phép", DOCUMENT.format("GIẤY NGHỈ PHÉP")),
    "2.1": (Family.PHU_LUC, "", PHU_LUC),
    "2.2": (Family.PHU_LUC, "", PHU_LUC),
    "3.1": (
        Family.BAN_SAO,
        "",
        f"{TO_FILL} Sau phần cuối văn bản có phần sao nên đây là bản sao; chỉ xét phần sao.",
    ),
    "3.2": (
        Family.BAN_SAO,
        "",
        f"{TO_FILL} Có ghi hình thức sao ở đầu trang nên đây là bản sao; chỉ xét phần sao.",
    ),
}
# What the check rightly tells of them: no blank is a fault, but these are in the decree's file.
TOLD = {
    # "V/v" stands right below the number; II.5.b wants 6 pt between.
    "1.5": ["v_v_cach"],
    # "năm …../." at the end is set in Calibri.
    "1.9": ["phong_chu_le"],
}
# So many rules at least are evaluated of each; of a copy there are few, and blanks are not judged.
ENOUGH = {Family.HANH_CHINH: 90, Family.PHU_LUC: 30, Family.BAN_SAO: 3}


def checked(name: str, data: bytes, suffix: str) -> Report:
    return checking.check_file(data, f"mau{suffix}", DAY).report


def told(report: Report) -> list[str]:
    return sorted(finding.rule.id for finding in report.findings)


def test_every_form_of_the_decree_is_here() -> None:
    assert list(forms()) == list(KINDS)


@pytest.mark.parametrize("name", KINDS)
def test_a_form_is_recognised_and_clean(name: str) -> None:
    report = checked(name, forms()[name], ".docx")
    found = report.found
    assert (found.family, found.loai, found.why) == KINDS[name]
    assert report.count(Severity.SAI) == 0
    assert told(report) == TOLD.get(name, [])
    assert report.evaluated >= ENOUGH[found.family]


@pytest.mark.parametrize("name", KINDS)
def test_so_is_what_is_printed_of_it(name: str) -> None:
    pdf = open_service().pdf(forms()[name], name="mau.docx", lenient=True).pdf
    report = checked(name, pdf, ".pdf")
    assert (report.found.family, report.found.loai, report.found.why) == KINDS[name]
    assert report.count(Severity.SAI) == 0
    assert told(report) == []
    assert report.evaluated >= ENOUGH[report.found.family]


@pytest.mark.parametrize("name", ["2.1", "2.2", "kèm theo, giấy", "kèm theo, điện tử"])
def test_no_rule_of_a_part_that_they_have_not_is_applied(name: str) -> None:
    report = checked(name, forms()[name], ".docx")
    applied = {each.rule.id for each in report.told if each.outcome is not Outcome.KHONG_AP_DUNG}
    assert applied >= {"kho_giay", "le_trai", "phong_chu", "kem_theo_du", "kem_theo_co_chu"}
    absent = ("so_", "ky_hieu", "ngay_t", "noi_nhan", "quyen_han", "ho_ten", "kinh_gui", "v_v")
    kept = ("so_trang", "so_dieu")
    assert not [id_ for id_ in applied if id_.startswith(absent) and not id_.startswith(kept)]


def test_the_parts_of_the_forms_are_told_by_their_names() -> None:
    found = checked("3.1", forms()["3.1"], ".docx").found
    assert found.text(Part.HINH_THUC_SAO) == "……1……"
    assert found.text(Part.SAO_CO_QUAN) == "TÊN CƠ QUAN, TỔ CHỨC2"
    assert found.text(Part.SAO_HO_TEN) == "Họ và tên"
    found = checked("3.2", forms()["3.2"], ".docx").found
    assert found.text(Part.SAO_DIEN_TU).startswith("…1…;…2..; ngày/tháng/năm")
    found = checked("2.2", forms()["2.2"], ".docx").found
    assert found.text(Part.PHU_LUC) == "Phụ lục …1..."
    assert found.text(Part.KEM_THEO).startswith("(Kèm theo Văn bản số")


def test_two_who_sign_side_by_side_are_told_apart_on_paper() -> None:
    pdf = open_service().pdf(forms()["1.9"], name="mau.docx", lenient=True).pdf
    found = checked("1.9", pdf, ".pdf").found
    assert found.text(Part.QUYEN_HAN) == "THƯ KÝ\nCHỦ TỌA"
    assert found.text(Part.HO_TEN) == "Họ và tên\nHọ và tên"
