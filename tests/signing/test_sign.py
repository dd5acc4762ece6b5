"""Signing: which keys, which fields, what a time-stamp authority may answer, what is refused."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pikepdf
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from pyhanko.pdf_utils.reader import PdfFileReader

from tests.signing import authority, drawn, papers
from tests.signing.made import paper
from tests.signing.test_signed import (
    GIVEN,
    LEADER_PLACE,
    MOMENT,
    OFFICE_PLACE,
    drawn_box,
    opinions,
    stages,
)
from tests.signing.tokens import TOKEN_PIN, own
from vanban.places import CO_QUAN, NGUOI_KY, Place
from vanban.problems import Fault, Told
from vanban.signing import stamp
from vanban.signing.append import PdfRefused
from vanban.signing.identity import TokenAway, open_pkcs11, open_pkcs12
from vanban.signing.images import SEAL, SIGNATURE, Image, check_image
from vanban.signing.number import write_number
from vanban.signing.sign import sign
from vanban.signing.stamp import StampAway, StampRefused
from vanban.signing.verdict import examine


def by(
    person: authority.Person,
    pdf: bytes,
    field: str,
    place: Place = LEADER_PLACE,
    *,
    tsa: str | None = None,
    image: Image | None = None,
) -> bytes:
    with open_pkcs12(person.pkcs12(), authority.PIN) as who:
        return sign(pdf, field, who, place=place, image=image, tsa=tsa, moment=MOMENT)


def refusal(pdf: bytes, field: str, place: Place = LEADER_PLACE, image: Image | None = None) -> str:
    with pytest.raises(PdfRefused) as caught:
        by(authority.leader(), pdf, field, place, image=image)
    (problem,) = caught.value.problems
    assert problem.sentence
    return problem.code


# -- which fields ----------------------------------------------------------------------------------


def test_nobody_signs_over_a_signature() -> None:
    assert refusal(stages("ke_hoach", 1).by_leader, NGUOI_KY) == "sign_field_signed"


def test_the_office_does_not_close_a_paper_without_its_number() -> None:
    assert refusal(stages("ke_hoach", 1).by_leader, CO_QUAN, OFFICE_PLACE) == "sign_number_open"


def test_nothing_is_signed_after_the_office() -> None:
    closed = stages("ke_hoach", 1).by_office
    assert refusal(closed, "Khac", Place("Khac", 0, 10, 10, 50, 50)) == "pdf_closed"
    bare = by(authority.office(), paper("ke_hoach", 1, fields="khong"), CO_QUAN, OFFICE_PLACE)
    assert refusal(bare, NGUOI_KY) == "pdf_closed"


def test_the_leader_lets_nobody_else_sign_but_the_office() -> None:
    signed = by(authority.leader(), paper("ke_hoach", 1, fields="so_ngay"), NGUOI_KY)
    assert refusal(signed, "Khac", Place("Khac", 0, 10, 10, 50, 50)) == "pdf_closed"
    numbered = write_number(signed, GIVEN)
    assert by(authority.office(), numbered, CO_QUAN, OFFICE_PLACE).startswith(numbered)


def test_a_paper_of_another_program_gets_both_fields_when_signed() -> None:
    first = by(authority.leader(), papers.plain(), NGUOI_KY)
    second = by(authority.office(), first, CO_QUAN, OFFICE_PLACE)
    said = opinions(second)
    assert all(each.bottom_line for each in said.values())
    assert list(said) == [NGUOI_KY, CO_QUAN]


def test_a_page_that_is_not_there() -> None:
    nowhere = Place(NGUOI_KY, 7, 10, 10, 50, 50)
    assert refusal(papers.plain(), NGUOI_KY, nowhere) == "sign_no_place"


@pytest.mark.parametrize("pdf", [b"", b"%PDF-1.7 x", papers.plain()[:900]])
def test_what_is_no_pdf(pdf: bytes) -> None:
    assert refusal(pdf, NGUOI_KY) == "pdf_unreadable"


def test_our_own_judge_takes_what_we_sign() -> None:
    made = stages("quyet_dinh_khen_thuong", 1)
    verdict = examine(
        made.by_office, roots=authority.roots(), base=made.numbered, moment=authority.NOW
    )
    assert verdict.ok, verdict.sentences
    assert [seen.covers for seen in verdict.signatures] == ["phan_ky", "ca_tep"]
    assert verdict.numbers == GIVEN


# -- pictures --------------------------------------------------------------------------------------


def test_a_seal_larger_than_its_field_is_not_made_smaller() -> None:
    wide = check_image(drawn.seal(50), SEAL)
    assert refusal(stages("ke_hoach", 1).numbered, CO_QUAN, OFFICE_PLACE, wide) == "sign_image_wide"


def test_a_seal_larger_than_its_place_makes_its_own_field_larger() -> None:
    wide = check_image(drawn.seal(50), SEAL)
    made = by(authority.office(), papers.plain(), CO_QUAN, OFFICE_PLACE, image=wide)
    box = drawn_box(made, CO_QUAN)
    assert box is not None
    assert box[2] == pytest.approx(50 * 72 / 25.4, abs=0.5)


def test_a_signature_is_made_smaller_and_stays_in_the_middle() -> None:
    large = check_image(drawn.signature(88, 40), SIGNATURE)
    made = by(authority.leader(), paper("ke_hoach", 1), NGUOI_KY, image=large)
    left, bottom, width, height = drawn_box(made, NGUOI_KY) or (0, 0, 0, 0)
    with pikepdf.open(io.BytesIO(made)) as opened:
        (field,) = [f for f in opened.Root.AcroForm.Fields if str(f.T) == NGUOI_KY]
        x0, y0, x1, y1 = map(float, field.Rect)
    assert width <= x1 - x0 + 0.01
    assert height <= y1 - y0 + 0.01
    assert left + width / 2 == pytest.approx((x0 + x1) / 2, abs=0.1)
    assert bottom + height / 2 == pytest.approx((y0 + y1) / 2, abs=0.1)
    assert width / height == pytest.approx(88 / 40, rel=0.01)


# -- keys ------------------------------------------------------------------------------------------


def test_a_key_on_a_token_signs_a_paper(module: Path) -> None:
    blank = paper("ke_hoach", 1)
    with open_pkcs11(module, "lanh dao", TOKEN_PIN) as who:
        made = sign(blank, NGUOI_KY, who, place=LEADER_PLACE, moment=MOMENT)
    assert opinions(made)[NGUOI_KY].bottom_line


def test_an_elliptic_key_signs_and_the_file_stays_pdf_1_7() -> None:
    data, _ = own(ec.generate_private_key(ec.SECP384R1()))
    with open_pkcs12(data, authority.PIN) as who:
        made = sign(paper("ke_hoach", 1), NGUOI_KY, who, place=LEADER_PLACE, moment=authority.NOW)
    (found,) = PdfFileReader(io.BytesIO(made)).embedded_signatures
    found.compute_integrity_info()
    assert found.signer_cert.public_key.algorithm == "ec"
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.pdf_version == "1.7"
        assert "/Version" not in opened.Root


def test_a_token_pulled_out_while_signing(module: Path) -> None:
    with open_pkcs11(module, "lanh dao", TOKEN_PIN) as who:
        assert who.signer is not None
        who._let_go()  # the session is gone, and nobody has told who signs
        with pytest.raises(TokenAway) as caught:
            sign(paper("ke_hoach", 1), NGUOI_KY, who, place=LEADER_PLACE, moment=MOMENT)
    assert caught.value.problems[0].code == "sign_token_failed"


def test_a_key_that_was_let_go_signs_nothing() -> None:
    who = open_pkcs12(authority.leader().pkcs12(), authority.PIN)
    who.close()
    with pytest.raises(RuntimeError, match="let go"):
        sign(paper("ke_hoach", 1), NGUOI_KY, who, place=LEADER_PLACE, moment=MOMENT)


# -- the time --------------------------------------------------------------------------------------


def test_a_time_stamp_is_asked_for_once_and_holds() -> None:
    blank = paper("ke_hoach", 1)
    with authority.time_stamps() as address:
        made = by(authority.leader(), blank, NGUOI_KY, tsa=address)
    said = opinions(made)[NGUOI_KY]
    assert said.bottom_line
    assert said.timestamp_validity is not None
    assert said.timestamp_validity.valid
    assert said.timestamp_validity.trusted


@contextmanager
def answering(
    body: bytes, kind: str = "application/timestamp-reply", status: int = 200
) -> Iterator[str]:
    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Location", "http://127.0.0.1:9/")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def stamp_problem(address: str, kind: type[Told]) -> str:
    with pytest.raises(kind) as caught:
        by(authority.leader(), paper("ke_hoach", 1), NGUOI_KY, tsa=address)
    (problem,) = caught.value.problems
    assert problem.sentence
    return problem.code


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"", "application/timestamp-reply", 200),
        (b"nonsense", "application/timestamp-reply", 200),
        (b"<html>", "text/html", 200),
        (b"", "application/timestamp-reply", 500),
        (b"", "application/timestamp-reply", 302),
        # PKIStatusInfo 2: rejected.
        (bytes.fromhex("30053003020102"), "application/timestamp-reply", 200),
    ],
)
def test_an_answer_that_is_no_stamp(body: bytes, kind: str, status: int) -> None:
    with answering(body, kind, status) as address:
        assert stamp_problem(address, StampAway) == "tsa_answer"


def test_an_answer_without_end() -> None:
    with answering(bytes(1 << 20)) as address:
        assert stamp_problem(address, StampAway) == "tsa_silent"


def test_an_authority_that_is_not_there_or_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stamp, "WAIT_S", 0.5)
    assert issubclass(StampAway, Fault)
    assert stamp_problem("http://127.0.0.1:9/", StampAway) == "tsa_silent"
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        address = f"http://127.0.0.1:{deaf.getsockname()[1]}/"
        assert stamp_problem(address, StampAway) == "tsa_silent"


@pytest.mark.parametrize("address", ["ftp://tsa.vn", "tsa.vn", "http://", "file:///etc/passwd"])
def test_what_is_no_address(address: str) -> None:
    assert stamp_problem(address, StampRefused) == "tsa_address"
