"""Passwords that are guessed first are refused; a sentence of one's own never is."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher, extract_parameters

from vanban.problems import Refused
from vanban.register.passwords import hash_password, is_right, rehash
from vanban.register.weak import is_weak


@pytest.mark.parametrize(
    "password",
    [
        "Mật khẩu 123",
        "matkhau@2026",
        "P@ssw0rd",
        "12345678",
        "20261122",
        "aaaaaaaa",
        "abababab",
        "qwertyuiop",
        "poiuytre",
        "abcdefgh",
        "quantri1",
        "Admin@123",
        "VanThu2026!",
        "lanle123",
        "qwertyqwerty",
    ],
)
def test_first_guesses_are_refused(password: str) -> None:
    with pytest.raises(Refused) as refused:
        hash_password(password, "lanle")
    assert refused.value.problems[0].code == "password_common"
    assert refused.value.problems[0].where == "mat_khau"


@pytest.mark.parametrize(
    "password",
    ["mật khẩu thử nghiệm", "con mèo trèo cây cau", "Xe tăng 390 qua cầu", "k7#Qv!2mPz", "lan mưa"],
)
def test_a_sentence_is_none(password: str) -> None:
    assert not is_weak(password, "lanle", "Lê Thị Lan")


@pytest.mark.usefixtures("real_hashing")
def test_a_hash_costs_enough_and_a_cheaper_one_is_made_anew() -> None:
    kept = hash_password("con mèo trèo cây cau", "lan")
    cost = extract_parameters(kept)
    assert cost.type.name == "ID"
    assert cost.memory_cost >= 64 * 1024
    assert cost.time_cost >= 3
    assert rehash("con mèo trèo cây cau", kept) is None
    cheap = PasswordHasher(time_cost=1, memory_cost=1024).hash("con mèo trèo cây cau")
    better = rehash("con mèo trèo cây cau", cheap)
    assert better
    assert is_right("con mèo trèo cây cau", better)
