"""What kind of document it is, and whose rules it follows.

In: the parts that were found. Out: the tên loại of Nghị định 30/2020/NĐ-CP, the `Family`, and why,
in a sentence. Whoever is not sure says so: rules of thể thức on a paper that has other rules would
only mislead.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from vanban.check import words
from vanban.check.bits import Seg, bare
from vanban.check.parts import Bit, Family, Part
from vanban.decree30 import LOAI_VAN_BAN

_NAMES: Final = {
    **{re.sub(r"\W", "", bare(name)): name for name in LOAI_VAN_BAN},
    "thoathuan": "Bản thỏa thuận",
}
_NAMELESS: Final = frozenset(("Công văn", "Thư công"))
_PATTERNS: Final = tuple(
    (re.compile(r"\s+".join(bare(name).split()) + r"\b"), name)
    for name in sorted(LOAI_VAN_BAN, key=len, reverse=True)
    if name not in _NAMELESS
)
# Tên loại of văn bản quy phạm pháp luật that are no tên loại of Nghị định 30.
# Papers with Quốc hiệu whose form other rules give.
_OTHERS: Final = {
    "giaykhen": "Giấy khen",
    "bangkhen": "Bằng khen",
    "giaychungnhan": "Giấy chứng nhận",
    "chungnhan": "Giấy chứng nhận",
    "bangtotnghiep": "Văn bằng",
    "giayphep": "Giấy phép",
    "giayxacnhan": "Giấy xác nhận",
    "tokhai": "Tờ khai",
}
_NEAR: Final = 25
# So many of the parts that tell an administrative document must be there.
_ENOUGH: Final = 3
_LAWS: Final = frozenset(
    ("luat", "boluat", "phaplenh", "nghidinh", "thongtu", "thongtulientich", "lenh", "hienphap")
)
# Whoever issues a quyết định or nghị quyết that is a văn bản quy phạm pháp luật.
_NORMATIVE: Final = re.compile(
    r"(?:qd|nq)\s*-\s*(?:ubnd|ub|hdnd|ttg|ktnn|ctn|tandtc|vksndtc|hdtp)|tt(?:lt)?\s*-|nd\s*-\s*cp|"
    r"nq\s*-\s*cp|qh\s*\d|ubtvqh|tt\d*\s*-|l\s*-\s*ctn"
)
_YEAR: Final = re.compile(r"/\s*(?:19|20)\d\d\s*[/-]\s*(?P<ky>.*)")
_PARTY_NUMBER: Final = re.compile(
    r"so\s*[:.]?[\s\d.…_*]*[-–]\s*(?:qd|nq|ct|kl|bc|tb|cv|ttr|hd|kh|ctr|qc|da|ctrh?dd?)"
    r"\s*/\s*(?:tw|t\.?u|h\.?u|d\.?u|th\.?u|q\.?u|btg|bttu|vptu|b[a-z]{1,6}tw|cb|bc|ubkt)"
)
# "Số: 12-KH/ĐTN": đoàn thể number their papers as the Party does.
_UNION_NUMBER: Final = re.compile(r"so\s*[:.]?[\s\d.…_*]*[-–]\s*[a-z]{2,4}\s*/\s*[a-z]")
# Tên loại of texts that a document issues or approves; others that come with one are its forms.
_ISSUED: Final = frozenset(
    (
        "Quy chế", "Quy định", "Hướng dẫn", "Chương trình", "Kế hoạch", "Phương án", "Đề án",
        "Dự án", "Báo cáo",
    )
)  # fmt: skip
_OF_LAW: Final = re.compile(
    r"kem theo (?:cac )?(?:thong tu|nghi dinh|luat|bo luat|phap lenh|lenh)\b"
)
_OF_CONTRACT: Final = re.compile(r"\bhop dong\b")
_PARTY_OFFICE: Final = re.compile(
    r"(?:ban chap hanh trung uong|tinh uy|thanh uy|huyen uy|quan uy|thi uy|dang uy|dang bo|chi bo|"
    r"ban thuong vu (?:tinh|thanh|huyen|dang)|uy ban kiem tra (?:tinh|thanh|huyen|dang))"
)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a document is, and why."""

    family: Family
    loai: str
    why: str


def exact(seg: Seg) -> str:
    """The tên loại that a line is, "" for none."""
    name = _NAMES.get(seg.compact, "")
    return "" if name in _NAMELESS else name


def beginning(seg: Seg) -> tuple[str, int] | None:
    """The tên loại that a line begins with, and where it ends."""
    if name := exact(seg):
        return name, len(seg.text)
    for pattern, name in _PATTERNS:
        if found := pattern.match(seg.bare):
            return name, found.end()
    return None


def law(seg: Seg) -> bool:
    """Whether a line is the tên loại of a văn bản quy phạm pháp luật."""
    return seg.compact in _LAWS and seg.upper


def _symbol(parts: Mapping[Part, Sequence[Bit]]) -> str:
    return " ".join(bare(bit.text) for bit in parts.get(Part.SO_KY_HIEU, ()))


def by_symbol(symbol: str) -> str:
    """The tên loại that a số, ký hiệu names ("/qd-ubnd"), "" for none."""
    after = symbol.partition("/")[2].strip()
    after = re.sub(r"^(?:19|20)\d\d\s*[/-]\s*", "", after)
    letters = re.match(r"[a-z]+", after)
    if not letters:
        return ""
    for name, short in LOAI_VAN_BAN.items():
        if short and bare(short) == letters.group() and re.match(r"[a-z]+\s*[-–.…\s]", after + " "):
            return name
    return ""


def other(segs: Sequence[Seg]) -> str:
    """The name of a paper whose form other rules give, "" for none."""
    names = (_OTHERS.get(seg.compact, "") for seg in segs[:_NEAR] if seg.upper)
    return next((name for name in names if name), "")


def tell(
    parts: Mapping[Part, Sequence[Bit]], titled: str, title: Seg | None, party: bool, named: str
) -> Kind:
    """The kind of a document.

    titled: tên loại as found; title: its line; party: of the Party; named: a paper whose form
    other rules give, "" for none.
    """
    symbol = _symbol(parts)
    co_quan = "\n".join(bare(bit.text) for bit in parts.get(Part.CO_QUAN, ()))
    has_country = Part.QUOC_HIEU in parts or Part.TIEU_NGU in parts
    if party or (not has_country and _is_party(symbol, co_quan)):
        return Kind(
            Family.DANG,
            titled,
            "Văn bản trình bày theo thể thức văn bản của Đảng, không theo Nghị định số "
            "30/2020/NĐ-CP.",
        )
    if reason := _normative(symbol, title):
        return Kind(Family.QUY_PHAM, titled, reason)
    if named and not titled:
        why = f"{named} trình bày theo mẫu riêng, không theo Nghị định số 30/2020/NĐ-CP."
        return Kind(Family.KHAC, "", why)
    return _administrative(parts, titled, title, symbol)


def attached(parts: Mapping[Part, Sequence[Bit]], titled: str, title: Seg | None) -> Kind:
    """The kind of a text that says "(Kèm theo …)" below its title and has no số, ký hiệu.

    titled: its tên loại, "" for none; title: the line of it, None below the words "Phụ lục I".
    """
    note = " ".join(bare(bit.text) for bit in parts.get(Part.KEM_THEO, ()))
    if _PARTY_NUMBER.search(note):
        return Kind(Family.DANG, titled, "Kèm theo văn bản của Đảng, có thể thức riêng.")
    year = _YEAR.search(note)
    if _OF_LAW.search(note) or (year and _NORMATIVE.match(year["ky"].strip())):
        why = "Kèm theo văn bản quy phạm pháp luật, có thể thức riêng."
        return Kind(Family.QUY_PHAM, titled, why)
    other_form = title is not None and (words.form(title) or (titled and titled not in _ISSUED))
    # Whoever fills in a form writes below Quốc hiệu without an agency beside it.
    other_form = other_form or (Part.QUOC_HIEU in parts and Part.CO_QUAN not in parts)
    if other_form or _OF_CONTRACT.search(note) or _UNION_NUMBER.search(note):
        return Kind(Family.KHAC, "", _stranger(parts, titled, title))
    return Kind(Family.PHU_LUC, titled, _comes_with(titled, title))


def _comes_with(titled: str, title: Seg | None) -> str:
    signs = "có dòng “(Kèm theo …)” và không có số, ký hiệu riêng."
    if title is None:
        return f"Đây là phụ lục của văn bản khác: {signs}"
    issued = "được ban hành kèm theo" if titled or words.nameless(title) else "kèm theo"
    return f"Đây là “{title.text}” {issued} văn bản khác: {signs}"


def _is_party(symbol: str, co_quan: str) -> bool:
    return bool(_PARTY_NUMBER.search(symbol) or _PARTY_OFFICE.search(co_quan))


def _normative(symbol: str, title: Seg | None) -> str:
    if title is not None and law(title):
        return f"Tên loại “{title.text}” là của văn bản quy phạm pháp luật, có thể thức riêng."
    year = _YEAR.search(symbol)
    if year and _NORMATIVE.match(year["ky"].strip()):
        return (
            "Số, ký hiệu có năm ban hành nên đây là văn bản quy phạm pháp luật, có thể thức riêng."
        )
    return ""


def _administrative(
    parts: Mapping[Part, Sequence[Bit]], titled: str, title: Seg | None, symbol: str
) -> Kind:
    has_country = Part.QUOC_HIEU in parts or Part.TIEU_NGU in parts
    marks = (
        has_country,
        Part.CO_QUAN in parts,
        Part.SO_KY_HIEU in parts,
        Part.DIA_DANH in parts,
        Part.NOI_NHAN in parts,
        Part.QUYEN_HAN in parts,
    )
    letter = Part.TRICH_YEU_CV in parts or Part.KINH_GUI in parts
    known = titled or by_symbol(symbol)
    if not known and title is None and letter and symbol:
        known = "Công văn"
    if not has_country and _UNION_NUMBER.search(symbol):
        why = "Không có Quốc hiệu và số, ký hiệu ghi như của đoàn thể, có thể thức riêng."
        return Kind(Family.KHAC, "", why)
    if not has_country and not all(marks[1:]):
        # Đoàn thể and foreign bodies lay out their papers alike, without Quốc hiệu.
        return Kind(Family.KHAC, "", _stranger(parts, "", None))
    alone = Part.KEM_THEO in parts and not symbol and Part.NOI_NHAN not in parts
    if alone or sum(marks) + bool(known) < _ENOUGH or not (known or symbol):
        return Kind(Family.KHAC, "", _stranger(parts, titled, title))
    if Part.CO_QUAN not in parts and (known == "Hợp đồng" or not symbol):
        return Kind(Family.KHAC, "", _stranger(parts, titled, title))
    return Kind(Family.HANH_CHINH, known, _why(titled, known, title))


def _why(titled: str, known: str, title: Seg | None) -> str:
    if titled:
        return f"Tên loại ghi trong văn bản là “{title.text if title else titled}”."
    if known == "Công văn":
        return "Không có tên loại; có số, ký hiệu và trích yếu hoặc Kính gửi của công văn."
    if known:
        return f"Không thấy tên loại; ký hiệu cho biết đây là {known.lower()}."
    if title and words.nameless(title):
        return (
            "Chỗ tên loại còn ghi “TÊN LOẠI VĂN BẢN”, chưa điền; có tên cơ quan và số, ký hiệu của "
            "văn bản hành chính."
        )
    name = f" “{title.text}”" if title else ""
    return f"Tên loại{name} không có trong 29 loại văn bản hành chính."


def _stranger(parts: Mapping[Part, Sequence[Bit]], titled: str, title: Seg | None) -> str:
    has_country = Part.QUOC_HIEU in parts or Part.TIEU_NGU in parts
    if Part.KEM_THEO in parts:
        return "Đây là phần kèm theo văn bản khác; tệp không có số, ký hiệu của văn bản đó."
    if Part.PHU_LUC in parts and not has_country:
        return (
            "Đây là phụ lục nhưng không có dòng “(Kèm theo … số …)” nên không biết của văn bản nào."
        )
    if not has_country and not titled:
        return "Không thấy Quốc hiệu và tên loại nên không nhận ra đây là văn bản hành chính."
    if has_country and title is not None and not titled:
        return (
            f"Có Quốc hiệu, nhưng “{title.text}” không phải tên loại văn bản hành chính và không "
            "thấy số, ký hiệu."
        )
    if has_country:
        return (
            "Có Quốc hiệu, nhưng không đủ tên cơ quan, số, ký hiệu để nhận ra đây là văn bản hành "
            "chính của một cơ quan."
        )
    return f"Có tên loại “{titled}”, nhưng không thấy Quốc hiệu, tên cơ quan và số, ký hiệu."
