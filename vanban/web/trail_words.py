"""What the audit trail tells, in words: one table, act → sentence.

In: an event. Out: a sentence for whoever reads the trail. Names in braces are those of the event's
detail; one that an event of earlier days does not have is left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import date

from vanban.life import COPIES, ROLES, SIGNING
from vanban.register import Event

# Act → (a name for the list to choose from, the sentence).
ACTS: Mapping[str, tuple[str, str]] = {
    # the door
    "thiet_lap": ("Thiết lập lần đầu", "Thiết lập cơ quan và tài khoản đầu tiên “{account}”."),
    "dang_nhap": ("Đăng nhập", "Đăng nhập."),
    "dang_nhap_sai": ("Đăng nhập sai", "Nhập sai mật khẩu của tài khoản “{account}”."),
    "dang_nhap_lien_thong": ("Đăng nhập liên thông", "Đăng nhập bằng tài khoản đã liên kết."),
    "dang_nhap_khoa": (
        "Đăng nhập tài khoản khóa",
        "Tài khoản “{account}” đã bị khóa; không cho đăng nhập bằng tài khoản liên kết.",
    ),
    "xac_nhan_mat_khau": ("Xác nhận mật khẩu", "Nhập lại mật khẩu để liên kết tài khoản."),
    "lien_ket": ("Liên kết tài khoản", "Liên kết tài khoản của mình với “{name}” ({subject})."),
    "go_lien_ket": ("Gỡ liên kết", "Gỡ liên kết của tài khoản mình với {subject}."),
    "dang_xuat": ("Đăng xuất", "Đăng xuất."),
    "dang_xuat_moi_noi": ("Đăng xuất mọi nơi", "Đăng xuất ở mọi máy khác."),
    "doi_mat_khau": ("Đổi mật khẩu", "Đổi mật khẩu của mình."),
    "tu_choi": ("Bị từ chối", "Bị từ chối vì không có quyền: {method} {path}"),
    # people
    "them_tai_khoan": ("Thêm tài khoản", "Thêm tài khoản “{account}” cho {ho_ten}: {roles}."),
    "sua_tai_khoan": ("Sửa tài khoản", "Sửa tài khoản “{account}”: {before} → {after}."),
    "khoa_tai_khoan": ("Khóa tài khoản", "Khóa tài khoản “{account}” của {ho_ten}."),
    "mo_tai_khoan": ("Mở tài khoản", "Mở lại tài khoản “{account}” của {ho_ten}."),
    "dat_lai_mat_khau": (
        "Đặt lại mật khẩu",
        "Đặt lại mật khẩu của tài khoản “{account}” ({ho_ten}).",
    ),
    "them_don_vi": ("Thêm đơn vị", "Thêm đơn vị “{ten}”."),
    "sua_don_vi": ("Sửa đơn vị", "Đổi tên đơn vị thành “{ten}”."),
    # offices
    "them_co_quan": ("Thêm cơ quan", "Thêm cơ quan “{office}”."),
    "sua_co_quan": ("Sửa thông tin cơ quan", "Sửa thông tin cơ quan: {changed}."),
    # numbers
    "them_so": ("Thêm sổ", "Thêm sổ “{ten}”."),
    "sua_so": ("Sửa sổ", "Sửa sổ “{ten}”."),
    "so_bat_dau": ("Đặt số bắt đầu", "Sổ “{series}” năm {year} bắt đầu từ số {first}."),
    "cap_so": ("Cấp số", "Cấp số {so} trong sổ “{series}”, ngày {ngay}."),
    "huy_so": ("Hủy số", "Hủy số của văn bản: {reason}"),
    "sua_dang_ky": ("Ghi sổ đăng ký", "Ghi số bản, ngày chuyển, ký nhận vào sổ đăng ký."),
    # papers
    "trinh": ("Trình ký", "Trình ký."),
    "rut_lai": ("Rút lại", "Rút lại để sửa: {reason}"),
    "tra_lai": ("Trả lại", "Trả lại người soạn: {reason}"),
    "da_ky": ("Đã ký", "Ghi nhận văn bản đã ký."),
    "ky_nguoi_ky": ("Nhận bản đã ký số", "Nhận tệp có chữ ký số của người có thẩm quyền: {who}."),
    "ghi_so": ("Ghi số vào tệp", "Ghi số, ngày vào tệp đã ký số."),
    "ky_co_quan": ("Nhận chữ ký cơ quan", "Nhận tệp có chữ ký số của cơ quan: {who}."),
    "tu_choi_tep_ky": (
        "Từ chối tệp đã ký",
        "Không nhận tệp “{stage}”, văn bản giữ nguyên: {why}",
    ),
    "them_ban_sao": ("Thêm bản sao", "Thêm tệp để ký bản sao “{title}” ({form})."),
    "ky_ban_sao": ("Ký bản sao", "Nhận bản sao số {copy} có chữ ký số của cơ quan."),
    "bo_ky": ("Bỏ bản đã ký", "Bỏ bản đã ký để sửa: {reason}"),
    "vgca_mo": ("Mở ký VGCA", "Mở ký bằng VGCA Sign Service."),
    "vgca_tai": ("VGCA lấy tệp", "VGCA Sign Service lấy tệp để ký."),
    "vgca_nop": ("VGCA nộp tệp", "VGCA Sign Service nộp tệp đã ký."),
    "vgca_tu_choi": (
        "Không nhận tệp VGCA",
        "Không nhận tệp mà VGCA Sign Service nộp: {reason}",
    ),
    "ban_hanh": ("Ban hành", "Ban hành."),
    "huy": ("Hủy văn bản", "Hủy văn bản: {reason}"),
    "thay_the": ("Thay thế", "Soạn văn bản thay thế văn bản {issued}."),
    "dinh_chinh": ("Đính chính", "Soạn văn bản đính chính văn bản {issued}."),
    # what the office signs with
    "sua_ky_so": ("Sửa thiết lập ký số", "Sửa thiết lập ký số của cơ quan: {what}."),
    "dat_anh_ky": ("Đặt ảnh chữ ký, dấu", "Đặt ảnh {whose}."),
    "bo_anh_ky": ("Bỏ ảnh chữ ký, dấu", "Bỏ ảnh {whose}."),
    "giu_khoa": ("Giữ tệp chứng thư", "Giữ tệp chứng thư của {whose}: {subject}."),
    "bo_khoa": ("Bỏ tệp chứng thư", "Bỏ tệp chứng thư đang giữ của {whose}."),
    # lists of hundreds
    "loat_tai_len": (
        "Tải danh sách lên",
        "Tải lên danh sách “{file}” (loạt {batch}): {rows} dòng.",
    ),
    "loat_bat_dau": ("Lập hàng loạt", "Bắt đầu tạo {rows} dòng của loạt {batch}."),
    "loat_tam_dung": ("Tạm dừng loạt", "Tạm dừng loạt {batch} khi đã tạo {done} dòng."),
    "loat_tu_dung": ("Loạt tự dừng", "Loạt {batch} tự dừng: {reason}"),
    "loat_tiep_tuc": ("Tiếp tục loạt", "Tiếp tục loạt {batch} từ sau {done} dòng đã tạo."),
    "loat_lam_lai": ("Làm lại dòng lỗi", "Làm lại {rows} dòng chưa tạo được của loạt {batch}."),
    "loat_lap_lai": (
        "Lập lại danh sách",
        "Lập lại {rows} dòng của loạt {of} thành loạt {batch}; xóa {papers} nháp của loạt cũ.",
    ),
    "loat_trinh": ("Trình ký cả loạt", "Trình ký {papers} văn bản của loạt {batch}."),
    "loat_da_ky": ("Ký cả loạt", "Ghi nhận {papers} văn bản của loạt {batch} đã ký."),
    "loat_tra_lai": ("Trả lại cả loạt", "Trả lại {papers} văn bản của loạt {batch}: {reason}"),
    "loat_rut_lai": ("Rút lại cả loạt", "Rút lại {papers} văn bản của loạt {batch}: {reason}"),
    "loat_cap_so": ("Cấp số cả loạt", "Cấp số, ban hành {papers} văn bản của loạt {batch}."),
    "loat_huy": (
        "Hủy loạt",
        "Hủy loạt {batch} khi đã tạo {done} dòng; xóa {papers} dự thảo đã tạo.",
    ),
    "loat_xong": (
        "Xong loạt",
        "Loạt {batch} đã xong: {done} dòng đã tạo, {failed} dòng chưa tạo được.",
    ),
    # checks of form
    "kiem_tra": ("Kiểm tra thể thức", "Kiểm tra thể thức tệp “{file}”."),
    "sua_giup": ("Sửa giúp thể thức", "Tải tệp “{file}” đã sửa giúp {places} chỗ."),
    # what left the house
    "in_so": ("In sổ đăng ký", "In sổ “{series}” năm {year}, quyển {quyen}: {lines} dòng."),
    "xuat_so": ("Xuất sổ đăng ký", "Xuất sổ đăng ký năm {year} ra bảng tính: {lines} dòng."),
    "xuat_nhat_ky": ("Xuất nhật ký", "Xuất nhật ký dạng {form}."),
}
_PARTS = {
    "ten_co_quan": "tên cơ quan",
    "co_quan_chu_quan": "cơ quan chủ quản",
    "ky_hieu": "chữ viết tắt",
    "dia_danh": "địa danh",
    "signers": "người ký",
    "mac_dinh": "danh sách dùng sẵn",
    "ghi_hoc_vi": "cách ghi học vị",
    "co_chu": "cỡ chữ",
    "truong_ky": "trường trong PDF để ký",
    "pdf_luu_tru": "PDF để lưu trữ",
    "giay_khen": "cách in giấy khen",
}


# Values that are kept as the program knows them, and read as people say them.
_WORDS: Mapping[str, Callable[[object], str]] = {
    "ngay": lambda value: f"{date.fromisoformat(str(value)):%d/%m/%Y}",
    "whose": lambda value: str(value) or "cơ quan",
    "stage": lambda value: SIGNING[str(value)].label if str(value) in SIGNING else str(value),
    "form": lambda value: COPIES.get(str(value), str(value)),
}


class _Told(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def name_of(action: str) -> str:
    """A short name for an act; its bare name when it is not known."""
    return ACTS[action][0] if action in ACTS else action


def sentence_of(event: Event) -> str:
    """The event as a sentence."""
    if event.action not in ACTS:
        return event.action
    detail = json.loads(event.detail)
    told = _Told({name: _shown(name, value) for name, value in detail.items()})
    return ACTS[event.action][1].format_map(told).removesuffix(": ")


def _shown(name: str, value: object) -> str:
    if name in ("before", "after") and isinstance(value, dict):
        return f"{value.get('ho_ten', '')}, {_roles(value.get('roles'))}"
    if name == "roles":
        return _roles(value)
    if name == "changed" and isinstance(value, list):
        return ", ".join(_PARTS.get(str(part), str(part)) for part in value)
    return _WORDS[name](value) if name in _WORDS else str(value)


def _roles(value: object) -> str:
    names = value if isinstance(value, list) else []
    known = [role.label for name, role in ROLES.items() if name in names]
    return ", ".join([*known, *(str(n) for n in names if n not in ROLES)]) or "không vai trò"
