"""Many papers of one kind, one after the other.

In: raw dicts, as a form or a list gives them. Out: the same bytes that `Service.produce` gives for
each, or Word files alone. What papers of one kind share is kept where it is made, so it serves a
single form as well: the compiled template, paragraphs that were read (`docx/seen.py`), fonts and
sheets of the printer, and blocks of the page that stand where they stood in a paper before
(`pdf/again.py`). Several processes at once: `by_list.py`, `worker.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from vanban.agency import Agency
from vanban.service import Produced, Service

Raw = Mapping[str, Any]


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
