"""What the pages of "Lập hàng loạt" say from Python; the rest stands in their templates."""

from __future__ import annotations

from typing import NamedTuple


class Back(NamedTuple):
    """How a list comes back to its drafts. name: of the step; then: what comes after it."""

    name: str
    then: str


STEPS = {
    "danh_sach": "Danh sách",
    "kiem_tra": "Kiểm tra",
    "xem_truoc": "Xem trước",
    "tao": "Tạo",
    "ket_qua": "Kết quả",
}
ONE_WITH_LIST = "Một {what} kèm danh sách"
ONE_EACH = "Mỗi người, mỗi tập thể một {what}"
EACH_ROW = "{title}, mỗi dòng một bản"
ABOUT_LIST = "{title}. Cả danh sách nằm trong một văn bản."
ABOUT_EACH = "{title}. Mỗi dòng của danh sách thành một văn bản riêng."
TEMPLATE_NAME = "Mẫu danh sách - {title}.xlsx"
PASTED_NAME = "Danh sách dán vào.tsv"
NOT_USED = "Không dùng cột này"
LIST_TAKEN = "Đã nhận danh sách: {count} dòng."
COLUMNS_SAVED = "Đã ghi nhớ các cột. Lần sau tệp có tiêu đề như vậy sẽ không hỏi lại."
FROM_COLUMN = "Danh sách có cột này; chỉ dòng để trống mới lấy nội dung ở đây. {hint}"
COMMON_SAVED = "Đã lưu nội dung chung."
COMMON_MET = (
    "{name} lưu nội dung chung lúc {at}, trong khi anh/chị đang sửa ở đây. Chữ của anh/chị chưa "
    "được lưu và chưa ghi đè lên bản kia; xin chọn từng mục rồi lưu."
)
COMMON_MET_HERE = (
    "Nội dung chung được lưu ở một cửa sổ khác của anh/chị lúc {at}. Chữ ở cửa sổ này chưa được "
    "lưu; xin chọn từng mục rồi lưu."
)
COMMON_MET_ELSEWHERE = (
    "Nội dung chung đã được lưu ở nơi khác, trong khi anh/chị đang sửa ở đây. Chữ của anh/chị chưa "
    "được lưu; xin chọn từng mục rồi lưu."
)
CELLS_MET = (
    "Những ô dưới đây vừa được sửa ở nơi khác (người khác, hoặc một cửa sổ khác), trong khi "
    "anh/chị đang sửa. Các ô còn lại đã lưu; những ô này chưa bị ghi đè, xin chọn rồi lưu."
)
CELL = "Dòng {number}, {label}"
CELLS_SAVED = "Đã lưu {count} ô."
ROW_LEFT_OUT = "Đã bỏ qua dòng {number}; dòng này không được lập văn bản."
ROW_TAKEN_BACK = "Đã lấy lại dòng {number}."
NOT_READY = "Chưa lập được: danh sách còn chỗ cần sửa."
CONFIRMED = "Đã bắt đầu tạo. Có thể đóng trang này; việc tạo vẫn tiếp tục."
PAUSED = "Đã tạm dừng. Những văn bản đang tạo dở sẽ được làm nốt."
GOING_ON = "Đang tạo tiếp."
CANCELLED = "Đã hủy. Không tạo thêm văn bản nào."
CANCELLED_PAPERS = "Đã hủy và xóa {count} văn bản nháp đã tạo."
RETRIED = "Đang tạo lại {count} dòng."
NOTHING_TO_RETRY = "Không còn dòng nào cần tạo lại."

CHECKED_FINE = "Đã tự kiểm tra thể thức cả {count} văn bản: không có gì phải sửa."
CHECKED_WRONG = "Đã tự kiểm tra thể thức cả {count} văn bản: {wrong} văn bản cần xem lại."

RESULTS_OF = "Kết quả lập văn bản theo danh sách {name}"
RESULTS_NAME = "Kết quả - {name}.xlsx"
PRINT_NAME = "Bản in - {name}.pdf"
ROLL_NAME = "Danh sách - {name}.xlsx"
DONE_OF = "Đã tạo {done} trong {total}"
PER_MINUTE = "{count} văn bản mỗi phút"
SECONDS_LEFT = "còn khoảng {count} giây"
MINUTES_LEFT = "còn khoảng {count} phút"
FAILED = "{count} dòng chưa tạo được"
STALLED = "Đang chờ máy chủ bắt đầu tạo. Nếu chờ quá vài phút, xin báo người quản trị máy."
PAUSED_NOW = "Đang tạm dừng. Bấm “Tiếp tục” để tạo nốt."

DAY_LABEL = "Ngày ban hành"
LIST_STEP_TAKEN = {
    "trinh": "Đã trình ký {count} văn bản của danh sách.",
    "da_ky": "Đã ghi nhận {count} văn bản của danh sách đã ký.",
    "tra_lai": "Đã trả lại {count} văn bản của danh sách, kèm lý do.",
    "rut_lai": "Đã rút lại {count} văn bản của danh sách. Các văn bản là nháp, sửa được như trước.",
}
LIST_STEP_NOTHING = "Không còn văn bản nào của danh sách chờ bước này."
LIST_BACK = {
    "tra_lai": Back(
        "Trả lại",
        "Người soạn thấy lý do ở trang chủ và trên từng nháp, sửa xong thì trình ký lại.",
    ),
    "rut_lai": Back(
        "Rút lại",
        "Lý do được giữ trong lịch sử của từng văn bản. Sai ở nội dung chung thì sửa và lập lại cả "
        "danh sách; sai ở vài văn bản thì sửa từng nháp và trình ký lại ở trang của nháp ấy.",
    ),
}
# Papers that do not come back with the others, by state.
GONE_ON = {
    "da_ky": "văn bản đã ký (muốn sửa thì bỏ bản đã ký ở trang của từng văn bản)",
    "ban_hanh": "văn bản đã cấp số",
}
NOT_SENT_BACK = "Không {name} được {told}."
NUMBERS_GIVEN = (
    "Đã cấp {count} số, từ {first} đến {last}, ngày {day}. Số đang được ghi vào các tệp."
)
NUMBER_GIVEN = "Đã cấp số {first}, ngày {day}. Số đang được ghi vào tệp."
NAMES_SAVED = "Đã lưu cách đặt tên tệp; danh sách sau cùng loại cũng đặt như vậy."
MADE_AGAIN = (
    "Đã chép danh sách để lập lại; {count} nháp cũ đã chuyển vào mục Đã xóa. Xin sửa nội dung "
    "chung và các dòng rồi tạo lại."
)
CERTIFICATES_TAKEN = (
    "Đã lập danh sách {count} giấy khen, có số và ngày của quyết định. Xin xem lại nội dung chung."
)
CERTIFICATES_OPEN = (
    "Đã lập danh sách {count} giấy khen. Ngày quyết định để trống vì các quyết định chưa cấp số "
    "hoặc không cùng ngày. Xin xem lại nội dung chung."
)
CERTIFICATES_LEFT_OUT = (
    "{count} dòng không đưa vào: hình thức khen của dòng không dùng mẫu giấy khen này."
)
