"""How one office writes: a source of chance comes in; page, styles, settings and habits go out.

The shares are those counted over 178 issued documents of Vietnamese offices: line spacing, space
between paragraphs, sizes, compatibility, fonts of the theme, page numbers in frames and controls.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from benchmarks.drawn_xml import NAMES, marks, page_field, para, run, shape

TIMES = "Times New Roman"
_MARGINS = (1134, 1134, 1134, 1418, 1021, 907)  # twips, top and bottom
_LEFTS, _RIGHTS = (1701, 1701, 1701, 1814, 1985, 1418, 1440), (1134, 1134, 851, 1021, 907)
_LINES: tuple[tuple[Mapping[str, Any], int], ...] = (
    ({"line": 264, "lineRule": "auto"}, 30),
    ({}, 22),
    ({"line": 288, "lineRule": "auto"}, 9),
    ({"line": 360, "lineRule": "exact"}, 8),
    ({"line": 320, "lineRule": "exact"}, 6),
    ({"line": 380, "lineRule": "exact"}, 5),
    ({"line": 360, "lineRule": "auto"}, 6),
    ({"line": 276, "lineRule": "auto"}, 5),
    ({"line": 252, "lineRule": "auto"}, 3),
    ({"line": 312, "lineRule": "auto"}, 3),
    ({"line": 271, "lineRule": "auto"}, 1),
    ({"line": 350, "lineRule": "atLeast"}, 2),
    ({"line": 20, "lineRule": "atLeast"}, 4),
    ({"line": 234, "lineRule": "atLeast"}, 4),
)
_SPACES = (
    ({"before": 120}, 30),
    ({"before": 120, "after": 120}, 22),
    ({"after": 120}, 14),
    ({"before": 60, "after": 60}, 10),
    ({"before": 60}, 6),
    ({"before": 80, "after": 80}, 6),
    ({"before": 240, "after": 120}, 2),
    ({}, 6),
)
_INDENTS = (720, 720, 567, 709, 851, 680, 540)
_TIGHT = (-2, -2, -2, -4, -4, -6, -8, -10, -12, -14, 2)


def weighted(chance: Random, choices: Any) -> Any:
    """One of (value, weight)."""
    values, weights = zip(*choices, strict=True)
    return chance.choices(values, weights)[0]


@dataclass
class Office:
    """Habits of the office that wrote a document; drawn once per document."""

    chance: Random
    compat: int | None = 15
    paper: tuple[int, int] = (11907, 16840)
    margins: tuple[int, int, int, int] = (1134, 1134, 1134, 1701)  # top right bottom left
    size: int = 28
    line: Mapping[str, Any] = field(default_factory=dict)
    space: Mapping[str, Any] = field(default_factory=dict)
    indent: int = 720
    styled: bool = False
    tight: float = 0.0
    widow_off: bool = False
    theme: str = ""
    decomposed: bool = False
    bold_family: bool = False
    number: str = ""
    first_differs: bool = False

    @classmethod
    def drawn(cls, chance: Random) -> Office:
        """An office with habits drawn at their shares."""
        share = chance.random
        letter = share() < 0.07
        times = weighted(chance, (("", 72), ("viet", 8), ("minor", 4), ("latin", 3), ("none", 13)))
        return cls(
            chance,
            compat=15 if share() < 0.77 else chance.choice((None, 12, 14, 14)),
            paper=(12240, 15840) if letter else chance.choice(((11907, 16840), (11906, 16838))),
            margins=(
                chance.choice(_MARGINS),
                chance.choice(_RIGHTS),
                chance.choice(_MARGINS),
                chance.choice(_LEFTS),
            ),
            size=weighted(chance, ((28, 70), (26, 22), (27, 6), (24, 2))),
            line=weighted(chance, _LINES),
            space=weighted(chance, _SPACES),
            indent=chance.choice(_INDENTS),
            styled=share() < 0.3,
            tight=chance.choice((0.1, 0.3, 0.8)) if share() < 0.56 else 0.0,
            widow_off=share() < 0.3,
            theme=times,
            decomposed=share() < 0.21,
            bold_family=share() < 0.07,
            number=weighted(
                chance, (("", 48), ("sdt", 22), ("frame", 14), ("plain", 6), ("footer", 10))
            ),
            first_differs=share() < 0.7,
        )

    @property
    def column(self) -> int:
        """Width between the margins, twips."""
        return self.paper[0] - self.margins[1] - self.margins[3]

    def spacing(self, **own: Any) -> dict[str, Any]:
        """Attributes of w:spacing for the body of the text."""
        return {**self.space, **self.line, **own}

    def parts(self) -> dict[str, str]:
        """Styles, settings, theme and list numbers of the file."""
        found = {"styles": self._styles(), "settings": self._settings(), "numbering": _NUMBERS}
        if self.theme in ("viet", "minor", "latin"):
            found["theme"] = _THEME
        return found

    def _styles(self) -> str:
        fonts = f'<w:rFonts w:ascii="{TIMES}" w:hAnsi="{TIMES}" w:eastAsia="{TIMES}"'
        fonts += f' w:cs="{TIMES}"/>'
        themed = (
            '<w:rFonts w:asciiTheme="minorHAnsi" w:eastAsiaTheme="minorHAnsi" '
            'w:hAnsiTheme="minorHAnsi" w:cstheme="minorBidi"/><w:sz w:val="22"/>'
        )
        defaults = themed if self.theme in ("viet", "minor", "latin") else fonts
        after = '<w:spacing w:after="160" w:line="259" w:lineRule="auto"/>'
        loose = self.theme in ("viet", "minor")
        normal = shape(
            widow=False if self.widow_off and self.chance.random() < 0.4 else None,
            spacing={"after": 0, "line": 240, "lineRule": "auto"} if loose else {},
        )
        body = shape(spacing=self.spacing(), ind={"firstLine": self.indent}, jc="both", widow=None)
        styles = (
            _style("Normal", "Normal", normal, f'{fonts}<w:sz w:val="{self.size}"/>', usual=True)
            + _style("BodyText", "Body Text", body)
            + _style("Heading1", "heading 1", shape(keep_next=True, jc="center", outline=0), _BOLD)
            + _style(
                "Heading2",
                "heading 2",
                shape(keep_next=True, spacing={"before": 240, "after": 60}, outline=1),
                f'{_BOLD}<w:i/><w:sz w:val="28"/>',
            )
            + _style("Header", "header", shape(tabs=_EDGES))
            + _style("Footer", "footer", shape(tabs=_EDGES))
            + _style("NormalWeb", "Normal (Web)", shape(spacing=_AUTO), '<w:sz w:val="24"/>')
            + _style("ListParagraph", "List Paragraph", shape(ind={"left": 720}, contextual=True))
            + _style("FootnoteText", "footnote text", "", '<w:sz w:val="20"/>')
        )
        return (
            f"<w:styles {NAMES}><w:docDefaults><w:rPrDefault><w:rPr>{defaults}"
            '<w:lang w:val="en-US" w:eastAsia="en-US" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
            f"<w:pPrDefault>{f'<w:pPr>{after}</w:pPr>' if loose else ''}</w:pPrDefault>"
            f"</w:docDefaults>{styles}{_OTHER_STYLES}</w:styles>"
        )

    def _settings(self) -> str:
        mode = (
            '<w:compatSetting w:name="compatibilityMode" '
            f'w:uri="http://schemas.microsoft.com/office/word" w:val="{self.compat}"/>'
        )
        language = ' w:eastAsia="en-US"' if self.theme == "latin" else ""
        script = "en-US" if self.theme == "latin" else "vi-VN"
        hyphens = self.chance.random() < 0.1
        return (
            f"<w:settings {NAMES}>{'<w:autoHyphenation/>' if hyphens else ''}"
            '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
            f"<w:footnotePr/><w:compat>{mode if self.compat else ''}</w:compat>"
            f'<w:themeFontLang w:val="{script}"{language}/></w:settings>'
        )

    def margin_parts(self) -> dict[str, str]:
        """Header or footer with the page number, in the form the office has it."""
        if not self.number:
            return {}
        field = page_field()
        if self.number == "frame":
            where = '<w:framePr w:wrap="around" w:vAnchor="text" w:hAnchor="margin" '
            held = para(field, style="Header", frame=f'{where}w:xAlign="center" w:y="1"/>')
            content = held + para(style="Header")
        else:
            content = para(
                field, style="Footer" if self.number == "footer" else "Header", jc="center"
            )
            if self.number == "sdt":
                gallery = '<w:docPartGallery w:val="Page Numbers (Top of Page)"/>'
                about = f"<w:docPartObj>{gallery}<w:docPartUnique/></w:docPartObj>"
                content = (
                    f"<w:sdt><w:sdtPr><w:id w:val='7'/>{about}</w:sdtPr>"
                    f"<w:sdtContent>{content}</w:sdtContent></w:sdt>"
                )
                content += para(style="Header") * (self.chance.random() < 0.6)
        kind = "footer" if self.number == "footer" else "header"
        tag = "ftr" if kind == "footer" else "hdr"
        return {f"{kind}1": f"<w:{tag} {NAMES}>{content}</w:{tag}>"}

    def section(self, *, landscape: bool = False, start: int | None = None, kind: str = "") -> str:
        """A w:sectPr."""
        width, height = self.paper
        top, right, bottom, left = self.margins
        if landscape:
            width, height, (top, right, bottom, left) = height, width, (left, top, right, bottom)
        named = "footer" if self.number == "footer" else "header"
        reference = f'<w:{named}Reference w:type="default" r:id="{named}1"/>' if self.number else ""
        begins = f'<w:type w:val="{kind}"/>' if kind else ""
        turned = ' w:orient="landscape"' if landscape else ""
        distance = self.chance.choice((720, 720, 567, 454, 340))
        return (
            f"<w:sectPr>{reference}{begins}"
            f'<w:pgSz w:w="{width}" w:h="{height}"{turned}/><w:pgMar w:top="{top}" '
            f'w:right="{right}" w:bottom="{bottom}" w:left="{left}" w:header="{distance}" '
            f'w:footer="{distance}" w:gutter="0"/>'
            + (f'<w:pgNumType w:start="{start}"/>' if start is not None else "")
            + '<w:cols w:space="720"/>'
            + ("<w:titlePg/>" if self.first_differs else "")
            + f'<w:docGrid w:linePitch="{self.chance.choice((360, 360, 381, 326))}"/></w:sectPr>'
        )

    def squeeze(self) -> int:
        """Spacing between the letters of a paragraph, twips: mostly none."""
        return self.chance.choice(_TIGHT) if self.chance.random() < self.tight else 0


def _style(key: str, name: str, form: str, look: str = "", *, usual: bool = False) -> str:
    based = "" if usual else '<w:basedOn w:val="Normal"/>'
    default = ' w:default="1"' if usual else ""
    return (
        f'<w:style w:type="paragraph"{default} w:styleId="{key}"><w:name w:val="{name}"/>{based}'
        f"<w:qFormat/><w:pPr>{form}</w:pPr><w:rPr>{look}</w:rPr></w:style>"
    )


_BOLD = "<w:b/><w:bCs/>"
_EDGES = (("center", 4680, ""), ("right", 9360, ""))
_AUTO = {"before": 100, "beforeAutospacing": 1, "after": 100, "afterAutospacing": 1}
_GRID = "".join(
    f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_OTHER_STYLES = (
    '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    f"<w:rPr>{marks(script='superscript')}</w:rPr></w:style>"
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
    '<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
    '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
    '<w:basedOn w:val="TableNormal"/><w:pPr><w:spacing w:after="0" w:line="240" '
    f'w:lineRule="auto"/></w:pPr><w:tblPr><w:tblBorders>{_GRID}</w:tblBorders></w:tblPr></w:style>'
)
_LEVELS = "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
    f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/><w:pPr>'
    f'<w:ind w:left="{720 * (level + 1)}" w:hanging="360"/></w:pPr></w:lvl>'
    for level, (form, text) in enumerate((("decimal", "%1."), ("lowerLetter", "%2)")))
)
_BULLET = (
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:lvlText w:val="-"/>'
    '<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="1080" w:hanging="360"/></w:pPr></w:lvl>'
)
_NUMBERS = (
    f'<w:numbering {NAMES}><w:abstractNum w:abstractNumId="0">{_LEVELS}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{_BULLET}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)
_FONTS = "".join(
    f'<a:{kind}Font><a:latin typeface="{latin}"/><a:ea typeface=""/><a:cs typeface=""/>'
    f'<a:font script="Viet" typeface="{viet}"/></a:{kind}Font>'
    for kind, latin, viet in (("major", "Cambria", TIMES), ("minor", "Calibri", "Arial"))
)
_THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="Office Theme">'
    f'<a:themeElements><a:fontScheme name="Office">{_FONTS}</a:fontScheme></a:themeElements>'
    "</a:theme>"
)


def footnotes(notes: list[str]) -> str:
    """footnotes.xml with Word's two separators in front."""
    made = "".join(
        f'<w:footnote w:type="{kind}" w:id="{at}">{para(f"<w:r><w:{kind}/></w:r>")}</w:footnote>'
        for at, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    for at, text in enumerate(notes, 1):
        sign = f"<w:r><w:rPr>{marks(style='FootnoteReference')}</w:rPr><w:footnoteRef/></w:r>"
        made += f'<w:footnote w:id="{at}">{para(sign + run(" " + text), style="FootnoteText")}'
        made += "</w:footnote>"
    return f"<w:footnotes {NAMES}>{made}</w:footnotes>"
