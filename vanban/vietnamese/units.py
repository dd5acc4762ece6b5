"""Collectives and units by their names: text as offices write it comes in, what it names goes out.

Vietnamese office names begin with the word for what the body is ("Sở Nội vụ", "Trường Tiểu học …");
no family name of a person does. That is strong evidence, and still only evidence: who uses it asks.
"""

from __future__ import annotations

import re

from vanban.vietnamese.text import spelling_key

# With their accents: "Phòng", "Trường", "Ban" are bodies; "Phùng", "Trương", "Bàn" are families.
_BODIES = """
ban; báo; bảo tàng; bảo hiểm xã hội; bệnh viện; bộ; bộ phận; chi bộ; chi cục; chi đoàn; chi hội;
chi nhánh; công an; công đoàn; công ty; cơ quan; cục; doanh nghiệp; đại học; đảng bộ; đảng ủy; đài;
đoàn cơ sở; đoàn đại biểu; đoàn thanh niên; đoàn trường; đoàn xã; đoàn phường; đội; đồn biên phòng;
đơn vị; hạt kiểm lâm; hải quan; hiệp hội; học viện; hội; hội đồng; hợp tác xã; khoa; kho bạc;
khu dân cư; kiểm toán; liên đoàn; liên minh; lớp; lữ đoàn; mặt trận; ngân hàng; nhà máy; nhà hát;
nhà trường; nhà văn hóa; nhà xuất bản; nhóm; nông trường; phân xã; phòng; phường; quận; quỹ; sở;
sư đoàn; tạp chí; tập đoàn; tập thể; thanh tra; thành đoàn; thành ủy; thị trấn; thị xã; thôn; thuế;
thư viện; thường trực; tiểu đoàn; tỉnh đoàn; tỉnh ủy; toàn thể; tòa án; tổ; tổng công ty; tổng cục;
trạm; trung đoàn; trung tâm; trường; ubmttq; ubnd; ủy ban; văn phòng; viện; vụ; xã; xí nghiệp; xưởng
"""
_KEYS = tuple(
    sorted((spelling_key(body) for body in _BODIES.split(";")), key=lambda key: (-len(key), key))
)
_BEGINS = re.compile(rf"(?:{'|'.join(map(re.escape, _KEYS))})(?= |$)")
# "Vụ trưởng", "Cục phó": a post, not a body.
_POST = re.compile(rf"(?:{'|'.join(map(spelling_key, ('trưởng', 'phó', 'viên')))})(?= |$)")


def is_collective(name: str) -> bool:
    """Whether a name reads like that of a collective ("Phòng Tổ chức", "UBND xã Vĩnh Bảo")."""
    found = _BEGINS.match(spelling_key(name))
    return found is not None and len(name.split()) > 1


def unit_of(written: str) -> str:
    """ "Chuyên viên, Phòng Tổng hợp, Sở Nội vụ" → "Sở Nội vụ": the widest body that is named.

    The text as it is where no body can be told in it; "" for an empty text. A comma inside a name
    ("Sở Văn hóa, Thể thao và Du lịch") does not end it.
    """
    parts = [part.strip() for part in written.split(",")]
    for at in range(len(parts) - 1, -1, -1):
        if _begins_body(parts[at]):
            return ", ".join(parts[at:])
    for word in re.finditer(r"[^\W\d_]\S*", written):
        if word[0][0].isupper() and _begins_body(written[word.start() :]):
            return written[word.start() :].strip(" ,.;")
    return " ".join(written.split())


def _begins_body(text: str) -> bool:
    key = spelling_key(text)
    found = _BEGINS.match(key)
    return found is not None and not _POST.match(key[found.end() :].strip())
