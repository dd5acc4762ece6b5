"""`python -m vanban …`: the same service as the web, for a terminal and for scripts.

In: arguments. Out: files and paths on standard output; problems in Vietnamese, one per line with
its field path, on standard error and exit code 1, and then nothing is written. What a Word file
holds and its PDF does not is told there too, but the PDF is written and the code is 0.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from vanban import agency, auditing, backup, worker
from vanban.check.report import faults
from vanban.cli_batch import add_batch
from vanban.cli_check import add_check
from vanban.kinds import Kind
from vanban.pdf import places as placing
from vanban.problems import Problem, Refused, Told
from vanban.register import INSTALLATION, Register
from vanban.service import Service, open_service
from vanban.services import now, open_data, places
from vanban.settings import Settings
from vanban.sheet import form
from vanban.signing import verdict
from vanban.store import download_name
from vanban.vietnamese.days import VIETNAM

_CERTIFICATES = {".cer", ".crt", ".pem", ".crl"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code comes back: 0 done, 1 problems in what was given."""
    options = parser().parse_args(arguments)
    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except Told as told:
        for problem in told.problems:
            print(problem, file=sys.stderr)
        return 1


def parser() -> argparse.ArgumentParser:
    """Every command and option; docs/ is tested against it."""
    top = argparse.ArgumentParser(prog="python -m vanban", description="Văn bản hành chính.")
    commands = top.add_subparsers(required=True, metavar="LỆNH")

    kinds = commands.add_parser("kinds", help="liệt kê các loại văn bản và các mục cần nhập")
    kinds.set_defaults(command=_kinds)

    make = commands.add_parser("make", help="tạo tệp Word và PDF từ một tệp JSON")
    make.add_argument("kind", metavar="KIND", help="tên loại văn bản, xem lệnh kinds")
    make.add_argument("data", metavar="DATA.json", type=Path)
    make.add_argument("--out", metavar="DIR", type=Path, required=True)
    make.set_defaults(command=_make)

    _add_files(commands)

    copy = commands.add_parser("backup", help="sao lưu cơ sở dữ liệu và tệp, cả khi đang chạy")
    copy.add_argument("file", metavar="FILE.zip", type=Path)
    copy.set_defaults(command=_backup)

    restore = commands.add_parser("restore", help="khôi phục bản sao lưu vào nơi còn trống")
    restore.add_argument("file", metavar="FILE.zip", type=Path)
    restore.add_argument("--check", action="store_true", help="chỉ kiểm tra, không khôi phục")
    restore.set_defaults(command=_restore)

    serve = commands.add_parser("serve", help="chạy dịch vụ trên trình duyệt")
    serve.add_argument("--host", default=None, help="mặc định theo VANBAN_HOST")
    serve.add_argument("--port", type=int, default=None, help="mặc định theo VANBAN_PORT")
    serve.add_argument("--demo", action="store_true", help="nạp sẵn văn bản của năm phong trào")
    serve.set_defaults(command=_serve)

    add_batch(commands, read_json)
    add_check(commands, _read_bytes, _write)

    run = commands.add_parser("worker", help="tạo văn bản hàng loạt; lệnh serve tự chạy lệnh này")
    run.add_argument("--name", default="", help="tên riêng của tiến trình")
    run.add_argument("--attached", action="store_true", help="ngừng khi đầu vào chuẩn đóng lại")
    run.set_defaults(command=_worker)

    access = commands.add_parser("access", help="in bảng ai được làm gì, theo từng địa chỉ")
    access.set_defaults(command=_access)

    trail = commands.add_parser("trail", help="kiểm tra nhật ký còn nguyên vẹn không")
    trail.add_argument(
        "file", metavar="FILE.jsonl", type=Path, nargs="?", help="đối chứng với một bản đã xuất"
    )
    trail.set_defaults(command=_trail)
    _add_verify(commands)
    return top


def _add_files(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """The commands that work on somebody's file and need no data of the installation."""
    sheet = commands.add_parser("sheet", help="tạo mẫu Excel để nhập danh sách lập hàng loạt")
    sheet.add_argument("kind", metavar="KIND", help="tên loại văn bản, xem lệnh kinds")
    sheet.add_argument("--out", metavar="FILE.xlsx", type=Path, required=True)
    sheet.set_defaults(command=_sheet)

    pdf = commands.add_parser("pdf", help="tạo PDF từ một tệp Word bất kỳ")
    pdf.add_argument("docx", metavar="FILE.docx", type=Path)
    pdf.add_argument("--out", metavar="FILE.pdf", type=Path, required=True)
    pdf.add_argument("--pdfa", action="store_true", help="theo PDF/A-2u, để lưu trữ lâu dài")
    pdf.add_argument(
        "--thieu-chu", action="store_true", help="vẫn tạo PDF khi có ký tự không in được"
    )
    pdf.set_defaults(command=_pdf)

    where = commands.add_parser("places", help="cho biết vị trí số, ngày, chữ ký, dấu trong PDF")
    where.add_argument("pdf", metavar="FILE.pdf", type=Path)
    where.add_argument("--json", action="store_true", help="in ra JSON, cho chương trình khác đọc")
    where.set_defaults(command=_places)


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
    verify.set_defaults(command=_verify)


def _kinds(_: argparse.Namespace) -> int:
    for kind in open_service().kinds.values():
        print(f"{kind.name}  {kind.title} ({kind.viet_tat})")
        for field in kind.fields:
            mark = " *" if field.required else ""
            print(f"    {field.name} [{field.type}] {field.label}{mark}")
    return 0


def _kind(service: Service, name: str) -> Kind:
    """The kind of that name. Raises Refused when there is none."""
    if name not in service.kinds:
        known = ", ".join(service.kinds)
        raise Refused(Problem("unknown_kind", "KIND", {"name": name, "known": known}))
    return service.kinds[name]


def _sheet(options: argparse.Namespace) -> int:
    _write({options.out: form.template(_kind(open_service(), options.kind))})
    print(options.out)
    return 0


def _make(options: argparse.Namespace) -> int:
    service = open_service()
    _kind(service, options.kind)
    raw = read_json(options.data)
    office = agency.from_data(raw.pop("co_quan", {}), where="co_quan")
    raw.pop("mo_ta", None)  # a note for the reader of the example, not part of the paper
    made = service.produce(options.kind, raw, office, date.today())
    files = {
        options.out / download_name(made.stem, "docx"): made.docx,
        options.out / download_name(made.stem, "pdf"): made.pdf,
    }
    _write(files)
    for sentence in faults(made.checked):
        print(f"Thể thức cần xem lại: {sentence}", file=sys.stderr)
    for path in files:
        print(path)
    return 0


def _write(files: Mapping[Path, bytes]) -> None:
    """All the files or none: each is written beside its place first, then they move in."""
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_name(path.name + ".part").write_bytes(data)
    except OSError as error:
        raise _unwritable(path, error) from error
    for path in files:
        path.with_name(path.name + ".part").replace(path)


def _unwritable(path: Path, error: OSError) -> Refused:
    return Refused(Problem("file_not_written", path.name, {"detail": error.strerror or ""}))


def _read_text(path: Path) -> str:
    """The text of a file. Raises Refused when it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _unreadable(path, error) from error
    except UnicodeDecodeError as error:
        raise Refused(Problem("bad_json", path.name, {"detail": str(error)})) from error


def read_json(path: Path) -> dict[str, Any]:
    """The object in a JSON file. Raises Refused when it cannot be read or is not an object."""
    try:
        data = json.loads(_read_text(path))
    except json.JSONDecodeError as error:
        raise Refused(Problem("bad_json", path.name, {"detail": str(error)})) from error
    if not isinstance(data, dict):
        raise Refused(Problem("json_not_object", path.name))
    return data


def _unreadable(path: Path, error: OSError) -> Refused:
    return Refused(Problem("file_not_read", path.name, {"detail": error.strerror or ""}))


def _read_bytes(path: Path) -> bytes:
    """The bytes of a file. Raises Refused when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from error


def _places(options: argparse.Namespace) -> int:
    name = options.pdf.name
    told = placing.look(_read_bytes(options.pdf))
    if options.json:
        found = {"tep": name, "cach_tim": told.way, "vi_tri": told.data()}
        print(json.dumps(found, ensure_ascii=False, indent=2))
        return 0
    if not told.places:
        raise Refused(Problem("places_none", name))
    print(f"{name}: vị trí {placing.WAYS[told.way]}.")
    print("pt: từ góc dưới bên trái của trang. mm: từ góc trên bên trái của trang.")
    for each in told.data():
        print(f"{each['ten']}: {each['la']}, trang {each['trang']}")
        pt, mm = each["pt"], each["mm"]
        print(
            f"    pt: x {_figure(pt['x'])}, y {_figure(pt['y'])}, rộng {_figure(pt['rong'])},"
            f" cao {_figure(pt['cao'])}"
        )
        print(
            f"    mm: cách mép trái {_figure(mm['trai'])}, cách mép trên {_figure(mm['tren'])},"
            f" rộng {_figure(mm['rong'])}, cao {_figure(mm['cao'])}"
        )
    return 0


def _figure(length: float) -> str:
    return f"{length:.1f}".replace(".", ",")


def _pdf(options: argparse.Namespace) -> int:
    data = _read_bytes(options.docx)
    made = open_service().pdf(
        data, name=options.docx.name, archive=options.pdfa, lenient=options.thieu_chu
    )
    _write({options.out: made.pdf})
    for problem in made.problems:
        print(problem, file=sys.stderr)
    print(options.out)
    return 0


def _backup(options: argparse.Namespace) -> int:
    settings = Settings.from_environment(os.environ)
    opened = open_data(settings)
    try:
        copied = backup.back_up(opened.register, opened.store, options.file, now())
    finally:
        opened.register.close()
    _tell(options.file, copied)
    return 0


def _restore(options: argparse.Namespace) -> int:
    if options.check:
        copied = backup.read_contents(options.file)
    else:
        settings = Settings.from_environment(os.environ)
        address, store = places(settings)
        copied = backup.put_back(address, store, options.file)
    _tell(options.file, copied)
    return 0


def _tell(file: Path, copied: backup.Copied) -> None:
    rows = sum(copied.tables.values())
    print(f"{file}: {copied.made_at:%d/%m/%Y %H:%M} UTC, {rows} dòng, {copied.files} tệp")
    for name, count in copied.tables.items():
        print(f"    {name}: {count}")


def _serve(options: argparse.Namespace) -> int:
    # The web is loaded only here: the other commands start faster and need no server.
    from vanban.web.server import serve  # noqa: PLC0415

    return serve(host=options.host, port=options.port, demo=options.demo)


def _worker(options: argparse.Namespace) -> int:
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    settings = Settings.from_environment(os.environ)
    worker.work(settings, stopped, name=options.name, attached=options.attached)
    return 0


def _access(_: argparse.Namespace) -> int:
    from vanban.web.matrix import access_matrix  # noqa: PLC0415 - the web, as for `serve`

    print(access_matrix(), end="")
    return 0


def _trail(options: argparse.Namespace) -> int:
    opened = open_data(Settings.from_environment(os.environ))
    try:
        looked = auditing.Auditing(opened.register)
        if options.file is not None:
            kept = auditing.from_lines(_read_text(options.file))
            _tell_chain(options.file.name, looked.compare(kept))
        for agency_id in opened.register.trail.chains():
            _tell_chain(_office_name(opened.register, agency_id), looked.chain_of(agency_id))
    finally:
        opened.register.close()
    return 0


def _office_name(register: Register, agency_id: int) -> str:
    if agency_id == INSTALLATION:
        return "(chung)"
    return register.people.office(agency_id).agency.ten_mot_dong


def _tell_chain(name: str, chain: auditing.Chain) -> None:
    """Say that a chain is whole. Raises Refused when it is not."""
    if chain.broken:
        lines = ", ".join(str(number) for number in chain.broken[:20])
        raise Refused(Problem("trail_broken", name, {"lines": lines}))
    print(f"{name}: nguyên vẹn, {chain.count} dòng, mã mới nhất {chain.newest}")


def _verify(options: argparse.Namespace) -> int:
    kept = _read_certificates(options.roots)
    found = verdict.examine(
        _read_bytes(options.file),
        roots=[data for suffix, data in kept if suffix != ".crl"],
        crls=[data for suffix, data in kept if suffix == ".crl"],
        base=_read_bytes(options.base) if options.base else None,
        moment=now(),
    )
    told = (*found.remarks, *found.file_good)
    for problem in (*found.file_problems, *told):
        _mark(problem, found.file_problems)
    for seen in found.signatures:
        _tell_signature(seen)
    print("Kết luận: " + ("đạt." if found.ok else "KHÔNG ĐẠT."))
    return 0 if found.ok else 1


def _tell_signature(seen: verdict.Seen) -> None:
    when = f"{seen.when.astimezone(VIETNAM):%H:%M:%S ngày %d/%m/%Y}" if seen.when else "không rõ"
    print(f"{seen.field}: {seen.who} ({seen.organisation}); ký lúc {when}; {seen.strength}")
    for problem in (*seen.problems, *seen.remarks, *seen.good):
        _mark(problem, seen.problems)


def _mark(problem: Problem, wrong: Sequence[Problem]) -> None:
    print(f"  {'✗' if problem in wrong else '•'} {problem.sentence}")


def _read_certificates(folder: Path | None) -> list[tuple[str, bytes]]:
    """Suffix and bytes of the certificates and lists in a folder; [] without one."""
    if folder is None:
        return []
    try:
        files = sorted(path for path in folder.iterdir() if path.suffix.lower() in _CERTIFICATES)
    except OSError as error:
        raise _unreadable(folder, error) from error
    return [(path.suffix.lower(), _read_bytes(path)) for path in files]
