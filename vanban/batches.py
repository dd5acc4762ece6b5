"""What people do with a list of hundreds: upload, mend, confirm, watch it, take its papers.

In: a signed-in person and a sheet. Out: a list in the register whose rows the workers make into
papers (`worker.py`), and where it stands. Nothing is made before she confirms; what the papers
share (letterhead, day, common values) is locked then, as it is for a paper before its signer.
The papers are drafts of the office like any others, each with its files, and go on from there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from vanban import listing as lists
from vanban.agency import Agency
from vanban.drafts import Drafts, NotFound, need_to_write, without_number
from vanban.kinds import Kind
from vanban.life import (
    BATCH_FORMS,
    CANCELLED,
    DONE,
    ENDED,
    LEFT_OUT,
    LIST_STEPS,
    NHAP,
    ONE_EACH,
    ONE_FOR_ALL,
    PREPARING,
    RUNNING,
    STEPS,
    NotAllowed,
)
from vanban.listing import Heading, Listing, ListRow
from vanban.lists import certificates, tables
from vanban.lists.check import Check, earlier
from vanban.naming import Naming
from vanban.naming import check as check_naming
from vanban.problems import Problem, Refused
from vanban.register import Batch, BatchRow, Counts, NewList, NewRow, Register, User
from vanban.service import Service
from vanban.sheet.head import from_file
from vanban.sheet.words import key
from vanban.store import Store
from vanban.vietnamese.days import local_day

PAGE_SIZE = 30
# Rows that are read at once while a whole list passes by.
_AT_ONCE = 500
# People who were given an award this year or in the years before it are told.
_YEARS_BACK = 1
# Of the options that are kept with a list.
_NAMING = "ten_tep"
# A list that nobody touched for so long is no longer told on the start page.
_REMEMBERED = timedelta(days=60)
_FORM = re.compile(r"[a-z0-9]{1,8}\Z")


@dataclass(frozen=True)
class BatchPage:
    """One page of the office's lists. counts: by number of the list."""

    batches: list[Batch]
    counts: Mapping[int, Counts]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class Progress:
    """Where the run stands. per_minute: papers in the last minute. seconds_left: None: unknown.

    stalled: rows wait and no worker is at them.
    """

    batch: Batch
    counts: Counts
    per_minute: int
    seconds_left: int | None
    stalled: bool


class Batches:
    """The use cases on lists. clock: the present, with its time zone."""

    def __init__(
        self,
        drafts: Drafts,
        service: Service,
        register: Register,
        store: Store,
        clock: Callable[[], datetime],
    ) -> None:
        self._drafts = drafts
        self._service = service
        self._register = register
        self._desk = register.batches
        self._store = store
        self._clock = clock

    # -- the list ---------------------------------------------------------------------------------

    def upload(self, user: User, kind: str, form: str, name: str, data: bytes) -> Batch:
        """A new list from an uploaded file, whose first sheet that is a list is taken.

        name: of the file. form: a key of life.BATCH_FORMS.

        The common values begin as those of a new single paper. A sheet that cannot be read is not
        kept: Refused with its problems. Raises NotAllowed; NotFound for an unknown kind.
        """
        need_to_write(user)
        found = self._kind(kind)
        if form not in BATCH_FORMS or not lists.columns(found):
            raise Refused(Problem("batch_kind_without_list", kind, {"kind": found.title}))
        if form == ONE_FOR_ALL and lists.rows_field(found) is None:
            raise Refused(Problem("batch_kind_without_table", kind, {"kind": found.title}))
        mapping = self._desk.remembered(user.agency_id, kind)
        new, rows = self._read(found, name, data, mapping)
        common = self._drafts.new_raw(user, kind)
        last = self._desk.last_options(user.agency_id, kind)
        number = self._desk.add(
            user.actor, new, rows, kind=kind, form=form, common=common, options=last
        )
        return self._desk.get(user.agency_id, number)

    def upload_again(self, user: User, batch_id: int, name: str, data: bytes) -> Batch:
        """Another sheet in the place of the first, with the common values that are there.

        Raises as `upload` does, and NotAllowed once it is confirmed.
        """
        batch = self._mine(user, batch_id)
        new, rows = self._read(self._kind(batch.kind), name, data, batch.mapping)
        self._desk.replace_list(user.actor, batch_id, new, rows)
        return self._desk.get(user.agency_id, batch_id)

    def map_columns(self, user: User, batch_id: int, mapping: Mapping[str, str]) -> Batch:
        """Say what her columns are: heading → target (`listing.Heading`), "" for one not used.

        Remembered for the office's next list of this kind. The list is read anew, so cells that
        were mended before are as in the sheet again.
        """
        batch = self._mine(user, batch_id)
        told = {key(heading): target for heading, target in mapping.items()}
        self._read_again(user, batch, {**batch.mapping, **told}, batch.sheet["sheet"])
        self._desk.remember(user.agency_id, batch.kind, told)
        return self._desk.get(user.agency_id, batch_id)

    def choose_sheet(self, user: User, batch_id: int, sheet: str) -> Batch:
        """Take another sheet of the file (`Listing.other_sheets`). Raises Refused, NotAllowed."""
        batch = self._mine(user, batch_id)
        self._read_again(user, batch, batch.mapping, sheet)
        return self._desk.get(user.agency_id, batch_id)

    def _read_again(self, user: User, batch: Batch, mapping: Mapping[str, str], sheet: str) -> None:
        data = self._store.get(batch.file_sha256)
        kind = self._kind(batch.kind)
        new, rows = self._read(kind, batch.file_name, data, mapping, sheet)
        self._desk.replace_list(user.actor, batch.id, new, rows)

    def set_common(
        self,
        user: User,
        batch_id: int,
        common: Mapping[str, Any],
        *,
        over: Mapping[str, Any] | None = None,
    ) -> bool:
        """Keep what all papers share, as the form of the kind sends it.

        over: what it is to replace. False, and nothing is kept, when others saved meanwhile.
        Raises NotAllowed.
        """
        kind = self._kind(self._mine(user, batch_id).kind)
        return self._desk.set_common(user.actor, batch_id, without_number(kind, common), over=over)

    def naming_of(self, batch: Batch) -> Naming:
        """How the files of a list are named."""
        return Naming(**batch.options.get(_NAMING, {}))

    def set_naming(self, user: User, batch_id: int, naming: Naming) -> None:
        """Name the files of a list like this, and those of the office's next list of its kind.

        At whatever step it stands: a name is given when the files are taken. Raises Refused for a
        pattern that names what no row has; NotAllowed.
        """
        batch = self._mine(user, batch_id)
        check_naming(self._kind(batch.kind), naming)
        self._desk.set_options(user.actor, batch_id, {**batch.options, _NAMING: asdict(naming)})

    def fix_row(
        self,
        user: User,
        batch_id: int,
        number: int,
        cells: Mapping[str, str],
        *,
        over: Mapping[str, str] | None = None,
    ) -> bool:
        """Put values in cells of a row. number: her row. cells: by names of `listing.columns`.

        over: what they are to replace; False, and nothing is kept, when others saved meanwhile.
        Also a row that failed may be mended, before it is tried again. Raises NotAllowed, also for
        more text than a cell holds.
        """
        batch = self._mine(user, batch_id)
        kind = self._kind(batch.kind)
        known = {column.name: column.label for column in lists.columns(kind)}
        for name, typed in cells.items():
            if name not in known:
                raise NotAllowed(Problem("batch_column_not_found", name, {"name": name}))
            if len(typed) > lists.LONGEST_CELL:
                told = {"label": known[name], "length": len(typed), "limit": lists.LONGEST_CELL}
                raise NotAllowed(Problem("too_long", name, told))
        headings = [Heading(**heading) for heading in batch.sheet["headings"]]
        own = tables.mended(kind, headings, cells)
        return self._desk.fix_row(user.actor, batch_id, number, cells, own, over=over)

    def leave_out(self, user: User, batch_id: int, number: int, *, out: bool = True) -> None:
        """Make no paper of this row, or make it after all. Raises NotAllowed."""
        self._mine(user, batch_id)
        self._desk.leave_out(user.actor, batch_id, number, out=out)

    # -- looking ----------------------------------------------------------------------------------

    def list(self, user: User, page: int = 1) -> BatchPage:
        """One page of the office's lists, the newest first."""
        page = max(1, page)
        for _ in range(2):  # the second time for a page beyond the last
            offset = min((page - 1) * PAGE_SIZE, 2**62)
            found, total = self._desk.find(user.agency_id, offset=offset, limit=PAGE_SIZE)
            pages = max(1, -(-total // PAGE_SIZE))
            if page <= pages:
                break
            page = pages
        counts = self._desk.counts([batch.id for batch in found])
        return BatchPage(found, counts, total, page, pages)

    def open_lists(self, user: User) -> Sequence[tuple[Progress, Mapping[str, int]]]:
        """Lists that are being made or need this person, the newest first, each with how many of
        its papers stand at a state from which this person may take them on."""
        kinds = self._service.kinds
        onward = (STEPS[name] for name in LIST_STEPS if STEPS[name].after != NHAP)
        ahead = {step.before for step in onward if not step.rights.isdisjoint(user.rights)}
        since = self._clock() - _REMEMBERED
        found = self._register.blocks.open_lists(user.actor, ahead, since)
        counts = self._register.blocks.waiting(user.agency_id, found)
        shown = []
        for number in found:
            progress = self.progress(user, number)
            kind = kinds.get(progress.batch.kind)
            own = kind is not None and kind.own_form
            waits = {} if own else {s: n for s, n in counts[number].items() if s in ahead}
            state = progress.batch.state
            failed = state == ENDED and progress.counts.failed
            if waits or failed or state not in (ENDED, CANCELLED):
                shown.append((progress, waits))
        return shown

    def get(self, user: User, batch_id: int) -> Batch:
        """That list. Raises NotAllowed when this office has none of that number."""
        return self._desk.get(user.agency_id, batch_id)

    def row(self, user: User, batch_id: int, number: int) -> BatchRow:
        """A row by its number in her sheet. Raises NotAllowed."""
        self.get(user, batch_id)
        found = self._desk.rows(batch_id, number=number)
        if not found:
            raise NotAllowed(Problem("batch_row_not_found", str(number), {"number": number}))
        return found[0]

    def rows(self, user: User, batch_id: int, states: Collection[str] = ()) -> Iterator[BatchRow]:
        """The rows in the order of the list, read piece by piece. states: of life.ROW_STATES."""
        self.get(user, batch_id)
        after = 0
        while found := self._desk.rows(batch_id, states=states, after=after, limit=_AT_ONCE):
            yield from found
            after = found[-1].position

    def rows_after(
        self, user: User, batch_id: int, after: int, limit: int, states: Collection[str] = ()
    ) -> Sequence[BatchRow]:
        """One screen of rows, from the position after `after` on."""
        self.get(user, batch_id)
        return self._desk.rows(batch_id, states=states, after=after, limit=limit)

    def listing(self, user: User, batch_id: int) -> Listing:
        """The list as it stands now, with what she mended and without what she left out."""
        batch = self.get(user, batch_id)
        kept = batch.sheet
        rows = (
            ListRow(row.number, dict(row.raw), tuple(row.was))
            for row in self.rows(user, batch_id)
            if row.state != LEFT_OUT
        )
        return Listing(
            kept["sheet"],
            tuple(Heading(**heading) for heading in kept["headings"]),
            kept["header"],
            tuple(rows),
            tuple(Problem(**told) for told in kept["problems"]),
            tuple(Problem(**told) for told in kept["notes"]),
            tuple(kept["other_sheets"]),
        )

    def raw_of(self, user: User, batch_id: int, number: int) -> dict[str, Any]:
        """The raw values of the paper that a row makes; in form "chung" of the one paper."""
        batch = self.get(user, batch_id)
        kind = self._kind(batch.kind)
        if batch.form == ONE_FOR_ALL:
            rows = [row.raw for row in self.listing(user, batch_id).rows]
            return lists.raw_of_all(kind, batch.common, rows)
        return lists.raw_of(kind, batch.common, self.row(user, batch_id, number).raw)

    def kind_of(self, batch: Batch) -> Kind:
        """The kind of its papers. Raises NotFound when its form is no longer installed."""
        return self._kind(batch.kind)

    def agency_of(self, batch: Batch) -> Agency:
        """The letterhead of the papers: the locked one, or that of the office today."""
        return batch.agency or self._register.people.office(batch.agency_id).agency

    def day_of(self, batch: Batch) -> date:
        """The day for which the papers are made: the locked one, or today."""
        return batch.day or local_day(self._clock())

    # -- the check --------------------------------------------------------------------------------

    def check(self, user: User, batch_id: int) -> Check:
        """A check of this list, with whom the office gave awards to before. Raises NotAllowed.

        The same for the page and for `confirm`, so they never differ.
        """
        batch = self.get(user, batch_id)
        kind, day = self._kind(batch.kind), self.day_of(batch)
        since = date(day.year - _YEARS_BACK, 1, 1)
        before = (
            person
            for number, raw in self._register.numbers.issued(user.agency_id, batch.kind, since)
            for person in earlier(kind, raw, f"{kind.ten_loai} số {number}")
        )
        return Check(
            kind,
            batch.common,
            self.agency_of(batch),
            day,
            before=before,
            together=batch.form == ONE_FOR_ALL,
        )

    # -- the run ----------------------------------------------------------------------------------

    def confirm(self, user: User, batch_id: int) -> Batch:
        """Let the workers make the papers. Raises Refused while anything is wrong; NotAllowed."""
        batch = self._mine(user, batch_id)
        if batch.state == PREPARING:
            checked = self.check(user, batch_id).whole(self.listing(user, batch_id))
            if wrong := [found.problem for found in checked.findings if found.stops]:
                raise Refused(*wrong)
        self._desk.confirm(user.actor, batch_id, self.agency_of(batch), self.day_of(batch))
        return self._desk.get(user.agency_id, batch_id)

    def progress(self, user: User, batch_id: int) -> Progress:
        """Where the run stands now. Raises NotAllowed."""
        batch = self.get(user, batch_id)
        counts = self._desk.counts([batch_id])[batch_id]
        open_rows = counts.waiting + counts.working
        pace = self._pace(counts)
        left = round(open_rows / pace) if pace and open_rows else None
        stalled = batch.state == RUNNING and open_rows > 0 and counts.workers == 0
        return Progress(batch, counts, round(60 * pace), left, stalled)

    def _pace(self, counts: Counts) -> float:
        """Rows a second in the last minute, or since the first when that is less long ago."""
        if counts.first_at is None:
            return 0.0
        since = (self._clock() - counts.first_at).total_seconds()
        return counts.last_minute / max(1.0, min(60.0, since))

    def pause(self, user: User, batch_id: int) -> None:
        """Begin no more rows until she goes on. Raises NotAllowed."""
        self._mine(user, batch_id)
        self._desk.pause(user.actor, batch_id)

    def go_on(self, user: User, batch_id: int) -> None:
        """Begin again, also after the run stopped by itself. Raises NotAllowed."""
        self._mine(user, batch_id)
        self._desk.go_on(user.actor, batch_id)

    def cancel(self, user: User, batch_id: int, *, papers: bool = False) -> int:
        """Make no more. papers: delete the drafts made so far; how many were. Raises NotAllowed."""
        self._mine(user, batch_id)
        return self._desk.cancel(user.actor, batch_id, papers=papers)

    def retry_failed(self, user: User, batch_id: int) -> int:
        """Try the rows again that failed, and no others; how many. Raises NotAllowed."""
        self._mine(user, batch_id)
        return self._desk.retry(user.actor, batch_id)

    def again(self, user: User, batch_id: int) -> tuple[Batch, int]:
        """A new list to be looked over, of the rows that have no paper beyond a draft, as they were
        mended, with the same common values; and how many drafts were put aside for it.

        Raises NotAllowed, also when every paper of the list went on.
        """
        self._mine(user, batch_id)
        number, aside = self._desk.again(user.actor, batch_id)
        return self._desk.get(user.agency_id, number), aside

    # -- what she gets ----------------------------------------------------------------------------

    def results(self, user: User, batch_id: int) -> Iterator[BatchRow]:
        """The rows that are made, in the order of the list, read piece by piece."""
        return self.rows(user, batch_id, (DONE,))

    def read_file(self, sha256: str) -> bytes:
        """The bytes of a file of a row. Raises store.FileLost when missing or damaged."""
        return self._store.get(sha256)

    def certificates(self, user: User, batch_id: int) -> tuple[Batch, int]:
        """A new list: the giấy khen of the people of this one, with the number and the day of each
        decision; and how many rows have an award that is no giấy khen.

        Raises Refused when no row has one; NotAllowed.
        """
        batch = self._mine(user, batch_id)
        kind = self._kind(certificates.KIND)
        now = self._register.blocks.standing(user.agency_id, batch_id)
        rows = ((row, now.get(row.document_id or 0)) for row in self.results(user, batch_id))
        made = certificates.of_list(
            kind,
            batch.common,
            (
                certificates.Awarded(
                    {name: str(value) for name, value in row.raw.items()},
                    paper.so_ky_hieu if paper else "",
                    paper.ngay if paper else None,
                )
                for row, paper in rows
            ),
            author=self.agency_of(batch).ten_mot_dong,
            created=self._clock(),
        )
        if not made.count:
            raise Refused(Problem("batch_no_certificates"))
        base = batch.file_name.rpartition(".")[0] or batch.file_name
        new = self.upload(user, kind.name, ONE_EACH, f"{kind.title} - {base}.xlsx", made.data)
        self.set_common(user, new.id, {**new.common, **made.common})
        return self.get(user, new.id), made.left_out

    def has_certificates(self, batch: Batch) -> bool:
        """Whether giấy khen can be made of such a list."""
        kinds = self._service.kinds
        if certificates.KIND not in kinds or batch.kind not in kinds:
            return False
        return certificates.fits(kinds[batch.kind], kinds[certificates.KIND])

    # -- parts ------------------------------------------------------------------------------------

    def _mine(self, user: User, batch_id: int) -> Batch:
        need_to_write(user)
        return self._desk.get(user.agency_id, batch_id)

    def _kind(self, name: str) -> Kind:
        if name not in self._service.kinds:
            raise NotFound(Problem("kind_not_found", name, {"name": name}))
        return self._service.kinds[name]

    def _read(
        self,
        kind: Kind,
        name: str,
        data: bytes,
        mapping: Mapping[str, str],
        sheet: str | None = None,
    ) -> tuple[NewList, Sequence[NewRow]]:
        found = from_file(data, name, kind, mapping, sheet)
        ending = name.rpartition(".")[2].lower()
        form = ending if _FORM.match(ending) else "bin"
        kept = {
            "sheet": found.sheet,
            "header": found.header,
            "headings": [asdict(heading) for heading in found.headings],
            "problems": [asdict(problem) for problem in found.problems],
            "notes": [asdict(problem) for problem in found.notes],
            "other_sheets": list(found.other_sheets),
        }
        sha256 = self._store.put(data, form)
        new = NewList(name, form, sha256, len(data), kept, dict(mapping))
        return new, [NewRow(row.number, dict(row.raw), list(row.was)) for row in found.rows]
