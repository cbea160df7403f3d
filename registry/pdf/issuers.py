"""Who stands on the cover of a rule of the state, in a PDF or a Word file."""

from __future__ import annotations

from portal.accounts.models import Organisation
from registry.models import CoIssuer, Filing, Issue
from schemes.models import Version


def issuers_of(version: Version) -> list[Organisation]:
    """Who issues a scheme of the state together; before it is issued, who is to. Else nobody."""
    if not version.scheme.organisation.issues:
        return []
    filing = Filing.objects.filter(submissions__version=version).order_by("-pk").first()
    if filing is None:
        return []
    issued = Issue.objects.filter(filing=filing).first()
    if issued is not None and filing.version == version:
        return issued.authorities
    named = [one.organisation for one in CoIssuer.objects.of(filing)]
    return list(dict.fromkeys([version.scheme.organisation, *named]))
