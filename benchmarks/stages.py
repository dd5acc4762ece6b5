"""Where the time of printing goes: shares of the stages from Word bytes to PDF bytes.

In: a service and Word bytes. Out: stage → share of the time, over warm rounds. The stages of
WeasyPrint are timed from outside, by wrapping its functions while this runs.
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest import mock

import pydyf
from weasyprint import document as wp_document
from weasyprint import pdf as wp_pdf

from vanban.docx import reader
from vanban.pdf import flow
from vanban.pdf import print as printing
from vanban.service import Service

# (owner, function, stage): the time of a stage is without that of the stages inside it.
_WRAPPED = (
    (reader, "read", "read"),
    (flow, "to_html", "flow"),
    (printing, "_with_head", "parse"),
    (wp_document, "get_all_computed_styles", "cascade"),
    (wp_document, "build_formatting_structure", "boxes"),
    (wp_document.Document, "_render", "layout"),
    (wp_document.Page, "paint", "draw"),
    (wp_pdf, "build_fonts_dictionary", "fonts"),
    (wp_pdf, "add_tags", "tags"),
    (pydyf.PDF, "write", "write"),
)


class _Watch:
    """Adds up the time of nested calls, each without what it calls."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self._inside: list[float] = []

    def wrap(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        def timed(*arguments: Any, **named: Any) -> Any:
            start = time.perf_counter()
            self._inside.append(0.0)
            try:
                return function(*arguments, **named)
            finally:
                whole = time.perf_counter() - start
                self.spent[stage] += whole - self._inside.pop()
                if self._inside:
                    self._inside[-1] += whole

        return timed


@contextmanager
def _watched(watch: _Watch) -> Iterator[None]:
    with ExitStack() as stack:
        for owner, name, stage in _WRAPPED:
            timed = watch.wrap(getattr(owner, name), stage)
            # A bound class method is put back as a static one, or it would be bound twice.
            bound = hasattr(getattr(owner, name), "__self__")
            stack.enter_context(
                mock.patch.object(owner, name, staticmethod(timed) if bound else timed)
            )
        yield


def shares(service: Service, docx: bytes, rounds: int) -> dict[str, float]:
    """Stage → share of the whole; "rest" is what no stage has."""
    service.pdf(docx)
    watch = _Watch()
    with _watched(watch):
        start = time.perf_counter()
        for _ in range(rounds):
            service.pdf(docx)
        whole = time.perf_counter() - start
    found = {stage: watch.spent[stage] / whole for _, _, stage in _WRAPPED}
    return found | {"rest": 1 - sum(found.values())}
