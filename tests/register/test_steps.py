"""The life of a paper: only the steps of life.STEPS, from their states, whole or not at all."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from tests.register.conftest import OFFICE, TODAY, Clock, Desk, content, line, open_desk, sha
from vanban.life import BAN_HANH, DA_HUY, DA_KY, NHAP, STATES, STEPS, TRINH_KY, NotAllowed
from vanban.register import Lock, Register
from vanban.register.trail import broken_links

# How a paper comes to each state, by the steps from a draft.
PATHS = {
    NHAP: (),
    TRINH_KY: ("trinh",),
    DA_KY: ("trinh", "da_ky"),
    BAN_HANH: ("trinh", "da_ky", "ban_hanh"),
    DA_HUY: ("trinh", "da_ky", "ban_hanh", "huy"),
}


def walk(desk: Desk, paper: int, step: str) -> None:
    if step == "trinh":
        desk.submit(paper)
    elif step == "ban_hanh":
        desk.issue(paper)
    else:
        desk.register.steps.take(desk.user.actor, paper, step, "Lý do")


def paper_in(desk: Desk, state: str) -> int:
    paper = desk.draft()
    for step in PATHS[state]:
        walk(desk, paper, step)
    assert desk.state(paper) == state
    return paper


def everything(desk: Desk, paper: int) -> tuple[object, ...]:
    """All that is known of a paper."""
    steps, office = desk.register.steps, desk.user.agency_id
    return (
        desk.register.papers.get(office, paper),
        desk.register.papers.revisions(office, paper),
        steps.lock_of(paper),
        steps.history(paper),
        desk.register.numbers.entry_of(office, paper),
        len(desk.register.trail.events(office, document_id=paper)),
    )


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", STATES)
def test_a_step_is_taken_from_its_state_only(desk: Desk, state: str, step: str) -> None:
    paper = paper_in(desk, state)
    before = everything(desk, paper)
    if STEPS[step].before == state:
        walk(desk, paper, step)
        assert desk.state(paper) == STEPS[step].after
        taken = desk.register.steps.history(paper)[-1]
        assert (taken.step, taken.before, taken.after) == (step, state, STEPS[step].after)
        assert taken.by == "Lê Thị Lan"
        assert desk.register.trail.events(desk.user.agency_id)[-1].action == step
        return
    if step == "ban_hanh" and state == BAN_HANH:
        walk(desk, paper, step)  # asked twice, given once
    elif step == "trinh" and state != NHAP:
        lock = desk.register.steps.lock_of(paper)
        assert lock is not None
        with pytest.raises(NotAllowed, match=STATES[state]):
            desk.register.steps.submit(desk.user.actor, paper, lock)
    else:
        with pytest.raises(NotAllowed, match=STATES[state]):
            walk(desk, paper, step)
    assert everything(desk, paper) == before


@pytest.mark.parametrize("state", [TRINH_KY, DA_KY, BAN_HANH, DA_HUY])
def test_a_locked_paper_cannot_be_changed(desk: Desk, state: str) -> None:
    paper = paper_in(desk, state)
    before = everything(desk, paper)
    papers, office = desk.register.papers, desk.user.agency_id
    assert papers.save(office, paper, desk.user.id, content("Khác"), 1) is None
    assert not papers.mark_deleted(office, paper, deleted=True)
    assert everything(desk, paper) == before


@pytest.mark.parametrize("state", [TRINH_KY, DA_KY, BAN_HANH, DA_HUY])
def test_the_files_of_a_locked_paper_cannot_be_replaced(desk: Desk, state: str) -> None:
    paper = paper_in(desk, state)
    papers = desk.register.papers
    first = papers.files(paper, 1)
    other = tuple(replace(f, sha256=sha("khác")) for f in first.values())
    with pytest.raises(NotAllowed, match=STATES[state]):
        papers.record_files(paper, 1, other)
    papers.record_files(paper, 1, tuple(first.values()))  # the very same may be made again
    assert papers.files(paper, 1) == first
    if state in (BAN_HANH, DA_HUY):
        # The numbered state gets its files after the transaction, once.
        desk.make_files(paper)
        with pytest.raises(NotAllowed):
            desk.make_files(paper, "khác")


@pytest.mark.parametrize("step", ["tra_lai", "rut_lai", "bo_ky"])
def test_what_was_laid_before_the_signer_stays_in_the_history(desk: Desk, step: str) -> None:
    paper = paper_in(desk, STEPS[step].before)
    signed = desk.register.papers.files(paper, 1)
    walk(desk, paper, step)
    assert desk.register.steps.lock_of(paper) is None
    assert desk.revision(paper) == 2
    desk.make_files(paper, "thông tin cơ quan mới")
    assert desk.register.papers.files(paper, 1) == signed
    with pytest.raises(NotAllowed):
        desk.register.papers.record_files(paper, 1, tuple(desk.make_files(paper, "khác")))
    desk.submit(paper)
    lock = desk.register.steps.lock_of(paper)
    assert lock is not None
    assert lock.revision == 2
    told = [
        e.detail for e in desk.register.trail.events(desk.user.agency_id) if e.action == "trinh"
    ]
    assert signed["pdf"].sha256 in told[0]


def test_thinning_keeps_what_was_laid_before_the_signer(desk: Desk) -> None:
    paper, papers, office = desk.draft(), desk.register.papers, desk.user.agency_id
    for turn in range(30):
        papers.save(office, paper, desk.user.id, content(f"a{turn}"), 1)
    lock = desk.submit(paper)
    desk.register.steps.take(desk.user.actor, paper, "tra_lai", "Sửa căn cứ")
    for turn in range(260):
        papers.save(office, paper, desk.user.id, content(f"b{turn}"), 1)
    kept = {r.revision for r in papers.revisions(office, paper)}
    assert len(kept) <= 200
    assert lock.revision in kept
    assert papers.revision_data(office, paper, lock.revision) == {"trich_yeu": "a29"}
    assert set(papers.files(paper, lock.revision)) == {"docx", "pdf"}


def test_a_paper_that_was_saved_meanwhile_is_not_locked(desk: Desk) -> None:
    paper = desk.draft()
    docx, pdf = desk.make_files(paper)
    desk.register.papers.save(desk.user.agency_id, paper, desk.user.id, content("Khác"), 1)
    before = everything(desk, paper)
    lock = desk.submit(desk.draft())
    stale = replace(lock, revision=1, docx_sha256=docx.sha256, pdf_sha256=pdf.sha256)
    with pytest.raises(NotAllowed, match="vừa được sửa"):
        desk.register.steps.submit(desk.user.actor, paper, stale)
    assert everything(desk, paper) == before
    assert desk.state(paper) == NHAP


def test_nor_one_whose_files_were_made_anew_meanwhile(desk: Desk) -> None:
    paper = desk.draft()
    docx, pdf = desk.make_files(paper)
    desk.make_files(paper, "thông tin cơ quan mới")
    lock = replace(
        desk.submit(desk.draft()), revision=1, docx_sha256=docx.sha256, pdf_sha256=pdf.sha256
    )
    with pytest.raises(NotAllowed, match="vừa được sửa"):
        desk.register.steps.submit(desk.user.actor, paper, lock)
    assert desk.state(paper) == NHAP


def test_a_deleted_draft_takes_no_step(desk: Desk) -> None:
    paper = desk.draft()
    desk.make_files(paper)
    desk.register.papers.mark_deleted(desk.user.agency_id, paper, deleted=True)
    with pytest.raises(NotAllowed, match="Không có văn bản này"):
        desk.submit(paper)


def test_an_issued_paper_holds_its_number(desk: Desk) -> None:
    paper = desk.signed()
    desk.issue(paper)
    record = desk.register.papers.get(desk.user.agency_id, paper)
    assert record is not None
    assert (record.title, record.revision) == ("số 1", 2)
    assert desk.register.papers.revision_data(desk.user.agency_id, paper, 1) == {
        "trich_yeu": "Việc"
    }


def test_a_number_is_for_what_was_signed(desk: Desk) -> None:
    paper = desk.signed()
    stale = desk.revision(paper) - 1
    with pytest.raises(NotAllowed, match="vừa được sửa"):
        desk.register.steps.issue(
            desk.user.actor,
            paper,
            TODAY,
            line(),
            revision=stale,
            numbered=lambda _so: content(""),
        )
    assert desk.state(paper) == DA_KY
    assert desk.numbers() == []


def test_a_failure_while_a_number_is_given_leaves_nothing(desk: Desk) -> None:
    paper = desk.signed()
    before = everything(desk, paper)

    def fail(_so: int) -> object:
        raise RuntimeError

    with pytest.raises(RuntimeError):
        desk.register.steps.issue(desk.user.actor, paper, TODAY, line(), revision=1, numbered=fail)
    assert everything(desk, paper) == before
    assert desk.issue(paper).so == 1


def try_step(desk: Desk, paper: int, step: str, lock: Lock) -> None:
    steps, actor = desk.register.steps, desk.user.actor
    if step == "trinh":
        steps.submit(actor, paper, lock)
    elif step == "ban_hanh":
        steps.issue(actor, paper, TODAY, line(), revision=1, numbered=lambda _so: content(""))
    else:
        steps.take(actor, paper, step, "x")


@pytest.mark.parametrize("state", STATES)
def test_another_office_takes_no_step(desk: Desk, other: Desk, state: str) -> None:
    paper, lock = paper_in(desk, state), other.submit(other.draft())
    before = everything(desk, paper)
    for step in STEPS:
        for number in (paper, 2**70):
            with pytest.raises(NotAllowed, match="Không có văn bản này"):
                try_step(other, number, step, lock)
    assert everything(desk, paper) == before


def test_only_an_issued_paper_of_the_office_is_replaced(desk: Desk, other: Desk) -> None:
    steps = desk.register.steps
    new = desk.draft()
    for state in (NHAP, DA_KY, DA_HUY):
        with pytest.raises(NotAllowed, match="đã ban hành"):
            steps.relate(desk.user.actor, new, paper_in(desk, state), "thay_the")
    with pytest.raises(NotAllowed, match="Không có văn bản này"):
        steps.relate(other.user.actor, other.draft(), paper_in(desk, BAN_HANH), "thay_the")
    issued = paper_in(desk, BAN_HANH)
    steps.relate(desk.user.actor, new, issued, "dinh_chinh")
    assert [r.document_id for r in steps.related(new)[0]] == [issued]
    assert [r.relation for r in steps.related(issued)[1]] == ["dinh_chinh"]


# -- a whole life, by chance -----------------------------------------------------------------------


class Life(RuleBasedStateMachine):
    """Papers of one office, pushed about at random; a model beside them says what must be."""

    address_at: Callable[[Path], str]

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        self.register = Register(type(self).address_at(Path(self.folder.name) / "x.db"), Clock())
        self.desk = open_desk(self.register)
        self.states: dict[int, str] = {}
        self.numbers: dict[int, int] = {}
        self.typed: dict[int, str] = {}

    def teardown(self) -> None:
        self.register.close()
        self.folder.cleanup()

    @rule()
    def write(self) -> None:
        if len(self.states) < 4:
            paper = self.desk.draft()
            self.states[paper], self.typed[paper] = NHAP, "Việc"

    @rule(data=st.data(), text=st.text("aăâ đô\n%_", max_size=5))
    def save(self, data: st.DataObject, text: str) -> None:
        if not self.states:
            return
        paper = data.draw(st.sampled_from(sorted(self.states)))
        office, user = self.desk.user.agency_id, self.desk.user.id
        saved = self.register.papers.save(office, paper, user, content(text), 1)
        assert (saved is not None) == (self.states[paper] == NHAP)
        if saved is not None:
            self.typed[paper] = text

    @rule(data=st.data(), step=st.sampled_from(sorted(STEPS)))
    def step(self, data: st.DataObject, step: str) -> None:
        if not self.states:
            return
        paper = data.draw(st.sampled_from(sorted(self.states)))
        state, allowed = self.states[paper], STEPS[step].before == self.states[paper]
        if step == "ban_hanh" and state == BAN_HANH:
            assert self.desk.issue(paper).so == self.numbers[paper]
            return
        if step == "trinh" and not allowed:
            return  # its files cannot be made either; every pair is tried above
        if not allowed:
            with pytest.raises(NotAllowed):
                walk(self.desk, paper, step)
            return
        walk(self.desk, paper, step)
        self.states[paper] = STEPS[step].after
        if step == "ban_hanh":
            self.numbers[paper] = len(self.numbers) + 1
            self.typed[paper] = f"số {self.numbers[paper]}"

    @invariant()
    def papers_are_what_the_model_says(self) -> None:
        for paper, state in self.states.items():
            record = self.register.papers.get(self.desk.user.agency_id, paper)
            assert record is not None
            assert (record.state, record.title) == (state, self.typed[paper])
            lock = self.register.steps.lock_of(paper)
            assert (lock is None) == (state == NHAP)
            if lock is not None:
                kept = self.register.papers.files(paper, lock.revision)
                assert kept["pdf"].sha256 == lock.pdf_sha256
                assert lock.revision == record.revision - (paper in self.numbers)

    @invariant()
    def the_book_has_no_gap_and_the_chain_is_whole(self) -> None:
        entries, _ = self.register.numbers.find(self.desk.user.agency_id, 2026)
        assert {e.document_id: e.so for e in entries} == self.numbers
        assert [e.so for e in entries] == list(range(1, len(entries) + 1))
        events = self.register.trail.events(self.desk.user.agency_id)
        assert list(broken_links(events)) == []


def test_whole_lives(database_at: Callable[[Path], str]) -> None:
    Life.address_at = staticmethod(database_at)  # type: ignore[assignment]
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=12,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_office_of_the_lock_is_that_of_the_day(desk: Desk) -> None:
    paper = paper_in(desk, DA_KY)
    desk.register.people.save_office(desk.user.agency_id, replace(OFFICE, ky_hieu="KHAC"))
    lock = desk.register.steps.lock_of(paper)
    assert lock is not None
    assert lock.agency == OFFICE
