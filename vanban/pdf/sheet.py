"""Equal declarations share one class: the style sheet of a document while it is written.

In: CSS declarations. Out: class names, and in the end the sheet. Shared classes are matched once
per rule; the same declarations in style attributes are parsed again for every element.
"""

from __future__ import annotations

from vanban.typeface import Faces


def pt(length: float) -> str:
    """A length for CSS, to a thousandth of a point."""
    return f"{round(length, 3):g}pt"


def css_family(used: Faces) -> str:
    """The name under which the printer registers a family.

    A name of its own, or Fontconfig may take an installed font of the same family instead.
    """
    return f"Vanban {used.family}"


class Sheet:
    """Declarations → class names."""

    def __init__(self) -> None:
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
