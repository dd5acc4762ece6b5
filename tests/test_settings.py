"""Settings: every variable is known, read and refused in words."""

from __future__ import annotations

import ast
import stat
from dataclasses import fields
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vanban import settings as module
from vanban.problems import Problem, Refused
from vanban.settings import SECRET_FILE, Settings, secret_key


def test_nothing_set_is_the_embedded_default() -> None:
    assert Settings.from_environment({"PATH": "/bin", "HOME": "/"}) == Settings()
    assert Settings().data_dir == Path("output")


def test_every_variable_is_read() -> None:
    env = {
        "VANBAN_DATA_DIR": "/srv/vanban",
        "VANBAN_DATABASE": "postgresql://vanban@db/vanban",
        "VANBAN_SECRET_KEY": "k" * 32,
        "VANBAN_HOST": "10.1.2.3",
        "VANBAN_HOSTS": "Vanban.tinh.gov.vn, vanban",
        "VANBAN_PORT": "80",
        "VANBAN_FONT_DIR": "/srv/fonts",
        "VANBAN_PKCS11_MODULE": "/usr/lib/token.so",
        "VANBAN_MAX_UPLOAD_MB": "5",
        "VANBAN_SESSION_HOURS": "8",
        "VANBAN_PROXIES": "1",
        "VANBAN_WORKERS": "5",
        "VANBAN_OIDC_ISSUER": "https://id.tinh.gov.vn/realms/tinh",
        "VANBAN_OIDC_CLIENT_ID": "vanban",
        "VANBAN_OIDC_CLIENT_SECRET": "rat-bi-mat",
        "VANBAN_OIDC_NAME": "tài khoản công vụ",
        "VANBAN_DEMO": "1",
    }
    assert {f"VANBAN_{f.name.upper()}" for f in fields(Settings)} == set(env)
    read = Settings.from_environment(env)
    assert read == Settings(
        data_dir=Path("/srv/vanban"),
        database="postgresql://vanban@db/vanban",
        secret_key="k" * 32,
        host="10.1.2.3",
        hosts=("vanban.tinh.gov.vn", "vanban"),
        port=80,
        font_dir=Path("/srv/fonts"),
        pkcs11_module=Path("/usr/lib/token.so"),
        max_upload_mb=5,
        session_hours=8,
        proxies=1,
        workers=5,
        oidc_issuer="https://id.tinh.gov.vn/realms/tinh",
        oidc_client_id="vanban",
        oidc_client_secret="rat-bi-mat",  # noqa: S106 - of no provider
        oidc_name="tài khoản công vụ",
        demo=True,
    )
    assert "rat-bi-mat" not in repr(read)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("VANBAN_PROT", "80", "Không có cài đặt VANBAN_PROT"),
        ("VANBAN_port", "80", "Không có cài đặt VANBAN_port"),
        ("VANBAN_PORT", "tám mươi", "phải là một số từ 1 đến 65535"),
        ("VANBAN_PORT", "0", "phải là một số từ 1 đến 65535"),
        ("VANBAN_PORT", "٨٠", "phải là một số từ 1 đến 65535"),
        ("VANBAN_PORT", "8_0", "phải là một số từ 1 đến 65535"),
        ("VANBAN_DATABASE", "mysql://vanban:bimat@db/vanban", "postgresql://"),
        ("VANBAN_DATA_DIR", " ", "đang để trống"),
        ("VANBAN_HOSTS", "https://a.vn", "tên máy chủ"),
        ("VANBAN_HOST", "a b", "phải là một địa chỉ"),
        ("VANBAN_DEMO", "yes", "phải là 0 hoặc 1"),
        ("VANBAN_SECRET_KEY", "ngan-qua", "quá ngắn"),
        ("VANBAN_OIDC_ISSUER", "id.tinh.gov.vn", "phải là địa chỉ https://"),
        ("VANBAN_OIDC_ISSUER", "http://id.tinh.gov.vn", "phải là địa chỉ https://"),
        ("VANBAN_OIDC_ISSUER", "http://localhost:1/o", "phải là địa chỉ https://"),
        ("VANBAN_OIDC_ISSUER", "https://a:b@id.tinh.gov.vn", "phải là địa chỉ https://"),
        ("VANBAN_OIDC_ISSUER", "https://id.tinh.gov.vn/?a=1", "phải là địa chỉ https://"),
        ("VANBAN_OIDC_ISSUER", "https://id.tinh.gov.vn:x/", "phải là địa chỉ https://"),
        ("VANBAN_OIDC_CLIENT_SECRET", "a\nb", "một dòng chữ"),
        ("VANBAN_OIDC_CLIENT_SECRET", "bí mật", "không có dấu tiếng Việt"),
        ("VANBAN_OIDC_NAME", "n" * 61, "không quá 60 ký tự"),
    ],
)
def test_a_bad_variable_is_refused_in_words(name: str, value: str, says: str) -> None:
    with pytest.raises(Refused, match=says) as caught:
        Settings.from_environment({name: value})
    assert caught.value.problems[0].where == name


def test_every_bad_variable_is_named_at_once_and_a_secret_is_not_shown() -> None:
    env = {"VANBAN_X": "1", "VANBAN_PORT": "x", "VANBAN_SECRET_KEY": "bimat"}
    with pytest.raises(Refused) as caught:
        Settings.from_environment(env)
    assert len(caught.value.problems) == 3
    assert "bimat" not in str(caught.value)


def test_half_a_provider_is_refused_and_names_what_is_missing() -> None:
    env = {
        "VANBAN_OIDC_ISSUER": "https://id.tinh.gov.vn",
        "VANBAN_OIDC_CLIENT_SECRET": "rat-bi-mat",
        "VANBAN_OIDC_CLIENT_ID": " ",
    }
    with pytest.raises(Refused, match="còn thiếu VANBAN_OIDC_CLIENT_ID") as caught:
        Settings.from_environment(env)
    assert "bi-mat" not in str(caught.value)
    with pytest.raises(Refused, match="còn thiếu VANBAN_OIDC_ISSUER, VANBAN_OIDC_CLIENT_ID"):
        Settings.from_environment({"VANBAN_OIDC_NAME": "tài khoản công vụ"})


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/o", "http://[::1]:9", "https://id.gov.vn"])
def test_a_provider_is_reached_by_https_or_on_this_machine(address: str) -> None:
    env = {"VANBAN_OIDC_ISSUER": address, "VANBAN_OIDC_CLIENT_ID": "a"}
    read = Settings.from_environment(
        env | {"VANBAN_OIDC_CLIENT_SECRET": "b", "VANBAN_OIDC_NAME": ""}
    )
    assert (read.oidc_issuer, read.oidc_name) == (address, Settings().oidc_name)


@given(st.dictionaries(st.sampled_from([f.name for f in fields(Settings)]), st.text()))
def test_any_value_is_read_or_refused(values: dict[str, str]) -> None:
    env = {f"VANBAN_{name.upper()}": value for name, value in values.items()}
    problems: tuple[Problem, ...] = ()
    try:
        read = Settings.from_environment(env)
    except Refused as refused:
        problems = refused.problems
    else:
        assert 1 <= read.port <= 65535
    assert all(problem.sentence for problem in problems)


def test_every_field_says_what_it_is() -> None:
    source = Path(module.__file__).read_text(encoding="utf-8")
    (body,) = [
        node.body
        for node in ast.parse(source).body
        if isinstance(node, ast.ClassDef) and node.name == "Settings"
    ]
    for field, following in pairwise(body):
        if isinstance(field, ast.AnnAssign):
            assert isinstance(following, ast.Expr), ast.unparse(field)


def test_a_secret_is_made_once_and_only_its_owner_reads_it(data_dir: Path) -> None:
    settings = Settings(data_dir=data_dir / "new")
    first = secret_key(settings)
    assert secret_key(settings) == first
    assert len(first) == 64
    mode = (data_dir / "new" / SECRET_FILE).stat().st_mode
    assert stat.S_IMODE(mode) == 0o600


def test_a_secret_that_was_set_is_used(data_dir: Path) -> None:
    assert secret_key(Settings(data_dir=data_dir, secret_key="k" * 40)) == "k" * 40
    assert list(data_dir.iterdir()) == []


def test_a_broken_secret_is_refused(data_dir: Path) -> None:
    (data_dir / SECRET_FILE).write_text("x", encoding="ascii")
    with pytest.raises(Refused, match="không còn nguyên vẹn"):
        secret_key(Settings(data_dir=data_dir))
