"""Who may certify by a scheme is told by the register of today, not by the text alone."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.models import Organisation
from portal.core.folding import identity
from registry.alliances.leaving import LeaveAlliance
from registry.alliances.membership import found, make_joint
from registry.models import Alliance, Entry
from registry.procedure.actions import Submit, TakeUp
from registry.publication.publishing import rebuild as publish
from registry.states import EntryState
from tests.factories import OrganisationFactory, VersionFactory, officer, record_no_objection
from tests.registry.alliances.joining import able, counter_sign, member, signatory
from tests.registry.listing import listed

pytestmark = pytest.mark.django_db

NOBODY = "Nobody may issue certificates under this number today."


def _publish_all() -> None:
    for entry in Entry.objects.all():
        publish(entry)


def _filed_by_three() -> tuple[Alliance, list[Organisation]]:
    """An alliance whose joint text names all its members, each with its own entry in force."""
    draft = VersionFactory()
    bodies = [draft.scheme.organisation, OrganisationFactory(), OrganisationFactory()]
    draft.document["operators"] = [
        {"id": f"op-{n}", "cb": one.name_text, "approval_no": one.approval_no}
        for n, one in enumerate(bodies, start=1)
    ]
    draft.save()
    version = VersionFactory(frozen=True, scheme=draft.scheme)
    lead = signatory(bodies[0])
    alliance = found(bodies[0], lead, name_zh="测试认证联盟", name_en="Test Alliance")
    make_joint(alliance, version.scheme, lead)
    for body in bodies[1:]:
        counter_sign(able(member(alliance, body), version), version)
    Submit(version, lead).run()
    record_no_objection(TakeUp(alliance.lead.filings.get(), officer()).run())
    Entry.objects.update(effective_from=timezone.localdate())
    _publish_all()
    return alliance, bodies


def _told(client: Client, entry: Entry) -> tuple[Any, list[str], Any]:
    """The page, the approvals in the data, and the page of verification."""
    page = client.get(f"/schemes/{entry.number}", {"lang": "en"})
    data = client.get(f"/api/v1/schemes/{entry.number}").json()
    verified = client.get(f"/v/{entry.number}", {"lang": "en"})
    return page, [one["approval_no"] for one in data["certifiers"]], verified


def _named(page: Any) -> set[str]:
    return {identity(one.approval_no) for one, _notes in page.context["certifiers"]}


def test_a_member_that_left_is_not_among_who_may_certify(client: Client) -> None:
    alliance, bodies = _filed_by_three()
    _lead, gone_body, stays_body = bodies
    gone = alliance.members.get(organisation=gone_body)
    entry = Entry.objects.get(organisation=alliance.lead)
    every = {identity(one.approval_no) for one in bodies}
    page, data, verified = _told(client, entry)
    assert _named(page) == set(map(identity, data)) == every
    assert gone_body.name_en in verified.content.decode()
    LeaveAlliance(gone, signatory(gone_body), plan="none_issued", reason="业务调整").run()
    page, data, verified = _told(client, entry)
    assert _named(page) == set(map(identity, data)) == every - {identity(gone_body.approval_no)}
    assert gone_body.approval_no not in verified.content.decode()
    Entry.objects.filter(organisation=stays_body).update(state=EntryState.SUSPENDED)
    _publish_all()
    page, data, _verified = _told(client, entry)
    assert _named(page) == set(map(identity, data)) == {identity(alliance.lead.approval_no)}


@pytest.mark.parametrize(
    "change",
    [
        {"state": EntryState.SUSPENDED},
        {"state": EntryState.REMOVED, "ended_on": timezone.localdate()},
        {"expires_on": timezone.localdate() - timedelta(days=1)},
        {"effective_from": timezone.localdate() + timedelta(days=9)},
        {},
    ],
    ids=["suspended", "removed", "expired", "not_yet", "frozen"],
)
def test_where_nobody_may_certify_it_is_said_with_why(
    client: Client, change: dict[str, Any]
) -> None:
    entry = listed()
    Entry.objects.update(effective_from=timezone.localdate())
    _publish_all()
    page, data, verified = _told(client, entry)
    assert data
    assert NOBODY not in page.content.decode() + verified.content.decode()
    if change:
        Entry.objects.filter(pk=entry.pk).update(**change)
    else:
        entry.organisation.approved_fields.all().delete()
    _publish_all()
    page, data, verified = _told(client, entry)
    assert data == []
    text = page.content.decode()
    assert f"{NOBODY}</strong> {page.context['sentence']}" in text
    assert "Operators named in the text" in text
    assert NOBODY in verified.content.decode()
    if not change or "expires_on" in change:  # of what an act brought, the act says it
        # What lost its approval may come back: nothing has ended, so nothing follows.
        by_itself = ["They run until they expire", *(["none"] if change else [])]
        for told in (page, verified):
            facts = [str(words) for _label, words in told.context["facts"]]
            assert facts[-len(by_itself) :] == by_itself
