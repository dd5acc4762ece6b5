"""The typeface: font folders come in; four font files, widths in pt and line metrics go out.

The decree asks for Times New Roman (PL I, Phần I, Mục I.4). A server rarely has it; Liberation
Serif 2 and Tinos have the same advance widths, so lines and pages break at the same places. A
file only counts when it has every accented Vietnamese letter: Liberation 1 does not.

Files of other offices name other families. Those are set in what Fontconfig puts in their place,
as LibreOffice does; without Fontconfig they are set in the one typeface.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont, TTLibError

from vanban.problems import Problem, Refused

FONT_DIR_VARIABLE: Final = "VANBAN_FONT_DIR"


class FontMissing(Refused):
    """No complete Times New Roman and no complete twin was found."""


@dataclass(frozen=True)
class Faces:
    """Four font files of one family. `family` is the family's own name ("Liberation Serif")."""

    family: str
    regular: Path
    bold: Path
    italic: Path
    bold_italic: Path


def _accented_letters() -> str:
    vowels = [*"aăâeêioôơuưy"]
    tones = ["", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"]
    forms = {unicodedata.normalize("NFC", v + t) for v, t in product(vowels, tones)} - {*"aeiouy"}
    lower = "".join(sorted(forms | {"đ"}))
    return lower + lower.upper()


ACCENTED_LETTERS: Final = _accented_letters()
"""The 134 accented letters of Vietnamese, both cases."""
_NEEDED: Final = frozenset(map(ord, ACCENTED_LETTERS + "“”–…•"))

# Family → file names of the four faces (compared in lower case) and the least version.
_CANDIDATES: Final = (
    ("Times New Roman", ("times", "timesbd", "timesi", "timesbi"), 0.0),
    (
        "Times New Roman",
        (
            "times new roman",
            "times new roman bold",
            "times new roman italic",
            "times new roman bold italic",
        ),
        0.0,
    ),
    (
        "Times New Roman",
        (
            "times_new_roman",
            "times_new_roman_bold",
            "times_new_roman_italic",
            "times_new_roman_bold_italic",
        ),
        0.0,
    ),
    (
        "Liberation Serif",
        (
            "liberationserif-regular",
            "liberationserif-bold",
            "liberationserif-italic",
            "liberationserif-bolditalic",
        ),
        2.0,
    ),
    ("Tinos", ("tinos-regular", "tinos-bold", "tinos-italic", "tinos-bolditalic"), 0.0),
)


def _system_dirs() -> Iterator[Path]:
    home = Path.home()
    if sys.platform == "win32":
        yield Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"
        yield home / "AppData/Local/Microsoft/Windows/Fonts"
        return
    yield Path("/usr/share/fonts")
    yield Path("/usr/local/share/fonts")
    yield home / ".fonts"
    yield home / ".local/share/fonts"
    yield Path("/System/Library/Fonts/Supplemental")
    yield Path("/Library/Fonts")
    yield home / "Library/Fonts"


def _font_files(dirs: Iterable[Path]) -> dict[str, list[Path]]:
    """Lower-case stem → TrueType files of that name, in the order of the folders."""
    files: dict[str, list[Path]] = {}
    for folder in dirs:
        for path in sorted(folder.rglob("*")):
            if path.suffix.lower() in (".ttf", ".otf"):
                files.setdefault(path.stem.lower(), []).append(path)
    return files


def _is_complete(path: Path, family: str, version: float) -> bool:
    """Whether the file is a face of the family, new enough, with every needed letter."""
    try:
        # Opened here: fontTools leaves its own file open when it cannot read it.
        with path.open("rb") as file, TTFont(file, lazy=True) as font:
            names = {font["name"].getDebugName(name_id) for name_id in (1, 16)}
            new_enough = font["head"].fontRevision >= version
            return family in names and new_enough and font.getBestCmap().keys() >= _NEEDED
    except (TTLibError, OSError, KeyError, AttributeError):
        # A damaged file, or one without a Unicode table, is as good as no file.
        return False


def _search(dirs: Iterable[Path]) -> Faces | None:
    files = _font_files(dirs)
    for family, stems, version in _CANDIDATES:
        found = [
            next((p for p in files.get(stem, ()) if _is_complete(p, family, version)), None)
            for stem in stems
        ]
        regular, bold, italic, bold_italic = found
        if regular and bold and italic and bold_italic:
            return Faces(family, regular, bold, italic, bold_italic)
    return None


@cache
def faces() -> Faces:
    """The four faces every document is set in. Raises FontMissing when no family is complete.

    The folder named by VANBAN_FONT_DIR is asked first, so an office can bring its own licensed
    Times New Roman; then the usual folders. The answer is kept for the life of the process.
    """
    own = os.environ.get(FONT_DIR_VARIABLE, "").strip()
    found = (_search([Path(own)]) if own else None) or _search(_system_dirs())
    if found is None:
        raise FontMissing(Problem("font_missing", data={"variable": FONT_DIR_VARIABLE}))
    return found


_USE_TYPOGRAPHIC: Final = 1 << 7
_FACES: Final = ("", "bold", "italic", "bold:italic")
_ASK_S: Final = 20


def _ask(tool: str, *arguments: str) -> str:
    """What a tool of Fontconfig answers; "" where there is none."""
    if not shutil.which(tool):
        return ""
    try:
        done = subprocess.run(  # noqa: S603 - our own words and the name of a family
            [tool, *arguments], capture_output=True, text=True, check=False, timeout=_ASK_S
        )
    except subprocess.TimeoutExpired:
        return ""
    return done.stdout.strip()


@cache
def family_faces(name: str) -> Faces:
    """The faces that stand for a family somebody names; `faces()` for "" and for its own kin.

    Raises FontMissing when there is no typeface at all.
    """
    own = faces()
    if not name:
        return own
    # Fontconfig reads "-" and ":" as the ends of a name.
    plain = re.sub(r"[\\:,-]", r"\\\g<0>", name)
    answers = [
        _ask("fc-match", "--format", "%{family[0]}\n%{file}", f"{plain}:{face}").split("\n")
        for face in _FACES
    ]
    paths = [Path(answer[-1]) for answer in answers]
    family = answers[0][0]
    kin = {candidate for candidate, *_ in _CANDIDATES}
    if not family or family in kin or not all(map(_readable, paths)):
        return own
    return Faces(family, *paths)


def _readable(path: Path) -> bool:
    if path.suffix.lower() not in (".ttf", ".otf"):
        return False
    try:
        with path.open("rb") as file, TTFont(file, lazy=True) as font:
            return bool(font.getBestCmap()) and "hmtx" in font
    except (TTLibError, OSError, KeyError):
        return False


@dataclass(frozen=True, slots=True)
class LineMetrics:
    """A line of a family in em. ascent: with the line gap, which word processors put above."""

    ascent: float
    descent: float


@cache
def line_metrics(family: str = "") -> LineMetrics:
    """The line that text of a family makes, as LibreOffice reads the font file."""
    with TTFont(family_faces(family).regular, lazy=True) as font:
        hhea, system, em = font["hhea"], font["OS/2"], font["head"].unitsPerEm
        up, down, gap = hhea.ascent, -hhea.descent, hhea.lineGap
        if system.fsSelection & _USE_TYPOGRAPHIC:
            up, down, gap = system.sTypoAscender, -system.sTypoDescender, system.sTypoLineGap
        elif not up + down:
            up, down, gap = system.usWinAscent, system.usWinDescent, 0
        return LineMetrics((up + gap) / em, down / em)


class _Advances(dict[str, float]):
    """Character → advance in em; a character without a glyph has the width of the empty box."""

    def __init__(self, table: Mapping[str, float], missing: float) -> None:
        super().__init__(table)
        self._missing = missing

    def __missing__(self, character: str) -> float:
        return self._missing


def _face(bold: bool, italic: bool, family: str = "") -> Path:
    chosen = family_faces(family)
    return {
        (False, False): chosen.regular,
        (True, False): chosen.bold,
        (False, True): chosen.italic,
        (True, True): chosen.bold_italic,
    }[bold, italic]


@cache
def _advances(bold: bool, italic: bool, family: str = "") -> _Advances:
    with TTFont(_face(bold, italic, family), lazy=True) as font:
        em, metrics = font["head"].unitsPerEm, font["hmtx"]
        table = {chr(code): metrics[glyph][0] / em for code, glyph in font.getBestCmap().items()}
        return _Advances(table, metrics[".notdef"][0] / em)


def text_width(
    text: str, size_pt: float, bold: bool = False, italic: bool = False, family: str = ""
) -> float:
    """Text on one line, size in pt → width in pt. Kerning is left out, as Word leaves it out."""
    return sum(map(_advances(bold, italic, family).__getitem__, text)) * size_pt


@dataclass(frozen=True, slots=True)
class Figures:
    """A face with nothing but `FIGURES`, to be embedded in a PDF for fields to write with.

    name: PostScript name. file: TrueType. widths: of `FIGURES`, in thousandths of an em; so are
    ascent, descent (below zero), capital and box. angle: degrees, below zero for a slant to the
    right.
    """

    name: str
    file: bytes
    widths: tuple[float, ...]
    ascent: float
    descent: float
    capital: float
    box: tuple[float, float, float, float]
    angle: float


FIGURES: Final = " !\"#$%&'()*+,-./0123456789"
"""From the space to the 9, as ASCII has them: numbers, and dates with any mark between."""


@cache
def figures(*, bold: bool = False, italic: bool = False) -> Figures:
    """The figures of one face of the typeface; equal for equal font files."""
    # What cuts a font takes a tenth of a second to load, and only papers with fields need it.
    from fontTools.subset import Options, Subsetter  # noqa: PLC0415 - likewise

    options = Options()
    options.hinting, options.layout_features, options.name_IDs = False, [], []
    options.drop_tables += ["FFTM", "GDEF", "GPOS", "GSUB", "kern"]
    file = io.BytesIO()
    with TTFont(_face(bold, italic), recalcTimestamp=False) as font:
        name = font["name"].getDebugName(6) or "Serif"
        subsetter = Subsetter(options)
        subsetter.populate(text=FIGURES)
        subsetter.subset(font)
        font.save(file)
        head, system, shown = font["head"], font["OS/2"], font.getBestCmap()
        scale = 1000 / head.unitsPerEm
        edges = (head.xMin, head.yMin, head.xMax, head.yMax)
        left, bottom, right, top = (round(edge * scale, 3) for edge in edges)
        return Figures(
            name=name,
            file=file.getvalue(),
            widths=tuple(round(font["hmtx"][shown[ord(c)]][0] * scale, 3) for c in FIGURES),
            ascent=round(font["hhea"].ascent * scale, 3),
            descent=round(font["hhea"].descent * scale, 3),
            capital=round((getattr(system, "sCapHeight", 0) or font["hhea"].ascent) * scale, 3),
            box=(left, bottom, right, top),
            angle=font["post"].italicAngle,
        )


def covers(text: str) -> str:
    """Text → the characters the typeface has no glyph for, each once, in order of appearance."""
    known = _advances(bold=False, italic=False)
    return "".join(dict.fromkeys(c for c in text if c not in known and not c.isspace()))


@cache
def installed(character: str) -> bool:
    """Whether any face of this machine has the character."""
    return bool(_ask("fc-list", f":charset={ord(character):x}", "file"))
