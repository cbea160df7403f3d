"""What the outbox carries out for this package: pictures of the public state and PDF files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.dispatch import receiver

from portal.core import outbox
from portal.core.queues import Queue
from portal.reference.changes import reference_changed
from portal.reference.models import ReferenceChange


@outbox.handles("publish", Queue.PUBLICATION)
def publish(payload: Mapping[str, Any]) -> None:
    """Rebuild the publication of one entry."""
    from registry.catalogue.publishing import rebuild
    from registry.models import Entry

    rebuild(Entry.objects.get(pk=payload["entry"]))


@outbox.handles("render", Queue.RENDERING)
def render(payload: Mapping[str, Any]) -> None:
    """Make the rule document of one frozen version as PDF, unless it is there already."""
    from registry.pdf import rule_pdf
    from schemes.models import Version

    rule_pdf(Version.objects.get(pk=payload["version"]), payload["language"])


@outbox.handles("impact", Queue.EXAMINATION)
def examine(payload: Mapping[str, Any]) -> None:
    """Examine what a change of reference data touches, from where it was left."""
    from registry.impact import carry_out
    from registry.models import ImpactRun

    run = ImpactRun.objects.get(pk=payload["run"])
    carry_out(run, progress=lambda _count: outbox.still_at_work())


#: Changes that somebody made on purpose; what an installation or a preview writes has no impact.
EXAMINED_ORIGINS = frozenset({"form", "import", "command"})


@receiver(reference_changed, dispatch_uid="registry.impact")
def have_examined(changes: list[ReferenceChange], **kwargs: Any) -> None:
    """A change of reference data is examined by the worker once it is committed."""
    from registry.impact.runs import begin

    if changes and changes[0].origin in EXAMINED_ORIGINS:
        begin(changes)
