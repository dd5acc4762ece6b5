"""The life of a paper and who may do what: plain data that every layer reads, nothing is done here.

In: the name of a role, a state or a step. Out: what it means. The order of the steps is that of
Nghị định 30/2020, Điều 13–18: drafted, laid before the signer, signed, numbered and issued by
văn thư; what was issued is never edited, only replaced or corrected by another paper.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from vanban.problems import Refused


class NotAllowed(Refused):
    """This person's roles do not give the right, or the paper's state does not allow the step."""


# -- roles -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Role:
    """What an office calls a role, what it is for, and the rights that it gives."""

    label: str
    about: str
    rights: frozenset[str]


# xem: read the office's papers. soan: write and lay before the signer. ky: say that it is signed,
# or send it back. cap_so: give numbers, keep the register, cancel. so_xem: read the register.
# co_quan: letterhead, signers, series. nguoi_dung: accounts and units. nhat_ky: the audit trail.
# he_thong: the offices of the installation.
ROLES: Mapping[str, Role] = {
    "quan_tri": Role(
        "Quản trị",
        "Lập tài khoản, đơn vị, sổ đăng ký; sửa thông tin cơ quan; xem nhật ký. Không đọc văn bản.",
        frozenset({"co_quan", "nguoi_dung", "nhat_ky"}),
    ),
    "van_thu": Role(
        "Văn thư",
        "Soạn văn bản, cấp số và ngày, ban hành, giữ sổ đăng ký văn bản đi.",
        frozenset({"xem", "soan", "da_ky", "cap_so", "so_xem", "co_quan"}),
    ),
    "soan_thao": Role(
        "Soạn thảo",
        "Soạn văn bản và trình ký.",
        frozenset({"xem", "soan", "so_xem"}),
    ),
    "lanh_dao": Role(
        "Lãnh đạo",
        "Đọc văn bản, ký hoặc trả lại văn bản được trình.",
        frozenset({"xem", "da_ky", "tra_lai", "so_xem"}),
    ),
    "he_thong": Role(
        "Quản trị hệ thống",
        "Lập cơ quan mới và tài khoản quản trị đầu tiên của cơ quan đó.",
        frozenset({"he_thong"}),
    ),
}
# The first account of an installation does everything until others are made.
FIRST_ROLES = frozenset(ROLES)
RIGHTS = frozenset().union(*(role.rights for role in ROLES.values()))


def rights_of(roles: Collection[str]) -> frozenset[str]:
    """The rights of somebody with these roles; a role that is not known gives none."""
    return frozenset().union(*(ROLES[name].rights for name in roles if name in ROLES))


# -- states and steps ------------------------------------------------------------------------------

NHAP, TRINH_KY, DA_KY, BAN_HANH, DA_HUY = "nhap", "trinh_ky", "da_ky", "ban_hanh", "da_huy"
STATES: Mapping[str, str] = {
    NHAP: "Nháp",
    TRINH_KY: "Trình ký",
    DA_KY: "Đã ký",
    BAN_HANH: "Đã ban hành",
    DA_HUY: "Đã hủy số",
}
# What lists ask for besides a state: papers with their number, signed by their leader with a key,
# that wait for the signature of the office (Nghị định 30/2020, Điều 17, 32).
WAITS_OFFICE = "cho_co_quan"
LISTED: Mapping[str, str] = {**STATES, WAITS_OFFICE: "Chờ cơ quan ký"}


@dataclass(frozen=True)
class Step:
    """One step of a paper's life. rights: any of them suffices. reason: one must be given."""

    label: str
    before: str
    after: str
    rights: frozenset[str]
    reason: bool = False


STEPS: Mapping[str, Step] = {
    "trinh": Step("Trình ký", NHAP, TRINH_KY, frozenset({"soan"})),
    "rut_lai": Step("Rút lại để sửa", TRINH_KY, NHAP, frozenset({"soan"}), reason=True),
    "tra_lai": Step("Trả lại người soạn", TRINH_KY, NHAP, frozenset({"tra_lai"}), reason=True),
    "da_ky": Step("Đã ký", TRINH_KY, DA_KY, frozenset({"da_ky"})),
    "bo_ky": Step("Bỏ bản đã ký để sửa", DA_KY, NHAP, frozenset({"da_ky"}), reason=True),
    "ban_hanh": Step("Cấp số, ban hành", DA_KY, BAN_HANH, frozenset({"cap_so"})),
    "huy": Step("Hủy số", BAN_HANH, DA_HUY, frozenset({"cap_so"}), reason=True),
}
# The steps that all papers of a list may take together, in this order.
LIST_STEPS = ("trinh", "da_ky", "tra_lai", "rut_lai", "ban_hanh")
# The steps by which others send a paper back to whoever wrote it.
SENDING_BACK = ("tra_lai", "bo_ky")
# How a later paper stands to an issued one (Điều 18: an error in content is replaced by a paper of
# the same kind, an error in form is corrected by a công văn).
RELATIONS: Mapping[str, str] = {"thay_the": "Thay thế", "dinh_chinh": "Đính chính"}
CORRECTING_KIND = "cong_van"

# -- signatures ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SigningStage:
    """One thing added to the end of a paper's PDF. before: the state in which it is added."""

    label: str
    before: str
    rights: frozenset[str]


# In this order (Điều 5, 14–17, 32): the competent person signs, văn thư gives number and day, which
# the program writes into that very file, then the office signs.
LEADER, NUMBER, OFFICE = "nguoi_ky", "cap_so", "co_quan"
SIGNING: Mapping[str, SigningStage] = {
    LEADER: SigningStage("Chữ ký của người có thẩm quyền", TRINH_KY, frozenset({"da_ky"})),
    NUMBER: SigningStage("Số và ngày", BAN_HANH, frozenset({"cap_so"})),
    OFFICE: SigningStage("Chữ ký của cơ quan", BAN_HANH, frozenset({"cap_so"})),
}
# Where a signed file comes from.
UPLOADED, HERE, VGCA = "tai_len", "tai_cho", "vgca"
ORIGINS: Mapping[str, str] = {
    UPLOADED: "Ký ở chương trình khác rồi tải lên",
    HERE: "Làm tại chương trình này",
    VGCA: "Ký bằng VGCA Sign Service",
}
# What the office signs besides papers: its copies (Điều 25), and appendices in separate files.
COPIES: Mapping[str, str] = {
    "sao_y": "Sao y",
    "sao_luc": "Sao lục",
    "trich_sao": "Trích sao",
    "phu_luc": "Phụ lục ở tệp riêng",
}

# -- batches ---------------------------------------------------------------------------------------

ONE_EACH, ONE_FOR_ALL = "rieng", "chung"
BATCH_FORMS: Mapping[str, str] = {
    ONE_EACH: "Mỗi dòng một văn bản",
    ONE_FOR_ALL: "Một văn bản kèm danh sách",
}
PREPARING, RUNNING, PAUSED, ENDED, CANCELLED = "chuan_bi", "dang_tao", "tam_dung", "xong", "huy"
BATCH_STATES: Mapping[str, str] = {
    PREPARING: "Đang chuẩn bị",
    RUNNING: "Đang tạo",
    PAUSED: "Tạm dừng",
    ENDED: "Đã xong",
    CANCELLED: "Đã hủy",
}
WAITING, WORKING, DONE, FAILED, LEFT_OUT = "cho", "dang", "xong", "loi", "bo"
ROW_STATES: Mapping[str, str] = {
    WAITING: "Đang chờ",
    WORKING: "Đang tạo",
    DONE: "Đã tạo",
    FAILED: "Chưa tạo được",
    LEFT_OUT: "Bỏ qua",
}


def steps_from(state: str, rights: Collection[str]) -> dict[str, Step]:
    """The steps that somebody with these rights may take from a state, by name."""
    return {
        name: step
        for name, step in STEPS.items()
        if step.before == state and not step.rights.isdisjoint(rights)
    }
