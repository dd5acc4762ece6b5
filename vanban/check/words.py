"""Words by which the parts of an administrative document are known, without accents, small.

In: `Seg`s. Out: what each may be. Nothing here looks at where the words stand; `heading`, `foot`
and `body` do.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

from vanban.check.bits import Seg, bare
from vanban.decree30 import QUOC_HIEU as _QUOC_HIEU
from vanban.decree30 import TIEU_NGU as _TIEU_NGU


def _letters(text: str) -> str:
    return "".join(letter for letter in bare(text) if letter.isalnum())


QUOC_HIEU: Final = _letters(_QUOC_HIEU)
TIEU_NGU: Final = _letters(_TIEU_NGU)
DANG: Final = "dangcongsanvietnam"
_LIKE: Final = 0.88
_LIKE_LENGTHS: Final = 4

CAN_CU: Final = re.compile(
    r"[-–+*•\s]*(?:can cu|theo de nghi|xet de nghi|xet to trinh|theo to trinh|tren co so|"
    r"xet de xuat|sau khi (?:thao luan|xem xet)|theo y kien|duoc su|xet |chieu )"
)
LENH: Final = re.compile(
    r"(?:nay |ra )?(?:quyet dinh|quyet nghi|nghi quyet|chi thi|huong dan|thong bao)\s*:?"
)
_LENH_LETTERS: Final = frozenset(
    ("quyetdinh", "quyetnghi", "nghiquyet", "nayquyetdinh", "raquyetdinh")
)
KINH_GUI: Final = re.compile(r"(?:kinh gui|kinh trinh|kinh de nghi)\s*:?")
KEM_THEO: Final = re.compile(r"[(\[]?\s*(?:duoc )?(?:ban hanh )?kem theo\b")
V_V: Final = re.compile(r"[(\[“\"]?\s*(?:v\s*/\s*v|vv|ve viec)\b\s*[:.]?")

_DAY: Final = r"[\d.…_\s\-]{0,14}"
NGAY: Final = re.compile(rf"\bngay{_DAY}thang{_DAY}nam{_DAY}\.?$")
# "Hà Nội, 05/3/2026" is a date too, though no right one.
_NGAY_NGAN: Final = re.compile(
    r"(?<=[a-z],)\s*(?:ngay\s*)?\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}\.?$"
)
_GAP: Final = re.compile(r"\t\s*|\s{4,}")
_PLACE_LIMIT: Final = 60
SO: Final = re.compile(
    r"(?:(?:luat|nghi quyet|phap lenh|lenh)\s+)?so\s*[:.]?\s*"
    r"(?P<so>[\d.…_\s\-\t]*[a-z]?)?\s*(?P<ky>[/\-–]\s*[^\t]*?)?(?=\t|\s{4,}|$)"
)
# "Số: 12 QĐ/UBND", as it was written before: a number, though no rule can read it.
_SO_BEFORE: Final = re.compile(r"so\s*:[\d.…_\s]*[a-z]{1,6}\s*[-–/]\s*[a-z]{2,12}\.?")
_SO_ALONE: Final = re.compile(r"\d{0,5}\s*/\s*[a-z]{1,6}\s*[-–/]\s*[a-z]")
# The last ones of each are no words of the decree, and a rule says so.
MAT: Final = frozenset(("mat", "toimat", "tuyetmat", "bimat", "ratmat"))
KHAN: Final = frozenset(("khan", "thuongkhan", "hoatoc", "ratkhan", "khancap", "toikhan"))
LUU_HANH: Final = frozenset(("xemxongtralai", "luuhanhnoibo", "tailieuthuhoi"))
_DU_THAO: Final = re.compile(r"[(\[]?\s*(?:ban )?(?:du thao|ban nhap)\b")

# The first words of a name of an agency: a line that begins with one begins a name.
_CO_QUAN: Final = re.compile(
    r"(?:uy ban|ubnd|ub nd|uybannhandan|hoi dong|hdnd|so|bo|cuc|tong cuc|chi cuc|vu|phong|ban|"
    r"truong|dai hoc|hoc vien|benh vien|trung tam|vien|van phong|cong ty|tong cong ty|tap doan|"
    r"ngan hang|kho bac|bao hiem|cong an|toa an|thanh tra|kiem toan|doan|lien doan|hoi|lien hiep|"
    r"mat tran|quy|chinh phu|quoc hoi|dai|bao|hai quan|chi nhanh|xi nghiep|tram|doi|hat|thu vien|"
    r"bao tang|nha|lien minh|to|dang bo|dang uy|tinh uy|thanh uy|huyen uy|chi bo|chi doan|"
    r"thu tuong|chu tich|lang|cang vu|tong lien doan|trai|khu|bch|bql|cong doan|hop tac xa|htx|"
    r"to chuc|nhom|lien danh|doanh nghiep|tieu ban|phan vien|phan hieu|khoa|ten cq|ten co quan)\b"
)
_CO_QUAN_GOES_ON: Final = re.compile(
    r"(?:tinh|thanh pho|tp|huyen|quan|thi xa|thi tran|xa|phuong|dac khu|va|khu vuc|so \d|viet nam|"
    r"tai|cua|cac|cap)\b"
)
# A name that says nothing without what follows it.
UNFINISHED: Final = frozenset(
    (
        "uybannhandan", "ubnd", "hoidongnhandan", "hdnd", "so", "bo", "cuc", "vanphong", "ban",
        "truong", "trungtam", "vien", "phong", "congty", "daihoc", "banquanly", "truongdaihoc",
        "hoidong", "banchihanh", "truongcaodang", "vienkiemsat", "vienkiemsatnhandan", "toaan",
        "toaannhandan", "benhvien", "truongtieuhoc", "truongthpt", "truongthcs", "truongmamnon",
        "chicuc", "chutich", "uybanmattrantoquoc", "uybanmattrantoquocvietnam", "congtycophan",
        "congtytnhh", "congan", "khobacnhanuoc", "baohiemxahoi", "tongcuc", "quy", "bantochuc",
    )
)  # fmt: skip

_QUYEN_HAN: Final = re.compile(
    r"(?:t\s*[./]?\s*m|k\s*[./]?\s*t|t\s*[./]?\s*l|t\s*[./]?\s*u\s*[./]?\s*q|q|t)\s*[./]\s*\S"
)
_CHUC_VU: Final = re.compile(
    r"(?:quyen\s+|pho\s+|phu trach\s+)*(?:pho\b|chu tich|giam doc|tong giam doc|bo truong|"
    r"thu truong|thu tuong|cuc truong|vu truong|tong cuc truong|chi cuc truong|hieu truong|"
    r"vien truong|truong|chanh|chu nhiem|chu toa|chu tri|thu ky|bi thu|doi truong|chi huy|tu lenh|"
    r"chinh uy|nguoi|ke toan|dai dien|thuong truc|thanh tra|kiem soat|chanh an|tong thu ky|"
    r"quyen han|chu tri|thay mat|ban giam|hoi dong|uy ban|doan chu tich|doan thu ky|ben [ab]\b|"
    r"thu quy|tong bien tap|chuyen vien|can bo|quan doc|noi|xac nhan|lanh dao|tm\b|kt\b|tl\b|"
    r"chu dau tu|don vi|co quan|phu trach|tap the|cong chuc|to truong|nhom truong)"
)
_TITLES: Final = re.compile(
    r"(?:(?:pgs|gs|ts|ths|bs|bscki+|bsck1|bsck2|ks|cn|ds|luat su|tskh|nsnd|nsut|dai ta|thuong ta|"
    r"trung ta|thieu ta|dai tuong|thuong tuong|trung tuong|thieu tuong|dai uy|thuong uy|trung uy|"
    r"thieu uy|ong|ba)\b[.,\s]*)+"
)
_SURNAMES: Final = frozenset(
    re.findall(
        r"\w+",
        "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dao doan vuong "
        "trinh truong dinh lam phung mai to cao luu ha luong thai chu quach ta la tong ton han "
        "hua kieu khuat mac nghiem nong giang lo ma trieu vi y ro siu kpa ksor rahlan a lu lau "
        "thach kim danh son ung van bach au quan sam vang giap lieu chau doi khuong ninh si "
        "than thieu tieu tu dam cu",
    )
)
_WORD: Final = re.compile(r"[^\W\d_][^\W\d_'’-]*\.?")
_PLACEHOLDER: Final = re.compile(r"(?:ho,? (?:va )?ten|ho, ten|ten nguoi ky)\b")
# What holds the place of a signature, and what a digital one shows of itself.
_UNSIGNED: Final = re.compile(
    r"[(\[].*|(?:da ky|ky ten|chu ky)\b.*|"
    r"(?:nguoi ky|ky boi|duoc ky boi|ngay ky|thoi gian ky|gio ky|co quan|email|e-mail|to chuc|"
    r"don vi|signature (?:valid|not verified)|digitally signed|signed by|reason|location|date)"
    r"\s*:.*|(?:signature valid|digitally signed|signed by|ky boi)\b.*|"
    r"\S+@\S+|\d{1,2}[./-]\d{1,2}[./-]\d{4}\b.*"
)
NOI_NHAN: Final = re.compile(r"noi\s+nh.n\s*(?:[:./]|$|\t|\s{3,})")
DASH: Final = re.compile(r"[-–—−+•*·]\s*\S")
_NUMBERED: Final = re.compile(
    r"(?!v\s*/\s*v\b)(?:(?:phan|chuong|muc|tieu muc|dieu)\s+(?:[ivxl]+|\d+|thu)\b|"
    r"(?:[ivxl]+|\d{1,2})\s*[./)]\s*\D|[a-h]\s*\))"
)
LIST_MARK: Final = re.compile(r"[-–—−+•*·]\s*|\s*luu\b|nhu (?:tren|dieu)\b")
LUU: Final = re.compile(r"[-–—−+•*·\s]*luu\b")
SOAN_THAO: Final = re.compile(r"[A-ZĐ]{1,6}\.?[A-ZĐ\d]{0,6}\.?\s*(?:\(?\s*\d{1,4}\s*b?\s*\)?)?\.?")
LIEN_HE: Final = re.compile(
    r"(?:dia chi|tru so|so dien thoai|dien thoai|dt|tel|fax|e-?mail|thu dien tu|website|"
    r"trang thong tin dien tu|web)\s*[:.]"
)
PHU_LUC: Final = re.compile(
    r"(?:phu luc|bieu mau|bieu|mau)"
    r"(?:\s+(?:(?:so|kem theo)\b)?\s*(?:(?:[ivxl]+|\d{1,2}|[a-h])\b)?)?"
    r"\s*[….\d]*\s*(?:[.:]|[-–—](?=\s))?"
)
_HEADING_LIMIT: Final = 150
_PHU_LUC_WORD: Final = re.compile(r"phu\s*luc\b")
# Titles of forms that others fill in, and of papers that come with a document but are none of it.
_FORM: Final = re.compile(
    r"(?:mau|bieu mau|to khai|ban khai|ban ke khai|don|giay|phieu|hop dong|de cuong|so yeu|ly lich|"
    r"(?:ban )?cam ket|bien ban|the|chung chi|chung nhan|bang tot nghiep|van bang|quyet dinh|"
    r"nghi quyet|cong dien|to trinh|thu)\b"
)
_ROOM: Final = re.compile(r"…|\.\s?\.|_{2}")
_SIGNED: Final = re.compile(r"[^;]*;.*(?:gio\s*:\s*phut|\d{1,2}:\d{2}:\d{2})")
_SAO: Final = re.compile(r"(?:ban )?(?:sao y|sao luc|trich sao)(?: ban chinh)?\s*(?:[;,].*)?")


def _like(seg: Seg, wanted: str) -> bool:
    letters = seg.compact
    if abs(len(letters) - len(wanted)) > _LIKE_LENGTHS:
        return False
    return SequenceMatcher(None, letters, wanted, autojunk=False).ratio() >= _LIKE


def phrase(seg: Seg, wanted: str) -> tuple[int, int] | None:
    """Where in a seg these letters stand, whatever is between them; the whole when it is alike."""
    at = seg.compact.find(wanted)
    if at >= 0:
        return seg.span(at, at + len(wanted))
    return (0, len(seg.text)) if _like(seg, wanted) else None


def date_line(seg: Seg) -> tuple[int, int] | None:
    """Where "Hà Nội, ngày … tháng … năm …" stands in a seg: to its end."""
    found = NGAY.search(seg.bare) or _NGAY_NGAN.search(seg.bare)
    if not found:
        return None
    before = seg.text[: found.start()].rstrip()
    # A wide gap parts the place from what stands on its left.
    begin = max((gap.end() for gap in _GAP.finditer(before)), default=0)
    if len(before) - begin > _PLACE_LIMIT:
        return None
    return begin, found.end()


def number_line(seg: Seg) -> tuple[int, int] | None:
    """Where "Số: 12/QĐ-UBND" stands in a seg that begins with it."""
    if _SO_ALONE.match(seg.bare) or _SO_BEFORE.fullmatch(seg.bare):
        return (0, len(seg.text))
    found = SO.match(seg.bare)
    if not found:
        return None
    number, sign = (found["so"] or "").strip(), found["ky"]
    if ";" in found.group():
        return None  # what a signature shows: "Số: 12/KH-UBND; 05/03/2026; 14:20:43"
    if sign is None and not number and ":" not in found.group():
        return None
    return (0, found.end()) if len(found.group()) <= 70 else None


def draft(seg: Seg) -> bool:
    """Whether it says that the paper is a draft."""
    return bool(_DU_THAO.match(seg.bare)) and len(seg.text) < 40


def begins_agency(seg: Seg) -> bool:
    """Whether a line begins the name of an agency, and not goes on with one."""
    return bool(_CO_QUAN.match(seg.bare)) and not _CO_QUAN_GOES_ON.match(seg.bare)


def goes_on(seg: Seg, before: Seg) -> bool:
    """Whether a line of an agency's name goes on with the one before."""
    if before.compact in UNFINISHED or before.bare.endswith((",", " va", " -")):
        return True
    return not begins_agency(seg)


def office(seg: Seg) -> bool:
    """Whether a line says in what right somebody signs, or as what."""
    text = re.sub(r"^[^a-z]+", "", seg.bare)
    return len(seg.text) <= 90 and bool(_QUYEN_HAN.match(text) or _CHUC_VU.match(text))


def unsigned(seg: Seg) -> bool:
    """Whether a line of a signature only holds the place: "(Chữ ký, dấu)", "(Đã ký)"."""
    return seg.ornament or not seg.compact or bool(_UNSIGNED.fullmatch(seg.bare))


def person(seg: Seg) -> bool:
    """Whether a line can be the name of a person."""
    if _PLACEHOLDER.match(seg.bare):
        return True
    text = seg.text[titles(seg.text) :]
    words = text.split()
    if not 2 <= len(words) <= 6 or len(text) > 45 or not all(map(_WORD.fullmatch, words)):
        return False
    if not all(word[0].isupper() for word in words):
        return False
    if seg.upper:
        return bare(words[0]) in _SURNAMES and not _CHUC_VU.match(bare(text))
    return bare(words[0]) in _SURNAMES or not _CHUC_VU.match(bare(text))


def titles(name: str) -> int:
    """Where in what a signer is called the name begins, behind degrees and ranks: "Đại tá"."""
    found = _TITLES.match(bare(name))
    return found.end() if found and found.end() < len(name) else 0


def numbered(seg: Seg) -> bool:
    """Whether a line is a heading of the text: "Chương I", "I. …", "1. …", "Điều 1."."""
    return bool(_NUMBERED.match(seg.bare))


def authority(seg: Seg) -> bool:
    """Whether a line names who decides: a chức vụ, an agency, a collective."""
    return seg.upper and bool(_CHUC_VU.match(seg.bare) or _CO_QUAN.match(seg.bare))


def copied(seg: Seg) -> bool:
    """Whether it says that the paper is a copy: "SAO Y", or what a signature on one shows."""
    upper = seg.text[:5].isupper() or seg.text[:5].istitle()
    return upper and bool(_SAO.fullmatch(seg.bare))


def signed(seg: Seg) -> bool:
    """Whether it is what a digital signature shows: "Số: 12/KH-UBND; 05/03/2026; 14:20:43"."""
    return bool(_SIGNED.match(seg.bare))


def to_copy(seg: Seg) -> bool:
    """Whether it is what a digital signature on a copy shows, still to be filled: "…; …; ngày"."""
    return signed(seg) and seg.text[:1] in ".…_"


def blank(seg: Seg) -> bool:
    """Whether it is a row of dots to write on, perhaps with the number of a note among them."""
    return bool(_ROOM.search(seg.text)) and not any(map(str.isalpha, seg.text))


def form(seg: Seg) -> bool:
    """Whether a title is that of a form, which is laid out as whoever issued it wants it."""
    return bool(_FORM.match(seg.bare))


def nameless(seg: Seg) -> bool:
    """Whether a title is the place of one: "TÊN LOẠI VĂN BẢN"."""
    return seg.compact.rstrip("0123456789") == "tenloaivanban"


def command(seg: Seg) -> bool:
    """Whether it is "QUYẾT ĐỊNH:" between the căn cứ and Điều 1."""
    return seg.compact in _LENH_LETTERS


def appendix(seg: Seg) -> bool:
    """Whether a line is the heading "Phụ lục I", alone or with the title behind it."""
    if not _PHU_LUC_WORD.match(seg.bare):
        return False
    if PHU_LUC.fullmatch(seg.bare):
        return True
    if len(seg.text) >= _HEADING_LIMIT:
        return False
    return seg.upper or _titled(seg)


def _titled(seg: Seg) -> bool:
    """Whether "Phụ lục: " stands before what is printed as a title, and not before a sentence."""
    word = PHU_LUC.match(seg.bare)
    title = seg.cut(word.end()) if word and word.group().rstrip()[-1] in ".:-–—" else None
    return title is not None and (title.upper or (seg.bold and seg.centred is True))


def first(segs: Sequence[Seg], start: int, end: int, wanted: re.Pattern[str]) -> int | None:
    """The first seg of a range that begins with a pattern."""
    return next((at for at in range(start, end) if wanted.match(segs[at].bare)), None)
