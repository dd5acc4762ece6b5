"""Characters of symbol fonts → the Unicode characters they show.

In: text typed in Symbol or Wingdings, whose letters are pictures in the private use area. Out: what
a text face can print. A picture without a twin becomes a bullet: something stood there.
"""

from __future__ import annotations

_WINGDINGS = {
    0x6C: "●",
    0x6E: "■",
    0x6F: "□",
    0x71: "□",
    0x72: "□",
    0x75: "◊",
    0x76: "◊",
    0x77: "•",
    0x9F: "•",
    0xA7: "▪",
    0xA8: "□",
    0xB7: "•",
    0xD8: "►",
    0xE0: "→",
    0xE8: "→",
    0xF0: "→",
    0xFC: "√",
    0xFE: "√",
}
_SYMBOL = {
    0x2D: "−",
    0xA3: "≤",
    0xB1: "±",
    0xB3: "≥",
    0xB4: "×",
    0xB7: "•",
    0xB8: "÷",
    0xB9: "≠",
    0xAE: "→",
    0xB0: "°",
}
_PRIVATE = range(0xF000, 0xF100)


def symbol(code: int, family: str) -> str:
    """A character code of a symbol font → text."""
    low = code - 0xF000 if code in _PRIVATE else code
    table = _SYMBOL if family.lower() == "symbol" else _WINGDINGS
    if low in table:
        return table[low]
    return "•" if code in _PRIVATE or "ding" in family.lower() else chr(code)


def plain_symbols(text: str) -> str:
    """Text of a bullet → text without private characters."""
    return "".join(_WINGDINGS.get(ord(c) - 0xF000, "•") if ord(c) in _PRIVATE else c for c in text)
