"""The second fence: what the compiler refuses even when nothing has looked at the tags before."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from vanban.docx.language import NotCompiled, compile_xml

HEAD = '<w:body xmlns:w="w"><w:p><w:r><w:t>'
TAIL = "</w:t></w:r></w:p></w:body>"


def refused(inside):
    with pytest.raises(NotCompiled) as refusal:
        compile_xml(HEAD + inside + TAIL)
    return {fault.code for fault in refusal.value.faults}


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ("{% set a = 1 %}", "docx_tag_forbidden"),
        ("{{ ''.__class__ }}", "docx_tag_name"),
        ("{% for x in y recursive %}{% endfor %}", "docx_tag_for"),
        ("{% for x in y %}a{% else %}b{% endfor %}", "docx_tag_for"),
        ("{% for a in x %}" * 4 + "{% endfor %}" * 4, "docx_tag_deep"),
        ("{% raw %}{{ x }}{% endraw %}", "docx_brace"),
        ("{{ _alt_a }}", "docx_tag_name"),
        ("{% if a %}</w:t>{% endif %}", "docx_tag_crosses"),
        ("{% if a %}</w:t></w:r>{% else %}{% endif %}", "docx_tag_crosses"),
        ("{% for a in x %}</w:t><w:t></w:r>{% endfor %}", "docx_tag_crosses"),
        ("{% if a %}</w:t></w:r><w:t><w:r>{% endif %}", "docx_tag_crosses"),
        ("{% if a %}</w:x><w:x>{% endif %}", "docx_tag_crosses"),
        ("</w:t>", "docx_tag_crosses"),
        ("{% if %}", "docx_tag_syntax"),
    ],
)
def test_the_compiler_refuses_by_itself(inside, code):
    assert code in refused(inside)


def test_names_the_program_wrote_are_let_through():
    compiled = compile_xml(HEAD + "{{ _alt_a }}" + TAIL, frozenset({"_alt_a"}))

    assert "x" in compiled.render({"_alt_a": "x"})


REOPENING = "</w:t></w:r></w:p><w:p><w:r><w:t>"
PIECES = st.sampled_from(
    [
        *("{% for x in xs %}", "{% endfor %}", "{% if a %}", "{% else %}", "{% endif %}", "chữ"),
        *("</w:t>", "<w:t>", "</w:t></w:r>", "<w:r><w:t>", REOPENING, "<w:br/>", "{{ a }}"),
    ]
)


@given(st.lists(PIECES, max_size=10), st.booleans(), st.integers(0, 3))
def test_whatever_compiles_gives_well_formed_xml_for_every_choice(pieces, choice, times):
    try:
        compiled = compile_xml(HEAD + "".join(pieces) + TAIL)
    except NotCompiled:
        return
    xml = compiled.render({"a": "x" if choice else "", "xs": ["y"] * times})

    assert etree.fromstring(xml).tag == "{w}body"
