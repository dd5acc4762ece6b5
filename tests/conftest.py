"""What holds for every test of the project.

A warning fails a test (pyproject.toml), and so does a log line of WARNING or worse: what the
program has to say to whoever runs it must be either right or mended. The tests reach no other
machine, and see none of the settings of the shell they are started from.
"""

from __future__ import annotations

import logging
import os
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A developer's own settings must not decide whether a test passes. Where the fonts lie is a
# property of the machine, so that one stays.
for _name in [name for name in os.environ if name.startswith("VANBAN_")]:
    if _name != "VANBAN_FONT_DIR":
        del os.environ[_name]

# Deadlines measure the neighbours on a shared machine, not the code. CI repeats the same examples
# on every run, so that a red run is about the commit; at the desk every run tries new ones.
settings.register_profile(
    "desk", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("ci", parent=settings.get_profile("desk"), derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")


class _Unexpected(logging.Handler):
    """Keeps the records that nobody asked for."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_unexpected_log_lines(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fails a test that made the program log a warning, unless the test asks for `caplog`."""
    if "caplog" in request.fixturenames:
        yield
        return
    handler = _Unexpected()
    logging.getLogger().addHandler(handler)
    try:
        yield
    finally:
        logging.getLogger().removeHandler(handler)
    if handler.lines:
        pytest.fail(
            "The program logged, and the test did not say that it should. Mend the cause, or take "
            "the `caplog` fixture and assert on the line:\n  " + "\n  ".join(handler.lines),
            pytrace=False,
        )


@pytest.fixture(autouse=True, scope="session")
def no_other_machine() -> Iterator[None]:
    """Refuses connections that leave this machine: an office may have no internet."""
    connect = socket.socket.connect

    def only_here(self: socket.socket, address: object) -> None:
        here = self.family == socket.AF_UNIX or (
            isinstance(address, tuple) and str(address[0]) in {"127.0.0.1", "::1", "localhost"}
        )
        if not here:
            raise AssertionError(f"a test tried to reach {address}; tests stay on this machine")
        return connect(self, address)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", only_here)
        yield


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty directory for generated files and the database, as output/ is in an office."""
    path = tmp_path / "output"
    path.mkdir()
    return path
