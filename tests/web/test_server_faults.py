"""`serve` where it cannot work: one sentence and exit code 1; and on a disk that fills up."""

from __future__ import annotations

import errno
import logging
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.web.conftest import PASSWORD, SO_NOI_VU
from vanban.cli import main
from vanban.data import DATABASE_FILE
from vanban.life import FIRST_ROLES
from vanban.services import open_services
from vanban.settings import Settings

ROOT = Path(__file__).parent.parent.parent
SERVE = [sys.executable, "-m", "vanban", "serve"]
# Whoever is root may write everywhere; without these two capabilities root is like other people.
LIKE_OTHERS = ["setpriv", "--inh-caps=-all", "--bounding-set=-dac_override,-dac_read_search"]
OWN_DISK = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
DISK_MB = 4


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    return {**os.environ, "VANBAN_DATA_DIR": str(data_dir), "VANBAN_PORT": "8000", **more}


@pytest.fixture
def refused(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., str]]:
    """Begins a server that does not start, in this process; what it says."""
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level

    def begin(data_dir: Path, **more: str) -> str:
        for name, value in environment(data_dir, **more).items():
            monkeypatch.setenv(name, value)
        code = main(["serve"])
        done = capsys.readouterr()
        return sentence(code, done.out, done.err)

    yield begin
    root.handlers[:] = kept
    root.setLevel(level)


def refused_apart(env: dict[str, str], before: list[str] | None = None) -> str:
    """The same of a process of its own: one that is other people's, or dies with open sockets."""
    done = subprocess.run(
        [*(before or []), *SERVE],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return sentence(done.returncode, done.stdout, done.stderr)


def sentence(code: int, out: str, err: str) -> str:
    """The one sentence that it ends with, and nothing beside it."""
    assert code == 1, out + err
    assert out == ""
    assert "Traceback" not in err
    last = err.strip().splitlines()[-1]
    assert "Xin" in last or "xin" in last
    return last


def test_a_damaged_database(tmp_path: Path, refused: Callable[..., str]) -> None:
    (tmp_path / DATABASE_FILE).write_bytes(b"\xa5" * 20_000)
    assert "bị hỏng" in refused(tmp_path)


def test_a_database_server_that_is_not_there(tmp_path: Path, refused: Callable[..., str]) -> None:
    nobody = "postgresql://lan:bi-mat@127.0.0.1:1/vanban"
    said = refused(tmp_path, VANBAN_DATABASE=nobody)
    assert "Không nối được" in said
    assert "bi-mat" not in said


def test_a_file_in_the_place_of_the_folder(tmp_path: Path, refused: Callable[..., str]) -> None:
    (tmp_path / "output").write_text("một tệp", encoding="utf-8")
    assert "VANBAN_DATA_DIR" in refused(tmp_path / "output")


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_that_is_not_ours(tmp_path: Path, made: bool) -> None:
    """It cannot be made, or it can only be read."""
    before = LIKE_OTHERS if os.geteuid() == 0 else []
    folder = tmp_path / "output" if made else tmp_path / "output" / "data"
    (tmp_path / "output").mkdir(mode=0o500)
    assert "quyền ghi" in refused_apart(environment(folder), before)


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as other:
        port = str(other.getsockname()[1])
        assert port in refused_apart(environment(tmp_path, VANBAN_PORT=port))


def test_an_address_that_is_not_this_machine(tmp_path: Path) -> None:
    assert "VANBAN_HOST" in refused_apart(environment(tmp_path, VANBAN_HOST="192.0.2.1"))


# -- a disk that is really full --------------------------------------------------------------------


class Browser:
    """One person at a server, over the network."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Origin": f"http://127.0.0.1:{port}", "Host": f"127.0.0.1:{port}"}

    def get(self, address: str) -> tuple[int, str]:
        return self._ask("GET", address, None)

    def post(self, address: str, form: dict[str, str]) -> tuple[int, str]:
        return self._ask("POST", address, urlencode(form))

    def _ask(self, method: str, address: str, body: str | None) -> tuple[int, str]:
        headers = {**self._headers}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, address, body, headers)
        answer = self._connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            self._headers["Cookie"] = cookie.split(";")[0]
        return answer.status, answer.read().decode("utf-8", "replace")

    def close(self) -> None:
        self._connection.close()


def token(page: str) -> str:
    found = re.search(r'name="csrf-token" content="([^"]+)"', page)
    assert found
    return found[1]


@contextmanager
def small_disk(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """A server whose data lie on a disk of a few MB, reached through /proc by whoever may."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    disk = tmp_path / "disk"
    disk.mkdir()
    script = (
        f"mount -t tmpfs -o size={DISK_MB}m tmpfs {disk} && cp -r {tmp_path}/output {disk}/ "
        f'&& exec "$@"'
    )
    env = environment(disk / "output", VANBAN_PORT=str(port))
    process = subprocess.Popen(
        [*OWN_DISK, script, "sh", *SERVE],
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    try:
        assert "sẵn sàng" in process.stdout.readline()
        yield process, port
    finally:
        process.kill()
        process.communicate()


def _may_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    tried = subprocess.run(
        [*OWN_DISK, "mount -t tmpfs tmpfs /mnt"], capture_output=True, timeout=20, check=False
    )
    return tried.returncode == 0


@pytest.mark.skipif(not _may_mount(), reason="this system lets nobody mount a disk of their own")
def test_a_disk_that_fills_up_while_people_work(tmp_path: Path) -> None:
    """The draft and the files stay as they were; when there is room again, work goes on."""
    services = open_services(Settings(data_dir=tmp_path / "output"))
    office = services.register.people.add_office(SO_NOI_VU)
    user = services.register.people.add_user(office.id, "Lan", "lan", PASSWORD, roles=FIRST_ROLES)
    kind = services.service.kinds["ke_hoach"]
    paper = services.drafts.add(user, kind.name, kind.sample)
    services.register.close()
    with small_disk(tmp_path) as (process, port):
        browser = Browser(port)
        page = browser.get("/dang-nhap")[1]
        signed = {"ten_dang_nhap": "lan", "mat_khau": PASSWORD, "csrf_token": token(page)}
        assert browser.post("/dang-nhap", signed)[0] == 302
        editor = f"/van-ban/{paper.id}/soan"
        form = {"csrf_token": token(browser.get(editor)[1]), "revision": str(paper.revision)}
        # The namespace's own view of the disk; the test itself does not see it mounted.
        disk = Path(f"/proc/{process.pid}/root") / str(tmp_path / "disk").lstrip("/")
        ballast = disk / "ballast"
        _fill(ballast)
        form |= {"trich_yeu": "Về việc đĩa đầy", "noi_dung": "Một dòng của văn bản.\n" * 20_000}
        status, told = browser.post(editor, form)
        assert status == 503
        assert "đã đầy" in told
        assert "Về việc đĩa đầy" in told
        assert browser.get(f"/van-ban/{paper.id}/tep/pdf")[0] == 503
        assert not [p for p in (disk / "output" / "files").rglob("*") if p.is_file()]
        ballast.unlink()
        status, page = browser.get(editor)
        assert status == 200
        assert "Về việc đĩa đầy" not in page
        assert browser.get(f"/van-ban/{paper.id}/tep/pdf")[0] == 200
        browser.close()


def _fill(path: Path) -> None:
    """Write until the disk takes nothing more."""
    with path.open("wb", buffering=0) as file:
        for _ in range(DISK_MB * 256 + 1):
            try:
                file.write(b"x" * 4096)
            except OSError as full:
                if full.errno == errno.ENOSPC:
                    return
                raise
    pytest.fail("the disk is larger than it was made")
