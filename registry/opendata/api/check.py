"""The dry run: the check report of a document that is sent, by the engine of all other places."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Schema, Status

from registry.opendata.api.base import api
from registry.opendata.api.findings import report_record
from registry.opendata.api.limits import CHECKING, PerAddress
from registry.opendata.api.parameters import refuse_unknown
from registry.opendata.api.schemas import CheckOut, ErrorOut
from schemes.documents import DocumentUnreadable, parse
from schemes.reports.unfiled import check_unfiled, known_blueprints
from schemes.validation import find_blueprint

#: A rule of 25 KB, many times over; what is larger is no rule that people would read.
MOST_BYTES = 500_000


class CheckParameters(Schema):
    """How a document is to be checked."""

    blueprint: str = ""
    body: str = ""


@api.post(
    "/check",
    response={200: CheckOut, 400: ErrorOut, 413: ErrorOut, 429: ErrorOut, 503: ErrorOut},
    throttle=PerAddress(CHECKING),
    operation_id="check",
    summary="The check report of a document, before anything is filed",
    tags=["check"],
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"type": "object"}}},
        }
    },
)
def check(request: HttpRequest, parameters: Query[CheckParameters]) -> Any:
    """The document is the body of the request; nothing of it is kept.

    `blueprint`: a key such as `product` or `product/1`, where the document does not name one.
    `body`: the approval number of the body that would file it, where it is not the owner.
    The findings are those of the designer and of `check_document`. A document has a budget: 50,000
    values, 2,000 entries of a list; beyond it the report holds `BLUEPRINT-bounds` alone. A report
    names 500 findings and 100 unknown parts, and then says that there are more. A check that takes
    too much time or memory is ended with 413, and 503 means that too many wait already.
    """
    refuse_unknown(request, CheckParameters.model_fields)
    if len(request.body) > MOST_BYTES:
        return _refused("too_large", _("A document has at most 500,000 bytes."))
    try:
        document = parse(request.body)
    except DocumentUnreadable as problem:
        return _refused("unreadable", str(problem))
    blueprints = list(known_blueprints())
    if parameters.blueprint and not find_blueprint({}, blueprints, parameters.blueprint):
        return _refused("unknown_blueprint", _("There is no such blueprint."))
    findings = check_unfiled(
        document, blueprints, timezone.localdate(), parameters.blueprint, parameters.body
    )
    return report_record(document, findings)


def _refused(code: str, message: str) -> Status[dict[str, str]]:
    return Status(400, {"code": code, "message": message})
