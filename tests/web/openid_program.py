"""The process of tests/web/openid.py: `python -m tests.web.openid_program FOLDER PORT`.

In: a folder for its database, a port. Out: an OpenID Connect provider at http://127.0.0.1:PORT/o,
and the line "ready" once it listens. It signs with a key that it makes at every start.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import django
import waitress
from django.conf import settings
from joserfc.jwk import RSAKey

from tests.web.openid import BACK, CLIENT, PASSWORD, PEOPLE, SECRET

FOLDER, PORT = Path(sys.argv[1]), int(sys.argv[2])
_LOGIN = """<!doctype html><html lang="vi"><title>Tài khoản tỉnh</title>
<link rel="icon" href="data:,"><form method="post">{% csrf_token %}{{ form }}
<button>Vào</button></form></html>"""
_LOADER = ("django.template.loaders.locmem.Loader", {"registration/login.html": _LOGIN})

settings.configure(
    SECRET_KEY="of a provider that lives for one test",  # noqa: S106 - just that
    ALLOWED_HOSTS=["127.0.0.1"],
    ROOT_URLCONF="__main__",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "openid.db"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "oauth2_provider",
    ],
    MIDDLEWARE=[
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {"loaders": [_LOADER]},
        }
    ],
    LOGIN_URL="/vao/",
    OAUTH2_PROVIDER={
        "OIDC_ENABLED": True,
        "OIDC_ISS_ENDPOINT": f"http://127.0.0.1:{PORT}/o",
        "OIDC_RSA_PRIVATE_KEY": RSAKey.generate_key(2048).as_pem(private=True).decode(),
        "OAUTH2_VALIDATOR_CLASS": "__main__.Named",
        "PKCE_REQUIRED": True,
        "SCOPES": {"openid": "who it is", "profile": "the name"},
        "ALLOWED_SCHEMES": ["http", "https"],
    },
)
django.setup()

# These read the settings when they are imported.
from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.auth.views import LoginView  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.urls import include, path  # noqa: E402
from oauth2_provider.models import get_application_model  # noqa: E402
from oauth2_provider.oauth2_validators import OAuth2Validator  # noqa: E402

urlpatterns = [
    path("o/", include("oauth2_provider.urls", namespace="oauth2_provider")),
    path("vao/", LoginView.as_view()),
]


class Named(OAuth2Validator):
    """Tells the name of the person, as providers of offices do."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, str]:
        """The name under the usual name for it."""
        return {"preferred_username": request.user.username}


def fill() -> None:
    """The people and the client, once."""
    call_command("migrate", verbosity=0)
    if get_application_model().objects.exists():
        return
    for name in PEOPLE:
        get_user_model().objects.create_user(name, password=PASSWORD)
    get_application_model().objects.create(
        name="Vanban",
        client_id=CLIENT,
        client_secret=SECRET,
        client_type="confidential",
        authorization_grant_type="authorization-code",
        redirect_uris=f"http://localhost{BACK} http://127.0.0.1{BACK}",
        skip_authorization=True,
        algorithm="RS256",
    )


if __name__ == "__main__":
    fill()
    server = waitress.create_server(get_wsgi_application(), host="127.0.0.1", port=PORT)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    server.run()
