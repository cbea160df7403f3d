"""Settings of the test suite: quick hashing, mail in memory, no shared files."""

import tempfile

from portal.settings.base import *  # noqa: F403
from portal.settings.base import from_environment
from portal.settings.environment import read_environment

globals().update(from_environment(read_environment(production=False)))
DEBUG = False
DEMONSTRATION_ALLOWED = True
SITE_URL = "http://testserver"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MEDIA_ROOT = tempfile.mkdtemp(prefix="touchstone-test-media-")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
