"""Words to people about filings; every message leaves through the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from portal.accounts.mailing import people_of, people_of_regulator
from portal.accounts.models import Organisation, User
from portal.accounts.roles import Role
from portal.core.localised import in_both_languages
from portal.core.mail import send_later
from registry.models import Entry, Filing
from registry.procedure.absences import acting_officer
from registry.procedure.clock import clock_of
from registry.procedure.grounds import grounds_for_mail
from registry.procedure.people import who_decides, who_reviews
from registry.procedure.running_clock import Clock


def _words(filing: Filing, **more: Any) -> dict[str, Any]:
    """What every mail about a filing says."""
    return {
        "filing": filing.number,
        "title": filing.version.document.get("title", {}),
        "rule_number": filing.version.document.get("rule_number", ""),
        "version": filing.version.label,
        "body": filing.organisation.name_text,
        "joint_with": filing.led_by.number if filing.led_by else "",
        **more,
    }


def decision_words(
    filing: Filing,
    outcome: str,
    reasons: str,
    reason_codes: Iterable[str],
    remarks: int = 0,
    clock: Clock | None = None,
    notice: str = "",
    letter: str = "",
    remedy: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What the mail about a decision says; the decider sees the same words before deciding."""
    return _words(
        filing,
        outcome=str(outcome),
        reasons=reasons,
        grounds=grounds_for_mail(reason_codes),
        remarks=remarks,
        notice=notice,
        letter_number=letter,
        remedy=dict(remedy or {}),
        answer_due=clock.due.isoformat() if clock else "",
        is_provisional=clock is not None and clock.is_provisional,
    )


def told_by_whom(told: Mapping[str, Any]) -> dict[str, Any]:
    """By which branch for whom, of what an event keeps or would keep; nothing without one."""
    return {key: told.get(key) for key in ("by_branch", "for_regulator")}


def tell_submitted(filing: Filing, entry: Entry | None) -> None:
    """Receipt to the body, notice to the officers; `entry` is what was listed with it."""
    track = filing.procedure
    words = _words(
        filing,
        entry=entry.number if entry is not None else "",
        round=filing.round,
        sha256=filing.version.digest,
        track=in_both_languages(track.name),
        matter=in_both_languages(track.matter),
        received=in_both_languages(track.received),
        is_licence=track.is_licence,
    )
    body = people_of(filing.organisation, Role.AUTHOR, Role.SIGNATORY)
    send_later("receipt", body, words, key=f"receipt:{filing.number}:{filing.round}")
    if filing.organisation.owns_schemes:
        return  # a text that its owner released is nothing to review
    if filing.leader is not None:
        return  # its review is that of the other one, of which the officers hear
    send_later(
        "filing_received",
        _who_reviews(filing),
        words,
        key=f"received:{filing.number}:{filing.round}",
        news=True,
    )


def _who_reviews(filing: Filing) -> list[str]:
    """A corrected version comes back to who has the case; otherwise all officers hear of it."""
    officer = acting_officer(filing)
    if officer is not None:
        return [officer.email]
    return who_reviews(filing)


def tell_ministry(filing: Filing, ministry: Organisation) -> None:
    """To the signatories of a ministry that was named to issue a scheme as well."""
    people = people_of(ministry, Role.SIGNATORY)
    key = f"ministry_asked:{filing.number}:{filing.round}:{ministry.pk}"
    send_later("ministry_asked", people, _words(filing, ministry=ministry.name_text), key=key)


def tell_proposed(filing: Filing, by: User) -> None:
    """Notice to the deciders, without the outcome: they read it at the desk."""
    number = filing.proposals.count()
    words = _words(filing, by=by.name)
    others = [address for address in who_decides(filing) if address != by.email]
    send_later(
        "filing_proposed", others, words, key=f"proposed:{filing.number}:{number}", news=True
    )


def tell_handed_back(filing: Filing, by: User, reason: str) -> None:
    """Notice to the officer who proposed."""
    proposal = filing.proposals.select_related("proposed_by").order_by("-pk")[0]
    words = _words(filing, by=by.name, reason=reason)
    key = f"handed_back:{filing.number}:{proposal.pk}"
    send_later("filing_handed_back", [proposal.proposed_by.email], words, key=key, news=True)


def tell_decided(
    filing: Filing,
    outcome: str,
    reasons: str,
    reason_codes: Iterable[str],
    remarks: int = 0,
    notice: str = "",
    letter: str = "",
    remedy: Mapping[str, str] | None = None,
) -> None:
    """The outcome to the body, with the way to the notice or the letter, and with the remedy."""
    clock = clock_of(filing)
    words = decision_words(
        filing, outcome, reasons, reason_codes, remarks, clock, notice, letter, remedy
    )
    words |= told_by_whom(filing.events.latest("pk").data)
    body = people_of(filing.organisation, Role.AUTHOR, Role.SIGNATORY)
    send_later("decision", body, words, key=f"decision:{filing.number}:{filing.round}")


def _words_of_clock(filing: Filing, clock: Clock, **more: Any) -> dict[str, Any]:
    return _words(
        filing,
        party=clock.waits_for,
        due=clock.due.isoformat(),
        is_provisional=clock.is_provisional,
        closes_on=clock.closes_on.isoformat() if clock.closes_on else "",
        **more,
    )


def _key_of(kind: str, filing: Filing, clock: Clock) -> str:
    """The same mail is sent again only for another last day."""
    return f"{kind}:{filing.number}:{clock.rule.key}:{clock.due}"


def tell_near(filing: Filing, clock: Clock) -> None:
    """A reminder before the last day, to whose turn it is."""
    if clock.waits_for_body:
        people = people_of(filing.organisation, Role.AUTHOR, Role.SIGNATORY)
    elif filing.proposal is not None:
        people = who_decides(filing)
    else:
        people = _who_reviews(filing)
    send_later(
        "clock_near", people, _words_of_clock(filing, clock), key=_key_of("near", filing, clock)
    )


def tell_overdue(filing: Filing, clock: Clock) -> None:
    """After the last day: to the body that is silent, and to those who answer for the desk."""
    deemed = bool(clock.deemed)
    desk = [*_who_reviews(filing), *who_decides(filing)]
    if clock.waits_for_body:
        body = people_of(filing.organisation, Role.AUTHOR, Role.SIGNATORY)
        words = _words_of_clock(filing, clock, deemed=deemed, for_desk=False)
        send_later("clock_over", body, words, key=_key_of("over", filing, clock))
    else:
        desk += people_of_regulator(Role.ADMINISTRATOR)
    words = _words_of_clock(filing, clock, deemed=deemed, for_desk=True)
    send_later("clock_over", desk, words, key=_key_of("over", filing, clock))


def tell_lapsed(filing: Filing, clock: Clock, letter: str = "") -> None:
    """That nobody answered and the filing is closed, to the body and to the desk."""
    desk = [*_who_reviews(filing), *who_decides(filing)]
    for for_desk, people in (
        (False, people_of(filing.organisation, Role.AUTHOR, Role.SIGNATORY)),
        (True, desk),
    ):
        words = _words_of_clock(filing, clock, for_desk=for_desk, letter_number=letter)
        send_later("filing_lapsed", people, words, key=_key_of("lapsed", filing, clock))


def tell_withdrawn(filing: Filing, by: User, reason: str) -> None:
    """Confirmation to the body, and notice to the officer, or to all where nobody reviewed."""
    body = people_of(filing.organisation, Role.AUTHOR, Role.SIGNATORY)
    words = _words(filing, by=by.name, reason=reason)
    send_later(
        "filing_withdrawn", [*body, *_who_reviews(filing)], words, key=f"withdrawn:{filing.number}"
    )


def tell_calendar_missing(year: int) -> None:
    """To the regulator, once for each year: its limits are provisional until the calendar is in."""
    roles = (Role.OFFICER, Role.EDITOR, Role.ADMINISTRATOR)
    people = people_of_regulator(*roles)
    send_later("calendar_missing", people, {"year": str(year)}, key=f"calendar:{year}")
