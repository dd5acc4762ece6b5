"""Use cases, and the only composer: raw → intake → context → fill → read → flow → print.

In: a kind's name, a raw dict, the office, today's date. Out: bytes of a Word file and of the PDF
made from that very file, or the problems that stand in the way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from vanban import agency as agencies
from vanban import composition, context, decree30, outline
from vanban.agency import Agency
from vanban.check.report import at_fields, brief
from vanban.checking import check_printed
from vanban.composition import AS_DRAWN, Way
from vanban.context import giay_khen, khen, so_lieu
from vanban.docx import fill as filling
from vanban.docx import reader
from vanban.docx.fill import Picture
from vanban.intake import Intake, IntakeRefused, list_entries, take_in
from vanban.kinds import FORMS_DIR, TEMPLATES_DIR, Kind
from vanban.laid_word import numbered
from vanban.pairs import Loaded, load_kinds
from vanban.pdf import flow, pages
from vanban.pdf import print as printing
from vanban.pdf.print import Paper
from vanban.places import SIGNATURES, TEXTS, Place
from vanban.problems import Problem, Refused
from vanban.resolved import Document
from vanban.vietnamese import legacy, numbers

if TYPE_CHECKING:
    from vanban.pdf.places import Told

LANGUAGE = "vi-VN"
_FIELDS: Mapping[str, tuple[str, ...]] = {
    agencies.TRUONG_KHONG: (),
    agencies.TRUONG_SO_NGAY: TEXTS,
    agencies.TRUONG_DAY_DU: (*TEXTS, *SIGNATURES),
}


@dataclass(frozen=True)
class Produced:
    """A finished document. stem: the name of its files, without extension, as a clerk reads it.

    places: what of the PDF is filled later, where it stands. checked: what the check of form tells
    of the Word file, as `check.report.brief` has it.
    """

    docx: bytes
    pdf: bytes
    stem: str
    title: str
    places: tuple[Place, ...] = ()
    checked: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class _Composed:
    """A Word file, what the reader makes of it, and its print."""

    docx: bytes
    document: Document
    paper: Paper


@dataclass(frozen=True)
class Converted:
    """A PDF made from somebody's Word file. problems: what the file holds and the PDF does not."""

    pdf: bytes
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class Preview:
    """A draft as it would print. pdf: b"" when it cannot be composed yet.

    problems: what stands in the way of a finished document. texts: field path → text as printed.
    noted: what the check of form will tell of it, as `check.report.at_fields` has it; nothing while
    there are problems, since a gap is no fault.
    """

    pdf: bytes
    problems: tuple[Problem, ...]
    texts: Mapping[str, str]
    noted: Sequence[tuple[str, str]] = ()


class Service:
    """The house, ready to work: kinds loaded and checked, one printer shared by every call.

    loaded: what `load_kinds` gave. kept: fingerprint → a picture of an office; it raises Refused
    for one that is not kept. Safe to use from several threads.
    """

    def __init__(
        self, loaded: Mapping[str, Loaded], kept: Callable[[str], bytes] | None = None
    ) -> None:
        self._loaded = loaded
        self._kept = kept or _nothing_kept
        self.kinds: Mapping[str, Kind] = {name: pair.kind for name, pair in loaded.items()}
        self._printer = printing.Printer()

    def ky_hieu(self, kind: str, agency: Agency) -> str:
        """What follows the number of a paper: "QĐ-UBND" (Phụ lục I, II.3). KeyError: unknown."""
        return _ky_hieu(self.kinds[kind], agency)

    def check(
        self, kind: str, raw: Mapping[str, Any], agency: Agency, today: date
    ) -> list[Problem]:
        """Every problem that stands between this raw input and a finished document."""
        pair = self._loaded[kind]
        taken = take_in(pair.kind, raw, hoc_vi=agency.ghi_hoc_vi)
        if taken.problems:
            return list(taken.problems)
        try:
            self._context(pair, taken, agency, today)
        except Refused as refused:
            return list(refused.problems)
        return []

    def produce(self, kind: str, raw: Mapping[str, Any], agency: Agency, today: date) -> Produced:
        """The Word file and the PDF. Raises Refused with every problem when something is wrong."""
        pair = self._loaded[kind]
        taken = take_in(pair.kind, raw, hoc_vi=agency.ghi_hoc_vi)
        if taken.problems:
            raise IntakeRefused(*taken.problems)
        title = document_title(pair.kind, taken.values)
        made = self._compose(
            pair,
            taken,
            agency,
            today,
            title,
            archive=agency.pdf_luu_tru,
            fields=_FIELDS[agency.truong_ky],
        )
        told = brief(check_printed(made.document, made.paper, today))
        stem = _stem(pair.kind, agency, taken.values)
        return Produced(made.docx, made.paper.pdf, stem, title, made.paper.places, told)

    def test_page(self, kind: str, agency: Agency, today: date) -> bytes:
        """The PDF of the test page of a kind that is printed on blanks: rulers and its sample.

        It is moved as far as the office says now, so that what is still wrong is seen.
        """
        asked = replace(agency.giay_khen, tren_phoi=True, in_san=(), trang_thu=True)
        sample = self.kinds[kind].sample
        return self.produce(kind, sample, replace(agency, giay_khen=asked), today).pdf

    def word(self, kind: str, raw: Mapping[str, Any], agency: Agency, today: date) -> bytes:
        """The Word file alone, as the template draws it. Raises Refused like `produce`.

        Nothing is printed, so nothing tells whether a page breaks badly and the text gives way.
        """
        pair = self._loaded[kind]
        taken = take_in(pair.kind, raw, hoc_vi=agency.ghi_hoc_vi)
        if taken.problems:
            raise IntakeRefused(*taken.problems)
        return self._fill(pair, taken, agency, today, AS_DRAWN)

    def preview(self, kind: str, raw: Mapping[str, Any], agency: Agency, today: date) -> Preview:
        """A draft as it would print, gaps filled with dots; never raises for what was typed."""
        pair = self._loaded[kind]
        problems = tuple(self.check(kind, raw, agency, today))
        taken = take_in(pair.kind, raw, blanks=True, hoc_vi=agency.ghi_hoc_vi)
        try:
            made = self._compose(pair, taken, agency, today, pair.kind.title)
        except Refused as refused:
            return Preview(b"", problems or refused.problems, {})
        texts = printed_texts(pair.kind, raw, taken.values)
        if problems:
            return Preview(made.paper.pdf, problems, texts)
        report = check_printed(made.document, made.paper, today)
        return Preview(made.paper.pdf, (), texts, at_fields(report, texts))

    def pdf(
        self,
        docx: bytes,
        *,
        name: str = "tệp Word",
        archive: bool = False,
        lenient: bool = False,
    ) -> Converted:
        """The PDF of any Word file, ours or not, and what of the file it does not show.

        archive: as PDF/A-2u. lenient: characters that no typeface has become boxes and a problem.
        Raises Refused when the file cannot be read, or such a character is met otherwise.
        """
        document = reader.read(docx, name=name)
        paper = self._printer.print_paper(
            flow.to_html(document, lenient=lenient),
            title=document.title or name,
            author=document.author,
            lang=LANGUAGE,
            archive=archive,
        )
        unseen = flow.glyph_problem(document) if lenient else None
        told = (*((unseen,) if unseen else ()), *document.problems)
        return Converted(paper.pdf, tuple(_placed(p, paper.pages) for p in told))

    def page_count(self, pdf: bytes) -> int:
        """How many pages a PDF has."""
        return pages.page_count(pdf)

    def page_png(self, pdf: bytes, index: int, width_px: int) -> bytes:
        """One page (0-based) as a PNG of that width."""
        return pages.page_png(pdf, index, width_px)

    def page_text(self, pdf: bytes, index: int) -> str:
        """The text of one page (0-based)."""
        return pages.page_text(pdf, index)

    def places(self, pdf: bytes) -> Told:
        """What of a PDF, ours or not, is filled later: places, as `Told.data()` for JSON.

        None of them where the page does not look like an administrative document. Raises Refused
        for bytes that are no PDF.
        """
        # What reads a stranger's PDF loads the programs of signatures, which no paper needs.
        from vanban.pdf.places import look  # noqa: PLC0415 - likewise

        return look(pdf)

    def find_boxes(
        self, pdf: bytes, texts: Mapping[str, str]
    ) -> list[tuple[str, int, float, float, float, float]]:
        """Where each text stands: (key, page, x, y, w, h), fractions of the page from top left."""
        return list(pages.find_boxes(pdf, texts))

    def reward_table(
        self, kind: str, raw: Mapping[str, Any], today: date
    ) -> dict[int, dict[str, str]]:
        """The money that the rule gives each typed row: raw and rounded, by row index.

        Rows whose award carries no money are left out; so is everything before the first mức
        lương cơ sở of the table.
        """
        pair = self._loaded[kind]
        values = take_in(pair.kind, raw, blanks=True).values
        try:
            given = khen.rewards(values, values.get("ngay") or today)
        except Refused:
            return {}
        return {
            row.index: {
                "he_so": context.decimal_text(reward.he_so),
                "raw": context.money_text(reward.raw),
                "rounded": context.money_text(reward.rounded),
            }
            for row, reward in zip(values["khen_thuong"], given, strict=True)
            if reward is not None
        }

    def _context(self, pair: Loaded, taken: Intake, agency: Agency, today: date) -> dict[str, Any]:
        sizes = {**pair.sizes, **_sizes(pair.kind, agency)}
        return context.build(pair.kind, taken.values, agency, today, sizes)

    def _compose(
        self,
        pair: Loaded,
        taken: Intake,
        agency: Agency,
        today: date,
        title: str,
        *,
        archive: bool = False,
        fields: tuple[str, ...] = (),
    ) -> _Composed:
        """The Word file and its print; where a page would break badly, the text gives way.

        The usual paper breaks well and is printed once. archive, fields: as the printer has them.
        """

        def printed(way: Way) -> _Composed:
            docx = self._fill(pair, taken, agency, today, way)
            document = numbered(reader.read(docx, numbered=True))
            paper = self._printer.print_paper(
                flow.to_html(document, roles=pair.roles),
                title=title,
                author=agency.ten_mot_dong,
                lang=LANGUAGE,
                created=_midnight(today),
                archive=archive,
                fields=fields,
            )
            return _Composed(docx, document, paper)

        first = printed(AS_DRAWN)
        stand = first.paper.stand
        if stand is not None:
            for way in composition.ways(stand):
                other = printed(way)
                if other.paper.stand and composition.mended(way, stand, other.paper.stand):
                    return other
        return first

    def _pictures(
        self, pair: Loaded, values: Mapping[str, Any], agency: Agency
    ) -> dict[str, Picture]:
        """What the office gave for its giấy khen, and the chart."""
        found = _chart(pair, values)
        office = agency.giay_khen
        if "bieu_trung" in pair.template.pictures and giay_khen.emblem(office):
            found["bieu_trung"] = Picture(self._kept(office.bieu_trung), "Biểu trưng")
        if "khung_rieng" in pair.template.pictures and giay_khen.own_frame(office):
            found["khung_rieng"] = Picture(self._kept(office.khung), "Khung trang trí")
        return found

    def _fill(self, pair: Loaded, taken: Intake, agency: Agency, today: date, way: Way) -> bytes:
        seen = self._context(pair, taken, agency, today)
        core = filling.Core(
            title=document_title(pair.kind, taken.values),
            author=agency.ten_mot_dong,
            subject=pair.kind.ten_loai,
            language=LANGUAGE,
            created=_midnight(today),
            modified=_midnight(today),
        )
        return filling.fill(
            pair.template,
            seen,
            sizes={
                **_sizes(pair.kind, agency),
                **context.fitted_sizes(pair.kind, taken.values, agency, today),
            },
            pictures=self._pictures(pair, taken.values, agency),
            core=core,
            way=way,
            moved_mm=_moved(pair.kind, agency),
        )


def _placed(problem: Problem, pages: Mapping[str, int]) -> Problem:
    """The problem with the page its paragraph came to stand on, as far as that is known."""
    page = pages.get(problem.data.get("anchor", ""))
    return problem if page is None else replace(problem, where=f"Trang {page}, {problem.where}")


def open_service(kept: Callable[[str], bytes] | None = None, *, only: str = "") -> Service:
    """The service with this house's own kinds. Raises Refused when a pair does not fit.

    kept: fingerprint → a picture of an office, from where its files are. only: one kind, for a
    process that makes no other.
    """
    return Service(load_kinds(FORMS_DIR, TEMPLATES_DIR, only), kept)


def _nothing_kept(_: str) -> bytes:
    raise Refused(Problem("office_award_picture", "co_quan.giay_khen"))


def outline_view(typed: str) -> tuple[list[outline.Block], list[Problem]]:
    """How a pasted body was understood, line by line, and what looks odd in its numbering."""
    blocks = outline.parse(typed)
    return blocks, outline.problems(blocks)


def convert_legacy(typed: str) -> tuple[str, str] | None:
    """(encoding, text in Unicode) when the text is in TCVN3 or VNI; None when it is not."""
    encoding = legacy.detect(typed)
    return (encoding, legacy.to_unicode(typed, encoding)) if encoding else None


def document_title(kind: Kind, values: Mapping[str, Any]) -> str:
    """Tên loại and trích yếu: the title in lists and in the files' properties."""
    return f"{kind.ten_loai} {values.get(kind.named_by, '')}".strip()


def printed_texts(kind: Kind, raw: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, str]:
    """Field path → the text by which that place is found on the page.

    List items and table rows carry the index that the clerk sees; blocks of an outline are counted
    from 0 over its non-empty lines.
    """
    found: dict[str, str] = {}
    for asked in kind.fields:
        value = values[asked.name]
        if asked.type == "text":
            found[asked.name] = value.upper() if asked.upper else value
        elif asked.type == "list":
            found |= {f"{asked.name}.{i}": entry for i, entry in list_entries(raw.get(asked.name))}
        elif asked.type == "outline":
            found |= {f"{asked.name}.{i}": f"{b.so} {b.loi}".strip() for i, b in enumerate(value)}
        elif asked.type == "table":
            found |= {
                f"{asked.name}.{row.index}": row.cells.get("ho_ten") or row.cells.get("ten", "")
                for row in value
            }
        elif asked.type == "person":
            found[asked.name] = value.ho_ten
    return {path: shown for path, shown in found.items() if shown}


def _sizes(kind: Kind, agency: Agency) -> Mapping[str, float]:
    if agency.co_chu == agencies.CO_CHU_THEO_MAU or kind.own_form:
        return {}
    return decree30.CO_CHU[agency.co_chu]


def _moved(kind: Kind, agency: Agency) -> tuple[float, float]:
    """How far a page is moved on a blank that was printed before: mm to the right and down."""
    office = agency.giay_khen
    if kind.own_form and office.tren_phoi:
        return office.lech_x_mm, office.lech_y_mm
    return 0.0, 0.0


def _chart(pair: Loaded, values: Mapping[str, Any]) -> dict[str, Picture]:
    if "bieu_do" not in pair.pictures_mm:
        return {}
    figures = so_lieu.figures(values)
    if not figures:
        return {}
    # Loading what draws takes 0.4 s, and a process that makes decisions never draws.
    from vanban import chart  # noqa: PLC0415 - likewise

    width, height = pair.pictures_mm["bieu_do"]
    titles = dict.fromkeys(figure.title for figure in figures)
    return {"bieu_do": Picture(chart.draw(figures, width, height), "Biểu đồ: " + "; ".join(titles))}


def _stem(kind: Kind, agency: Agency, values: Mapping[str, Any]) -> str:
    """ "119_KH-UBND Tổ chức phong trào …": sorts by number, says what it is."""
    if kind.own_form:
        return document_title(kind, values)
    number = values.get("so")
    sign = _ky_hieu(kind, agency)
    return " ".join(
        (f"{numbers.two_digits(number)}_{sign}" if number else sign, str(values["trich_yeu"]))
    )


def _ky_hieu(kind: Kind, agency: Agency) -> str:
    return f"{kind.viet_tat}-{agency.ky_hieu}"


def _midnight(day: date) -> datetime:
    """A fixed time of that day: the same document gives the same bytes."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
