"""The page for the operator and the files in deploy/ say the same, and what they name is there."""

from __future__ import annotations

import dataclasses
import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.contract.source import ROOT
from vanban import cli, settings

DEPLOY = ROOT / "deploy"
PAGE = (ROOT / "docs" / "cai-dat-cho-mot-co-quan.md").read_text(encoding="utf-8")
FILES = sorted(DEPLOY.iterdir())
UNITS = [path for path in FILES if path.suffix in (".service", ".timer")]
HOST = "vanban.coquan.gov.vn"
HARDENED = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "PrivateDevices": "yes",
    "CapabilityBoundingSet": "",
    "User": "vanban",
}


def lines(path: Path) -> dict[str, str]:
    """Key → value of a unit, or of a file of variables."""
    text = path.read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z_]+)=(.*)$", text, re.MULTILINE))


def unit(name: str) -> dict[str, str]:
    return lines(DEPLOY / name)


def environment() -> dict[str, str]:
    return unit("vanban.env")


def test_the_settings_of_the_file_are_accepted() -> None:
    read = settings.Settings.from_environment(environment())
    assert read.hosts == (HOST,)
    assert read.proxies == 1
    known = {f"VANBAN_{f.name.upper()}" for f in dataclasses.fields(settings.Settings)}
    for path in FILES:
        named = set(re.findall(r"\bVANBAN_[A-Z_]+\b", path.read_text(encoding="utf-8")))
        assert named <= known, path.name


def test_every_file_is_on_the_page() -> None:
    for path in FILES:
        assert f"deploy/{path.name}" in PAGE or path.name == "backup.sh", path.name


@pytest.mark.parametrize("name", ["vanban.service", "vanban-backup.service"])
def test_the_services_are_shut_in(name: str) -> None:
    found = unit(name)
    assert {key: found.get(key) for key in HARDENED} == HARDENED
    folder = environment()["VANBAN_DATA_DIR"]
    assert folder in found["ReadWritePaths"].split()
    assert found["WorkingDirectory"] == "/opt/vanban"
    assert found["EnvironmentFile"] == "/etc/vanban/vanban.env"


def test_what_the_services_start_is_there() -> None:
    program = unit("vanban.service")["ExecStart"]
    assert program == "/opt/vanban/.venv/bin/python -m vanban serve"
    assert cli.parser().parse_args(program.split()[3:]).host is None
    script, folder, days = unit("vanban-backup.service")["ExecStart"].split()
    assert os.access(ROOT / script.removeprefix("/opt/vanban/"), os.X_OK)
    assert folder in unit("vanban-backup.service")["ReadWritePaths"].split()
    assert folder in PAGE
    assert f"{days} ngày" in PAGE


def test_the_service_manager_waits_longer_than_the_service_does() -> None:
    source = (ROOT / "vanban" / "web" / "server.py").read_text(encoding="utf-8")
    grace = re.search(r"^_GRACE_S = ([\d.]+)$", source, re.MULTILINE)
    assert grace
    assert float(unit("vanban.service")["TimeoutStopSec"]) > float(grace[1])
    assert unit("vanban.service")["KillSignal"] == "SIGTERM"


def test_the_proxy_leads_to_the_service() -> None:
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    env = environment()
    place = f"http://{env['VANBAN_HOST']}:{env['VANBAN_PORT']}"
    assert set(re.findall(r"proxy_pass (\S+);", text)) == {place}
    assert set(re.findall(r"server_name (\S+);", text)) == {HOST}
    for header in ("Host ", "X-Forwarded-For ", "X-Forwarded-Proto "):
        assert text.count(f"proxy_set_header {header}") == text.count("proxy_pass")
    allowed = re.search(r"client_max_body_size (\d+)m;", text)
    assert allowed
    assert int(allowed[1]) == int(env["VANBAN_MAX_UPLOAD_MB"]) + 1
    for name in re.findall(r"/etc/vanban/tls/(\S+);", text):
        assert name in PAGE


@pytest.mark.parametrize("path", [p for p in FILES if not p.suffix or p.suffix == ".sh"])
def test_scripts_are_shell(path: Path) -> None:
    assert os.access(path, os.X_OK)
    subprocess.run(["sh", "-n", str(path)], check=True, timeout=20)


def test_a_copy_that_is_not_good_removes_no_other(tmp_path: Path) -> None:
    """deploy/backup.sh itself, with a program that fails in the place of ours."""
    home = tmp_path / "vanban"
    (home / "deploy").mkdir(parents=True)
    (home / ".venv" / "bin").mkdir(parents=True)
    script = home / "deploy" / "backup.sh"
    script.write_bytes((DEPLOY / "backup.sh").read_bytes())
    python = home / ".venv" / "bin" / "python"
    copies = tmp_path / "copies"
    copies.mkdir()
    old = copies / "vanban-20260101-000000.zip"
    old.touch()
    os.utime(old, (0, 0))
    for says, good in (("false", False), ("true", True)):
        python.write_text(f"#!/bin/sh\n{says}\n", encoding="utf-8")
        python.chmod(0o755)
        done = subprocess.run(["sh", str(script), str(copies), "30"], check=False, timeout=20)
        assert (done.returncode == 0) is good
        assert old.exists() is not good


def test_the_units_of_the_page_are_those_of_the_folder() -> None:
    named = set(re.findall(r"deploy/([a-z-]+\.(?:service|timer))", PAGE))
    assert named == {path.name for path in UNITS}
