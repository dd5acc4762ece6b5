"""What an office gets when it gives us a file: an opened document, or a sentence that helps."""

import contextlib
import io
import struct
import zipfile

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vanban.docx.package import PackageRefused, open_package, parse_xml

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(text="Xin chào"):
    document = docx.Document()
    document.add_paragraph(text)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def types(main_type=WORD, main="word/document.xml"):
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
        '.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/{main}" ContentType="{main_type}"/></Types>'
    )


def rels(*lines):
    body = "".join(
        f'<Relationship Id="r{i}" Type="{kind}" Target="{target}"{mode}/>'
        for i, (kind, target, mode) in enumerate(lines)
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{namespace}">{body}</Relationships>'


def parts(main="word/document.xml", main_type=WORD, office=OFFICE):
    return {
        "[Content_Types].xml": types(main_type, main),
        "_rels/.rels": rels((f"{office}/officeDocument", main, "")),
        main: f'<w:document xmlns:w="{W_NS}"><w:body><w:p/></w:body></w:document>',
    }


def zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def code(data):
    with pytest.raises(PackageRefused) as refused:
        open_package(data, name="quyet_dinh.docx")
    (problem,) = refused.value.problems
    assert "quyet_dinh.docx" in problem.sentence
    return problem.code


def test_a_word_file_opens_with_its_main_part_and_relationships():
    package = open_package(word())

    assert package.main == "word/document.xml"
    assert "Xin chào" in package.parts[package.main].decode()
    kinds = {r.kind: r for r in package.rels(package.main).values()}
    assert kinds["styles"].target == "word/styles.xml"
    assert not kinds["styles"].external
    assert package.rels("word/theme/theme1.xml") == {}


def test_the_main_part_is_the_one_the_package_names():
    package = open_package(zipped(parts("chinh/van%20ban.xml".replace("%20", "_"))))

    assert package.main == "chinh/van_ban.xml"


def test_a_strict_file_opens():
    strict = "http://purl.oclc.org/ooxml/officeDocument/relationships"

    assert open_package(zipped(parts(office=strict))).main == "word/document.xml"


def test_external_relationships_are_named_and_never_followed():
    members = parts()
    members["word/_rels/document.xml.rels"] = rels(
        (f"{OFFICE}/image", "http://127.0.0.1:9/a.png", ' TargetMode="External"')
    )
    (relationship,) = open_package(zipped(members)).rels("word/document.xml").values()

    assert relationship.external
    assert relationship.target == "http://127.0.0.1:9/a.png"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "docx_empty"),
        (PNG, "docx_other_format"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 20, "docx_other_format"),
        (b"%PDF-1.7\n", "docx_other_format"),
        (b"{\\rtf1}", "docx_other_format"),
        (OLE + b"\0" * 600, "docx_old_word"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "docx_password"),
        ("Quyết định khen thưởng".encode(), "docx_not_word"),
        (b"PK\x05\x06" + b"\0" * 18, "docx_not_word"),
        (zipped({"a.txt": "x"}), "docx_not_word"),
        (zipped({"mimetype": "x", "content.xml": "<a/>"}), "docx_not_word"),
    ],
)
def test_other_files_are_named_for_what_they_are(data, expected):
    if expected == "docx_not_word" and b"mimetype" in data:
        expected = "docx_other_format"

    assert code(data) == expected


@pytest.mark.parametrize(
    ("main_type", "expected"),
    [
        (WORD.replace("wordprocessingml.document", "spreadsheetml.sheet"), "docx_other_format"),
        (
            WORD.replace("wordprocessingml.document", "presentationml.presentation"),
            "docx_other_format",
        ),
        ("application/vnd.ms-word.document.macroEnabled.main+xml", "docx_macros"),
        ("text/plain", "docx_no_main"),
    ],
)
def test_the_main_part_must_be_a_word_text(main_type, expected):
    assert code(zipped(parts(main_type=main_type))) == expected


def test_a_macro_part_is_refused_whatever_the_main_part_says():
    assert code(zipped({**parts(), "word/vbaProject.bin": b"x"})) == "docx_macros"


@pytest.mark.parametrize("missing", ["[Content_Types].xml", "_rels/.rels", "word/document.xml"])
def test_missing_parts(missing):
    members = parts()
    del members[missing]

    assert code(zipped(members)) in {"docx_not_word", "docx_no_main"}


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_off_on_the_way(share):
    data = word()

    assert code(data[: int(len(data) * share)]) == "docx_broken"


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\x", "C:/x", "a/../b"])
def test_member_names_that_climb(name):
    assert code(zipped({**parts(), name: "x"})) == "docx_unsafe_name"


def test_two_members_of_one_name():
    data = zipped({**parts(), "word/documenu.xml": "<a/>"})

    assert code(data.replace(b"word/documenu.xml", b"word/document.xml")) == "docx_broken"


def test_a_bomb_is_refused_by_its_directory():
    assert code(zipped({**parts(), "word/media/a.bin": b"\0" * 20_000_000})) == "docx_bomb"
    assert code(zipped({**parts(), **{f"a{i}": b"" for i in range(2_001)}})) == "docx_bomb"
    several = {f"word/media/{i}.bin": b"\0" * 6_000_000 for i in range(3)}
    assert code(zipped({**parts(), **several})) == "docx_bomb"
    blank = b"<a>" + b" " * 2_000_000 + b"</a>"
    assert code(zipped({**parts(), "word/a.xml": blank})) == "docx_bomb"


def test_one_white_bitmap_is_no_bomb():
    assert open_package(zipped({**parts(), "word/media/a.emf": b"\0" * 11_000_000})).main


def test_a_file_over_the_limit():
    assert code(b"PK\x03\x04" + bytes(50_000_001)) == "docx_too_large"


def directory_says(data, size):
    """The same zip, its directory claiming that the main part inflates to `size` bytes."""
    name = b"word/document.xml"
    at = data.rindex(b"PK\x01\x02", 0, data.rindex(name))
    return data[: at + 24] + struct.pack("<L", size) + data[at + 28 :]


def test_a_directory_that_lies_about_the_size():
    members = parts()
    members["word/document.xml"] = members["word/document.xml"] + " " * 900_000

    assert code(directory_says(zipped(members), 10_000)) == "docx_broken"
    assert code(directory_says(zipped(members), 950_000)) == "docx_broken"


def test_members_that_share_their_bytes():
    """Each would be sound alone: this is how a small zip holds a thousand copies of itself."""
    data = bytearray(zipped({**parts(), "word/a.xml": "<a/>", "word/b.xml": "<a/>"}))
    last = data.rindex(b"PK\x01\x02")
    previous = data.rindex(b"PK\x01\x02", 0, last)
    data[last + 42 : last + 46] = data[previous + 42 : previous + 46]

    assert code(bytes(data)) == "docx_broken"


def test_a_byte_changed_on_the_way():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in {**parts(), "word/styles.xml": "<a>mot</a>"}.items():
            archive.writestr(name, text)

    assert code(buffer.getvalue().replace(b"<a>mot</a>", b"<a>hai</a>")) == "docx_broken"


def test_an_encrypted_member():
    data = bytearray(zipped(parts()))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1

    assert code(bytes(data)) == "docx_password"


LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml", "_rels/.rels"])
def test_a_dtd_anywhere(part):
    members = {**parts(), part: LAUGHS + "<l>&b;</l>"}

    assert code(zipped(members)) == "docx_xml_dtd"


def test_a_dtd_in_another_encoding():
    text = '<?xml version="1.0" encoding="UTF-16"?>' + LAUGHS + "<l>&b;</l>"

    assert code(zipped({**parts(), "word/styles.xml": text.encode("utf-16")})) == "docx_xml_dtd"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a>",
        b"<a></b>",
        b"\xff\xfe<",
        b"<a>\x00</a>",
        b'<?xml version="1.0" encoding="x-none"?><a/>',
    ],
)
def test_broken_xml(data):
    assert code(zipped({**parts(), "word/styles.xml": data})) == "docx_xml_broken"
    with pytest.raises(PackageRefused):
        parse_xml(data)


def test_parse_xml_reads_no_file_through_an_entity(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("bí mật", encoding="utf-8")
    data = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]><a>&x;</a>'

    with pytest.raises(PackageRefused) as refused:
        parse_xml(data.encode())
    assert refused.value.problems[0].code == "docx_xml_dtd"


@settings(max_examples=200)
@given(st.data())
def test_a_damaged_file_is_opened_or_refused_and_nothing_else(data):
    damaged = bytearray(zipped(parts()))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged) - 1))
        damaged[at] = data.draw(st.integers(0, 255))
    # Only a refusal may come out, and it has a sentence; any other exception fails the test.
    with contextlib.suppress(PackageRefused):
        package = open_package(bytes(damaged))
        assert all(isinstance(package.parts[part], bytes) for part in package.parts)
