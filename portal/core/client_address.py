"""From where a request comes."""

from __future__ import annotations

import ipaddress

from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The address of whoever asks, as far as it can be trusted; empty behind a unix socket."""
    return str(request.META.get("REMOTE_ADDR") or "")


def client_network(request: HttpRequest) -> str:
    """What is counted as one visitor: an address of IPv4, the 64 bits of a connection of IPv6."""
    address = client_address(request)
    try:
        if ipaddress.ip_address(address).version == 4:
            return address
        return str(ipaddress.ip_network(f"{address}/64", strict=False))
    except ValueError:
        return "unknown"
