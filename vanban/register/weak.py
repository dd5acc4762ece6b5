"""Passwords that anybody would try first: what was typed comes in; yes or no goes out.

The list is our own and short: what offices here choose, and what stands on top of every list of
stolen passwords. Accents, capitals, figures at either end and letters written as figures do not
make one better.
"""

from __future__ import annotations

import re

from vanban.vietnamese.text import fold

_FIGURES_FOR_LETTERS = str.maketrans("01345@$", "oieasas")
_EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "1234567890")
_SHORTEST_RUN = 3
_TRIED_FIRST = """
    matkhau matkhaumoi password passw passwd admin administrator root user guest test welcome
    login letmein letmeinnow changeme default secret master hello iloveyou sunshine princess dragon
    football monkey superman batman computer internet samsung google facebook microsoft
    quantri quantrihethong hethong vanthu vanban vanphong coquan soanthao chuyenvien lanhdao
    giamdoc chanhvanphong thutruong chutich hanhchinh congvan vietnam vietnamese hanoi saigon
    haiphong danang cantho hochiminh thanhpho ubnd hdnd ubndtinh ubndxa ubndhuyen sonoivu
    anhyeuem emyeuanh yeuem yeuanh anhnhoem emnhoanh hanhphuc giadinh concon xinchao chaoban
    nguyen tranvan nguyenvan nguyenthi khongbiet khongco khongcopass matkhaucuatoi daylamatkhau
    toiyeuvietnam vietnamvodich
"""
_WORDS = frozenset(_TRIED_FIRST.split())


def is_weak(password: str, *names: str) -> bool:
    """Whether that is among the first guesses. names: of the account and its person."""
    plain = re.sub(r"\s+", "", fold(password))
    if len(set(plain)) <= _SHORTEST_RUN or plain.isdigit():
        return True
    cores = {_EDGES.sub("", form) for form in (plain, plain.translate(_FIGURES_FOR_LETTERS))}
    own = {_EDGES.sub("", re.sub(r"\s+", "", fold(name))) for name in names} - {""}
    return any(core in _WORDS or core in own or _is_run(core) for core in cores)


def _is_run(text: str) -> bool:
    """Whether it is neighbouring keys only: "qwertyuiop", "abcdefgh", or twice the same."""
    half = text[: len(text) // 2]
    if len(half) >= _SHORTEST_RUN and text == half * 2:
        return half in _WORDS or _is_run(half)
    rows = (*_ROWS, *(row[::-1] for row in _ROWS))
    return len(text) >= _SHORTEST_RUN and any(text in row for row in rows)
