"""What part a person has in a filing: the one place that says who is not impartial.

Whoever has one neither reviews the filing nor decides on it. The question about one filing and
the filter over many are made from the same table, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.models import Case, CharField, Exists, Model, OuterRef, Q, TextChoices, Value, When
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import EndedMembership, User
from portal.accounts.permissions import Visitor, permissions_of
from portal.accounts.roles import ISSUING_KINDS
from schemes.models import Scheme, Version


class Part(TextChoices):
    """A part in a filing, each with what a person who has it is told."""

    MEMBER = (
        "member",
        _(
            "You belong to the certification body that filed this. Somebody without a part "
            "in it has to review and decide."
        ),
    )
    FORMER_MEMBER = (
        "former_member",
        _(
            "You belonged to the certification body when it filed this. Somebody without a part "
            "in it has to review and decide."
        ),
    )
    SIGNATORY = (
        "signatory",
        _(
            "You signed or submitted a version of this scheme. Somebody without a part in it has "
            "to review and decide."
        ),
    )
    WRITER = (
        "writer",
        _(
            "You wrote in a version of this scheme, or answered for it. Somebody without a part "
            "in it has to review and decide."
        ),
    )


#: Who issues schemes of the state decides on its own: membership is no part in those, the hand
#: in the text is.
_ISSUED = Q(organisation__kind__in=ISSUING_KINDS)


def _is_member(user: Any) -> Q:
    """Of the body whose it is, or of one from which or to which the scheme goes or went."""
    bodies = {organisation for organisation, _codename in permissions_of(user)}
    changes = apps.get_model("registry", "OwnerChange")._default_manager.exclude(
        state__in=("owner_declined", "owner_taken_back", "owner_refused")
    )
    theirs = changes.filter(Q(from_body__in=bodies) | Q(to_body__in=bodies))
    own = Q(organisation__in=bodies) & ~_ISSUED
    return own | Q(scheme__in=theirs.values("entry__scheme"))


def _is_member_of_any(user: Any) -> Q:
    """Also of a body whose filing goes along with this one's review."""
    led = apps.get_model("registry", "Filing")._default_manager.filter(_is_member(user))
    return _is_member(user) | Q(pk__in=led.filter(led_by__isnull=False).values("led_by"))


def _was_member(user: Any) -> Q:
    """On any day from the first submission to the last."""
    ended = EndedMembership.objects.filter(
        user=user,
        organisation=OuterRef("organisation"),
        since__lte=OuterRef("received_at__date"),
        until__gte=OuterRef("submitted_at__date"),
    )
    return Q(Exists(ended)) & ~_ISSUED


def _was_member_since_listing(user: Any) -> Q:
    """On any day since the register has the entry."""
    ended = EndedMembership.objects.filter(
        user=user,
        organisation=OuterRef("organisation"),
        until__gte=OuterRef("listed_at__date"),
    )
    return Q(Exists(ended)) & ~_ISSUED


def _signed(user: Any) -> Q:
    signed = Q(frozen_by=user) | Q(submission__submitted_by=user)
    return Q(scheme__in=Version.objects.filter(signed).values("scheme"))


def _wrote(user: Any) -> Q:
    """Every hand in the text: who began it, saved it, imported it or answered a warning."""
    wrote = Q(updated_by=user) | Q(events__actor=user) | Q(waivers__written_by=user)
    answered = Q(created_by=user) | Q(filings__remarks__answered_by=user)
    return Q(scheme__in=Version.objects.filter(wrote).values("scheme")) | Q(
        scheme__in=Scheme.objects.filter(answered).values("pk")
    )


#: In the order in which a person is told.
PARTS: dict[Part, Callable[[Any], Q]] = {
    Part.MEMBER: _is_member_of_any,
    Part.FORMER_MEMBER: _was_member,
    Part.SIGNATORY: _signed,
    Part.WRITER: _wrote,
}
#: What is asked otherwise about entries, which go on after their filing.
PARTS_IN_ENTRIES: dict[Part, Callable[[Any], Q]] = {
    Part.MEMBER: _is_member,
    Part.FORMER_MEMBER: _was_member_since_listing,
}


def has_part(user: Visitor) -> Q:
    """The filings in which a person has any part; nobody has one in none."""
    return _any_of(PARTS, user)


def has_part_in_entry(user: Visitor) -> Q:
    """The entries in which a person has any part: `part_in_entry` for many."""
    return _any_of(PARTS | PARTS_IN_ENTRIES, user)


def _any_of(parts: dict[Part, Callable[[Any], Q]], user: Visitor) -> Q:
    if user is None or user.pk is None:
        return Q(pk__in=[])
    every = Q()
    for part in parts.values():
        every |= part(user)
    return every


class Hand(TextChoices):
    """A hand in the review of a filing, each with what who has it and would decide is told."""

    OFFICER = "officer", _("You reviewed this filing. Another person has to decide.")
    PROPOSER = (
        "proposer",
        _("You proposed the outcome of this filing. Another person has to decide."),
    )
    REMARKER = "remarker", _("You wrote a remark on this filing. Another person has to decide.")
    ADVISER = (
        "adviser",
        _(
            "You gave an opinion on this filing, and who gives one does not decide. Another person "
            "has to decide."
        ),
    )
    FORMER_OFFICER = (
        "former_officer",
        _("You began to review this filing. Another person has to decide."),
    )


def has_reviewed(user: Any) -> Q:
    """The filings that a person took up, remarked upon, gave an opinion or made a proposal on.

    A second person decides: who reviewed would only confirm themselves.
    """
    every = Q()
    for had_by in HANDS.values():
        every |= had_by(user)
    return every


def hand_in(user: Visitor, filing: Model) -> Hand | None:
    """The hand that a person has in the review of a filing, the plainest first; one query."""
    if user is None or user.pk is None:
        return None
    cases = [When(had_by(user), then=Value(hand.value)) for hand, had_by in HANDS.items()]
    found = Case(*cases, default=Value(""), output_field=CharField())
    rows = type(filing)._default_manager.filter(pk=filing.pk).annotate(hand=found)
    hands = set(rows.values_list("hand", flat=True))  # a row for each proposal and remark
    return next((hand for hand in HANDS if hand.value in hands), None)


def _has_case(user: Any) -> Q:
    return Q(officer=user)


def _proposed(user: Any) -> Q:
    return Q(proposals__proposed_by=user)


def _remarked(user: Any) -> Q:
    return Q(remarks__author=user)


def _declared_for_review(user: Any) -> Q:
    """Also who had the case once, and began to review it."""
    return _in_rows("ImpartialityStatement", person=user, duty="review")


def _gave_opinion(user: Any) -> Q:
    return _in_rows("OpinionRequest", person=user, opinion__isnull=False)


#: In the order in which a person is told.
HANDS: dict[Hand, Callable[[Any], Q]] = {
    Hand.OFFICER: _has_case,
    Hand.PROPOSER: _proposed,
    Hand.REMARKER: _remarked,
    Hand.ADVISER: _gave_opinion,
    Hand.FORMER_OFFICER: _declared_for_review,
}


def _in_rows(model: str, **which: Any) -> Q:
    """Filings that some row names. Of one row: two conditions on a relation, excluded, are of two.

    Records are above this module, so the model is named.
    """
    rows = apps.get_model("registry", model)._default_manager.filter(**which)
    return Q(pk__in=rows.values("filing"))


#: Where a record keeps the parts that were asked for.
_ASKED = "_parts_of_people"


def part_in(user: Visitor, filing: Model) -> Part | None:
    """The part that a person has in a filing, the plainest first.

    A page asks for each of its buttons: a record keeps the answer until it is read anew, as every
    act does before it begins.
    """
    return _part(user, filing, PARTS)


def part_in_entry(user: Visitor, entry: Model) -> Part | None:
    """The part that a person has in an entry of the register: on any day of it until today."""
    return _part(user, entry, PARTS | PARTS_IN_ENTRIES)


def forget_parts(record: Model) -> None:
    """Ask anew at the next question, for a record that was read anew."""
    record.__dict__.pop(_ASKED, None)


def _part(user: Visitor, record: Model, parts: dict[Part, Callable[[Any], Q]]) -> Part | None:
    if user is None or user.pk is None:
        return None
    asked: dict[int, Part | None] = record.__dict__.setdefault(_ASKED, {})
    if user.pk not in asked:
        asked[user.pk] = _read_part(user, record, parts)
    return asked[user.pk]


def _read_part(user: User, record: Model, parts: dict[Part, Callable[[Any], Q]]) -> Part | None:
    cases = [When(held_by(user), then=Value(part.value)) for part, held_by in parts.items()]
    found = Case(*cases, default=Value(""), output_field=CharField())
    row = type(record)._default_manager.filter(pk=record.pk).annotate(part=found)
    part = row.values_list("part", flat=True).get()
    return Part(part) if part else None
