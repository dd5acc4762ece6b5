"""The tags of one part, read as the clerk reads them: by paragraph, before Word's runs matter.

In: the XML tree of a part. Out: its tags, each with its place, and every problem that can be said
of them: single braces, unknown words, blocks that are not closed, tags in places where docxtpl
would silently lose text or break the file. Paragraphs count from 1, those in tables included.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from vanban.docx.language import MAX_LOOPS, tag_faults
from vanban.problems import Problem

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# Longer expressions are beyond what an author means and near what a parser's stack can bear.
MAX_TAG = 300
MAX_TAGS = 5_000
MAX_BLOCKS = 8
_NEARBY = 48

TAG = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_BRACE = re.compile(r"[{}]")
_STATEMENT = re.compile(r"\{%(p|tr|tc|r|) (.*)%\}", re.DOTALL)
_PREFIXED_VALUE = re.compile(r"\{\{(p|tr|tc|r)\s")
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "\t": " ", "\n": " "})
_OPENERS = {"endfor": "for", "endif": "if", "elif": "if", "else": "if"}
_BALANCED = {
    "for": "{{% {} %}}{{% endfor %}}",
    "if": "{{% {} %}}{{% endif %}}",
    "elif": "{{% if 1 %}}{{% {} %}}{{% endif %}}",
}
_LOST_WITH_PARAGRAPH = ("drawing", "pict", "object", "sectPr")


@dataclass(frozen=True)
class Tag:
    """One tag. text: as written, quotes straightened. source: the same made a whole piece of
    Jinja, "" for a word that only continues a block. kind: what it replaces ("p", "tr", "tc", "r",
    or "" for text). word: "for", "if", …, "" for a value. place: for the clerk. container: the
    element whose children the block may leave out or repeat.
    """

    text: str
    source: str
    kind: str
    word: str
    place: str
    container: etree._Element


@dataclass
class Reading:
    """What was found in one part."""

    tags: list[Tag] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read_tags(root: etree._Element, label: str) -> Reading:
    """Tags and problems of a part. label: "" for the text itself, or "đầu trang" and the like."""
    reading = Reading()
    for number, paragraph in enumerate(root.iter(f"{W}p"), 1):
        _Paragraph(paragraph, f"{label}, đoạn {number}".removeprefix(", "), reading).read()
    reading.problems.extend(_block_problems(reading.tags))
    reading.problems.extend(_outside_problems(root, label))
    if len(reading.tags) > MAX_TAGS:
        reading.problems.append(Problem("docx_tags_many", label, {"limit": MAX_TAGS}))
    return reading


def own_text(paragraph: etree._Element) -> tuple[str, list[etree._Element | None]]:
    """Visible text of a paragraph without nested text boxes, and per character its w:t."""
    text: list[str] = []
    owners: list[etree._Element | None] = []
    for node in _own_nodes(paragraph):
        if node.tag == f"{W}t":
            text.append(node.text or "")
            owners.extend([node] * len(node.text or ""))
        elif node.tag in (f"{W}tab", f"{W}br", f"{W}cr") and node.getparent().tag == f"{W}r":
            text.append(" ")
            owners.append(None)
    return "".join(text), owners


def _own_nodes(element: etree._Element) -> Iterator[etree._Element]:
    for child in element:
        if child.tag != f"{W}p":
            yield child
            yield from _own_nodes(child)


class _Paragraph:
    """Reads one paragraph into the `Reading`; a class only to share its text and place."""

    def __init__(self, paragraph: etree._Element, place: str, reading: Reading) -> None:
        self.paragraph = paragraph
        self.place = place
        self.reading = reading
        self.text, self.owners = own_text(paragraph)

    def read(self) -> None:
        end = 0
        for match in TAG.finditer(self.text):
            self._stray(end, match.start())
            end = match.end()
            self._tag(match)
        self._stray(end, len(self.text))

    def _where(self, at: int) -> str:
        start = max(0, at - _NEARBY // 2)
        piece = self.text[start : start + _NEARBY]
        before = "…" if start else ""
        after = "…" if start + _NEARBY < len(self.text) else ""
        return f"{self.place}: “{before}{piece.strip()}{after}”"

    def _problem(self, code: str, at: int, **data: object) -> None:
        self.reading.problems.append(Problem(code, self._where(at), data))

    def _stray(self, start: int, end: int) -> None:
        brace = _BRACE.search(self.text, start, end)
        if brace:
            self._problem("docx_brace", brace.start())

    def _tag(self, match: re.Match[str]) -> None:
        text = match[0].translate(_STRAIGHT)
        parents = {
            owner.getparent().getparent()
            for owner in self.owners[match.start() : match.end()]
            if owner is not None
        }
        if len(parents) != 1:
            self._problem("docx_tag_split", match.start(), tag_text=match[0])
            return
        if text.startswith("{#"):
            return
        parsed = self._parsed(text, match.start())
        if parsed is None:
            return
        kind, word, source = parsed
        container = self._container(kind, match[0], match.start(), parents.pop())
        if container is not None:
            tag = Tag(text, source, kind, word, self._where(match.start()), container)
            self.reading.tags.append(tag)

    def _parsed(self, text: str, at: int) -> tuple[str, str, str] | None:
        """(kind, word, source) of a tag; its faults become problems, None when it is no tag."""
        if len(text) > MAX_TAG:
            self._problem("docx_tag_long", at, limit=MAX_TAG)
            return None
        kind, word, source = "", "", text
        if text.startswith("{%"):
            statement = _STATEMENT.fullmatch(text)
            word = (statement[2].split() or [""])[0] if statement else ""
            if statement is None or word not in (*_OPENERS, "for", "if"):
                self._problem("docx_tag_unknown", at, tag_text=text)
                return None
            kind = statement[1]
            if word not in _BALANCED:
                if statement[2].strip() != word:
                    self._problem("docx_tag_syntax", at)
                return kind, word, ""
            source = _BALANCED[word].format(statement[2])
        elif _PREFIXED_VALUE.match(text):
            self._problem("docx_tag_prefixed", at, tag_text=text)
            return None
        faults = tag_faults(source)
        # A fact of the loop can only be judged with the loop around it; blocks are checked later.
        for fault in (f for f in faults if f.code != "docx_tag_loop_fact"):
            self._problem(fault.code, at, **fault.data)
        return kind, word, source

    def _container(
        self, kind: str, text: str, at: int, parent: etree._Element
    ) -> etree._Element | None:
        if kind in ("", "r"):
            return parent
        if kind == "p":
            replaced = self.paragraph
            alone = self.text.strip() == text and not any(
                self.paragraph.iter(*(f"{W}{name}" for name in _LOST_WITH_PARAGRAPH))
            )
        else:
            replaced = next(self.paragraph.iterancestors(f"{W}{kind}"), None)
            if replaced is None:
                self._problem("docx_tag_no_table", at, tag_text=text)
                return None
            paragraphs = replaced.iter(f"{W}p")
            alone = "".join(own_text(p)[0] for p in paragraphs).strip() == text and not any(
                replaced.iter(f"{W}tbl", f"{W}drawing", f"{W}pict", f"{W}object")
            )
        if not alone:
            self._problem(f"docx_tag_alone_{kind}", at, tag_text=text)
            return None
        return replaced.getparent()


def _block_problems(tags: list[Tag]) -> Iterator[Problem]:
    """Every block opened is closed, by its own kind, in the same paragraph, table or row."""
    stack: list[tuple[Tag, list[str]]] = []
    for tag in tags:
        if _loose_loop(tag, stack):
            yield Problem("docx_tag_loop_fact", tag.place, {"tag_name": tag.text})
        if tag.word in ("for", "if"):
            stack.append((tag, []))
            yield from _too_deep(stack)
        elif tag.word:
            yield from _continued(stack, tag)
    for opener, _ in stack:
        yield Problem("docx_block_open", opener.place, {"tag_text": opener.text})


def _too_deep(stack: list[tuple[Tag, list[str]]]) -> Iterator[Problem]:
    loops = sum(tag.word == "for" for tag, _ in stack)
    loop_too_many = stack[-1][0].word == "for" and loops == MAX_LOOPS + 1
    if loop_too_many or len(stack) == MAX_BLOCKS + 1:
        yield Problem("docx_tag_deep", stack[-1][0].place)


def _continued(stack: list[tuple[Tag, list[str]]], tag: Tag) -> Iterator[Problem]:
    if not stack or stack[-1][0].word != _OPENERS[tag.word] or "else" in _unended(stack, tag):
        yield Problem("docx_block_end", tag.place, {"tag_text": tag.text})
        return
    opener, seen = stack[-1]
    if tag.kind != opener.kind or tag.container is not opener.container:
        yield Problem("docx_block_apart", tag.place, {"tag_text": tag.text, "opener": opener.text})
    if tag.word.startswith("end"):
        stack.pop()
    else:
        seen.append(tag.word)


def _unended(stack: list[tuple[Tag, list[str]]], tag: Tag) -> list[str]:
    """Words already seen that `tag` may not follow: nothing but endif comes after else."""
    return [] if tag.word.startswith("end") else stack[-1][1]


def _loose_loop(tag: Tag, stack: list[tuple[Tag, list[str]]]) -> bool:
    """Does it ask for a fact of a loop that is not around it, or that no loop has?"""
    inside = any(opener.word == "for" for opener, _ in stack)
    source = "{% for x in y %}" + tag.source + "{% endfor %}" if inside else tag.source
    return any(fault.code == "docx_tag_loop_fact" for fault in tag_faults(source))


def _outside_problems(root: etree._Element, label: str) -> Iterator[Problem]:
    """Tags where they would be filled wrongly or not at all: attributes, fields, deleted text."""
    for node in root.iter(etree.Element):
        texts = [v for k, v in node.attrib.items() if k not in ("descr", "alt")]
        if node.tag != f"{W}t":
            texts += [node.text or ""]
        texts += [node.tail or ""]
        for text in texts:
            if "{{" in text or "{%" in text or "{#" in text:
                yield Problem("docx_tag_outside", label, {"tag_text": text.strip()[:_NEARBY]})
