"""How often somebody may ask: counted in windows of time, in the cache that all processes share."""

from __future__ import annotations

import time
from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True)
class Rate:
    """So many requests in so many seconds, under a name that clients are told."""

    name: str
    most: int
    seconds: int


@dataclass(frozen=True)
class Standing:
    """How somebody stands with a rate: how many requests are left, and when it begins anew."""

    rate: Rate
    left: int
    seconds_until_new: int
    is_allowed: bool

    def as_headers(self) -> dict[str, str]:
        """The fields of draft-ietf-httpapi-ratelimit-headers, and how long to wait if refused."""
        name = f'"{self.rate.name}"'
        fields = {
            "RateLimit-Policy": f"{name};q={self.rate.most};w={self.rate.seconds}",
            "RateLimit": f"{name};r={self.left};t={self.seconds_until_new}",
        }
        return fields if self.is_allowed else fields | {"Retry-After": str(self.seconds_until_new)}


def count_request(rate: Rate, who: str) -> Standing:
    """Count one request, and say how this visitor stands afterwards."""
    now = time.time()
    window = int(now // rate.seconds)
    counted = _counted(f"rate:{rate.name}:{window}:{who}", rate.seconds)
    until_new = max(1, round((window + 1) * rate.seconds - now))
    return Standing(rate, max(0, rate.most - counted), until_new, counted <= rate.most)


def _counted(key: str, seconds: int) -> int:
    cache.add(key, 0, 2 * seconds)
    try:
        return int(cache.incr(key))
    except ValueError:
        return 1  # The cache was emptied in between.
