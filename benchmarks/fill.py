"""Filling a one-page award decision: Vanban against docxtpl and docxtemplater.

In: nothing; the template is drawn here. Out: a table of medians over interleaved rounds and one
last line with figure and goal; exit code 1 when the goal is missed, a text differs or a peer is
missing (`make peers` installs the npm one). Each library runs warm and as its own documentation
shows it: docxtpl and docxtemplater open the template for every document, Vanban compiles it once.
"""

from __future__ import annotations

import argparse
import io
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt
from docxtpl import DocxTemplate
from lxml import etree

from vanban.docx.fill import fill
from vanban.docx.template import compile_template

GOAL_DOCXTPL = 60
GOAL_DOCXTEMPLATER = 15
PEERS = Path(__file__).parent / "peers"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

DATA: dict[str, object] = {
    "co_quan_chu_quan": "ỦY BAN NHÂN DÂN TỈNH HƯNG YÊN",
    "co_quan": "SỞ NỘI VỤ",
    "quoc_hieu": "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "tieu_ngu": "Độc lập - Tự do - Hạnh phúc",
    "so": "125",
    "ky_hieu": "QĐ-SNV",
    "dia_danh": "Hưng Yên",
    "ngay": "03",
    "thang": "11",
    "nam": "2026",
    "trich_yeu": "Về việc tặng Giấy khen cho tập thể và cá nhân có thành tích xuất sắc",
    "tham_quyen": "GIÁM ĐỐC SỞ NỘI VỤ",
    "can_cu": [
        "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022;",
        "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ;",
        "Căn cứ Quyết định số 12/2025/QĐ-UBND về chức năng, nhiệm vụ của Sở Nội vụ;",
        "Theo đề nghị của Chánh Văn phòng Sở.",
    ],
    "hinh_thuc": "Giấy khen",
    "doi_tuong": 'ông Nguyễn Văn "An", chuyên viên Phòng Tổ chức & Biên chế',
    "thanh_tich": "đã có thành tích xuất sắc trong phong trào thi đua năm 2026",
    "muc_thuong": "702.000 đồng",
    "bang_chu": "Bảy trăm linh hai nghìn đồng",
    "noi_thi_hanh": "Chánh Văn phòng, Trưởng phòng Kế hoạch - Tài chính",
    "noi_nhan": ["- Như Điều 3;", "- UBND tỉnh (để báo cáo);", "- Lưu: VT, TCCB."],
    "quyen_han": "KT. GIÁM ĐỐC",
    "chuc_vu": "PHÓ GIÁM ĐỐC",
    "nguoi_ky": "Trần Thị Bích Hằng",
}
BODY = (
    "{{ tham_quyen }}",
    "{%p for dong in can_cu %}",
    "{{ dong }}",
    "{%p endfor %}",
    "QUYẾT ĐỊNH:",
    "Điều 1. Tặng {{ hinh_thuc }} cho {{ doi_tuong }} {{ thanh_tich }}.",
    "Điều 2. Mức tiền thưởng kèm theo là {{ muc_thuong }} ({{ bang_chu }}).",
    "Điều 3. {{ noi_thi_hanh }} và người có tên tại Điều 1 chịu trách nhiệm thi hành.",
)
HEADER = (
    ("{{ co_quan_chu_quan }}", "{{ co_quan }}", "Số: {{ so }}/{{ ky_hieu }}"),
    (
        "{{ quoc_hieu }}",
        "{{ tieu_ngu }}",
        "{{ dia_danh }}, ngày {{ ngay }} tháng {{ thang }} năm {{ nam }}",
    ),
)
SIGNATURE = (
    ("Nơi nhận:", "{%p for dong in noi_nhan %}", "{{ dong }}", "{%p endfor %}"),
    ("{{ quyen_han }}", "{{ chuc_vu }}", "", "", "{{ nguoi_ky }}"),
)


def drawn(translate: Callable[[str], str] = str) -> bytes:
    """The template as .docx. translate: docxtpl's tags → another library's."""
    document = slim_document()
    document.styles["Normal"].font.name = "Times New Roman"
    document.styles["Normal"].font.size = Pt(14)
    _table(document, HEADER, translate)
    title = document.add_paragraph()
    title.add_run(translate("QUYẾT ĐỊNH")).bold = True
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.add_paragraph(translate("{{ trich_yeu }}")).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in BODY:
        paragraph = document.add_paragraph(translate(line))
        paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _table(document, SIGNATURE, translate)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def slim_document() -> docx.document.Document:
    """python-docx's blank document without the hundred styles nobody uses.

    The blank weighs 800 kB unpacked; opening it costs the peers time that an office template of a
    few styles would not, so keeping it would flatter us.
    """
    document = docx.Document()
    for style in list(document.styles):
        if style.name not in ("Normal", "Normal Table", "Default Paragraph Font"):
            style.element.getparent().remove(style.element)
    for holder in (document.part.rels, document.part.package.rels):
        for key, relationship in list(holder.items()):
            if relationship.reltype.endswith(("stylesWithEffects", "customXml", "thumbnail")):
                del holder[key]
    return document


def _table(
    document: docx.document.Document,
    columns: tuple[tuple[str, ...], ...],
    translate: Callable[[str], str],
) -> None:
    cells = document.add_table(rows=1, cols=len(columns)).rows[0].cells
    for cell, lines in zip(cells, columns, strict=True):
        cell.paragraphs[0].add_run(translate(lines[0])).bold = True
        for line in lines[1:]:
            cell.add_paragraph(translate(line)).alignment = WD_ALIGN_PARAGRAPH.CENTER


def to_docxtemplater() -> Callable[[str], str]:
    """A translation of tags that remembers which list a loop is walking."""
    loops: list[tuple[str, str]] = []

    def translate(text: str) -> str:
        opening = re.fullmatch(r"\{%p for (\w+) in (\w+) %\}", text)
        if opening:
            loops.append((opening[1], opening[2]))
            return "{#" + opening[2] + "}"
        if text == "{%p endfor %}":
            return "{/" + loops.pop()[1] + "}"
        names = {name for name, _ in loops}
        return re.sub(
            r"\{\{ (\w+) \}\}", lambda m: "{.}" if m[1] in names else "{" + m[1] + "}", text
        )

    return translate


def text_of(document: bytes) -> list[str]:
    """Paragraph texts of a .docx, as w:t has them."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        root = etree.fromstring(archive.read("word/document.xml"))
    return ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in root.iter(f"{W}p")]


def timed(make: Callable[[], bytes], count: int) -> float:
    """Milliseconds per document."""
    start = time.perf_counter()
    for _ in range(count):
        make()
    return (time.perf_counter() - start) * 1000 / count


class Node:
    """docxtemplater in a process of its own that stays warm and times itself."""

    def __init__(self, folder: Path) -> None:
        self.request = {
            "template": str(folder / "node.docx"),
            "data": str(folder / "data.json"),
            "out": str(folder / "out.docx"),
        }
        Path(self.request["template"]).write_bytes(drawn(to_docxtemplater()))
        Path(self.request["data"]).write_text(json.dumps(DATA), encoding="utf-8")
        self.process = subprocess.Popen(
            ["node", "docxtemplater.js"],
            cwd=PEERS,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def time(self, count: int) -> float:
        """Milliseconds per document over `count` documents."""
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"count": count, **self.request}) + "\n")
        self.process.stdin.flush()
        return float(json.loads(self.process.stdout.readline())["ms"])

    def made(self) -> bytes:
        """The last document."""
        return Path(self.request["out"]).read_bytes()

    def close(self) -> None:
        """End the process."""
        self.process.communicate()


def with_docxtpl(path: Path) -> bytes:
    """One document as docxtpl's README makes it."""
    template = DocxTemplate(path)
    template.render(DATA, autoescape=True)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def measure(rounds: int, folder: Path) -> dict[str, list[float]]:
    """Milliseconds per document, one figure per round and library. Exits when a text differs."""
    source = drawn()
    path = folder / "template.docx"
    path.write_bytes(source)
    template = compile_template(source)
    node = Node(folder)
    try:
        node.time(20)
        expected = text_of(with_docxtpl(path))
        for library, document in (
            ("vanban", fill(template, DATA)),
            ("docxtemplater", node.made()),
        ):
            if text_of(document) != expected:
                sys.exit(f"{library}: its text differs from docxtpl's")
        times: dict[str, list[float]] = {"vanban": [], "docxtpl": [], "docxtemplater": []}
        for _ in range(rounds):
            times["vanban"].append(timed(lambda: fill(template, DATA), 300))
            times["docxtpl"].append(timed(lambda: with_docxtpl(path), 6))
            times["docxtemplater"].append(node.time(25))
    finally:
        node.close()
    return times


def main() -> int:
    """Run and report. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    if not (PEERS / "node_modules" / "docxtemplater").is_dir():
        print("missing peer: docxtemplater (run `make peers`)")
        return 1
    with tempfile.TemporaryDirectory() as folder:
        times = measure(rounds, Path(folder))
    medians = {library: statistics.median(values) for library, values in times.items()}
    print(f"one-page award decision, medians of {rounds} interleaved rounds, equal text")
    print(f"{'library':<16}{'ms':>9}{'x vanban':>10}{'documents/s':>13}")
    for library, ms in medians.items():
        print(f"{library:<16}{ms:>9.3f}{ms / medians['vanban']:>10.1f}{1000 / ms:>13.0f}")
    docxtpl = medians["docxtpl"] / medians["vanban"]
    docxtemplater = medians["docxtemplater"] / medians["vanban"]
    met = docxtpl >= GOAL_DOCXTPL and docxtemplater >= GOAL_DOCXTEMPLATER
    print(
        f"{'met' if met else 'MISSED'}: {docxtpl:.0f} x docxtpl (goal {GOAL_DOCXTPL}), "
        f"{docxtemplater:.1f} x docxtemplater (goal {GOAL_DOCXTEMPLATER})"
    )
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
