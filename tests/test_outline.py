"""What clerks paste, and the outline they get."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vanban.outline import CAP, SHORT, Block, parse, problems, to_text


def one(line: str) -> tuple[str, str, str]:
    """The only block of one line, without neighbours."""
    (block,) = parse(line)
    return block.cap, block.so, block.loi


@pytest.mark.parametrize(
    ("line", "cap", "so", "loi"),
    [
        ("I. MỤC ĐÍCH", "muc", "I.", "MỤC ĐÍCH"),
        ("I/ Mục đích", "muc", "I.", "Mục đích"),
        ("II - Nội dung", "muc", "II.", "Nội dung"),
        ("II-NỘI DUNG", "muc", "II.", "NỘI DUNG"),
        ("III) Tổ chức", "muc", "III.", "Tổ chức"),
        ("IV: Tổ chức", "muc", "IV.", "Tổ chức"),
        ("I./ MỤC ĐÍCH", "muc", "I.", "MỤC ĐÍCH"),
        ("I.MỤC ĐÍCH", "muc", "I.", "MỤC ĐÍCH"),
        ("I.\tMỤC ĐÍCH", "muc", "I.", "MỤC ĐÍCH"),
        ("II KẾT QUẢ THỰC HIỆN", "muc", "II.", "KẾT QUẢ THỰC HIỆN"),
        ("Mục III. Tổ chức", "muc", "III.", "Tổ chức"),
        ("1. Yêu cầu", "khoan", "1.", "Yêu cầu"),
        ("1) Yêu cầu", "khoan", "1.", "Yêu cầu"),
        ("1 . Yêu cầu", "khoan", "1.", "Yêu cầu"),
        ("1.Yêu cầu", "khoan", "1.", "Yêu cầu"),
        ("1/ Yêu cầu", "khoan", "1.", "Yêu cầu"),
        ("1- Yêu cầu", "khoan", "1.", "Yêu cầu"),
        ("1./ Yêu cầu", "khoan", "1.", "Yêu cầu"),
        ("01. Yêu cầu", "khoan", "1.", "Yêu cầu"),
        ("2.\t100% cán bộ", "khoan", "2.", "100% cán bộ"),
        ("1.1. Tập thể", "tiet", "1.1.", "Tập thể"),
        ("1.1 Tập thể", "tiet", "1.1.", "Tập thể"),
        ("2.10) Cá nhân", "tiet", "2.10.", "Cá nhân"),
        ("1.2.3. Cá nhân", "tiet", "1.2.3.", "Cá nhân"),
        ("a) Chấp hành", "diem", "a)", "Chấp hành"),
        ("a. Chấp hành", "diem", "a)", "Chấp hành"),
        ("đ/ Chấp hành", "diem", "đ)", "Chấp hành"),
        ("b)Chấp hành", "diem", "b)", "Chấp hành"),
        ("- Thực hiện", "gach", "-", "Thực hiện"),
        ("-Thực hiện", "gach", "-", "Thực hiện"),
        ("– Thực hiện", "gach", "-", "Thực hiện"),
        ("• Thực hiện", "gach", "-", "Thực hiện"),
        ("* Ghi chú", "gach", "-", "Ghi chú"),
        ("\uf0b7\tThực hiện", "gach", "-", "Thực hiện"),
        ("o\tThực hiện", "gach", "-", "Thực hiện"),
        ("§\tThực hiện", "gach", "-", "Thực hiện"),
        ("§ Thực hiện", "gach", "-", "Thực hiện"),
        ("+ Đạt từ 90%", "cong", "+", "Đạt từ 90%"),
        ("+Đạt", "cong", "+", "Đạt"),
        ("Điều 1. Tặng Giấy khen", "dieu", "Điều 1.", "Tặng Giấy khen"),
        ("Điều 1: Tặng Giấy khen", "dieu", "Điều 1.", "Tặng Giấy khen"),
        ("ĐIỀU 02. Kinh phí", "dieu", "Điều 2.", "Kinh phí"),
        ("Ðiều 3 - Kinh phí", "dieu", "Điều 3.", "Kinh phí"),
        ("Điều 1a. Bổ sung", "dieu", "Điều 1a.", "Bổ sung"),
        ("PHẦN I", "phan", "Phần I", ""),
        ("Phần thứ hai", "phan", "Phần II", ""),
        ("CHƯƠNG 2", "chuong", "Chương II", ""),
    ],
)
def test_a_sloppy_marker_is_printed_as_the_decree_writes_it(
    line: str, cap: str, so: str, loi: str
) -> None:
    assert one(line) == (cap, so, loi)


@pytest.mark.parametrize(
    "line",
    [
        "2022 là năm thứ ba thực hiện phong trào",
        "1.000 người tham gia",
        "75 năm xây dựng và trưởng thành",
        "1,5 triệu đồng",
        "1.5 triệu đồng",
        "1/2 số cán bộ",
        "5 - 7 người mỗi tổ",
        "3/người",
        "05/3/2026 là ngày phát động",
        "12.05.2026 là ngày phát động",
        "10:30 họp giao ban",
        "VI PHẠM HÀNH CHÍNH",
        "XI MĂNG",
        "X-QUANG TẠI BỆNH VIỆN",
        "I-ta-li-a",
        "V/v tổ chức hội nghị",
        "V.I. Lênin",
        "Vì vậy, đề nghị",
        "Điều 5 của Luật quy định",
        "Điều 2, Điều 3 Quyết định này",
        "o thương cháu",
        "§5 của hợp đồng",
        "Phần I của báo cáo đã nêu",
        "đ/c Nguyễn Văn A",
        "v.v.",
        "w) không phải chữ cái của điểm",
        "-----",
        "--> xem",
        "**in đậm**",
        "+84 912 345 678",
        "(*) Ghi chú",
        "(1) Một là",
        "{lạ} không phải nhãn",
    ],
)
def test_words_and_figures_that_only_look_like_markers_stay_text(line: str) -> None:
    assert one(line) == ("van", "", line)


def test_a_khoan_that_names_what_follows_is_a_title() -> None:
    text = """1. Đối với tập thể
a) Nội dung;
2. Đối với cá nhân:
- Gương mẫu
3. Khen thưởng
4. Kinh phí
4.1. Nguồn
Từ quỹ thi đua.
5. Tổ chức"""
    assert [b.cap for b in parse(text)] == [
        "khoan_de",
        "diem",
        "khoan",
        "gach",
        "khoan",
        "khoan_de",
        "tiet_de",
        "van",
        "khoan",
    ]


def test_a_labelled_line_stays_what_its_label_says() -> None:
    assert [b.cap for b in parse("{Khoản} 1. Đề\n- a")] == ["khoan", "gach"]
    assert [b.cap for b in parse("Phần I\n{Đoạn văn} Không phải tên")] == ["phan", "van"]


def test_a_repeated_number_is_no_title_of_its_twin() -> None:
    assert [b.cap for b in parse("1.1. Đề\n1.1. Trùng")] == ["tiet", "tiet"]


def test_a_long_or_finished_sentence_is_no_title() -> None:
    assert parse(f"1. {'dài ' * 40}\n- a")[0].cap == "khoan"
    assert parse("1. Đã xong.\n- a")[0].cap == "khoan"


def test_a_heading_and_its_title_make_two_blocks() -> None:
    expected = [Block("phan", "Phần I", ""), Block("ten_phan", "", "Đánh giá")]
    assert parse("Phần I: Đánh giá") == expected
    assert parse("PHẦN I\n\nĐánh giá") == expected
    assert parse("Phần I\n1. Không có tên")[1].cap == "khoan"


def test_a_label_wins_over_recognition_without_accents_or_case() -> None:
    assert one("{Đoạn văn} 1. không phải khoản") == ("van", "", "1. không phải khoản")
    assert one("{doan van} 1. không phải khoản") == ("van", "", "1. không phải khoản")
    assert one("{KHOẢN} 1) không dấu") == ("khoan", "1.", "không dấu")
    assert one("{Khoản} không số") == ("khoan", "", "không số")
    assert one("{Mục La Mã} V. I. Lênin") == ("muc", "V.", "I. Lênin")
    assert one("{Gạch đầu dòng} Nội dung") == ("gach", "-", "Nội dung")
    assert one("{Khoản có tiêu đề} 2. Đứng cuối") == ("khoan_de", "2.", "Đứng cuối")
    assert one("{Khoản} 1.5 lần") == ("khoan", "", "1.5 lần")
    assert one("{Khoản}  \n\n") == ("van", "", "{Khoản}")


def test_a_label_is_written_only_where_it_is_needed() -> None:
    plain = "I. MỤC ĐÍCH\n1. Yêu cầu\na) Một;\n- Hai\nVăn"
    assert to_text(parse(plain)) == plain
    stubborn = "{Đoạn văn} 1. không phải khoản\n1. khoản"
    assert to_text(parse(stubborn)) == stubborn


def test_blocks_that_no_text_can_say_are_still_written() -> None:
    assert to_text([Block("van", "1.", "lạ")]) == "{Đoạn văn} 1. lạ"
    assert to_text([]) == ""


def test_every_level_has_a_label_that_is_read_back() -> None:
    assert CAP.keys() == SHORT.keys()
    for cap, label in SHORT.items():
        assert one(f"{{{label}}} chữ")[0] == cap


_MARKS = """I. II/ V/v VI X - 1. 2) 1.1 1.1.1. a) đ. w) • + * Điều 1 ĐIỀU 2: PHẦN I Phần Chương
{Khoản} {Phần} {gach} {x} { ./. 2022 1.000 Mục – V. / : . ) văn HÓA công sở ; gồm:"""
_LABELS = [
    "{Đoạn văn}",
    "{tên phần}",
    "{Tiết có tiêu đề}",
    "o\t",
    "thứ nhất",
    "\u200b",
    "e\u0302",
    "§ ",
]
_WORDS = st.sampled_from([*_MARKS.split(), *_LABELS])
_LINES = st.builds(
    lambda parts, gap: gap.join(parts),
    st.lists(st.one_of(_WORDS, st.text(max_size=6)), max_size=6),
    st.sampled_from(["", " ", "\t", "  "]),
)


@settings(max_examples=600, deadline=None)
@given(st.lists(_LINES, max_size=8).map("\n".join))
@example("Phần I: 1. abc\nđoạn\n1. đề\n{Đoạn văn} - x")
@example("{Phần} abc\nđoạn")
@example("{Đoạn văn}{Đoạn văn}")
@example("1. đề\n1.1. con\n1.1. trùng\nvăn")
def test_text_and_outline_are_two_forms_of_one_thing(text: str) -> None:
    blocks = parse(text)
    assert parse(to_text(blocks)) == blocks


@given(st.text())
def test_no_text_is_lost_or_left_unreadable(text: str) -> None:
    for block in parse(text):
        assert block.cap in CAP
        assert "\n" not in block.so + block.loi
        assert block.so or block.loi


def sentences(text: str) -> list[tuple[str, str]]:
    return [(p.where, p.sentence) for p in problems(parse(text))]


def test_gaps_doubles_and_disorder_are_told_with_their_place() -> None:
    assert sentences("I. A\nII. B\nIV. C") == [
        ("2", "Thiếu “III.” trước “IV.”. Hãy xem lại thứ tự đánh số hoặc nội dung bị sót.")
    ]
    assert "“c)” đến “đ)”" in sentences("a) A;\nb) B;\ne) C.")[0][1]
    assert sentences("Điều 1. A\nĐiều 2. B\nĐiều 2. C") == [
        ("2", "“Điều 2.” xuất hiện hai lần trong cùng một phần. Hãy đánh số lại.")
    ]
    assert sentences("4. A\n2. B") == [("1", "“2.” đứng sau “4.”. Hãy xem lại thứ tự đánh số.")]
    assert "“1.2.”" in sentences("1.1. A\n1.3. B")[0][1]


def test_numbers_start_anew_under_the_next_wider_level() -> None:
    assert sentences("I. A\n1. a\n2. b\nII. B\n1. c\na) d\nđoạn\n2. e\na) f") == []
    assert sentences("a) A\nb) B\nc) C\nd) D\nđ) E\ne) G\ng) H\nh) I\ni) K\nk) L") == []
    assert sentences("III. Bắt đầu từ phần trước\nIV. Tiếp") == []
    assert sentences("1. A\n1.1. x\n1.1.1. y\n1.2. z\n1.2.1. t") == []
    assert len(sentences("Chương I\nA\nĐiều 1. a\nChương II\nB\nĐiều 1. b")) == 1
