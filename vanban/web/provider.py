"""The talk with the office's OpenID Connect provider: settings come in, a proven person goes out.

The authorization code flow of OpenID Connect Core 1.0 with PKCE (RFC 7636, S256), state and nonce.
Where to go is read from the provider's own description (Discovery 1.0) under the issuer that was
set, and believed only when it names that issuer and leads nowhere but by https. An ID token counts
when its signature, issuer, audience, times and nonce are right (Core 1.0, section 3.1.3.7).
"""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry

from vanban.problems import Problem, Refused
from vanban.settings import Settings, is_safe_address
from vanban.vietnamese.text import clean_line

_log = logging.getLogger(__name__)

_DESCRIPTION = "/.well-known/openid-configuration"
_PATIENCE_S = (5, 8)  # until connected, and for each answer
_FRESH_S = 3600.0  # how long the description and the keys are kept
_PAUSE_S = 10.0  # after a provider did not answer: nobody else waits for it in the meantime
_LEEWAY_S = 60  # two clocks in two buildings
_NAME_LENGTH = 100
_SUB_LENGTH = 255  # Core 1.0, section 2
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")
# Signatures that only the provider can make. Those by a shared secret (HS…) and "none" are not.
_SIGNATURES = [f"{kind}{bits}" for kind in ("RS", "ES", "PS") for bits in (256, 384, 512)]


class ProviderRefused(Refused):
    """No proven person. problems: oidc_away, oidc_denied or oidc_untrusted."""


@dataclass(frozen=True)
class Attempt:
    """What one sign-in is recognised by when the person comes back; made of chance."""

    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Person:
    """Somebody whom the provider has proved. name: for a sentence, never to find an account."""

    subject: str
    name: str


class Provider:
    """One provider, as the settings name it."""

    def __init__(self, settings: Settings) -> None:
        self.name = settings.oidc_name
        self._issuer = settings.oidc_issuer
        self._client_id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret
        self._description: dict[str, Any] = {}
        self._keys: dict[str, Any] = {}
        self._read_at = self._failed_at = float("-inf")

    def knows(self, subject: str) -> bool:
        """Whether a link was made with this provider, and not with one that was set before."""
        return subject.rpartition(" ")[0].rstrip("/") == self._issuer.rstrip("/")

    def begin(self, back: str, *, ask_again: bool) -> tuple[str, Attempt]:
        """The address to send the browser to, and what to know it by when it comes `back`.

        ask_again: the provider shall ask who it is even where somebody is still signed in.
        Raises ProviderRefused when the provider cannot be reached.
        """
        description = self._described()
        attempt = Attempt(generate_token(32), generate_token(32), generate_token(64))
        asked = {"prompt": "login"} if ask_again else {}
        with self._session(back) as session:
            address, _ = session.create_authorization_url(
                description["authorization_endpoint"],
                state=attempt.state,
                nonce=attempt.nonce,
                code_verifier=attempt.verifier,
                **asked,
            )
        return str(address), attempt

    def finish(self, back: str, attempt: Attempt, code: str) -> Person:
        """Who came `back` with this code. Raises ProviderRefused."""
        token = self._exchange(back, attempt, code)
        try:
            claims = self._proven(token, attempt)
            subject = claims["sub"]
            if not isinstance(subject, str) or not 0 < len(subject) <= _SUB_LENGTH:
                raise self._untrusted("its name for the person is none")
        except (JoseError, AuthlibBaseError, ValueError) as error:
            raise self._untrusted(f"ID token: {type(error).__name__} {error}") from error
        told = (claims.get(n) for n in ("preferred_username", "email", "name"))
        name = next((clean_line(text) for text in told if isinstance(text, str) and text), subject)
        return Person(f"{claims['iss']} {subject}", name[:_NAME_LENGTH])

    def refusal(self, error: str) -> ProviderRefused:
        """What to say when the person comes back with this error instead of a code."""
        _log.info("OpenID Connect: the provider answered %.60r", error)
        return self._problem("oidc_denied")

    # -- the provider's answers -------------------------------------------------------------------

    def _described(self) -> dict[str, Any]:
        """The provider's description, checked, an hour old at most."""
        now = time.monotonic()
        if now - self._failed_at < _PAUSE_S:
            raise self._problem("oidc_away")
        if now - self._read_at < _FRESH_S:
            return self._description
        found = self._get(self._issuer.rstrip("/") + _DESCRIPTION)
        if str(found.get("issuer", "")).rstrip("/") != self._issuer.rstrip("/"):
            raise self._untrusted(f"it calls itself {found.get('issuer')!r:.200}")
        for name in _ENDPOINTS:
            if not isinstance(found.get(name), str) or not is_safe_address(found[name]):
                raise self._untrusted(f"its {name} is {found.get(name)!r:.200}")
        self._description, self._keys, self._read_at = found, {}, now
        return found

    def _exchange(self, back: str, attempt: Attempt, code: str) -> dict[str, Any]:
        """The tokens for a code, which works once."""
        description = self._described()
        try:
            with self._session(back) as session:
                token: dict[str, Any] = session.fetch_token(
                    description["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=attempt.verifier,
                    allow_redirects=False,
                )
        except requests.RequestException as error:
            raise self._away(error) from error
        except (OAuthError, ValueError) as error:
            # The code was used before, or belongs to another sign-in; or the secret is not right.
            raise self._untrusted(f"no token: {error}") from error
        return token

    def _proven(self, token: dict[str, Any], attempt: Attempt) -> CodeIDToken:
        """The claims of the ID token. Raises JoseError for one that proves nothing."""
        text = token.get("id_token")
        if not isinstance(text, str):
            raise self._untrusted("there is no ID token")
        try:
            signed = self._opened(text, self._key_set())
        except (InvalidKeyIdError, BadSignatureError):
            # Providers change their keys; the new one is among those they publish now.
            self._keys = {}
            signed = self._opened(text, self._key_set())
        options = {
            "iss": {"essential": True, "value": self._description["issuer"]},
            "aud": {"essential": True, "value": self._client_id},
            "nonce": {"essential": True, "value": attempt.nonce},
        }
        known = {
            "nonce": attempt.nonce,
            "client_id": self._client_id,
            "access_token": token.get("access_token"),
        }
        claims = CodeIDToken(signed.claims, signed.header, options, known)
        claims.validate(leeway=_LEEWAY_S)
        return claims

    @staticmethod
    def _opened(text: str, keys: KeySet) -> jwt.Token:
        registry = JWSRegistry(algorithms=_SIGNATURES, strict_check_header=False)
        return jwt.decode(text, key=keys, registry=registry)

    def _key_set(self) -> KeySet:
        if not self._keys:
            self._keys = self._get(self._described()["jwks_uri"])
        if not isinstance(self._keys.get("keys"), list):
            raise self._untrusted("it publishes no keys")
        return KeySet.import_key_set({"keys": self._keys["keys"]})

    def _get(self, address: str) -> dict[str, Any]:
        """A JSON object of the provider; another address that it points to is not followed."""
        try:
            with self._session() as session:
                answer = session.get(address, withhold_token=True, allow_redirects=False)
                answer.raise_for_status()
                found = answer.json()
        except requests.RequestException as error:
            raise self._away(error) from error
        if not isinstance(found, dict):
            raise self._untrusted(f"no object at {address:.200}")
        return found

    def _session(self, back: str = "") -> OAuth2Session:
        # The secret goes into the header unless the provider takes it in the form only
        # (Discovery 1.0, section 3: the header is what a provider takes that does not say).
        ways = self._description.get("token_endpoint_auth_methods_supported")
        in_form = isinstance(ways, list) and "client_secret_basic" not in ways
        return OAuth2Session(
            self._client_id,
            self._secret,
            token_endpoint_auth_method="client_secret_post" if in_form else "client_secret_basic",
            scope="openid profile",
            redirect_uri=back or None,
            code_challenge_method="S256",
            default_timeout=_PATIENCE_S,
        )

    # -- what went wrong: the log says it to who runs the program, the sentence to the clerk --

    def _away(self, error: Exception) -> ProviderRefused:
        self._failed_at = time.monotonic()
        _log.warning("OpenID Connect: the provider does not answer: %s", type(error).__name__)
        return self._problem("oidc_away")

    def _untrusted(self, why: str) -> ProviderRefused:
        _log.warning("OpenID Connect: the provider's answer is not used: %s", why)
        return self._problem("oidc_untrusted")

    def _problem(self, code: str) -> ProviderRefused:
        return ProviderRefused(Problem(code, "", {"provider": self.name}))
