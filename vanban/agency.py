"""One cơ quan as its documents see it: plain values, no database, no web.

In: what the office set up once. Out: frozen values that `context` combines with a document's
values.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

CO_CHU_THEO_MAU = "theo_mau"
CO_CHU: Mapping[str, str] = {
    CO_CHU_THEO_MAU: "Theo cỡ chữ trong tệp mẫu Word",
    "13-14-14": "Quốc hiệu 13, Tiêu ngữ 14, địa danh và ngày tháng 14",
    "12-13-13": "Quốc hiệu 12, Tiêu ngữ 13, địa danh và ngày tháng 13",
}


@dataclass(frozen=True)
class Signer:
    """Who signs and by what right (Nghị định 30/2020, Điều 13; Phụ lục I, II.7).

    quyen_han: key of `context.QUYEN_HAN` ("" = signs as head). thay_mat: the collective after
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
    co_chu: key of `CO_CHU`.
    """

    ten_co_quan: str
    ky_hieu: str
    dia_danh: str
    co_quan_chu_quan: str = ""
    signers: tuple[Signer, ...] = ()
    mac_dinh: Mapping[str, object] = field(default_factory=dict)
    co_chu: str = CO_CHU_THEO_MAU

    @property
    def ten_mot_dong(self) -> str:
        """The name on one line, in ordinary case: for sentences and file properties."""
        return " ".join(self.ten_co_quan.split())
