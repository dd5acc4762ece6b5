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
}
