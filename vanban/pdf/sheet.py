"""Equal declarations share one class: the style sheet of a document while it is written.

In: CSS declarations and pictures. Out: class names, names of pictures, and in the end the sheet.
Shared classes are matched once per rule; the same declarations in style attributes are parsed
again for every element. Pictures stay beside the markup under the name of their bytes: written
into it, each would stand there a third longer and once for every place that shows it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from vanban.typeface import Faces


def pt(length: float) -> str:
    """A length for CSS, to a thousandth of a point."""
    return f"{round(length, 3):g}pt"


def css_family(used: Faces) -> str:
    """The name under which the printer registers a family.

    A name of its own, or Fontconfig may take an installed font of the same family instead.
    """
    return f"Vanban {used.family}"


@dataclass(frozen=True, slots=True)
class Markup:
    """A document for the printer. text: HTML, well-formed as XML. pictures: the URL under which
    the text names a picture → its MIME type and its bytes; equal bytes have one URL.
    """

    text: str
    pictures: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)


class Sheet:
    """Declarations → class names."""

    def __init__(self) -> None:
        self.pictures: dict[str, tuple[str, bytes]] = {}
        self._classes: dict[str, str] = {}
        self._rules: list[str] = []

    def name(self, *declarations: str) -> str:
        """The class with exactly these declarations; empty ones are left out."""
        text = ";".join(filter(None, declarations))
        if not text:
            return ""
        return self._classes.setdefault(text, f"c{len(self._classes)}")

    def attribute(self, *declarations: str) -> str:
        """A class attribute with a space in front, or nothing."""
        name = self.name(*declarations)
        return f' class="{name}"' if name else ""

    def picture(self, mime: str, data: bytes) -> str:
        """The URL of a picture in this document."""
        url = f"picture:{hashlib.sha256(data).hexdigest()}"
        self.pictures[url] = (mime, data)
        return url

    def rule(self, text: str) -> None:
        """A rule of its own, such as @page."""
        self._rules.append(text)

    def form(self, counter: str) -> None:
        """A class for page numbers in that CSS counter style."""
        text = f".page-{counter}::after{{content:counter(page,{counter})}}"
        if text not in self._rules:
            self._rules.append(text)

    def css(self) -> str:
        """The whole sheet."""
        classes = [f".{name}{{{text}}}" for text, name in self._classes.items()]
        return "\n".join([*self._rules, *classes])
