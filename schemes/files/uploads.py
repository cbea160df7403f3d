"""Taking files that documents name: what they are is read from their bytes, not their names."""

from __future__ import annotations

import hashlib
import io
import re
import warnings
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from portal.accounts.models import Organisation, User
from portal.core.apart import TooMuchWork, apart
from portal.core.file_errors import FileRefused, TakesTooMuch
from schemes.files.fingerprints import kept_form
from schemes.files.preview import preview_of
from schemes.files.svg.decoding import looks_like_xml
from schemes.files.svg.drawing import safe_drawing
from schemes.models import StoredFile

MAX_BYTES = 20_000_000
MAX_PIXELS = 40_000_000
#: What the file chooser of a form offers.
ACCEPTED = ".svg,.pdf,.png,image/svg+xml,application/pdf,image/png"


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: its content as it is stored, what it is, and its picture.

    `left_out` names what was in the file and is not in its content.
    """

    content: bytes
    mime: str
    preview: bytes | None = None
    left_out: tuple[Any, ...] = ()


def examine(data: bytes) -> Accepted:
    """Say what a file is and make it safe.

    Raises:
        FileRefused: it is empty, too large, of another kind, or not safe.
    """
    if not data:
        raise FileRefused(_("The file is empty."))
    if len(data) > MAX_BYTES:
        raise FileRefused(
            _("The file is larger than %(size)d MB.") % {"size": MAX_BYTES // 1_000_000}
        )
    if data.startswith(b"%PDF-"):
        return Accepted(data, "application/pdf")
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        _check_png(data)
        return Accepted(data, "image/png")
    if looks_like_xml(data):
        return _drawn_apart(data)
    if data.startswith(b"\x1f\x8b"):
        raise FileRefused(_("The file is compressed (svgz). Save it as plain SVG."))
    raise FileRefused(
        _("This kind of file cannot be kept here. Upload a drawing as SVG, other files as PDF.")
    )


def _drawn_apart(data: bytes) -> Accepted:
    """The drawing made safe and drawn, in a process that ends at its limit."""
    try:
        return apart(drawn, data)
    except TooMuchWork:
        raise TakesTooMuch(
            _("Drawing this takes more time or memory than is given to a mark; simplify it.")
        ) from None


def drawn(data: bytes) -> Accepted:
    """The drawing made safe, with its picture."""
    drawing = safe_drawing(data)
    picture = preview_of(drawing)
    return Accepted(drawing.svg.encode(), "image/svg+xml", picture, drawing.left_out)


def _check_png(data: bytes) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(data), formats=["PNG"]) as picture:
                too_large = picture.width * picture.height > MAX_PIXELS
                if not too_large:
                    picture.verify()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise FileRefused(_("The picture cannot be read; it may be damaged.")) from None
    except Image.DecompressionBombWarning:
        too_large = True
    if too_large:
        raise FileRefused(_("The picture has too many pixels; make it smaller."))


def keep(organisation: Organisation, user: User, name: str, data: bytes) -> dict[str, Any]:
    """Examine and store a file once per organisation; returns how a document names it.

    Raises:
        FileRefused: it may not be kept.
    """
    return keep_accepted(organisation, user, name, examine(data))


def keep_accepted(
    organisation: Organisation, user: User, name: str, accepted: Accepted
) -> dict[str, Any]:
    """Store a file that was examined, once per organisation; returns how a document names it."""
    digest = hashlib.sha256(accepted.content).hexdigest()
    stored = StoredFile.objects.filter(organisation=organisation, sha256=digest).first()
    if stored is None:
        stored = StoredFile(
            organisation=organisation,
            sha256=digest,
            name=_plain_name(name),
            mime=accepted.mime,
            bytes=len(accepted.content),
            uploaded_by=user,
        )
        if accepted.preview is not None:
            stored.fingerprint = kept_form(accepted.preview)
        try:
            with transaction.atomic():
                stored.keep(accepted.content, accepted.preview)
        except IntegrityError:
            # Two people uploaded the same file at the same moment; one row is enough.
            stored = StoredFile.objects.get(organisation=organisation, sha256=digest)
    return {**stored.reference, "name": _plain_name(name)}


def kept_without(name: str, accepted: Accepted) -> str:
    """A sentence that says what of a file was not kept, since the picture is the same without."""
    left_out = gettext(", ").join(str(what) for what in accepted.left_out)
    return gettext("%(name)s is kept without what does not change the picture: %(left_out)s.") % {
        "name": _plain_name(name),
        "left_out": left_out,
    }


def _plain_name(name: str) -> str:
    """The last part of a file's name, without what cannot be printed."""
    last = re.split(r"[\\/]", name)[-1]
    return "".join(sign for sign in last if sign.isprintable())[-160:].strip() or "file"
