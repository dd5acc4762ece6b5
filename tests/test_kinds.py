"""forms/*.toml → Kind: what is read, what is refused, with file and place."""

import re
from pathlib import Path

import pytest

from vanban.kinds import FORMS_DIR, KindRefused, read_kind, read_kinds

GOOD = """
title = "Thông báo"
ten_loai = "Thông báo"
viet_tat = "TB"
version = 1

[[section]]
title = "Một"

[[section.field]]
name = "trich_yeu"
label = "Trích yếu"
type = "text"
sample = "Về việc nghỉ lễ"
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "thong_bao.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(KindRefused) as caught:
        read_kind(path)
    return "\n".join(str(p) for p in caught.value.problems)


def test_the_four_kinds_are_read_in_the_order_of_the_start_page():
    kinds = read_kinds(FORMS_DIR)

    assert list(kinds) == [
        *("ke_hoach", "quyet_dinh_khen_thuong", "bao_cao_so_ket"),
        "giay_khen",
    ]
    assert [k.viet_tat for k in kinds.values()] == ["KH", "QĐ", "BC", "GK"]


@pytest.mark.parametrize("name", sorted(read_kinds(FORMS_DIR)))
def test_every_field_has_words_for_the_clerk_and_the_sample_covers_what_is_required(name):
    kind = read_kinds(FORMS_DIR)[name]

    for field in kind.fields:
        assert field.label
        assert not field.required or field.name in kind.sample, field.name
        for column in field.columns:
            assert column.label


def test_a_good_form_is_read(tmp_path):
    kind = read_kind(write(tmp_path, GOOD))

    assert (kind.name, kind.title) == ("thong_bao", "Thông báo")
    assert kind.field("trich_yeu").label == "Trích yếu"
    assert kind.sample == {"trich_yeu": "Về việc nghỉ lễ"}


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (('title = "Thông báo"', 'titel = "Thông báo"'), "Không có khóa “titel”"),
        (("version = 1", ""), "Thiếu khóa “version”"),
        (('sample = "', 'smaple = "'), r"field\[1\] \(trich_yeu\): Không có khóa “smaple”"),
        (('type = "text"', 'type = "txt"'), "Không có kiểu “txt”"),
        (('name = "trich_yeu"', 'name = "Trích yếu"'), "Tên “Trích yếu” phải"),
        (('type = "text"', 'type = "choice"'), "choices"),
        (('type = "text"', 'type = "text"\nshow_when = "co_gi"'), "“co_gi”"),
        (('type = "text"', 'type = "list"\nstyle = "la_gi"'), "style"),
        (("[[section]]", "[[section"), "không đọc được"),
    ],
)
def test_a_form_that_is_wrong_is_refused_with_file_and_place(tmp_path, change, sentence):
    said = refusal(write(tmp_path, GOOD.replace(*change)))

    assert said.startswith("thong_bao.toml")
    assert re.search(sentence, said), said


def test_a_field_twice_is_refused(tmp_path):
    field = GOOD[GOOD.index("[[section.field]]") :]

    assert "hai lần" in refusal(write(tmp_path, GOOD + field))


def test_every_problem_of_every_file_is_told_at_once(tmp_path):
    write(tmp_path, GOOD.replace("version = 1", "").replace('type = "text"', 'type = "txt"'))
    (tmp_path / "khac.toml").write_text("title = 'x'", encoding="utf-8")

    with pytest.raises(KindRefused) as caught:
        read_kinds(tmp_path)

    places = {p.where.split(":")[0] for p in caught.value.problems}
    assert places == {"thong_bao.toml", "khac.toml"}
    assert len(caught.value.problems) > 3
