"""Signing the public commitment and submitting, as the pages do it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.roles import Role
from registry.models import Entry, Filing
from schemes.documents import signing_digest
from schemes.models import Version
from schemes.states import VersionState
from tests.factories import (
    PASSWORD,
    FilingFactory,
    OrganisationFactory,
    VersionFactory,
    member_of,
)

pytestmark = pytest.mark.django_db


def _page(client, name, *args, language="en"):
    address = reverse(f"workspace:{name}", args=args).replace("/en/", f"/{language}/")
    return client.get(address)


def _text(response):
    return response.content.decode()


# --- signing ----------------------------------------------------------------------------


def _sign(browser, version, **words):
    content = {"seen": signing_digest(version.document), "agreed": "on", "password": PASSWORD}
    address = reverse("workspace:sign", args=[version.scheme_id])
    return browser.post(address, {**content, **words})


def test_a_signatory_signs_with_the_password_and_the_text_is_frozen(sign_in):
    version = VersionFactory()
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)

    response = _sign(sign_in(signatory), version)

    version.refresh_from_db()
    assert response.status_code == 302
    assert (version.state, version.frozen_by) == (VersionState.FROZEN, signatory)
    assert version.document["commitment"]["signatory"]["name"]["zh"] == signatory.name


@pytest.mark.parametrize("words", [{"password": "wrong"}, {"password": ""}, {"agreed": ""}])
def test_without_password_or_consent_nothing_is_signed(sign_in, words):
    version = VersionFactory()
    browser = sign_in(member_of(version.scheme.organisation, Role.SIGNATORY))
    assert _sign(browser, version, **words).status_code == 422
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


def test_guessing_the_password_is_stopped(sign_in):
    version = VersionFactory()
    browser = sign_in(member_of(version.scheme.organisation, Role.SIGNATORY))
    for _ in range(12):
        _sign(browser, version, password="wrong")
    _sign(browser, version)
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


def test_a_text_that_was_saved_meanwhile_is_not_signed(sign_in):
    version = VersionFactory()
    browser = sign_in(member_of(version.scheme.organisation, Role.SIGNATORY))
    Version.objects.filter(pk=version.pk).update(
        document={**version.document, "title": {"zh": "另一个标题"}}
    )
    assert _sign(browser, version).status_code == 409
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.ADMINISTRATOR])
def test_only_a_signatory_signs(sign_in, role):
    version = VersionFactory()
    browser = sign_in(member_of(version.scheme.organisation, role))
    assert _sign(browser, version).status_code == 403


def test_a_signatory_without_a_position_enters_it_first(sign_in):
    version = VersionFactory()
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)
    User.objects.filter(pk=signatory.pk).update(position="")
    browser = sign_in(signatory)
    address = reverse("workspace:sign", args=[version.scheme_id])

    assert 'name="password"' not in _text(browser.get(address))
    words = {"name": signatory.name, "name_en": "", "position": "法定代表人"}
    assert browser.post(address, words).status_code == 302

    assert 'name="password"' in _text(browser.get(address))
    assert User.objects.get(pk=signatory.pk).position == "法定代表人"


def test_a_document_with_errors_cannot_be_signed(sign_in):
    version = VersionFactory(parts={"fees": []})
    browser = sign_in(member_of(version.scheme.organisation, Role.SIGNATORY))
    address = reverse("workspace:sign", args=[version.scheme_id])
    assert 'name="password"' not in _text(browser.get(address))
    assert _sign(browser, version).status_code == 422
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


def test_what_would_stop_the_submission_is_said_before_signing(sign_in):
    body = OrganisationFactory()
    VersionFactory(organisation=body, submitted=True, number=7)
    same = VersionFactory(organisation=body, number=7)
    browser = sign_in(member_of(body, Role.SIGNATORY))
    response = browser.get(reverse("workspace:sign", args=[same.scheme_id]))
    assert len(response.context["obstacles"]) == 1
    assert not response.context["can_sign"]


def test_a_signed_version_is_not_signed_again(sign_in):
    version = VersionFactory(frozen=True)
    browser = sign_in(member_of(version.scheme.organisation, Role.SIGNATORY))
    assert _sign(browser, version).status_code == 409


# --- submitting -------------------------------------------------------------------------


def test_submitting_leads_to_the_receipt(sign_in):
    version = VersionFactory(frozen=True)
    browser = sign_in(member_of(version.scheme.organisation, Role.SIGNATORY))
    response = browser.post(reverse("workspace:file", args=[version.scheme_id]), follow=True)
    filing, entry = Filing.objects.get(), Entry.objects.get()
    assert response.redirect_chain[-1][0] == reverse("workspace:receipt-page", args=[filing.number])
    assert all(text in _text(response) for text in (filing.number, entry.number, version.digest))


def test_a_double_click_shows_the_filing_of_the_first(sign_in):
    version = VersionFactory(frozen=True)
    browser = sign_in(member_of(version.scheme.organisation, Role.SIGNATORY))
    address = reverse("workspace:file", args=[version.scheme_id])
    browser.post(address)
    second = browser.post(address)
    assert second.status_code == 409
    assert reverse("workspace:filing", args=[Filing.objects.get().number]) in _text(second)
    assert Entry.objects.count() == 1


def test_a_draft_has_to_be_signed_before_it_is_submitted(sign_in):
    version = VersionFactory()
    browser = sign_in(member_of(version.scheme.organisation, Role.SIGNATORY))
    address = reverse("workspace:file", args=[version.scheme_id])
    for response in (browser.get(address), browser.post(address)):
        assert response.status_code == 302
        assert response.url == reverse("workspace:sign", args=[version.scheme_id])
    assert not Filing.objects.exists()


def test_an_author_does_not_submit(sign_in):
    version = VersionFactory(frozen=True)
    browser = sign_in(member_of(version.scheme.organisation, Role.AUTHOR))
    address = reverse("workspace:file", args=[version.scheme_id])
    assert browser.post(address).status_code == 403


@pytest.mark.parametrize(("asked", "status"), [("1", 200), ("9", 404), ("x", 200), ("9" * 30, 200)])
def test_a_receipt_is_for_a_round_that_exists(sign_in, asked, status):
    filing = FilingFactory()
    browser = sign_in(member_of(filing.organisation, Role.AUTHOR))
    address = reverse("workspace:receipt-page", args=[filing.number])
    assert browser.get(address, {"round": asked}).status_code == status


def test_the_receipt_is_a_pdf(sign_in):
    filing = FilingFactory()
    browser = sign_in(member_of(filing.organisation, Role.AUTHOR))
    response = _page(browser, "receipt", filing.number)
    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


# --- both -------------------------------------------------------------------------------


def test_each_of_the_two_texts_is_checked_once_from_the_page_to_the_register(sign_in, runs):
    version = VersionFactory()
    browser = sign_in(member_of(version.scheme.organisation, Role.SIGNATORY))
    signing, filing = (
        reverse(f"workspace:{name}", args=[version.scheme_id]) for name in ("sign", "file")
    )
    taken = []
    for step in (
        lambda: browser.get(signing),
        lambda: _sign(browser, version),
        lambda: browser.get(filing),
        lambda: browser.post(filing),
    ):
        runs.clear()
        step()
        taken.append(len(runs))
    assert Entry.objects.filter(scheme=version.scheme).exists()
    # The draft when its page is opened, and the signed text when it is signed.
    assert taken == [1, 1, 0, 0]
