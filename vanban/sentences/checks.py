"""Sentences about the check of a file: code → sentence."""

from __future__ import annotations

CHECKS: dict[str, str] = {
    "check_signed": "Tệp đã có chữ ký số nên chỉ kiểm tra, không sửa giúp: sửa một chữ là chữ ký mất giá trị. Xin sửa ở bản chưa ký rồi ký lại.",
    "check_only_word": "Chỉ sửa giúp được trong tệp Word (.docx); đây là tệp PDF. Xin kiểm tra lại bằng tệp Word của văn bản này.",
    "check_no_file": "Chưa có tệp nào để kiểm tra. Xin ghi tên tệp Word hoặc PDF sau lệnh.",
    "check_one_file": "Chỉ sửa giúp mỗi lần một tệp. Xin chạy lệnh riêng cho từng tệp.",
}
