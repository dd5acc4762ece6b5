"""Word files for the tests of docx/, drawn with python-docx as an author would in Word."""

import io
import zipfile

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from lxml import etree
from PIL import Image

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def saved(document):
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def paragraphs(*texts):
    document = docx.Document()
    for text in texts:
        document.add_paragraph(text)
    return saved(document)


def table(*rows):
    document = docx.Document()
    drawn = document.add_table(rows=len(rows), cols=len(rows[0]))
    for row, texts in zip(drawn.rows, rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            lines = text.split("\n")
            cell.text = lines[0]
            for line in lines[1:]:
                cell.add_paragraph(line)
    return saved(document)


def png(colour=(0, 0, 0)):
    buffer = io.BytesIO()
    Image.new("RGB", (4, 2), colour).save(buffer, "PNG")
    return buffer.getvalue()


def with_picture(alt, *, before=(), after=(), image=None):
    """A document whose one picture has the alternative text `alt`."""
    document = docx.Document()
    for text in before:
        document.add_paragraph(text)
    document.add_picture(io.BytesIO(image or png()))
    for text in after:
        document.add_paragraph(text)
    for properties in document.element.body.iter():
        if etree.QName(properties).localname in ("docPr", "cNvPr"):
            properties.set("descr", alt)
    return saved(document)


RULE = """<w:r {ns} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
 xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
 xmlns:v="urn:schemas-microsoft-com:vml">
<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>
<wp:extent cx="2016000" cy="0"/><wp:docPr id="7" name="{name}" descr="{alt}"/>
<a:graphic><a:graphicData
 uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvCnPr/>
<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="2016000" cy="0"/></a:xfrm></wps:spPr><wps:bodyPr/>
</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>
<mc:Fallback><w:pict><v:line id="l" alt="{alt}" from="10pt,3pt" to="168.7pt,3pt"/>
</w:pict></mc:Fallback></mc:AlternateContent></w:r>"""


def with_rule(alt="{{ ke_tieu_ngu }}", name="Kẻ dưới Tiêu ngữ", before=(), after=()):
    """A document with a line of Word's, with the old shape Word writes beside it."""
    document = docx.Document()
    for text in before:
        document.add_paragraph(text)
    run = parse_xml(RULE.format(ns=nsdecls("w", "wp", "a"), name=name, alt=alt))
    document.add_paragraph()._p.append(run)
    for text in after:
        document.add_paragraph(text)
    return saved(document)


def raw_paragraph(xml):
    """A document with one paragraph given as the inside of its w:p."""
    document = docx.Document()
    body = document.element.body
    body.insert(0, parse_xml(f"<w:p {nsdecls('w', 'r')}>{xml}</w:p>"))
    return saved(document)


def part(data, name="word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def replaced(data, changes):
    """The same file with the parts of `changes` in place of its own, or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            new.writestr(name, changes.get(name, old.read(name)))
        for name in changes.keys() - set(old.namelist()):
            new.writestr(name, changes[name])
    return buffer.getvalue()


def canonical(data, name="word/document.xml"):
    return etree.tostring(etree.fromstring(part(data, name)), method="c14n")


def lines(data):
    """Paragraph texts, those in tables included, with Word's breaks and tabs."""
    document = docx.Document(io.BytesIO(data))
    body = document.element.body
    return [docx.text.paragraph.Paragraph(p, document).text for p in body.iter(f"{W}p")]
