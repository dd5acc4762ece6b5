"""Finds the browser of the browser tests.

In: PATH and the home directory. Out: which Chromium to start, if there is one.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

# Root may start Chromium only without its sandbox, and the rest keeps it from calling home.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


def executable() -> str | None:
    """Path of an installed Chromium or Chrome; None means: let Playwright use its own.

    A snap (Ubuntu's `chromium`) is passed over: its confinement hides the profile directory that
    Playwright hands to it, and it never gets past its start.
    """
    for name in ("chromium", "google-chrome", "google-chrome-stable"):
        found = shutil.which(name)
        if found and "/snap/" not in str(Path(found).resolve()) and "/snap/" not in found:
            return found
    return None


def playwright_has_its_own() -> bool:
    """Whether `playwright install chromium` has been run for this user."""
    place = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    root = Path(place) if place else Path.home() / ".cache" / "ms-playwright"
    return any(root.glob("chromium-*"))
