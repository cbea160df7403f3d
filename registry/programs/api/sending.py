"""Sending in: a new filing, the corrected version of one, and answers to remarks."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, Query, Schema, Status

from portal.core.errors import DomainError, RulesBroken, WrongState
from registry.models import ApiToken, Filing, Scope
from registry.opendata.api.base import api
from registry.opendata.api.findings import report_record
from registry.opendata.api.limits import FILING, PerToken
from registry.opendata.api.parameters import refuse_unknown
from registry.opendata.api.schemas import ErrorOut
from registry.procedure.remarks import answer_remark
from registry.programs.api.asking import (
    KEY_HEADER,
    YES_OR_NO,
    answer_of,
    chosen,
    own_filing,
)
from registry.programs.api.door import ByToken, token_with
from registry.programs.api.examples import ORDER
from registry.programs.api.refusals import Refused
from registry.programs.api.schemas import AnswersIn, DraftOut, FilingOut, ProblemOut, TriedOut
from registry.programs.filing import make_ready, sign_and_file, try_out
from registry.programs.once import once
from registry.programs.order import NotUnderstood, Order, read_order
from registry.programs.records import draft_record, filing_record
from schemes.models import Scheme

ACTS = {"": Scope.FILE, "file": Scope.FILE, "draft": Scope.DRAFT}
REFUSALS = dict.fromkeys((400, 401, 403, 409, 413, 415, 422, 503), ProblemOut)


class SendingParameters(Schema):
    """What is to become of what is sent."""

    act: str = Field("", json_schema_extra={"enum": list(ACTS)})
    dry_run: str = Field("", json_schema_extra={"enum": list(YES_OR_NO)})


@api.post(
    "/filings",
    response={200: TriedOut, 201: FilingOut | DraftOut, **REFUSALS, 429: ErrorOut},
    auth=ByToken(),
    throttle=PerToken(FILING),
    operation_id="file",
    summary="File a document, or make a draft of it that is ready to be signed",
    tags=["filings"],
    openapi_extra={"parameters": [KEY_HEADER], "requestBody": ORDER},
)
def file(request: HttpRequest, parameters: Query[SendingParameters]) -> Any:
    """A document as JSON, with the reasons for its warnings, or a bundle with its files.

    `act`: `file` signs the public commitment in the name of the signatory who answers for the
    token, and files; the request has to say so with `commitment`. It needs a token with the scope
    `file`. `draft` makes a draft that a signatory reads and signs in the workspace; it needs the
    scope `draft`. Without it, `file` is meant.

    A document whose `id` is that of a scheme of your body becomes the next version of that scheme,
    and answers a requested correction; any other begins a scheme.

    `procedure` says by which track to submit; without it, the one that the rules on tracks ask
    for. One that they do not open to the scheme is refused with the rule that asks for another.

    `dry_run`: `true` answers with the check report, what else stood in the way, and which track
    is asked for and why, and keeps nothing. All else is carried out as a whole or not at all. A
    check and a signature take some seconds; a request that got no answer is safely sent again
    with the same key, within 30 days.
    """
    return _send(request, parameters)


@api.post(
    "/filings/{number}/versions",
    response={200: TriedOut, 201: FilingOut | DraftOut, **REFUSALS, 404: ErrorOut, 429: ErrorOut},
    auth=ByToken(),
    throttle=PerToken(FILING),
    operation_id="resubmit",
    summary="Submit the corrected version that the regulator asked for",
    tags=["filings"],
    openapi_extra={"parameters": [KEY_HEADER], "requestBody": ORDER},
)
def resubmit(request: HttpRequest, number: str, parameters: Query[SendingParameters]) -> Any:
    """As `POST /filings`, for the scheme of this filing; its remarks are answered before.

    A change that no remark asked for is declared on the page of the filing in the workspace; until
    then the version is refused. `act=draft` leaves the draft there to be declared and signed.
    """
    return _send(request, parameters, number)


def _send(request: HttpRequest, parameters: SendingParameters, number: str = "") -> Any:
    refuse_unknown(request, SendingParameters.model_fields)
    scope = chosen("act", parameters.act, ACTS)
    is_dry = chosen("dry_run", parameters.dry_run, YES_OR_NO)
    token = token_with(request, scope)
    scheme = _corrected(token, number) if number else None
    order = read_order(request)
    if scope is Scope.DRAFT and order.procedure.is_said:
        message = _("The signatory who submits chooses the procedure; leave it out of a draft.")
        raise NotUnderstood(message, "/procedure")
    try:
        if is_dry:
            return Status(200, _tried(token, order, scope, scheme))
        return _carried_out(request, token, order, scope, scheme)
    except DomainError as refusal:
        raise Refused(refusal, order.document) from refusal


def _corrected(token: ApiToken, number: str) -> Scheme:
    filing = own_filing(token, number)
    if not filing.awaits_correction:
        raise WrongState(_("This filing is not waiting for a corrected version."))
    return filing.scheme


def _tried(token: ApiToken, order: Order, scope: Scope, scheme: Scheme | None) -> dict[str, Any]:
    found = try_out(token, order, scope, scheme)
    report = report_record(found.document, found.findings)
    obstacles = [{"code": code, "message": message} for code, message in found.obstacles]
    would_be = not report["error"] and not obstacles
    return {
        **report,
        "obstacles": obstacles,
        "would_be_accepted": would_be,
        "procedure": found.procedure,
    }


def _carried_out(
    request: HttpRequest, token: ApiToken, order: Order, scope: Scope, scheme: Scheme | None
) -> HttpResponse:
    def act() -> tuple[int, dict[str, Any]]:
        if scope is Scope.DRAFT:
            return 201, draft_record(make_ready(token, order, scheme))
        return 201, filing_record(sign_and_file(token, order, scheme))

    asked = f"{request.path} {scope} {order.digest}"
    answer = once(token.organisation, _key(request), _digest(asked), act)
    return answer_of(request, answer, answer.body.get("address") or answer.body.get("sign", ""))


@api.post(
    "/filings/{number}/answers",
    response={200: FilingOut, **REFUSALS, 404: ErrorOut, 429: ErrorOut},
    auth=ByToken(),
    throttle=PerToken(FILING),
    operation_id="answers",
    summary="Answer the remarks of a requested correction",
    tags=["filings"],
    openapi_extra={"parameters": [{**KEY_HEADER, "required": True}]},
)
def answers(request: HttpRequest, number: str, given: AnswersIn) -> Any:
    """All answers are kept or none; they can be changed until the corrected version is submitted.

    `kind`: `changed`, `explained` or `disputed`; the last two need words. Needs a token with the
    scope `draft`.
    """
    token = token_with(request, Scope.DRAFT)
    refuse_unknown(request)
    filing = own_filing(token, number)
    asked = f"{request.path} {given.model_dump_json()}"

    def act() -> tuple[int, dict[str, Any]]:
        _answer(token, filing, given)
        filing.refresh_from_db()
        return 200, filing_record(filing)

    return answer_of(request, once(token.organisation, _key(request), _digest(asked), act))


@transaction.atomic
def _answer(token: ApiToken, filing: Filing, given: AnswersIn) -> None:
    remarks = {remark.pk: remark for remark in filing.remarks.sent()}
    for at, one in enumerate(given.answers):
        if one.remark not in remarks:
            raise _NoSuchRemark(_("This filing has no such remark."), f"/answers/{at}/remark")
        answer_remark(remarks[one.remark], token.responsible, kind=one.kind, answer=one.text)


class _NoSuchRemark(RulesBroken):
    code = "no_such_remark"

    def __init__(self, message: str, pointer: str) -> None:
        super().__init__(message)
        self.pointer = pointer


def _key(request: HttpRequest) -> str:
    return str(request.headers.get("Idempotency-Key", ""))


def _digest(asked: str) -> str:
    return hashlib.sha256(asked.encode()).hexdigest()
