"""What offices write over a column and in a choice, in other words than ours.

In: the text of a heading or a cell. Out: what it is called in a kind of document. The words are
data: keys without accents, signs and capitals, so that "HỌ VÀ TÊN (*)" and "Ho va ten" are one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from vanban.kinds import Kind
from vanban.listing import Column, columns
from vanban.vietnamese.text import clean_line, fold

_SIGNS = re.compile(r"[^a-z0-9]+")
_ASIDE = re.compile(r"\([^)]*\)|\[[^]]*\]")
# A heading is a few words; longer text is content.
LONGEST_HEADING = 120


def key(text: str) -> str:
    """Text of a heading → the key under which it is known and remembered."""
    return _SIGNS.sub(" ", fold(text)).strip()


# The second sheet of our own workbook, which is never a list.
GUIDE = "Hướng dẫn"
# Part of a column → how a clerk reads it; parts of one column are put together in this order.
PARTS: Mapping[str, str] = {
    "ho_ten.ho_dem": "Họ và tên đệm",
    "ho_ten.ten": "Tên",
    "chuc_vu_don_vi.chuc_vu": "Chức vụ",
    "chuc_vu_don_vi.don_vi": "Đơn vị công tác",
    "danh_xung.ong": "Ông (hoặc Nam), đánh dấu",
    "danh_xung.ba": "Bà (hoặc Nữ), đánh dấu",
}
# Parts that mark a choice by standing in one of two columns → the choice.
MARKED: Mapping[str, str] = {"danh_xung.ong": "Ông", "danh_xung.ba": "Bà"}
JOINED_BY: Mapping[str, str] = {"ho_ten": " ", "chuc_vu_don_vi": ", "}

# Targets, the first that the kind has → headings.
_HEADINGS: Mapping[tuple[str, ...], str] = {
    ("ho_ten",): """ho ten; ho va ten; ten; ho ten ca nhan; ho va ten ca nhan; ten ca nhan;
        ten tap the; ten ca nhan tap the; ten tap the ca nhan; tap the ca nhan; ca nhan tap the;
        ho va ten hoac ten tap the; ho ten hoac ten tap the; ho va ten ten tap the;
        ten tap the ho va ten ca nhan; ho ten ca nhan ten tap the; ten don vi ca nhan;
        ho va ten can bo; ho va ten can bo cong chuc vien chuc; ho va ten cbccvc;
        ho va ten nguoi duoc khen thuong; nguoi duoc khen; ho ten nguoi duoc khen thuong;
        ten nguoi duoc khen; ho ten giao vien; ho va ten giao vien; ho ten hoc sinh;
        ho va ten hoc sinh; ho ten nhan vien; ho va ten nhan vien; ho va ten dang vien;
        ho va ten nguoi lao dong; full name; fullname; name; ho ten day du; ho va ten day du;
        ten tap the ca nhan duoc khen thuong; tap the ca nhan duoc khen thuong""",
    ("ho_ten.ho_dem",): """ho dem; ho va dem; ho va ten dem; ho ten dem; ho lot; ho va lot;
        ho va chu lot; ho chu lot; ho va ten lot; ho; ho va chu dem; last name; ho lot va dem""",
    ("danh_xung",): """ong ba; ba ong; danh xung; quy danh; gioi tinh; phai; gioi; nam nu; nu nam;
        xung danh""",
    ("chuc_vu_don_vi",): """chuc vu don vi; chuc vu don vi cong tac; chuc vu va don vi cong tac;
        chuc vu va don vi; chuc danh don vi; chuc danh don vi cong tac; chuc vu noi cong tac;
        chuc vu co quan don vi; chuc vu phong ban; chuc vu co quan; don vi chuc vu;
        chuc vu chuc danh don vi cong tac; chuc vu chuc danh don vi; chuc vu dia chi""",
    ("chuc_vu", "chuc_vu_don_vi.chuc_vu"): """chuc vu; chuc danh; chuc vu chuc danh;
        chuc danh chuc vu; chuc vu hien nay; chuc vu cong tac; chuc vu dang chinh quyen;
        nghe nghiep; cong viec; vi tri; vi tri viec lam; chuc danh nghe nghiep; nhiem vu""",
    ("don_vi", "chuc_vu_don_vi.don_vi"): """don vi; don vi cong tac; noi cong tac; co quan;
        co quan don vi; co quan cong tac; phong ban; phong; bo phan; to; truong; khoa; khoa phong;
        lop; chi bo; dia chi; noi o; dia chi don vi; phong ban don vi; don vi phong ban;
        ten don vi; don vi truong; truong lop; noi lam viec; to chuyen mon; don vi de nghi""",
    ("doi_tuong",): "doi tuong; loai; loai doi tuong; loai hinh; doi tuong khen thuong",
    ("hinh_thuc",): """hinh thuc; hinh thuc khen thuong; hinh thuc khen; hinh thuc khac; danh hieu;
        danh hieu thi dua; danh hieu de nghi; hinh thuc de nghi; danh hieu hinh thuc khen thuong;
        danh hieu thi dua hinh thuc khen thuong; hinh thuc de nghi khen thuong;
        danh hieu thi dua de nghi; hinh thuc danh hieu; hinh thuc khen thuong danh hieu;
        danh hieu khen thuong; de nghi khen thuong""",
    ("tien_thuong", "muc_thuong"): """tien thuong; muc thuong; so tien; muc tien thuong; thuong;
        so tien thuong; muc khen; tien; muc tien; kinh phi; kinh phi khen thuong; thanh tien;
        muc khen thuong""",
    ("thanh_tich",): """thanh tich; tom tat thanh tich; noi dung khen thuong; ly do;
        ly do khen thuong; thanh tich dat duoc; noi dung thanh tich; noi dung; thanh tich khen;
        thanh tich noi bat; da co thanh tich; noi dung khen; thanh tich de nghi khen thuong""",
}
NUMBERING = frozenset(("stt", "tt", "so tt", "so thu tu", "thu tu", "no", "sott", "s tt", "st"))
# Two columns of which one is marked. With their accents: "Năm" is not "Nam".
_MARK_HEADINGS = {
    "ông": "danh_xung.ong", "nam": "danh_xung.ong", "ong": "danh_xung.ong",
    "bà": "danh_xung.ba", "nữ": "danh_xung.ba", "nu": "danh_xung.ba",
}  # fmt: skip
# Where a list has no column of names, these name collectives.
COLLECTIVES = frozenset(
    ("don vi", "ten don vi", "tap the", "ten truong", "truong", "don vi truong")
)
# Columns that lists often have and no paper asks for: nobody needs to say what they are.
_UNUSED = """ghi chu; ngay sinh; nam sinh; ngay thang nam sinh; tuoi; dan toc; ton giao; so cccd;
    cccd; cmnd; so cmnd; cmnd cccd; so dinh danh; so dien thoai; dien thoai; sdt; email;
    thu dien tu; ky nhan; ky ten; chu ky; trinh do; trinh do chuyen mon; ma so; ma; ma nhan vien;
    ma can bo; que quan; dang vien; ngay vao dang; so tai khoan; ngan hang; diem; xep loai; ket qua;
    nguoi nhan; so quyet dinh"""
# Choices in other words → the key of the choice, by field.
_CHOICES: Mapping[str, Mapping[str, str]] = {
    "danh_xung": {
        "ong": "nam; ong; mr; o", "ba": "nu; ba; mrs; ms; co; b",
    },
    "doi_tuong": {
        "ca_nhan": "ca nhan; cn; nguoi; canhan", "tap_the": "tap the; tt; don vi; tapthe",
        "ho_gia_dinh": "ho gia dinh; hgd; ho; gia dinh",
    },
    "hinh_thuc": {
        "giay_khen": "giay khen; gk; tang giay khen",
        "bang_khen_tinh": "bang khen; bk; tang bang khen; bang khen cap tinh; bang khen ubnd tinh; "
        "bang khen bo; bang khen cua chu tich ubnd tinh; bang khen cua bo truong",
        "lao_dong_tien_tien": "lao dong tien tien; ldtt; danh hieu lao dong tien tien",
        "chien_si_thi_dua_co_so": "chien si thi dua co so; cstd co so; cstdcs; cstd cs; "
        "chien si thi dua cap co so; cstd cap co so; chien sy thi dua co so",
        "chien_si_thi_dua_tinh": "chien si thi dua cap tinh; cstd cap tinh; cstd tinh; "
        "chien si thi dua tinh; cstdt; chien si thi dua bo; cstd bo; chien sy thi dua cap tinh",
        "tap_the_lao_dong_tien_tien": "tap the lao dong tien tien; ttldtt; tap the ldtt; tt ldtt",
        "tap_the_lao_dong_xuat_sac": "tap the lao dong xuat sac; ttldxs; tap the ldxs; tt ldxs",
        "co_thi_dua_tinh": "co thi dua; co thi dua cap tinh; co thi dua ubnd tinh; ctd; "
        "co thi dua cua ubnd tinh",
    },
}  # fmt: skip


def _split(words: str) -> list[str]:
    return [" ".join(word.split()) for word in words.split(";") if word.strip()]


_KNOWN: dict[str, tuple[str, ...]] = {
    word: targets for targets, words in _HEADINGS.items() for word in _split(words)
}
_NOT_USED = frozenset(_split(_UNUSED)) | NUMBERING
_CHOSEN = {
    field: {word: chosen for chosen, words in choices.items() for word in _split(words)}
    for field, choices in _CHOICES.items()
}


class Dictionary:
    """The headings that mean something for one kind. mapping: what she said before, by `key`."""

    def __init__(self, kind: Kind, mapping: Mapping[str, str] | None = None) -> None:
        self.columns = {column.name: column for column in columns(kind)}
        self.anchor = anchor(kind)
        known = {word: found for word, t in _KNOWN.items() if (found := self._first(t))}
        own = {key(c.label): c.name for c in self.columns.values()}
        bare = {key(_ASIDE.sub(" ", c.label)): c.name for c in self.columns.values()}
        names = {key(c.name.replace("_", " ")): c.name for c in self.columns.values()}
        self._said = {k: t for k, t in (mapping or {}).items() if not t or self.has(t)}
        self._known = {**known, **names, **bare, **own}
        self._phrases = sorted((w for w in self._known if " " in w), key=len, reverse=True)

    def _first(self, targets: tuple[str, ...]) -> str:
        return next((target for target in targets if self.has(target)), "")

    def has(self, target: str) -> bool:
        """Whether the kind has this column, or a column of which this is a part."""
        name, dot, _ = target.partition(".")
        return name in self.columns and (not dot or target in PARTS)

    def is_said(self, text: str) -> bool:
        """Whether she said herself what this heading means."""
        return key(text) in self._said

    def look_up(self, text: str) -> str | None:
        """Heading → target; "" for a column that is known and not used; None for an unknown one."""
        word = key(text)
        if not word or len(text) > LONGEST_HEADING:
            return None
        marked = _MARK_HEADINGS.get(clean_line(text).casefold(), "")
        if marked and word not in self._said and self.has(marked):
            return marked
        for found in (word, key(_ASIDE.sub(" ", text))):
            if found in self._said:
                return self._said[found]
            if found in self._known:
                return self._known[found]
            if found in _NOT_USED:
                return ""
        return None

    def resembles(self, text: str) -> str | None:
        """The target of the longest known phrase with which the heading begins, if any."""
        word = key(text)
        if len(text) > LONGEST_HEADING:
            return None
        return next((self._known[p] for p in self._phrases if word.startswith(f"{p} ")), None)


def anchor(kind: Kind) -> Column | None:
    """The column without which a row is nobody: the name."""
    found = columns(kind)
    needed = [c for c in found if c.field.required and c.field.default is None]
    named = [c for c in found if c.name == "ho_ten"]
    return next(iter(named + needed + list(found)), None)


def targets(kind: Kind) -> tuple[tuple[str, str], ...]:
    """Every (target, label) that a column of hers can be taken for, for her to choose from."""
    found: list[tuple[str, str]] = []
    for column in columns(kind):
        found.append((column.name, column.label))
        found += [(t, label) for t, label in PARTS.items() if t.startswith(f"{column.name}.")]
    return tuple(found)


def choice(column: Column, typed: str) -> str:
    """A choice in her words → its key, where the words are known; otherwise as typed."""
    known = {key(label): chosen for chosen, label in column.field.choices}
    word = key(typed)
    if word in known:
        return known[word]
    meant = _CHOSEN.get(column.name, {}).get(word, "")
    by_key = {key(chosen.replace("_", " ")): chosen for chosen, _ in column.field.choices}
    return by_key.get(key(meant.replace("_", " ")), typed) if meant else typed
