"""Passwords: what a person types comes in; an argon2 hash, or yes or no, goes out."""

from __future__ import annotations

import unicodedata
from functools import cache

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from vanban.problems import Problem, Refused
from vanban.register.weak import is_weak

SHORTEST = 8
LONGEST = 200
# argon2id as RFC 9106 advises where memory is short (section 4, second choice): more than the least
# of OWASP's Password Storage Cheat Sheet (19 MiB, 2 passes). A hash keeps its own parameters.
_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4, type=Type.ID)


def _typed(password: str) -> str:
    # The same accented letters must match whichever keyboard program typed them.
    return unicodedata.normalize("NFC", password)


@cache
def _nobody() -> str:
    """Checked when there is no such account, so that the answer takes as long as for a real one.

    Made when first asked for: it takes as long as a sign-in, which most processes never see.
    """
    return _hasher.hash("no account has this password")


def _bytes(typed: str) -> bytes:
    # A program may send half of a pair of UTF-16, which is wrong but must not be a crash.
    return typed.encode("utf-8", "surrogatepass")


def hash_password(password: str, ten_dang_nhap: str) -> str:
    """The hash to keep. Raises Refused for one that is too short, or that anybody would guess."""
    typed = _typed(password)
    if not SHORTEST <= len(typed) <= LONGEST:
        data = {"shortest": SHORTEST, "longest": LONGEST}
        raise Refused(Problem("password_length", "mat_khau", data))
    if typed.casefold() == ten_dang_nhap.casefold():
        raise Refused(Problem("password_is_name", "mat_khau"))
    if is_weak(typed, ten_dang_nhap):
        raise Refused(Problem("password_common", "mat_khau"))
    return _hasher.hash(_bytes(typed))


def is_right(password: str, kept: str | None) -> bool:
    """Whether `password` belongs to the kept hash; None (no such account) is never right."""
    nobody = _nobody()  # made at the first sign-in of whomever, so that it tells nothing
    try:
        return (
            _hasher.verify(kept or nobody, _bytes(_typed(password)[:LONGEST])) and kept is not None
        )
    except (VerificationError, InvalidHashError):
        return False


def rehash(password: str, kept: str) -> str | None:
    """The hash to keep instead of one that was made with other parameters; None: it may stay."""
    return _hasher.hash(_bytes(_typed(password))) if _hasher.check_needs_rehash(kept) else None
