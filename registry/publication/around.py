"""What the database holds around entries that are published, read for all of them together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from registry.models import Alliance, Entry, EntryEvent, JointScheme, ListedVersion, Submission
from registry.publication.alliances import members_seen


class Around:
    """Events, listed versions, tracks and alliances of some entries: four queries at most."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._events: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
        events = EntryEvent.objects.filter(entry__in=entries).order_by("at", "pk")
        for entry, pk, at in events.values_list("entry_id", "pk", "at"):
            self._events[entry].append((pk, at))
        self._versions: dict[int, list[int]] = defaultdict(list)
        versions = ListedVersion.objects.filter(entry__in=entries).order_by("pk")
        for entry, pk in versions.values_list("entry_id", "pk"):
            self._versions[entry].append(pk)
        self._tracks: dict[int, list[tuple[int, str]]] = defaultdict(list)
        submissions = Submission.objects.filter(version__in=[one.version_id for one in entries])
        filed = submissions.order_by("filing__received_at", "filing", "pk")
        names = ("version_id", "filing__organisation_id", "filing__track")
        for version, organisation, track in filed.values_list(*names):
            self._tracks[version].append((organisation, track))
        joint = JointScheme.objects.filter(scheme__in=[one.scheme_id for one in entries])
        self._alliances = {
            one.scheme_id: one.alliance for one in joint.select_related("alliance__lead")
        }

    def last_event_at(self, entry: Entry) -> datetime | None:
        """When the last event of an entry was recorded."""
        events = self._events[entry.pk]
        return events[-1][1] if events else None

    def events(self, entry: Entry) -> list[int]:
        """The keys of the events of an entry, in the order in which they were written."""
        return sorted(pk for pk, _at in self._events[entry.pk])

    def versions(self, entry: Entry) -> list[int]:
        """The keys of the versions that an entry has listed."""
        return self._versions[entry.pk]

    def track(self, entry: Entry) -> str:
        """The track of the filing with which the version in force was handed in."""
        filed = self._tracks[entry.version_id]
        own = [track for organisation, track in filed if organisation == entry.organisation_id]
        # Before a change of owner another body filed it.
        return next(iter([*own, *(track for _organisation, track in filed)]), "")

    def alliance(self, entry: Entry) -> list[Any] | None:
        """What of an alliance a page about its entry may show; None for nearly all."""
        alliance: Alliance | None = self._alliances.get(entry.scheme_id)
        return members_seen(alliance) if alliance is not None else None
