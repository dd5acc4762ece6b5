"""Sentences about files that are read to be checked: code → sentence."""

from __future__ import annotations

CHECKING: dict[str, str] = {
    "pdf_password": "Không mở được tệp PDF: tệp được đặt mật khẩu. Xin lưu lại tệp không đặt mật khẩu rồi thử lại.",
    "pdf_too_long": "Tệp PDF có {count} trang, quá {most} trang đọc được trong một lần. Xin tách tệp thành nhiều tệp ngắn hơn.",
    "check_other_file": "Không kiểm tra được {name}: đây là {kind}. Xin chọn tệp Word (.docx) hoặc tệp PDF.",
}
