"""What is known of a signed file, in plain words; and the one door to find it out.

In: an uploaded PDF, the office's root certificates, the bytes it should begin with. Out: a
`Verdict`: every signature, what is right, what should be known and what forbids to take the file.
The file is read in a process of its own with limits of time and memory: it may be hostile.
Nothing is ever fetched: addresses in a stranger's certificate lead where the stranger wants.
"""

from __future__ import annotations

import json
import logging
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from vanban.problems import Problem
from vanban.signing.hostile import first_look

LEADER: Final = "nguoi_ky"
OFFICE: Final = "co_quan"
STAMP: Final = "dau_thoi_gian"

# An ordinary file takes two seconds, most of it to load the libraries; see docs/dev/signed.md.
SECONDS: Final = 60
MEGABYTES: Final = 1024
_ROOT = Path(__file__).resolve().parents[2]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Seen:
    """One signature, as it was found.

    role: `LEADER`, `OFFICE`, or `STAMP` for a time stamp over the whole document. claimed: when the
    signer's own machine says it was; stamped: when a time-stamp authority that the office trusts
    says so. covers: "ca_tep" (the whole file), "phan_ky" (all there was when it was made),
    "khong_du" (less). changes: what came after it, "khong", "duoc_phep" or "khong_duoc_phep".
    filled: fields written after it. revocation: "khong" (not revoked), "co" or "chua_ro".
    page (from 0) and box in pt, when it shows.
    """

    field: str
    role: str
    who: str = ""
    organisation: str = ""
    issuer: str = ""
    serial: str = ""
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    claimed: datetime | None = None
    stamped: datetime | None = None
    intact: bool = False
    covers: str = "khong_du"
    changes: str = "khong_duoc_phep"
    filled: tuple[str, ...] = ()
    trusted: bool = False
    revocation: str = "chua_ro"
    strength: str = ""
    page: int | None = None
    box: tuple[float, ...] = ()
    good: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing forbids to take this signature."""
        return not self.problems

    @property
    def when(self) -> datetime | None:
        """The best time known of it."""
        return self.stamped or self.claimed

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that there is to say: what forbids, what should be known, what is right."""
        told = (*self.problems, *self.remarks, *self.good)
        return tuple(problem.sentence for problem in told)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is known of a file. `file_problems` and `file_good` concern no single signature.

    numbers: what the fields So, Ngay and Thang hold, where the file has them.
    """

    signatures: tuple[Seen, ...] = ()
    file_problems: tuple[Problem, ...] = ()
    remarks: tuple[Problem, ...] = ()
    file_good: tuple[Problem, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All that forbids to take the file: of the whole, then of each signature in order."""
        return (*self.file_problems, *(p for seen in self.signatures for p in seen.problems))

    @property
    def ok(self) -> bool:
        """Whether the file may be taken."""
        return not self.problems

    @property
    def sentences(self) -> tuple[str, ...]:
        """All that there is to say, first what concerns the whole file."""
        told = (*self.file_problems, *self.remarks, *self.file_good)
        return (
            *(problem.sentence for problem in told),
            *(sentence for seen in self.signatures for sentence in seen.sentences),
        )

    def by(self, role: str) -> tuple[Seen, ...]:
        """The signatures of one role, in the order they were made."""
        return tuple(seen for seen in self.signatures if seen.role == role)

    @property
    def stage(self) -> str:
        """How far the paper is, by its signatures: "chua_ky", "nguoi_ky" or "co_quan"."""
        if self.by(OFFICE):
            return OFFICE
        return LEADER if self.by(LEADER) else "chua_ky"

    def to_json(self) -> dict[str, Any]:
        """Plain data for a database; times in ISO 8601."""
        plain: dict[str, Any] = json.loads(json.dumps(asdict(self), default=_plain))
        return plain

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Verdict:
        """Back from `to_json`."""
        return cls(
            signatures=tuple(_seen(each) for each in data["signatures"]),
            file_problems=_problems(data["file_problems"]),
            remarks=_problems(data["remarks"]),
            file_good=_problems(data["file_good"]),
            numbers=dict(data["numbers"]),
        )


def examine(
    pdf: bytes,
    *,
    roots: Sequence[bytes],
    base: bytes | None = None,
    moment: datetime,
    crls: Sequence[bytes] = (),
    expects: Sequence[str] = (),
    locked_at: datetime | None = None,
    strict: bool = True,
) -> Verdict:
    """Everything known of a signed file; bad input becomes problems, never an exception.

    roots: certificates (PEM or DER) that the office trusts; those that are not their own issuer
    only help to build a chain. base: what the file must begin with; None when any file is asked
    about. moment: now, with its zone. crls: revocation lists that the office has. expects: the
    roles that must have signed, in their order (`LEADER`, `OFFICE`). locked_at: since when the file
    is locked; no signature can be older. strict: False for a copy of a scan, which scanners write
    loosely: a copy is no original, and what it begins with is proved all the same.
    """
    if moment.tzinfo is None:
        raise ValueError("moment needs a time zone")
    if forbidden := first_look(pdf):
        return Verdict(file_problems=(forbidden,))
    asked = {
        "roots": [b64encode(root).decode() for root in roots],
        "crls": [b64encode(crl).decode() for crl in crls],
        "moment": moment.isoformat(),
        "expects": list(expects),
        "locked_at": locked_at.isoformat() if locked_at else None,
        "based": base is not None,
        "strict": strict,
        "megabytes": MEGABYTES,
        "seconds": SECONDS,
    }
    with tempfile.TemporaryDirectory(prefix="vanban-") as folder:
        return _examined(Path(folder), pdf, base, asked)


def _examined(folder: Path, pdf: bytes, base: bytes | None, asked: Mapping[str, Any]) -> Verdict:
    (folder / "pdf").write_bytes(pdf)
    (folder / "base").write_bytes(base or b"")
    (folder / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    try:
        done = subprocess.run(  # noqa: S603 - our own program, on files that were named here
            [sys.executable, "-m", "vanban.signing.child", str(folder)],
            cwd=_ROOT,
            check=True,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=SECONDS + 10,  # the child's own limit counts processor time
        )
        return Verdict.from_json(json.loads(done.stdout))
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        told = getattr(error, "stderr", None) or b""
        _log.info("judging apart failed: %s %s", error, told.decode(errors="replace")[-2000:])
        return Verdict(file_problems=(Problem("verify_too_hard"),))


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no plain form of {type(value)}")


def _problems(items: Sequence[Mapping[str, Any]]) -> tuple[Problem, ...]:
    return tuple(Problem(each["code"], each["where"], each["data"]) for each in items)


def _seen(data: Mapping[str, Any]) -> Seen:
    kept = dict(data)
    for name in ("good", "remarks", "problems"):
        kept[name] = _problems(kept[name])
    for name in ("valid_from", "valid_to", "claimed", "stamped"):
        kept[name] = datetime.fromisoformat(kept[name]) if kept[name] else None
    for name in ("filled", "box"):
        kept[name] = tuple(kept[name])
    return replace(Seen(field="", role=""), **kept)
