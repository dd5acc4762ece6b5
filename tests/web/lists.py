"""What tests of Lập hàng loạt do in a browser: a sheet of people, its upload, the common values."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from io import BytesIO

from tests.web.conftest import Visitor
from vanban.services import Services
from vanban.web import fields
from vanban.web.both import stamp
from vanban.worker import Worker

HOME = "/lap-hang-loat"
NEW = f"{HOME}/moi?loai=quyet_dinh_khen_thuong&cach="
HEADINGS = ("STT", "Ông/Bà", "Họ và tên", "Chức vụ, đơn vị công tác", "Tiền thưởng")
PEOPLE = (
    ("1", "Bà", "Nguyễn Thị An", "Chuyên viên, Văn phòng Sở", ""),
    ("2", "Ông", "Trần Văn Bình", "Phó Trưởng phòng, Phòng Tổ chức", ""),
    ("3", "Bà", "Lê Thu Hòa", "Chuyên viên, Thanh tra Sở", "1.000.000"),
)
KIND = "quyet_dinh_khen_thuong"


def csv(rows: Sequence[Sequence[str]] = PEOPLE, headings: Sequence[str] = HEADINGS) -> bytes:
    return "\n".join("\t".join(row) for row in (headings, *rows)).encode()


def upload(
    visitor: Visitor, data: bytes, form: str = "rieng", name: str = "ds.tsv", status: int = 303
) -> str:
    """Upload a list; the address of the list, or the page that refuses it."""
    visitor.get(NEW + form)
    answer = visitor.post(NEW + form, {"tep": (BytesIO(data), name)}, status)
    if status != 303:
        return unescape(answer.text)
    found = re.match(rf"{HOME}/\d+", answer.headers["Location"])
    assert found
    return found[0]


def seen(visitor: Visitor, address: str) -> str:
    """What the page of the common values says that it was made from."""
    page = visitor.get(f"{address}/noi-dung").text
    return unescape(re.findall(r'name="goc" value="([^"]*)"', page)[0])


def cells(visitor: Visitor, address: str, **typed: str) -> dict[str, str]:
    """What the page of wrong rows posts with these cells typed: "o_4_ho_ten" is "o-4-ho_ten"."""
    sent = {}
    for name, value in typed.items():
        _, number, column = name.split("_", 2)
        batch = int(address.rpartition("/")[2])
        row = visitor.services.register.batches.rows(batch, number=int(number))[0]
        cell = f"o-{number}-{column}"
        sent[cell], sent[f"goc-{cell}"] = value, stamp(row.raw.get(column, ""))
    return sent


def fill_in(visitor: Visitor, services: Services, address: str, **typed: str) -> str:
    """Fill in what all papers share with the kind's own sample; the next page."""
    kind = services.service.kinds[KIND]
    raw = {f.name: f.sample for f in kind.fields if f.name not in ("so", "ngay", "khen_thuong")}
    sent = {**dict(fields.encode(kind, raw)), **typed, "action": "tiep"}
    sent["goc"] = seen(visitor, address)
    return unescape(visitor.follow(visitor.post(f"{address}/noi-dung", sent, 303)).text)


def work(services: Services) -> None:
    """Let a worker make whatever waits."""
    Worker(services.service, services.register, services.store).run(idle_s=0.05)
