"""Where a scheme stands today, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from portal.core.localised import sentences
from registry.models import Entry, ListedVersion, Publication
from registry.opendata.records import listed_versions
from registry.public_status import PublicStatus
from registry.publication.history import note_of, standing_event
from registry.register.amending import Conversion, conversions_of
from registry.register.told import facts_in
from registry.states import EntryState, WindDown

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


#: What comes with a day or with the register of approvals, and not by an act on the entry.
BY_ITSELF = (PublicStatus.EXPIRED, PublicStatus.BODY_NOT_APPROVED)


def sentence(publication: Publication) -> str:
    """What the register says today, without the date and source."""
    words = {
        "body": publication.body,
        "from": _day(publication.effective_from),
        "until": _day(publication.expires_on),
        "ended": _day(publication.ended_on),
        "last_issue": _day(publication.last_issue_on),
        "pilot_until": _day(publication.pilot_until),
    }
    status = publication.status
    if status == PublicStatus.IN_FORCE and publication.expires_on:
        return _("The scheme has been in force since %(from)s, until %(until)s.") % words
    text = str(status.sentence)
    if "%(since)s" in text:
        words["since"] = _day(_came_to_its_state(publication.entry))
    return sentences(text % words, *_of_certificates(publication))


def _of_certificates(publication: Publication) -> list[str]:
    """What becomes of certificates already issued, where an act has set a last day for them."""
    last = publication.certificates_until
    if last is None:
        return []
    if last < timezone.localdate():
        return [_("The last certificates ended on %(day)s.") % {"day": _day(last)}]
    return [_("Certificates are valid until %(day)s at the latest.") % {"day": _day(last)}]


def standing_facts(publication: Publication) -> list[tuple[StrOrPromise, str]]:
    """Why the scheme stands as it does, and what follows, of an entry that is not simply listed."""
    entry = publication.entry
    follows = _what_follows_by_itself(publication)
    if entry.state == EntryState.LISTED or publication.status == PublicStatus.EXPIRED:
        return follows
    brought = standing_event(entry)
    reason = entry.end_reason or (note_of(brought) if brought else "")
    return [(_("Reason"), reason), *facts_in(brought.data if brought else {}), *follows]


def _what_follows_by_itself(publication: Publication) -> list[tuple[StrOrPromise, str]]:
    """Of certificates and of a successor, where no act said it: a term or an approval is over.

    Certificates are those of their holders: they run until their own last day, unless an act
    says otherwise.
    """
    if publication.status not in BY_ITSELF:
        return []
    facts: list[tuple[StrOrPromise, str]] = []
    if publication.certificates_until is None:
        facts.append((_("Certificates already issued"), str(WindDown.UNTIL_EXPIRY.label)))
    has_ended = publication.status == PublicStatus.EXPIRED  # what lost its approval may come back
    if has_ended and publication.entry.successor is None:  # one that is named is told with a link
        facts.append((_("Successor"), _("none")))
    return facts


def _came_to_its_state(entry: Entry) -> date:
    """The day from which the event holds that brought the entry to its state, else its listing."""
    brought = standing_event(entry)
    return brought.effective_on if brought else timezone.localdate(entry.listed_at)


def _day(value: date | None) -> str:
    return str(formats.date_format(value)) if value else ""


def conversion_to_text_in_force(
    publication: Publication, conversions: Mapping[str, Conversion]
) -> Conversion | None:
    """What the text in force says of certificates under the one before, while it is in effect."""
    if publication.status.is_over:
        return None
    found = (one for one in conversions.values() if one.new == publication.version_label)
    return next(found, None)


def conversion_from(publication: Publication, listed: ListedVersion) -> Conversion | None:
    """Until when certificates under a superseded version may be used; of what has ended nothing."""
    if publication.status.is_over:
        return None
    return conversions_of(listed_versions(publication.entry)).get(listed.label)
