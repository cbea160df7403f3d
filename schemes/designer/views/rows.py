"""The rows of a table as the page's script asks for them: a page of rows, and what moves them.

Without a script the buttons of a table are those of its form (`schemes.designer.views.section`).
"""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import person
from schemes.blueprints import Section
from schemes.designer.commands import Command, Outcome, carry_out, put_back
from schemes.designer.fields import TableField, opens_alone
from schemes.designer.form import place_findings
from schemes.designer.posted import Posted
from schemes.designer.views.access import for_bodies, newest_version
from schemes.designer.views.addresses import item_page
from schemes.designer.views.forms_of import around_list, pages, section_of
from schemes.designer.views.saved import REMOVED, full_words, keep_removed, removed_from
from schemes.documents import find
from schemes.documents.addresses import parent, parse
from schemes.documents.editing import put
from schemes.models import Version
from schemes.permissions import may_edit
from schemes.reports import look_at
from schemes.saving import to_write_in, write_document

PUT_BACK = "put-back"
#: Moves an item before the one at `before`, or to the end.
PLACE = "place"


@for_bodies
@require_http_methods(["GET", "POST"])
def rows(request: HttpRequest, pk: int, key: str) -> JsonResponse:
    """The table of the list at `?list=`, after what a button of it asked for.

    Answers `{"table": html, "row": the address to look at, "words": what was done}`.
    """
    version = newest_version(request, pk)
    may_edit(request.user, version).require()
    address = request.GET.get("list", "")
    section = section_of(version, key)
    steps = parse(address) if address.startswith("/") else ("",)
    node = version.blueprint.blueprint.node_at(steps)
    if steps[0] not in section.parts or node is None or not opens_alone(node):
        raise Http404(address)
    outcome, words = Outcome({}), ""
    if request.method == "POST":
        with transaction.atomic():
            version = to_write_in(version, person(request))
            outcome, words = _carried_out(request, version, section, address)
            if outcome.document != version.document:
                write_document(version, person(request), outcome.document)
    row = outcome.address if outcome.address != address else ""
    table = table_of(version, key, address, row, pages(request))
    context = {"field": table, "item_page": item_page(version, key)}
    shown = render_to_string("designer/fields/_rows.html", context, request)
    return JsonResponse(
        {"table": shown, "row": row, "words": words, "is_removed": outcome.removed is not None}
    )


def table_of(
    version: Version,
    key: str,
    address: str,
    open_at: str = "",
    shown: dict[str, int] | None = None,
) -> TableField:
    """The table of a list by itself, with what the check found in its items."""
    around = around_list(version, section_of(version, key), address, open_at, shown)
    table = around.places[address]
    assert isinstance(table, TableField)
    inside = [f for f in look_at(version).report.findings if f.address.startswith(address)]
    place_findings(around, inside)
    return table


def _carried_out(
    request: HttpRequest, version: Version, section: Section, address: str
) -> tuple[Outcome, str]:
    document, do = version.document, request.POST.get("do", "")
    if do == PUT_BACK:
        removed = removed_from(request, version, section.parts)
        request.session.pop(REMOVED, None)
        return (put_back(document, removed) if removed else Outcome(document)), _("Put back.")
    if do == PLACE:
        item, before = request.POST.get("item", ""), request.POST.get("before", "")
        return _placed(document, address, item, before), _("Moved.")
    command = Command.of(do)
    is_here = command.address == address or parent(command.address) == address
    if not command.is_structural or not is_here:
        return Outcome(document), ""
    outcome = carry_out(command, version.blueprint.blueprint, document)
    keep_removed(request, version, outcome)
    if outcome.is_full:
        return outcome, full_words()
    if command.verb == "add":
        outcome = Outcome(_filled(request, version, section, outcome), outcome.address)
    return outcome, _words_after(command.verb)


def _words_after(verb: str) -> str:
    return {
        "add": _("Added."),
        "duplicate": _("Doubled."),
        "remove": _("Taken out."),
        "up": _("Moved."),
        "down": _("Moved."),
    }.get(verb, "")


def _filled(request: HttpRequest, version: Version, section: Section, outcome: Outcome) -> Any:
    """The document with what was typed into the new row, under names that end as its cells do."""
    around = around_list(version, section, outcome.address)
    around.document = outcome.document
    node = version.blueprint.blueprint.node_at(parse(outcome.address))
    assert node is not None
    data = request.POST.copy()
    for name in [name for name in data if name.startswith("new/")]:
        data.setlist(outcome.address + name.removeprefix("new"), data.pop(name))
    item = find(outcome.document, outcome.address)
    made: Any = around.field(node, outcome.address, outcome.address, item)
    return put(outcome.document, outcome.address, made.read_record(Posted(data)))


def _placed(document: Any, address: str, item: str, before: str) -> Outcome:
    """An item moved before another of its list, or to the end."""
    items = find(document, address)
    moved = find(document, item) if parent(item) == address else None
    if not isinstance(items, list) or moved is None or item == before:
        return Outcome(document)
    rest = [one for one in items if one is not moved]
    target = find(document, before) if parent(before) == address else None
    at = next((n for n, one in enumerate(rest) if one is target), len(rest))
    return Outcome(put(document, address, [*rest[:at], moved, *rest[at:]]), item)
