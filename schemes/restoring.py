"""Bringing an earlier state of a document back, as a new one that can be undone as well."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.dispatch import Signal
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import WrongState
from schemes.documents import Document
from schemes.history.states import change_before, last_change, state_after
from schemes.identity import identity_of, made_own
from schemes.models import Cause, DraftChange, Version
from schemes.saving import to_write_in, token_of, write_document

#: A draft says again what it said earlier: whoever knows more of the scheme may write in it.
#: Arguments: version, user.
version_restored = Signal()

#: Of a state of an earlier version: what is about the version stays that of the draft.
OF_THE_VERSION = ("version", "previous_version", "change_summary")


class ChangedMeanwhile(WrongState):
    """Somebody saved since the person saw what would change; nothing was written."""

    code = "conflict"

    def __init__(self, saved_by: User) -> None:
        super().__init__(
            _(
                "%(person)s saved the draft while you were looking. Nothing was restored; look at "
                "what would change now."
            )
            % {"person": saved_by}
        )


def as_of_today(version: Version, change: DraftChange, state: Document) -> Document:
    """What a draft says once a state is restored.

    Its blueprint stays that of today, since moving to a newer one changes nothing that is written;
    so do its identity and, of a state of an earlier version, what is about the version itself.
    """
    today = version.document
    content = {name: part for name, part in state.items() if name != "commitment"}
    kept = ("blueprint", *(OF_THE_VERSION if change.version_id != version.pk else ()))
    for name in kept:
        content.pop(name, None)
        if name in today:
            content[name] = today[name]
    return made_own(content, identity_of(version.scheme))


@transaction.atomic
def restore(version: Version, user: User, change: DraftChange, seen: str) -> Version:
    """Let a draft say what it said after a change; `seen` is the token of what it says now.

    Raises:
        NotAllowed: the person may not, or the version is no draft.
        ChangedMeanwhile: it was saved since.
        StateLost: the state cannot be made again.
    """
    current = _as_seen(version, user, seen)
    data = {"state": change.pk, "at": change.at.isoformat()}
    return _brought_back(current, user, change, Cause.RESTORED, data)


@transaction.atomic
def undo(version: Version, user: User, seen: str) -> Version:
    """Take the last change of a draft back; asked again, the one before that.

    Raises:
        NotAllowed, ChangedMeanwhile, StateLost: as `restore`.
        WrongState: there is nothing to undo.
    """
    current = _as_seen(version, user, seen)
    last = last_change(current)
    before = change_before(last) if last is not None else None
    if last is None or before is None:
        raise WrongState(_("There is nothing to undo."))
    data = {"state": before.pk, "undone": last.pk}
    return _brought_back(current, user, before, Cause.UNDONE, data)


def _as_seen(version: Version, user: User, seen: str) -> Version:
    current = to_write_in(version, user)
    if token_of(current.document) != seen:
        raise ChangedMeanwhile(current.updated_by)
    return current


def _brought_back(
    current: Version, user: User, change: DraftChange, cause: Cause, data: Mapping[str, Any]
) -> Version:
    document = as_of_today(current, change, state_after(change))
    write_document(current, user, document, cause, data)
    version_restored.send(sender=Version, version=current, user=user)
    return current
