"""Số, ngày and tháng in a signed file: what is refused, and that twice is once."""

from __future__ import annotations

import io
from collections.abc import Callable

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyhanko.sign import fields

from tests.signing import authority, papers
from tests.signing.made import paper
from tests.signing.test_signed import GIVEN, NGUOI_KY, letters_of, opinions, stages
from vanban.places import NGAY, SO, THANG
from vanban.signing.append import PdfRefused
from vanban.signing.number import write_number


def refusal(pdf: bytes, values: dict[str, str]) -> str:
    with pytest.raises(PdfRefused) as caught:
        write_number(pdf, values)
    (problem,) = caught.value.problems
    assert problem.sentence
    return problem.code


def test_the_same_a_second_time_changes_nothing() -> None:
    made = stages("ke_hoach", 1)
    assert write_number(made.numbered, GIVEN) is made.numbered


def test_what_was_left_open_can_follow() -> None:
    signed = stages("ke_hoach", 1).by_leader
    first = write_number(signed, {SO: "12"})
    second = write_number(first, GIVEN)
    assert second.startswith(first)
    assert {name for name, *_ in letters_of(second)} == {SO, NGAY, THANG}
    assert opinions(second)[NGUOI_KY].bottom_line


def test_another_number_never_covers_the_first() -> None:
    assert refusal(stages("ke_hoach", 1).numbered, {SO: "13"}) == "number_there"


def test_nothing_is_written_when_one_of_several_cannot_be() -> None:
    assert refusal(stages("ke_hoach", 1).by_leader, {SO: "12", NGAY: "năm"}) == (
        "number_not_written"
    )


def test_a_closed_file_is_left_alone() -> None:
    """The office signed in another program without a number: the file is closed."""
    nothing = fields.MDPPerm.NO_CHANGES
    closed = papers.sign(
        papers.by_leader(), authority.office(), "CoQuan", docmdp_permissions=nothing
    )
    assert refusal(closed, {SO: "12"}) == "pdf_closed"


def test_a_lock_on_one_field_counts() -> None:
    def lock(writer: papers.IncrementalPdfFileWriter) -> None:
        fields.append_signature_field(
            writer,
            fields.SigFieldSpec(
                "Khac",
                box=(10, 10, 60, 60),
                field_mdp_spec=fields.FieldMDPSpec(fields.FieldMDPAction.INCLUDE, [NGAY]),
            ),
        )

    blank = papers.changed(paper("ke_hoach", 1, fields="so_ngay"), lock)
    locked = papers.sign(blank, authority.leader(), "Khac")
    assert refusal(locked, {NGAY: "05"}) == "pdf_closed"
    assert write_number(locked, {SO: "12"}).startswith(locked)


# Made when they are asked for, and not by every process that only looks which tests there are.
WRITTEN_IN: dict[str, Callable[[], bytes]] = {
    "empty": lambda: b"",
    "no PDF": lambda: b"no pdf at all",
    "no fields": lambda: paper("ke_hoach", 1, fields="khong"),
    "locked": papers.locked,
    "fields": lambda: paper("ke_hoach", 1),
}


@pytest.mark.parametrize(
    ("pdf", "values", "code"),
    [
        ("empty", {SO: "12"}, "pdf_unreadable"),
        ("no PDF", {SO: "12"}, "pdf_unreadable"),
        ("no fields", {SO: "12"}, "number_no_field"),
        ("locked", {SO: "12"}, "number_no_field"),
        ("fields", {"NguoiKy": "12"}, "number_no_field"),
        ("fields", {"Lạ": "12"}, "number_no_field"),
        ("fields", {SO: ""}, "number_not_written"),
        ("fields", {SO: "12) Tj"}, "number_not_written"),
        ("fields", {SO: "mười"}, "number_not_written"),
        ("fields", {SO: "12A"}, "number_not_written"),
        ("fields", {SO: "1234567"}, "number_too_long"),
        ("fields", {NGAY: "2026"}, "number_too_long"),
    ],
)
def test_each_fault_has_its_own_sentence(pdf: str, values: dict[str, str], code: str) -> None:
    assert refusal(WRITTEN_IN[pdf](), values) == code


def test_an_encrypted_file_is_refused() -> None:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(paper("ke_hoach", 1))) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user="", owner="bi mat"))
    assert refusal(out.getvalue(), {SO: "12"}) == "pdf_encrypted"


@pytest.mark.parametrize("number", ["1", "05", "123", "1234", "12345"])
def test_numbers_up_to_five_figures_fit(number: str) -> None:
    made = write_number(stages("ke_hoach", 1).by_leader, {SO: number})
    with pikepdf.open(io.BytesIO(made)) as opened:
        (so,) = [f for f in opened.Root.AcroForm.Fields if str(f.T) == SO]
        assert str(so.V) == number
        assert f"({number}) Tj".encode() in so.AP.N.read_bytes()


@given(st.binary(max_size=400), st.integers(0, 60_000))
def test_any_bytes_are_taken_or_refused(noise: bytes, at: int) -> None:
    whole = stages("ke_hoach", 1).by_leader
    for pdf in (noise, whole[: at % len(whole)], whole[:at] + noise + whole[at + len(noise) :]):
        try:
            made = write_number(pdf, {SO: "12"})
        except PdfRefused:
            continue
        assert made.startswith(pdf)
