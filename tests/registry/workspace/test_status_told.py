"""The workspace tells of an entry what the public is told of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from registry.models import Entry
from registry.publication.publishing import rebuild
from registry.states import EntryState
from schemes.drafts import begin_version
from tests.factories import FilingFactory, member_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"expires_on": timezone.localdate() - timedelta(days=1)}, "Expired"),
        ({"effective_from": timezone.localdate() + timedelta(days=9)}, "Not yet in force"),
        ({"state": EntryState.FROZEN}, "Body not approved"),
    ],
    ids=["expired", "not_yet", "frozen"],
)
@pytest.mark.parametrize("amends", [False, True])
def test_the_workspace_tells_of_an_entry_what_the_public_is_told(sign_in, change, word, amends):
    filing = FilingFactory(no_objection=True)
    entry = filing.entry
    Entry.objects.filter(pk=entry.pk).update(**{"effective_from": timezone.localdate(), **change})
    if "state" in change:
        filing.organisation.approved_fields.all().delete()
    entry.refresh_from_db()
    rebuild(entry)
    author = member_of(filing.organisation, Role.AUTHOR)
    if amends:
        begin_version(filing.scheme, author)
    browser = sign_in(author)
    places = [reverse("workspace:dashboard"), reverse("workspace:scheme", args=[filing.scheme_id])]
    page, scheme = (browser.get(place, {"lang": "en"}) for place in places)
    (row,) = page.context["rows"]
    said = row["status"].label if amends else row["label"]
    assert str(said) == str(Entry.objects.get(pk=entry.pk).status.label)
    for text in (page.content.decode(), scheme.content.decode()):
        assert f">{word}</strong>" in text
        assert "In effect; reviewed without objection</strong>" not in text
