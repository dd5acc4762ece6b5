"""A list of hundreds as use cases: uploaded, mended, confirmed, made, looked at."""

from __future__ import annotations

import io
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Barrier

import docx
import pytest

from vanban.agency import Agency, Signer
from vanban.drafts import NotFound
from vanban.life import DONE, ENDED, FIRST_ROLES, PAUSED, PREPARING, ROLES, RUNNING, NotAllowed
from vanban.problems import Refused
from vanban.register import Batch, User
from vanban.services import Services, open_services
from vanban.settings import Settings
from vanban.worker import Worker

KIND = "quyet_dinh_khen_thuong"
OFFICE = Agency("Sở Nội vụ", "SNV", "Hải Phòng", signers=(Signer("Lê Hoàng Minh", "Giám đốc"),))
SHEET = """DANH SÁCH KHEN THƯỞNG,,
STT,Họ và tên,Đơn vị
1,Nguyễn Thị Hoa,Văn phòng Sở
2,Trần Văn Đức,Phòng Nội vụ
3,Lê Văn Bình,Phòng Nội vụ
"""


def now() -> datetime:
    return datetime(2026, 11, 22, 2, tzinfo=UTC)


@pytest.fixture
def services(data_dir: Path) -> Iterator[Services]:
    opened = open_services(Settings(data_dir=data_dir), now)
    yield opened
    opened.register.close()


@pytest.fixture
def lan(services: Services) -> User:
    people = services.register.people
    office = people.add_office(OFFICE)
    return people.add_user(office.id, "Lê Thị Lan", "lan", "một câu dài", roles=FIRST_ROLES)


def uploaded(services: Services, user: User, sheet: str = SHEET, form: str = "rieng") -> Batch:
    """A list whose common values are those of the sample of the kind."""
    batch = services.batches.upload(user, KIND, form, "danh sach.csv", sheet.encode())
    sample = services.service.kinds[KIND].sample
    common = {name: value for name, value in sample.items() if name != "khen_thuong"}
    services.batches.set_common(user, batch.id, common)
    return services.batches.get(user, batch.id)


def make(services: Services) -> None:
    Worker(services.service, services.register, services.store).run(idle_s=0.01)


def wrong_rows(services: Services, user: User, batch: Batch) -> list[int]:
    """Her numbers of the rows that stop the run; nothing else may stop it."""
    listing = services.batches.listing(user, batch.id)
    found = services.batches.check(user, batch.id).whole(listing)
    assert not [finding for finding in found.file if finding.stops]
    return [row.number for row in found.rows if any(f.stops for f in row.findings)]


def test_each_row_becomes_a_draft_with_its_files(services: Services, lan: User) -> None:
    batch = uploaded(services, lan)
    assert batch.state == PREPARING
    assert "so" not in batch.common
    assert wrong_rows(services, lan, batch) == []
    services.batches.confirm(lan, batch.id)
    make(services)
    progress = services.batches.progress(lan, batch.id)
    assert (progress.batch.state, progress.counts.done) == (ENDED, 3)
    rows = list(services.batches.results(lan, batch.id))
    assert [row.number for row in rows] == [3, 4, 5]
    for row, name in zip(rows, ("Nguyễn Thị Hoa", "Trần Văn Đức", "Lê Văn Bình"), strict=True):
        text = "\n".join(
            p.text
            for p in docx.Document(
                io.BytesIO(services.batches.read_file(row.docx_sha256))
            ).paragraphs
        )
        assert name in text
        assert services.batches.read_file(row.pdf_sha256).startswith(b"%PDF")
        assert row.document_id is not None
        paper = services.drafts.get(lan, row.document_id)
        files = services.drafts.produced(lan, paper.id)
        assert paper.state == "nhap"
        assert files is not None
        assert files.pdf.sha256 == row.pdf_sha256


def test_one_decision_for_all_rows(services: Services, lan: User) -> None:
    batch = uploaded(services, lan, form="chung")
    services.batches.confirm(lan, batch.id)
    make(services)
    rows = list(services.batches.results(lan, batch.id))
    assert len(rows) == 3
    assert len({row.document_id for row in rows}) == 1
    paper = services.drafts.get(lan, rows[0].document_id or 0)
    assert [row["ho_ten"] for row in paper.data["khen_thuong"]] == [
        "Nguyễn Thị Hoa",
        "Trần Văn Đức",
        "Lê Văn Bình",
    ]


def test_nothing_is_made_while_a_row_is_wrong_and_a_cell_is_mended_in_place(
    services: Services, lan: User
) -> None:
    batch = uploaded(services, lan, SHEET.replace("Trần Văn Đức", " "))
    assert wrong_rows(services, lan, batch) == [4]
    with pytest.raises(Refused, match="Họ và tên"):
        services.batches.confirm(lan, batch.id)
    assert not services.register.claims.waiting()
    services.batches.fix_row(lan, batch.id, 4, {"ho_ten": "Trần Văn Đức"})
    assert wrong_rows(services, lan, batch) == []
    assert services.batches.confirm(lan, batch.id).state == RUNNING


def test_a_row_that_is_left_out_is_not_made(services: Services, lan: User) -> None:
    batch = uploaded(services, lan)
    services.batches.leave_out(lan, batch.id, 4)
    services.batches.confirm(lan, batch.id)
    make(services)
    states = [(row.number, row.state) for row in services.batches.rows(lan, batch.id)]
    assert states == [(3, DONE), (4, "bo"), (5, DONE)]
    assert services.batches.progress(lan, batch.id).counts.total == 2


def test_two_cells_of_a_row_that_are_mended_at_once_are_both_kept(
    services: Services, lan: User
) -> None:
    batch = uploaded(services, lan)
    with ThreadPoolExecutor(2) as pool:
        for turn in range(15):
            told = {"ho_ten": f"Người {turn}", "chuc_vu_don_vi": f"Phòng {turn}"}
            together = Barrier(2)

            def mend(column: str, typed: str, together: Barrier = together) -> None:
                together.wait()
                services.batches.fix_row(lan, batch.id, 4, {column: typed})

            list(pool.map(mend, told.keys(), told.values()))
            assert services.batches.row(lan, batch.id, 4).raw == told


def test_of_two_that_replace_the_same_at_once_one_is_told(services: Services, lan: User) -> None:
    batch, batches = uploaded(services, lan), services.batches
    cell = {"chuc_vu_don_vi": batches.row(lan, batch.id, 4).raw["chuc_vu_don_vi"]}
    together = Barrier(4)

    def write(text: str) -> tuple[bool, bool]:
        common = {**batch.common, "trich_yeu": text}
        together.wait()
        shared = batches.set_common(lan, batch.id, common, over=batch.common)
        return shared, batches.fix_row(lan, batch.id, 4, {"chuc_vu_don_vi": text}, over=cell)

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(write, ("Một", "Hai", "Ba", "Bốn")))
    for each in zip(*told, strict=True):
        assert sorted(each) == [False, False, False, True]
    kept = batches.get(lan, batch.id)
    assert kept.common["trich_yeu"] in ("Một", "Hai", "Ba", "Bốn")
    assert kept.common_by == "Lê Thị Lan"


def test_a_cell_is_emptied_and_a_strange_column_is_refused(services: Services, lan: User) -> None:
    batch = uploaded(services, lan)
    services.batches.fix_row(lan, batch.id, 4, {"chuc_vu_don_vi": ""})
    assert services.batches.row(lan, batch.id, 4).raw == {"ho_ten": "Trần Văn Đức"}
    with pytest.raises(NotAllowed, match="không có cột"):
        services.batches.fix_row(lan, batch.id, 4, {"co_nay": "x"})
    with pytest.raises(NotAllowed, match="dài 100001 ký tự; nhiều nhất là 100000"):
        services.batches.fix_row(lan, batch.id, 4, {"ho_ten": "x" * 100_001})
    assert services.batches.row(lan, batch.id, 4).raw == {"ho_ten": "Trần Văn Đức"}
    with pytest.raises(NotAllowed, match="không có dòng này"):
        services.batches.fix_row(lan, batch.id, 99, {"ho_ten": "x"})


def test_a_list_of_which_every_row_is_left_out_makes_nothing(services: Services, lan: User) -> None:
    batch = uploaded(services, lan)
    for number in (3, 4, 5):
        services.batches.leave_out(lan, batch.id, number)
    with pytest.raises(Refused):
        services.batches.confirm(lan, batch.id)


def test_another_upload_takes_the_place_and_keeps_the_common_values(
    services: Services, lan: User
) -> None:
    batch = uploaded(services, lan)
    again = services.batches.upload_again(lan, batch.id, "moi.csv", SHEET[:-60].encode())
    assert again.common == batch.common
    assert again.file_name == "moi.csv"
    assert len(list(services.batches.rows(lan, batch.id))) < 3


def test_a_column_is_named_once_and_remembered(services: Services, lan: User) -> None:
    sheet = SHEET.replace("Đơn vị", "Chỗ làm hiện giờ")
    batch = uploaded(services, lan, sheet)
    (unknown,) = services.batches.listing(lan, batch.id).unmapped
    services.batches.map_columns(lan, batch.id, {unknown.text: "chuc_vu_don_vi"})
    assert services.batches.row(lan, batch.id, 3).raw["chuc_vu_don_vi"] == "Văn phòng Sở"
    other = uploaded(services, lan, sheet)
    assert services.batches.listing(lan, other.id).unmapped == ()


def test_the_letterhead_of_the_day_is_locked_when_she_confirms(
    services: Services, lan: User
) -> None:
    batch = uploaded(services, lan)
    services.batches.confirm(lan, batch.id)
    renamed = Agency("Sở Nội vụ và Lao động", "SNVLĐ", "Hải Phòng", signers=OFFICE.signers)
    services.register.people.save_office(lan.agency_id, renamed)
    make(services)
    row = next(services.batches.results(lan, batch.id))
    data = services.batches.read_file(row.docx_sha256)
    text = " ".join(
        cell.text for table in docx.Document(io.BytesIO(data)).tables for cell in table._cells
    )
    assert "SỞ NỘI VỤ" in text.upper()
    assert "LAO ĐỘNG" not in text.upper()


def test_pause_go_on_and_cancel(services: Services, lan: User) -> None:
    batch = uploaded(services, lan)
    services.batches.confirm(lan, batch.id)
    services.batches.pause(lan, batch.id)
    make(services)
    assert services.batches.progress(lan, batch.id).batch.state == PAUSED
    assert services.batches.progress(lan, batch.id).counts.done == 0
    services.batches.go_on(lan, batch.id)
    make(services)
    assert services.batches.cancel(lan, batch.id, papers=True) == 3
    assert services.drafts.list(lan, query="quyết định").total == 0


def test_who_may_not_write_papers_may_look_but_not_touch(services: Services, lan: User) -> None:
    batch = uploaded(services, lan)
    people = services.register.people
    leader = people.add_user(
        lan.agency_id, "Minh", "minh", "một câu dài khác", roles=frozenset({"lanh_dao"})
    )
    assert "lanh_dao" in ROLES
    assert services.batches.get(leader, batch.id).id == batch.id
    for touch in (
        lambda: services.batches.confirm(leader, batch.id),
        lambda: services.batches.cancel(leader, batch.id),
        lambda: services.batches.fix_row(leader, batch.id, 3, {"ho_ten": "A"}),
    ):
        with pytest.raises(NotAllowed):
            touch()


def test_another_office_sees_nothing_of_it(services: Services, lan: User) -> None:
    batch = uploaded(services, lan)
    people = services.register.people
    office = people.add_office(OFFICE)
    other = people.add_user(office.id, "Hà", "ha", "một câu dài nữa", roles=FIRST_ROLES)
    for look in (
        lambda: services.batches.get(other, batch.id),
        lambda: list(services.batches.rows(other, batch.id)),
        lambda: services.batches.progress(other, batch.id),
        lambda: services.batches.pause(other, batch.id),
    ):
        with pytest.raises(NotAllowed, match="Không có danh sách này"):
            look()
    assert services.batches.list(other).batches == []


def test_a_kind_that_no_list_makes_is_refused(services: Services, lan: User) -> None:
    with pytest.raises(NotFound):
        services.batches.upload(lan, "khong_co", "rieng", "a.csv", SHEET.encode())
    with pytest.raises(Refused, match="không lập được từ danh sách"):
        services.batches.upload(lan, "bao_cao_so_ket", "rieng", "a.csv", SHEET.encode())


def test_numbers_are_one_block_in_the_order_of_the_list(services: Services, lan: User) -> None:
    batch = uploaded(services, lan)
    services.batches.confirm(lan, batch.id)
    with pytest.raises(NotAllowed, match="chưa tạo xong"):
        services.issuing.submit_list(lan, batch.id)
    make(services)
    assert services.issuing.submit_list(lan, batch.id) == 3
    assert services.issuing.sign_list(lan, batch.id) == 3
    given = services.issuing.issue_list(lan, batch.id, now().date())
    assert [entry.so for entry in given] == [1, 2, 3]
    assert services.batches.progress(lan, batch.id).batch.state == RUNNING
    make(services)
    rows = list(services.batches.results(lan, batch.id))
    assert [row.number for row in rows] == [3, 4, 5]
    for so, row in enumerate(rows, start=1):
        record = services.drafts.get(lan, row.document_id or 0)
        assert (record.state, record.data["so"]) == ("ban_hanh", str(so))
        files = services.issuing.files(lan, record.id)
        assert files.pdf.sha256 == row.pdf_sha256
        cells = (
            docx.Document(io.BytesIO(services.batches.read_file(row.docx_sha256))).tables[0]._cells
        )
        assert f"{so:02d}/QĐ-SNV" in " ".join(cell.text for cell in cells)
    actions = [event.action for event in services.register.trail.events(lan.agency_id)]
    assert [a for a in actions if a.startswith("loat_")][-4:] == [
        "loat_trinh",
        "loat_da_ky",
        "loat_cap_so",
        "loat_xong",
    ]


def test_a_draft_that_was_changed_keeps_the_block_from_the_signer(
    services: Services, lan: User
) -> None:
    batch = uploaded(services, lan)
    services.batches.confirm(lan, batch.id)
    make(services)
    row = next(services.batches.results(lan, batch.id))
    record = services.drafts.get(lan, row.document_id or 0)
    services.drafts.save(lan, record.id, {**record.data, "luu": "VT, X"}, record.revision)
    with pytest.raises(NotAllowed, match="đã được sửa sau khi tạo tệp"):
        services.issuing.submit_list(lan, batch.id)
    assert services.drafts.get(lan, record.id).state == "nhap"


def test_who_was_given_an_award_last_year_is_told_and_stops_nothing(
    services: Services, lan: User
) -> None:
    first = uploaded(services, lan)
    services.batches.confirm(lan, first.id)
    make(services)
    services.issuing.submit_list(lan, first.id)
    services.issuing.sign_list(lan, first.id)
    services.issuing.issue_list(lan, first.id, now().date())
    again = uploaded(services, lan, SHEET.replace("Lê Văn Bình", "Phạm Văn Mới"))
    found = services.batches.check(lan, again.id).whole(services.batches.listing(lan, again.id))
    told = {row.number: " ".join(f.sentence for f in row.findings) for row in found.rows}
    assert sorted(told) == [3, 4]
    assert "Nguyễn Thị Hoa" in told[3]
    assert "số 01/QĐ-SNV" in told[3]
    assert services.batches.confirm(lan, again.id).state == RUNNING
