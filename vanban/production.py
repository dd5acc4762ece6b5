"""Many papers of one kind, one after the other or in several processes.

In: raw dicts, as a form or a list gives them. Out: the same bytes that `Service.produce` gives for
each. What papers of one kind share is kept where it is made, so it serves a single form as well:
the compiled template, fonts and sheets of the printer, and blocks of the page that stand where they
stood in a paper before (`pdf/again.py`).

Here is what only many papers need: processes, for the printer takes one paper at a time, and Word
files alone, without their print.
"""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import date
from typing import Any

from vanban.agency import Agency
from vanban.problems import Refused
from vanban.service import Produced, Service, open_service

Raw = Mapping[str, Any]
# Papers that wait for each process: enough that none stands idle, few enough to stay in memory.
_AHEAD = 4
# Rows that go to a process at once: what it costs to send them is small beside making them.
_PORTION = 5


class Production:
    """Papers of one kind for one office on one day, made one at a time.

    service: ready to work. today: of every paper that bears no date of its own.
    """

    def __init__(self, service: Service, kind: str, agency: Agency, today: date) -> None:
        self._service = service
        self._kind = kind
        self._agency = agency
        self._today = today

    def make(self, raw: Raw) -> Produced:
        """Word file and PDF. Raises Refused with every problem when something is wrong."""
        return self._service.produce(self._kind, raw, self._agency, self._today)

    def word(self, raw: Raw) -> bytes:
        """The Word file as its template draws it, without looking how it prints.

        Where a page would break badly, `make` composes the text a little closer or wider; this
        does not, so its bytes may differ from those of `make`. Raises Refused like that.
        """
        return self._service.word(self._kind, raw, self._agency, self._today)


def produce_rows(
    service: Service, kind: str, raws: Iterable[Raw], agency: Agency, today: date
) -> Iterator[Produced]:
    """A paper for each raw dict, in their order, in this process; memory is that of one paper.

    Raises Refused at the first that has a problem.
    """
    making = Production(service, kind, agency, today)
    for raw in raws:
        yield making.make(raw)


def produce_apart(
    kind: str, raws: Iterable[Raw], agency: Agency, today: date, workers: int
) -> Iterator[Produced | Refused]:
    """A paper for each raw dict, or why there is none, in their order, by that many processes.

    Memory does not grow with the papers: rows are read as they are needed, and no more wait than
    the processes can take up soon. Each process opens the kind for itself.
    """
    # A fork would take along the threads and locks of whoever asks.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        workers, mp_context=context, initializer=_begin, initargs=(kind, agency, today)
    ) as pool:
        waiting: deque[Future[list[Produced | Refused]]] = deque()
        for portion in _portions(raws):
            waiting.append(pool.submit(_made, portion))
            if len(waiting) >= _AHEAD * workers:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _portions(raws: Iterable[Raw]) -> Iterator[list[Raw]]:
    portion: list[Raw] = []
    for raw in raws:
        portion.append(raw)
        if len(portion) == _PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


# One for each process, opened when it begins.
_making: list[Production] = []


def _begin(kind: str, agency: Agency, today: date) -> None:
    _making[:] = [Production(open_service(only=kind), kind, agency, today)]


def _made(raws: list[Raw]) -> list[Produced | Refused]:
    (making,) = _making
    found: list[Produced | Refused] = []
    for raw in raws:
        try:
            found.append(making.make(raw))
        except Refused as refused:
            found.append(refused)
    return found
