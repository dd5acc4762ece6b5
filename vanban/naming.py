"""Names of the files that a list makes: they sort as the list does, and Windows accepts them.

In: a kind, a pattern, the values of one row. Out: a name without its extension, such as
"001_Nguyen Thi An_QD khen thuong".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vanban.kinds import Kind
from vanban.listing import columns
from vanban.problems import Problem, Refused
from vanban.store import download_name

DEFAULT = "{stt}_{ten}_{loai}"
LONGEST = 200
# What a pattern may name besides the columns of the list.
OWN = {
    "stt": "Số thứ tự trong danh sách",
    "ten": "Họ và tên hoặc tên tập thể",
    "loai": "Loại văn bản",
    "so": "Số văn bản, khi đã cấp",
    "ngay": "Ngày văn bản, khi đã cấp",
}
# The column that says who or what a row is about, where a list has one.
_WHO = ("ho_ten", "ten")
_PART = re.compile(r"\{([^{}]*)\}")
# What stood on both sides of a part that this row does not have.
_GAPS = re.compile(r"([_-])[_\s-]*(?=[_-])")
_COMBINING = re.compile("[\u0300-\u036f]")


@dataclass(frozen=True)
class Naming:
    """How files are named. accents: keep Vietnamese letters, which old archive programs spoil."""

    pattern: str = DEFAULT
    accents: bool = False


@dataclass(frozen=True)
class Given:
    """What văn thư gave a paper. so: as printed, without the ký hiệu; "" and None: not yet."""

    so: str = ""
    ngay: date | None = None


def parts(kind: Kind) -> dict[str, str]:
    """What a pattern for lists of a kind may name, each with its label."""
    own = {column.name: column.label for column in columns(kind)}
    return {**OWN, **{name: label for name, label in own.items() if name not in OWN}}


def check(kind: Kind, naming: Naming) -> None:
    """Raises Refused for a pattern that names what no row of such a list has, or is too long."""
    known = parts(kind)
    unknown = set(_PART.findall(naming.pattern)) - set(known)
    if unknown or not _PART.search(naming.pattern) or len(naming.pattern) > LONGEST:
        data = {"pattern": naming.pattern, "known": ", ".join(f"{{{n}}}" for n in known)}
        raise Refused(Problem("naming_pattern", "", data))


def stem(
    kind: Kind,
    naming: Naming,
    place: tuple[int, int],
    row: Mapping[str, str],
    given: Given | None = None,
) -> str:
    """The name of a row's files. place: its place in the list, from 1, and how many there are.

    The place is told with as many digits as the last one has, three at least, so names sort; a day
    as 2026-11-22. A part that says nothing leaves no gap.
    """
    given = given or Given()
    position, total = place
    said = {
        **row,
        "stt": f"{position:0{max(3, len(str(total)))}d}",
        "ten": next((row[name] for name in _WHO if row.get(name)), ""),
        "loai": kind.title.replace(kind.ten_loai, kind.viet_tat, 1),
        "so": given.so,
        "ngay": given.ngay.isoformat() if given.ngay else "",
    }
    filled = _PART.sub(lambda found: said.get(found[1], ""), naming.pattern)
    filled = _GAPS.sub("", filled).strip("_- ")
    if not naming.accents:
        filled = plain(filled)
    return download_name(filled, "x").removesuffix(".x")


def apart(name: str, taken: set[str]) -> str:
    """The name, or "name (2)" where another has it; Windows sees no capitals. taken: grows."""
    other, count = name, 1
    while other.casefold() in taken:
        count += 1
        other = f"{name} ({count})"
    taken.add(other.casefold())
    return other


def plain(text: str) -> str:
    """The text without accents, in its own case: "Nguyễn Đức" → "Nguyen Duc"."""
    bare = _COMBINING.sub("", unicodedata.normalize("NFD", text))
    return unicodedata.normalize("NFC", bare.replace("đ", "d").replace("Đ", "D"))
