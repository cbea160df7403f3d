"""Words about who works on what: to the people of the desk, and a reminder to the body."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from portal.accounts.mailing import people_of, people_of_regulator
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.core.localised import in_both_languages
from portal.core.mail import send_later
from registry.models import CaseNote, Filing, OpinionKind, OpinionRequest
from registry.procedure.absences import acting, acting_officer
from registry.procedure.clock import clock_of


def words_of_case(filing: Filing, **more: Any) -> dict[str, Any]:
    """What every mail about a case says."""
    return {
        "filing": filing.number,
        "title": filing.version.document.get("title", {}),
        "rule_number": filing.version.document.get("rule_number", ""),
        "body": filing.organisation.name_text,
        **more,
    }


def tell_assigned(filing: Filing, officer: User, by: User | None, reason: str) -> None:
    """To who gets a case from somebody else."""
    if by is not None and officer.pk == by.pk:
        return
    words = words_of_case(filing, by=by.name if by else "", reason=reason)
    send_later("case_assigned", [officer.email], words)


def tell_taken_away(
    filing: Filing, former: User | None, by: User, officer: User, reason: str
) -> None:
    """To who had a case until somebody else changed that."""
    if former is None or former.pk == by.pk or not former.is_active:
        return
    words = words_of_case(filing, by=by.name, officer=officer.name, reason=reason)
    send_later("case_taken_away", [former.email], words)


def tell_reminded(filing: Filing, by: User) -> None:
    """To the body, by an officer's hand: its answer is waited for."""
    clock = clock_of(filing)
    closes_on = clock.closes_on if clock else None
    words = words_of_case(
        filing,
        due=clock.due.isoformat() if clock else "",
        closes_on=closes_on.isoformat() if closes_on else "",
    )
    day = timezone.localdate().isoformat()
    body = people_of(filing.organisation, Role.AUTHOR, Role.SIGNATORY)
    send_later("answer_awaited", body, words, key=f"answer_awaited:{filing.number}:{day}")


def tell_mentioned(note: CaseNote, person: User, text: str) -> None:
    """To a colleague whom a note calls, with its words."""
    words = words_of_case(note.filing, by=note.author.name, text=text)
    send_later("mentioned", [person.email], words, key=f"mentioned:{note.pk}")


def tell_asked_for_opinion(request: OpinionRequest, by: User) -> None:
    """To whom is asked, or the deputy."""
    words = words_of_case(
        request.filing,
        by=by.name,
        kind=in_both_languages(OpinionKind(request.kind).label),
        question=request.question,
        due=request.due_on.isoformat(),
    )
    send_later("opinion_asked", [acting(request.person).email], words)


def tell_opinion_given(request: OpinionRequest, by: User) -> None:
    """To the officer who has the case, or the deputy."""
    officer = acting_officer(request.filing)
    if officer is not None:
        words = words_of_case(request.filing, by=by.name)
        send_later("opinion_given", [officer.email], words, key=f"opinion_given:{request.pk}")


def tell_without_officer(filings: list[Filing], former: User) -> None:
    """To all officers, once: these cases are nobody's, since a role ended."""
    numbers = [filing.number for filing in filings]
    words = {"filings": numbers, "former": former.name}
    send_later("cases_without_officer", people_of_regulator(Role.OFFICER), words)
