"""The portal's own signatures: Ed25519 (RFC 8032) with the key of the environment.

A key is rotated by giving the portal a new one and naming the public half of the old one with
the last day on which it signed: what it signed until then stays valid, later signatures do not.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
from dataclasses import dataclass
from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings


@dataclass(frozen=True, slots=True)
class PublicKey:
    """The public half of a key, 32 bytes, and the last day on which it signed, if that is past."""

    raw: bytes
    last_day: date | None = None

    @property
    def text(self) -> str:
        """The key in base64."""
        return base64.b64encode(self.raw).decode("ascii")

    @property
    def id(self) -> str:
        """What names the key: its thumbprint (RFC 7638; RFC 8037, appendix A.3)."""
        members = {"crv": "Ed25519", "kty": "OKP", "x": _base64url(self.raw)}
        canonical = json.dumps(members, separators=(",", ":"), sort_keys=True)
        return _base64url(hashlib.sha256(canonical.encode()).digest())

    def could_sign_on(self, day: date) -> bool:
        """Whether it was in use on the day."""
        return self.last_day is None or day <= self.last_day

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether the signature of 64 bytes is that of the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def as_jwk(self) -> dict[str, str]:
        """The key as a JSON Web Key (RFC 8037)."""
        key = {"kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": self.id}
        return {**key, "x": _base64url(self.raw)}


def _private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(settings.REGISTER_SIGNING_KEY))


def sign(message: bytes) -> str:
    """The signature of a message in base64 (64 bytes before encoding)."""
    return base64.b64encode(_private_key().sign(message)).decode("ascii")


def current_key() -> PublicKey:
    """The key that signs now."""
    return PublicKey(_private_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))


def public_keys() -> list[PublicKey]:
    """All keys that signatures of this portal were made with, the present one first."""
    former = [_former(text) for text in settings.REGISTER_FORMER_KEYS]
    return [current_key(), *sorted(former, key=lambda key: key.last_day or date.max, reverse=True)]


def key_of(message: bytes, signature: str, on: date) -> PublicKey | None:
    """The key of this portal that made the signature in base64 on a day; None for no key."""
    try:
        raw = base64.b64decode(signature, validate=True)
    except (ValueError, binascii.Error):
        return None
    usable = (key for key in public_keys() if key.could_sign_on(on))
    return next((key for key in usable if key.verifies(message, raw)), None)


def _former(text: str) -> PublicKey:
    """A former key as the environment has it: `<public key in base64>@<last day>`."""
    key, _at, day = text.partition("@")
    return PublicKey(base64.b64decode(key, validate=True), date.fromisoformat(day))


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii").rstrip("=")
