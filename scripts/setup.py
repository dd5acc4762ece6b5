"""Makes a bare Debian or Ubuntu ready for `make run` or `make test`.

In: `run` or `test`. Out: `.venv` with the pinned packages, the system libraries that WeasyPrint
loads, a complete twin of Times New Roman, and for the tests a browser, poppler's tools, a
PKCS#11 token made of software and the programs of PostgreSQL (the tests start a server of their
own). What is there already is left alone: the second call only looks, and neither apt nor pip is
started.
apt is used where it may be (root, or sudo without a password); elsewhere this stops and prints
the one line to run. Needs nothing but the standard library of Python 3.11.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts import chromium

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
REQUIREMENTS = {"run": ["requirements.txt"], "test": ["requirements.txt", "requirements-dev.txt"]}

# What WeasyPrint opens when it is imported, and the Debian package that brings it.
LIBRARIES = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libgobject-2.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libfontconfig.so.1": "libpangoft2-1.0-0",
    "libharfbuzz.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
# What Playwright's own node is linked against.
TEST_LIBRARIES = {"libatomic.so.1": "libatomic1"}
# Programs that the tests start: readers and rewriters of PDF, a PKCS#11 token made of software, and
# what puts a root certificate where poppler looks for it.
TEST_TOOLS = {
    "pdftotext": "poppler-utils",
    "softhsm2-util": "softhsm2",
    "certutil": "libnss3-tools",
    "qpdf": "qpdf",
}
# Packages with a metric twin of Times New Roman, best first. Debian 12 has the complete one in
# fonts-liberation2, later releases in fonts-liberation; the 1.07 of Debian 12 lacks 92 Vietnamese
# letters, which the probe notices.
FONTS = ("fonts-liberation2", "fonts-croscore", "fonts-liberation")
# Signs that no twin has and forms of offices hold: boxes to tick, arrows, ticks.
SIGNS = {"DejaVuSans.ttf": "fonts-dejavu-core"}
FONT_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts")
LINES_OF_A_FAILURE = 25
# Exit code 3 means that letters are missing; any other failure is a fault of the program itself,
# which no package would mend.
LETTERS_MISSING = 3
FONT_PROBE = f"""
import sys
from vanban import problems, typeface
try:
    typeface.faces()
except problems.Refused as refused:
    print(refused, file=sys.stderr)
    sys.exit({LETTERS_MISSING})
"""


class Stop(Exception):
    """Set-up cannot go on. Payload: the sentence that says what to do."""


def say(text: str) -> None:
    """Tell the developer what is going on."""
    print(f"setup: {text}", flush=True)


def run(*command: str) -> None:
    """Run a command; its output shows only when it fails. Raises Stop in that case."""
    result = subprocess.run(
        command,
        cwd=ROOT,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if result.returncode != 0:
        last = "\n".join(result.stdout.splitlines()[-LINES_OF_A_FAILURE:])
        raise Stop(f"{last}\nsetup: this failed with code {result.returncode}: {' '.join(command)}")


def answers(*command: str | Path) -> bool:
    """Whether a command exists and succeeds; it runs silently."""
    try:
        return (
            subprocess.run(
                command, cwd=ROOT, check=False, stdin=subprocess.DEVNULL, capture_output=True
            ).returncode
            == 0
        )
    except OSError:
        return False


# -- system packages -------------------------------------------------------------------------------


def missing_libraries(purpose: str) -> list[str]:
    """Debian packages of the shared libraries that cannot be opened, each once."""
    wanted = LIBRARIES | TEST_LIBRARIES if purpose == "test" else LIBRARIES
    packages = []
    for library, package in wanted.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            packages.append(package)
    return list(dict.fromkeys(packages))


def missing_signs() -> list[str]:
    """Debian packages of the faces of signs that are nowhere on this machine."""
    return [
        package
        for file, package in SIGNS.items()
        if not any(next(folder.rglob(file), None) for folder in FONT_FOLDERS)
    ]


def missing_venv() -> list[str]:
    """Debian's package of ensurepip when this Python came without it and it is still needed."""
    if VENV_PYTHON.exists() or importlib.util.find_spec("ensurepip"):
        return []
    return [f"python3.{sys.version_info.minor}-venv"]


def missing_test_tools() -> list[str]:
    """Debian packages of the programs that the tests start."""
    packages = [package for tool, package in TEST_TOOLS.items() if not shutil.which(tool)]
    if not shutil.which("initdb") and not any(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        packages.append("postgresql")
    if not chromium.executable() and not chromium.playwright_has_its_own():
        packages.append("chromium")
    return packages


def root_prefix() -> list[str] | None:
    """How to become root without being asked: [] for root, sudo -n, or None for not at all."""
    if os.geteuid() == 0:
        return []
    return ["sudo", "-n"] if answers("sudo", "-n", "true") else None


def apt_line(packages: list[str]) -> str:
    """The one line that installs packages by hand."""
    return f"sudo apt-get update && sudo apt-get install -y {' '.join(packages)}"


def apt_offers(package: str) -> bool:
    """Whether apt knows a version to install (Ubuntu has no `chromium`, Debian 13 no …2)."""
    policy = subprocess.run(
        ["apt-cache", "policy", package], check=False, capture_output=True, text=True
    ).stdout
    return "Candidate:" in policy and "Candidate: (none)" not in policy


def apt_install(packages: list[str]) -> None:
    """Install what apt offers of packages. Raises Stop with the line to run when it may not."""
    if shutil.which("apt-get") is None:
        raise Stop(f"this is not Debian or Ubuntu; please install what they call: {packages}")
    prefix = root_prefix()
    quiet = ("-q", "-o", "Dpkg::Use-Pty=0")
    if prefix is not None:
        say(f"{' '.join(packages)}: missing; asking apt for it")
        run(*prefix, "apt-get", "update", *quiet)
    listed = any(Path("/var/lib/apt/lists").glob("*Packages*"))
    offered = [package for package in packages if apt_offers(package) or not listed]
    if not offered:
        return
    if prefix is None:
        line = apt_line(offered)
        raise Stop(f"system packages are missing. Run this line, then the same again:\n  {line}")
    say(f"installing {' '.join(offered)}")
    # env instead of our own environment: sudo would not pass that on.
    command = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "-y", *quiet)
    command = (*prefix, *command, "--no-install-recommends")
    if "postgresql" in offered:
        # The tests want its programs; a server for everybody is not ours to start.
        run(*command, "postgresql-common")
        never = "s/^#*create_main_cluster.*/create_main_cluster = false/"
        run(*prefix, "sed", "-i", never, "/etc/postgresql-common/createcluster.conf")
    run(*command, *offered)


def install_system_packages(purpose: str) -> None:
    """All of what can be known to be missing before .venv is ready, in one go."""
    packages = missing_libraries(purpose) + missing_signs() + missing_venv()
    if purpose == "test":
        packages += missing_test_tools()
    # The typeface can only be judged once .venv is there. Where packages are missing anyway, its
    # package goes along: who has to run a line by hand should have to do so once.
    if packages and not VENV_PYTHON.exists() and not installed(*FONTS[:2]):
        packages.append(FONTS[0])
    if packages:
        apt_install(packages)


def installed(*packages: str) -> bool:
    """Whether one of these packages is installed; one that left its settings behind is not."""
    command = ["dpkg-query", "-W", "-f", "${db:Status-Status} ", *packages]
    status = subprocess.run(command, check=False, capture_output=True, text=True).stdout
    return "installed" in status.split()


def fonts_ready() -> tuple[bool, str]:
    """Whether the program itself finds every letter it needs, and what it says if not.

    Raises Stop when the program cannot even look, which is not a matter of fonts.
    """
    probe = subprocess.run(
        [VENV_PYTHON, "-c", FONT_PROBE], cwd=ROOT, check=False, capture_output=True, text=True
    )
    if probe.returncode not in (0, LETTERS_MISSING):
        raise Stop(f"the program cannot look for its typeface:\n{probe.stderr}")
    return probe.returncode == 0, probe.stderr


def install_fonts() -> None:
    """Try the packages one after the other until every letter is there. Raises Stop at the end."""
    for package in FONTS:
        if fonts_ready()[0]:
            return
        if not installed(package):
            apt_install([package])
    ready, complaint = fonts_ready()
    if not ready:
        raise Stop(f"no complete typeface was found.\n{complaint}")


# -- Python packages -------------------------------------------------------------------------------


def fingerprint(purpose: str) -> str:
    """What .venv must have been made from: the interpreter and the pinned packages."""
    digest = hashlib.sha256(f"{sys.version_info[:3]} {sys.base_prefix}".encode())
    for name in REQUIREMENTS[purpose]:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def stamp(purpose: str) -> Path:
    """The file that remembers the fingerprint of the last complete installation."""
    return VENV / f"ready-for-{purpose}"


def stamped(purpose: str) -> bool:
    """Whether .venv is complete and unchanged since."""
    path = stamp(purpose)
    return path.exists() and path.read_text() == fingerprint(purpose) and VENV_PYTHON.exists()


def make_venv() -> None:
    """A fresh .venv unless there is one that runs on this very interpreter."""
    version = f"import sys; sys.exit(sys.version_info[:3] != {sys.version_info[:3]})"
    if answers(VENV_PYTHON, "-c", version) and answers(VENV_PYTHON, "-m", "pip", "--version"):
        return
    say(f"making .venv with Python {sys.version.split()[0]}")
    shutil.rmtree(VENV, ignore_errors=True)
    run(sys.executable, "-m", "venv", str(VENV))


def install_python_packages(purpose: str) -> None:
    """Pinned packages into .venv, from whatever index pip is set up for on this machine."""
    if stamped(purpose):
        return
    make_venv()
    last = REQUIREMENTS[purpose][-1]
    say(f"installing the packages of {last}; this takes a minute or two the first time")
    pip = (str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    run(*pip, "--no-input", "-r", last)
    for done in REQUIREMENTS if purpose == "test" else [purpose]:
        stamp(done).write_text(fingerprint(done))


def install_browser() -> None:
    """Playwright's own Chromium, where the system offers none that can be driven (Ubuntu)."""
    if chromium.executable() or chromium.playwright_has_its_own():
        return
    say("the system offers no Chromium package; fetching Playwright's own")
    command = (str(VENV_PYTHON), "-m", "playwright", "install", "chromium")
    run(*command, *(["--with-deps"] if root_prefix() is not None else []))


def main(arguments: list[str]) -> int:
    """Do what is missing for `run` or `test`; exit code 0 when all is ready."""
    if len(arguments) != 1 or arguments[0] not in REQUIREMENTS:
        print("usage: scripts/setup run|test", file=sys.stderr)
        return 2
    purpose = arguments[0]
    try:
        install_system_packages(purpose)
        install_python_packages(purpose)
        if purpose == "test":
            install_browser()
        install_fonts()
    except Stop as reason:
        print(f"setup: {reason}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
