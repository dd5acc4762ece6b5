"""Sentences about files that are read to be checked: code → sentence."""

from __future__ import annotations

CHECKING: dict[str, str] = {
    "pdf_password": "Không mở được tệp PDF: tệp được đặt mật khẩu. Xin lưu lại tệp không đặt mật khẩu rồi thử lại.",
    "pdf_too_long": "Tệp PDF có {count} trang, quá {most} trang đọc được trong một lần. Xin tách tệp thành nhiều tệp ngắn hơn.",
    "check_other_file": "Không kiểm tra được {name}: đây là {kind}. Xin chọn tệp Word (.docx) hoặc tệp PDF.",
    "check_signed": "Tệp đã có chữ ký số nên chỉ kiểm tra, không sửa giúp: sửa một chữ là chữ ký mất giá trị. Xin sửa ở bản chưa ký rồi ký lại.",
    "check_only_word": "Chỉ sửa giúp được trong tệp Word (.docx); đây là tệp PDF. Xin kiểm tra lại bằng tệp Word của văn bản này.",
    "check_no_file": "Chưa có tệp nào để kiểm tra. Xin ghi tên tệp Word hoặc PDF sau lệnh.",
    "check_one_file": "Chỉ sửa giúp mỗi lần một tệp. Xin chạy lệnh riêng cho từng tệp.",
    "check_not_found": "Không có lần kiểm tra này, hoặc đã xóa. Xin mở lại danh sách ở trang Kiểm tra thể thức.",
    "check_too_big": "Tệp lớn hơn {limit} MB nên không nhận. Xin bỏ bớt hình ảnh trong tệp, hoặc kiểm tra riêng phần văn bản chính.",
    "check_too_long": "Tệp quá dài hoặc quá phức tạp nên chưa kiểm tra xong trong {seconds} giây. Xin tách riêng phần văn bản chính rồi kiểm tra lại.",
    "check_failed": "Không đọc được tệp này nên chưa kiểm tra được. Xin mở tệp bằng Word, lưu lại thành tệp .docx mới rồi thử lại.",
    "check_busy": "Máy chủ đang kiểm tra nhiều tệp cùng lúc. Xin đợi ít giây rồi gửi lại.",
    "check_nothing_to_repair": "Không có chỗ nào trong “{name}” mà chương trình sửa giúp được an toàn. Xin sửa theo danh sách ở trang kết quả.",
}
