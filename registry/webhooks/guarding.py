"""Where a message may be sent: to a public machine, at the address that was looked up just now.

A body chooses the address, the portal opens the connection; so an address that leads into the
network of the portal, by its name or by what the name means today, must not be reached. The
connection is made to the very number that was looked at: a name that means another one a moment
later changes nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from portal.core.errors import RulesBroken
from portal.core.failures import NotTaken

Number = ipaddress.IPv4Address | ipaddress.IPv6Address

HTTPS = 443
#: Below it lie mail, databases' neighbours and much else that is no web server.
FIRST_FREE_PORT = 1024
#: An IPv4 address behind a gateway of an IPv6 network (RFC 6052).
NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """Where a message goes: the machine, its port, and the path there."""

    host: str
    port: int
    path: str
    is_encrypted: bool = True

    @property
    def name(self) -> str:
        """What the receiver is called in the request."""
        usual = HTTPS if self.is_encrypted else 80
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == usual else f"{host}:{self.port}"


def target_of(address: str) -> Target:
    """The parts of an address.

    Raises:
        RulesBroken: it is none that messages are sent to.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        raise RulesBroken(_("This is not an address.")) from None
    is_encrypted = parts.scheme == "https"
    if not is_encrypted and not (parts.scheme == "http" and settings.WEBHOOKS["LOOPBACK"]):
        raise RulesBroken(_("The address begins with https://."))
    if not parts.hostname or parts.username is not None or parts.password is not None:
        raise RulesBroken(_("The address names a machine, and no password."))
    if not address.isascii() or any(sign.isspace() for sign in address) or parts.fragment:
        raise RulesBroken(_("Write the address in plain letters, without blanks and without “#”."))
    port = port or (HTTPS if is_encrypted else 80)
    if port != HTTPS and port < FIRST_FREE_PORT:
        raise RulesBroken(_("The port is 443, or 1024 and above."))
    _refuse_private_number(parts.hostname)
    path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
    return Target(parts.hostname, port, path, is_encrypted)


def _refuse_private_number(host: str) -> None:
    """A number instead of a name is judged at once."""
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return
    if not is_public(number):
        raise RulesBroken(_("The address leads into a private network."))


def number_of(target: Target) -> str:
    """The number of the machine, as the name is known now.

    Raises:
        NotTaken: nobody knows the name, or one of its numbers is not public.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError:
        raise NotTaken(gettext_noop("The name of the address cannot be looked up.")) from None
    numbers = [str(each[4][0]).partition("%")[0] for each in found]
    if not numbers or not all(is_public(ipaddress.ip_address(number)) for number in numbers):
        raise NotTaken(gettext_noop("The address leads into a private network."))
    return numbers[0]


def is_public(number: Number) -> bool:
    """Whether a number is one of the public internet, also when it wraps another."""
    if settings.WEBHOOKS["LOOPBACK"] and number.is_loopback:
        return True
    inner = _wrapped(number)
    if inner is not None:
        return is_public(inner)
    return number.is_global and not number.is_multicast


def _wrapped(number: Number) -> Number | None:
    """The IPv4 address inside one of IPv6."""
    if not isinstance(number, ipaddress.IPv6Address):
        return None
    if number in NAT64:
        return ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
    return number.ipv4_mapped or number.sixtofour or (number.teredo or (None, None))[1]
