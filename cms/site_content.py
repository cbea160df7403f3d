"""Setting the site up: its languages, its trees of pages, its first texts. Idempotent.

Only what is missing is added: a page that exists, changed by an editor or not, stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlparse

from django.conf import settings
from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site

from cms.content_files import Text, read_text
from cms.editors import grant_to_editors
from cms.models import (
    HomePage,
    NewsIndexPage,
    NewsPage,
    PlainPage,
    SectionIndexPage,
    StandardPage,
)

#: The first one is the original, the others are its translations.
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True, slots=True)
class PlannedPage:
    """A page that ships with the portal: its address below the home page, and its kind."""

    path: str
    kind: type[PlainPage]

    @property
    def slug(self) -> str:
        """The last part of the address; the same in every language."""
        return self.path.rpartition("/")[2]

    @property
    def parent_path(self) -> str:
        """The address of the page above; the home page's is empty."""
        return self.path.rpartition("/")[0]


HOME = PlannedPage("", HomePage)
PAGES = (
    HOME,
    PlannedPage("guidance", SectionIndexPage),
    PlannedPage("guidance/what-a-scheme-is", StandardPage),
    PlannedPage("guidance/how-to-file", StandardPage),
    PlannedPage("guidance/how-to-read-the-catalogue", StandardPage),
    PlannedPage("guidance/what-a-mark-promises", StandardPage),
    PlannedPage("guidance/how-to-write-a-rule", StandardPage),
    PlannedPage("news", NewsIndexPage),
    PlannedPage("news/one-rule-one-mark", NewsPage),
    PlannedPage("news/working-days-2027", NewsPage),
    PlannedPage("news/blueprints-published", NewsPage),
    PlannedPage("news/register-opened", NewsPage),
    PlannedPage("about", StandardPage),
    PlannedPage("open-data", StandardPage),
    PlannedPage("accessibility", StandardPage),
    PlannedPage("contact", StandardPage),
)


@transaction.atomic
def install_site(pages: Sequence[PlannedPage] = PAGES) -> int:
    """Add the languages, the site, the pages that are missing and the editors' permissions.

    Returns the number of pages added, each language counted.
    """
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    added = sum(_install(plan, language) for plan in pages for language in LANGUAGES)
    _install_default_site(_existing(HOME, LANGUAGES[0]))
    grant_to_editors()
    return added


def install_home() -> int:
    """The least that a public site needs: a home page in each language."""
    return install_site((HOME,))


def _install(plan: PlannedPage, language: str) -> bool:
    if _existing(plan, language) is not None:
        return False
    parent = _parent(plan, language)
    if parent is None:  # an editor has taken the section away: so be it
        return False
    text = read_text(language, plan.path)
    page = plan.kind(
        slug=plan.slug or _home_slug(language),
        locale=_locale(language),
        **_values(plan.kind, text),
    )
    original = _existing(plan, LANGUAGES[0])
    if original is not None:
        page.translation_key = original.translation_key
    parent.add_child(instance=page)
    page.save_revision().publish()
    return True


def _values(kind: type[PlainPage], text: Text) -> dict[str, Any]:
    """The fields of a page of this kind, from its file."""
    values: dict[str, Any] = {"title": text.head["title"], "summary": text.head["summary"]}
    if issubclass(kind, HomePage):
        values["examples"] = "\n".join(part.strip() for part in text.head["examples"].split("|"))
        values["mark_meaning"] = text.first_text
    if issubclass(kind, NewsPage):
        values["date"] = date.fromisoformat(text.head["date"])
    if issubclass(kind, StandardPage | NewsPage):
        values["body"] = text.blocks
    return values


def _existing(plan: PlannedPage, language: str) -> Page | None:
    """The page at this address in this language, if there is one."""
    home = HomePage.objects.filter(locale__language_code=language, depth=2).first()
    if home is None or not plan.path:
        return home
    address = f"{home.url_path}{plan.path}/"
    found: Page | None = Page.objects.descendant_of(home).filter(url_path=address).first()
    return found


def _parent(plan: PlannedPage, language: str) -> Page | None:
    if not plan.path:
        return _root_page()
    return _existing(PlannedPage(plan.parent_path, Page), language)


def _root_page() -> Page:
    """The page above all homes, which nobody sees; Wagtail's migrations make it."""
    root = Page.get_first_root_node()
    return root or Page.add_root(
        instance=Page(title="Root", slug="root", locale=_locale(LANGUAGES[0]))
    )


def _home_slug(language: str) -> str:
    """Homes are neighbours, so that they cannot share a slug; nobody sees it."""
    return f"home-{language}"


def _locale(language: str) -> Locale:
    locale, _created = Locale.objects.get_or_create(language_code=language)
    return locale


def _install_default_site(home: Page | None) -> None:
    """Make our home the root of the default site, and take Wagtail's own welcome page away."""
    if home is None:
        return
    address = urlparse(settings.SITE_URL)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    welcome = site.root_page if site.root_page_id else None
    if welcome is not None and isinstance(welcome.specific, HomePage):
        return
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    site.site_name = settings.WAGTAIL_SITE_NAME
    site.root_page = home
    site.save()
    if welcome is not None and welcome.depth == 2 and not welcome.get_children().exists():
        welcome.delete()
