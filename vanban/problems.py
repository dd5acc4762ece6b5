"""A problem that a person can mend, and the one table that puts it into Vietnamese.

In: a code, a place and the data of the case. Out: a sentence for the clerk that says what is
wrong, where, and what to do. Every layer makes `Problem` values; none of them holds prose.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    code: a key of `SENTENCES`. where: the place, as a field path ("can_cu.2",
    "khen_thuong.4.ho_ten") or a file place ("word/document.xml, đoạn 12"); "" when it concerns
    the whole. data: what the sentence needs.
    """

    code: str
    where: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        """The Vietnamese sentence for this problem. KeyError when the code has none (a bug)."""
        return SENTENCES[self.code].format(**self.data)

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}" if self.where else self.sentence


class Refused(Exception):
    """Base of every exception that carries problems a person can mend. Payload: `problems`."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(p) for p in problems))
        self.problems = problems


SENTENCES: dict[str, str] = {
    # -- intake: what was typed ------------------------------------------------------------------
    "required": "Chưa nhập “{label}”.",
    # -- kinds: forms/*.toml and its template -----------------------------------------------------
    # -- outline -----------------------------------------------------------------------------------
    # -- docx: files and templates ----------------------------------------------------------------
    "docx_empty": "Không mở được {name}: tệp không có nội dung nào. Hãy chọn lại tệp .docx.",
    "docx_other_format": "Không mở được {name}: đây là tệp {kind}, không phải tệp Word. Hãy chọn "
    "tệp .docx.",
    "docx_old_word": "Không mở được {name}: đây là định dạng Word cũ (.doc). Hãy mở bằng Word, "
    "chọn “Lưu thành” (Save As) và lưu lại dạng .docx.",
    "docx_password": "Không mở được {name}: tệp được đặt mật khẩu. Hãy bỏ mật khẩu trong Word rồi "
    "chọn lại tệp.",
    "docx_not_word": "Không mở được {name}: đây không phải tệp Word. Hãy chọn tệp .docx.",
    "docx_broken": "Không mở được {name}: tệp bị hỏng hoặc chưa tải lên hết. Hãy mở thử bằng "
    "Word, lưu lại rồi chọn lại tệp.",
    "docx_too_large": "Không mở được {name}: tệp lớn hơn {limit} MB. Hãy giảm cỡ các ảnh trong "
    "tệp rồi chọn lại.",
    "docx_bomb": "Không mở được {name}: tệp nở ra quá lớn khi giải nén. Hãy kiểm tra nguồn của "
    "tệp.",
    "docx_unsafe_name": "Không mở được {name}: tệp chứa tên thành phần không an toàn. Hãy kiểm "
    "tra nguồn của tệp.",
    "docx_no_main": "Không mở được {name}: thiếu phần văn bản chính của tệp .docx. Hãy mở bằng "
    "Word, chọn “Lưu thành” (Save As) và lưu lại dạng .docx.",
    "docx_macros": "Không mở được {name}: tệp có chứa macro. Hãy lưu lại dạng .docx (không có "
    "macro) rồi chọn lại tệp.",
    "docx_xml_broken": "Không mở được {name}: một phần bên trong bị hỏng. Hãy mở bằng Word, lưu "
    "lại rồi chọn lại tệp.",
    "docx_xml_dtd": "Không mở được {name}: tệp có khai báo không được phép trong tệp Word. Hãy "
    "kiểm tra nguồn của tệp.",
    # -- pdf ---------------------------------------------------------------------------------------
    # -- settings, register, web -------------------------------------------------------------------
    "font_missing": "Máy chưa có phông Times New Roman hoặc phông cùng kích thước có đủ chữ Việt. "
    "Hãy cài gói fonts-liberation2 (hoặc fonts-croscore), hoặc chép bốn tệp phông Times New Roman "
    "vào một thư mục rồi ghi đường dẫn thư mục đó vào biến {variable}.",
}
