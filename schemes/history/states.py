"""Earlier states of a document, made again by going back from the next one that is kept whole."""

from __future__ import annotations

from django.utils.translation import gettext as _

from portal.core.errors import WrongState
from schemes.documents import Document, digest
from schemes.documents.patches import Patch, Unfit, patched
from schemes.models import Cause, DraftChange, Version

#: Somebody may save between reading the changes and reading the document.
_TRIES = 3


class StateLost(WrongState):
    """A state cannot be made again as it was: a document was altered past the portal."""

    code = "state_lost"

    def __init__(self) -> None:
        super().__init__(
            _("This state cannot be made again: the text was altered past the portal.")
        )


def state_after(change: DraftChange) -> Document:
    """The document as it was after a change.

    Raises:
        StateLost: what comes out is not what was there.
    """
    for _try in range(_TRIES):
        document = _gone_back_to(change)
        if document is not None and digest(document) == change.digest:
            return document
    raise StateLost


def state_before(change: DraftChange) -> Document:
    """The document as it was before a change; before a beginning that of the version before.

    Raises:
        StateLost: what comes out is not what was there.
    """
    if not change.is_beginning:
        before: Document = patched(state_after(change), change.back)
        return before
    earlier = Version.objects.filter(
        scheme=change.version.scheme_id, sequence__lt=change.version.sequence
    )
    return earlier.order_by("-sequence").values_list("document", flat=True).first() or {}


def change_before(change: DraftChange) -> DraftChange | None:
    """The change of the same version that came before."""
    earlier = DraftChange.objects.filter(version=change.version_id, pk__lt=change.pk)
    return earlier.order_by("-pk").first()


def last_change(version: Version) -> DraftChange | None:
    """The newest change that can be undone: what undoing has taken back is passed over."""
    changes = DraftChange.objects.filter(version=version).defer("whole", "back")
    last = changes.order_by("-pk").first()
    while last is not None and last.cause == Cause.UNDONE:
        last = changes.filter(pk=last.data.get("state", 0)).first()
    if last is None or last.cause == Cause.SIGNED:
        return None
    return None if last.is_beginning else last


def _gone_back_to(change: DraftChange) -> Document | None:
    later = DraftChange.objects.filter(version=change.version_id)
    kept = later.filter(pk__gte=change.pk, whole__isnull=False).order_by("pk").first()
    if kept is not None:
        document, backs = kept.whole, later.filter(pk__gt=change.pk, pk__lte=kept.pk)
    else:
        backs = later.filter(pk__gt=change.pk)
        document = None
    ways: list[Patch | None] = list(backs.order_by("-pk").values_list("back", flat=True))
    if document is None:
        document = Version.objects.values_list("document", flat=True).get(pk=change.version_id)
    try:
        for back in ways:
            if back is None:
                return None
            document = patched(document, back)
    except Unfit:
        return None
    return document
