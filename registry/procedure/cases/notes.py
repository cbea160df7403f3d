"""Internal notes on a filing: written, written anew, taken back, and calling colleagues.

They are between the people of the desk. No page, mail, feed or export of a body asks for them.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import RulesBroken, WrongState
from registry.models import CaseNote, CaseNoteVersion, CaseNoteWithdrawal, Filing, Mention
from registry.procedure.notices_of_cases import tell_mentioned
from registry.procedure.people import people_of_the_desk
from registry.procedure.permissions import is_impartial, may_change_note, may_write_notes


@transaction.atomic
def write_note(filing: Filing, user: User, text: str) -> CaseNote:
    """A note for the colleagues, in whatever state the filing is.

    Raises:
        NotAllowed: the person neither reviews nor decides, or has a part in the filing.
        RulesBroken: it says nothing, or calls somebody who must not read it.
    """
    may_write_notes(user, filing).require()
    note = CaseNote.objects.create(filing=filing, author=user)
    _add_version(note, text, number=1)
    return note


@transaction.atomic
def rewrite_note(note: CaseNote, user: User, text: str, seen: int | None = None) -> CaseNote:
    """Other words for one's own note; the earlier ones stay on the record.

    Raises:
        NotAllowed: the note is somebody else's.
        WrongState: it was taken back, or written anew since the version that was `seen`.
        RulesBroken: as for a new note.
    """
    note = _locked(note)
    may_change_note(user, note).require()
    _check_stands(note)
    newest = note.newest
    if seen not in (None, newest.number):
        raise WrongState(_("The note was written anew meanwhile; nothing was overwritten."))
    if text.strip() != newest.text:
        _add_version(note, text, number=newest.number + 1)
    return note


@transaction.atomic
def withdraw_note(note: CaseNote, user: User, reason: str) -> CaseNoteWithdrawal:
    """Take one's own note back, with the reason; its words stay on the record.

    Raises:
        NotAllowed: the note is somebody else's.
        WrongState: it was taken back before.
        RulesBroken: no reason is given.
    """
    note = _locked(note)
    may_change_note(user, note).require()
    _check_stands(note)
    if not reason.strip():
        raise RulesBroken(_("Say why the note is taken back; the record keeps it."))
    return CaseNoteWithdrawal.objects.create(note=note, by=user, reason=reason.strip())


def see_to(mention: Mention) -> None:
    """The person who was called has seen to it; a second time changes nothing."""
    Mention.objects.filter(pk=mention.pk, done_at__isnull=True).update(done_at=timezone.now())


def called_in(text: str, people: Iterable[User]) -> list[User]:
    """Whom a text calls: @ and a name, in either language, or a mail address.

    The longest names are looked for first, so that one name is not found inside another.
    """
    names = [
        (f"@{name}".casefold(), person)
        for person in people
        for name in {person.name, person.name_en, person.email}
        if name
    ]
    left, called = text.casefold(), {}
    for name, person in sorted(names, key=lambda each: -len(each[0])):
        if name in left:
            left = left.replace(name, "\n")
            called[person.pk] = person
    return list(called.values())


def _add_version(note: CaseNote, text: str, number: int) -> None:
    if not text.strip():
        raise RulesBroken(_("Write the note."))
    called = called_in(text, people_of_the_desk())
    for person in called:
        if not is_impartial(person, note.filing):
            raise RulesBroken(
                _("%(person)s has a part in this filing and must not be called to it.")
                % {"person": person}
            )
    CaseNoteVersion.objects.create(note=note, number=number, text=text.strip())
    for person in called:
        _mention, is_new = Mention.objects.get_or_create(note=note, person=person)
        if is_new and person.pk != note.author_id:
            tell_mentioned(note, person, text.strip())


def _locked(note: CaseNote) -> CaseNote:
    return CaseNote.objects.select_for_update(of=("self",)).get(pk=note.pk)


def _check_stands(note: CaseNote) -> None:
    if note.is_withdrawn:
        raise WrongState(_("This note was taken back already."))
