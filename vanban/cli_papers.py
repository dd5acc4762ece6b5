"""`python -m vanban make`, `pdf`: a JSON file or any Word file → files."""

from __future__ import annotations

import argparse
import sys
from datetime import date

from vanban import agency
from vanban.check.report import faults
from vanban.cli_files import read_bytes, read_json, write
from vanban.kinds import named
from vanban.service import Service, open_service
from vanban.store import download_name


def make(options: argparse.Namespace) -> int:
    """Write the Word file and the PDF of what a JSON file holds."""
    service = open_service()
    named(service.kinds, options.kind)
    raw = read_json(options.data)
    office = agency.from_data(raw.pop("co_quan", {}), where="co_quan")
    raw.pop("mo_ta", None)  # a note for the reader of the example, not part of the paper
    made = service.produce(options.kind, raw, office, date.today())
    files = {
        options.out / download_name(made.stem, "docx"): made.docx,
        options.out / download_name(made.stem, "pdf"): made.pdf,
    }
    write(files)
    for sentence in faults(made.checked):
        print(f"Thể thức cần xem lại: {sentence}", file=sys.stderr)
    for path in files:
        print(path)
    return 0


def pdf(options: argparse.Namespace) -> int:
    """Write the PDF of a Word file; what is not in it is told."""
    data = read_bytes(options.docx)
    # Reading the kinds takes longer than a page, and a Word file is of none.
    made = Service({}).pdf(
        data, name=options.docx.name, archive=options.pdfa, lenient=options.thieu_chu
    )
    write({options.out: made.pdf})
    for problem in made.problems:
        print(problem, file=sys.stderr)
    print(options.out)
    return 0
