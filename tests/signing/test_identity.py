"""Keys: what opens, what is refused and with which sentence, and what is kept of a PIN."""

from __future__ import annotations

import threading
from datetime import timedelta
from pathlib import Path

import pytest
from asn1crypto import algos
from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding
from cryptography.hazmat.primitives.serialization import pkcs12

from tests.signing import authority
from tests.signing.tokens import TOKEN_PIN, own
from vanban.problems import Problem
from vanban.signing.identity import (
    Identity,
    IdentityRefused,
    TokenAway,
    open_pkcs11,
    open_pkcs12,
)


def refusal(data: bytes, pin: str = authority.PIN) -> Problem:
    with pytest.raises(IdentityRefused) as caught:
        open_pkcs12(data, pin)
    (problem,) = caught.value.problems
    assert not pin or pin not in repr(caught.value), "a PIN in a message ends up in a log"
    assert problem.sentence
    return problem


def signature(identity: Identity, data: bytes) -> bytes:
    assert identity.signer is not None
    return identity.signer._write(data)


# -- files -----------------------------------------------------------------------------------------


def test_a_file_opens_and_says_whose_it_is() -> None:
    with open_pkcs12(authority.leader().pkcs12(), authority.PIN) as who:
        assert who.subject == authority.LEADER
        assert who.organization == authority.COMMITTEE
        assert who.issuer == "Cục Chứng thực số (thử nghiệm)"
        assert int(who.serial, 16) == authority.leader().certificate.serial_number
        assert who.valid_to == authority.leader().certificate.not_valid_after_utc
        signed = signature(who, b"van ban")
        authority.leader().key.public_key().verify(
            signed, b"van ban", padding.PKCS1v15(), hashes.SHA256()
        )
        assert authority.PIN not in repr(who)


def test_the_certificates_above_go_with_the_key_and_no_root() -> None:
    with open_pkcs12(authority.leader().pkcs12(), authority.PIN) as who:
        assert who.signer is not None
        names = {c.subject.native["common_name"] for c in who.signer.cert_registry}
        assert "Cục Chứng thực số (thử nghiệm)" in names
        assert not who.signer.embed_roots


def test_the_key_is_let_go_at_the_end() -> None:
    who = open_pkcs12(authority.leader().pkcs12(), authority.PIN)
    who.close()
    who.close()
    assert who.signer is None


def test_a_pin_given_as_bytes_is_wiped_also_when_it_is_wrong() -> None:
    for text in (authority.PIN, "mở không được 1"):
        pin = bytearray(text.encode())
        try:
            open_pkcs12(authority.leader().pkcs12(), pin).close()
        except IdentityRefused:
            assert text == "mở không được 1"
        assert set(pin) == {0}


def test_a_wrong_pin_is_told_from_a_file_that_is_none() -> None:
    assert refusal(authority.leader().pkcs12(), "mở không được 1").code == "sign_pin_wrong"
    assert refusal(authority.leader().pkcs12(), "").code == "sign_pin_wrong"
    for broken in (b"", b"%PDF-1.7", authority.leader().pkcs12()[:-40], authority.leader().pem()):
        assert refusal(broken).code == "sign_key_file"
    assert refusal(b"0" * (2 << 20)).code == "sign_key_file"


def test_a_file_that_would_count_for_hours_is_not_opened() -> None:
    file = asn1_pkcs12.Pfx.load(authority.leader().pkcs12())
    file["mac_data"]["iterations"] = 2**31 - 1
    assert refusal(file.dump(force=True)).code == "sign_key_file"


def test_a_certificate_without_its_key_signs_nothing() -> None:
    person = authority.leader()
    lock = serialization.BestAvailableEncryption(authority.PIN.encode())
    alone = pkcs12.serialize_key_and_certificates(b"x", None, person.certificate, None, lock)
    assert refusal(alone).code == "sign_no_key"
    bare = pkcs12.serialize_key_and_certificates(b"x", person.key, None, None, lock)
    assert refusal(bare).code == "sign_no_key"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("expired", "sign_certificate_over"),
        ("not_yet", "sign_certificate_early"),
        ("weak", "sign_key_weak"),
        ("server", "sign_certificate_trade"),
        ("intermediate", "sign_certificate_trade"),
    ],
)
def test_what_may_not_sign_papers(name: str, code: str) -> None:
    assert refusal(getattr(authority, name)().pkcs12()).code == code


def test_the_moment_decides_whether_a_certificate_is_over() -> None:
    then = authority.NOW - timedelta(days=2 * 365)
    open_pkcs12(authority.expired().pkcs12(), authority.PIN, moment=then).close()


def test_elliptic_curves_from_256_bits() -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    with open_pkcs12(own(key)[0], authority.PIN) as who:
        key.public_key().verify(signature(who, b"x"), b"x", ec.ECDSA(hashes.SHA256()))
    short = refusal(own(ec.generate_private_key(ec.SECP224R1()))[0])
    assert (short.code, short.data["kind"]) == ("sign_key_weak", "ECDSA 224")
    other = refusal(own(ed25519.Ed25519PrivateKey.generate())[0])
    assert (other.code, other.data["kind"]) == ("sign_key_weak", "Ed25519")


# -- tokens ----------------------------------------------------------------------------------------


def test_a_token_signs_and_the_key_stays_on_it(module: Path) -> None:
    with open_pkcs11(module, "lanh dao", TOKEN_PIN) as who:
        assert who.subject == authority.LEADER
        authority.leader().key.public_key().verify(
            signature(who, b"van ban"), b"van ban", padding.PKCS1v15(), hashes.SHA256()
        )


def test_a_token_with_an_elliptic_key(module: Path) -> None:
    with open_pkcs11(module, "co quan", TOKEN_PIN) as who:
        public = x509.load_der_x509_certificate(who.certificate).public_key()
        assert isinstance(public, ec.EllipticCurvePublicKey)
        public.verify(signature(who, b"x"), b"x", ec.ECDSA(hashes.SHA256()))


@pytest.mark.parametrize(
    ("token", "pin", "code"),
    [
        ("lanh dao", "000000", "sign_pin_wrong"),
        ("lanh dao", "1", "sign_pin_wrong"),
        ("khac", TOKEN_PIN, "sign_token_many"),
        (None, TOKEN_PIN, "sign_token_many"),
        ("trong", TOKEN_PIN, "sign_no_key"),
    ],
)
def test_what_a_token_refuses(module: Path, token: str | None, pin: str, code: str) -> None:
    with pytest.raises(IdentityRefused) as caught:
        open_pkcs11(module, token, pin)
    assert caught.value.problems[0].code == code
    # Whatever was refused, the next person can sign.
    open_pkcs11(module, "lanh dao", TOKEN_PIN).close()


def test_a_key_by_its_name(module: Path) -> None:
    open_pkcs11(module, "lanh dao", TOKEN_PIN, label="ky").close()
    with pytest.raises(IdentityRefused) as caught:
        open_pkcs11(module, "lanh dao", TOKEN_PIN, label="khác")
    assert caught.value.problems[0].code == "sign_no_key"


def test_a_second_person_waits_and_never_signs_with_the_first_ones_pin(module: Path) -> None:
    outcome: list[str] = []

    def second() -> None:
        try:
            open_pkcs11(module, "lanh dao", "000000").close()
            outcome.append("signed")
        except IdentityRefused as refused:
            outcome.append(refused.problems[0].code)

    with open_pkcs11(module, "lanh dao", TOKEN_PIN):
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(0.3)
        assert outcome == []
    thread.join(10)
    assert outcome == ["sign_pin_wrong"]


def test_a_library_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "module.so").write_bytes(b"not a library")
    for path in (tmp_path / "module.so", tmp_path / "missing.so"):
        with pytest.raises(TokenAway) as caught:
            open_pkcs11(path, None, TOKEN_PIN)
        assert caught.value.problems[0].code == "sign_token_module"


def test_asn1_knows_the_digest_of_a_token_without_one() -> None:
    """Tokens that only know RSA get the digest wrapped by us; it must be what they expect."""
    from vanban.signing.identity import _digest_info

    key = authority.leader().key
    wrapped = algos.DigestInfo.load(_digest_info(b"x"))
    assert wrapped["digest_algorithm"]["algorithm"].native == "sha256"
    signed = key.sign(b"x", padding.PKCS1v15(), hashes.SHA256())
    assert key.public_key().recover_data_from_signature(signed, padding.PKCS1v15(), None) == (
        _digest_info(b"x")
    )
