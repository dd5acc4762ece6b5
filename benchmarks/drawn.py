"""Office papers drawn by chance, as Word saves them: a seed comes in, Word files go out.

A paper has the features that issued documents of Vietnamese offices have, at the shares counted
over 178 of them. The same seed and number give the same bytes. Nothing here goes through our own
templates or writers: the converter must meet files that it did not make.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from benchmarks.drawn_office import TIMES, Office, footnotes
from benchmarks.drawn_tables import Tables
from benchmarks.drawn_words import Words
from benchmarks.drawn_xml import NAMES, marks, package, para, run, text_box

_KINDS = {
    "qd": ("QUYẾT ĐỊNH", "QĐ-UBND"),
    "cv": ("", "UBND-TH"),
    "kh": ("KẾ HOẠCH", "KH-UBND"),
    "bc": ("BÁO CÁO", "BC-SNV"),
    "tt": ("TỜ TRÌNH", "TTr-STC"),
    "tb": ("THÔNG BÁO", "TB-VP"),
    "dl": ("ĐIỀU LỆ", "ĐL-HĐ"),
}
_SHARES = (44, 38, 26, 24, 16, 16, 14)
_CHAPTERS = ("MỤC ĐÍCH, YÊU CẦU", "KẾT QUẢ THỰC HIỆN", "NHIỆM VỤ, GIẢI PHÁP", "TỔ CHỨC THỰC HIỆN")


def draw(seed: int, index: int) -> bytes:
    """One Word file."""
    return _Paper(Random(f"{seed}/{index}")).file()  # noqa: S311 - chance, not secrets


def draw_into(folder: Path, count: int, seed: int) -> None:
    """`count` files of a seed, named by their numbers."""
    for index in range(count):
        (folder / f"drawn-{seed}-{index:03}.docx").write_bytes(draw(seed, index))


class _Paper:
    """One document on its way."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._office = Office.drawn(chance)
        self._words = Words(chance)
        self._tables = Tables(self._office, self._words)
        self._notes: list[str] = []
        self._kind = chance.choices(list(_KINDS), _SHARES)[0]
        self._noted = chance.random() < 0.08
        self._breaks = chance.random() < 0.13
        self._raised = chance.random() < 0.4
        self._dotted = chance.random() < 0.15
        self._numbered = chance.random() < 0.12
        self._tabbed = chance.random() < 0.2
        self._aligned = chance.random() < 0.07
        self._unsnapped = chance.random() < 0.07
        self._web = chance.random() < 0.16

    def file(self) -> bytes:
        """The bytes of the .docx."""
        body = "".join(self._body())
        document = f"<w:document {NAMES}><w:body>{body}</w:body></w:document>"
        parts = {"document": document, **self._office.parts(), **self._office.margin_parts()}
        if self._notes:
            parts["footnotes"] = footnotes(self._notes)
        return package(parts)

    def _body(self) -> Iterator[str]:
        title, short = _KINDS[self._kind]
        yield self._tables.head(self._kind, short)
        if self._chance.random() < 0.1:
            yield self._box()
        yield from self._empty(0.5)
        yield from self._opening(title)
        length = max(4, min(110, int(self._chance.lognormvariate(3.1, 0.8))))
        yield from self._articles(length) if self._kind in ("qd", "dl") else self._chapters(length)
        yield from self._empty(0.6)
        yield self._tables.signatures()
        yield from self._annex()

    def _empty(self, share: float) -> Iterator[str]:
        """Empty paragraphs of odd sizes."""
        while self._chance.random() < share:
            share /= 3
            size = self._chance.choice((2, 8, 12, 16, 20, 26, 28))
            jc = self._chance.choice((None, "center", "both"))
            yield para(mark=marks(size=size), jc=jc)

    def _box(self) -> str:
        inner = para(run("DỰ THẢO LẦN 2", bold=True, size=24), jc="center")
        return para(text_box(inner, 95250, 57150, 1435100, 323850))

    def _opening(self, title: str) -> Iterator[str]:
        chance, office = self._chance, self._office
        if self._kind == "cv":
            yield from self._addressees()
            return
        family = f"{TIMES} Bold" if office.bold_family else None
        above = {"before": chance.choice((0, 120, 240, 360))}
        yield para(
            run(title, bold=True, size=28, font=family), jc="center", spacing=above, keep_next=None
        )
        rule = self._tables.line(office.column, chance.choice((1300, 1700, 2400)), body=True)
        about = run(f"Về {self._words.topic}", bold=True, size=chance.choice((26, 28)))
        if chance.random() < 0.6:
            yield para(about + rule, jc="center", spacing={"after": chance.choice((0, 120, 240))})
        else:
            yield para(about, jc="center")
            yield para(rule, jc="center", mark=marks(size=chance.choice((8, 16, 26))))
        if self._kind == "qd":
            yield para(run("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH", bold=True), jc="center", **self._air())
        if self._kind in ("qd", "kh", "tt"):
            slanted = chance.random() < 0.5
            for _ in range(chance.randint(2, 6)):
                yield self._text(self._words.ground(), italic=slanted)
        if self._kind == "qd":
            yield para(run("QUYẾT ĐỊNH:", bold=True), jc="center", **self._air())

    def _air(self) -> dict[str, Any]:
        return {"spacing": {"before": self._chance.choice((120, 240)), "after": 120}}

    def _addressees(self) -> Iterator[str]:
        chance = self._chance
        left = chance.choice((1440, 2160, 1701))
        first = run("Kính gửi:", size=28)
        if chance.random() < 0.4:
            yield para(first + run(f" {self._words.unit()}"), jc="center", **self._air())
            return
        jump = "\t" * chance.randint(1, 3)
        hanging = {"left": left + 1300, "hanging": 1300} if chance.random() < 0.5 else {}
        yield para(run(jump) * (not hanging) + first + run("\t" * bool(hanging)), ind=hanging)
        for _ in range(chance.randint(2, 5)):
            yield para(run(f"- {self._words.unit()};"), ind={"left": left})
        yield from self._empty(0.5)

    def _articles(self, length: int) -> Iterator[str]:
        left, number, chapter = length, 0, 0
        while left > 0:
            if self._kind == "dl" and number % 4 == 0:
                chapter += 1
                name = f"Chương {'I' * min(chapter, 3) if chapter < 4 else 'IV'}"
                yield para(run(f"{name}\n", bold=True), style="Heading1")
                title = self._chance.choice(_CHAPTERS)
                yield para(run(title, bold=True), jc="center", keep_next=True, **self._air())
            number += 1
            lead = f"Điều {number}. "
            yield self._text(self._words.sentence(), lead=lead, keep=self._kind == "dl")
            for item in range(1, self._chance.randint(1, 6)):
                left -= 1
                yield self._item(f"{item}. ")
            left -= 1
            yield from self._extra()

    def _chapters(self, length: int) -> Iterator[str]:
        left, chapter = length, 0
        while left > 0:
            if self._kind != "cv" and chapter < 6:
                roman = ("I", "II", "III", "IV", "V", "VI")[chapter]
                title = f"{roman}. {self._chance.choice(_CHAPTERS)}"
                yield self._text(title, bold=True, keep=self._chance.random() < 0.22)
            chapter += 1
            for number in range(1, self._chance.randint(2, 6)):
                left -= 1
                if self._chance.random() < 0.4:
                    yield self._text(f"{number}. {self._words.short()}", bold=True)
                for mark in ("", "a) ", "- ", "+ ")[: self._chance.randint(1, 4)]:
                    left -= 1
                    yield self._item(mark)
            yield from self._extra()

    def _item(self, mark: str) -> str:
        chance = self._chance
        if self._numbered and mark and chance.random() < 0.6:
            number = (2, 0) if mark in "- + " else (1, chance.choice((0, 0, 1)))
            return self._text(self._words.sentence(), number=number)
        if self._web and chance.random() < 0.3:
            return para(run(mark + self._words.paragraph(1, 3)), style="NormalWeb", jc="both")
        return self._text(mark + self._words.paragraph(1, 4))

    def _extra(self) -> Iterator[str]:
        """What comes between paragraphs now and then."""
        chance = self._chance
        if chance.random() < 0.08:
            column = self._office.column
            yield para(run("Biểu tổng hợp", bold=True), jc="center", keep_next=True)
            yield self._tables.data(column)
        if self._dotted and chance.random() < 0.4:
            yield self._form_line()
        yield from self._empty(0.06)

    def _form_line(self) -> str:
        chance = self._chance
        if chance.random() < 0.5:
            dots = chance.choice(".…") * chance.randint(20, 90)
            return self._text(f"Họ và tên: {dots}", plain=True)
        end = self._office.column - chance.choice((0, 0, 142))
        return para(
            run("Họ và tên:\tchức vụ:\t"), tabs=(("left", 4500, "dot"), ("right", end, "dot"))
        )

    def _text(self, text: str, **own: Any) -> str:
        """A paragraph of the body with the office's habits."""
        chance, office = self._chance, self._office
        form: dict[str, Any] = {"jc": "both", "spacing": office.spacing()}
        form["ind"] = {"firstLine": office.indent}
        if office.styled:
            form = {"style": "BodyText"}
        if own.get("number"):
            form |= {"number": own["number"], "style": "ListParagraph"}
            form.pop("ind", None)
        elif self._tabbed and chance.random() < 0.5:
            form |= {"ind": {}, "tabs": (("left", office.indent, ""),)}
            text = f"\t{text}"
        if own.get("keep"):
            form["keep_next"] = True
        self._directed(form)
        look = self._look(own)
        lead = run(own["lead"], **{**look, "bold": True}) if own.get("lead") else ""
        plain = own.get("plain") or own.get("bold")
        content = run(text, **look) if plain else "".join(self._runs(text, look))
        return para(lead + content, mark=marks(**look), **form)

    def _directed(self, form: dict[str, Any]) -> None:
        """Now and then a paragraph has its own spacing, indents or switches."""
        chance, office = self._chance, self._office
        if office.widow_off and chance.random() < 0.7:
            form["widow"] = False
        if self._unsnapped:
            form["snap"] = False
        if self._aligned:
            form["text_align"] = chance.choice(("baseline", "baseline", "center"))
        if "spacing" in form and chance.random() < 0.06:
            form["spacing"] = office.spacing(before=chance.choice((0, 20, 40, 60, 240, 360)))
        if "ind" in form and chance.random() < 0.06:
            form["ind"] = chance.choice(
                ({"left": 720}, {"right": -108, "firstLine": 567}, {"left": 567, "hanging": 567})
            )

    def _look(self, own: dict[str, Any]) -> dict[str, Any]:
        office, chance = self._office, self._chance
        look: dict[str, Any] = {name: own[name] for name in ("bold", "italic") if own.get(name)}
        if office.styled or chance.random() < 0.8:
            look["size"] = 28 if office.size == 24 else office.size
        if squeeze := office.squeeze():
            look["spacing"] = squeeze
        if office.theme == "viet" and chance.random() < 0.05:
            look["font"] = "+majorHAnsi"
        if chance.random() < 0.2:
            look["lang"] = "vi-VN"
        return look

    def _runs(self, text: str, look: dict[str, Any]) -> Iterator[str]:
        """The text in the pieces that editing leaves: equal runs, and some that differ."""
        chance = self._chance
        words = text.split(" ")
        while words:
            count = chance.randint(4, 40)
            piece, words = " ".join(words[:count]), words[count:]
            end = " " if words else ""
            yield run(self._spoilt(piece) + end, **{**look, **self._change()})
            if self._raised and chance.random() < 0.1:
                yield run("m", **look) + run("2", **look, script="superscript") + run(" ", **look)
            if self._noted and chance.random() < 0.06:
                self._notes.append(self._words.sentence())
                style = marks(style="FootnoteReference")
                number = f'<w:footnoteReference w:id="{len(self._notes)}"/>'
                yield f"<w:r><w:rPr>{style}</w:rPr>{number}</w:r>"

    def _change(self) -> dict[str, Any]:
        share = self._chance.random()
        changes: tuple[tuple[float, dict[str, Any]], ...] = (
            (0.02, {"italic": True}),
            (0.03, {"bold": True}),
            (0.035, {"colour": "FF0000"}),
            (0.04, {"underline": "single"}),
            (0.045, {"highlight": "yellow"}),
            (0.09, {"spacing": self._office.squeeze() or None}),
        )
        return next((change for limit, change in changes if share < limit), {})

    def _spoilt(self, text: str) -> str:
        """Marks of typing: no-break spaces, two spaces, line breaks, letters in pieces (NFD)."""
        chance = self._chance
        if chance.random() < 0.03:
            text = text.replace(" ", "  ", 1)
        if chance.random() < 0.03:
            text = text.replace(" ", "\u00a0", 1)
        if self._breaks and chance.random() < 0.06:
            text = text.replace(" ", "\n", 1)
        if self._office.decomposed and chance.random() < 0.1:
            head, _, tail = text.partition(" ")
            text = f"{unicodedata.normalize('NFD', head)} {tail}"
        return text

    def _annex(self) -> Iterator[str]:
        """The section at the end, and before it another one where there is an annex."""
        chance, office = self._chance, self._office
        share = chance.random()
        if share < 0.07:
            yield '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'
        elif share < 0.15:
            yield para(section=office.section())
        if share < 0.15:
            landscape = 0.07 < share < 0.13
            yield para(run("PHỤ LỤC", bold=True), jc="center")
            yield para(run(f"(Kèm theo {self._words.ground()[8:]})", italic=True), jc="center")
            sizes = (office.paper[1] - office.margins[0] - office.margins[2], office.column)
            yield self._tables.data(sizes[0] if landscape else sizes[1])
            yield para()
            yield office.section(landscape=landscape, start=chance.choice((None, 1)))
            return
        if chance.random() < 0.7:
            yield para()
        else:
            yield para(mark=marks(size=chance.choice((2, 8, 26))))
        yield office.section()
