"""A real server and what a clerk does in a browser: used by the browser tests and by
scripts/screenshots.py.

In: a folder, a page. Out: a running house, and pages on which something has been done.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Request, expect
from werkzeug.serving import make_server

from scripts.chromium import ARGUMENTS, executable
from vanban.kinds import Field, Kind
from vanban.settings import Settings
from vanban.web import create_app

# 14:05 in Hà Nội on the day before the sample decision.
NOW = datetime(2026, 11, 19, 7, 5, tzinfo=UTC)
PASSWORD = "mot cau de nho"  # noqa: S105 - of a house that lives for one test
# Other tests run beside these, each with its own browser; two cores may be busy for a while.
PATIENCE_MS = 15_000
expect.set_options(timeout=PATIENCE_MS)
OFFICE = {
    "co_quan_chu_quan": "Ủy ban nhân dân\nthành phố Hải Phòng",
    "ten_co_quan": "Sở Nội vụ",
    "ky_hieu": "SNV",
    "dia_danh": "Hải Phòng",
    "noi_nhan": "Lãnh đạo Sở\nCác phòng, đơn vị thuộc Sở",
    "luu": "VT",
    "ho_ten": "Phạm Thu Hà",
    "ten_dang_nhap": "vanthu",
    "mat_khau": PASSWORD,
    "mat_khau_lai": PASSWORD,
    "nguoi_ky-0-ho_ten": "Lê Hoàng Minh",
    "nguoi_ky-0-chuc_vu": "Giám đốc",
}


@dataclass(frozen=True)
class House:
    """A running server. url: its address, without a slash at the end."""

    url: str
    app: Flask


@contextmanager
def running(
    folder: Path, port: int = 0, clock: Callable[[], datetime] = lambda: NOW, **more: Any
) -> Iterator[House]:
    """A house with its own database in `folder`, served on this machine.

    port: 0 for a free one. clock: the present; it stands still unless another is given.
    more: settings beyond those that every house has.
    """
    fonts = os.environ.get("VANBAN_FONT_DIR")
    settings = Settings(data_dir=folder, font_dir=Path(fonts) if fonts else None, **more)
    app = create_app(settings, clock=clock)
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield House(f"http://127.0.0.1:{server.server_port}", app)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        app.extensions["vanban"].register.close()


def start_browser(playwright: Playwright) -> Browser:
    """Chromium without a window, kept from calling home."""
    return playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))


def new_context(browser: Browser, house: House, **options: Any) -> tuple[BrowserContext, list[str]]:
    """A fresh browser profile, and the list that fills with what must not happen on any page:
    console errors, page errors, requests to another host.
    """
    faults: list[str] = []
    context = browser.new_context(locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", **options)
    context.set_default_timeout(PATIENCE_MS)

    def on_request(request: Request) -> None:
        if not request.url.startswith((house.url, "data:", "blob:")):
            faults.append(f"asks another host: {request.url}")

    context.on("request", on_request)
    context.on("weberror", lambda error: faults.append(f"page error: {error.error}"))
    context.on(
        "console",
        lambda message: (
            faults.append(f"console: {message.text}")
            if message.type in ("error", "warning")
            else None
        ),
    )
    return context, faults


# -- what a clerk does --------------------------------------------------------------------------


def set_up(page: Page, house: House) -> None:
    """The first visit: name the office, its signer, oneself."""
    page.goto(house.url)
    for name, value in OFFICE.items():
        page.locator(f'[name="{name}"]').fill(value)
    page.get_by_role("button", name="Bắt đầu soạn văn bản").click()
    expect(page.get_by_role("button", name="Kế hoạch", exact=True)).to_be_visible()


def sign_in(page: Page, house: House) -> None:
    """Sign in on the page that asks for it."""
    if not page.url.startswith(house.url):
        page.goto(house.url)
    page.locator('[name="ten_dang_nhap"]').fill(OFFICE["ten_dang_nhap"])
    page.locator('[name="mat_khau"]').fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()


def start_paper(page: Page, house: House, kind: Kind) -> None:
    """A new paper of that kind, in the editor, with its first pages on show."""
    page.goto(house.url)
    page.get_by_role("button", name=kind.title, exact=True).click()
    expect(page.locator(".ed-page img").first).to_be_visible()


def fill_sample(page: Page, kind: Kind) -> None:
    """Type the kind's own sample, field by field, as a clerk would."""
    for field in kind.fields:
        if field.sample is not None:
            fill_field(page, field)


def fill_field(page: Page, field: Field) -> None:
    if field.type == "list":
        _fill_list(page, field)
    elif field.type == "table":
        _fill_table(page, field)
    elif field.type == "person":
        _fill_person(page, field)
    elif field.type == "choice":
        page.locator(f'[name="{field.name}"]').select_option(str(field.sample))
    elif field.type == "yes_no":
        page.locator(f'[name="{field.name}"]').set_checked(bool(field.sample))
    else:
        page.locator(f'[name="{field.name}"]').fill(str(field.sample).strip())


def _fill_list(page: Page, field: Field) -> None:
    for index, text in enumerate(field.sample):
        line = page.locator(f'[name="{field.name}-{index}"]')
        if not line.count():
            page.locator(f'[data-rows="{field.name}"] [data-add]').click()
        line.fill(text)


def _fill_table(page: Page, field: Field) -> None:
    columns = {column.name: column for column in field.columns}
    for index, row in enumerate(field.sample):
        page.locator(f'[data-rows="{field.name}"] [data-add]').click()
        for name, value in row.items():
            if name == "gia_tri":
                for column, figure in enumerate(value):
                    page.locator(f'[name="{field.name}-{index}-gia_tri-{column}"]').fill(figure)
            elif columns[name].type == "choice":
                page.locator(f'[name="{field.name}-{index}-{name}"]').select_option(value)
            else:
                page.locator(f'[name="{field.name}-{index}-{name}"]').fill(value)


def _fill_person(page: Page, field: Field) -> None:
    sample: Mapping[str, str] = field.sample
    right = page.locator(f'[name="{field.name}-quyen_han"]')
    right.select_option(sample.get("quyen_han", ""))
    for name, value in sample.items():
        if name != "quyen_han":
            page.locator(f'[name="{field.name}-{name}"]').fill(value)


def wait_until_saved(page: Page) -> None:
    """Until everything typed is on the server, and the preview shows it."""
    expect(page.locator('#trang-thai-luu[data-state="saved"]')).to_be_visible()
    expect(page.locator(".ed-page img").first).to_have_js_property("complete", True)
