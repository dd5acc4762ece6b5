"""A file that says it is Word → its parts, checked before anything is read.

In: the bytes somebody uploaded. Out: a `Package` whose XML parts are known to be well-formed and
free of DTDs, or `PackageRefused` with a sentence for the clerk. Sizes are judged on the zip's
directory first and on the inflated bytes again, so a lying directory gains nothing. Nothing here
opens a file or a connection: external relationships are reported and never followed.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from urllib.parse import unquote
from xml.parsers import expat

from lxml import etree

from vanban.problems import Problem, Refused

MAX_FILE = 50_000_000
MAX_TOTAL = 200_000_000
MAX_MEMBERS = 2_000
MAX_RATIO = 200
# Text compresses well: below this size a high ratio is harmless and a false alarm likely.
RATIO_FROM = 1_000_000

# A white page kept as an EMF or BMP packs 224 to 1 and is harmless; many of them are not.
MAX_THIN = 16_000_000

CONTENT_TYPES = "[Content_Types].xml"
WORD_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_ENCRYPTED_FLAG = 0x1
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CONTENT = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SIGNATURES = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"),
    (b"GIF8", "ảnh GIF"),
    (b"{\\rtf", "RTF"),
)
_FOREIGN_MAINS = (("spreadsheetml", "Excel"), ("presentationml", "PowerPoint"))


class PackageRefused(Refused):
    """The bytes are not a Word file that can be read safely. Payload: `problems`."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """One line of a .rels part.

    type: the full URI. target: the name of a part, without a leading slash; for an external
    relationship the raw target, which nobody follows.
    """

    type: str
    target: str
    external: bool

    @property
    def kind(self) -> str:
        """Last segment of the type, the same in transitional and strict files: "header"."""
        return self.type.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Member:
    """One zip member as it is stored. `raw` is compressed; sizes in bytes."""

    name: str
    method: int
    crc: int
    size: int
    raw: bytes


class _Parts(Mapping[str, bytes]):
    """Name → inflated bytes, each inflated at its first use."""

    def __init__(self, members: Mapping[str, Member], file: str) -> None:
        self._members = members
        self._file = file
        self._inflated: dict[str, bytes] = {}

    def __getitem__(self, name: str) -> bytes:
        if name not in self._inflated:
            self._inflated[name] = _inflate(self._members[name], self._file)
        return self._inflated[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._members)

    def __len__(self) -> int:
        return len(self._members)


@dataclass(frozen=True)
class Package:
    """An opened Word file.

    name: what to call it in a sentence. members: the zip members in file order. parts: name →
    inflated bytes. main: name of the main document part. content_types: part → content type.
    """

    name: str
    members: Mapping[str, Member]
    parts: Mapping[str, bytes]
    main: str = ""
    content_types: Mapping[str, str] = field(default_factory=dict)

    def rels(self, part: str) -> Mapping[str, Relationship]:
        """Relationship id → relationship of `part` ("" for the package); empty when it has none."""
        folder, _, leaf = part.rpartition("/")
        name = posixpath.join(folder, "_rels", f"{leaf}.rels")
        if name not in self.parts:
            return {}
        found = {}
        for node in parse_xml(self.parts[name], where=name, name=self.name).iter(_RELS):
            external = node.get("TargetMode") == "External"
            target = node.get("Target", "")
            found[node.get("Id", "")] = Relationship(
                node.get("Type", ""),
                target if external else self._resolved(folder, target),
                external,
            )
        return MappingProxyType(found)

    def _resolved(self, folder: str, target: str) -> str:
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return path if path in self.parts else unquote(path)


def open_package(data: bytes, *, name: str = "tệp Word") -> Package:
    """Open `data` as a Word document without macros.

    name: what the sentences call the file. Raises `PackageRefused` for anything else: other
    formats, passwords, broken or oversized zips, unsafe member names, missing parts, broken XML
    and XML with a DTD.
    """
    _check_signature(data, name)
    if len(data) > MAX_FILE:
        raise _refused("docx_too_large", name, limit=MAX_FILE // 1_000_000)
    members = _read_members(data, name)
    package = Package(name, members, _Parts(members, name))
    if CONTENT_TYPES not in members:
        raise _not_word(package)
    for part in members:
        if part.endswith((".xml", ".rels")):
            _check_xml(package.parts[part], part, name)
    types = _content_types(package)
    main = _main_part(package, types)
    return Package(name, members, package.parts, main, MappingProxyType(types))


# Built once: a parser without entities, DTD, network, or trees of unbounded depth.
_PARSER = etree.XMLParser(
    resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, dtd_validation=False
)


def parse_xml(data: bytes, *, where: str = "", name: str = "tệp Word") -> etree._Element:
    """XML bytes → root element. No entity, DTD or network is ever used.

    where: the part, for the sentence. Raises `PackageRefused` for broken XML and for any DTD.
    """
    try:
        root = etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _refused("docx_xml_broken", name, where) from error
    if root.getroottree().docinfo.doctype:
        raise _refused("docx_xml_dtd", name, where)
    return root


def _refused(code: str, name: str, where: str = "", **data: object) -> PackageRefused:
    return PackageRefused(Problem(code, where, {"name": name, **data}))


def _check_signature(data: bytes, name: str) -> None:
    if not data:
        raise _refused("docx_empty", name)
    if data.startswith(_OLE):
        # [MS-OFFCRYPTO] 2.3.4: a password turns the file into an OLE container with this stream.
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise _refused("docx_password" if encrypted else "docx_old_word", name)
    for signature, kind in _SIGNATURES:
        if data.startswith(signature):
            raise _refused("docx_other_format", name, kind=kind)
    if not data.startswith(b"PK"):
        raise _refused("docx_not_word", name)


def _read_members(data: bytes, name: str) -> dict[str, Member]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
        raise _refused("docx_broken", name) from error
    _check_sizes(infos, name)
    members: dict[str, Member] = {}
    end = 0
    for info in sorted(infos, key=lambda i: i.header_offset):
        _check_name(info, name)
        start = _data_start(data, info, name)
        # Members that share bytes are how a small zip declares terabytes.
        if info.header_offset < end or start + info.compress_size > len(data):
            raise _refused("docx_broken", name)
        end = start + info.compress_size
        if info.is_dir():
            continue
        if info.filename in members:
            raise _refused("docx_broken", name)
        members[info.filename] = Member(
            info.filename, info.compress_type, info.CRC, info.file_size, data[start:end]
        )
    return members


def _check_sizes(infos: list[zipfile.ZipInfo], name: str) -> None:
    if len(infos) > MAX_MEMBERS:
        raise _refused("docx_bomb", name)
    if sum(info.file_size for info in infos) > MAX_TOTAL:
        raise _refused("docx_bomb", name)
    thin = [i for i in infos if i.file_size > max(RATIO_FROM, MAX_RATIO * i.compress_size)]
    xml = any(info.filename.endswith((".xml", ".rels")) for info in thin)
    if xml or sum(info.file_size for info in thin) > MAX_THIN:
        raise _refused("docx_bomb", name)


def _check_name(info: zipfile.ZipInfo, name: str) -> None:
    path = info.filename
    drive = len(path) > 1 and path[1] == ":"
    if not path or path.startswith("/") or "\\" in path or drive or ".." in path.split("/"):
        raise _refused("docx_unsafe_name", name)
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise _refused("docx_password", name)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _refused("docx_broken", name)


def _data_start(data: bytes, info: zipfile.ZipInfo, name: str) -> int:
    """Offset of the member's bytes; the local header may pad differently from the directory."""
    header = data[info.header_offset : info.header_offset + _LOCAL_HEADER.size]
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise _refused("docx_broken", name)
    name_length, extra_length = _LOCAL_HEADER.unpack(header)[-2:]
    return int(info.header_offset + _LOCAL_HEADER.size + name_length + extra_length)


def _inflate(member: Member, name: str) -> bytes:
    if member.method == zipfile.ZIP_STORED:
        data, complete = member.raw, True
    else:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            # One byte more than declared is enough to see that the directory lied.
            data = inflater.decompress(member.raw, member.size + 1)
        except zlib.error as error:
            raise _refused("docx_broken", name, member.name) from error
        complete = inflater.eof
    if not complete or len(data) != member.size or zlib.crc32(data) != member.crc:
        raise _refused("docx_broken", name, member.name)
    return data


def _check_xml(data: bytes, part: str, name: str) -> None:
    """Well-formed and without a DTD, at the speed of expat and without building a tree."""

    def refuse_dtd(*_: object) -> None:
        raise _refused("docx_xml_dtd", name, part)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse_dtd
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise _refused("docx_xml_broken", name, part) from error


def _content_types(package: Package) -> dict[str, str]:
    root = parse_xml(package.parts[CONTENT_TYPES], where=CONTENT_TYPES, name=package.name)
    defaults = {
        node.get("Extension", "").lower(): node.get("ContentType", "")
        for node in root.iter(f"{_CONTENT}Default")
    }
    overrides = {
        node.get("PartName", "").lstrip("/"): node.get("ContentType", "")
        for node in root.iter(f"{_CONTENT}Override")
    }
    return {
        part: overrides.get(part) or defaults.get(part.rpartition(".")[2].lower(), "")
        for part in package.parts
    }


def _main_part(package: Package, types: Mapping[str, str]) -> str:
    mains = [r.target for r in package.rels("").values() if r.kind == "officeDocument"]
    main = mains[0] if mains else ""
    if main not in types:
        raise _refused("docx_no_main", package.name)
    kind = types[main]
    for mark, product in _FOREIGN_MAINS:
        if mark in kind:
            raise _refused("docx_other_format", package.name, kind=product)
    if "macroEnabled" in kind or any(p.endswith("vbaProject.bin") for p in types):
        raise _refused("docx_macros", package.name)
    if kind != WORD_MAIN:
        raise _refused("docx_no_main", package.name)
    return main


def _not_word(package: Package) -> PackageRefused:
    if "mimetype" in package.members and "content.xml" in package.members:
        return _refused("docx_other_format", package.name, kind="OpenDocument (LibreOffice)")
    return _refused("docx_not_word", package.name)
