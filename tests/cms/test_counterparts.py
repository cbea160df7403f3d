"""The language switch: from every page to its counterpart or the nearest one, never to nothing."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction

from cms.counterparts import INSTEAD_OF, nearest_in
from cms.editors import renew_permissions
from cms.models import HomePage, StandardPage
from portal.accounts.memberships import EDITORS_GROUP
from portal.accounts.roles import Role
from portal.core.models import OutboxMessage
from portal.core.outbox import deliver
from registry.models import Entry
from tests.factories import EntryFactory, PersonFactory

LANGUAGES = ("zh-hans", "en")
OTHER = {"zh-hans": "en", "en": "zh-hans"}
SWITCH = re.compile(r'href="([^"]*)"\s+hreflang="([^"]+)"\s+lang="[^"]+"\s+rel="alternate"')


def switch_of(response) -> str:
    """Where the language switch of a page leads."""
    [(address, _code)] = SWITCH.findall(response.content.decode())
    return unescape(address)


def page_at(path: str, language: str) -> Page:
    home = HomePage.objects.get(locale__language_code=language)
    return Page.objects.get(url_path=f"{home.url_path}{path}").specific


def added(parent: Page, slug: str, **more) -> Page:
    return parent.add_child(
        instance=StandardPage(title=slug, summary=slug, slug=slug, locale=parent.locale, **more)
    )


@pytest.fixture
def only_english(site):
    """A page of guidance that nobody has translated."""
    return added(page_at("guidance/", "en"), "new-fees")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_switch_leads_from_every_page_and_address_to_one_that_answers(client, site, language):
    only_here = added(page_at("news/", language).get_parent(), "only-here")
    page_at("guidance/how-to-file/", OTHER[language]).unpublish()
    moved = page_at("about/", OTHER[language])
    moved.slug = "who-we-are"
    moved.save()
    broken = {}
    addresses = [
        page.url for page in Page.objects.live().filter(depth__gt=1, locale=only_here.locale)
    ]
    assert only_here.url in addresses
    for address in [*addresses, *public_addresses(language)]:
        response = client.get(address)
        assert response.status_code == 200, address
        there = client.get(switch_of(response))
        if there.status_code != 200 or f'lang="{OTHER[language]}"' not in there.content.decode():
            broken[address] = (switch_of(response), there.status_code)
    assert broken == {}


def public_addresses(language: str) -> list[str]:
    """The pages of the register, the rules and the reference data, one of each kind at least."""
    EntryFactory()
    for message in OutboxMessage.objects.filter(kind="publish"):
        deliver(message.pk)
    entry = Entry.objects.get()
    names = ["browse", "bodies", "marks", "rules", "verify-form"]
    below = [reverse(f"catalogue:{name}") for name in names]
    below += [
        reverse("catalogue:body", args=[entry.organisation.slug]),
        reverse("reference:index"),
        reverse("reference:classification"),
        *(reverse("reference:register", args=[key]) for key in ("standards", "units", "reasons")),
        reverse("reference:history", args=["standards"]),
    ]
    permanent = [
        f"/schemes/{entry.number}",
        f"/schemes/{entry.number}/versions/{entry.version.label}",
        f"/v/{entry.number}",
        "/accounts/login/",
    ]
    return [
        *(address.replace("/en/", f"/{language}/") for address in below),
        *(f"{address}?lang={language}" for address in permanent),
        f"/{language}/catalogue/?q=%E8%AE%A4%E8%AF%81&page=1",
    ]


def test_a_counterpart_with_another_address_is_found(client, site):
    moved = page_at("about/", "zh-hans")
    moved.slug = "women"
    moved.save()
    assert switch_of(client.get("/en/about/")) == "/zh-hans/women/"


def test_without_a_counterpart_the_nearest_page_above_says_so(client, only_english):
    address = switch_of(client.get("/en/guidance/new-fees/"))
    assert address == f"/zh-hans/guidance/?{INSTEAD_OF}={only_english.pk}"
    page = client.get(address).content.decode()
    assert "“new-fees”没有简体中文版" in page
    assert 'href="/en/guidance/new-fees/"' in page


def test_the_page_that_stands_for_another_leads_back_to_its_own_counterpart(client, only_english):
    there = client.get(f"/zh-hans/guidance/?{INSTEAD_OF}={only_english.pk}")
    assert switch_of(there) == "/en/guidance/"


def test_the_query_goes_along_to_the_counterpart(client, site):
    assert switch_of(client.get("/en/news/?page=2")) == "/zh-hans/news/?page=2"


@pytest.mark.parametrize("path", ["guidance/how-to-file/", "guidance/", "news/"])
def test_what_was_taken_off_the_site_in_one_language_is_not_led_to(client, site, path):
    page_at(path, "zh-hans").unpublish()
    original = page_at(path, "en")
    address = switch_of(client.get(original.url))
    above = page_at(path, "zh-hans").get_parent()
    assert address == f"{above.url}?{INSTEAD_OF}={original.pk}"
    assert client.get(address).status_code == 200


def test_without_a_home_page_the_switch_leads_to_the_catalogue_and_says_so(client, site):
    HomePage.objects.get(locale__language_code="en").unpublish()
    about = page_at("about/", "zh-hans")
    page_at("about/", "en").unpublish()
    address = switch_of(client.get("/zh-hans/about/"))
    assert address == f"/en/catalogue/?{INSTEAD_OF}={about.pk}"
    assert "is not available in English" in client.get(address).content.decode()


def test_an_alias_has_the_counterpart_of_its_original(client, site):
    original = page_at("guidance/how-to-file/", "en")
    alias = original.create_alias(parent=page_at("", "en"), update_slug="filing")
    assert switch_of(client.get(alias.url)) == "/zh-hans/guidance/how-to-file/"


def test_an_alias_in_the_other_language_is_a_counterpart(client, only_english):
    chinese = Locale.objects.get(language_code="zh-hans")
    only_english.copy_for_translation(chinese, alias=True)
    assert switch_of(client.get(only_english.url)) == "/zh-hans/guidance/new-fees/"


@pytest.fixture
def private(site):
    """A section that only people who signed in may read, in Chinese."""
    section = page_at("guidance/", "zh-hans")
    PageViewRestriction.objects.create(page=section, restriction_type=PageViewRestriction.LOGIN)
    return section


def test_a_visitor_is_led_past_a_private_counterpart_and_a_member_to_it(client, private):
    original = page_at("guidance/how-to-file/", "en")
    address = switch_of(client.get(original.url))
    assert address == f"/zh-hans/?{INSTEAD_OF}={original.pk}"
    member = Client()
    member.force_login(PersonFactory(role=Role.EDITOR))
    assert switch_of(member.get(original.url)) == "/zh-hans/guidance/how-to-file/"


def test_the_title_of_a_private_or_unpublished_page_is_told_to_nobody(client, only_english):
    told = f"/zh-hans/guidance/?{INSTEAD_OF}={only_english.pk}"
    section = page_at("guidance/", "en")
    hidden = PageViewRestriction.objects.create(
        page=section, restriction_type=PageViewRestriction.LOGIN
    )
    assert "new-fees" not in client.get(told).content.decode()
    hidden.delete()
    only_english.unpublish()
    assert "new-fees" not in client.get(told).content.decode()


@pytest.mark.parametrize("key", ["", "x", "0", "9" * 30, "²", "1"])
def test_a_name_that_means_no_page_says_nothing(client, site, key):
    response = client.get("/zh-hans/guidance/", {INSTEAD_OF: key})
    assert response.status_code == 200
    assert "ts-not-available" not in response.content.decode()


# --- addresses that people change by hand ----------------------------------------------------


def test_an_address_of_the_other_language_leads_to_the_nearest_page(client, only_english):
    response = client.get("/zh-hans/guidance/new-fees/")
    assert response["Location"] == f"/zh-hans/guidance/?{INSTEAD_OF}={only_english.pk}"


def test_an_address_of_the_other_language_leads_to_the_counterpart(client, site):
    moved = page_at("about/", "zh-hans")
    moved.slug = "women"
    moved.save()
    assert client.get("/en/women/")["Location"] == "/en/about/"


def test_an_address_that_leads_nowhere_in_any_language_stays_so(client, site):
    response = client.get("/zh-hans/guidance/never-there/")
    assert response.status_code == 404
    assert switch_of(response) == "/en/"


def test_a_private_page_of_the_other_language_is_as_if_it_did_not_exist(client, only_english):
    PageViewRestriction.objects.create(
        page=only_english, restriction_type=PageViewRestriction.LOGIN
    )
    assert client.get("/zh-hans/guidance/new-fees/").status_code == 404


def test_a_redirection_that_an_editor_has_set_comes_first(client, only_english):
    Redirect.objects.create(old_path="/zh-hans/guidance/new-fees", redirect_link="/zh-hans/about/")
    assert client.get("/zh-hans/guidance/new-fees/")["Location"] == "/zh-hans/about/"


def test_the_switch_takes_a_handful_of_queries(rf, only_english, django_assert_max_num_queries):
    request = rf.get("/")
    request.user = PersonFactory()
    with django_assert_max_num_queries(4):
        nearest_in(only_english, "zh-hans", request)


# --- translating ------------------------------------------------------------------------------


@pytest.fixture
def editor(site, client):
    client.force_login(PersonFactory(role=Role.EDITOR))
    return client


def test_an_editor_translates_a_page_and_the_switch_leads_there(editor, only_english):
    explorer = reverse("wagtailadmin_explore", args=[only_english.get_parent().pk])
    address = reverse("simple_translation:submit_page_translation", args=[only_english.pk])
    assert address in editor.get(explorer).content.decode()
    chinese = Locale.objects.get(language_code="zh-hans")
    editor.post(address, {"locales": [chinese.pk]})
    copy = only_english.get_translation(chinese)
    assert not copy.live
    assert INSTEAD_OF in switch_of(editor.get(only_english.url))
    words = {
        "title": "新的收费",
        "slug": "fees",
        "summary": "收费标准",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }
    editor.post(reverse("wagtailadmin_pages:edit", args=[copy.pk]), words)
    assert switch_of(editor.get(only_english.url)) == "/zh-hans/guidance/fees/"
    assert "新的收费" in editor.get("/zh-hans/guidance/fees/").content.decode()


def test_an_upgrade_gives_editors_what_is_new(editor, site):
    group = Group.objects.get(name=EDITORS_GROUP)
    group.permissions.clear()
    renew_permissions()
    assert group.permissions.filter(codename="submit_translation").exists()
