"""The settings of one running Vanban: environment in, one frozen value out.

In: the variables VANBAN_*. Out: `Settings`. A variable that is not known, or a value that cannot
be used, is refused with a sentence: a misspelt setting that is silently ignored is found months
later.
"""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from vanban.problems import Problem, Refused

PREFIX = "VANBAN_"
SECRET_FILE = "secret_key"  # noqa: S105 - the name of the file, not the secret
_SECRET_LENGTH = 32
SETUP_FILE = "setup_code"
_SETUP_LENGTH = 8
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_HOST_NAME = re.compile(r"[a-z0-9._:-]+\Z")
# What must not be repeated in a sentence about a bad value; an address may hold a password.
_SECRET = frozenset({"secret_key", "database", "oidc_client_secret"})
# Signing in through a provider needs all of these, or is off.
_OIDC = ("oidc_issuer", "oidc_client_id", "oidc_client_secret")
_OIDC_NAME = "tài khoản chung của cơ quan"
_LINE_LENGTH = 500
_NAME_LENGTH = 60


@dataclass(frozen=True)
class Settings:
    """Everything that may differ from one installation to the next."""

    data_dir: Path = Path("output")
    """Folder of the database, the produced files and the secret key. Made when it is missing."""

    database: str = ""
    """Address of a PostgreSQL database (postgresql://…); empty: an SQLite file in data_dir."""

    secret_key: str = ""
    """Signs the session cookies; at least 32 characters. Empty: one is kept in data_dir."""

    host: str = "127.0.0.1"
    """Address that the server listens on; 0.0.0.0 to be reached from other computers."""

    hosts: tuple[str, ...] = ()
    """Names that the server is called by, commas between; empty: addresses and its own name."""

    port: int = 8000
    """Port that the server listens on, 1 to 65535."""

    font_dir: Path | None = None
    """Folder with the metric twin of Times New Roman; empty: the fonts of the system."""

    pkcs11_module: Path | None = None
    """Library of the maker of tokens (PKCS#11) that are plugged into the server; empty: none."""

    max_upload_mb: int = 20
    """Largest request that is read, in MB, 1 to 500."""

    session_hours: int = 12
    """Hours without work after which a person signs in again, 1 to 720."""

    proxies: int = 0
    """Number of trusted proxies in front that set X-Forwarded-For and -Proto, 0 to 5."""

    oidc_issuer: str = ""
    """Address of the office's OpenID Connect provider (its "issuer"); empty: passwords only."""

    oidc_client_id: str = ""
    """The name under which this program is registered there."""

    oidc_client_secret: str = field(default="", repr=False)
    """What the program proves itself with to the provider."""

    oidc_name: str = _OIDC_NAME
    """What people call the provider: "Đăng nhập bằng …"."""

    workers: int = 2
    """Processes that make the papers of a list, 0 to 32; none beyond the processors there are."""

    demo: bool = False
    """Sample offices with open passwords, listed on the sign-in page. Never for real papers."""

    @classmethod
    def from_environment(cls, env: Mapping[str, str]) -> Settings:
        """The settings that `env` asks for. Raises Refused with every unknown or bad variable."""
        readers = _readers()
        problems: list[Problem] = []
        values: dict[str, Any] = {}
        for name in sorted(n for n in env if n.startswith(PREFIX)):
            known_as = name.removeprefix(PREFIX).lower()
            if known_as not in readers or name != name.upper():
                known = ", ".join(PREFIX + n.upper() for n in readers)
                problems.append(Problem("setting_unknown", name, {"name": name, "known": known}))
                continue
            try:
                values[known_as] = readers[known_as](env[name].strip())
            except _Bad as bad:
                # A secret has no place in a log, and a bad one is nearly a good one.
                shown = "…" if known_as in _SECRET else env[name]
                data = {"name": name, "value": shown, **bad.data}
                problems.append(Problem(bad.code, name, data))
        if problems:
            raise Refused(*problems)
        _refuse_half_a_provider(values)
        return cls(**values)


def secret_key(settings: Settings) -> str:
    """The key that signs cookies: the one that was set, else the one kept in data_dir.

    It is made at the first start, readable by its owner only. Raises Refused when the kept one is
    too short to be safe, or data_dir cannot be used.
    """
    if settings.secret_key:
        return settings.secret_key
    path = settings.data_dir / SECRET_FILE
    with data_dir_used(settings):
        kept = _kept_key(path)
    if len(kept) < _SECRET_LENGTH:
        raise Refused(Problem("setting_secret_broken", str(path), {"path": str(path)}))
    return kept


def setup_code(settings: Settings) -> str:
    """What the first set-up asks for where others than this machine reach it; "" where they cannot.

    Whoever reads the server's console, or its data folder, has it: the first account of all must
    not be anybody's who finds the port open first. It is kept until the set-up is done.
    """
    if settings.host in _LOOPBACK and not settings.proxies:
        return ""
    with data_dir_used(settings):
        kept = _kept_key(settings.data_dir / SETUP_FILE, _SETUP_LENGTH)
    return "-".join(kept[i : i + 4] for i in range(0, 2 * _SETUP_LENGTH, 4))


def forget_setup_code(settings: Settings) -> None:
    """Put the code away: there is an account now."""
    (settings.data_dir / SETUP_FILE).unlink(missing_ok=True)


def _kept_key(path: Path, length: int = _SECRET_LENGTH) -> str:
    """The key in that file, made when it is missing; "" when it is not whole. length: in bytes."""
    try:
        # O_EXCL: of two processes that start together only one writes, the other reads.
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes().decode("ascii", "ignore").strip()
    made = secrets.token_hex(length)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(made)
    except OSError:
        path.unlink(missing_ok=True)  # half a key would keep every later start from going on
        raise
    return made


@contextmanager
def data_dir_used(settings: Settings) -> Iterator[None]:
    """Make data_dir, then do something in it. Raises Refused when the system forbids that."""
    try:
        settings.data_dir.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        data = {"path": str(settings.data_dir), "detail": error.strerror or ""}
        raise Refused(Problem("data_dir_unusable", PREFIX + "DATA_DIR", data)) from error


def is_safe_address(address: str) -> bool:
    """Whether secrets may travel to this web address: https, or this very machine."""
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or not address.isprintable() or " " in address:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and _is_this_machine(host))


def _is_this_machine(host: str) -> bool:
    """Whether the host of an address is a loopback one, written as a number."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_half_a_provider(values: Mapping[str, Any]) -> None:
    """Raises Refused when some of what a provider needs is set and some is not."""
    missing = [PREFIX + name.upper() for name in _OIDC if not values.get(name)]
    wanted = any(values.get(name) for name in _OIDC) or "oidc_name" in values
    if wanted and missing:
        raise Refused(Problem("setting_oidc_part", missing[0], {"missing": ", ".join(missing)}))


class _Bad(ValueError):
    """A value that cannot be used. Payload: the code of its sentence, and what that needs."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code)
        self.code, self.data = code, data


def _number(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not low <= int(text) <= high:
            raise _Bad("setting_bad_number", low=low, high=high)
        return int(text)

    return read


def _host(text: str) -> str:
    if not text or any(c.isspace() for c in text):
        raise _Bad("setting_bad_host")
    return text


def _hosts(text: str) -> tuple[str, ...]:
    names = tuple(name.strip().lower() for name in text.split(",") if name.strip())
    if any(not _HOST_NAME.match(name) for name in names):
        raise _Bad("setting_bad_hosts")
    return names


def _secret(text: str) -> str:
    if len(text) < _SECRET_LENGTH:
        raise _Bad("setting_bad_secret", length=_SECRET_LENGTH)
    return text


def _database(text: str) -> str:
    if text and not text.startswith(("postgresql://", "postgres://", "sqlite:///")):
        raise _Bad("setting_bad_database")
    return text


def _issuer(text: str) -> str:
    parts_of_a_page = "?" in text or "#" in text
    if text and (not is_safe_address(text) or parts_of_a_page):
        raise _Bad("setting_bad_issuer")
    return text


def _line(longest: int) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not text.isprintable() or len(text) > longest:
            raise _Bad("setting_bad_line", longest=longest)
        return text

    return read


def _visible(text: str) -> str:
    # RFC 6749, appendix A: a client is named and proved in visible ASCII.
    if not text.isascii():
        raise _Bad("setting_bad_ascii")
    return _line(_LINE_LENGTH)(text)


def _name(text: str) -> str:
    return _line(_NAME_LENGTH)(text) or _OIDC_NAME


def _folder(text: str) -> Path:
    if not text:
        raise _Bad("setting_bad_folder")
    return Path(text)


def _optional_folder(text: str) -> Path | None:
    return Path(text) if text else None


def _yes_no(text: str) -> bool:
    if text not in ("0", "1"):
        raise _Bad("setting_bad_yes_no")
    return text == "1"


_READERS: dict[str, Callable[[str], Any]] = {
    "data_dir": _folder,
    "database": _database,
    "secret_key": _secret,
    "host": _host,
    "hosts": _hosts,
    "port": _number(1, 65535),
    "font_dir": _optional_folder,
    "pkcs11_module": _optional_folder,
    "max_upload_mb": _number(1, 500),
    "session_hours": _number(1, 720),
    "proxies": _number(0, 5),
    "oidc_issuer": _issuer,
    "oidc_client_id": _visible,
    "oidc_client_secret": _visible,
    "oidc_name": _name,
    "workers": _number(0, 32),
    "demo": _yes_no,
}


def _readers() -> dict[str, Callable[[str], Any]]:
    """One reader for each field, in the order of `Settings`. KeyError when one is missing."""
    return {one.name: _READERS[one.name] for one in fields(Settings)}
