"""What a body's system sends in: a document with its files, and the words that go with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import DomainError
from schemes.documents import Document, DocumentUnreadable, parse
from schemes.importing import Incoming, open_upload

JSON = "application/json"
ZIP = "application/zip"
FORM = "multipart/form-data"
#: What may stand beside the document.
WORDS = frozenset({"document", "waivers", "commitment", "procedure"})


class NotUnderstood(DomainError):
    """The request cannot be read; `pointer` says where."""

    status = 400
    code = "unreadable"
    title = gettext_lazy("The request cannot be read")

    def __init__(self, message: Any, pointer: str = "") -> None:
        super().__init__(message)
        self.pointer = pointer


class UnknownType(NotUnderstood):
    """The body of the request is of a media type that nobody reads here."""

    status = 415
    code = "unsupported_media_type"


@dataclass(frozen=True, slots=True)
class WaiverGiven:
    """The written reason for one warning: the rule, its place, and the localised reason."""

    code: str
    pointer: str
    reason: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Procedure:
    """By which track to submit, if it was said, and what that track asks for, by name."""

    track: str = ""
    #: What an amendment is of which the text in force cannot be compared.
    occasion: str = ""
    entrance: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_said(self) -> bool:
        """Whether the request says anything of it."""
        return bool(self.track or self.occasion or self.entrance)


@dataclass(frozen=True, slots=True)
class Order:
    """A document, and what goes with it: reasons for warnings, the commitment, the procedure."""

    incoming: Incoming
    #: SHA-256 of all that was sent.
    digest: str
    waivers: tuple[WaiverGiven, ...] = ()
    commitment: str = ""
    procedure: Procedure = Procedure()

    @property
    def document(self) -> Document:
        """What is to be filed."""
        return self.incoming.document


@dataclass(slots=True)
class _Sent:
    """The parts of a request as bytes."""

    words: bytes = b""
    bundle: bytes = b""
    names: list[str] = field(default_factory=list)


def read_order(request: HttpRequest) -> Order:
    """The order that a request carries, as JSON, as a bundle, or as a form with both.

    Raises:
        NotUnderstood: it is no JSON, or not of the shape that the description gives.
        ImportRefused: the document or the bundle cannot be read.
    """
    sent = _sent(request)
    digest = hashlib.sha256(
        hashlib.sha256(sent.words).digest() + hashlib.sha256(sent.bundle).digest()
    )
    words = _words(sent.words) if sent.words else {}
    if sent.bundle:
        if "document" in words:
            message = _("The document stands in the bundle; leave it out here.")
            raise NotUnderstood(message, "/document")
        incoming = open_upload("bundle.zip", sent.bundle)
    else:
        incoming = Incoming(_document(words), "api")
    return Order(
        incoming, digest.hexdigest(), _waivers(words), _commitment(words), _procedure(words)
    )


def _sent(request: HttpRequest) -> _Sent:
    kind = request.content_type
    if kind == JSON:
        return _Sent(words=request.body)
    if kind == ZIP:
        return _Sent(bundle=request.body)
    if kind != FORM:
        raise UnknownType(
            _("Send %(json)s, a bundle as %(zip)s, or both as %(form)s.")
            % {"json": JSON, "zip": ZIP, "form": FORM}
        )
    bundle = request.FILES.get("bundle")
    if bundle is None:
        raise NotUnderstood(_("The form has no file named “bundle”."), "/bundle")
    return _Sent(words=request.POST.get("filing", "").encode(), bundle=bundle.read())


def _words(sent: bytes) -> dict[str, Any]:
    """The JSON beside the bundle, or around the document; a document alone is taken as well."""
    try:
        words = parse(sent)
    except DocumentUnreadable as problem:
        place = problem.place if problem.place.startswith("/") else ""
        raise NotUnderstood(str(problem), place) from None
    if "document" not in words and "blueprint" in words:
        return {"document": words}
    unknown = sorted(words.keys() - WORDS)
    if unknown:
        message = _("There is no such member. There are: %(known)s.")
        raise NotUnderstood(message % {"known": ", ".join(sorted(WORDS))}, f"/{unknown[0]}")
    return dict(words)


def _document(words: Mapping[str, Any]) -> Document:
    document = words.get("document")
    if not isinstance(document, dict):
        raise NotUnderstood(_("Here the document is to stand, as an object."), "/document")
    return document


def _waivers(words: Mapping[str, Any]) -> tuple[WaiverGiven, ...]:
    given = words.get("waivers", [])
    if not isinstance(given, list):
        raise NotUnderstood(_("The reasons are a list."), "/waivers")
    return tuple(_waiver(one, f"/waivers/{at}") for at, one in enumerate(given))


def _waiver(given: Any, at: str) -> WaiverGiven:
    if not isinstance(given, dict):
        raise NotUnderstood(_("A reason is an object."), at)
    for name in ("code", "pointer"):
        if not isinstance(given.get(name), str):
            raise NotUnderstood(_("Here a text is needed."), f"{at}/{name}")
    reason = given.get("reason")
    if not isinstance(reason, dict) or not all(isinstance(one, str) for one in reason.values()):
        message = _('A reason is localised text: {"zh": …}, and “en” where there is one.')
        raise NotUnderstood(message, f"{at}/reason")
    return WaiverGiven(given["code"], given["pointer"], reason)


def _commitment(words: Mapping[str, Any]) -> str:
    """The version of the public commitment that was agreed to."""
    given = words.get("commitment")
    if given is None:
        return ""
    if not isinstance(given, dict) or given.get("agreed") is not True:
        message = _("Say “agreed”: true, and the version of the commitment.")
        raise NotUnderstood(message, "/commitment/agreed")
    version = given.get("version")
    if not isinstance(version, str):
        raise NotUnderstood(_("Here a text is needed."), "/commitment/version")
    return version


def _procedure(words: Mapping[str, Any]) -> Procedure:
    """The track and what goes with it."""
    given = words.get("procedure", {})
    if not isinstance(given, dict):
        raise NotUnderstood(_("Here an object is needed."), "/procedure")
    known = ("track", "occasion", "entrance")
    for name in given:
        if name not in known:
            message = _("There is no such member. There are: %(known)s.")
            raise NotUnderstood(message % {"known": ", ".join(known)}, f"/procedure/{name}")
    for name in ("track", "occasion"):
        if not isinstance(given.get(name, ""), str):
            raise NotUnderstood(_("Here a text is needed."), f"/procedure/{name}")
    entrance = given.get("entrance", {})
    if not isinstance(entrance, dict) or not all(isinstance(one, str) for one in entrance.values()):
        message = _("What a track asks for is an object of texts, by name.")
        raise NotUnderstood(message, "/procedure/entrance")
    return Procedure(given.get("track", ""), given.get("occasion", ""), entrance)
