"""The catalogue: results beside facets, and the same as CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.accounts.models import CertificationField, Organisation
from portal.core.localised import document_language
from portal.core.tables.writing import CONTENT_TYPE, csv_lines
from portal.reference.choices import Category
from registry.caveat import sentences
from registry.models import Publication
from registry.opendata.records import absolute, scheme_record
from registry.public_status import statuses
from registry.publication.alliances import names_of_members
from registry.publication.designations import names_of_those_in_force
from registry.publication.freshness import fresh_register
from registry.search.browsing import FACETS, Search
from registry.search.filters import FORMS, MARKS, SORTS, Filters, query_of, read_filters, ways_in
from registry.search.passages import Found, answers
from registry.states import AuthorKind, CaveatKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

FACET_TITLES: dict[str, StrOrPromise] = {
    "category": _("Category"),
    "field": _("Field"),
    "body": _("Certification body"),
    "author": _("Whose scheme"),
    "track": _("Track"),
    "status": _("Status"),
    "caveat": _("What the registers say"),
    "mark": _("Mark"),
    "form": _("Form of the rule"),
    "standard": _("Standard"),
}
#: More values of a facet are behind "more".
SHOWN_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet as a link."""

    label: StrOrPromise
    count: int
    href: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """A facet with its first values and the rest of them."""

    key: str
    title: StrOrPromise
    first: list[Option]
    more: list[Option]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A filter in force, and the address without it."""

    title: StrOrPromise
    label: StrOrPromise
    href: str


@dataclass(frozen=True, slots=True)
class Result:
    """One row of the results."""

    publication: Publication
    found: Found | None


def labels_of(facets: Mapping[str, Any]) -> dict[str, Mapping[str, StrOrPromise]]:
    """The words for the values of facets; one query for fields and one for bodies."""
    slugs = [value.key for value in facets["body"]]
    return {
        "category": dict(Category.choices),
        "status": {status.value: status.label for status in statuses()},
        "caveat": dict(CaveatKind.choices),
        "mark": MARKS,
        "form": FORMS,
        "author": dict(AuthorKind.choices),
        "track": ways_in(),
        "field": {field.key: field.label for field in CertificationField.objects.all()},
        "body": {body.slug: body.name for body in Organisation.objects.filter(slug__in=slugs)},
    }


def _facets(search: Search, labels: Mapping[str, Mapping[str, StrOrPromise]]) -> list[Facet]:
    filters, made = search.filters, []
    for name in FACETS:
        options = []
        for value in search.facets[name]:
            is_chosen = getattr(filters, name) == value.key
            href = query_of(filters, **{name: "" if is_chosen else value.key})
            label = labels[name].get(value.key, value.key)
            options.append(Option(label, value.count, href, is_chosen))
        options.sort(key=lambda option: not option.is_chosen)
        title = FACET_TITLES[name]
        made.append(Facet(name, title, options[:SHOWN_AT_ONCE], options[SHOWN_AT_ONCE:]))
    return made


def _chosen(filters: Filters, labels: Mapping[str, Mapping[str, StrOrPromise]]) -> Iterator[Chosen]:
    for name, value in filters.chosen.items():
        label = labels.get(name, {}).get(value, value)
        yield Chosen(FACET_TITLES[name], label, query_of(filters, **{name: ""}))


@require_safe
@fresh_register("catalogue")
def browse(request: HttpRequest) -> HttpResponseBase:
    """The catalogue, browsed or searched."""
    filters = read_filters(request.GET)
    search = Search(filters, timezone.localdate())
    labels = labels_of(search.facets)
    rows = list(search.page)
    found = answers(rows, filters.search, document_language())
    sorts = ["relevance", "newest", "changed"] if filters.search else ["newest", "changed"]
    context = {
        "filters": filters,
        "search": search,
        "results": [Result(row, found.get(row.pk)) for row in rows],
        "page": search.page,
        "count": search.count,
        "facets": [facet for facet in _facets(search, labels) if facet.first],
        "chosen": list(_chosen(filters, labels)),
        "notices": search.notices(),
        "sorts": [
            {"label": SORTS[s], "href": query_of(filters, sort=s), "is_here": s == filters.order}
            for s in sorts
        ],
        "query": query_of(filters),
        "without_filters": query_of(Filters(q=filters.q)),
    }
    return render(request, "catalogue/browse.html", context)


COLUMNS = (
    "number rule_number title_zh title_en category fields body_zh body_en author creators "
    "carried_out_by members version status track effective_from expires_on ended_on pilot_until "
    "no_new_after certificates_until listed_at changed_at sha256 address caveats caveat_text "
    "is_structured"
).split()


def _rows(search: Search) -> Iterator[list[Any]]:
    yield COLUMNS
    members = names_of_members()
    for publication in search.matching().newest_first().iterator(chunk_size=500):
        record = scheme_record(publication)
        values = {
            **record,
            "title_zh": publication.title_zh,
            "title_en": publication.title_en,
            "body_zh": publication.body_zh,
            "body_en": publication.body_en,
            "carried_out_by": " | ".join(names_of_those_in_force(publication)),
            "members": " | ".join(members.get(publication.entry_id, ())),
            "creators": " | ".join(one["name"]["zh"] for one in publication.creators),
            "fields": " | ".join(publication.fields),
            "listed_at": publication.listed_at.isoformat(),
            "changed_at": publication.changed_at.isoformat(),
            "address": absolute(publication.get_absolute_url()),
            "caveats": " | ".join(dict.fromkeys(one["kind"] for one in record["caveats"])),
            "caveat_text": sentences(publication.caveats_today),
        }
        yield [values[column] for column in COLUMNS]


@require_safe
@fresh_register("catalogue.csv", is_page=False)
def browse_csv(request: HttpRequest) -> HttpResponseBase:
    """All results as CSV, in UTF-8 with the mark that spreadsheets need to see that."""
    search = Search(read_filters(request.GET), timezone.localdate())
    lines = csv_lines(_rows(search))
    response = StreamingHttpResponse(lines, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = 'attachment; filename="catalogue.csv"'
    response["Access-Control-Allow-Origin"] = "*"
    return response
