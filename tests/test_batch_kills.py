"""A list survives SIGKILL of workers and server: every row once, every file whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.batch_kills import run


@pytest.mark.sqlite
def test_every_row_is_made_once_whatever_is_killed(tmp_path: Path) -> None:
    outcome = run(tmp_path / "output", rows=16, kills=3, seed=4, pause=1.5)
    assert outcome.wrong == []
    assert outcome.killed_workers >= 1
    assert outcome.killed_servers >= 1
