"""`python -m vanban places`: where a PDF is filled after it was made."""

from __future__ import annotations

import argparse
import json

from vanban.cli_files import read_bytes
from vanban.pdf import places as placing
from vanban.problems import Problem, Refused


def places(options: argparse.Namespace) -> int:
    """Print the places. Raises Refused where there are none."""
    name = options.pdf.name
    told = placing.look(read_bytes(options.pdf))
    if options.json:
        found = {"tep": name, "cach_tim": told.way, "vi_tri": told.data()}
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    if not told.places:
        raise Refused(Problem("places_none", name))
    print(f"{name}: vị trí {placing.WAYS[told.way]}.")
    print("pt: từ góc dưới bên trái của trang. mm: từ góc trên bên trái của trang.")
    for each in told.data():
        print(f"{each['ten']}: {each['la']}, trang {each['trang']}")
        pt, mm = each["pt"], each["mm"]
        print(
            f"    pt: x {_figure(pt['x'])}, y {_figure(pt['y'])}, rộng {_figure(pt['rong'])},"
            f" cao {_figure(pt['cao'])}"
        )
        print(
            f"    mm: cách mép trái {_figure(mm['trai'])}, cách mép trên {_figure(mm['tren'])},"
            f" rộng {_figure(mm['rong'])}, cao {_figure(mm['cao'])}"
        )
    return 0


def _figure(length: float) -> str:
    return f"{length:.1f}".replace(".", ",")
