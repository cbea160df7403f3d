"""Filing by a body's system: a draft ready to be signed, or signed and filed in one step."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.mailing import people_of
from portal.accounts.roles import Role
from portal.core.errors import DomainError, RulesBroken
from portal.core.mail import send_later
from registry.models import ApiToken, Filing, Scope
from registry.procedure.actions import Submit
from registry.procedure.readiness import filing_under_way, obstacles, obstacles_to_submitting
from registry.programs.drafting import give_reasons, make_draft
from registry.programs.order import Order
from registry.programs.ways import data_of_submission, procedure_record
from registry.tokens.life import commitment_in_force
from schemes.actions import Sign
from schemes.documents import Document, signing_digest
from schemes.findings import Finding
from schemes.importing import Incoming, examined_files, keeping_files
from schemes.models import Scheme, Version
from schemes.reports import check_version
from schemes.waivers import unanswered


class CommitmentMissing(RulesBroken):
    """The request does not say that the commitment in force is signed."""

    code = "commitment_missing"


@dataclass(frozen=True, slots=True)
class Tried:
    """What a dry run found: the report, what else would stand in the way, and the procedure."""

    document: Document
    findings: list[Finding]
    obstacles: list[tuple[str, str]]
    procedure: dict[str, Any] | None = None


def make_ready(token: ApiToken, order: Order, scheme: Scheme | None = None) -> Version:
    """A draft that only waits for a signature; the signatories hear of it.

    Raises:
        DomainError: it is not ready, and nothing was kept.
    """
    with keeping_files():
        version = make_draft(token, order, scheme)
        _require_ready(version)
        _tell_signatories(token, version)
    return version


def sign_and_file(token: ApiToken, order: Order, scheme: Scheme | None = None) -> Filing:
    """Sign the public commitment in the name of the token's signatory, and file; all or nothing.

    Raises:
        DomainError: something stands in the way, and nothing was kept.
    """
    _require_commitment(token, order)
    with keeping_files():
        draft = make_draft(token, order, scheme)
        seen = signing_digest(draft.document)
        signed = Sign(draft, token.responsible, seen=seen).run()
        action = Submit(signed, token.responsible, **data_of_submission(signed, order.procedure))
        action.run()
    return action.filing


def _require_commitment(token: ApiToken, order: Order) -> None:
    version = commitment_in_force()
    if token.commitment != version:
        raise CommitmentMissing(
            _(
                "The text of the public commitment has changed since the signatory agreed to it. "
                "A signatory has to take over a new token."
            )
        )
    if order.commitment != version:
        raise CommitmentMissing(
            _(
                "Say with “commitment” that version %(version)s of the public commitment, the one "
                "in force, is signed for this document."
            )
            % {"version": version}
        )


def _require_ready(version: Version) -> None:
    """What a signatory would be stopped by is said to the system that can mend it."""
    report = check_version(version)
    if report.errors:
        raise RulesBroken(_("The document has errors; mend them."), report.errors)
    open_warnings = unanswered(report, version)
    if open_warnings:
        raise RulesBroken(
            _("Each warning needs a written reason; send it with “waivers”."), open_warnings
        )
    filing = filing_under_way(version)
    if filing is not None and filing.awaits_correction:
        return  # Answers and declarations are made on the page of the filing.
    for obstacle in obstacles_to_submitting(version):
        raise obstacle


def _tell_signatories(token: ApiToken, version: Version) -> None:
    words = {
        "token": token.name,
        "title": version.document.get("title", {}),
        "rule_number": version.document.get("rule_number", ""),
        "version": version.label,
        "body": token.organisation.name_text,
        "scheme": version.scheme_id,
    }
    people = people_of(token.organisation, Role.SIGNATORY)
    send_later("draft_ready", people, words, news=True)


class _Undone(Exception):
    """Ends a transaction in which something was only tried."""


def try_out(token: ApiToken, order: Order, scope: str, scheme: Scheme | None = None) -> Tried:
    """The check report of what was sent, and what else stood in the way; nothing is kept.

    The draft is made in a transaction that is undone; no file is written to the disk for it.

    Raises:
        DomainError: no draft could be made of it.
    """
    examined_files(order.incoming)
    alone = replace(order, incoming=Incoming(order.document, order.incoming.source), waivers=())
    in_the_way = _commitment_in_the_way(token, order) if scope == Scope.FILE else []
    tried = Tried(order.document, [], in_the_way)
    try:
        with transaction.atomic():
            version = make_draft(token, alone, scheme)
            tried = _tried(token, version, order, scope, in_the_way)
            raise _Undone
    except _Undone:
        return tried


def _tried(
    token: ApiToken, version: Version, order: Order, scope: str, in_the_way: list[tuple[str, str]]
) -> Tried:
    report = check_version(version)
    told = list(in_the_way)
    try:
        give_reasons(token, version, order.waivers)
    except DomainError as refusal:
        told.append((refusal.code, str(refusal.message)))
    told += [("unanswered_warning", f"{o.code}: {o.message}") for o in unanswered(report, version)]
    # Who files at once says by which track; a draft finds its track when it is submitted.
    asked = obstacles if scope == Scope.FILE else obstacles_to_submitting
    told += [(one.code, str(one.message)) for one in asked(version)]
    if scope == Scope.FILE:
        told += _procedure_in_the_way(version, order)
    procedure = procedure_record(version, order.procedure)
    return Tried(version.document, list(report.findings), told, procedure)


def _procedure_in_the_way(version: Version, order: Order) -> list[tuple[str, str]]:
    try:
        data_of_submission(version, order.procedure)
    except DomainError as refusal:
        return [(refusal.code, str(refusal.message))]
    return []


def _commitment_in_the_way(token: ApiToken, order: Order) -> list[tuple[str, str]]:
    try:
        _require_commitment(token, order)
    except CommitmentMissing as refusal:
        return [(refusal.code, str(refusal.message))]
    return []
