"""A report as programs and our own pages read it: plain values, in the order of the page.

Keys are Vietnamese, those of `python -m vanban check --json`; docs/kiem-tra.md tells each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from vanban.check.engine import Finding, Outcome, Report, Severity, Told
from vanban.check.parts import Family
from vanban.laid import Box

FAMILIES: Final = {
    Family.HANH_CHINH: "văn bản hành chính",
    Family.BAN_SAO: "bản sao văn bản",
    Family.PHU_LUC: "phụ lục, văn bản kèm theo",
    Family.DANG: "văn bản của Đảng",
    Family.QUY_PHAM: "văn bản quy phạm pháp luật",
    Family.KHAC: "không nhận ra là văn bản hành chính",
}
SEVERITIES: Final = {
    Severity.SAI: "Sai",
    Severity.NEN: "Nên sửa",
    Severity.LUU_Y: "Lưu ý",
}
OUTCOMES: Final = {
    Outcome.DAT: "đạt",
    Outcome.KHONG_DAT: "không đạt",
    Outcome.KHONG_AP_DUNG: "không áp dụng cho văn bản này",
    Outcome.KHONG_DANH_GIA_DUOC: "không đánh giá được",
}


def plain(report: Report) -> dict[str, Any]:
    """The whole report. mm are from the upper left corner of the page; pages count from 1."""
    found = report.found
    return {
        "bo_quy_tac": report.rules.name,
        "nhom": str(found.family),
        "loai": found.loai,
        "vi_sao": found.why,
        "nguon": found.laid.source,
        "da_ky_so": found.laid.signed,
        "so_trang": len(found.laid.sheets),
        "kho_giay": [[round(s.width, 1), round(s.height, 1)] for s in found.laid.sheets],
        "da_xet": report.evaluated,
        "dem": {str(severity): report.count(severity) for severity in Severity},
        "phat_hien": [_finding(each) for each in report.findings],
        "quy_tac": [_told(each) for each in report.told],
        "khong_doc_duoc": [str(problem) for problem in found.laid.problems],
    }


def brief(report: Report) -> dict[str, Any]:
    """What is kept with a paper of the office: how much was looked at, and what is wrong."""
    return {
        "da_xet": report.evaluated,
        "dem": {str(severity): report.count(severity) for severity in Severity},
        "phat_hien": [
            {"quy_tac": each.rule.id, "muc": str(each.rule.severity), "cau": each.sentence}
            for each in report.findings
        ],
    }


def faults(checked: Mapping[str, Any] | None) -> list[str]:
    """The sentences of a `brief`, in reading order; also of what is only worth a look.

    A paper of ours gives no cause for any, whatever is typed rightly.
    """
    return [each["cau"] for each in checked["phat_hien"]] if checked else []


def at_fields(report: Report, texts: Mapping[str, str]) -> list[tuple[str, str]]:
    """(sentence, field) of each finding, in reading order; field "" where none holds the place.

    texts: field → what of it is printed.
    """
    printed = {key: _solid(text) for key, text in texts.items()}
    words = {piece.number: _solid(piece.text) for piece in report.found.laid.pieces}
    return [
        (each.sentence, _field(words.get(each.hit.piece, ""), _solid(each.hit.is_), printed))
        for each in report.findings
    ]


def _solid(text: str) -> str:
    """Its letters and figures: a template adds marks and may write in capitals."""
    return "".join(filter(str.isalnum, text)).casefold()


def _field(piece: str, is_: str, printed: Mapping[str, str]) -> str:
    """The field in whose words the place stands: the one that shows what was found, the longest."""
    inside = [key for key, text in printed.items() if text and (text in piece or piece in text)]
    if not piece or not inside:
        return ""
    return max(inside, key=lambda key: (is_ in printed[key], len(printed[key])))


def _finding(finding: Finding) -> dict[str, Any]:
    rule, hit = finding.rule, finding.hit
    return {
        "quy_tac": rule.id,
        "ten": rule.title,
        "dieu_khoan": rule.clause,
        "muc": str(rule.severity),
        "cau": finding.sentence,
        "la": hit.is_,
        "dung": hit.should,
        "sua_duoc": bool(hit.repair),
        "trang": hit.box.page + 1 if hit.box else None,
        "mm": _box(hit.box) if hit.box else None,
    }


def _box(box: Box) -> dict[str, float]:
    edges = (("trai", box.left), ("tren", box.top), ("phai", box.right), ("duoi", box.bottom))
    return {name: round(length, 1) for name, length in edges}


def _told(told: Told) -> dict[str, str]:
    return {"quy_tac": told.rule.id, "ket_qua": str(told.outcome), "vi_sao": told.why}
