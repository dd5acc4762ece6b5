"""Files that are kept: whole, unchanged, and downloadable on Windows."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban.store import NAME_LENGTH, FileLost, Store, download_name

RESERVED = ["CON", "prn", "AUX", "nul", "COM1", "lpt9", "con.txt", "Com¹"]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "output" / "files")


def test_what_is_put_comes_back(store: Store) -> None:
    data = b"%PDF-1.7 noi dung"
    sha256 = store.put(data, "pdf")
    assert sha256 == hashlib.sha256(data).hexdigest()
    assert store.get(sha256) == data
    assert [p.suffix for p in store.root.rglob("*") if p.is_file()] == [".pdf"]


def test_the_same_bytes_are_kept_once(store: Store) -> None:
    assert store.put(b"a", "pdf") == store.put(b"a", "pdf")
    assert len([p for p in store.root.rglob("*") if p.is_file()]) == 1


def test_a_damaged_file_is_noticed_and_replaced_by_the_next_put(store: Store) -> None:
    sha256 = store.put(b"that it was", "docx")
    (path,) = store.root.rglob("*.docx")
    path.write_bytes(b"that it is not")
    with pytest.raises(FileLost, match="bị mất hoặc bị hỏng"):
        store.get(sha256)
    store.put(b"that it was", "docx")
    assert store.get(sha256) == b"that it was"


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "f" * 64, "*", "[a-z]" * 12])
def test_what_was_never_put_is_lost(store: Store, name: str) -> None:
    store.put(b"a", "pdf")
    with pytest.raises(FileLost):
        store.get(name)


@pytest.mark.parametrize("ext", ["", "../x", "PDF", "a.b", "muchtoolong"])
def test_an_extension_is_small_letters(store: Store, ext: str) -> None:
    with pytest.raises(ValueError, match="not an extension"):
        store.put(b"a", ext)


def test_a_write_that_fails_leaves_nothing_behind(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="disk full"):
        store.put(b"a", "pdf")
    assert [p for p in store.root.rglob("*") if p.is_file()] == []


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("QĐ khen thưởng: “A/B”", "QĐ khen thưởng A B.pdf"),
        ("119/KH-UBND", "119 KH-UBND.pdf"),
        ("", "Văn bản.pdf"),
        (" . . ", "Văn bản.pdf"),
        ("???", "Văn bản.pdf"),
        ("Báo cáo.", "Báo cáo.pdf"),
        ("con", "Văn bản con.pdf"),
        ("Con đường mới", "Con đường mới.pdf"),
        ("..\\..\\x", "x.pdf"),
        ("Dòng một\nDòng hai", "Dòng một Dòng hai.pdf"),
        ("Kế hoạch\u202egpj", "Kế hoạchgpj.pdf"),
    ],
)
def test_names_of_downloads(title: str, name: str) -> None:
    assert download_name(title, "pdf") == name


@given(st.text(max_size=300) | st.sampled_from(RESERVED))
def test_any_title_gives_a_name_that_windows_takes(title: str) -> None:
    name = download_name(title, "docx")
    stem = name.removesuffix(".docx")
    assert name.endswith(".docx")
    assert stem == stem.strip(" .")
    assert stem
    assert len(name) <= NAME_LENGTH
    assert not set(name) & set('\\/:*?"<>|')
    assert all(ord(c) >= 32 for c in name)
    assert stem.split(".")[0].lower() not in {r.split(".")[0].lower() for r in RESERVED}
    assert download_name(stem, "docx") == name


def test_what_nobody_names_any_more_can_go(store: Store) -> None:
    sha256 = store.put(b"mot tep", "pdf")
    assert not store.remove(sha256, idle_s=3600)  # somebody put it a moment ago
    assert store.get(sha256) == b"mot tep"
    assert store.remove(sha256, idle_s=0)
    with pytest.raises(FileLost):
        store.get(sha256)
    assert store.remove(sha256, idle_s=0)


def test_what_is_put_again_is_not_old(store: Store) -> None:
    sha256 = store.put(b"mot tep", "pdf")
    path = next(store.root.rglob(f"{sha256}.pdf"))
    os.utime(path, (0, 0))
    store.put(b"mot tep", "pdf")
    assert not store.remove(sha256, idle_s=3600)
    os.utime(path, (0, 0))
    assert store.remove(sha256, idle_s=3600)
    assert store.put(b"mot tep", "pdf") == sha256
    assert store.get(sha256) == b"mot tep"
