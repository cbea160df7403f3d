import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.settings import environment

ROOT = Path(__file__).resolve().parents[2]
KEY = base64.b64encode(b"0123456789" * 3 + b"01").decode()
COMPLETE = {
    "SECRET_KEY": "0123456789" * 6,
    "ALLOWED_HOSTS": "register.example",
    "DATABASE_URL": "postgres://touchstone@127.0.0.1:1/touchstone",
    "EMAIL_URL": "smtp://127.0.0.1:1",
    "SITE_URL": "https://register.example",
    "REGISTER_SIGNING_KEY": KEY,
    "SEALING_KEYS": KEY,
    "TRUSTED_PROXY_COUNT": "1",
    "CACHE_URL": "rediscache://127.0.0.1:1/0",
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A deployment that has chosen nothing, on a machine without a `.env`."""
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    for name in names_read():
        monkeypatch.delenv(name, raising=False)


def names_read() -> set[str]:
    """The variables that the settings read."""
    source = (ROOT / "portal/settings/environment.py").read_text()
    return set(re.findall(r"\benv\.\w+\(\s*\"([A-Z_]+)\"", source))


def names_in_example() -> set[str]:
    """The variables that `.env.example` documents, set or commented out."""
    example = (ROOT / ".env.example").read_text()
    return set(re.findall(r"^#?\s?([A-Z_]+)=", example, re.MULTILINE))


def test_env_example_documents_exactly_what_is_read() -> None:
    assert names_in_example() == names_read()


def test_no_other_module_reads_the_environment() -> None:
    readers = [
        path.relative_to(ROOT).as_posix()
        for package in ("portal", "schemes", "registry", "cms")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"os\.environ|os\.getenv", path.read_text())
    ]
    allowed = {"portal/settings/environment.py", "portal/wsgi.py", "portal/asgi.py"}
    # The language of a terminal is chosen by who sits at it, not by the deployment.
    allowed.add("portal/core/localised.py")
    assert set(readers) <= allowed


def test_development_needs_nothing() -> None:
    chosen = environment.read_environment(production=False)
    assert chosen.debug is True
    assert chosen.port == 8000
    assert chosen.site_url == "http://127.0.0.1:8000"


def test_site_url_follows_the_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "9001")
    assert environment.read_environment(production=False).site_url == "http://127.0.0.1:9001"


def test_production_names_all_that_is_missing_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.read_environment(production=True)
    for name in environment.REQUIRED_IN_PRODUCTION:
        assert name in str(refusal.value)


@pytest.mark.parametrize("missing", sorted(environment.REQUIRED_IN_PRODUCTION))
def test_production_names_only_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    for name, value in COMPLETE.items():
        if name != missing:
            monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.read_environment(production=True)
    assert re.findall(r"[A-Z_]{5,}", str(refusal.value)) == [missing]


@pytest.mark.parametrize(
    ("chosen", "starts"),
    [
        ({}, False),
        ({"WEB_CONCURRENCY": "1"}, True),
        ({"WEB_CONCURRENCY": "2"}, False),
        ({"CACHE_URL": "locmemcache://", "WEB_CONCURRENCY": "4"}, False),
        ({"CACHE_URL": "dummycache://"}, False),
        ({"CACHE_URL": "rediscache://127.0.0.1:1/0", "WEB_CONCURRENCY": "4"}, True),
        ({"CACHE_URL": "dbcache://cache", "WEB_CONCURRENCY": "4"}, True),
    ],
)
def test_several_processes_start_only_with_a_shared_cache(
    monkeypatch: pytest.MonkeyPatch, chosen: dict[str, str], starts: bool
) -> None:
    for name, value in (COMPLETE | {"CACHE_URL": ""} | chosen).items():
        if value:
            monkeypatch.setenv(name, value)
    if starts:
        environment.read_environment(production=True)
        return
    with pytest.raises(ImproperlyConfigured, match="CACHE_URL"):
        environment.read_environment(production=True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("REGISTER_SIGNING_KEY", environment.DEVELOPMENT_SIGNING_KEY),
        ("SEALING_KEYS", environment.DEVELOPMENT_SEALING_KEY),
        ("SEALING_KEYS", f"{KEY},{environment.DEVELOPMENT_SEALING_KEY}"),
        ("SECRET_KEY", environment.DEVELOPMENT_SECRET_KEY),
    ],
)
def test_production_refuses_the_keys_of_development(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    for each, given in (COMPLETE | {name: value}).items():
        monkeypatch.setenv(each, given)
    with pytest.raises(ImproperlyConfigured) as refusal:
        environment.read_environment(production=True)
    assert name in str(refusal.value)
    assert value not in str(refusal.value)


@pytest.mark.parametrize("value", ["no key", "c2hvcnQ=", f"{KEY},c2hvcnQ="])
def test_what_is_no_sealing_key_is_refused_without_being_told(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    monkeypatch.setenv("SEALING_KEYS", value)
    with pytest.raises(ImproperlyConfigured, match="SEALING_KEYS") as refusal:
        environment.read_environment(production=False)
    assert value not in str(refusal.value)


def test_production_without_debugging_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in COMPLETE.items():
        monkeypatch.setenv(name, value)
    assert environment.read_environment(production=True).debug is False


@pytest.mark.parametrize(("given", "status"), [({}, 1), (COMPLETE, 0)])
def test_production_settings_load_only_with_all_they_need(
    given: dict[str, str], status: int
) -> None:
    """In a process of its own: settings are read once per process."""
    inherited = {name: value for name, value in os.environ.items() if name not in names_read()}
    loaded = subprocess.run(
        [sys.executable, "-c", "import portal.settings.production"],
        cwd=ROOT,
        env=inherited | given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert loaded.returncode == status, loaded.stderr
    if status:
        assert "ImproperlyConfigured" in loaded.stderr


def test_cookies_of_production_belong_to_its_host_alone() -> None:
    """A name that begins with __Host- is taken with Secure, for the whole host, and no other."""
    ask = (
        "import portal.settings.production as p; "
        "print(p.SESSION_COOKIE_NAME, p.CSRF_COOKIE_NAME, p.SESSION_COOKIE_SECURE, "
        "p.CSRF_COOKIE_SECURE, hasattr(p, 'SESSION_COOKIE_DOMAIN'))"
    )
    inherited = {name: value for name, value in os.environ.items() if name not in names_read()}
    said = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=ROOT,
        env=inherited | COMPLETE,
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == "__Host-sessionid __Host-csrftoken True True False".split()


@pytest.mark.parametrize(
    ("url", "storage"),
    [
        ("", "django.core.files.storage.FileSystemStorage"),
        ("s3://key:secret@objects.example/uploads", "storages.backends.s3.S3Storage"),
    ],
)
def test_uploads_go_where_the_url_says(
    monkeypatch: pytest.MonkeyPatch, url: str, storage: str
) -> None:
    monkeypatch.setenv("MEDIA_URL_STORE", url)
    settings = environment.storage_settings(environment.read_environment(production=False))
    assert settings["BACKEND"] == storage
