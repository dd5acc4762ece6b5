"""How far the fields of our PDFs lie from where the decree wants number, day and signatures.

`python -m benchmarks.field_places [COUNT] [DIR]` makes COUNT papers (200) of all kinds, lengths,
sizes, offices and signers, and measures every field against the words of the page. Where the words
stand is asked of poppler, which knows nothing of our boxes. Out: one line per place on standard
output, worst and median distance in mm; code 1 when one is farther than 1 mm. DIR keeps the PDFs.
"""

from __future__ import annotations

import io
import json
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pikepdf

from benchmarks import drawn_words
from vanban.agency import CO_CHU, QUYEN_HAN, TRUONG_DAY_DU, Agency, Signer
from vanban.context import signing_lines
from vanban.service import Service, open_service

EXAMPLES = Path(__file__).parent.parent / "examples"
LIMIT_MM = 1.0
_DAY = date(2026, 11, 21)
_MM = 72 / 25.4
_SEAL = 36 * _MM
_RIGHT_COLUMN = 285.0
_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_WORD = re.compile(
    r'<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">(.*?)</word>'
)
_KINDS = ("ke_hoach", "bao_cao_so_ket", "quyet_dinh_khen_thuong")
_OFFICES = (
    ("Ủy ban nhân dân\nphường Tân An", "", "UBND"),
    ("Sở Nông nghiệp và Môi trường", "Ủy ban nhân dân\nthành phố Hồ Chí Minh", "SNNMT"),
    ("Văn phòng\nĐoàn đại biểu Quốc hội\nvà Hội đồng nhân dân", "Hội đồng nhân dân", "VPĐĐBQHHĐND"),
    ("Trường Trung học phổ thông\nchuyên Lê Hồng Phong", "Sở Giáo dục và Đào tạo", "THPT"),
)
_PLACES = ("Huế", "Cần Thơ", "Bà Rịa - Vũng Tàu", "Thành phố Hồ Chí Minh", "Đặc khu Phú Quốc")
_POSTS = (
    "Chủ tịch",
    "Phó Chủ tịch",
    "Phó Cục trưởng phụ trách Cục Kiểm tra sau thông quan khu vực",
)
_NAMES = ("Lý Ý", "Nguyễn Thị Hồng Hạnh", "Trần Văn Đức", "Công Tằng Tôn Nữ Thị Quỳnh Hương")


@dataclass(frozen=True, slots=True)
class Paper:
    """What one paper is made of."""

    kind: str
    raw: dict[str, Any]
    office: Agency
    signer: Signer


@dataclass(frozen=True, slots=True)
class Seen:
    """A word as poppler sees it, pt from the upper left corner."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Field:
    """A field as the file has it. Edges in pt from the upper left corner; page from 0."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


class NotSeen(Exception):
    """Poppler does not find a word that the paper must have."""


# -- papers --------------------------------------------------------------------------------------


def papers(count: int, seed: int = 30) -> Iterator[Paper]:
    """Papers of every kind, each unlike the others; equal for equal seeds."""
    chance = Random(seed)  # noqa: S311 - papers, not secrets
    for number in range(count):
        yield _paper(chance, _KINDS[number % len(_KINDS)])


def _paper(chance: Random, kind: str) -> Paper:
    campaign = chance.choice(sorted(p.name for p in EXAMPLES.iterdir() if p.is_dir()))
    raw = json.loads((EXAMPLES / campaign / f"{kind}.json").read_text(encoding="utf-8"))
    del raw["co_quan"], raw["mo_ta"]
    signer = _signer(chance)
    ten, tren, ky_hieu = chance.choice(_OFFICES)
    office = Agency(
        ten,
        ky_hieu,
        "Huế",
        tren,
        (signer,),
        co_chu=chance.choice(sorted(CO_CHU)),
        truong_ky=TRUONG_DAY_DU,
        pdf_luu_tru=chance.random() < 0.5,
    )
    raw |= {
        "so": "",
        "ngay": "",
        "dia_danh": chance.choice(_PLACES),
        "noi_nhan": ["Như trên", *(_unit(chance) for _ in range(chance.randint(1, 18)))],
        "nguoi_ky": {f: getattr(signer, f) for f in Signer.__dataclass_fields__},
    }
    _lengthen(raw, kind, chance)
    return Paper(kind, raw, office, signer)


def _unit(chance: Random) -> str:
    return f"{chance.choice(_POSTS)} {chance.choice(drawn_words.PROVINCES)}"


def _signer(chance: Random) -> Signer:
    return Signer(
        ho_ten=chance.choice(_NAMES),
        chuc_vu=chance.choice(_POSTS),
        quyen_han=chance.choice(sorted(QUYEN_HAN)),
        thay_mat="Ủy ban nhân dân",
        cap_tren="Chủ tịch",
        ky_thay="Chủ tịch",
        chuc_vu_khac=chance.choice(("", "", "Giám đốc Sở Nội vụ")),
    )


def _lengthen(raw: dict[str, Any], kind: str, chance: Random) -> None:
    """From a few lines to about twelve pages; a decision by those whom it names."""
    if kind == "quyet_dinh_khen_thuong":
        some = raw["khen_thuong"]
        raw["khen_thuong"] = (some * 60)[: chance.choice((1, 2, 5, 9, 40, 120))]
        raw["cach_neu"] = chance.choice(("tu_dong", "trong_dieu_1", "danh_sach"))
        return
    lines = (
        f"{number}. Thực hiện {chance.choice(drawn_words.TOPICS)}"
        f"{' tại ' + chance.choice(drawn_words.PROVINCES) if number % 3 else ''}."
        for number in range(1, 2 + chance.choice((1, 6, 12, 20, 28, 36, 60, 150, 280)))
    )
    raw["noi_dung"] = "\n".join(lines)


# -- what poppler sees ---------------------------------------------------------------------------


def words(pdf: Path) -> list[tuple[float, float, list[Seen]]]:
    """Width, height and words of every page."""
    done = subprocess.run(
        ["pdftotext", "-bbox", str(pdf), "-"], capture_output=True, text=True, check=True
    )
    return [
        (
            float(width),
            float(height),
            [Seen(word, *map(float, edges)) for *edges, word in _WORD.findall(page)],
        )
        for width, height, page in _PAGE.findall(done.stdout)
    ]


def fields(pdf: bytes) -> dict[str, Field]:
    """The fields of a PDF by their names."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        number = {page.objgen: index for index, page in enumerate(opened.pages)}
        heights = [float(page.MediaBox[3]) for page in opened.pages]
        found = {}
        for field in opened.Root.AcroForm.Fields:
            left, bottom, right, top = (float(edge) for edge in field.Rect)
            page = number[field.P.objgen]
            height = heights[page]
            found[str(field.T)] = Field(page, left, height - top, right, height - bottom)
        return found


def _run(seen: Sequence[Seen], text: str) -> list[Seen]:
    """The words of a text, one after another, where they stand last."""
    sought = text.split()
    for start in reversed(range(len(seen) - len(sought) + 1)):
        if [word.text for word in seen[start : start + len(sought)]] == sought:
            return list(seen[start : start + len(sought)])
    raise NotSeen(text)


def _between(seen: Sequence[Seen], before: str, after: str) -> tuple[Seen, Seen]:
    """A word and the next one on its line; poppler's order is not that of a line."""
    for one in (word for word in seen if word.text == before):
        line = [w for w in seen if abs(w.top - one.top) < 1 and w.left > one.left]
        other = min(line, key=lambda word: word.left, default=None)
        if other is not None and other.text.startswith(after):
            return one, other
    raise NotSeen(f"{before} … {after}")


# -- distances -----------------------------------------------------------------------------------


def distances(pdf: Path, signer: Signer) -> dict[str, float]:
    """Name of a place → how far its field lies from the rule, in mm, the worst of its edges.

    Số, ngày, tháng: from the word before to the word after, on the height of these words. Người
    ký: between the last line of chức vụ and the first below the room, on the middle of that line.
    Cơ quan: a round of 36 mm at the height of the signature, over a third of it on its left.
    """
    here = fields(pdf.read_bytes())
    pages = words(pdf)
    found = {}
    first = pages[0][2]
    for name, pair in (
        ("So", ("Số:", "/")),
        ("Ngay", ("ngày", "tháng")),
        ("Thang", ("tháng", "năm")),
    ):
        one, other = _between(first, *pair)
        rule = Field(0, one.right, one.top, other.left, one.bottom)
        found[name] = _apart(here[name], rule)
    number, top, below = _signed(pages, signer)
    left, right = min(word.left for word in below), max(word.right for word in below)
    middle, bottom = (left + right) / 2, min(word.top for word in below)
    half = (here["NguoiKy"].right - here["NguoiKy"].left) / 2
    found["NguoiKy"] = _apart(
        here["NguoiKy"], Field(number, middle - half, top, middle + half, bottom)
    )
    end, centre = middle - half + 2 * half / 3, (top + bottom) / 2
    seal = Field(number, end - _SEAL, centre - _SEAL / 2, end, centre + _SEAL / 2)
    found["CoQuan"] = _apart(here["CoQuan"], seal)
    return found


def _signed(
    pages: Sequence[tuple[float, float, list[Seen]]], signer: Signer
) -> tuple[int, float, list[Seen]]:
    """The page of the signature, the foot of the last line of chức vụ, the words below the room."""
    for number, (_, _, seen) in enumerate(pages):
        try:
            level = _run(seen, "Nơi nhận:")[0].top - 5
        except NotSeen:
            continue
        column = [word for word in seen if word.left > _RIGHT_COLUMN and word.top > level]
        column.sort(key=lambda word: (round(word.top), word.left))
        below = _run(column, signer.chuc_vu_khac or signer.ho_ten)
        post = _run(column[: column.index(below[0])], signing_lines(signer)[-1])
        return number, post[-1].bottom, below
    raise NotSeen("Nơi nhận:")


def _apart(field: Field, rule: Field) -> float:
    if field.page != rule.page:
        return float("inf")
    edges = ("left", "top", "right", "bottom")
    return max(abs(getattr(field, edge) - getattr(rule, edge)) for edge in edges) / _MM


def measure(service: Service, made: Sequence[Paper], folder: Path) -> list[dict[str, float]]:
    """Make the papers, keep their PDFs in the folder, and measure each."""
    found = []
    for number, paper in enumerate(made):
        path = folder / f"{number:03}_{paper.kind}.pdf"
        path.write_bytes(service.produce(paper.kind, paper.raw, paper.office, _DAY).pdf)
        far = distances(path, paper.signer)
        found.append({**far, "trang": float(len(words(path)))})
    return found


def main(arguments: Sequence[str]) -> int:
    """Print the table; 1 when a place is farther from the rule than allowed."""
    count = int(arguments[0]) if arguments else 200
    with tempfile.TemporaryDirectory() as spare:
        folder = Path(arguments[1]) if len(arguments) > 1 else Path(spare)
        folder.mkdir(parents=True, exist_ok=True)
        found = measure(open_service(), list(papers(count)), folder)
    lengths = sorted(each.pop("trang") for each in found)
    print(f"{len(found)} papers of {lengths[0]:.0f} to {lengths[-1]:.0f} pages")
    worst = 0.0
    for name in found[0]:
        far = [each[name] for each in found]
        worst = max(worst, *far)
        at = far.index(max(far))
        print(f"{name:8} worst {max(far):.4f} mm (paper {at}), median {statistics.median(far):.4f}")
    return int(worst > LIMIT_MM)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
