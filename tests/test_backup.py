"""A copy taken while people work is one state of the house, and the house comes back from it."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import stat
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.test_cli import run
from vanban.agency import Agency, Signer
from vanban.backup import BackupRefused, back_up, put_back, read_contents
from vanban.data import open_data, places
from vanban.life import FIRST_ROLES
from vanban.problems import Refused
from vanban.register import User
from vanban.services import Services, open_services
from vanban.settings import Settings
from vanban.vietnamese.days import now

OFFICE = Agency("Sở Nội vụ", "SNV", "Hải Phòng", signers=(Signer("Lê Hoàng Minh", "Giám đốc"),))
KIND = "ke_hoach"


@pytest.fixture
def services(data_dir: Path) -> Iterator[Services]:
    opened = open_services(Settings(data_dir=data_dir))
    yield opened
    opened.register.close()


@pytest.fixture
def lan(services: Services) -> User:
    office = services.register.people.add_office(OFFICE)
    people = services.register.people
    return people.add_user(office.id, "Lê Thị Lan & <con>", "lan", "một câu dài", roles=FIRST_ROLES)


def issue_one(services: Services, user: User) -> int:
    """A paper through its whole life; its id."""
    sample = services.service.kinds[KIND].sample
    record = services.drafts.add(user, KIND, sample)
    today = now().date()
    services.issuing.submit(user, record.id, today)
    services.issuing.take(user, record.id, "da_ky")
    services.issuing.issue(user, record.id, services.issuing.proposal(user, record.id).ngay)
    return record.id


def dump(data_dir: Path) -> dict[str, list[bytes]]:
    data = open_data(Settings(data_dir=data_dir))
    with data.register.snapshot() as snapshot:
        rows = {name: list(lines) for name, lines in snapshot.tables()}
    data.register.close()
    return rows


def restored(tmp_path: Path, copy: Path) -> Path:
    target = tmp_path / "restored"
    address, store = places(Settings(data_dir=target))
    put_back(address, store, copy)
    return target


def test_everything_comes_back_and_work_goes_on(
    services: Services, lan: User, data_dir: Path, tmp_path: Path
) -> None:
    first = issue_one(services, lan)
    files = services.drafts.produced(lan, first)
    assert files is not None
    copy = tmp_path / "copies" / "đêm qua.zip"
    copied = back_up(services.register, services.store, copy, now())
    assert copied.tables["register_entry"] == 1
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600

    target = restored(tmp_path, copy)
    assert dump(target) == dump(data_dir)
    again = open_services(Settings(data_dir=target))
    assert again.drafts.read_file(files.pdf) == services.drafts.read_file(files.pdf)
    assert again.register.people.sign_in("lan", "một câu dài", "").ho_ten == lan.ho_ten
    issue_one(again, lan)
    entries, _ = again.register.numbers.find(lan.agency_id, now().year)
    again.register.close()
    assert [entry.so for entry in entries] == [1, 2]


def test_a_copy_taken_while_people_work_is_whole(
    services: Services, lan: User, tmp_path: Path
) -> None:
    issue_one(services, lan)
    stop = threading.Event()
    written: list[int] = []

    def work() -> None:
        while not stop.is_set():
            written.append(issue_one(services, lan))

    worker = threading.Thread(target=work)
    worker.start()
    try:
        while len(written) < 2:
            stop.wait(0.05)
        copy = tmp_path / "copy.zip"
        back_up(services.register, services.store, copy, now())
        while len(written) < 4:
            stop.wait(0.05)
    finally:
        stop.set()
        worker.join()
    target = restored(tmp_path, copy)  # looks at the trail, the numbers and every file itself
    opened = open_services(Settings(data_dir=target))
    entries, total = opened.register.numbers.find(lan.agency_id, now().year)
    assert 3 <= total < len(written) + 1
    for entry in entries:
        found = opened.drafts.produced(lan, entry.document_id)
        if found is not None:  # between the number and its files the copy may have been taken
            assert opened.drafts.read_file(found.pdf).startswith(b"%PDF")
    opened.register.close()


@pytest.fixture
def copy(services: Services, lan: User, tmp_path: Path) -> Path:
    issue_one(services, lan)
    path = tmp_path / "copy.zip"
    back_up(services.register, services.store, path, now())
    return path


def changed(copy: Path, name: str, data: bytes | None) -> Path:
    """The same copy with one member changed, or without it."""
    target = copy.with_name("changed.zip")
    with zipfile.ZipFile(copy) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
            elif data is not None:
                new.writestr(member, data)
    return target


def member(copy: Path, start: str) -> str:
    with zipfile.ZipFile(copy) as archive:
        return next(name for name in archive.namelist() if name.startswith(start))


@pytest.mark.parametrize("start", ["tables/register_entry", "files/", "contents.json"])
@pytest.mark.parametrize("data", [None, b"", b"{}\n"])
def test_a_damaged_copy_is_refused_and_nothing_is_put_back(
    copy: Path, tmp_path: Path, start: str, data: bytes | None
) -> None:
    broken = changed(copy, member(copy, start), data)
    with pytest.raises(BackupRefused):
        restored(tmp_path, broken)
    assert not (tmp_path / "restored" / "vanban.db").exists()


def test_a_file_cut_short_is_refused(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:-2000])
    with pytest.raises(BackupRefused, match="bị hỏng"):
        read_contents(copy)


def test_nothing_is_put_over_what_is_there(copy: Path, data_dir: Path) -> None:
    before = dump(data_dir)
    address, store = places(Settings(data_dir=data_dir))
    with pytest.raises(Refused, match="đang có dữ liệu"):
        put_back(address, store, copy)
    assert dump(data_dir) == before


def rewritten(copy: Path, table: str, old: str, new: str) -> Path:
    """A copy in which somebody changed a row and made the fingerprints fit again."""
    name = f"tables/{table}.jsonl"
    with zipfile.ZipFile(copy) as archive:
        lines = archive.read(name).decode()
        contents = json.loads(archive.read("contents.json"))
    assert old in lines
    data = lines.replace(old, new, 1).encode()
    first = changed(copy, name, data)
    contents["tables"][table]["sha256"] = hashlib.sha256(data).hexdigest()
    second = copy.with_name("second.zip")
    shutil.move(first, second)
    return changed(second, "contents.json", json.dumps(contents).encode())


def test_a_copy_whose_trail_was_touched_is_refused(copy: Path, tmp_path: Path) -> None:
    touched = rewritten(copy, "trail_event", "cap_so", "xem")
    with pytest.raises(Refused, match="Nhật ký"):
        restored(tmp_path, touched)
    assert all(not rows for rows in dump(tmp_path / "restored").values())


def test_a_copy_that_lacks_a_number_is_refused(copy: Path, tmp_path: Path) -> None:
    touched = rewritten(copy, "number_counter", '"last":1', '"last":2')
    with pytest.raises(Refused, match="bị thiếu số"):
        restored(tmp_path, touched)


def test_a_copy_of_a_newer_program_is_refused(copy: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(copy) as archive:
        contents = json.loads(archive.read("contents.json"))
    newer = changed(copy, "contents.json", json.dumps(contents | {"schema": "9999"}).encode())
    with pytest.raises(Refused, match="phiên bản mới hơn"):
        restored(tmp_path, newer)


def test_a_copy_is_never_overwritten(services: Services, copy: Path) -> None:
    before = copy.read_bytes()
    with pytest.raises(BackupRefused, match="Đã có tệp"):
        back_up(services.register, services.store, copy, now())
    assert copy.read_bytes() == before


def test_a_copy_that_cannot_be_written_leaves_nothing(
    services: Services, lan: User, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    with pytest.raises(BackupRefused, match="Không ghi được"):
        back_up(services.register, services.store, in_the_way / "copy.zip", now())


def test_the_commands(
    data_dir: Path, copy: Path, tmp_path: Path, database_at: Callable[[Path], str]
) -> None:
    def environment(folder: Path) -> dict[str, str]:
        address = database_at(folder / "vanban.db")
        return {**os.environ, "VANBAN_DATA_DIR": str(folder), "VANBAN_DATABASE": address}

    env = environment(data_dir)
    done = run("backup", tmp_path / "mine.zip", env=env)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    assert "register_entry: 1" in done.stdout
    checked = run("restore", tmp_path / "mine.zip", "--check", env=env)
    assert checked.stdout == done.stdout
    refused = run("restore", tmp_path / "mine.zip", env=env)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "đang có dữ liệu" in refused.stderr
    target = environment(tmp_path / "restored")
    assert run("restore", tmp_path / "mine.zip", env=target).returncode == 0
    assert dump(tmp_path / "restored") == dump(data_dir)
