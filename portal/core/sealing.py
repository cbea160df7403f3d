"""Sealing: secrets that the portal has to read again are encrypted where they are stored.

What is sealed can be neither read nor changed by who has the database or a backup but not the
environment. `SEALING_KEYS` holds the keys, the newest first: the first one seals, all of them
open, so that a key is replaced without a moment at which something cannot be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

#: Brings what a package holds sealed to the newest key: a function for each row.
Resealing = Callable[[], Iterable[Callable[[], int]]]
RESEALINGS: list[Resealing] = []


class Unreadable(ValueError):
    """None of the keys opens it: the key is missing, or somebody has changed it."""


def seal(text: str) -> str:
    """The text as only a holder of the newest key can read it (Fernet: AES-128-CBC, HMAC-SHA256).

    Each sealing gives another result.
    """
    return _keys().encrypt(text.encode()).decode("ascii")


def unseal(sealed: str) -> str:
    """The text that was sealed with any of the keys.

    Raises:
        Unreadable: no key opens it.
    """
    try:
        return _keys().decrypt(sealed.encode()).decode()
    except InvalidToken as refusal:
        raise Unreadable("No key of SEALING_KEYS opens what is stored.") from refusal


def seal_anew(sealed: str) -> str:
    """The same text, sealed with the newest key.

    Raises:
        Unreadable: no key opens it.
    """
    return seal(unseal(sealed))


def _keys() -> MultiFernet:
    # "openssl rand -base64 32" writes + and /, where Fernet wants the alphabet for addresses.
    return MultiFernet([Fernet(key.translate(_FOR_ADDRESSES)) for key in settings.SEALING_KEYS])


_FOR_ADDRESSES = str.maketrans("+/", "-_")
