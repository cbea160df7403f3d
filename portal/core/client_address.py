"""From where a request comes, as sign-in, the security log and the API's limits count it."""

from __future__ import annotations

import ipaddress

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

#: Those whose address nobody reports.
UNKNOWN = "unknown"


def client_address(request: HttpRequest) -> str:
    """The address that the trusted proxies report; that of the last one where they name none."""
    try:
        return str(get_adapter().get_client_ip(request))
    except (KeyError, PermissionDenied, ImproperlyConfigured):  # a socket, or a forged header
        return str(request.META.get("REMOTE_ADDR") or "")


def client_network(request: HttpRequest) -> str:
    """What is counted as one visitor: an address of IPv4, the 64 bits of a network of IPv6.

    All whose address is not known are one visitor: behind a socket without a proxy that reports
    addresses nobody would be counted otherwise.
    """
    address = client_address(request)
    try:
        is_long = ipaddress.ip_address(address).version == 6
    except ValueError:
        return UNKNOWN
    return str(ipaddress.ip_network(f"{address}/64", strict=False)) if is_long else address
