"""`python -m vanban verify`: what a person sees in a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.signing import attacks, authority, papers
from vanban.cli import main


@pytest.fixture
def trusted(tmp_path: Path) -> Path:
    """A folder of what an office trusts, with something else in it."""
    folder = tmp_path / "goc"
    folder.mkdir()
    (folder / "goc.cer").write_bytes(authority.root().pem())
    (folder / "trung-gian.PEM").write_bytes(authority.intermediate().pem())
    (folder / "thu-hoi.crl").write_bytes(authority.revocations())
    (folder / "ghi-chu.txt").write_text("không phải chứng thư")
    return folder


def run(tmp_path: Path, pdf: bytes, *options: str) -> int:
    (tmp_path / "da-ky.pdf").write_bytes(pdf)
    (tmp_path / "da-khoa.pdf").write_bytes(papers.locked())
    return main(["verify", str(tmp_path / "da-ky.pdf"), *options])


def test_a_good_file(tmp_path: Path, trusted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    base = str(tmp_path / "da-khoa.pdf")
    code = run(tmp_path, papers.by_both(), "--roots", str(trusted), "--base", base)
    told = capsys.readouterr().out
    assert code == 0, told
    assert "• Tệp giữ nguyên từng byte của tệp đã khóa" in told
    assert f"NguoiKy: {authority.LEADER} ({authority.COMMITTEE}); ký lúc " in told
    assert "RSA 2048, SHA256" in told
    assert "không có trong danh sách thu hồi" in told
    assert told.endswith("Kết luận: đạt.\n")


def test_a_changed_file(tmp_path: Path, trusted: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, attacks.overlay(papers.by_both()), "--roots", str(trusted)) == 1
    told = capsys.readouterr().out
    assert f"✗ Sau chữ ký của {authority.LEADER} tệp đã bị sửa ngoài phần được phép" in told
    assert told.endswith("Kết luận: KHÔNG ĐẠT.\n")


def test_whom_to_trust_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, papers.by_leader()) == 1
    assert "Chưa có danh sách chứng thư số gốc" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--roots", "--base"])
def test_a_place_that_is_not_there(
    tmp_path: Path, option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, papers.by_leader(), option, str(tmp_path / "khong-co")) == 1
    assert "khong-co" in capsys.readouterr().err
