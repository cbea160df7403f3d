"""The draft that a body's system sends in: of a new scheme, or the next version of one it has."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portal.accounts.models import Organisation
from portal.core.errors import RulesBroken, WrongState
from registry.models import ApiToken
from registry.programs.order import Order, WaiverGiven
from schemes.documents import Numbering, digest, to_pointer
from schemes.drafts import begin_version
from schemes.importing import check_import, examined_files, import_document, import_version
from schemes.models import Scheme, Version
from schemes.reports import check_version
from schemes.waivers import Question, answer_all, question_of

#: In the history of a version: by which token it was sent.
SENT = "sent_by_program"


class NoSuchWarning(RulesBroken):
    """A reason was given for a warning that the check does not find."""

    code = "no_such_warning"

    def __init__(self, message: Any, pointer: str) -> None:
        super().__init__(message)
        self.pointer = pointer


def scheme_named(organisation: Organisation, document: dict[str, Any]) -> Scheme | None:
    """The scheme of the body whose identity the document bears, or none."""
    named = document.get("id")
    if not isinstance(named, str) or not named:
        return None
    own = Version.objects.filter(scheme__organisation=organisation, document__id=named)
    version = own.select_related("scheme__organisation").order_by("-pk").first()
    return version.scheme if version is not None else None


def make_draft(token: ApiToken, order: Order, scheme: Scheme | None = None) -> Version:
    """The draft that says what was sent, with the reasons for its warnings.

    `scheme` is the one to go on with; else the document's own identity says which.

    Raises:
        DomainError: the document cannot be taken, or the scheme is being written by somebody.
    """
    scheme = scheme or scheme_named(token.organisation, order.document)
    version = _first(token, order) if scheme is None else _next(token, order, scheme)
    version.record_event(
        event=SENT,
        from_state=version.state,
        to_state=version.state,
        actor=token.responsible,
        data={"token": token.name, "number": token.pk, "digest": digest(version.document)},
    )
    give_reasons(token, version, order.waivers)
    return version


def give_reasons(token: ApiToken, version: Version, given: tuple[WaiverGiven, ...]) -> None:
    """Answer the warnings of a draft by the reasons that were sent.

    Raises:
        NoSuchWarning: the check does not find one of the warnings.
        RulesBroken: a reason is not given in Chinese.
    """
    if given:
        answer_all(version, token.responsible, _reasons(version, given))


def _first(token: ApiToken, order: Order) -> Version:
    user = token.responsible
    prepared = check_import(token.organisation, user, order.incoming)
    return import_document(token.organisation, user, order.incoming, prepared).newest


def _next(token: ApiToken, order: Order, scheme: Scheme) -> Version:
    """The draft that there is, if a system sent it and nobody wrote in it since; else a new one."""
    draft = scheme.versions.drafts().select_related("blueprint", "scheme__organisation").first()
    if draft is not None and not _is_as_sent(draft):
        raise WrongState(
            _(
                "Somebody is writing a draft of this scheme in the workspace. Nothing was "
                "overwritten; go on with that draft there."
            )
        )
    draft = draft or begin_version(scheme, token.responsible)
    accepted = examined_files(order.incoming)
    return import_version(draft, token.responsible, order.incoming, accepted)


def _is_as_sent(draft: Version) -> bool:
    """Whether the draft still says what a system sent last."""
    sent = draft.events.filter(event=SENT).order_by("-pk").first()
    return sent is not None and sent.data.get("digest") == digest(draft.document)


def _reasons(version: Version, given: tuple[WaiverGiven, ...]) -> dict[Question, Any]:
    """The reasons by the warnings that they are for; each has to be found by the check."""
    numbering = Numbering()
    found = {
        (one.code, to_pointer(version.document, one.address, numbering)): question_of(one)
        for one in check_version(version).warnings
    }
    reasons: dict[Question, Any] = {}
    for at, waiver in enumerate(given):
        question = found.get((waiver.code, waiver.pointer))
        if question is None:
            message = _("The check finds no warning %(code)s at %(place)s.")
            names = {"code": waiver.code[:40], "place": waiver.pointer[:200] or "/"}
            raise NoSuchWarning(message % names, f"/waivers/{at}")
        reasons[question] = waiver.reason
    return reasons
