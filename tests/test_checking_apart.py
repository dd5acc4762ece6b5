"""A file is checked by a process of its own, whatever it does to that process."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from datetime import date

import docx
import pytest

from vanban import checking_apart
from vanban.problems import Refused

DAY = date(2026, 11, 20)


@pytest.fixture
def plain_file() -> bytes:
    out = io.BytesIO()
    paper = docx.Document()
    paper.add_paragraph("Không phải văn bản hành chính.")
    paper.save(out)
    return out.getvalue()


def test_the_answer_comes_back_whole(plain_file: bytes) -> None:
    found = checking_apart.check(plain_file, "thu.docx", DAY)
    assert found.report["so_trang"] == 1
    assert found.pdf.startswith(b"%PDF-")
    assert found.mended == b""


def test_what_it_refuses_is_told_here() -> None:
    with pytest.raises(Refused, match=r"anh\.png"):
        checking_apart.check(b"\x89PNG", "anh.png", DAY)


def test_the_process_that_waits_may_have_died(plain_file: bytes) -> None:
    checking_apart.prepare()
    waiting = checking_apart._waiting._ready
    assert waiting is not None
    waiting.kill()
    waiting.wait()
    assert checking_apart.check(plain_file, "thu.docx", DAY).report["so_trang"] == 1


def test_one_that_takes_too_long_is_ended(
    plain_file: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking_apart, "_SECONDS", 0.01)
    with pytest.raises(Refused) as refused:
        checking_apart.check(plain_file, "thu.docx", DAY)
    assert refused.value.problems[0].code == "check_too_long"


def test_it_ends_when_nobody_asks_any_more() -> None:
    command = [sys.executable, "-m", "vanban.checking_apart"]
    ended = subprocess.run(command, input=b"", capture_output=True, timeout=60, check=True)
    assert ended.stdout == b""


def test_its_own_answer_is_one_line_and_the_files(plain_file: bytes) -> None:
    told = {"name": "thu.docx", "day": DAY.isoformat(), "repaired_at": None}
    command = [sys.executable, "-m", "vanban.checking_apart"]
    question = json.dumps(told).encode() + b"\n" + plain_file
    ended = subprocess.run(command, input=question, capture_output=True, timeout=60, check=True)
    head, _, rest = ended.stdout.partition(b"\n")
    assert len(rest) == json.loads(head)["pdf"]
    assert rest.startswith(b"%PDF-")
