"""Settings of the test suite: quick hashing, mail in memory, no shared files."""

import tempfile
from pathlib import Path

from portal.settings.base import *  # noqa: F403
from portal.settings.base import from_environment
from portal.settings.environment import read_environment

globals().update(from_environment(read_environment(production=False)))
DEBUG = False
DEMONSTRATION_ALLOWED = True
# Whoever runs the suite; tests of the second factor turn it on.
SECOND_FACTOR_REQUIRED = False
SITE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SCRATCH = Path(tempfile.mkdtemp(prefix="touchstone-test-"))
MEDIA_ROOT = SCRATCH / "media"
MEDIA_ROOT.mkdir()
_database = globals()["DATABASES"]["default"]
if "sqlite" in _database["ENGINE"]:
    # A file, not memory: only a file makes one thread wait while another writes, as in use.
    _database["TEST"] = {"NAME": str(SCRATCH / "test.sqlite3")}
    _database["OPTIONS"]["init_command"] = "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
# No collected files are looked for: tests ask the finders, whatever lies in var/static.
WHITENOISE_AUTOREFRESH = True
STATIC_ROOT = SCRATCH / "static"
# What is done apart elsewhere is done here in the test's own process; a few tests ask for others.
WORK_PROCESSES = 0
