"""What signing costs a paper: fields, the leader's signature, the number, the office's signature.

In: nothing; papers are made from examples/, the certificates and pictures are those of the tests.
Out: per paper, milliseconds of processor time (medians over interleaved rounds) and each step as a
share of making the paper (Word file and PDF) in the same run; bytes that each step adds; one last
line with figure and goal, exit code 1 when it is missed. Opening a key is told apart: how slow that
is is set by whoever made the file, to slow down guessing.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from contextlib import ExitStack
from itertools import pairwise

from tests.signing import authority, drawn
from tests.signing.made import KINDS, made_anew, paper
from vanban.places import CO_QUAN, NGAY, NGUOI_KY, SO, THANG, Place
from vanban.signing.identity import Identity, open_pkcs12
from vanban.signing.images import SEAL, SIGNATURE, Image, check_image
from vanban.signing.number import write_number
from vanban.signing.sign import sign

GOAL_MS = 150
"""For both signatures with their pictures and the number, of a paper of two pages."""
GIVEN = {SO: "12", NGAY: "05", THANG: "3"}
PAGES = (1, 2, 12)
# The fields are there; a place only counts where there is none.
LEADER, OFFICE = Place(NGUOI_KY, 0, 0, 0, 10, 10), Place(CO_QUAN, 0, 0, 0, 10, 10)
MAKING = "make, no fields"
STEPS = (
    "make, text fields",
    "make, all fields",
    "leader",
    "leader, picture",
    "number",
    "office",
    "office, seal",
)


class _Bench:
    """One paper: what is timed, and what each step makes of the bytes."""

    def __init__(self, kind: str, pages: int, leader: Identity, office: Identity) -> None:
        self._kind, self._pages = kind, pages
        self._leader, self._office = leader, office
        self._pen = check_image(drawn.signature(), SIGNATURE)
        self._seal = check_image(drawn.seal(), SEAL)
        self.blank = paper(kind, pages)
        self.by_leader = self._first(self._pen)
        self.numbered = write_number(self.by_leader, GIVEN)
        self.by_office = self._second(self._seal)

    def _first(self, image: Image | None) -> bytes:
        return sign(
            self.blank,
            NGUOI_KY,
            self._leader,
            place=LEADER,
            image=image,
            moment=authority.NOW,
        )

    def _second(self, image: Image | None) -> bytes:
        return sign(
            self.numbered,
            CO_QUAN,
            self._office,
            place=OFFICE,
            image=image,
            moment=authority.NOW,
        )

    def steps(self) -> dict[str, Callable[[], object]]:
        """Name → the work of that step."""
        making = {
            name: (lambda fields=fields: made_anew(self._kind, self._pages, fields=fields))
            for name, fields in zip(
                (MAKING, *STEPS[:2]), ("khong", "so_ngay", "day_du"), strict=True
            )
        }
        return making | {
            "leader": lambda: self._first(None),
            "leader, picture": lambda: self._first(self._pen),
            "number": lambda: write_number(self.by_leader, GIVEN),
            "office": lambda: self._second(None),
            "office, seal": lambda: self._second(self._seal),
        }

    def measured(self, rounds: int) -> dict[str, float]:
        """Name → median milliseconds of processor time."""
        steps = self.steps()
        taken: dict[str, list[float]] = defaultdict(list)
        for _ in range(rounds + 1):
            for name, step in steps.items():
                begun = time.process_time()
                step()
                taken[name].append((time.process_time() - begun) * 1000)
        return {name: statistics.median(each[1:]) for name, each in taken.items()}


def _show(title: str, bench: _Bench, ms: dict[str, float]) -> None:
    print(f"\n{title}: made in {ms[MAKING]:.0f} ms, {len(bench.blank):,} bytes with fields")
    for name in STEPS:
        more = ms[name] - ms[MAKING] if name.startswith("make") else ms[name]
        print(f"  {name.replace('make, ', ''):18} {more:7.1f} ms  {more / ms[MAKING]:6.1%}")
    sizes = [len(bench.blank), len(bench.by_leader), len(bench.numbered), len(bench.by_office)]
    grown = [f"{b - a:,}" for a, b in pairwise(sizes)]
    print(f"  bytes added: leader {grown[0]}, number {grown[1]}, office {grown[2]}")


def main(arguments: list[str] | None = None) -> int:
    """Measure and print; exit code 0 when the goal is met."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("--rounds", type=int, default=9)
    rounds = asked.parse_args(arguments).rounds
    reached: list[float] = []
    with ExitStack() as keys:
        leader = keys.enter_context(open_pkcs12(authority.leader().pkcs12(), authority.PIN))
        office = keys.enter_context(open_pkcs12(authority.office().pkcs12(), authority.PIN))
        begun = time.process_time()
        keys.enter_context(open_pkcs12(authority.leader().pkcs12(), authority.PIN))
        print(f"open a key of PKCS#12: {(time.process_time() - begun) * 1000:.0f} ms")
        for kind in KINDS:
            for pages in PAGES:
                bench = _Bench(kind, pages, leader, office)
                ms = bench.measured(rounds)
                _show(f"{kind}, {pages} pages", bench, ms)
                if pages == 2:
                    reached.append(
                        sum(ms[s] for s in ("leader, picture", "number", "office, seal"))
                    )
    most = max(reached)
    print(f"\nboth signatures and the number, 2 pages: {most:.0f} ms (goal {GOAL_MS})")
    return 0 if most <= GOAL_MS else 1


if __name__ == "__main__":
    sys.exit(main())
