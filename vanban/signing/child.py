"""The process that reads a stranger's PDF: `python -m vanban.signing.child FOLDER`.

In: a folder with the file, its base and what is asked (written by `verdict.examine`). Out: the
verdict as JSON on standard output. Limits of memory and processor time are set before the file is
opened, so that whatever it does, it does to this process only.
"""

from __future__ import annotations

import json
import resource
import sys
from base64 import b64decode
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from vanban.problems import Refused
from vanban.signing.judge import Asked, judge
from vanban.signing.trust import known
from vanban.signing.verdict import Verdict


def main(folder: Path) -> None:
    """Judge the file in a folder."""
    asked = json.loads((folder / "asked.json").read_text(encoding="utf-8"))
    _limit(asked["megabytes"] * 1_000_000, asked["seconds"])
    base = (folder / "base").read_bytes() if asked["based"] else None
    json.dump(_answer((folder / "pdf").read_bytes(), base, asked).to_json(), sys.stdout)


def _answer(pdf: bytes, base: bytes | None, asked: Mapping[str, Any]) -> Verdict:
    try:
        office = known(*([b64decode(each) for each in asked[key]] for key in ("roots", "crls")))
    except Refused as refused:
        return Verdict(file_problems=refused.problems)
    return judge(
        pdf,
        Asked(
            office,
            datetime.fromisoformat(asked["moment"]),
            base,
            tuple(asked["expects"]),
            datetime.fromisoformat(asked["locked_at"]) if asked["locked_at"] else None,
            asked["strict"],
        ),
    )


def _limit(memory: int, seconds: int) -> None:
    for what, limit in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        _, ceiling = resource.getrlimit(what)
        lowest = limit if ceiling == resource.RLIM_INFINITY else min(limit, ceiling)
        resource.setrlimit(what, (lowest, ceiling))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
