"""The pages that ship with the portal: there in both languages, installed once, left alone."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from wagtail.models import Collection, Page, Site

from cms.models import HomePage, StandardPage
from cms.site_content import LANGUAGES, PAGES, install_home, install_site
from registry.publication import queries

ADDRESSES = [
    f"/{language}/{plan.path}/".replace("//", "/") for language in LANGUAGES for plan in PAGES
]
LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')


def main_of(html: str) -> str:
    return html.partition("<main")[2].partition("</main>")[0]


def test_every_page_answers_with_one_heading(client, site):
    for address in ADDRESSES:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response.content.decode().count("<h1") == 1, address


def test_the_two_languages_of_a_page_are_translations_of_each_other(site):
    for plan in PAGES:
        pages = Page.objects.filter(url_path__endswith=f"/{plan.path}/" if plan.path else "/")
        pages = pages.filter(depth=2 + len(plan.path.split("/")) if plan.path else 2)
        assert pages.count() == len(LANGUAGES), plan.path
        assert pages.values("translation_key").distinct().count() == 1, plan.path


def test_the_language_switch_keeps_the_page(client, site):
    html = client.get("/zh-hans/guidance/how-to-file/").content.decode()
    assert 'href="/en/guidance/how-to-file/"' in html


def test_no_link_on_a_page_that_ships_leads_nowhere(client, site):
    led_to = {
        urlsplit(link).path: address
        for address in ADDRESSES
        for link in LINK.findall(client.get(address).content.decode())
        if not urlsplit(link).scheme
    }
    broken = {
        f"{address} → {path}"
        for path, address in led_to.items()
        if path and client.get(path).status_code not in (200, 302)
    }
    assert broken == set()


def test_a_database_that_lost_its_roots_gets_them_back(client, db):
    Site.objects.all().delete()
    Page.objects.all().delete()
    Collection.objects.all().delete()
    install_home()
    assert client.get("/en/").status_code == 200
    assert Collection.objects.filter(depth=1).count() == 1


def test_installing_again_adds_nothing(site):
    before = Page.objects.count()
    assert install_site() == 0
    assert Page.objects.count() == before


def test_what_an_editor_has_written_stays(site):
    page = StandardPage.objects.get(url_path="/home-zh-hans/about/")
    page.title = "编辑改过的标题"
    page.save_revision().publish()
    install_site()
    assert StandardPage.objects.get(pk=page.pk).title == "编辑改过的标题"


def test_a_section_that_an_editor_removed_does_not_come_back_in_parts(site):
    Page.objects.get(url_path="/home-en/news/").delete()
    install_site()
    assert Page.objects.filter(url_path__startswith="/home-en/news/").count() == 5


def test_the_home_alone_is_enough_for_a_site(client, db):
    assert install_home() == len(LANGUAGES)
    assert Site.objects.get(is_default_site=True).root_page.specific == HomePage.objects.get(
        locale__language_code="zh-hans"
    )
    assert client.get("/en/").status_code == 200


def test_the_command_adds_homes_and_on_request_all_pages(db, capsys):
    call_command("install_site")
    call_command("install_site", all_pages=True)
    lines = capsys.readouterr().out.splitlines()
    assert lines[-2:] == [
        f"{len(LANGUAGES)} pages added.",
        f"{len(ADDRESSES) - len(LANGUAGES)} pages added.",
    ]


@pytest.mark.parametrize("number", ["abc", "-1", "99"])
def test_a_page_of_news_that_does_not_exist_gives_the_nearest(client, site, number):
    response = client.get("/en/news/", {"page": number})
    assert response.status_code == 200
    assert "The register opens for trial" in main_of(response.content.decode())


def test_the_catalogue_is_asked_for_what_the_home_shows(client, home, monkeypatch):
    monkeypatch.setattr(queries, "fields_with_counts", lambda: [("家具", "Furniture", 3)])
    html = main_of(client.get("/en/").content.decode())
    assert "?field=%E5%AE%B6%E5%85%B7" in html
