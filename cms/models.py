"""The kinds of public page: home, section, standard page, news."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from cms.blocks import NOTE_FEATURES, BodyBlock
from cms.counterparts import addresses_of
from cms.front_page import register_at_a_glance

NEWS_ON_HOME = 4
NEWS_ON_A_PAGE = 10


class PlainPage(Page):
    """What all kinds of page share: one sentence that says what is on it."""

    summary = models.TextField(
        _("in one sentence"), help_text=_("Shown under the title, in lists and in search results.")
    )

    search_fields: ClassVar[list[Any]] = [*Page.search_fields, index.SearchField("summary")]
    content_panels: ClassVar[list[Any]] = [*Page.content_panels, FieldPanel("summary")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add where the language switch leads; a page that is not in the tree yet leads nowhere."""
        addresses = addresses_of(self, request) if self.pk else {}
        return {**super().get_context(request, *args, **kwargs), "language_addresses": addresses}


class HomePage(PlainPage):
    """The first page: search, verification, what is new, what a mark means."""

    examples = models.TextField(
        _("examples of searches"),
        blank=True,
        help_text=_("One on each line; each must find something."),
    )
    mark_meaning = RichTextField(
        _("what a mark means"), features=NOTE_FEATURES, help_text=_("Three sentences.")
    )

    template = "cms/home_page.html"
    parent_page_types: ClassVar[list[str]] = ["wagtailcore.Page"]
    subpage_types: ClassVar[list[str]] = [
        "cms.SectionIndexPage",
        "cms.NewsIndexPage",
        "cms.StandardPage",
    ]
    content_panels: ClassVar[list[Any]] = [
        *PlainPage.content_panels,
        FieldPanel("examples"),
        FieldPanel("mark_meaning"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    @property
    def example_list(self) -> list[str]:
        """The examples, one each."""
        return [line.strip() for line in self.examples.splitlines() if line.strip()]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add what the register looks like now, and the news."""
        news = NewsPage.objects.live().descendant_of(self).order_by("-date", "-pk")
        return {
            **super().get_context(request, *args, **kwargs),
            **register_at_a_glance(),
            "news": news[:NEWS_ON_HOME],
        }


class SectionIndexPage(PlainPage):
    """A section, with the list of its pages in the order of the tree."""

    template = "cms/section_index_page.html"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.StandardPage"]

    class Meta:
        verbose_name = _("section of the site")
        verbose_name_plural = _("sections of the site")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages of the section."""
        pages = StandardPage.objects.live().child_of(self).order_by("path")
        return {**super().get_context(request, *args, **kwargs), "pages": pages}


class StandardPage(PlainPage):
    """A page of text: guidance, about, contact."""

    body = StreamField(BodyBlock(), verbose_name=_("text of the page"), blank=True)

    template = "cms/standard_page.html"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage", "cms.SectionIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields: ClassVar[list[Any]] = [*PlainPage.search_fields, index.SearchField("body")]
    content_panels: ClassVar[list[Any]] = [*PlainPage.content_panels, FieldPanel("body")]

    class Meta:
        verbose_name = _("page of text")
        verbose_name_plural = _("pages of text")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the pages beside this one, so that a reader can go on."""
        section = SectionIndexPage.objects.ancestor_of(self).first()
        siblings = StandardPage.objects.live().sibling_of(self).order_by("path")
        return {
            **super().get_context(request, *args, **kwargs),
            "section": section,
            "siblings": siblings,
        }


class NewsIndexPage(PlainPage):
    """All news, the newest first."""

    template = "cms/news_index_page.html"
    parent_page_types: ClassVar[list[str]] = ["cms.HomePage"]
    subpage_types: ClassVar[list[str]] = ["cms.NewsPage"]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add one page of the list; a number that does not exist gives the nearest."""
        news = NewsPage.objects.live().child_of(self).order_by("-date", "-pk")
        page = Paginator(news, NEWS_ON_A_PAGE).get_page(request.GET.get("page"))
        return {**super().get_context(request, *args, **kwargs), "news": page}


class NewsPage(PlainPage):
    """One piece of news."""

    date = models.DateField(_("date"), default=timezone.localdate)
    body = StreamField(BodyBlock(), verbose_name=_("text of the page"), blank=True)

    template = "cms/news_page.html"
    parent_page_types: ClassVar[list[str]] = ["cms.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    search_fields: ClassVar[list[Any]] = [
        *PlainPage.search_fields,
        index.SearchField("body"),
        index.FilterField("date"),
    ]
    content_panels: ClassVar[list[Any]] = [
        *Page.content_panels,
        FieldPanel("date"),
        FieldPanel("summary"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("piece of news")
        verbose_name_plural = _("news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the list that this piece belongs to."""
        return {**super().get_context(request, *args, **kwargs), "index": self.get_parent()}
