"""Posted forms and raw dicts: what is typed comes back as it was typed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from vanban.kinds import Field, Kind, Section, read_kinds
from vanban.problems import Problem
from vanban.web import fields
from vanban.web.row_actions import act

KINDS = read_kinds(Path(__file__).parents[2] / "forms")
AWARD = KINDS["quyet_dinh_khen_thuong"]
REPORT = KINDS["bao_cao_so_ket"]
# Browsers send every line end as CR LF, so a bare CR cannot come back.
TEXTS = st.text(st.characters(exclude_characters="\r", codec="utf-8"), max_size=30)


def values(field: Field) -> st.SearchStrategy[object]:
    if field.type == "yes_no":
        return st.booleans()
    if field.type == "list":
        return st.lists(TEXTS, max_size=12)
    if field.type == "table":
        cells = {column.name: values(column) for column in field.columns}
        if field.columns_from:
            cells["gia_tri"] = st.lists(TEXTS, max_size=4)
        return st.lists(st.fixed_dictionaries(cells), max_size=12)
    if field.type == "person":
        return st.fixed_dictionaries({part.name: TEXTS for part in fields.PERSON_FIELDS})
    return TEXTS


def raws(kind: Kind) -> st.SearchStrategy[dict[str, object]]:
    return st.fixed_dictionaries({field.name: values(field) for field in kind.fields})


@pytest.mark.parametrize("name", list(KINDS))
@given(data=st.data())
def test_what_is_posted_comes_back(name: str, data: st.DataObject) -> None:
    raw = data.draw(raws(KINDS[name]))

    assert fields.decode(KINDS[name], MultiDict(fields.encode(KINDS[name], raw))) == raw


@given(st.dictionaries(st.text(max_size=40), st.text(max_size=20)))
def test_any_posted_form_is_read_without_falling_over(form: dict[str, str]) -> None:
    raw = fields.decode(AWARD, MultiDict(form))

    assert set(raw) == {field.name for field in AWARD.fields}


@pytest.mark.parametrize("name", list(KINDS))
def test_a_sample_document_comes_back_as_text(name: str) -> None:
    kind = KINDS[name]

    raw = fields.decode_again(kind, kind.sample)

    assert raw[kind.named_by] == kind.sample[kind.named_by]
    if "so" in kind.sample:
        assert raw["so"] == str(kind.sample["so"])
    assert fields.decode_again(kind, raw) == raw


def test_rows_come_in_the_order_of_their_numbers_without_gaps() -> None:
    form = MultiDict([("can_cu-10", "sau"), ("can_cu-2", "trước"), ("can_cu-x", "lạ")])

    assert fields.decode(AWARD, form)["can_cu"] == ["trước", "sau"]


def test_a_box_that_is_not_ticked_posts_nothing_and_is_no() -> None:
    assert fields.decode(AWARD, MultiDict())["co_tien"] is False
    assert fields.decode(AWARD, MultiDict({"co_tien": "1"}))["co_tien"] is True


def test_lines_of_a_text_are_kept_without_carriage_returns() -> None:
    raw = fields.decode(REPORT, MultiDict({"noi_dung": "I. A\r\nB"}))

    assert raw["noi_dung"] == "I. A\nB"


def view(kind: Kind, raw: dict[str, object], *problems: Problem) -> dict[str, fields.Control]:
    sections = fields.form_view(kind, raw, problems, lambda name: [f"nhớ {name}"])
    return {control.name: control for section in sections for control in section.controls}


def test_an_error_stands_beside_its_cell() -> None:
    raw = {"khen_thuong": [{"ho_ten": "An"}, {"ho_ten": ""}]}
    problem = Problem("required", "khen_thuong.1.ho_ten", {"label": "Họ và tên"})

    controls = view(AWARD, raw, problem)

    cells = {cell.path: cell for row in controls["khen_thuong"].rows for cell in row.cells}
    assert cells["khen_thuong.1.ho_ten"].errors == ("Chưa nhập “Họ và tên”.",)
    assert cells["khen_thuong.0.ho_ten"].errors == ()


def test_the_summary_leads_to_the_nearest_field_on_the_page() -> None:
    sections = fields.form_view(REPORT, {"so_lieu_ky": [{}]}, (), lambda _: [])

    known = fields.places(sections)

    assert fields.nearest("so_lieu_ky.0.gia_tri.3", known) == "so_lieu_ky.0"
    assert fields.nearest("nguoi_ky.ho_ten", known) == "nguoi_ky.ho_ten"
    assert fields.nearest("không_có", known) == ""


def test_a_table_has_a_column_of_figures_for_each_heading() -> None:
    raw = {"cac_ky": ["2019", "2020", ""], "so_lieu_ky": [{"ten": "A", "gia_tri": ["1"]}]}

    (row,) = view(REPORT, raw)["so_lieu_ky"].rows

    assert [(cell.field.label, cell.value) for cell in row.figures] == [("2019", "1"), ("2020", "")]


def test_an_empty_list_shows_one_line_and_earlier_texts() -> None:
    control = view(AWARD, {"noi_nhan": []})["noi_nhan"]

    assert [item.path for item in control.items] == ["noi_nhan.0"]
    assert control.remembered == ("nhớ noi_nhan",)


def test_examples_are_marked_as_examples() -> None:
    controls = view(AWARD, {})

    assert controls["so"].example == "Ví dụ: 2345"
    assert controls["can_cu"].items[0].example.startswith("Ví dụ: Căn cứ Luật")


def test_a_paper_without_a_value_shows_the_default() -> None:
    assert view(AWARD, {})["co_tien"].value is True
    assert view(AWARD, {"co_tien": False})["co_tien"].value is False


# -- buttons without script ------------------------------------------------------------------------


def test_buttons_add_and_move_rows() -> None:
    raw = {"can_cu": ["a", "b"]}

    added = act(AWARD, raw, "them:can_cu")

    assert (added.raw["can_cu"], added.focus) == (["a", "b", ""], "can_cu.2")
    assert act(AWARD, raw, "xuong:can_cu:0").raw["can_cu"] == ["b", "a"]
    assert act(AWARD, raw, "len:can_cu:0").raw["can_cu"] == ["a", "b"]
    assert raw == {"can_cu": ["a", "b"]}


@given(st.lists(TEXTS.filter(bool), min_size=1, max_size=8), st.integers(0, 7))
def test_a_removed_line_can_be_put_back(lines: list[str], index: int) -> None:
    index %= len(lines)

    removed = act(AWARD, {"can_cu": lines}, f"xoa:can_cu:{index}")

    assert removed.raw["can_cu"] == lines[:index] + lines[index + 1 :]
    assert removed.said == f"Đã xóa dòng {index + 1} của “Căn cứ”."
    assert act(AWARD, removed.raw, removed.undo).raw["can_cu"] == lines


def test_a_removed_row_of_a_table_can_be_put_back() -> None:
    rows = [{"ho_ten": "An"}, {"ho_ten": "Bình"}]

    removed = act(AWARD, {"khen_thuong": rows}, "xoa:khen_thuong:0")

    assert act(AWARD, removed.raw, removed.undo).raw["khen_thuong"] == rows


def test_an_earlier_text_is_taken_into_the_empty_last_line() -> None:
    taken = act(AWARD, {"can_cu": ["a", ""]}, "lay:can_cu:Căn cứ Luật: b")

    assert taken.raw["can_cu"] == ["a", "Căn cứ Luật: b"]
    assert act(AWARD, {"luu": "VT"}, "lay:luu:VT, NV").raw["luu"] == "VT, NV"


def test_a_new_row_has_the_defaults_of_its_columns() -> None:
    (row,) = act(AWARD, {}, "them:khen_thuong").raw["khen_thuong"]

    assert row["doi_tuong"] == "ca_nhan"


@given(st.text(max_size=30))
def test_any_other_button_changes_nothing(action: str) -> None:
    raw = {"can_cu": ["a"]}

    assert act(AWARD, raw, f"?{action}").raw == raw


@pytest.mark.parametrize(
    "action",
    [
        "xoa:can_cu:9",
        "len:can_cu:",
        "hoan_tac:can_cu:0:{",
        "hoan_tac:can_cu:0:{}",
        "xoa:so:0",
        "lay:khen_thuong:a",
        "xoa:nothing:0",
    ],
)
def test_a_forged_button_changes_nothing(action: str) -> None:
    assert act(AWARD, {"can_cu": ["a"], "so": "1"}, action).raw == {"can_cu": ["a"], "so": "1"}


def test_a_choice_keeps_a_value_that_is_not_in_its_list() -> None:
    field = Field("muc", "Mức", "choice", choices=(("a", "A"),))
    kind = Kind("thu", "Thử", "Thử", "T", 1, (Section("Mục", (field,)),))

    assert fields.decode(kind, MultiDict({"muc": "z"})) == {"muc": "z"}
