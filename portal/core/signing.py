"""The portal's own signature: Ed25519 (RFC 8032) with the key of the environment."""

from __future__ import annotations

import base64
import binascii

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings


def _private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(base64.b64decode(settings.REGISTER_SIGNING_KEY))


def sign(message: bytes) -> str:
    """The signature of a message in base64 (64 bytes before encoding)."""
    return base64.b64encode(_private_key().sign(message)).decode("ascii")


def public_key() -> str:
    """The public half of the key in base64 (32 bytes before encoding)."""
    raw = _private_key().public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return base64.b64encode(raw).decode("ascii")


def is_valid(message: bytes, signature: str, key: str | None = None) -> bool:
    """Whether the signature in base64 is that of the message, by this portal or by `key`."""
    try:
        raw = base64.b64decode(key or public_key(), validate=True)
        Ed25519PublicKey.from_public_bytes(raw).verify(
            base64.b64decode(signature, validate=True), message
        )
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True
