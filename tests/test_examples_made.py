"""Every paper of the campaigns is made: the Word file opens, and the PDF holds the same words."""

import io
import re
from collections import Counter

import docx
import pytest
from docx.oxml.ns import qn

from tests.campaigns import EXAMPLES, name_of, produced, service


def words(text):
    return Counter(text.split())


def paragraphs(node):
    for paragraph in node.iter(qn("w:p")):
        texts = paragraph.iter(qn("w:t"), qn("w:br"))
        yield "".join(" " if t.tag == qn("w:br") else t.text or "" for t in texts)


def repeated_words(document):
    """Words of heading rows: they stand again on every page that a table runs to."""
    rows = (row for row in document.element.body.iter(qn("w:tr")))
    heads = (row for row in rows if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None)
    return set(" ".join(text for head in heads for text in paragraphs(head)).split())


@pytest.mark.parametrize("path", EXAMPLES, ids=name_of)
def test_the_paper_is_made_and_its_pdf_holds_the_words_of_its_word_file(path):
    made = produced(path)
    document = docx.Document(io.BytesIO(made.docx))
    pages = [service().page_text(made.pdf, i) for i in range(service().page_count(made.pdf))]

    written = words(" ".join(paragraphs(document.element.body)))
    printed = words(" ".join(pages))

    assert written - printed == Counter()
    extra = set(printed - written)
    numbers = {word for word in extra if re.fullmatch(r"\d{1,2}", word)}
    assert extra - numbers <= repeated_words(document)


def test_the_five_campaigns_are_there_with_their_three_papers_and_three_have_a_certificate():
    assert len(EXAMPLES) == 15 + 3
    assert len({p.parent.name for p in EXAMPLES}) == 5
