"""`python -m vanban …`: the same service as the web, for a terminal and for scripts.

In: arguments. Out: files and paths on standard output; problems in Vietnamese, one per line with
its field path, on standard error and exit code 1, and then nothing is written. What a Word file
holds and its PDF does not is told there too, but the PDF is written and the code is 0.

Here stands what can be asked; the answers stand in the modules that the commands name. Only the
one that was asked for is loaded: all together take seconds, and most of them need little of it.
"""

from __future__ import annotations

import argparse
import os
import pkgutil
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from vanban.life import BATCH_FORMS, ONE_EACH
from vanban.naming import DEFAULT
from vanban.problems import Told


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code comes back: 0 done, 1 problems in what was given."""
    options = parser().parse_args(arguments)
    try:
        return command(options.command)(options)
    except Told as told:
        for problem in told.problems:
            print(problem, file=sys.stderr)
        return 1


def command(name: str) -> Callable[[argparse.Namespace], int]:
    """What a command does. name: its module and function ("cli_papers:make")."""
    found: Callable[[argparse.Namespace], int] = pkgutil.resolve_name(f"vanban.{name}")
    return found


def parser() -> argparse.ArgumentParser:
    """Every command and option; docs/ is tested against it."""
    top = argparse.ArgumentParser(prog="python -m vanban", description="Văn bản hành chính.")
    commands = top.add_subparsers(required=True, metavar="LỆNH")

    kinds = commands.add_parser("kinds", help="liệt kê các loại văn bản và các mục cần nhập")
    kinds.set_defaults(command="cli_kinds:kinds")

    make = commands.add_parser("make", help="tạo tệp Word và PDF từ một tệp JSON")
    make.add_argument("kind", metavar="KIND", help="tên loại văn bản, xem lệnh kinds")
    make.add_argument("data", metavar="DATA.json", type=Path)
    make.add_argument("--out", metavar="DIR", type=Path, required=True)
    make.set_defaults(command="cli_papers:make")

    _add_files(commands)

    copy = commands.add_parser("backup", help="sao lưu cơ sở dữ liệu và tệp, cả khi đang chạy")
    copy.add_argument("file", metavar="FILE.zip", type=Path)
    copy.set_defaults(command="cli_data:backup")

    restore = commands.add_parser("restore", help="khôi phục bản sao lưu vào nơi còn trống")
    restore.add_argument("file", metavar="FILE.zip", type=Path)
    restore.add_argument("--check", action="store_true", help="chỉ kiểm tra, không khôi phục")
    restore.set_defaults(command="cli_data:restore")

    serve = commands.add_parser("serve", help="chạy dịch vụ trên trình duyệt")
    serve.add_argument("--host", default=None, help="mặc định theo VANBAN_HOST")
    serve.add_argument("--port", type=int, default=None, help="mặc định theo VANBAN_PORT")
    serve.add_argument("--demo", action="store_true", help="nạp sẵn văn bản của năm phong trào")
    serve.set_defaults(command="cli_serve:serve")

    _add_batch(commands)
    _add_check(commands)

    run = commands.add_parser("worker", help="tạo văn bản hàng loạt; lệnh serve tự chạy lệnh này")
    run.add_argument("--name", default="", help="tên riêng của tiến trình")
    run.add_argument("--attached", action="store_true", help="ngừng khi đầu vào chuẩn đóng lại")
    run.set_defaults(command="cli_worker:worker")

    access = commands.add_parser("access", help="in bảng ai được làm gì, theo từng địa chỉ")
    access.set_defaults(command="cli_serve:access")

    trail = commands.add_parser("trail", help="kiểm tra nhật ký còn nguyên vẹn không")
    trail.add_argument(
        "file", metavar="FILE.jsonl", type=Path, nargs="?", help="đối chứng với một bản đã xuất"
    )
    trail.set_defaults(command="cli_data:trail")
    _add_verify(commands)
    return top


def _add_files(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The commands that work on somebody's file and need no data of the installation."""
    sheet = commands.add_parser("sheet", help="tạo mẫu Excel để nhập danh sách lập hàng loạt")
    sheet.add_argument("kind", metavar="KIND", help="tên loại văn bản, xem lệnh kinds")
    sheet.add_argument("--out", metavar="FILE.xlsx", type=Path, required=True)
    sheet.set_defaults(command="cli_kinds:sheet")

    pdf = commands.add_parser("pdf", help="tạo PDF từ một tệp Word bất kỳ")
    pdf.add_argument("docx", metavar="FILE.docx", type=Path)
    pdf.add_argument("--out", metavar="FILE.pdf", type=Path, required=True)
    pdf.add_argument("--pdfa", action="store_true", help="theo PDF/A-2u, để lưu trữ lâu dài")
    pdf.add_argument(
        "--thieu-chu", action="store_true", help="vẫn tạo PDF khi có ký tự không in được"
    )
    pdf.set_defaults(command="cli_papers:pdf")

    where = commands.add_parser("places", help="cho biết vị trí số, ngày, chữ ký, dấu trong PDF")
    where.add_argument("pdf", metavar="FILE.pdf", type=Path)
    where.add_argument("--json", action="store_true", help="in ra JSON, cho chương trình khác đọc")
    where.set_defaults(command="cli_places:places")


def _add_verify(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verify = commands.add_parser("verify", help="kiểm tra chữ ký số trong một tệp PDF")
    verify.add_argument("file", metavar="FILE.pdf", type=Path)
    verify.add_argument(
        "--roots",
        metavar="DIR",
        type=Path,
        help="thư mục chứng thư số gốc được tin cậy (.cer, .crt, .pem) và danh sách thu hồi (.crl)",
    )
    verify.add_argument(
        "--base", metavar="LOCKED.pdf", type=Path, help="tệp đã khóa mà tệp này phải bắt đầu bằng"
    )
    verify.set_defaults(command="cli_verify:verify")


def _add_batch(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    batch = commands.add_parser("batch", help="tạo hàng loạt văn bản từ một danh sách Excel")
    batch.add_argument("kind", metavar="KIND", help="tên loại văn bản, xem lệnh kinds")
    batch.add_argument("list", metavar="LIST.xlsx", type=Path)
    batch.add_argument("--common", metavar="COMMON.json", type=Path, required=True)
    batch.add_argument("--out", metavar="DIR", type=Path, required=True)
    batch.add_argument("--workers", metavar="N", type=int, default=min(2, os.cpu_count() or 1))
    batch.add_argument("--form", choices=BATCH_FORMS, default=ONE_EACH)
    batch.add_argument("--ten", metavar="MẪU", default=DEFAULT, help="mẫu tên tệp")
    batch.add_argument("--co-dau", action="store_true", help="giữ dấu tiếng Việt trong tên tệp")
    batch.set_defaults(command="cli_batch:batch")


def _add_check(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    check = commands.add_parser("check", help="kiểm tra thể thức của tệp Word hoặc PDF")
    check.add_argument("files", metavar="FILE", type=Path, nargs="*")
    check.add_argument("--quy-tac", action="store_true", help="in ra mọi quy tắc, theo điều khoản")
    check.add_argument("--json", action="store_true", help="in ra JSON, cho chương trình khác đọc")
    check.add_argument(
        "--sua", metavar="OUT.docx", type=Path, help="ghi bản đã sửa giúp, dạng theo dõi thay đổi"
    )
    check.add_argument(
        "--ngay", metavar="YYYY-MM-DD", type=date.fromisoformat, help="ngày để xét hiệu lực"
    )
    check.set_defaults(command="cli_check:check")
