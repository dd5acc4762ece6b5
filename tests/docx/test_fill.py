"""The Word files that come out: what docxtpl would give, and what only we take care of."""

import copy
import io
import unicodedata
import zipfile
from datetime import UTC, datetime, timedelta, timezone

import docx
import pytest
from docxtpl import DocxTemplate, Listing
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree
from markupsafe import Markup

from tests.docx import drawn
from vanban.docx.fill import Core, FillRefused, Picture, fill
from vanban.docx.template import compile_template

CORE = Core(
    title="Quyết định <khen> & thưởng",
    author="Sở Nội vụ",
    subject="",
    language="vi-VN",
    created=datetime(2026, 11, 21, 8, 30, tzinfo=timezone(timedelta(hours=7))),
    modified=datetime(2026, 11, 21, 2, 0, tzinfo=UTC),
)


def with_docxtpl(data, context):
    """The same document by docxtpl, its own way; "\\n" needs its Listing there."""
    template = DocxTemplate(io.BytesIO(data))
    template.render(listed(context), autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def listed(value):
    if isinstance(value, dict):
        return {key: listed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [listed(item) for item in value]
    return Listing(value) if isinstance(value, str) and "\n" in value else value


def same_as_docxtpl(data, context, *parts):
    ours = fill(compile_template(data), context)
    theirs = with_docxtpl(data, context)
    for part in parts or ("word/document.xml",):
        assert drawn.canonical(ours, part) == drawn.canonical(theirs, part)
    return ours


def refused(template, context, **more):
    with pytest.raises(FillRefused) as refusal:
        fill(template, context, **more)
    (problem,) = refusal.value.problems
    assert problem.sentence
    return problem


EVERYTHING = drawn.paragraphs(
    "Kính gửi: {{ ten }}; {{ so }}",
    "{%p if dong %}",
    "{% for d in dong %}{{ loop.index }}. {{ d.ten }}"
    "{% if not loop.last %}; {% endif %}{% endfor %}",
    "{%p else %}",
    "Không có {{ ten }}",
    "{%p endif %}",
    "{%p for d in dong %}",
    "{%r if d.ten == 'x' %}đúng x{%r endif %} - {{ d.ten }} {# ghi chú #}",
    "{%p endfor %}",
)
NASTY = [
    'Nguyễn Thị "Hoa" & Con <b>',
    unicodedata.normalize("NFD", "Nguyễn Thị Hoa ở Huế"),
    "nghiêng" * 30,
    "{{ x }}",
    "{% raw %}",
    "{% endfor %}{# }} %}",
    "&amp; &lt; ]]> <!-- -->",
    "dòng một\ndòng hai\n",
    " đầu và cuối ",
    "a\u00a0b\u200b",
    "",
    "'",
]


@pytest.mark.parametrize("text", NASTY)
def test_nasty_text_comes_out_as_it_went_in_and_as_docxtpl_has_it(text):
    made = same_as_docxtpl(EVERYTHING, {"ten": text, "so": 5, "dong": [{"ten": text}]})

    assert drawn.lines(made)[0] == f"Kính gửi: {text}; 5"


# What docxtpl itself would change in a value (its escapes for braces, tabs and page breaks) or XML
# cannot hold is left out here and has tests of its own below.
TEXT = st.text(
    st.one_of(
        st.sampled_from("{}%#&<>\"'\n ẫỗ\u0301\u031b\u00a0"),
        st.characters(
            exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="\ufffe\uffff"
        ),
    ),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(TEXT, st.integers(), st.lists(TEXT, max_size=3))
def test_any_text_comes_out_as_docxtpl_has_it(name, number, lines):
    for text in (name, *lines):
        assume(not any(mark in text for mark in ("{_{", "}_}", "{_%", "%_}")))
    context = {"ten": name, "so": number, "dong": [{"ten": line} for line in lines]}

    same_as_docxtpl(EVERYTHING, context)


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_any_text_at_all_gives_a_file_that_opens(text):
    made = fill(ONE, {"ten": text})

    (line,) = drawn.lines(made)
    kept = "".join(c for c in text if c.isprintable())
    assert "".join(c for c in line if c.isprintable()) == f"Kính gửi: {kept}."


ONE = compile_template(drawn.paragraphs("Kính gửi: {{ ten }}."))


def test_breaks_and_tabs_become_words_own():
    made = fill(ONE, {"ten": "a\nb\tc\r\nd\x0be"})
    xml = drawn.part(made).decode()

    assert drawn.lines(made) == ["Kính gửi: a\nb\tc\nd\ne."]
    assert xml.count("<w:br/>") == 3
    assert xml.count("<w:tab/>") == 1


def test_characters_no_xml_can_hold_are_left_out():
    assert drawn.lines(fill(ONE, {"ten": "a\x00b\x07c\ud800d\ufffee"})) == ["Kính gửi: abcde."]


def test_escapes_of_docxtpl_in_a_value_stay_as_typed():
    assert drawn.lines(fill(ONE, {"ten": "{_{ a }_}"})) == ["Kính gửi: {_{ a }_}."]


VARYING = drawn.table(
    ["TT", "{%tc for c in cot %}", "{{ c }}", "{%tc endfor %}"],
    ["{%tr for d in dong %}", "", "", ""],
    ["{{ loop.index }}", "{%tc for c in d.o %}", "{{ c }}", "{%tc endfor %}"],
    ["{%tr endfor %}", "", "", ""],
)


def filled_grid(width):
    columns = [f"cột {i}" for i in range(width)]
    made = fill(compile_template(VARYING), {"cot": columns, "dong": [{"o": columns}] * 2})
    return etree.fromstring(drawn.part(made))


@pytest.mark.parametrize("width", [0, 1, 2, 3, 7])
def test_columns_that_vary_mend_the_grid_and_keep_the_width_of_the_table(width):
    tree = filled_grid(width)
    grid = [int(c.get(f"{drawn.W}w")) for c in tree.iter(f"{drawn.W}gridCol")]
    drawn_grid = etree.fromstring(drawn.part(VARYING)).iter(f"{drawn.W}gridCol")

    assert len(grid) == width + 1
    assert sum(grid) == pytest.approx(sum(int(c.get(f"{drawn.W}w")) for c in drawn_grid), abs=8)


def test_cells_take_the_width_of_their_columns():
    tree = filled_grid(5)
    grid = [c.get(f"{drawn.W}w") for c in tree.iter(f"{drawn.W}gridCol")]

    for row in tree.iter(f"{drawn.W}tr"):
        assert [c.get(f"{drawn.W}w") for c in row.iter(f"{drawn.W}tcW")] == grid


def test_rows_and_cells_of_a_loop():
    data = drawn.table(
        ["Họ tên", "Mức"],
        ["{%tr for n in nguoi %}", ""],
        ["{{ n.ten }}", "{{ n.muc }}"],
        ["{%tr endfor %}", ""],
    )
    people = [{"ten": f"Người {i}", "muc": i} for i in range(40)]
    made = same_as_docxtpl(data, {"nguoi": people})

    assert drawn.lines(made)[2:82:2] == [person["ten"] for person in people]


def test_drawings_in_a_loop_get_ids_of_their_own_as_docxtpl_counts():
    data = drawn.with_picture("logo", before=["{%p for x in xs %}"], after=["{%p endfor %}"])
    made = same_as_docxtpl(data, {"xs": ["a", "b", "c"]})
    tree = etree.fromstring(drawn.part(made))
    ids = [n.get("id") for n in tree.iter() if etree.QName(n).localname == "docPr"]

    assert ids == ["1001", "1002", "1003"]


def test_drawings_outside_blocks_are_counted_like_docxtpls_too():
    same_as_docxtpl(drawn.with_picture("logo", after=["{{ ten }}"]), {"ten": "a"})


def test_headers_and_footers_are_filled():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ co_quan }}"
    document.sections[0].footer.paragraphs[0].text = "Trang của {{ co_quan }}"
    made = same_as_docxtpl(
        drawn.saved(document),
        {"co_quan": 'Sở "Nội vụ" & <Huế>'},
        "word/document.xml",
        "word/header1.xml",
        "word/footer1.xml",
    )

    assert (
        'Sở "Nội vụ" & <Huế>'
        in docx.Document(io.BytesIO(made)).sections[0].header.paragraphs[0].text
    )


def test_a_cell_left_empty_keeps_the_paragraph_word_needs():
    data = drawn.table(
        ["{%p for n in noi_nhan %}\n{{ n }}\n{%p endfor %}", "Ký tên"],
    )
    template = compile_template(data)

    assert drawn.lines(fill(template, {"noi_nhan": ["a", "b"]}))[:3] == ["a", "b", "Ký tên"]
    for cell in etree.fromstring(drawn.part(fill(template, {"noi_nhan": []}))).iter(f"{drawn.W}tc"):
        assert cell[-1].tag == f"{drawn.W}p"


def test_a_header_left_empty_keeps_a_paragraph():
    document = docx.Document()
    header = document.sections[0].header
    header.paragraphs[0].text = "{%p if co_quan %}"
    for text in ("{{ co_quan }}", "{%p endif %}"):
        header.add_paragraph(text)
    made = fill(compile_template(drawn.saved(document)), {"co_quan": None})
    root = etree.fromstring(drawn.part(made, "word/header1.xml"))

    assert [node.tag for node in root] == [f"{drawn.W}p"]


def test_a_table_left_without_rows_is_left_out():
    template = compile_template(
        drawn.table(["{%tr for n in xs %}"], ["{{ n }}"], ["{%tr endfor %}"])
    )

    assert len(docx.Document(io.BytesIO(fill(template, {"xs": ["a"]}))).tables) == 1
    assert docx.Document(io.BytesIO(fill(template, {"xs": []}))).tables == []


# -- rules and pictures ----------------------------------------------------------------------------


def test_a_rule_is_as_long_as_its_value_in_both_shapes():
    template = compile_template(drawn.with_rule())
    xml = drawn.part(fill(template, {"ke_tieu_ngu": 1_270_000})).decode()

    assert xml.count('cx="1270000"') == 2
    assert 'from="10pt,3pt" to="110.00pt,3pt"' in xml
    assert "ke_tieu_ngu" not in xml
    assert 'descr=""' in xml
    assert 'alt=""' in xml


@pytest.mark.parametrize("value", [0, -5, "1270000", 1.5, True])
def test_a_rule_wants_a_length(value):
    problem = refused(compile_template(drawn.with_rule()), {"ke_tieu_ngu": value})

    assert problem.code == ("docx_value_kind" if value == 1.5 else "docx_length")


def test_a_rule_without_a_value_is_asked_for_only_where_it_is_drawn():
    template = compile_template(
        drawn.with_rule(before=["{%p if co %}"], after=["{%p endif %}", "hết"])
    )

    assert drawn.lines(fill(template, {"co": False, "ke_tieu_ngu": None})) == ["hết"]
    problem = refused(template, {"co": True})
    assert (problem.code, problem.data["tag_name"]) == ("docx_length", "ke_tieu_ngu")


def test_a_picture_takes_the_place_of_its_placeholder():
    template = compile_template(drawn.with_picture("{{ bieu_do }}"))
    red = drawn.png((255, 0, 0))
    made = fill(template, {}, pictures={"bieu_do": Picture(red, 'Biểu đồ "A" & <B>\ncột')})

    assert drawn.part(made, "word/media/image1.png") == red
    tree = etree.fromstring(drawn.part(made))
    texts = {n.get("descr") for n in tree.iter() if n.get("descr") is not None}
    assert texts == {'Biểu đồ "A" & <B> cột'}


def test_a_picture_that_is_missing_or_no_png():
    template = compile_template(drawn.with_picture("{{ bieu_do }}"))

    assert refused(template, {}).code == "docx_picture_missing"
    jpeg = {"bieu_do": Picture(b"\xff\xd8\xff", "")}
    assert refused(template, {}, pictures=jpeg).code == "docx_picture_missing"


# -- sizes, properties, the file ------------------------------------------------------------------


def test_sizes_set_the_styles_and_nothing_else():
    template = compile_template(drawn.paragraphs("{{ ten }}"))
    made = docx.Document(
        io.BytesIO(fill(template, {"ten": "a"}, sizes={"Normal": 13.5, "Title": 14}))
    )
    plain = docx.Document(io.BytesIO(fill(template, {"ten": "a"})))

    assert made.styles["Normal"].font.size.pt == 13.5
    assert made.styles["Title"].font.size.pt == 14
    assert made.styles["Heading 1"].font.size == plain.styles["Heading 1"].font.size
    for name in ("Normal", "Title"):
        run = made.styles[name].element.rPr
        assert run.find(f"{drawn.W}szCs").get(f"{drawn.W}val") == run.find(f"{drawn.W}sz").get(
            f"{drawn.W}val"
        )


def test_sizes_of_one_document_do_not_stay_for_the_next():
    template = compile_template(drawn.paragraphs("{{ ten }}"))
    before = fill(template, {"ten": "a"})
    fill(template, {"ten": "a"}, sizes={"Normal": 20})

    assert fill(template, {"ten": "a"}) == before


def test_the_size_goes_where_the_schema_wants_it():
    """ECMA-376 part 1, 17.3.2.28: w:color before w:sz, w:u and w:lang after."""
    document = docx.Document()
    font = document.styles["Normal"].font
    font.underline, font.bold, font.size = True, True, None
    font.color.rgb = docx.shared.RGBColor(1, 2, 3)
    template = compile_template(drawn.saved(document))
    made = docx.Document(io.BytesIO(fill(template, {}, sizes={"Normal": 14})))
    order = [etree.QName(node).localname for node in made.styles["Normal"].element.rPr]

    assert order.index("color") < order.index("sz") < order.index("szCs") < order.index("u")


def test_an_unknown_style():
    problem = refused(ONE, {"ten": "a"}, sizes={"Không có": 14})

    assert (problem.code, problem.data["style"]) == ("docx_style_missing", "Không có")


def without_core(data):
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            body = old.read(name).decode("latin-1")
            start = body.find('<Override PartName="/docProps/core.xml"')
            if start >= 0:
                body = body[:start] + body[body.index("/>", start) + 2 :]
            if name == "_rels/.rels":
                root = etree.fromstring(body.encode("latin-1"))
                for node in list(root):
                    if node.get("Target") == "docProps/core.xml":
                        root.remove(node)
                body = etree.tostring(root).decode()
            if name != "docProps/core.xml":
                new.writestr(name, body.encode("latin-1"))
    return buffer.getvalue()


@pytest.mark.parametrize("change", [lambda data: data, without_core])
def test_properties(change):
    template = compile_template(change(drawn.paragraphs("{{ ten }}")))
    found = docx.Document(io.BytesIO(fill(template, {"ten": "a"}, core=CORE))).core_properties

    assert (found.title, found.author, found.language) == (CORE.title, "Sở Nội vụ", "vi-VN")
    assert found.created == datetime(2026, 11, 21, 1, 30, tzinfo=UTC)
    assert found.modified == CORE.modified


def test_the_same_input_gives_the_same_bytes():
    data = drawn.with_picture("{{ bieu_do }}", after=["{{ ten }}"])
    more = {
        "sizes": {"Normal": 13},
        "core": CORE,
        "pictures": {"bieu_do": Picture(drawn.png(), "x")},
    }
    first, second = (fill(compile_template(data), {"ten": "a"}, **more) for _ in range(2))

    assert first == second


def test_unchanged_parts_are_the_templates_own_and_the_zip_is_sound():
    data = drawn.paragraphs("{{ ten }}")
    made = fill(compile_template(data), {"ten": "a"}, core=CORE)
    with zipfile.ZipFile(io.BytesIO(made)) as ours, zipfile.ZipFile(io.BytesIO(data)) as theirs:
        assert ours.testzip() is None
        assert ours.namelist()[0] == "[Content_Types].xml"
        assert sorted(ours.namelist()) == sorted(theirs.namelist())
        for name in set(ours.namelist()) - {"word/document.xml", "docProps/core.xml"}:
            assert ours.read(name) == theirs.read(name)


def test_a_member_with_a_vietnamese_name_keeps_it():
    data = drawn.replaced(drawn.paragraphs("{{ ten }}"), {"customXml/ghi chú.xml": "<a/>"})
    made = fill(compile_template(data), {"ten": "a"})

    assert drawn.part(made, "customXml/ghi chú.xml") == b"<a/>"


def test_the_values_given_are_not_changed():
    context = {"ten": "a", "dong": [{"ten": "b"}], "so": 1}
    before = copy.deepcopy(context)
    fill(compile_template(EVERYTHING), context)

    assert context == before


# -- refusals --------------------------------------------------------------------------------------


def test_a_missing_name_is_told_with_its_place():
    template = compile_template(drawn.paragraphs("Xin chào", "Ông {{ nguoi.ho_ten }}"))

    problem = refused(template, {"nguoi": {"ten": "a"}})
    assert (problem.code, problem.data["tag_name"]) == ("docx_value_missing", "ho_ten")
    assert problem.where == "đoạn 2: “Ông {{ nguoi.ho_ten }}”"
    assert refused(template, {}).data["tag_name"] == "nguoi"
    assert refused(template, {"nguoi": "chuỗi"}).data["tag_name"] == "ho_ten"


@pytest.mark.parametrize(
    "text", ["{% if a %}x{% endif %}", "{% for x in a %}{% endfor %}", "{{ a|upper }}"]
)
def test_a_missing_name_is_missing_everywhere(text):
    template = compile_template(drawn.paragraphs(text))

    assert refused(template, {}).data["tag_name"] == "a"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("{{ a }}", True),
        ("{{ a }}", ["x"]),
        ("{{ a }}", {"x": 1}),
        ("{{ a|upper }}", 5),
        ("{{ a }}", 1.5),
        ("{{ a }}", Markup("<w:p/>")),
        ("{{ a }}", object()),
        ("{{ b.a }}", object()),
        ("{% for x in a %}{{ x }}{% endfor %}", "chuỗi"),
        ("{% for x in a %}{{ x }}{% endfor %}", {"x": 1}),
        ("{% if a < 5 %}x{% endif %}", "chuỗi"),
    ],
)
def test_values_that_do_not_fit(text, value):
    template = compile_template(drawn.paragraphs(text))

    assert refused(template, {"a": value, "b": {}}).code == "docx_value_kind"


def test_none_prints_nothing_and_a_bool_can_be_asked():
    template = compile_template(drawn.paragraphs("[{{ a }}]{% if b %}có{% else %}không{% endif %}"))

    assert drawn.lines(fill(template, {"a": None, "b": False})) == ["[]không"]


def test_upper_knows_vietnamese():
    template = compile_template(drawn.paragraphs("{{ a|upper }}"))

    assert drawn.lines(fill(template, {"a": "Ủy ban nhân dân xã Đắk <Ơ>"})) == [
        "ỦY BAN NHÂN DÂN XÃ ĐẮK <Ơ>"
    ]
