"""What several tests of signing share and what is slow to make."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.signing.tokens import soft_tokens


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The PKCS#11 module with tokens of its own: loaded for a file of tests, and let go after."""
    with soft_tokens(tmp_path_factory.mktemp("softhsm")) as path:
        yield path
