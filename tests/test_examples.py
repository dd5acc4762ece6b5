"""The papers of the five campaigns: whole, clean, and true to what the sources report."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vanban import outline
from vanban.agency import QUYEN_HAN
from vanban.agency import from_data as agency_from_data
from vanban.intake import take_in
from vanban.kinds import FORMS_DIR, Kind, read_kinds

EXAMPLES = Path(__file__).parent.parent / "examples"
KINDS = read_kinds(FORMS_DIR)
CAMPAIGNS = (
    "can-tho-119",
    "hai-phong-200",
    "so-du-lich-hai-phong",
    "hai-quan-tphcm",
    "tong-cuc-hai-quan",
)
# An office of its own rank gives giấy khen; the two of a city gave bằng khen.
WITH_CERTIFICATE = ("so-du-lich-hai-phong", "hai-quan-tphcm", "tong-cuc-hai-quan")
PAPERS = [
    (campaign, kind)
    for campaign in CAMPAIGNS
    for kind in KINDS
    if kind != "giay_khen" or campaign in WITH_CERTIFICATE
]
OUTLINED = [pair for pair in PAPERS if "noi_dung" in {f.name for f in KINDS[pair[1]].fields}]
COLLECTIVE = "Thi đua xây dựng cơ quan, đơn vị văn minh, hiện đại, xanh, sạch, đẹp"
INDIVIDUAL = "Thi đua thực hiện kỷ cương, trách nhiệm, tận tụy, chuyên nghiệp"
# What the sources report of each campaign: the plan must say it.
FACTS = {
    "can-tho-119": [
        "Số 119",
        "733/QĐ-TTg ngày 14 tháng 6 năm 2019",
        COLLECTIVE,
        INDIVIDUAL,
        "giai đoạn 2019 - 2025",
        "tự tu dưỡng",
        "đạo đức công vụ",
        "kỷ luật, kỷ cương hành chính",
        "phòng, chống tham nhũng",
        "tiết kiệm",
        "gương mẫu, tận tụy, chuẩn mực, chuyên nghiệp, trách nhiệm, kỷ cương, tận tình, thân thiện",
        "sở, ban ngành, đơn vị thuộc Ủy ban nhân dân thành phố",
        "cơ quan Đảng, Ủy ban Mặt trận Tổ quốc Việt Nam và các đoàn thể",
        "Ủy ban nhân dân quận, huyện",
        "xã, phường, thị trấn",
        "cán bộ, công chức, viên chức, người lao động",
        "Năm 2022: sơ kết",
        "Năm 2025: tổng kết",
        "Quốc khánh 2-9",
    ],
    "hai-phong-200": [
        "Số 200",
        "733/QĐ-TTg ngày 14 tháng 6 năm 2019",
        COLLECTIVE,
        INDIVIDUAL,
        "Cơ quan Đảng, cơ quan Nhà nước, Mặt trận Tổ quốc Việt Nam và các đoàn thể",
        "lực lượng vũ trang",
        "đơn vị sự nghiệp công lập",
        "doanh nghiệp nhà nước",
        "Tiêu chuẩn đối với tập thể",
        "Tiêu chuẩn đối với cá nhân",
        "trước ngày 15 tháng 8 năm 2019",
        "hằng năm, báo cáo kết quả thực hiện Phong trào về Sở Nội vụ và Ban Thi đua - Khen thưởng",
        "Ủy ban Mặt trận Tổ quốc Việt Nam thành phố",
        "Sở Thông tin và Truyền thông",
        "Ban Tuyên giáo Thành ủy",
        "Hội đồng Thi đua - Khen thưởng các cấp",
        "sơ kết năm 2022",
        "tổng kết năm 2025",
    ],
    "so-du-lich-hai-phong": [
        "Ngày 28/02/2020",
        "733/QĐ-TTg ngày 14 tháng 6 năm 2019",
        "Kế hoạch số 200/KH-UBND",
        COLLECTIVE,
        INDIVIDUAL,
        "thuộc Sở",
        "khảo sát mức độ hài lòng",
        "CCHC",
        "CNTT",
        "Chỉ thị số 05-CT/TW",
        "4 xin, 4 luôn",
        "Phát động: năm 2019",
        "Sơ kết: năm 2022",
        "Tổng kết: năm 2025",
    ],
    "hai-quan-tphcm": [
        "Cán bộ, công chức Cục Hải quan TP HCM thi đua thực hiện Văn hóa công sở",
        COLLECTIVE,
        "Thi đua thực hiện Đoàn kết - Kỷ cương - Hành động - Sáng tạo - Hiệu quả",
        "12 tháng 9 năm 2019",
        "ba tháng cuối năm",
        "Giấy mời",
        "lễ phát động",
    ],
    "tong-cuc-hai-quan": [
        "09 tháng 01 năm 2020",
        "khối cơ quan",
        "Kỷ cương - Đổi mới - Sáng tạo - Hiệu quả",
        "01/TCHQ-TCCB ngày 02 tháng 01 năm 2020",
        "75 năm",
        "giao ước thi đua ngay từ đầu năm",
        "100% đề án",
        "tổng kết",
        "thành tích đột xuất, xuất sắc",
    ],
}
# What the other papers of a campaign must still name.
NAMED_IN_ALL = {
    "can-tho-119": ["733/QĐ-TTg", "119/KH-UBND"],
    "hai-phong-200": ["733/QĐ-TTg", "200/KH-UBND"],
    "so-du-lich-hai-phong": ["733/QĐ-TTg", "200/KH-UBND"],
    "hai-quan-tphcm": [
        "733/QĐ-TTg",
        "Cục Hải quan TP HCM",
        "Đoàn kết - Kỷ cương - Hành động - Sáng tạo - Hiệu quả",
    ],
    "tong-cuc-hai-quan": ["khối cơ quan Tổng cục", "Kỷ cương - Đổi mới - Sáng tạo - Hiệu quả"],
}


def _text_of(campaign: str, kind: str) -> str:
    return (EXAMPLES / campaign / f"{kind}.json").read_text(encoding="utf-8")


def _paper(campaign: str, kind: str) -> dict[str, Any]:
    paper = json.loads(_text_of(campaign, kind))
    assert isinstance(paper, dict)
    return paper


def _content(campaign: str, kind: str) -> dict[str, Any]:
    paper = _paper(campaign, kind)
    return {key: value for key, value in paper.items() if key not in ("co_quan", "mo_ta")}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _said(paper: dict[str, Any]) -> str:
    """Everything that the paper prints, with its number and date as words to look for."""
    printed = {k: v for k, v in paper.items() if k not in ("mo_ta", "co_quan")}
    head = f"Số {paper['so']}\nNgày {paper['ngay']}\n"
    return (head + "\n".join(_strings(printed))).casefold()


def _kind(name: str) -> Kind:
    return KINDS[name]


def test_every_campaign_has_every_paper_and_nothing_else_lies_about() -> None:
    found = {(p.parent.name, p.stem) for p in EXAMPLES.glob("*/*.json")}
    assert found == set(PAPERS)


@pytest.mark.parametrize(("campaign", "kind"), PAPERS)
def test_a_paper_goes_through_the_gate_without_a_problem(campaign: str, kind: str) -> None:
    paper = _paper(campaign, kind)
    fields = {field.name for field in _kind(kind).fields}
    assert set(paper) <= fields | {"co_quan", "mo_ta"}
    office = agency_from_data(paper["co_quan"], where="co_quan")
    assert office.dia_danh == paper["dia_danh"]
    taken = take_in(_kind(kind), _content(campaign, kind))
    assert [str(problem) for problem in taken.problems] == []


@pytest.mark.parametrize(("campaign", "kind"), PAPERS)
def test_a_paper_is_clean_text(campaign: str, kind: str) -> None:
    text = _text_of(campaign, kind)
    assert text == unicodedata.normalize("NFC", text)
    for line in "\n".join(_strings(_paper(campaign, kind))).split("\n"):
        assert line == line.strip()
        # “–”, a straight quote, doubled signs: what a proofreader would mark.
        assert not re.search(r"  |[\"'–—…]|[,;:.]{2}|\s[,;:.)]|\(\s|“\s|\s”", line), line
        # Kiểu cũ, as in the program's own sentences.
        assert not re.search(r"hoà\b|hoá\b|uỷ\b|thuỷ\b|tuỵ\b", line.casefold()), line
        assert line.count("“") == line.count("”"), line
        assert line.count("(") == line.count(")") - len(re.findall(r"^[a-zđ]\) ", line)), line


@pytest.mark.parametrize(("campaign", "kind"), PAPERS)
def test_lists_carry_no_marks_that_the_program_sets(campaign: str, kind: str) -> None:
    for value in _content(campaign, kind).values():
        if isinstance(value, list):
            assert [v for v in value if isinstance(v, str) and v[-1:] in (";", ".")] == []


@pytest.mark.parametrize(("campaign", "kind"), OUTLINED)
def test_numbers_of_an_outline_run_without_gaps(campaign: str, kind: str) -> None:
    typed = _content(campaign, kind)["noi_dung"]
    blocks = outline.parse(typed)
    assert [str(problem) for problem in outline.problems(blocks)] == []
    assert blocks[0].cap == "van"
    assert all(b.loi == b.loi.upper() for b in blocks if b.cap == "muc")
    # Under every wider level a list starts from its first mark.
    levels = ("muc", "khoan", "tiet", "diem")
    running: set[str] = set()
    for block in blocks:
        cap = block.cap.removesuffix("_de")
        if cap in levels:
            assert cap in running or re.fullmatch(r"I\.|(\d+\.)?1\.|a\)", block.so), block
            running = {level for level in running if levels.index(level) < levels.index(cap)} | {
                cap
            }
    assert typed.rstrip()[-1] not in ".;:,/"


@pytest.mark.parametrize(("campaign", "kind"), OUTLINED)
def test_sentences_of_an_outline_end_as_sentences(campaign: str, kind: str) -> None:
    """Titles end without a mark, everything else with . ; or : (the last line gets “./.”)."""
    blocks = outline.parse(_content(campaign, kind)["noi_dung"])
    for block in blocks[:-1]:
        is_title = block.cap in ("muc", "khoan_de", "tiet_de")
        assert (block.loi[-1] in ".;:") is not is_title, block


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_the_plan_says_what_the_sources_report(campaign: str) -> None:
    said = _said(_paper(campaign, "ke_hoach"))
    assert [fact for fact in FACTS[campaign] if fact.casefold() not in said] == []


@pytest.mark.parametrize(("campaign", "kind"), [p for p in PAPERS if p[1] != "giay_khen"])
def test_every_paper_names_its_campaign(campaign: str, kind: str) -> None:
    paper = _paper(campaign, kind)
    said = _said(paper)
    own = f"{paper['so']}/{_kind(kind).viet_tat}-{paper['co_quan']['ky_hieu']}"
    for fact in NAMED_IN_ALL[campaign]:
        assert fact.casefold() in said or fact == own, fact
    assert "mẫu minh họa" in paper["mo_ta"]


def test_one_plan_is_long_and_uses_every_level() -> None:
    blocks = outline.parse(_content("hai-phong-200", "ke_hoach")["noi_dung"])
    assert {b.cap for b in blocks} >= {"muc", "khoan_de", "tiet_de", "diem", "gach", "cong", "van"}
    assert sum(len(b.loi.split()) for b in blocks) >= 4500


def test_every_right_to_sign_is_used() -> None:
    used = {_paper(*pair)["nguoi_ky"]["quyen_han"] for pair in PAPERS}
    assert used == set(QUYEN_HAN)
    assert any("chuc_vu_khac" in _paper(*pair)["nguoi_ky"] for pair in PAPERS)


def test_awards_come_in_every_shape() -> None:
    papers = [_paper(campaign, "quyet_dinh_khen_thuong") for campaign in CAMPAIGNS]
    counts = [len(paper["khen_thuong"]) for paper in papers]
    assert min(counts) == 1
    assert 40 <= max(counts) <= 60
    assert {paper["co_tien"] for paper in papers} == {True, False}
    mixed = [p for p in papers if any("hinh_thuc" in row for row in p["khen_thuong"])]
    assert len(mixed) == 2
    # Before the program's table of mức lương cơ sở begins, each sum is written.
    early = [p for p in papers if p["co_tien"] and p["ngay"][-4:] in ("2020", "2022")]
    assert len(early) == 2
    for paper in early:
        for row in paper["khen_thuong"]:
            assert row["tien_thuong"] == (900_000 if row["doi_tuong"] == "tap_the" else 450_000)


def test_decisions_cite_the_law_of_their_day() -> None:
    for campaign in CAMPAIGNS:
        paper = _paper(campaign, "quyet_dinh_khen_thuong")
        cited = "\n".join(paper["can_cu"])
        year = paper["ngay"][-4:]
        old = year in ("2020", "2022")
        assert ("26 tháng 11 năm 2003" in cited) is old
        assert ("91/2017/NĐ-CP" in cited) is old
        assert ("152/2025/NĐ-CP" in cited) is not old
        # The amendment of 2026 applies from 01/10/2026.
        assert ("23 tháng 4 năm 2026" in cited) is (not year)


def test_figures_of_reports_fill_their_tables() -> None:
    with_figures = 0
    for campaign in CAMPAIGNS:
        paper = _paper(campaign, "bao_cao_so_ket")
        for rows, columns in (("so_lieu_ky", "cac_ky"), ("so_lieu_don_vi", "cac_chi_tieu")):
            for row in paper.get(rows, []):
                assert len(row["gia_tri"]) == len(paper[columns])
                assert all(re.fullmatch(r"\d{1,3}(\.\d{3})*(,\d+)?", g) for g in row["gia_tri"])
        with_figures += bool(paper.get("so_lieu_ky"))
    assert with_figures >= 3


def test_totals_in_the_text_are_the_totals_of_the_tables() -> None:
    def column(campaign: str, index: int) -> int:
        rows = _paper(campaign, "bao_cao_so_ket")["so_lieu_don_vi"]
        return sum(int(row["gia_tri"][index].replace(".", "")) for row in rows)

    for campaign, groups, people in (
        ("can-tho-119", "160 tập thể", "474 cá nhân"),
        ("hai-phong-200", "356 tập thể", "1.108 cá nhân"),
        ("tong-cuc-hai-quan", "20 tập thể", "42 cá nhân"),
    ):
        text = _paper(campaign, "bao_cao_so_ket")["noi_dung"]
        assert groups in text
        assert people in text
        assert column(campaign, 0) == int(groups.split()[0])
        assert column(campaign, 1) == int(people.split()[0].replace(".", ""))
