"""What the outbox carries out for this package: pictures of the public state and PDF files."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.core import outbox


@outbox.handles("publish")
def publish(payload: Mapping[str, Any]) -> None:
    """Rebuild the publication of one entry."""
    from registry.catalogue.publishing import rebuild
    from registry.models import Entry

    rebuild(Entry.objects.get(pk=payload["entry"]))


@outbox.handles("render")
def render(payload: Mapping[str, Any]) -> None:
    """Make the rule document of one frozen version as PDF, unless it is there already."""
    from registry.pdf import rule_pdf
    from schemes.models import Version

    rule_pdf(Version.objects.get(pk=payload["version"]), payload["language"])
