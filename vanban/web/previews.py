"""Previews that were composed lately, so that a page picture does not cost a second composing.

In: what decides how a paper prints. Out: the composed preview with its places, and page pictures.
Memory is bounded by counts; what fell out is simply made again.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any, Generic, TypeVar

from vanban.agency import Agency
from vanban.problems import Problem
from vanban.service import Service

# About 100 kB a page picture at this width, sharp on an ordinary screen.
WIDTH_PX = 900
# A4 upright; a page that lies on its side says so when its picture arrives.
HEIGHT_PX = 1273
# Where the application keeps its previews.
EXTENSION = "vanban_previews"
_PAPERS = 24
_PICTURES = 200
T = TypeVar("T")


@dataclass(frozen=True)
class Box:
    """Where a field stands on the pages: fractions of the page, from its top left corner."""

    key: str
    page: int
    x: float
    y: float
    w: float
    h: float


@dataclass(frozen=True)
class Composed:
    """A preview that is ready to be shown. version: changes when anything on it may have.

    noted: (sentence, field) of what the check of form tells of it.
    """

    version: str
    pdf: bytes
    page_count: int
    problems: tuple[Problem, ...]
    boxes: tuple[Box, ...]
    noted: Sequence[tuple[str, str]] = ()


class Recent(Generic[T]):
    """The values made lately, at most `limit`. Two threads may make the same value; one is kept."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._lock = Lock()
        self._kept: OrderedDict[Hashable, T] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """The value of `key`, made when it is not there."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._limit:
                self._kept.popitem(last=False)
        return made


class Previews:
    """The previews of one application."""

    def __init__(self) -> None:
        self._papers: Recent[Composed] = Recent(_PAPERS)
        self._pictures: Recent[bytes] = Recent(_PICTURES)

    def compose(
        self, service: Service, kind: str, raw: Mapping[str, Any], agency: Agency, today: date
    ) -> Composed:
        """The preview of these values, from memory when nothing has changed."""
        version = _fingerprint(kind, raw, agency, today)

        def make() -> Composed:
            preview = service.preview(kind, raw, agency, today)
            count = service.page_count(preview.pdf) if preview.pdf else 0
            found = service.find_boxes(preview.pdf, preview.texts) if preview.pdf else []
            boxes = tuple(Box(*place) for place in found)
            return Composed(version, preview.pdf, count, preview.problems, boxes, preview.noted)

        return self._papers.get(version, make)

    def kept(self, service: Service, version: str, read: Callable[[], bytes]) -> Composed:
        """A finished PDF as a preview. version: its hash. Raises what `read` raises."""

        def make() -> Composed:
            pdf = read()
            return Composed(version, pdf, service.page_count(pdf), (), ())

        return self._papers.get(version, make)

    def picture(self, service: Service, composed: Composed, index: int) -> bytes:
        """Page `index` (from 0) as a PNG of WIDTH_PX. IndexError when there is no such page."""
        if not 0 <= index < composed.page_count:
            raise IndexError(index)
        key = (composed.version, index)
        return self._pictures.get(key, lambda: service.page_png(composed.pdf, index, WIDTH_PX))


def _fingerprint(kind: str, raw: Mapping[str, Any], agency: Agency, today: date) -> str:
    told = json.dumps(raw, ensure_ascii=False, sort_keys=True, default=str)
    text = "\0".join((kind, told, repr(agency), today.isoformat()))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:20]
