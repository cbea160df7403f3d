"""A scheme owner licenses bodies; each files the released text on its own approval."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import ApprovedField, CertificationField
from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.demo.moments import moment
from registry.licences.granting import end_licence, grant
from registry.licences.permissions import may_see_licence
from registry.licences.standing import texts_to_file
from registry.models import CounterSignature, Entry, Filing, Licence
from registry.opendata.records import entry_record
from registry.procedure.actions import Submit, TakeUp
from registry.procedure.actions.licensed_filing import FileUnderLicence
from registry.procedure.remarks import answer_remark, write_remark
from registry.register.due import end_with_licences
from registry.states import EntryState, ReleaseState
from schemes.files.uploads import keep
from schemes.models import Version
from tests.factories import (
    EntryFactory,
    OrganisationFactory,
    PersonFactory,
    VersionFactory,
    approve,
    member_of,
    officer,
    request_correction,
)
from tests.kept import kept
from tests.registry.amending import next_version

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 licence"
TODAY = timezone.localdate


def signatory(organisation):
    return member_of(organisation, Role.SIGNATORY)


@kept(Version)
def released(**kwargs):
    """A text that a scheme owner has released."""
    owner = OrganisationFactory(scheme_owner=True)
    version = VersionFactory(frozen=True, organisation=owner, **kwargs)
    return Submit(version, signatory(owner)).run()


def license_body(version, body=None, **words):
    """A licence for a body that has the approvals."""
    body = body or OrganisationFactory()
    owner = version.scheme.organisation
    for key in version.document["domains"]:
        approve(body, key)
    given = {
        "since": TODAY(),
        "until": None,
        "fields": version.document["domains"],
        "evidence": keep(owner, signatory(owner), "licence.pdf", PDF),
        **words,
    }
    return grant(version.scheme, body, signatory(owner), **given)


def file_under(licence, version=None, **data):
    version = version or licence.scheme.newest
    act = FileUnderLicence(version, signatory(licence.organisation), licence=licence, **data)
    act.run()
    return act


@kept(Entry)
def licensed_entry(**words):
    """The entry of a licensed body."""
    return file_under(license_body(released(), **words)).entry


def test_a_release_files_and_lists_nothing():
    version = released()
    filing = version.submissions.get().filing
    assert (filing.track, filing.state) == ("release", ReleaseState.RELEASED)
    assert not Entry.objects.exists()
    assert filing.closed_at is not None


def test_each_licensed_body_files_the_text_on_its_own_approval():
    version = released()
    entries = [file_under(license_body(version)).entry for _n in range(2)]
    assert {one.version for one in entries} == {version}
    assert len({one.organisation for one in entries}) == 2
    filing = Filing.objects.get(organisation=entries[0].organisation)
    assert (filing.track, filing.led_by) == ("filing", None)
    signature = CounterSignature.objects.get(organisation=entries[0].organisation)
    assert signature.sha256 == version.digest


def test_only_a_licensed_body_files_it():
    version = released()
    licence = license_body(version)
    other = PersonFactory(role=Role.SIGNATORY)
    with pytest.raises(NotAllowed, match="licensed body"):
        FileUnderLicence(version, other, licence=licence).run()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"since": TODAY() + timedelta(days=1)}, "does not hold today|licensed body may"),
        ({"fields": ["no field"]}, "Name fields"),
        ({"evidence": {}}, "Upload the licence"),
        ({"until": TODAY() - timedelta(days=1)}, "before the first"),
    ],
    ids=["to come", "fields", "evidence", "days"],
)
def test_a_licence_that_is_not_whole_lets_nobody_file(words, said):
    version = released()
    with pytest.raises((RulesBroken, WrongState, NotAllowed), match=said):
        file_under(license_body(version, **words))


def test_a_body_without_the_approval_does_not_file_it():
    licence = license_body(released())
    ApprovedField.objects.filter(organisation=licence.organisation).delete()
    [label] = CertificationField.labels_of(licence.fields)
    assert label.isascii()  # The key is the Chinese name.
    with pytest.raises(RulesBroken, match=f"not approved for: {label}. It cannot file this text"):
        file_under(licence)


def test_a_text_is_filed_once_by_a_body():
    licence = license_body(released())
    file_under(licence)
    with pytest.raises(WrongState, match="already"):
        file_under(licence)


def test_another_text_than_the_one_that_was_read_is_not_filed():
    with pytest.raises(WrongState, match="no longer the text"):
        file_under(license_body(released()), seen="0" * 64)


def test_a_body_is_licensed_once_for_a_day():
    licence = license_body(released())
    with pytest.raises(RulesBroken, match="is licensed"):
        license_body(licence.scheme.newest, licence.organisation)


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.ADMINISTRATOR])
def test_only_a_signatory_of_the_owner_licenses(role):
    version = released()
    person = member_of(version.scheme.organisation, role)
    words = {"since": TODAY(), "until": None, "fields": [], "evidence": {}}
    with pytest.raises(NotAllowed, match="scheme owner"):
        grant(version.scheme, OrganisationFactory(), person, **words)


def test_the_scheme_of_a_body_is_not_licensed():
    entry = EntryFactory()
    person = signatory(entry.organisation)
    words = {"since": TODAY(), "until": None, "fields": [], "evidence": {}}
    with pytest.raises(NotAllowed, match="scheme owner"):
        grant(entry.scheme, OrganisationFactory(), person, **words)


def test_only_bodies_are_licensed():
    version = released()
    with pytest.raises(RulesBroken, match="Only certification bodies"):
        license_body(version, OrganisationFactory(ministry=True))


def test_a_licence_with_a_last_day_is_the_last_day_of_issue_of_the_entry():
    until = TODAY() + timedelta(days=400)
    entry = licensed_entry(until=until)
    assert entry.no_new_after == until
    assert entry_record(entry.publication)["licence"]["until"] == until


def test_a_licence_that_ends_ends_the_entry_of_its_body_alone():
    version = released()
    mine, other = license_body(version), license_body(version)
    for licence in (mine, other):
        file_under(licence)
    last = TODAY() + timedelta(days=10)
    end_licence(
        mine,
        signatory(version.scheme.organisation),
        last_day=last,
        certificates_until=last + timedelta(days=90),
        reason="协议到期不再续签。",
    )
    entry = Entry.objects.get(organisation=mine.organisation)
    assert (entry.state, entry.no_new_after) == (EntryState.LISTED, last)
    with moment(last + timedelta(days=1)):
        end_with_licences(last + timedelta(days=1))
    ended = Entry.objects.get(organisation=mine.organisation)
    assert (ended.state, ended.no_new_after) == (EntryState.DEREGISTERED, last)
    assert ended.certificates_until == last + timedelta(days=90)
    assert Entry.objects.get(organisation=other.organisation).state == EntryState.LISTED


def test_a_licence_that_follows_keeps_the_entry():
    until = TODAY() + timedelta(days=10)
    entry = licensed_entry(until=until)
    body = entry.organisation
    license_body(entry.version, body, since=until + timedelta(days=1))
    with moment(until + timedelta(days=1)):
        end_with_licences(until + timedelta(days=1))
    entry.refresh_from_db()
    assert (entry.state, entry.no_new_after) == (EntryState.LISTED, None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ({"last_day": TODAY() - timedelta(days=1)}, "today at the earliest"),
        ({"certificates_until": TODAY() - timedelta(days=1)}, "until the last day"),
        ({"reason": " "}, "Say why"),
    ],
    ids=["day", "certificates", "reason"],
)
def test_an_end_has_a_day_and_a_reason(words, said):
    licence = license_body(released())
    given = {"last_day": TODAY(), "certificates_until": None, "reason": "终止", **words}
    with pytest.raises(RulesBroken, match=said):
        end_licence(licence, signatory(licence.licensor), **given)


def test_a_licence_ends_once():
    licence = license_body(released())
    given = {"last_day": TODAY(), "certificates_until": None, "reason": "终止"}
    end_licence(licence, signatory(licence.licensor), **given)
    with pytest.raises(WrongState, match="already"):
        end_licence(licence, signatory(licence.licensor), **given)


def test_a_new_version_is_a_task_of_each_licensed_body_until_it_has_filed_it():
    version = released()
    licence = license_body(version)
    person = signatory(licence.organisation)
    assert [one for _licence, one in texts_to_file(person)] == [version]
    file_under(licence)
    assert list(texts_to_file(person)) == []
    newer = next_version(version.scheme, "1.0.1")
    newer = Submit(newer, signatory(version.scheme.organisation)).run()
    assert next(iter(texts_to_file(person)), None) is None  # its filing is under way


def test_a_correction_is_answered_with_the_owners_new_version():
    version = released()
    licence = license_body(version)
    filing = file_under(licence).filing
    filing = TakeUp(filing, officer()).run()
    remark = write_remark(filing, officer(), text="请补充适用范围。", address="/scope")
    filing = request_correction(filing, officer(), reasons="范围不清楚")
    newer = next_version(version.scheme, "1.0.1")
    newer = Submit(newer, signatory(version.scheme.organisation)).run()
    remark = filing.remarks.get(pk=remark.pk)
    answer_remark(remark, signatory(licence.organisation), kind="explained", answer="见新文本。")
    file_under(licence, newer)
    filing = Filing.objects.get(pk=filing.pk)
    assert (filing.version, filing.round) == (newer, 2)
    assert Entry.objects.get().version == newer


def test_a_licensed_body_is_told_who_corrects_and_begins_no_version_itself(client):
    licence = license_body(released())
    filing = TakeUp(file_under(licence).filing, officer()).run()
    write_remark(filing, officer(), text="请补充适用范围。", address="/scope")
    request_correction(filing, officer(), reasons="范围不清楚")
    next_version(filing.scheme, "1.0.1")  # signed by the owner, not released
    client.force_login(signatory(licence.organisation))
    page = client.get(reverse("workspace:filing", args=[filing.number])).content.decode()
    assert "who owns the text, corrects it in a new version" in page
    assert reverse("workspace:licences") in page
    assert "orrected version" not in page
    begun = client.post(reverse("workspace:correct", args=[filing.number]))
    assert begun.status_code == 403


def test_the_public_reads_the_owner_and_the_licence(client):
    entry = licensed_entry()
    owner = entry.scheme.organisation
    assert entry.publication.author == "scheme_owner"
    page = client.get(entry.get_absolute_url())
    assert str(owner) in page.content.decode()
    assert [one.organisation for one in page.context["licences"]] == [entry.organisation]
    listed = client.get(reverse("catalogue:body", args=[owner.slug])).context["page"]
    assert [one.number for one in listed] == [entry.number]


def test_both_sides_and_the_desk_read_the_licence_and_nobody_else(client):
    licence = license_body(released())
    address = reverse("workspace:licence-file", args=[licence.pk])
    for person in (signatory(licence.licensor), signatory(licence.organisation), officer()):
        assert may_see_licence(person, licence)
        client.force_login(person)
        assert b"".join(client.get(address).streaming_content) == PDF
    client.force_login(PersonFactory(role=Role.SIGNATORY))
    assert client.get(address).status_code == 404


def test_an_owner_grants_and_ends_a_licence_in_the_workspace(client):
    version = released()
    body = OrganisationFactory()
    client.force_login(signatory(version.scheme.organisation))
    page = reverse("workspace:licences")
    typed = {
        "scheme": version.scheme_id,
        "organisation": body.pk,
        "since": TODAY().isoformat(),
        "fields_licensed": version.document["domains"],
    }
    assert client.post(page, typed).status_code == 422
    file = SimpleUploadedFile("licence.pdf", PDF, "application/pdf")
    assert client.post(page, typed | {"evidence": file}).status_code == 302
    licence = Licence.objects.get()
    assert str(body) in client.get(page).content.decode()
    end = reverse("workspace:end-licence", args=[licence.pk])
    assert client.get(end).status_code == 200
    assert client.post(end, {"last_day": TODAY().isoformat()}).status_code == 422
    typed = {"last_day": TODAY().isoformat(), "reason": "终止"}
    assert client.post(end, typed).status_code == 302
    assert Licence.objects.get().last_day == TODAY()


def test_a_licence_with_a_last_day_can_be_ended_before_it_by_who_signs(client):
    version = released()
    licence = license_body(version, until=TODAY() + timedelta(days=365))
    owner, page = licence.licensor, reverse("workspace:licences")
    end = reverse("workspace:end-licence", args=[licence.pk])
    for role, is_offered in ((Role.AUTHOR, False), (Role.SIGNATORY, True)):
        client.force_login(member_of(owner, role))
        told = client.get(page, {"lang": "en"}, follow=True)
        assert (end in told.content.decode()) is is_offered
    [row] = told.context["granted"]
    assert row["fields"] == CertificationField.labels_of(licence.fields)
    words = {"last_day": TODAY(), "certificates_until": None, "reason": "终止"}
    end_licence(licence, signatory(owner), **words)
    assert end not in client.get(page).content.decode()


def test_a_body_signs_and_files_in_the_workspace(client):
    licence = license_body(released())
    client.force_login(signatory(licence.organisation))
    assert str(licence.licensor) in client.get(reverse("workspace:licences")).content.decode()
    page = reverse("workspace:file-under", args=[licence.pk])
    answer = client.get(page)
    assert answer.context["can_sign"]
    seen = answer.context["form"].initial["seen"]
    assert client.post(page, {"seen": seen, "password": "a password for tests"}).status_code == 422
    typed = {"seen": seen, "agreed": "on", "password": "a password for tests"}
    assert client.post(page, typed).status_code == 302
    assert Entry.objects.get().organisation == licence.organisation
    client.force_login(signatory(licence.licensor))
    assert client.get(page).status_code == 403


def test_a_licensed_filing_says_why_it_went_on_its_track_and_leads_to_its_own_scheme(client):
    filing = file_under(license_body(released())).filing
    assert filing.track_ground["why"]
    client.force_login(signatory(filing.organisation))
    own = client.get(reverse("workspace:filing", args=[filing.number])).content.decode()
    assert filing.track_ground["why"]["en"] in own
    assert f'href="{filing.entry.get_absolute_url()}">The scheme<' in own


def test_an_owner_reads_of_its_own_release_whatever_its_licensed_bodies_file(client):
    version = released()
    release = version.submissions.get().filing
    client.force_login(signatory(release.organisation))
    page = reverse("workspace:scheme", args=[version.scheme_id])
    for _n in range(2):
        text = client.get(page).content.decode()
        assert "Begin a new version" in text
        assert "The scheme was deregistered" not in text
        filing = file_under(license_body(version)).filing
    assert filing.number not in client.get(page).content.decode()
    assert "filed_under_licence" not in client.get(page).content.decode()
    assert "Filed by a licensed body" in client.get(page).content.decode()
