"""No page asks another host for anything, and no file tells where somebody's files lie."""

from __future__ import annotations

import re

from tests.contract.source import PACKAGE, ROOT, tracked

WEB_SUFFIXES = {".html", ".j2", ".css", ".js", ".svg", ".webmanifest"}
BINARY_SUFFIXES = {".docx", ".png", ".pdf", ".ttf", ".otf", ".woff2", ".woff", ".ico", ".jpg"}
# Names of XML vocabularies look like addresses and are never fetched.
NAMESPACE = re.compile(r"https?://(?:www\.w3\.org|schemas\.openxmlformats\.org)/[\w./#-]*")
# A link that a person may click is no request of the page.
CLICKABLE = re.compile(r"<a\b[^>]*\bhref=[\"'][^\"']*[\"']", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?\*/|<!--.*?-->|\{#.*?#\}|^\s*// .*?$", re.DOTALL | re.MULTILINE)
HOST = r"//(?!(?:127\.0\.0\.1|localhost)\b)[a-z0-9-]+(?:\.[a-z0-9-]+)+"
FOREIGN = re.compile(rf"(?:https?:|wss?:|[\"'(=]){HOST}", re.IGNORECASE)
SOMEBODYS_FILES = re.compile(r"(?<![\w.~$}])/(?:home|root|Users|work|mnt)/[\w.]+")


def strangers(text: str) -> list[str]:
    for harmless in (COMMENT, NAMESPACE, CLICKABLE):
        text = harmless.sub("", text)
    return FOREIGN.findall(text)


def test_pages_ask_nobody_else() -> None:
    files = [p for p in (PACKAGE / "web").rglob("*") if p.suffix in WEB_SUFFIXES]
    assert files, "no templates and no static files: this test would pass on nothing"
    found = {
        str(p.relative_to(ROOT)): hosts
        for p in files
        if (hosts := strangers(p.read_text(encoding="utf-8")))
    }
    assert not found


def test_a_stranger_is_recognised() -> None:
    assert strangers('<script src="https://cdn.example.com/a.js"></script>')
    assert strangers('<link href="//fonts.example.com/css" rel="stylesheet">')
    assert strangers("@import url(http://f.x.org/x.css);")
    assert strangers("fetch('//example.com/a')")
    assert not strangers('<svg xmlns="http://www.w3.org/2000/svg"></svg>')
    assert not strangers('<a class="law" href="https://vanban.example.vn/30">Nghị định 30</a>')


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    found = []
    for path in tracked():
        if (ROOT / path).suffix not in BINARY_SUFFIXES and path != "tests/contract/" + FILE:
            text = (ROOT / path).read_text(encoding="utf-8", errors="replace")
            found += [f"{path}: {place}" for place in SOMEBODYS_FILES.findall(text)]
    assert not found


FILE = "test_no_strangers.py"
