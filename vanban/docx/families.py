"""Names of font families in a file → the family a run is to be set in.

In: what w:rFonts says, theme1.xml and the language its Latin fonts are chosen for. Out: a family,
"" for the typeface of the house: Times New Roman under all its names, and the families whose
letters the reader turns into Unicode (.Vn*, VNI-*, Symbol, Wingdings).
"""

from __future__ import annotations

from vanban.docx.ns import Element

THEMED = "+"
"""Stands in front of the name of a theme font ("+minorHAnsi") until the theme is asked."""

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_OWN = ("times new roman", "liberation serif", "tinos", ".vn", "vni-", "symbol", "webdings")
_FACES = (" bold italic", " bold", " italic")


def foreign(name: str) -> str:
    """The family, "" when it is set in the typeface of the house."""
    low = name.lower()
    if low.startswith(_OWN) or "wingdings" in low or name.startswith(THEMED):
        return ""
    face = next((f for f in _FACES if low.endswith(f)), "")
    return name[: len(name) - len(face)]


class Theme:
    """Fonts of theme1.xml. language: of w:themeFontLang; Vietnamese has a face of its own there."""

    def __init__(self, root: Element | None = None, language: str = "") -> None:
        self._root = root
        self._script = "Viet" if language.lower().startswith("vi") else ""

    def family(self, name: str) -> str:
        """A name as `properties` notes it → the family; names of no theme font as they are."""
        if not name.startswith(THEMED):
            return name
        kind = "major" if name.startswith(f"{THEMED}major") else "minor"
        fonts = self._root.find(f".//{_DRAWING}{kind}Font") if self._root is not None else None
        if fonts is None:
            return ""
        told = [f for f in fonts.iter(f"{_DRAWING}font") if f.get("script") == self._script]
        latin = fonts.find(f"{_DRAWING}latin")
        for node in (*told[:1], *([latin] if latin is not None else [])):
            if typeface := str(node.get("typeface") or ""):
                return typeface
        return ""
