"""Sentences about lists of people and what is made of them in one go: code → sentence."""

from __future__ import annotations

LISTS: dict[str, str] = {
    # -- a list: what stands in a cell ---------------------------------------------------------------
    "list_cell_error": "Ô “{label}” báo lỗi {value}: công thức trong tệp Excel không tính được. Xin sửa công thức, hoặc gõ thẳng nội dung vào ô.",
    "list_cell_formula": "Ô “{label}” là công thức “{value}”, chưa có kết quả. Xin gõ thẳng nội dung vào ô; hoặc mở tệp bằng Excel, lưu lại rồi tải lên lại.",
    # -- a list: the file --------------------------------------------------------------------------
    "sheet_too_big": "Tệp nặng {size} MB; nhiều nhất là {limit} MB. Xin xóa hình ảnh và các trang không cần trong tệp, hoặc chia thành nhiều tệp.",
    "sheet_no_bytes": "Tệp trống, không có gì bên trong. Xin mở lại tệp bằng Excel để kiểm tra, lưu rồi tải lên lại.",
    "sheet_empty": "Tệp không có ô nào được ghi. Xin chọn đúng tệp danh sách, hoặc bấm “Tải mẫu Excel” để nhập vào mẫu.",
    "sheet_other_file": "Đây là {what}, không phải bảng tính. Xin chọn tệp Excel (.xlsx, .xls), LibreOffice Calc (.ods) hoặc .csv.",
    "sheet_damaged": "Tệp bảng tính bị hỏng nên không đọc được. Xin mở bằng Excel, chọn Lưu thành (Save As) dạng Excel Workbook (.xlsx) rồi tải lên lại.",
    "sheet_bomb": "Tệp khai dung lượng bên trong lớn bất thường nên không được mở. Xin chép riêng danh sách sang một tệp Excel mới rồi tải lên.",
    "sheet_password": "Tệp được đặt mật khẩu nên không đọc được. Xin mở bằng Excel, vào Tệp (File) → Thông tin (Info) → Bảo vệ sổ làm việc (Protect Workbook) → Mã hóa bằng mật khẩu, xóa mật khẩu, lưu rồi tải lên lại.",
    "sheet_binary": "Tệp dạng .xlsb không đọc được ở đây. Xin mở bằng Excel, chọn Lưu thành (Save As) dạng Excel Workbook (.xlsx) rồi tải lên lại.",
    "sheet_xml_2003": "Tệp dạng XML Spreadsheet 2003 không đọc được ở đây. Xin mở bằng Excel, chọn Lưu thành (Save As) dạng Excel Workbook (.xlsx) rồi tải lên lại.",
    "sheet_web_archive": "Tệp là trang web lưu trữ (.mht), không phải bảng tính. Xin mở bằng Excel, chọn Lưu thành (Save As) dạng Excel Workbook (.xlsx) rồi tải lên lại.",
    "sheet_too_many_rows": "Danh sách có hơn {limit} dòng. Xin chia thành nhiều tệp, mỗi tệp không quá {limit} dòng.",
    "sheet_too_wide": "Dòng {row} có ô được ghi ngoài {limit} cột đầu. Xin xóa các ô ghi nhầm ở xa bên phải rồi tải lên lại.",
    "sheet_too_much": "Tệp chứa quá nhiều chữ (vượt giới hạn ở dòng {row}). Xin chỉ giữ danh sách trong tệp, hoặc chia thành nhiều tệp.",
    "sheet_quotes": "Từ dòng {row} có dấu ngoặc kép mở mà không đóng, nên các ô dính vào nhau. Xin mở tệp bằng Excel, sửa dòng này, lưu dạng .xlsx rồi tải lên lại.",
    "sheet_unknown": "Tệp không có trang tính “{name}” có dữ liệu. Xin chọn một trong các trang: {known}.",
    "list_no_header": "Không tìm thấy dòng tiêu đề cột trong trang “{name}”. Xin thêm một dòng tiêu đề ở trên danh sách, ít nhất có cột “{label}”, hoặc bấm “Tải mẫu Excel”.",
    "list_no_header_pictures": "Không tìm thấy dòng tiêu đề cột trong trang “{name}”; trang có hình ảnh, và chữ trong hình không đọc được. Xin gõ tiêu đề vào ô, ít nhất có cột “{label}”.",
    "list_no_column": "Danh sách chưa có cột “{label}”. Xin chỉ ra cột nào là cột này.",
    "list_no_rows": "Dưới dòng tiêu đề chưa có dòng nào. Xin nhập danh sách rồi tải lên lại.",
    "list_not_for_kind": "Loại văn bản “{kind}” không lập được từ danh sách. Xin chọn loại văn bản khác.",
    # -- a list: what is good to know ----------------------------------------------------------------
    "list_hidden_rows": "Có {count} dòng đang ẩn (hoặc bị lọc) trong Excel không được lấy. Nếu cần, xin bỏ ẩn, bỏ lọc rồi tải lên lại.",
    "list_other_sheets": "Đang dùng trang “{name}”. Tệp còn có dữ liệu ở trang khác: {others}. Nếu danh sách ở trang khác, xin chọn lại trang.",
    "list_legacy": "Đã chuyển {count} ô từ bảng mã cũ {encoding} sang Unicode. Xin xem lại họ tên.",
    "list_group": "Các dòng dưới “{text}” không ghi đối tượng được lấy là “{label}”.",
    "list_left_out": "Dòng {rows} (“{text}”) là tiêu đề nhóm, dòng cộng hoặc phần cuối bảng nên không được lấy.",
    "sheet_macros": "Tệp có macro. Macro không được chạy; chỉ giá trị trong các ô được đọc.",
    "sheet_web_page": "Tệp .xls này thật ra là một trang web do phần mềm khác xuất ra; các bảng trong trang đã được đọc. Xin xem kỹ danh sách trước khi tạo văn bản.",
    # -- batches -----------------------------------------------------------------------------------
    "batch_not_found": "Không có danh sách này ở cơ quan của anh/chị. Xin chọn lại ở trang Lập hàng loạt.",
    "batch_moved_on": "Danh sách đang ở bước “{state}” nên không làm được việc này. Xin tải lại trang.",
    "batch_row_not_found": "Không sửa được dòng {number}: danh sách không có dòng này, hoặc dòng này đã làm xong. Xin tải lại trang.",
    "batch_column_not_found": "Danh sách không có cột “{name}”. Xin tải lại trang.",
    "batch_kind_without_list": "Loại văn bản “{kind}” không lập được từ danh sách. Xin chọn loại khác.",
    "batch_kind_without_table": "Loại văn bản “{kind}” không có bảng để nhận cả danh sách. Xin chọn mỗi dòng một văn bản.",
    "batch_no_rows": "Danh sách không còn dòng nào để lập văn bản. Xin tải lên danh sách khác.",
    "batch_disk_full": "Đĩa của máy chủ sắp đầy nên việc tạo văn bản tạm dừng; những văn bản đã tạo vẫn còn nguyên. Xin báo người quản trị máy giải phóng đĩa rồi bấm “Tiếp tục”.",
    "batch_row_kills": "Chương trình bị dừng đột ngột mỗi lần tạo văn bản của dòng này nên dòng này được bỏ lại, các dòng khác vẫn được tạo. Xin xem lại nội dung của dòng, hoặc báo người quản trị máy.",
}
