"""The same files before poppler's `pdfsig`, where it can tell the same."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.signing import attacks, authority, papers
from tests.signing.test_verdict import verdict_on
from vanban.signing.verdict import Seen

CASES: dict[str, Callable[[], bytes]] = {
    "leader": papers.by_leader,
    "both": papers.by_both,
    "three": lambda: papers.sign(
        papers.sign(
            papers.sign(papers.plain(), authority.deputy(), "a", box=(20, 50, 160, 100)),
            authority.leader(),
            "b",
            box=papers.BOX,
        ),
        authority.office(),
        "c",
        box=papers.SEAL,
    ),
    "sha512": lambda: papers.sign(papers.plain(), authority.leader(), "a", digest="sha512"),
    "broken": lambda: papers.by_leader().replace(b"/MediaBox", b"/MediaBix", 1),
    "forged": lambda: attacks.other_key(papers.by_leader(), authority.leader(), authority.deputy()),
    "half": lambda: attacks.half_signed(papers.by_leader(), authority.leader()),
    "number after": lambda: papers.fill(papers.by_leader(), So="12"),
}


def opinion(pdf: bytes, folder: Path) -> list[tuple[str, bool, bool]]:
    """(who, sound, over the whole file) of each signature, in poppler's words."""
    (folder / "a.pdf").write_bytes(pdf)
    # A store of its own, without certificates: whom to trust is not what is asked here.
    store = ["certutil", "-N", "--empty-password", "-d", str(folder)]
    subprocess.run(store, check=True, capture_output=True)
    done = subprocess.run(
        ["pdfsig", "-nocert", "-nssdir", str(folder), folder / "a.pdf"],
        capture_output=True,
        text=True,
        check=False,
    )
    told = re.split(r"^Signature #\d+:$", done.stdout, flags=re.MULTILINE)[1:]
    return sorted(
        (
            re.search(r"Signer Certificate Common Name: (.*)", each)[1],  # type: ignore[index]
            "Signature is Valid" in each,
            "Total document signed" in each and "Not total" not in each,
        )
        for each in told
        if "field is not signed" not in each
    )


def own(seen: Seen) -> tuple[str, bool, bool]:
    return (seen.who, seen.intact, seen.covers == "ca_tep")


@pytest.mark.parametrize("case", CASES)
def test_pdfsig_says_the_same(case: str, tmp_path: Path) -> None:
    pdf = CASES[case]()
    ours = sorted(own(seen) for seen in verdict_on(pdf).signatures)
    assert ours
    assert opinion(pdf, tmp_path) == ours
