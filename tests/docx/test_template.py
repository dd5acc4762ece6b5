"""What the author of a template is told, and what a template can never be made to do."""

import io
import random

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.docx import drawn
from vanban.docx.package import PackageRefused
from vanban.docx.template import TemplateRefused, compile_template


def problems(data):
    with pytest.raises(TemplateRefused) as refused:
        compile_template(data, name="mau.docx")
    assert all(problem.sentence for problem in refused.value.problems)
    return list(refused.value.problems)


def codes(*texts):
    return [problem.code for problem in problems(drawn.paragraphs(*texts))]


def test_a_template_tells_what_it_asks_for():
    template = compile_template(
        drawn.paragraphs(
            "Kính gửi: {{ kinh_gui }}",
            "{%p for dong in can_cu %}",
            "{{ loop.index }}. {{ dong.ten|upper }}",
            "{%p endfor %}",
            "{% if khen.tien > 0 and not mien %}{{ khen.tien }}{% else %}không{% endif %}",
        )
    )

    assert template.variables == {"kinh_gui", "can_cu", "khen", "mien"}
    assert template.rules == template.pictures == frozenset()
    assert "Normal" in template.styles


def test_a_template_without_tags_is_a_template():
    assert compile_template(drawn.paragraphs("Xin chào")).variables == frozenset()


def test_tags_in_headers_count_and_a_problem_there_says_so():
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ ten_co_quan }}"
    document.sections[0].footer.paragraphs[0].text = "Trang {{ 1 + 1 }}"
    (problem,) = problems(drawn.saved(document))

    assert problem.where == "chân trang, đoạn 1: “Trang {{ 1 + 1 }}”"


def test_every_problem_is_told_at_once_with_paragraph_and_nearby_text():
    found = problems(
        drawn.paragraphs("Xin chào", "Căn cứ {{ ten } và các văn bản", "{{ a.b() }}", "{% for %}")
    )

    assert [(p.code, p.where) for p in found] == [
        ("docx_brace", "đoạn 2: “Căn cứ {{ ten } và các văn bản”"),
        ("docx_tag_forbidden", "đoạn 3: “{{ a.b() }}”"),
        ("docx_tag_syntax", "đoạn 4: “{% for %}”"),
        ("docx_block_open", "đoạn 4: “{% for %}”"),
    ]


def test_nearby_text_is_cut_around_the_tag_of_a_long_paragraph():
    (problem,) = problems(drawn.paragraphs("chữ " * 50 + "{{ ten" + " chữ" * 50))

    assert problem.where.startswith("đoạn 1: “…chữ")
    assert "{{ ten" in problem.where
    assert problem.where.endswith("…”")
    assert len(problem.where) < 80


@pytest.mark.parametrize("text", ["{{ ten }", "{ ten }}", "{ten}", "{{ ten", "ten }}", "{% if a }"])
def test_single_braces(text):
    assert "docx_brace" in codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__ }}",
        "{{ x.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ self }}",
        "{{ self._TemplateReference__context }}",
        "{{ x|attr('__class__') }}",
        "{{ x['__class__'] }}",
        "{{ x[0] }}",
        "{{ x[1:2] }}",
        "{{ range(1000000000) }}",
        "{{ 10**9 }}",
        "{{ 'a' * 1000000000 }}",
        "{{ 'a' ~ 'b' }}",
        "{{ 1 + 1 }}",
        "{{ 1.5 }}",
        "{{ [1, 2] }}",
        "{{ {'a': 1} }}",
        "{{ lipsum() }}",
        "{{ img.tpl.save('pwned.docx') }}",
        "{{ loop }}",
        "{{ x is defined }}",
        "{{ x|map('upper') }}",
        "{{ x|upper('a') }}",
        "{{ x in y }}",
        "{{ 'a'.upper }}",
        "{{ super() }}",
        "{{ caller }}",
        "{{ tên }}",
        "{{ a if b }}",
        "{{p x }}",
        "{{p }}",
        "{{r x }}",
        "{{ a }}{% b %}",
        "{% raw %}{{ x }}{% endraw %}",
        "{% set a = 1 %}",
        "{% macro a() %}{{ a() }}{% endmacro %}",
        "{% include 'x' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{% block a %}{% endblock %}",
        "{% filter upper %}{% endfilter %}",
        "{% call a() %}{% endcall %}",
        "{% with a = 1 %}{% endwith %}",
        "{% autoescape false %}{{ x }}{% endautoescape %}",
        "{%- if a %}{% endif %}",
        "{% if a -%}{% endif %}",
        "{% p if a %}{% endif %}",
        "{% for x in range(10**9) %}{% endfor %}",
        "{% for x in 'abc' %}{% endfor %}",
        "{% for x in [1] %}{% endfor %}",
        "{% for x, y in z %}{% endfor %}",
        "{% for x in y if x %}{% endfor %}",
        "{% for x in y recursive %}{{ loop(x) }}{% endfor %}",
        "{% for x in y recursive %}{% endfor %}",
        "{% for x in y|upper %}{% endfor %}",
        "{% if a %}{% endif a %}",
        "{% for loop in y %}{% endfor %}",
        "{% for x in y %}a{% else %}b{% endfor %}",
        "{{ loop.index }}",
        "{% if loop.first %}a{% endif %}",
        "{% for x in y %}{{ loop.length }}{% endfor %}",
        "{% for x in y %}{{ loop.previtem }}{% endfor %}",
        "{{ " + "(" * 140 + "a" + ")" * 140 + " }}",
        "{{ a" + " or a" * 100 + " }}",
        "{% for a in x %}{% for b in a %}{% for c in b %}{% for d in c %}"
        "{% endfor %}{% endfor %}{% endfor %}{% endfor %}",
        "{% if a %}" * 9 + "{% endif %}" * 9,
        "{% if a %}",
        "{% endif %}",
        "{% for x in y %}{% endif %}",
        "{% if a %}{% else %}{% else %}{% endif %}",
        "{% if a %}{% else %}{% elif b %}{% endif %}",
        "{{ a } } b }}",
    ],
)
def test_what_the_language_does_not_have(text):
    (first, *_) = problems(drawn.paragraphs("Đoạn đầu", text))

    assert first.where.startswith("đoạn 2: “")


@pytest.mark.parametrize(
    "text",
    [
        "{% for a in x %}{% for b in a.c %}{% for d in b %}{{ d }}"
        "{% endfor %}{% endfor %}{% endfor %}",
        "{% if a == 'x' or b != 2 or c <= 3 %}1{% elif not d %}2{% else %}3{% endif %}",
        "{{ a if b else c }}{# ghi chú cho người soạn #}",
        "{{ “chữ”|upper }}",
        "{% if a.b.c < 1 %}x{% endif %}",
    ],
)
def test_what_the_language_has(text):
    compile_template(drawn.paragraphs(text))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (drawn.paragraphs("{%p if a %} chữ", "x", "{%p endif %}"), "docx_tag_alone_p"),
        (drawn.paragraphs("{%tr if a %}"), "docx_tag_no_table"),
        (drawn.table(["{%tr if a %}", "chữ"], ["{%tr endif %}", ""]), "docx_tag_alone_tr"),
        (drawn.table(["{%tc if a %} chữ", "x", "{%tc endif %}"]), "docx_tag_alone_tc"),
        (drawn.paragraphs("{% if a %}b", "c{% endif %}"), "docx_block_apart"),
        (drawn.paragraphs("{%p if a %}", "c{% endif %}"), "docx_block_apart"),
        (drawn.paragraphs("{%r if a %}c{% endif %}"), "docx_block_apart"),
        (drawn.table(["{%p if a %}", "{%p endif %}"]), "docx_block_apart"),
        (drawn.table(["{%tc if a %}", "x"], ["{%tc endif %}", "x"]), "docx_block_apart"),
    ],
)
def test_tags_that_would_lose_text_or_break_the_file(data, code):
    assert code in [problem.code for problem in problems(data)]


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_a_tag_split_over_runs_is_one_tag():
    xml = run("{") + run("{ te") + "<w:proofErr w:type='spellStart'/>" + run("n }") + run("}")

    assert compile_template(drawn.raw_paragraph(xml)).variables == {"ten"}


def test_a_tag_half_in_a_link():
    xml = run("{{ a") + f'<w:hyperlink r:id="x">{run(".b }}")}</w:hyperlink>'

    assert [p.code for p in problems(drawn.raw_paragraph(xml))] == ["docx_tag_split"]


def test_a_block_half_in_a_link():
    xml = run("{% if a %}x") + f'<w:hyperlink r:id="x">{run("y{% endif %}")}</w:hyperlink>'

    assert [p.code for p in problems(drawn.raw_paragraph(xml))] == ["docx_block_apart"]


@pytest.mark.parametrize(
    "xml",
    [
        '<w:r><w:instrText>HYPERLINK "{{ a }}"</w:instrText></w:r>',
        '<w:del w:id="1" w:author="a"><w:r><w:delText>{{ a }}</w:delText></w:r></w:del>',
        '<w:bookmarkStart w:id="0" w:name="{{ a }}"/>',
    ],
)
def test_tags_where_they_are_not_text(xml):
    assert "docx_tag_outside" in [p.code for p in problems(drawn.raw_paragraph(xml))]


def test_tags_in_parts_nobody_fills():
    document = docx.Document()
    document.core_properties.title = "{{ trich_yeu }}"
    (problem,) = problems(drawn.saved(document))

    assert (problem.code, problem.where) == ("docx_tag_unfilled", "docProps/core.xml")


def test_rules_and_pictures_are_known_by_name():
    rule = compile_template(drawn.with_rule())
    picture = compile_template(drawn.with_picture("{{ bieu_do }}"))

    assert (rule.rules, rule.pictures, rule.variables) == (
        {"ke_tieu_ngu"},
        frozenset(),
        frozenset(),
    )
    assert (picture.rules, picture.pictures) == (frozenset(), {"bieu_do"})


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (drawn.with_rule(alt="{{ ke.a }}"), "docx_alt_syntax"),
        (drawn.with_rule(alt="dài {{ ke }}"), "docx_alt_syntax"),
        (drawn.with_rule(name="Đường 1"), "docx_alt_no_picture"),
        (drawn.with_picture("{{ a() }}"), "docx_alt_syntax"),
    ],
)
def test_alternative_texts_that_cannot_be_meant(data, code):
    assert code in [problem.code for problem in problems(data)]


def test_a_placeholder_picture_used_twice():
    data = drawn.with_picture("{{ bieu_do }}")
    twice = drawn.part(data).replace(b"<w:sectPr", b"@@", 1)
    start, end = twice.index(b"<w:p>"), twice.index(b"</w:p>") + 6
    twice = twice.replace(b"@@", twice[start:end] + b"<w:sectPr", 1)
    found = problems(drawn.replaced(data, {"word/document.xml": twice}))

    assert {problem.code for problem in found} == {"docx_picture_shared"}


def test_one_picture_in_two_parts_under_two_names():
    document = docx.Document(io.BytesIO(drawn.with_picture("{{ bieu_do }}")))
    run = document.sections[0].header.paragraphs[0].add_run()
    shape = run.add_picture(io.BytesIO(drawn.png()))
    shape._inline.docPr.set("descr", "{{ logo }}")

    assert [p.code for p in problems(drawn.saved(document))] == ["docx_picture_shared"]


def test_a_placeholder_that_is_no_png():
    image = io.BytesIO()
    Image.new("RGB", (4, 2)).save(image, "JPEG")
    data = drawn.with_picture("{{ bieu_do }}", image=image.getvalue())

    assert [problem.code for problem in problems(data)] == ["docx_picture_png"]


def test_templates_beyond_any_office():
    many = problems(drawn.paragraphs("{{a}}" * 5_001))
    text = random.Random(1).randbytes(5_000_100).hex()  # noqa: S311 -- only to resist the zip
    xml = drawn.part(drawn.paragraphs("dai")).replace(b"dai", text.encode())
    long = problems(drawn.replaced(drawn.paragraphs("a"), {"word/document.xml": xml}))

    assert [problem.code for problem in many] == ["docx_tags_many"]
    assert [problem.code for problem in long] == ["docx_template_large"]


def test_a_table_without_a_grid_where_columns_vary():
    data = drawn.table(["{%tc for x in xs %}", "{{ x }}", "{%tc endfor %}"])
    start, end = drawn.part(data).index(b"<w:tblGrid>"), drawn.part(data).index(b"</w:tblGrid>")
    xml = drawn.part(data)[:start] + drawn.part(data)[end + len("</w:tblGrid>") :]

    (problem,) = problems(drawn.replaced(data, {"word/document.xml": xml}))
    assert (problem.code, problem.where) == ("docx_table_grid", "bảng 1")


def test_a_strict_file_and_a_file_that_is_not_word():
    data = drawn.paragraphs("a")
    strict = drawn.part(data).replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )

    (problem,) = problems(drawn.replaced(data, {"word/document.xml": strict}))
    assert problem.code == "docx_strict"
    with pytest.raises(PackageRefused):
        compile_template(b"x", name="mau.docx")


PIECES = st.sampled_from(
    [
        *(
            "{{",
            "}}",
            "{%",
            "%}",
            "{#",
            "#}",
            "{",
            "}",
            " ",
            "ten",
            "a.b",
            "__class__",
            "for x in xs",
        ),
        *(
            "if a",
            "endif",
            "endfor",
            "else",
            "p ",
            "tr ",
            "tc ",
            "r ",
            "-",
            "|upper",
            "(",
            ")",
            '"',
        ),
        *("loop.index", "self", "raw", "vm", "hm", "colspan a", "cellbg a", "“", "&", "<", "chữ"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(PIECES, max_size=12).map("".join), min_size=1, max_size=4))
def test_any_scribble_is_compiled_or_refused_with_sentences(texts):
    try:
        template = compile_template(drawn.paragraphs(*texts))
    except TemplateRefused as refused:
        found = refused.problems
    else:
        found = ()
        assert not {"self", "loop"} & template.variables

    assert all(problem.sentence for problem in found)
