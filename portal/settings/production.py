"""Settings of a real register: nothing has a default that is not safe."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import from_environment
from portal.settings.environment import read_environment

globals().update(from_environment(read_environment(production=True)))
DEMONSTRATION_ALLOWED = False

SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
# Browsers take cookies of these names from this host alone, by TLS, for the whole of it.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
