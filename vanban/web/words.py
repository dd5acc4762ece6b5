"""What the pages say from Python: every such sentence of the interface stands here.

Sentences about something wrong are problems (problems.py); what stands still on a page stands in
its template.
"""

VGCA_NEEDS_SCRIPT = (
    "Ký bằng VGCA Sign Service cần trình duyệt cho chạy JavaScript. Anh/chị vẫn có thể tải tệp về, "
    "ký rồi tải lên."
)
VGCA_TAKEN = "Đã nhận tệp ký bằng VGCA Sign Service; chữ ký đã được kiểm tra."
SIGNED_OUT = "Phiên làm việc đã hết. Bản nháp đã lưu vẫn còn; xin đăng nhập lại rồi tiếp tục soạn."
CHOOSE_PASSWORD = "Mật khẩu này do người khác đặt. Xin chọn mật khẩu của riêng anh/chị trước."  # noqa: S105 - a sentence
WELCOME = "Đã thiết lập xong. Mời anh/chị soạn văn bản đầu tiên."
ACCOUNT_SAVED = "Đã lưu tài khoản của {name}."
ACCOUNT_LOCKED = "Đã khóa tài khoản của {name}; mọi phiên làm việc của tài khoản này đã kết thúc."
ACCOUNT_UNLOCKED = "Đã mở lại tài khoản của {name}."
UNIT_SAVED = "Đã lưu đơn vị “{name}”."
SERIES_SAVED = "Đã lưu sổ “{name}”."
SERIES_STARTED = "Sổ “{name}” năm {year} sẽ bắt đầu từ số {first:02d}."
OFFICE_SAVED = "Đã lưu thông tin cơ quan."
PASSWORD_CHANGED = "Đã đổi mật khẩu. Các máy khác đã được đăng xuất."  # noqa: S105 - a sentence
SIGNED_OUT_ELSEWHERE = "Đã đăng xuất ở mọi máy khác."
LINKED = "Đã liên kết với “{name}”. Từ nay anh/chị có thể đăng nhập bằng {provider}."
UNLINKED = "Đã gỡ liên kết với {provider}. Từ nay chỉ đăng nhập bằng mật khẩu."
PAPER_DELETED = "Đã xóa văn bản “{title}”."
PAPER_RESTORED = "Đã khôi phục văn bản “{title}”."
PAPER_COPIED = "Đã tạo bản sao; số và ngày ban hành để trống."
REVISION_RESTORED = "Đã quay lại bản lưu lúc {when}. Bản trước đó vẫn còn trong lịch sử."
NOT_COMPLETE = "Chưa tạo được tệp vì văn bản còn {count} chỗ cần bổ sung."
LOCKED_NOW = (
    "Văn bản đang ở trạng thái “{state}” nên không sửa được. Các việc làm được có ở trang này."
)
STEP_TAKEN = {
    "trinh": "Đã trình ký. Nội dung và tệp đã khóa; bản PDF ở trang này là bản để ký.",
    "rut_lai": "Đã rút lại. Văn bản là nháp, sửa được như trước.",
    "tra_lai": "Đã trả lại người soạn, kèm lý do.",
    "da_ky": "Đã ghi nhận văn bản được ký. Việc tiếp theo là cấp số và ban hành.",
    "bo_ky": "Đã bỏ bản đã ký. Văn bản là nháp, sửa xong thì trình ký lại.",
    "huy": "Đã hủy số. Dòng trong sổ đăng ký vẫn còn, kèm lý do; số này không cấp lại.",
}
BOTH_CHOSEN = "Đã giữ như anh/chị chọn. Cả hai bản gốc vẫn còn trong lịch sử."
FORKED = "Đã tạo văn bản mới từ nội dung vừa gõ; số và ngày để trống."
NUMBER_GIVEN = "Đã ban hành: số {so_ky_hieu}, ngày {ngay}."
NUMBER_DIFFERS = (
    "Số {de_nghi} vừa được cấp cho văn bản khác; văn bản này mang số {so} "
    "({so_ky_hieu}, ngày {ngay})."
)
NUMBER_OF_OTHER_YEAR = (
    "Ngày ban hành thuộc năm {nam} nên văn bản này mang số {so} của năm {nam} "
    "({so_ky_hieu}, ngày {ngay}), không phải số {de_nghi}."
)
NUMBER_KEPT = "Văn bản này đã có số {so_ky_hieu}; không cấp thêm số."
FOLLOWING = {
    "thay_the": "Đã tạo nháp để thay thế, chép từ văn bản cũ; số và ngày để trống. Xin ghi trong "
    "nội dung rằng văn bản này thay thế văn bản nào.",
    "dinh_chinh": "Đã tạo nháp công văn đính chính. Xin ghi rõ văn bản nào, chỗ nào, đính chính "
    "thế nào.",
}
CERTIFICATES_SAVED = "Đã lưu cách in giấy khen."
CERTIFICATE_SAMPLE, CERTIFICATE_TEST = "Giấy khen mẫu.pdf", "Giấy khen - trang thử.pdf"
OWN_FRAME = "Khung của cơ quan (đã tải lên)"
SIGNING_SAVED = "Đã lưu cách ký của cơ quan."
SIGNED_TAKEN = {
    "nguoi_ky": "Đã nhận chữ ký của người có thẩm quyền. Việc tiếp theo là cấp số và ban hành.",
    "co_quan": "Đã nhận chữ ký của cơ quan. Văn bản đủ hai chữ ký; tệp này là bản gốc để lưu, gửi.",
}
SIGN_HERE = {"nguoi_ky": "Ký văn bản", "co_quan": "Ký số của cơ quan"}
# With the picture that is kept, and without one.
SIGNS_WITH = {
    "nguoi_ky": (
        "Hình chữ ký này được đặt giữa chức vụ và họ tên.",
        "Chưa có hình chữ ký nên chữ ký không có hình. Tải hình lên ở trang Tài khoản.",
    ),
    "co_quan": (
        "Hình dấu này được đặt bên trái, trùm một phần hình chữ ký.",
        "Chưa có hình dấu nên chữ ký của cơ quan không có hình. Tải hình lên ở trang Ký số.",
    ),
}
PICTURES = {"nguoi_ky": "Hình chữ ký", "co_quan": "Hình dấu"}
STAGE_FILES = {"nguoi_ky": "đã ký", "cap_so": "đã ghi số", "co_quan": "đủ chữ ký"}
ROOT_ADDED = "Đã thêm chứng thư gốc: {names}."
ROOT_REMOVED = "Đã bỏ chứng thư gốc “{name}”. Chữ ký bắt nguồn từ đó không còn được nhận."
ROOT_KNOWN = "Các chứng thư trong tệp đã có trong danh sách."
CRL_ADDED = "Đã thêm danh sách chứng thư bị thu hồi."
CRL_REMOVED = "Đã bỏ danh sách thu hồi của “{name}”."
SEAL_SAVED = "Đã lưu hình dấu."
SEAL_REMOVED = "Đã bỏ hình dấu."
SIGNATURE_SAVED = "Đã lưu hình chữ ký."
SIGNATURE_REMOVED = "Đã bỏ hình chữ ký."
KEY_FORGOTTEN = "Đã bỏ chứng thư đang giữ."
COPY_ADDED = "Đã thêm tệp. Việc tiếp theo là cơ quan ký số."
COPY_SIGNED = "Cơ quan đã ký. Tệp đã ký tải về để gửi; bản này được giữ lại."
COPY_WITHOUT_IMAGE = "Chữ ký nằm ở góc trên bên phải trang đầu, chỉ có chữ, không có hình dấu."
LINE_NOTED = "Đã ghi sổ đăng ký cho văn bản số {number}."
NO_TITLE = "(chưa có trích yếu)"
CHECK_FILE = "Tệp cần kiểm tra"
CHECK_COUNT = "{rules} quy tắc: {counts}"
CHECK_OUTCOMES = {
    "dat": "{count} đạt",
    "khong_dat": "{count} không đạt",
    "khong_ap_dung": "{count} không áp dụng cho văn bản này",
    "khong_danh_gia_duoc": "{count} không đánh giá được",
}
CHECKED_OWN = "Đã tự kiểm tra thể thức: {counted}."
CHECK_DELETED = "Đã xóa lần kiểm tra tệp “{name}”."
CHECK_NO_NEED = "Không có gì phải sửa."
CHECK_NO_REPAIR = (
    "Những chỗ trong danh sách cần người soạn quyết định nên chương trình không sửa giúp."
)
REPAIRED_NAME = "{name} (đã sửa giúp)"

TODAY = "{time} hôm nay"
YESTERDAY = "{time} hôm qua"
ON_DAY = "{time} ngày {day}"

LABELS = {
    "ten_co_quan": "Tên cơ quan",
    "co_quan_chu_quan": "Cơ quan chủ quản",
    "ky_hieu": "Chữ viết tắt tên cơ quan",
    "dia_danh": "Địa danh",
    "noi_nhan": "Nơi nhận thường dùng",
    "luu": "Lưu",
    "can_cu": "Căn cứ: {kind}",
    "ngay": "Ngày ban hành",
    "so_luong": "Số lượng bản",
    "ho_ten": "Họ và tên",
    "ten_dang_nhap": "Tên đăng nhập",
    "mat_khau": "Mật khẩu",
    "mat_khau_cu": "Mật khẩu hiện tại",
    "mat_khau_lai": "Nhập lại mật khẩu",
}

# A list on the start page, by the state of papers that wait for the reader.
LIST_WAITS = {
    "nhap": "{count} nháp chưa trình ký",
    "trinh_ky": "{count} văn bản chờ ký",
    "da_ky": "{count} văn bản chờ cấp số",
}
LIST_ROWS = "{count} dòng"
LIST_FAILED = "{count} dòng chưa tạo được"

# The pages of the head of every page: (label, the routes that it stands for). It leads to the first
# that the reader may use, and is left out when there is none.
NAVIGATION = (
    ("Trang chủ", ("home.start",)),
    ("Văn bản", ("home.papers", "signing_copies.copies", "signing_copies.copy")),
    (
        "Lập hàng loạt",
        (
            *("batches.start", "batches.new", "batches.sheet", "batch_common.edit"),
            *("batch_check.check", "batch_check.look", "batch_run.run", "batch_run.results"),
            *("batch_names.edit", "batch_names.save", "batch_steps.number"),
        ),
    ),
    ("Kiểm tra thể thức", ("checks.start", "checks.show", "checks.upload")),
    ("Sổ đăng ký", ("book.shown", "book.delivery")),
    (
        "Cơ quan",
        (
            *("office.edit", "people.accounts", "trail.events", "installation.offices"),
            *("people.add", "people.account", "people.units", "people.unit"),
            *("series.books", "series.add", "series.book", "installation.add"),
            *("signing_office.edit", "certificates.edit"),
        ),
    ),
    ("Tài khoản", ("accounts.account", "signing_own.edit")),
)

# The pages of an office, as tabs.
OFFICE_TABS = (
    ("Thông tin", ("office.edit",)),
    ("Tài khoản", ("people.accounts", "people.add", "people.account")),
    ("Đơn vị", ("people.units", "people.unit")),
    ("Lập sổ", ("series.books", "series.add", "series.book")),
    ("Ký số", ("signing_office.edit",)),
    ("Giấy khen", ("certificates.edit",)),
    ("Nhật ký", ("trail.events",)),
    ("Các cơ quan", ("installation.offices", "installation.add")),
)

# What the PDFs of an office carry for signing: why one would choose it.
SIGNING_FIELDS = {
    "khong": "Cho chương trình ký tự tạo lấy ô, hoặc báo lỗi với tệp có sẵn trường.",
    "so_ngay": "Cách có sẵn. Sau khi người có thẩm quyền ký, số và ngày được ghi vào đúng chỗ mà "
    "chữ ký ấy cho phép.",
    "day_du": "Cho chương trình ký chọn được ô có sẵn: người ký, cơ quan chỉ việc chọn đúng tên ô.",
}
# The forms of an electronic copy (Điều 25): what each is for.
COPY_FORMS = {
    "sao_y": "Chép đầy đủ, chính xác từ bản gốc hoặc bản chính.",
    "sao_luc": "Chép đầy đủ, chính xác từ một bản sao y.",
    "trich_sao": "Chép chính xác một phần của bản gốc hoặc bản chính.",
    "phu_luc": "Phụ lục ở tệp riêng của một văn bản điện tử: ký kèm số, ký hiệu văn bản.",
}

# Error pages: (title, what happened, what to do).
ERRORS = {
    400: (
        "Yêu cầu chưa trọn vẹn",
        "Trang này đã mở quá lâu hoặc dữ liệu gửi lên bị thiếu.",
        "Xin quay lại trang trước và làm lại. Bản nháp đã lưu vẫn còn.",
    ),
    403: (
        "Không có quyền xem trang này",
        "Tài khoản của anh/chị không được mở trang này.",
        "Xin quay lại trang trước. Bản nháp đã lưu vẫn còn.",
    ),
    404: (
        "Không tìm thấy trang",
        "Địa chỉ này không có, hoặc văn bản thuộc cơ quan khác.",
        "Xin tìm lại văn bản trong danh sách.",
    ),
    405: (
        "Không mở được trang theo cách này",
        "Địa chỉ này chỉ dùng cho một nút bấm.",
        "Xin quay lại trang trước và bấm nút ở đó. Bản nháp đã lưu vẫn còn.",
    ),
    409: (
        "Chưa làm được bước này",
        "Văn bản đã ở trạng thái khác.",
        "Xin mở lại văn bản để xem. Chưa có gì thay đổi.",
    ),
    413: (
        "Dữ liệu gửi lên quá lớn",
        "Nội dung hoặc tệp vượt quá mức cho phép.",
        "Xin quay lại trang trước, chia nhỏ nội dung rồi gửi lại. Bản nháp đã lưu vẫn còn.",
    ),
    503: (
        "Chương trình tạm thời chưa làm được việc này",
        "Máy chủ đang gặp trở ngại nên chưa ghi được gì của lần này.",
        "Những gì đã lưu trước đó vẫn còn.",
    ),
    500: (
        "Chương trình gặp lỗi",
        "Lỗi đã được ghi lại cho người quản trị.",
        "Xin quay lại trang trước và thử lại. Bản nháp đã lưu vẫn còn.",
    ),
}
