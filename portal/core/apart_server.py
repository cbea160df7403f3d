"""What the processes that work apart are forked from: the portal's packages, loaded once.

The server imports this module before it forks, so that a new process is there at once.
"""

from __future__ import annotations

import resource

import django
from django.apps import apps

if not apps.ready:
    django.setup()


def bound_memory(megabytes: int) -> None:
    """Let this process take so much memory more than it has; beyond it, it fails."""
    with open("/proc/self/statm", encoding="ascii") as sizes:
        taken = int(sizes.read().split()[0]) * resource.getpagesize()
    most = taken + megabytes * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
