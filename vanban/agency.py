"""One cơ quan as its documents see it: plain values, no database, no web.

In: what the office set up once. Out: frozen values that `context` combines with a document's
values.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from vanban.problems import Problem, Refused

CO_CHU_THEO_MAU = "theo_mau"
CO_CHU: Mapping[str, str] = {
    CO_CHU_THEO_MAU: "Theo cỡ chữ trong tệp mẫu Word",
    "13-14-14": "Quốc hiệu 13, Tiêu ngữ 14, địa danh và ngày tháng 14",
    "12-13-13": "Quốc hiệu 12, Tiêu ngữ 13, địa danh và ngày tháng 13",
}

# Fields in the PDF, for the programs that sign it: the key → what the office reads.
TRUONG_KHONG, TRUONG_SO_NGAY, TRUONG_DAY_DU = "khong", "so_ngay", "day_du"
TRUONG_KY: Mapping[str, str] = {
    TRUONG_KHONG: "Không có trường nào",
    TRUONG_SO_NGAY: "Trường điền số, ngày, tháng",
    TRUONG_DAY_DU: "Trường điền số, ngày, tháng và trường chữ ký số của người ký, của cơ quan",
}


# Frames round a giấy khen: the key → what the office reads. "" is none.
KHUNG: Mapping[str, str] = {
    "duong_doi": "Đường đôi: hai đường đỏ, một đậm một mảnh",
    "hat_thoi": "Hạt thoi: chuỗi hạt đỏ giữa hai đường vàng",
    "chuoi_vong": "Chuỗi vòng: vòng vàng lồng nhau giữa hai đường đỏ",
    "": "Không in khung",
}
# What a blank may have printed on it already, and is then left out.
IN_SAN: Mapping[str, str] = {
    "quoc_hieu": "Quốc hiệu, Tiêu ngữ",
    "chuc_vu": "Chức vụ người tặng ở giữa trang",
    "tang": "Dòng “TẶNG”, “TẶNG DANH HIỆU”",
    "ten_hinh_thuc": "Dòng “GIẤY KHEN”, tên danh hiệu",
}
LECH_MM = 10.0
"""The farthest that a giấy khen is moved on its blank, each way."""
_PICTURE = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True)
class GiayKhen:
    """How an office prints its giấy khen.

    khung: key of `KHUNG`, or the fingerprint of the office's own picture of a frame. bieu_trung:
    the fingerprint of its emblem, "" for none. tren_phoi: on blanks that were printed before: no
    frame, no emblem, nothing that `in_san` (keys of `IN_SAN`) names. lech_x_mm, lech_y_mm: how far
    everything is moved then, to the right and down. trang_thu: the page that measures it; never
    kept.
    """

    khung: str = "duong_doi"
    bieu_trung: str = ""
    tren_phoi: bool = False
    in_san: tuple[str, ...] = tuple(IN_SAN)
    lech_x_mm: float = 0.0
    lech_y_mm: float = 0.0
    trang_thu: bool = False

    @property
    def khung_rieng(self) -> bool:
        """Whether the frame is the office's own picture."""
        return self.khung not in KHUNG


@dataclass(frozen=True)
class Signing:
    """A right to sign: its label, and the posts that it needs besides the signer's own."""

    label: str
    needs: tuple[str, ...] = ()


# Nghị định 30/2020, Điều 13 and Phụ lục I, II.7: every way in which a person signs.
QUYEN_HAN: Mapping[str, Signing] = {
    "": Signing("Người đứng đầu ký"),
    "tm": Signing("TM. – thay mặt tập thể", ("thay_mat",)),
    "kt": Signing("KT. – cấp phó ký thay", ("ky_thay",)),
    "q": Signing("Q. – được giao quyền"),
    "tl": Signing("TL. – thừa lệnh", ("cap_tren",)),
    "tuq": Signing("TUQ. – thừa ủy quyền", ("cap_tren",)),
    "tm_kt": Signing(
        "TM. và KT. – cấp phó ký thay người đứng đầu tập thể", ("thay_mat", "ky_thay")
    ),
    "tm_q": Signing("TM. và Q. – người được giao quyền thay mặt tập thể", ("thay_mat",)),
    "tl_kt": Signing("TL. và KT. – cấp phó của đơn vị ký thừa lệnh", ("cap_tren", "ky_thay")),
    "tuq_kt": Signing("TUQ. và KT. – cấp phó ký thừa ủy quyền", ("cap_tren", "ky_thay")),
}
PERSON_PARTS: Mapping[str, str] = {
    "quyen_han": "Quyền hạn ký",
    "thay_mat": "Thay mặt (tập thể)",
    "cap_tren": "Chức vụ của người giao (sau TL., TUQ.)",
    "ky_thay": "Chức vụ được ký thay (sau KT.)",
    "chuc_vu": "Chức vụ của người ký",
    "chuc_vu_khac": "Chức vụ, cơ quan ghi trên họ tên",
    "ho_ten": "Họ và tên người ký",
}


@dataclass(frozen=True)
class Signer:
    """Who signs and by what right (Nghị định 30/2020, Điều 13; Phụ lục I, II.7).

    quyen_han: key of `QUYEN_HAN` ("" = signs as head). thay_mat: the collective after
    "TM." ("Ủy ban nhân dân"). cap_tren: the post after "TL."/"TUQ." ("Chủ tịch"). ky_thay: the
    post after "KT." ("Chủ tịch"). chuc_vu: the signer's own post. chuc_vu_khac: post and agency
    printed above the name, for councils. ho_ten: name without học hàm, học vị.
    """

    ho_ten: str
    chuc_vu: str
    quyen_han: str = ""
    thay_mat: str = ""
    cap_tren: str = ""
    ky_thay: str = ""
    chuc_vu_khac: str = ""


@dataclass(frozen=True)
class Agency:
    """A cơ quan: letterhead, abbreviation, place, signers, the lists it uses.

    ten_co_quan: official name in ordinary case, a line break where the letterhead breaks
    ("Ủy ban nhân dân\\nthành phố Cần Thơ"). co_quan_chu_quan: the same, "" when there is none.
    ky_hieu: abbreviation in số, ký hiệu ("UBND"). dia_danh: as the office sets it (II.4).
    mac_dinh: default values by field name ("noi_nhan", "can_cu", "luu"), each as raw input.
    co_chu: key of `CO_CHU`. ghi_hoc_vi: the sector's head allows học hàm, học vị before a name
    (Phụ lục I, II.7.c: armed forces, public education, health, science). truong_ky: key of
    `TRUONG_KY`. pdf_luu_tru: PDFs are made for long keeping, as PDF/A-2u. giay_khen: how its
    giấy khen are printed.
    """

    ten_co_quan: str
    ky_hieu: str
    dia_danh: str
    co_quan_chu_quan: str = ""
    signers: tuple[Signer, ...] = ()
    mac_dinh: Mapping[str, object] = field(default_factory=dict)
    ghi_hoc_vi: bool = False
    co_chu: str = CO_CHU_THEO_MAU
    truong_ky: str = TRUONG_SO_NGAY
    pdf_luu_tru: bool = False
    giay_khen: GiayKhen = field(default_factory=GiayKhen)

    @property
    def ten_mot_dong(self) -> str:
        """The name on one line, in ordinary case: for sentences and file properties."""
        return " ".join(self.ten_co_quan.split())


def from_data(data: object, where: str = "") -> Agency:
    """An office as it stands in JSON, as an `Agency`.

    data: a mapping with the names of `Agency`; signers as a list of mappings with the names of
    `Signer`. where: the place for problems. Raises Refused for a missing or unknown name.
    """
    entry = dict(data) if isinstance(data, Mapping) else {}
    signers = tuple(
        Signer(**_known(Signer, signer, f"{where}.signers.{i}"))
        for i, signer in enumerate(entry.pop("signers", ()))
    )
    certificate = _giay_khen(entry.pop("giay_khen", {}), f"{where}.giay_khen")
    entry = _known(Agency, entry, where)
    missing = [name for name in ("ten_co_quan", "ky_hieu", "dia_danh") if not entry.get(name)]
    if missing:
        raise Refused(*(Problem("office_missing", f"{where}.{name}") for name in missing))
    if entry.get("co_chu", CO_CHU_THEO_MAU) not in CO_CHU:
        raise Refused(Problem("office_sizes", f"{where}.co_chu", {"known": ", ".join(CO_CHU)}))
    if entry.get("truong_ky", TRUONG_SO_NGAY) not in TRUONG_KY:
        known = {"known": ", ".join(TRUONG_KY)}
        raise Refused(Problem("office_fields", f"{where}.truong_ky", known))
    if not isinstance(entry.get("pdf_luu_tru", False), bool):
        raise Refused(Problem("office_archive", f"{where}.pdf_luu_tru"))
    return Agency(**entry, signers=signers, giay_khen=certificate)


def _giay_khen(data: object, where: str) -> GiayKhen:
    entry = _known(GiayKhen, data, where)
    entry["in_san"] = tuple(entry.get("in_san", IN_SAN))
    made = GiayKhen(**entry)
    pictures = [made.bieu_trung] if made.bieu_trung else []
    pictures += [made.khung] if made.khung_rieng else []
    problems = [
        Problem("office_award_picture", where)
        for picture in pictures
        if not isinstance(picture, str) or not _PICTURE.match(picture)
    ]
    problems += [
        Problem("office_award_offset", f"{where}.{name}", {"most": f"{LECH_MM:.0f}"})
        for name in ("lech_x_mm", "lech_y_mm")
        if not _is_offset(getattr(made, name))
    ]
    if not set(made.in_san) <= set(IN_SAN):
        problems.append(Problem("office_award_parts", where, {"known": ", ".join(IN_SAN)}))
    if problems:
        raise Refused(*problems)
    return made


def _is_offset(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return -LECH_MM <= value <= LECH_MM


def _known(shape: type, data: object, where: str) -> dict[str, Any]:
    """The mapping itself, after a look that every name in it belongs to the dataclass."""
    entry = dict(data) if isinstance(data, Mapping) else {}
    names = {f.name for f in fields(shape)}
    if unknown := sorted(set(entry) - names):
        raise Refused(*(Problem("office_unknown", f"{where}.{name}") for name in unknown))
    return entry


def to_data(office: Agency) -> dict[str, Any]:
    """The office as plain JSON values, for `from_data`."""
    return asdict(office)
