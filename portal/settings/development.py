"""Settings of a developer's machine and of `make run`."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import from_environment
from portal.settings.environment import ROOT, read_environment

(ROOT / "var").mkdir(exist_ok=True)
globals().update(from_environment(read_environment(production=False)))
DEMONSTRATION_ALLOWED = True
# Passkeys on this machine: a browser takes "http://localhost" for secure, the library does not.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
