"""The largest paint of every kind of public page on a slow phone, against that of an empty page.

The site runs as in production: gunicorn, collected and compressed files, a register with the
demonstration. The browser is slowed down to a phone with a slow line (150 ms, 1.6 Mbit/s, a
quarter of this machine's speed), so other work on the machine makes every figure worse; the empty
page (a file of 500 bytes) says by how much. A page that moves says so in its line.
"""

from __future__ import annotations

import base64
import os
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from bench.timing import Comparison

ROOT = Path(__file__).resolve().parents[1]
PAGES = (
    "/zh-hans/",
    "/zh-hans/catalogue/",
    "/zh-hans/bodies/",
    "/zh-hans/bodies/{body}/",
    "/zh-hans/marks/",
    "/zh-hans/verify/",
    "/zh-hans/rules/",
    "/zh-hans/guidance/",
    "/zh-hans/guidance/how-to-file/",
    "/zh-hans/news/",
    "/zh-hans/open-data/",
    "/zh-hans/reference/",
    "/zh-hans/reference/standards/",
    "/zh-hans/reference/classification/",
    "/schemes/{number}?lang=zh-hans",
    "/schemes/{number}?lang=en",
    "/v/{number}?lang=zh-hans",
)
EMPTY = "/static/portal/images/favicon.svg"
RUNS = 3
KEY = base64.b64encode(secrets.token_bytes(32)).decode()
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    # Production answers plain HTTP with a redirect, unless a proxy says that it has seen to it.
    "extra_http_headers": {"X-Forwarded-Proto": "https"},
}
LINE = {
    "offline": False,
    "latency": 150,
    "downloadThroughput": 1.6e6 / 8,
    "uploadThroughput": 0.75e6 / 8,
}
SLOWER = 4
WATCH = """
window.painted = 0; window.moved = 0;
const watch = (type, note) => new PerformanceObserver(
  (list) => list.getEntries().forEach(note)).observe({type, buffered: true});
watch("largest-contentful-paint", (each) => { window.painted = each.startTime; });
watch("layout-shift", (each) => { window.moved += each.value; });
"""
#: A picture alone paints nothing that counts as a text: then it is there when it has come.
MEASURED = """
[window.painted || performance.getEntriesByType("navigation")[0].loadEventEnd, window.moved]
"""


def comparisons() -> Iterator[Comparison]:
    """One line a page: its largest paint, and the first of an empty page."""
    with tempfile.TemporaryDirectory() as folder:
        names = _fill(Path(folder))
        with _site(Path(folder)) as address, _browser() as browser:
            floor, _moved = _painted(browser, address + EMPTY)
            for page in PAGES:
                painted, moved = _painted(browser, address + page.format(**names))
                name = page.format(**names) + (f" moves by {moved:.3f}" if moved else "")
                yield Comparison(name, "phone", "empty page", painted, floor)


def _environment(folder: Path, port: int = 0) -> dict[str, str]:
    chosen = {
        "DATABASE_URL": f"sqlite:///{folder / 'paint.sqlite3'}",
        "SECRET_KEY": KEY * 2,
        "ALLOWED_HOSTS": "127.0.0.1",
        "EMAIL_URL": "dummymail://",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "REGISTER_SIGNING_KEY": KEY,
        "SEALING_KEYS": KEY,
        "TRUSTED_PROXY_COUNT": "0",
        "WEB_CONCURRENCY": "1",
        "CACHE_URL": "locmemcache://",
    }
    return {**os.environ, **chosen}


def _fill(folder: Path) -> dict[str, str]:
    """Load the demonstration; the names that addresses need."""
    for command in ("migrate", "demo"):
        _manage(folder, "development", command)
    _manage(folder, "production", "collectstatic", "--noinput")
    with closing(sqlite3.connect(folder / "paint.sqlite3")) as register:
        # The longest rule.
        question = """
            SELECT entry.number, body.slug FROM registry_entry entry
            JOIN accounts_organisation body ON body.id = entry.organisation_id
            JOIN schemes_version version ON version.scheme_id = entry.scheme_id
            ORDER BY length(version.document) DESC LIMIT 1
        """
        number, body = register.execute(question).fetchone()
    return {"number": number, "body": body}


def _manage(folder: Path, settings: str, *arguments: str) -> None:
    environment = _environment(folder) | {"DJANGO_SETTINGS_MODULE": f"portal.settings.{settings}"}
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)  # noqa: S603


@contextmanager
def _site(folder: Path) -> Iterator[str]:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = _environment(folder, port)
    environment["DJANGO_SETTINGS_MODULE"] = "portal.settings.production"
    command = [sys.executable, "-m", "gunicorn", "portal.wsgi", "--bind", f"127.0.0.1:{port}"]
    server = subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait()


def _wait_for(address: str) -> None:
    asked = urllib.request.Request(address + EMPTY, headers=PHONE["extra_http_headers"])  # noqa: S310
    for _ in range(300):
        try:
            with urllib.request.urlopen(asked):  # noqa: S310
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("The site did not start.")


@contextmanager
def _browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    found = shutil.which("chromium") or shutil.which("chromium-browser")
    arguments = ["--disable-gpu", "--disable-background-networking"]
    arguments += ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


def _painted(browser: Any, address: str) -> tuple[float, float]:
    """The best largest paint of some visits, in seconds, and how far the page moved at most."""
    visits = [_visit(browser, address) for _ in range(RUNS)]
    return min(painted for painted, _ in visits) / 1000, max(moved for _, moved in visits)


def _visit(browser: Any, address: str) -> tuple[float, float]:
    context = browser.new_context(**PHONE)
    try:
        page = context.new_page()
        page.add_init_script(WATCH)
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", LINE)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        page.goto(address, wait_until="load")
        page.wait_for_timeout(500)
        painted, moved = page.evaluate(MEASURED)
        return float(painted), float(moved)
    finally:
        context.close()
