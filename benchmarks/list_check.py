"""How long a list is checked: processor time of the whole check, and of one cell mended.

In: numbers of rows. Out: a table; the exit code is 1 when 5,000 rows take more than the goal.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from datetime import date

from vanban.agency import Agency
from vanban.kinds import FORMS_DIR, read_kinds
from vanban.listing import Listing, ListRow
from vanban.lists.check import Check, Earlier

GOAL_SECONDS = 1.0
_WORDS = ("Nguyễn Trần Lê Phạm Vũ", "Văn Thị Hữu Đức Minh", "An Bình Cường Hòa Khánh Lan Mai")


def rows_of(count: int) -> list[ListRow]:
    """People of many units; every fiftieth row has a fault, every hundredth is a double."""
    families, middles, given = (words.split() for words in _WORDS)
    rows = []
    for at in range(count):
        person = at if at % 100 else 0
        name = (
            families[person % 5],
            middles[person // 5 % 5],
            given[person // 25 % 7],
        )
        raw = {
            "ho_ten": " ".join(name),
            "danh_xung": "Bà",
            "chuc_vu_don_vi": f"Chuyên viên, Phòng số {person % 977}, Sở số {person % 31}",
            "tien_thuong": "x" if at % 50 == 7 else "",
        }
        rows.append(ListRow(at + 5, {k: v for k, v in raw.items() if v}))
    return rows


def main() -> int:
    """Run and report. Returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    kind = read_kinds(FORMS_DIR)["quyet_dinh_khen_thuong"]
    common = {name: value for name, value in kind.sample.items() if name != "khen_thuong"}
    office, day = Agency("Sở Nội vụ", "SNV", "Hải Phòng"), date(2026, 11, 21)
    before = [Earlier(row.raw["ho_ten"], "Sở số 3", "năm trước") for row in rows_of(2000)]
    print(f"processor seconds, medians of {rounds} rounds; last year's list has 2,000 people")
    print(f"{'rows':>7}{'whole':>9}{'one cell':>10}{'need her':>10}")
    missed = False
    for count in (500, 5_000, 20_000):
        sheet = Listing("S", (), 4, tuple(rows_of(count)))
        whole, again = [], []
        for _ in range(rounds):
            start = time.process_time()
            desk = Check(kind, common, office, day, before=before)
            found = desk.whole(sheet)
            middle = time.process_time()
            desk.again(found, sheet, 12)
            whole.append(middle - start)
            again.append(time.process_time() - middle)
        seconds = statistics.median(whole)
        missed |= count == 5_000 and seconds > GOAL_SECONDS
        print(f"{count:>7}{seconds:>9.3f}{statistics.median(again):>10.3f}{len(found.rows):>10}")
    print("MISSED" if missed else "met", f"goal: 5,000 rows in {GOAL_SECONDS:.0f} s")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
