"""Settings of a developer's machine and of `make run`."""

from portal.settings.base import *  # noqa: F403
from portal.settings.base import from_environment
from portal.settings.environment import ROOT, read_environment

(ROOT / "var").mkdir(exist_ok=True)
globals().update(from_environment(read_environment(production=False)))
DEMONSTRATION_ALLOWED = True
