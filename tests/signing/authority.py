"""A certificate authority for the tests: made anew in every run, trusted by nobody else.

In: a name. Out: a `Person` with certificate, key and PKCS#12 file; a revocation list; a time-stamp
authority that answers over HTTP on this machine. Keys are made once per run, when first asked for.

    leader = authority.leader()
    leader.pkcs12()           # bytes, opened by authority.PIN
    authority.roots()         # what an office that trusts this authority keeps, as PEM
    with authority.time_stamps() as address: ...
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from tests.conftest import Clock

PIN = "Mật khẩu 12345678"
NOW = datetime.now(UTC).replace(microsecond=0)
COMMITTEE = "ỦY BAN NHÂN DÂN PHƯỜNG HÒA BÌNH"
LEADER = "Nguyễn Thị Thúy Hường"
_YEAR = timedelta(days=365)


def clock() -> Clock:
    """Goes on from the day on which the certificates were made."""
    return Clock(NOW, timedelta(milliseconds=50))


@dataclass(frozen=True)
class Person:
    """A certificate with its key, and the certificates above it, nearest first."""

    certificate: x509.Certificate
    key: rsa.RSAPrivateKey
    chain: tuple[x509.Certificate, ...] = ()

    def pkcs12(self, pin: str = PIN) -> bytes:
        """The .p12 file that an authority hands out."""
        return pkcs12.serialize_key_and_certificates(
            b"ky so",
            self.key,
            self.certificate,
            self.chain,
            serialization.BestAvailableEncryption(pin.encode()),
        )

    def pem(self) -> bytes:
        """The certificate alone."""
        return self.certificate.public_bytes(serialization.Encoding.PEM)

    def key_pem(self) -> bytes:
        """The key alone, without a password (to load into a token)."""
        return self.key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def asn1(self) -> asn1_x509.Certificate:
        """The certificate as pyHanko wants it."""
        return asn1_x509.Certificate.load(self.certificate.public_bytes(serialization.Encoding.DER))

    def asn1_key(self) -> asn1_keys.PrivateKeyInfo:
        """The key as pyHanko wants it."""
        der = self.key.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        return asn1_keys.PrivateKeyInfo.load(der)


# -- who is above ----------------------------------------------------------------------------------


@cache
def root() -> Person:
    """The root that our office trusts."""
    return _authority("Cơ quan chứng thực gốc (thử nghiệm)", None)


@cache
def intermediate() -> Person:
    """What signs our people's certificates."""
    return _authority("Cục Chứng thực số (thử nghiệm)", root())


@cache
def foreign_root() -> Person:
    """A root that our office does not trust."""
    return _authority("Nơi chứng thực xa lạ", None)


def roots() -> tuple[bytes, ...]:
    """The list of root certificates of an office, each PEM."""
    return (root().pem(),)


# -- who signs -------------------------------------------------------------------------------------


@cache
def leader() -> Person:
    """Who signs the paper."""
    return _person(LEADER, intermediate(), "Chủ tịch")


@cache
def deputy() -> Person:
    """Who signs with KT.: another leader of the office."""
    return _person("Trần Văn Đức", intermediate(), "Phó Chủ tịch")


@cache
def office() -> Person:
    """The certificate of the office itself."""
    return _person(COMMITTEE, intermediate(), None)


@cache
def stranger() -> Person:
    """The leader's very name, from a root that our office does not trust."""
    return _person(LEADER, foreign_root(), "Chủ tịch")


@cache
def expired() -> Person:
    """Whose certificate ended a year ago."""
    return _person("Lê Văn Hết Hạn", intermediate(), None, start=NOW - 3 * _YEAR, years=2)


@cache
def not_yet() -> Person:
    """Whose certificate begins in a year."""
    return _person("Phạm Thị Chưa Đến", intermediate(), None, start=NOW + _YEAR)


@cache
def revoked() -> Person:
    """Whose certificate was taken back, see `revocations`."""
    return _person("Đỗ Văn Thu Hồi", intermediate(), None)


@cache
def weak() -> Person:
    """Whose key is too short: RSA 1024."""
    return _person("Vũ Thị Yếu", intermediate(), None, bits=1024)


@cache
def nosy(address: str) -> Person:
    """Whose certificate names an address to be fetched from (CRL, OCSP, issuer)."""
    return _person("Hoàng Văn Dò", intermediate(), None, address=address)


@cache
def server() -> Person:
    """A certificate for a web server: true, but not made for signing papers."""
    return _person("may-chu.vanban.test", intermediate(), None, signing=False)


@cache
def time_stamper() -> Person:
    """The certificate of the time-stamp authority."""
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
    return _person("Dấu thời gian (thử nghiệm)", intermediate(), None, purpose=usage)


def revocations(
    *revoked_people: Person,
    at: datetime = NOW - timedelta(days=30),
    made: datetime = NOW,
    by: Person | None = None,
    signed_by: Person | None = None,
) -> bytes:
    """The revocation list of the intermediate, DER: `revoked` unless others are named.

    by: another authority than the intermediate. signed_by: whose key signs it, if not its own.
    """
    above = by or intermediate()
    lists = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(above.certificate.subject)
        .last_update(made - timedelta(days=40))
        .next_update(made + timedelta(days=40))
        .add_extension(x509.CRLNumber(1), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(above.key.public_key()),
            critical=False,
        )
    )
    for person in revoked_people or (revoked(),):
        lists = lists.add_revoked_certificate(
            x509.RevokedCertificateBuilder()
            .serial_number(person.certificate.serial_number)
            .revocation_date(at)
            .build()
        )
    key = (signed_by or above).key
    return lists.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


# -- the time-stamp authority ----------------------------------------------------------------------


@contextmanager
def time_stamps(at: datetime | None = None) -> Iterator[str]:
    """The address of a time-stamp authority (RFC 3161 over HTTP); `at`: what its clock says."""
    stamper = DummyTimeStamper(
        time_stamper().asn1(),
        time_stamper().asn1_key(),
        certs_to_embed=[intermediate().asn1()],  # type: ignore[arg-type]
        fixed_dt=at,
    )

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            stamp = stamper.request_tsa_response(tsp.TimeStampReq.load(asked)).dump()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(stamp)))
            self.end_headers()
            self.wfile.write(stamp)

        def log_message(self, *_: object) -> None:
            pass  # a test has nobody to tell

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/tsa"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


# -- how they are made -----------------------------------------------------------------------------


def _name(common: str, post: str | None = None) -> x509.Name:
    parts = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
        x509.NameAttribute(NameOID.LOCALITY_NAME, "Hà Nội"),
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, COMMITTEE),
    ]
    if post:
        parts.append(x509.NameAttribute(NameOID.TITLE, post))
    return x509.Name([*parts, x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _key(bits: int = 2048) -> rsa.RSAPrivateKey:
    # The tests need many short-lived keys; a shorter one is a case of its own (`weak`).
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def _builder(
    subject: x509.Name, key: rsa.RSAPrivateKey, above: Person | None, start: datetime, years: int
) -> x509.CertificateBuilder:
    issuer = above.certificate.subject if above else subject
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + years * _YEAR)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(
                (above.key if above else key).public_key()
            ),
            critical=False,
        )
    )


def _usage(*, signs_papers: bool, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=signs_papers,
        key_encipherment=not signs_certificates and not signs_papers,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _authority(common: str, above: Person | None) -> Person:
    key = _key()
    certificate = (
        _builder(_name(common), key, above, NOW - 5 * _YEAR, 20)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(signs_papers=False, signs_certificates=True), critical=True)
        .sign(above.key if above else key, hashes.SHA256())
    )
    return Person(certificate, key, (above.certificate, *above.chain) if above else ())


def _person(
    common: str,
    above: Person,
    post: str | None,
    *,
    start: datetime = NOW - _YEAR,
    years: int = 5,
    bits: int = 2048,
    purpose: x509.ExtendedKeyUsage | None = None,
    signing: bool = True,
    address: str = "",
) -> Person:
    key = _key(bits)
    draft = _builder(_name(common, post), key, above, start, years).add_extension(
        _usage(signs_papers=signing, signs_certificates=False), critical=True
    )
    if purpose is None and not signing:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    if purpose is not None:
        draft = draft.add_extension(purpose, critical=True)
    if address:
        draft = _with_addresses(draft, address)
    certificate = draft.sign(above.key, hashes.SHA256())
    return Person(certificate, key, (above.certificate, *above.chain))


def _with_addresses(draft: x509.CertificateBuilder, address: str) -> x509.CertificateBuilder:
    place = [x509.UniformResourceIdentifier(address)]
    access = x509.oid.AuthorityInformationAccessOID
    return draft.add_extension(
        x509.CRLDistributionPoints([x509.DistributionPoint(place, None, None, None)]),
        critical=False,
    ).add_extension(
        x509.AuthorityInformationAccess(
            [x509.AccessDescription(way, place[0]) for way in (access.OCSP, access.CA_ISSUERS)]
        ),
        critical=False,
    )
