"""The tables of an office paper: its head, its lists and its signatures.

In: the office, its words and a source of chance. Out: markup. Nearly every paper lays out its head
and its foot in tables without lines; a third has tables of data.
"""

from __future__ import annotations

from random import Random
from typing import Any

from benchmarks.drawn_office import TIMES, Office, weighted
from benchmarks.drawn_words import Words
from benchmarks.drawn_xml import cell, drawn_line, lines, marks, para, row, run, table

_ALL = ("top", "left", "bottom", "right", "insideH", "insideV")
_EMU = 635  # per twip
_COUNTRY, _MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"
_TITLES = ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "KT. GIÁM ĐỐC", "TUQ. CHỦ TỊCH")
_RANKS = ("CHỦ TỊCH", "PHÓ CHỦ TỊCH", "GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")
_ROW_HEIGHTS = (None, None, 276, 340, 454, 695, 1020)


class Tables:
    """Draws the tables of one document."""

    def __init__(self, office: Office, words: Words) -> None:
        self._office = office
        self._words = words
        self._chance: Random = office.chance
        self._lines = 0

    def line(self, width: int, inside: int, *, body: bool = False) -> str:
        """The rule under a heading. width: of what it stands in, inside: of the rule, twips."""
        self._lines += 1
        chance = self._chance
        down = chance.choice((12700, 19050, 31750, 38100, 203200, 215900))
        return drawn_line(
            (width - inside) // 2 * _EMU,
            down,
            inside * _EMU,
            number=self._lines,
            align="center" if body and chance.random() < 0.5 else "",
            kind=chance.choice(("line", "line", "straightConnector1")),
        )

    def head(self, kind: str, short: str) -> str:
        """Name of the office, the country's motto, number and date."""
        share = self._chance.random()
        if share < 0.12:
            return self._typed_head(short)
        return "" if share < 0.2 else self._head_table(kind, short)

    def _typed_head(self, short: str) -> str:
        """The head set with tabs and spaces."""
        chance, words = self._chance, self._words
        name = f"UBND TỈNH {words.province.upper()}"
        if chance.random() < 0.5:
            stops = (("center", 1700, ""), ("center", 6500, ""))
            rows = ((name, _COUNTRY), (words.unit().upper()[:24], _MOTTO), (short, self._date()))
            return "".join(
                para(run(f"\t{a}\t{b}", bold=at < 2, size=26 - 2 * (at == 0)), tabs=stops)
                for at, (a, b) in enumerate(rows)
            )
        gap = " " * chance.randint(6, 14)
        first = para(run(f"{name}{gap}{_COUNTRY}", bold=True, size=24))
        second = para(run(f"{gap * 5}{_MOTTO}", bold=True, size=26))
        third = para(run(f"    {short}{gap * 2}") + run(self._date(), italic=True))
        return first + second + third

    def _date(self) -> str:
        return f"{self._words.province}, ngày      tháng      năm 2019"

    def _head_table(self, kind: str, short: str) -> str:
        chance, office = self._chance, self._office
        total = chance.choice((9288, 9498, 9640, 9747, 9923, 10065, 9072))
        left = int(total * chance.uniform(0.31, 0.42))
        grid = [left, total - left]
        if middle := chance.random() < 0.07:
            grid = [left - 200, 236, total - left - 36]
        tight = chance.choice(({}, {}, {"before": 60}, {"line": 234, "lineRule": "atLeast"}))
        loose = {**office.space, **tight} if chance.random() < 0.1 else tight
        rows = [self._names(grid, loose, middle=middle), self._numbered(grid, short, middle=middle)]
        if kind == "cv" and chance.random() < 0.6:
            about = para(
                run(f"V/v {self._words.topic}", size=24), jc="center", spacing={"before": 120}
            )
            empty = [cell(para(), width) for width in grid[1:]]
            rows.append(row([cell(about, grid[0]), *empty], height=chance.choice(_ROW_HEIGHTS)))
        place = {"jc": "center"} if chance.random() < 0.3 else {}
        place |= (
            {"indent": chance.choice((-318, -318, -176, -459, -34, 108, 0, 0))} if not place else {}
        )
        return table(rows, grid, width=self._width(total), fixed=chance.random() < 0.2, **place)

    def _width(self, total: int) -> tuple[int, str]:
        return weighted(self._chance, (((total, "dxa"), 60), ((0, "auto"), 34), ((5000, "pct"), 6)))

    def _names(self, grid: list[int], spacing: Any, *, middle: bool) -> str:
        chance, words = self._chance, self._words
        size = chance.choice((24, 26, 26))
        family = f"{TIMES} Bold" if self._office.bold_family else None
        upper = run(f"ỦY BAN NHÂN DÂN TỈNH {words.province.upper()}", size=size)
        lower = run(words.unit().upper()[: chance.choice((14, 30, 60))], bold=True, size=size)
        form = {"jc": "center", "spacing": spacing}
        rule = self.line(grid[0] - 216, chance.choice((700, 900, 1200)))
        left = para(upper, **form) + para(lower + rule, **form)
        if chance.random() < 0.3:
            left = para(upper, **form) + para(lower, **form) + para(rule, **form)
        look = {"bold": True, "size": size, "spacing": chance.choice((None, None, -8, -12, -20))}
        right = para(run(_COUNTRY, font=family, **look), **form)
        motto = {"bold": True, "size": chance.choice((26, 28))}
        rule = self.line(grid[-1] - 216, chance.choice((2900, 3200, 3500)))
        if chance.random() < 0.06:
            right += para(run(_MOTTO, **motto), **form) + para(run("_" * 22, size=16), **form)
        else:
            right += para(run(_MOTTO, **motto) + rule, **form)
        if chance.random() < 0.3:
            right += para(mark=marks(size=chance.choice((2, 14, 20, 26))), **form)
        cells = [cell(left, grid[0]), *([cell(para(), grid[1])] if middle else [])]
        height = chance.choice(_ROW_HEIGHTS)
        return row([*cells, cell(right, grid[-1])], height=height)

    def _numbered(self, grid: list[int], short: str, *, middle: bool) -> str:
        chance = self._chance
        size = chance.choice((26, 26, 28))
        jc, level = (
            chance.choice(("center", "center", "right")),
            chance.choice((None, None, "center")),
        )
        number = para(run(f"Số: {chance.randint(1, 4000)}/{short}", size=size), jc="center")
        date = para(run(self._date(), italic=True, size=size), jc=jc)
        if chance.random() < 0.3:
            number = para(mark=marks(size=chance.choice((8, 12, 26))), jc="center") + number
        cells = [cell(number, grid[0], level=level)]
        cells += [cell(para(), grid[1])] if middle else []
        height = chance.choice(_ROW_HEIGHTS)
        return row([*cells, cell(date, grid[-1], level=level)], height=height)

    def signatures(self) -> str:
        """Recipients and signature."""
        chance = self._chance
        if chance.random() < 0.12:
            return self._typed_signatures()
        total = chance.choice((9072, 9288, 9356, 9498))
        left = int(total * chance.uniform(0.42, 0.55))
        grid = [left, total - left]
        size = chance.choice((20, 22, 22, 22))
        spacing = chance.choice(({}, {}, {"before": 20}, {"line": 234, "lineRule": "atLeast"}))
        to = para(run("Nơi nhận:", bold=True, italic=True, size=24), spacing=spacing)
        for text in self._recipients():
            to += para(
                run(f"- {text};", size=size), spacing=spacing, jc=chance.choice((None, "both"))
            )
        look = {"bold": True, "size": chance.choice((26, 28))}
        held = para(run(chance.choice(_TITLES), **look), jc="center")
        held += para(run(chance.choice(_RANKS), **look), jc="center")
        gap = {"mark": marks(size=chance.choice((14, 22, 26, 28, 32))), "jc": "center"}
        held += para(**gap) * chance.randint(3, 6)
        held += para(run(self._words.name(), **look), jc="center")
        one = row([cell(to, grid[0]), cell(held, grid[1])], whole=chance.random() < 0.12)
        place = {"indent": chance.choice((108, -72, 0, 0, 0))} if chance.random() < 0.5 else {}
        return table([one], grid, width=self._width(total), fixed=chance.random() < 0.2, **place)

    def _recipients(self) -> list[str]:
        places = [self._words.unit() for _ in range(self._chance.randint(2, 7))]
        return ["Như trên", *places, f"Lưu: VT, {self._chance.choice(('NC', 'TH, KT', 'NL'))}"]

    def _typed_signatures(self) -> str:
        """Recipients and signature set with tabs, as the older papers have them."""
        chance = self._chance
        right = chance.choice(_RANKS)
        rows = [("Nơi nhận:", f"TM. {right}"), *((f"- {t};", "") for t in self._recipients())]
        rows[1] = (rows[1][0], right)
        rows[-1] = (rows[-1][0], self._words.name())
        tabs = (("center", 6804, ""),) if chance.random() < 0.5 else ()
        jump = "\t" if tabs else "\t" * chance.randint(3, 5)
        return "".join(
            para(run(a, size=22) + (run(f"{jump}{b}", bold=True) if b else ""), tabs=tabs)
            for a, b in rows
        )

    def data(self, column: int) -> str:
        """A list in a table with lines. column: width there is, twips."""
        chance = self._chance
        count = chance.randint(3, 8)
        weights = [0.35, *(chance.choice((0.6, 1, 1, 2, 3)) for _ in range(count - 1))]
        total = chance.choice((column, column, column - 300, column + 200))
        grid = [int(total * weight / sum(weights)) for weight in weights]
        unit = "pct" if chance.random() < 0.15 else "dxa"
        level = chance.choice((None, "center", "center"))
        size = chance.choice((22, 24, 24, 26))
        rows = [self._top_row(grid, size, level)]
        for number in range(1, weighted(chance, ((4, 4), (8, 4), (15, 3), (34, 1))) + 1):
            rows.append(self._data_row(number, grid, size, level))
        if count > 4 and chance.random() < 0.4:
            total_cell = cell(para(run("Tổng cộng", bold=True, size=size), jc="center"), 0, span=2)
            money = para(run(self._words.number(), bold=True, size=size), jc="right")
            rows.append(row([total_cell, *(cell(money, width) for width in grid[2:])]))
        look = self._ruled()
        width = {"dxa": (sum(grid), "dxa"), "pct": (5000, "pct")}[unit]
        width = (0, "auto") if chance.random() < 0.34 else width
        place: dict[str, Any] = chance.choice(
            ({}, {"jc": "center"}, {"indent": 108}, {"indent": -5})
        )
        return table(rows, grid, width=width, fixed=chance.random() < 0.3, **place, **look)

    def _ruled(self) -> dict[str, Any]:
        chance = self._chance
        look: dict[str, Any] = {"borders": lines(_ALL)}
        if chance.random() < 0.4:
            look = {"style": "TableGrid"}
        if chance.random() < 0.2:
            edges = (("left", 57), ("right", 57))
            look["margins"] = "".join(f'<w:{e} w:w="{w}" w:type="dxa"/>' for e, w in edges)
        return look

    def _top_row(self, grid: list[int], size: int, level: str | None) -> str:
        chance = self._chance
        names = (
            "TT",
            "Nội dung",
            "Đơn vị chủ trì",
            "Thời gian",
            "Kinh phí",
            "Tỷ lệ",
            "Số hộ",
            "Ghi chú",
        )
        cells = [
            cell(para(run(name, bold=True, size=size), jc="center"), width, level=level)
            for name, width in zip(names, grid, strict=False)
        ]
        height = chance.choice((None, 400, 567))
        return row(cells, header=chance.random() < 0.4, height=height, whole=chance.random() < 0.3)

    def _data_row(self, number: int, grid: list[int], size: int, level: str | None) -> str:
        chance, words = self._chance, self._words
        spacing = {"before": 60, "after": 60} if size < 24 else {}
        cells = [cell(para(run(str(number), size=size), jc="center"), grid[0], level=level)]
        for width in grid[1:]:
            wide = width > 1500
            text = words.short() if wide else words.number() if chance.random() < 0.8 else ""
            jc = (
                chance.choice((None, "both", "both"))
                if wide
                else chance.choice(("center", "right"))
            )
            held = run(text, size=size) if text else ""
            mark = marks(size=size)
            cells.append(cell(para(held, jc=jc, spacing=spacing, mark=mark), width, level=level))
        return row(cells, height=chance.choice((None, None, 340)))
