"""A disk that is full for one moment, as the store tells it."""

from __future__ import annotations

from typing import Any

import pytest

from vanban.problems import Problem
from vanban.store import DiskFault, Store


def full_at(patch: pytest.MonkeyPatch, nth: int) -> None:
    """The nth time that files are put into any store, the disk has no room; then it has again."""
    real, calls = Store.put_all, []

    def put_all(self: Store, files: Any) -> list[str]:
        calls.append(files)
        if len(calls) == nth:
            raise DiskFault(Problem("disk_full"))
        return real(self, files)

    patch.setattr(Store, "put_all", put_all)
