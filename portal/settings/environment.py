"""The environment, read once into one typed value.

No other module reads environment variables. `.env.example` documents the same names, and a
test holds the two together.
"""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlparse

import environ
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]

REQUIRED_IN_PRODUCTION = (
    "SECRET_KEY",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "EMAIL_URL",
    "SITE_URL",
    "REGISTER_SIGNING_KEY",
    "SEALING_KEYS",
    "TRUSTED_PROXY_COUNT",
)
#: Caches that each process has for itself, or that keep nothing.
CACHES_OF_ONE_PROCESS = ("locmemcache", "dummycache")

#: Good for nothing but a developer's machine: 32 bytes, base64, the seed of an Ed25519 key.
DEVELOPMENT_SIGNING_KEY = "dG91Y2hzdG9uZS1kZXZlbG9wbWVudC1rZXktMDAwMDE="
#: The same for what is sealed in the database.
DEVELOPMENT_SEALING_KEY = "dG91Y2hzdG9uZS1kZXZlbG9wbWVudC1zZWFsLTAwMDE="
DEVELOPMENT_SECRET_KEY = "development-only-" + "x" * 40
#: Whoever has the source has these.
PUBLIC_SECRETS = (DEVELOPMENT_SIGNING_KEY, DEVELOPMENT_SEALING_KEY, DEVELOPMENT_SECRET_KEY)


@dataclass(frozen=True, slots=True)
class Environment:
    """Everything that a deployment may choose, with the development defaults."""

    secret_key: str
    secret_key_fallbacks: list[str]
    debug: bool
    allowed_hosts: list[str]
    database_url: str
    cache_url: str
    media_url_store: str
    email_url: str
    email_timeout: int
    site_url: str
    register_signing_key: str
    register_former_keys: list[str]
    sealing_keys: list[str]
    trusted_proxy_count: int
    session_idle_minutes: int
    second_factor_required: bool
    oversight_email: str
    port: int
    work_processes: int
    work_seconds: int
    work_megabytes: int
    regulator_name_zh: str
    regulator_name_en: str


def read_environment(*, production: bool) -> Environment:
    """Read the environment; in production refuse to start and name all that is missing.

    Raises:
        ImproperlyConfigured: one message that lists every missing variable at once.
    """
    env = environ.Env()
    dotenv = ROOT / ".env"
    if dotenv.exists():
        environ.Env.read_env(dotenv)
    if production:
        missing = [name for name in REQUIRED_IN_PRODUCTION if not os.environ.get(name)]
        if missing:
            raise ImproperlyConfigured(
                "Touchstone cannot start in production; set these environment variables: "
                + ", ".join(missing)
            )
        _refuse_public_secrets()
        _require_a_shared_cache(env)
    port = env.int("PORT", default=8000)
    return Environment(
        secret_key=env.str("SECRET_KEY", default=DEVELOPMENT_SECRET_KEY),
        secret_key_fallbacks=env.list("SECRET_KEY_FALLBACKS", default=[]),
        debug=env.bool("DEBUG", default=not production),
        allowed_hosts=env.list("ALLOWED_HOSTS", default=["*"]),
        database_url=env.str("DATABASE_URL", default=f"sqlite:///{ROOT / 'var' / 'touchstone.db'}"),
        cache_url=env.str("CACHE_URL", default="locmemcache://"),
        media_url_store=env.str("MEDIA_URL_STORE", default=""),
        email_url=env.str("EMAIL_URL", default="filemail:///" + str(ROOT / "var" / "mail")),
        email_timeout=env.int("EMAIL_TIMEOUT", default=30),
        site_url=env.str("SITE_URL", default=f"http://127.0.0.1:{port}").rstrip("/"),
        register_signing_key=env.str("REGISTER_SIGNING_KEY", default=DEVELOPMENT_SIGNING_KEY),
        register_former_keys=_former_keys(env),
        sealing_keys=_sealing_keys(env),
        trusted_proxy_count=env.int("TRUSTED_PROXY_COUNT", default=0),
        session_idle_minutes=env.int("SESSION_IDLE_MINUTES", default=30),
        second_factor_required=env.bool("SECOND_FACTOR_REQUIRED", default=production),
        oversight_email=env.str("OVERSIGHT_EMAIL", default=""),
        port=port,
        work_processes=env.int("WORK_PROCESSES", default=2),
        work_seconds=env.int("WORK_SECONDS", default=10),
        work_megabytes=env.int("WORK_MEGABYTES", default=1000),
        regulator_name_zh=env.str("REGULATOR_NAME_ZH", default="示例认证监督管理委员会"),
        regulator_name_en=env.str(
            "REGULATOR_NAME_EN", default="Demonstration Certification Administration"
        ),
    )


def _refuse_public_secrets() -> None:
    """A key that stands in the source, or an example of one, protects nothing and signs for all."""
    public = [
        name
        for name in REQUIRED_IN_PRODUCTION
        if any(secret in os.environ[name] for secret in PUBLIC_SECRETS)
    ]
    if public:
        raise ImproperlyConfigured(
            "Touchstone cannot start in production with the keys of development, which everybody "
            "knows; make your own for: " + ", ".join(public)
        )


def _sealing_keys(env: environ.Env) -> list[str]:
    """Keys of 32 bytes in base64 by commas, the newest first."""
    keys: list[str] = env.list("SEALING_KEYS", default=[DEVELOPMENT_SEALING_KEY])
    for number, key in enumerate(keys, start=1):
        try:
            fits = len(base64.b64decode(key, validate=True)) == 32
        except ValueError:
            fits = False
        if not fits:
            # Not the key itself: this message ends in a log.
            raise ImproperlyConfigured(
                f"SEALING_KEYS: key {number} of {len(keys)} is not 32 bytes in base64, as "
                "“openssl rand -base64 32” makes them."
            )
    return keys


def _require_a_shared_cache(env: environ.Env) -> None:
    """Several processes with a memory each would each count attempts and codes for themselves.

    gunicorn takes the number of its workers from WEB_CONCURRENCY; where that is not set nobody
    can know here how many there will be, so one process has to be said.
    """
    scheme = env.str("CACHE_URL", default="locmemcache://").partition("://")[0]
    if scheme in CACHES_OF_ONE_PROCESS and env.int("WEB_CONCURRENCY", default=0) != 1:
        raise ImproperlyConfigured(
            "Touchstone cannot start in production: several web processes need a shared "
            "cache. Set CACHE_URL to one, or WEB_CONCURRENCY=1 for a single process."
        )


def _former_keys(env: environ.Env) -> list[str]:
    """Public keys that signed until a day: `<32 bytes in base64>@<YYYY-MM-DD>`, by commas."""
    keys: list[str] = env.list("REGISTER_FORMER_KEYS", default=[])
    for text in keys:
        key, _at, day = text.partition("@")
        try:
            date.fromisoformat(day)
            fits = len(base64.b64decode(key, validate=True)) == 32
        except ValueError:
            fits = False
        if not fits:
            raise ImproperlyConfigured(
                f"REGISTER_FORMER_KEYS: “{text}” is not a public key in base64, an @, and the "
                "last day on which it signed, such as 2026-11-29."
            )
    return keys


def database_settings(environment: Environment) -> dict[str, object]:
    """The default database; SQLite waits for locks instead of failing at once."""
    config: dict[str, object] = environ.Env.db_url_config(environment.database_url)
    if "sqlite" in str(config["ENGINE"]):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    return config


def storage_settings(environment: Environment) -> dict[str, object]:
    """Where uploaded files live: local by default, S3-compatible when a URL is given."""
    if not environment.media_url_store:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    url = urlparse(environment.media_url_store)
    return {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": url.path.lstrip("/"),
            "endpoint_url": f"https://{url.hostname}",
            "access_key": url.username,
            "secret_key": url.password,
        },
    }
