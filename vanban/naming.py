"""Names of the files that a list makes: they sort as the list does, and Windows accepts them.

In: a kind, a pattern, the values of one row. Out: a name without its extension, such as
"001_Nguyen Thi An_QD khen thuong".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from vanban.kinds import Kind
from vanban.listing import columns
from vanban.problems import Problem, Refused
from vanban.store import download_name

DEFAULT = "{stt}_{ten}_{loai}"
# What a pattern may name besides the columns of the list.
_OWN = ("stt", "ten", "loai")
# The column that says who or what a row is about, where a list has one.
_WHO = ("ho_ten", "ten")
_PART = re.compile(r"\{([^{}]*)\}")
# What stood on both sides of a part that this row does not have.
_GAP = re.compile(r"([_ -])\1+")
_COMBINING = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True)
class Naming:
    """How files are named. accents: keep Vietnamese letters, which old archive programs spoil."""

    pattern: str = DEFAULT
    accents: bool = False


def check(kind: Kind, naming: Naming) -> None:
    """Raises Refused for a pattern that names what no row of such a list has."""
    known = {*_OWN, *(column.name for column in columns(kind))}
    unknown = sorted(set(_PART.findall(naming.pattern)) - known)
    if unknown or not _PART.search(naming.pattern):
        data = {"pattern": naming.pattern, "known": ", ".join(f"{{{n}}}" for n in sorted(known))}
        raise Refused(Problem("naming_pattern", "", data))


def stem(kind: Kind, naming: Naming, place: tuple[int, int], row: Mapping[str, str]) -> str:
    """The name of a row's files. place: its place in the list, from 1, and how many there are.

    The place is told with as many digits as the last one has, three at least, so names sort.
    """
    position, total = place
    said = {
        **row,
        "stt": f"{position:0{max(3, len(str(total)))}d}",
        "ten": next((row[name] for name in _WHO if row.get(name)), ""),
        "loai": kind.title.replace(kind.ten_loai, kind.viet_tat, 1),
    }
    filled = _GAP.sub(r"\1", _PART.sub(lambda found: said.get(found[1], ""), naming.pattern))
    if not naming.accents:
        filled = plain(filled)
    return download_name(filled, "x").removesuffix(".x")


def plain(text: str) -> str:
    """The text without accents, in its own case: "Nguyễn Đức" → "Nguyen Duc"."""
    bare = _COMBINING.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare.replace("đ", "d").replace("Đ", "D"))
