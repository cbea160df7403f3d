"""What stands in the way of a submission besides the errors of the document itself.

`Submit` refuses for these; the pages before it name them while the draft can still be changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.models import ApprovedField, Organisation
from portal.core.errors import DomainError, RulesBroken, WrongState
from portal.core.folding import identity
from registry.alliances.joint import unsigned
from registry.licences.standing import open_filing, refusals
from registry.models import Entry, Filing, Licence, ListedVersion
from registry.procedure.corrections import Correction
from registry.procedure.extra_changes import undeclared
from registry.procedure.track_cases import TrackClosed, no_way_of, way_of_body, what_is_asked
from registry.procedure.track_choice import Choice, Way
from registry.states import AnswerKind, RemarkState
from registry.tracks import Track, track_choices
from schemes.documents import walk
from schemes.identity import (
    identity_of,
    is_filed_by_another,
    minted_identity,
    names_another_scheme,
)
from schemes.last_days import BlueprintOver, correction_asked, require_to_file
from schemes.models import StoredFile, Version
from schemes.reports import obstacles_asked
from schemes.rules.lenient import codes
from schemes.states import VersionState


def filing_under_way(version: Version) -> Filing | None:
    """The filing of the version's scheme that has no outcome yet.

    Of a joint text whose lead changed meanwhile, the one whose review serves its owner's.
    """
    scheme = version.scheme
    own = scheme.filings.filter(organisation=scheme.organisation).open().first()
    return own.leader or own if own is not None else None


class TrackNotAllowed(RulesBroken):
    """The rules on tracks do not open the wished track to this scheme."""

    code = "track_not_allowed"


def track_of_submission(version: Version, wished: str = "", said: str = "") -> Track:
    """The track on which a version would be submitted; raises as `way_of_submission` does."""
    return way_of_submission(version, wished, said).track


def way_of_submission(version: Version, wished: str = "", said: str = "") -> Way:
    """By which track a version would be submitted, and which row says so.

    That of its open filing, whatever the rules say by now; else as wished, if the rules open that
    track to the scheme; else what they ask for. `said` as for `what_is_asked`.

    Raises:
        TrackNotAllowed: the wished track is not open; names the row that asks for another.
    """
    filing = filing_under_way(version)
    if filing is not None:
        return Way(filing.procedure)
    choice = what_is_asked(version, said).choice
    if not wished:
        return choice.asked
    way = choice.way(wished)
    if way is None:
        raise TrackNotAllowed(_not_allowed(choice, wished))
    return way


def _not_allowed(choice: Choice, wished: str) -> str:
    names = {key: str(name) for key, name in track_choices()}
    if wished not in names:
        words = {"track": wished, "known": _(", ").join(names)}
        return _("There is no track “%(track)s”. There are: %(known)s.") % words
    row = choice.asked.row
    words = {
        "track": names[wished],
        "asked": str(choice.asked.track.name),
        "occasion": str(choice.case.occasion.label),
    }
    if row is None:
        return (
            _(
                "The track “%(track)s” is not open to this scheme (%(occasion)s). No rule asks for "
                "another than the usual one, “%(asked)s”."
            )
            % words
        )
    return _(
        "The track “%(track)s” is not open to this scheme (%(occasion)s). Rule “%(key)s” asks for "
        "“%(asked)s”: %(why)s %(basis)s"
    ).rstrip() % {**words, "key": row.key, "why": row.why, "basis": row.basis}


def obstacles(version: Version) -> Iterator[DomainError]:
    """Each obstacle as the error that submission would end with, in words for the author."""
    yield from _blueprint_over(version)
    yield from _identity_of_another(version)
    owner = version.scheme.organisation
    yield from _ended_entry(version, owner)
    yield from _rule_number_of_another(version, owner)
    yield from _rule_number_under_way(version)
    yield from _version_listed_before(version)
    yield from _filing_not_waiting(version)
    if version.state == VersionState.FROZEN:
        yield from unsigned(version)


def obstacles_to_submitting(version: Version) -> Iterator[DomainError]:
    """The same, and that no track takes it today, as is the case where the track was closed.

    For every place that offers the submission; the page of the submission itself tells it beside
    each track, since another may be chosen there.
    """
    yield from obstacles(version)
    if filing_under_way(version) is None:
        yield from no_way_of(version)


def refusals_to_licensed(licence: Licence, version: Version) -> Iterator[DomainError]:
    """What keeps a licensed body from filing a text, the track included."""
    yield from refusals(licence, version)
    track = way_of_body(version, licence.organisation).track
    if open_filing(licence) is None and track.closed_since is not None:
        yield TrackClosed(track, track.closed_since)


def closed_to_member(version: Version, body: Organisation) -> Iterator[DomainError]:
    """That a text which its owner has handed in begins no filing of a member on a closed track."""
    own = {"filing__organisation": version.scheme.organisation_id}
    submission = version.submissions.select_related("filing").filter(**own).first()
    if submission is None or version.scheme.filings.open().filter(organisation=body).exists():
        return
    track = submission.filing.procedure
    if track.closed_since is not None:
        yield TrackClosed(track, track.closed_since)


def obstacles_of_listing(filing: Filing) -> Iterator[DomainError]:
    """What stands in the way when an act lists what was submitted earlier.

    It is listed for the body whose filing it is. What another one lacks that files or owns the
    same text keeps it from nothing: each certifies within its own approval (Regulations, article
    9).
    """
    version, body = filing.version, filing.organisation
    yield from _ended_entry(version, body)
    yield from _rule_number_of_another(version, body)
    yield from _version_listed_before(version)
    yield from _field_lost(version, body)


@receiver(obstacles_asked, dispatch_uid="registry.procedure.readiness")
def tell_obstacles(sender: Any, version: Version, **kwargs: Any) -> list[Any]:
    """Name them where only the document is known; a version that was submitted meets none."""
    if version.state not in (VersionState.DRAFT, VersionState.FROZEN):
        return []
    return words_of(obstacles_to_submitting(version))


def words_of(found: Iterable[DomainError]) -> list[Any]:
    """What pages say of obstacles; that the blueprint is over they show by themselves."""
    return [one.message for one in found if not isinstance(one, BlueprintOver)]


@receiver(correction_asked, dispatch_uid="registry.procedure.readiness.correction")
def answers_a_correction(sender: Any, version: Version, **kwargs: Any) -> bool:
    """Whether the regulator waits for a correction of what was filed by the same blueprint."""
    filing = filing_under_way(version)
    if filing is None or not filing.awaits_correction:
        return False
    return bool(filing.version.blueprint_id == version.blueprint_id)


def _field_lost(version: Version, body: Organisation) -> Iterator[DomainError]:
    """The body was approved for the fields when it submitted, and is not any more (article 9).

    An authority needs no approval, nor does an owner that certifies nothing itself.
    """
    if not body.is_body:
        return
    rows = ApprovedField.objects.on(timezone.localdate()).filter(organisation=body)
    approved = {*rows.values_list("field", flat=True)}
    lost = [field for field in codes(version.document.get("domains")) if field not in approved]
    if lost:
        yield RulesBroken(
            _(
                "%(body)s is not approved today for %(fields)s. Nothing is listed in these fields "
                "until the register of approvals has an approval again; the filing waits, or is "
                "refused with that reason."
            )
            % {"body": body, "fields": _(", ").join(f"“{field}”" for field in lost)}
        )


def _blueprint_over(version: Version) -> Iterator[DomainError]:
    """The last day for filing by the blueprint is over."""
    try:
        require_to_file(version)
    except BlueprintOver as over:
        yield over


def _identity_of_another(version: Version) -> Iterator[DomainError]:
    """Two filed schemes never claim one identity."""
    identity = identity_of(version.scheme)
    named = names_another_scheme(version.document, identity)
    if named or is_filed_by_another(identity, version.scheme):
        yield WrongState(
            _(
                "The document claims at %(place)s to be, or to follow, another scheme. The "
                "register gave this one the identifier %(identity)s; begin a new draft, which "
                "bears it."
            )
            % {"place": named or "/id", "identity": minted_identity(version.scheme)}
        )


def _ended_entry(version: Version, body: Organisation) -> Iterator[DomainError]:
    """That of the body itself; of a joint rule a member's may have ended, since it left."""
    if version.scheme.entries.ended().filter(organisation=body).exists():
        yield WrongState(_("The entry of this scheme has ended; file it as a new scheme."))


def _rule_number_of_another(version: Version, body: Organisation) -> Iterator[DomainError]:
    """One rule number, one scheme of the body."""
    number = version.document.get("rule_number")
    if not isinstance(number, str) or not number:
        return
    others = Entry.objects.filter(organisation=body)
    others = others.exclude(scheme=version.scheme).only("number", "rule_number").order_by("pk")
    # However it is written; a body has hundreds of rules at most.
    other = next((e for e in others if identity(e.rule_number) == identity(number)), None)
    if other is not None:
        yield RulesBroken(
            _(
                "The rule number %(rule_number)s is already registered for another scheme of "
                "this body (%(entry)s); give this scheme a number of its own."
            )
            % {"rule_number": other.rule_number, "entry": other.number}
        )


def _rule_number_under_way(version: Version) -> Iterator[DomainError]:
    """Nor one that waits to be listed with another scheme of the body."""
    number = version.document.get("rule_number")
    if not isinstance(number, str) or not number:
        return
    others = Filing.objects.open().filter(organisation=version.scheme.organisation)
    others = others.exclude(scheme=version.scheme).filter(version__listed__isnull=True)
    rows = others.values_list("number", "version__document__rule_number")
    other = next((filed for filed, used in rows if identity(str(used)) == identity(number)), None)
    if other is not None:
        yield RulesBroken(
            _(
                "The rule number %(rule_number)s is that of another scheme of this body, on which "
                "%(filing)s is under way; give this scheme a number of its own."
            )
            % {"rule_number": number, "filing": other}
        )


def _version_listed_before(version: Version) -> Iterator[DomainError]:
    """Each listed version has an address of its own, made with its number, for ever."""
    listed = ListedVersion.objects.filter(
        entry__scheme=version.scheme, label=version.label
    ).exclude(version=version)
    if listed.exists():
        yield RulesBroken(
            _(
                "Version %(label)s of this scheme is in the register already; give the new "
                "version a number of its own and say what changed."
            )
            % {"label": version.label}
        )


def _filing_not_waiting(version: Version) -> Iterator[DomainError]:
    """A filing under way takes a new version only when its remarks are answered."""
    filing = filing_under_way(version)
    if filing is None:
        return
    if not filing.awaits_correction:
        yield WrongState(
            _(
                "The filing %(number)s of this scheme is still under review; wait for its "
                "outcome before submitting another version."
            )
            % {"number": filing.number}
        )
        return
    yield from _correction_unfinished(filing, Correction(filing.version, version))


def _correction_unfinished(filing: Filing, correction: Correction) -> Iterator[DomainError]:
    """Each item is answered, what is said to be changed is, and other changes are declared."""
    asked = list(filing.remarks.asked())
    left = [one for one in asked if not correction.is_removed(one.address)]
    count = sum(one.state == RemarkState.OPEN for one in left)
    if count:
        yield RulesBroken(
            ngettext(
                "%(count)d remark of the regulator is still without an answer; answer it before "
                "you submit.",
                "%(count)d remarks of the regulator are still without an answer; answer each "
                "before you submit.",
                count,
            )
            % {"count": count}
        )
    changed = [one for one in left if one.answer_kind == AnswerKind.CHANGED]
    count = sum(not correction.settles(one.address) for one in changed)
    if count:
        yield RulesBroken(
            ngettext(
                "%(count)d remark is answered as changed, but the text is the same at its place.",
                "%(count)d remarks are answered as changed, but the text is the same at their "
                "places.",
                count,
            )
            % {"count": count}
        )
    count = len(undeclared(filing, correction))
    if count:
        yield RulesBroken(
            ngettext(
                "%(count)d change was not asked for and is not declared; declare it on the page "
                "of the filing.",
                "%(count)d changes were not asked for and are not declared; declare each on the "
                "page of the filing.",
                count,
            )
            % {"count": count}
        )


def missing_files(version: Version) -> list[str]:
    """Names of the files that the document speaks of and that nobody has uploaded."""
    blueprint = version.blueprint.blueprint
    named = {
        str(place.value.get("sha256")): str(place.value.get("name", ""))
        for place in walk(blueprint, version.document)
        if place.node.kind == "file" and isinstance(place.value, dict)
    }
    kept = StoredFile.objects.filter(
        organisation=version.scheme.organisation_id, sha256__in=named
    ).values_list("sha256", flat=True)
    return [name for sha256, name in named.items() if sha256 not in set(kept)]
