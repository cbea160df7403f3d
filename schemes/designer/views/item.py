"""The page of one item of a list: a criterion, a fee, a module, by itself."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import person
from portal.core.localised import in_language
from schemes.blueprints import Node, Section
from schemes.designer.commands import ADD, AUTOSAVE, NEXT, Command, carry_out
from schemes.designer.fields import ITEM_ID, TableField
from schemes.designer.focus import focus_after
from schemes.designer.form import ItemForm, item_around
from schemes.designer.posted import Posted
from schemes.designer.views.access import for_bodies, newest_version
from schemes.designer.views.addresses import (
    item_address,
    item_page,
    paste_page,
    rows_page,
    section_address,
)
from schemes.designer.views.conflict import conflict_page
from schemes.designer.views.forms_of import (
    around_list,
    item_form_for,
    new_item_address,
    section_of,
)
from schemes.designer.views.saved import (
    conflict_told,
    full_words,
    saved_quietly,
    tell,
    tell_refusals,
)
from schemes.designer.views.uploading import received_files
from schemes.documents import Document, find
from schemes.documents.addresses import child, numbered, parent
from schemes.documents.editing import append, replaced
from schemes.files.uploads import ACCEPTED
from schemes.last_days import ending_of
from schemes.models import Version
from schemes.permissions import may_edit
from schemes.reports import look_at
from schemes.saving import to_write_in, write_document, write_item

#: Saves the item and opens a new one behind it.
ANOTHER = "another"


@for_bodies
@require_http_methods(["GET", "POST"])
def item(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """An item of a list of the draft, named by its address (`?item=/requirements/@r3`)."""
    version = newest_version(request, pk)
    section, address = section_of(version, key), request.GET.get("item", "")
    if item_around(version.blueprint.blueprint, address) != address or not address:
        raise Http404(address)
    access = may_edit(request.user, version)
    if request.method == "POST":
        access.require()
        with transaction.atomic():
            return _saved(request, to_write_in(version, person(request)), section, address)
    if not access:
        return redirect("designer:read", pk=pk)
    if find(version.document, address) is None:
        # Taken out meanwhile: the list is the nearest place that is there.
        return redirect(f"{section_address(version, key)}?at={quote(parent(address), safe='/@')}")
    form = item_form_for(version, section, address, request.GET.get("at", ""))
    return _page(request, version, form)


def _page(
    request: HttpRequest, version: Version, form: ItemForm, status: int = 200
) -> HttpResponse:
    look = look_at(version)
    form.place(look.report.findings)
    place = _Place(version, form)
    context = {
        "version": version,
        "ending": ending_of(version),
        "scheme": version.scheme,
        "form": form,
        "section": form.section,
        "sections": look.progress,
        "place": place,
        "list_label": form.around.reader.title(place.node),
        "item_title": item_title(place.node),
        "above": _above(version, form),
        "seen": form.token(version.document),
        "action": item_address(version, form.section.key, form.address),
        "item_page": item_page(version, form.section.key),
        "rows_page": rows_page(version, form.section.key),
        "paste_page": paste_page(version, form.section.key),
        "accepted_files": ACCEPTED,
    }
    return render(request, "designer/item.html", context, status=status)


def item_title(node: Node) -> str:
    """What one item of a list is called."""
    return in_language(node.item_title or node.title)


class _Place:
    """Where an item stands in its list."""

    def __init__(self, version: Version, form: ItemForm) -> None:
        self.list_address = parent(form.address)
        node = version.blueprint.blueprint.node_at(self.list_address.split("/")[1:])
        assert node is not None, "The form was made of an item of this list."
        self.node = node
        steps = [str(step) for step, _item in numbered(find(version.document, self.list_address))]
        at = steps.index(form.address.rpartition("/")[2])
        self.position, self.count = at + 1, len(steps)
        key = form.section.key

        def page_of(place: int) -> str:
            is_there = 0 <= place < len(steps)
            address = child(self.list_address, steps[place]) if is_there else ""
            return item_address(version, key, address) if is_there else ""

        self.before, self.after = page_of(at - 1), page_of(at + 1)


def _above(version: Version, form: ItemForm) -> str:
    """The page with the row of the item: of the section, or of the item around it."""
    around = item_around(version.blueprint.blueprint, parent(form.address))
    row = quote(form.address, safe="/@")
    if around:
        return f"{item_address(version, form.section.key, around)}&row={row}#open{row}"
    return f"{section_address(version, form.section.key)}?row={row}#open{row}"


def _saved(request: HttpRequest, version: Version, section: Section, address: str) -> HttpResponse:
    """What the buttons of the form do in a version that nobody else writes in meanwhile."""
    held = _with_item(version.document, address)
    form = item_form_for(version, section, address, document=held)
    do = request.POST.get("do", "")
    command = Command.of(do)
    files, refusals = received_files(request, version)
    posted = Posted(request.POST, files, is_final=command.verb != AUTOSAVE)
    typed = replaced(held, address, form.read(posted))
    if form.token(version.document) != request.POST.get("seen", ""):
        if not posted.is_final:
            return conflict_told(version)
        action = item_address(version, section.key, address)
        return conflict_page(request, version, form, typed, files, action)
    if command.is_structural and not command.address.startswith(f"{address}/"):
        command = Command("save")
    outcome = carry_out(command, version.blueprint.blueprint, typed)
    before = dict(version.set_aside)
    if held is not version.document:
        write_document(version, person(request), held)
    item = find(outcome.document, address)
    write_item(version, person(request), address, item, form.set_aside(posted))
    if refusals:
        return _with_refusals(request, version, section, address, refusals)
    if not posted.is_final:
        return saved_quietly(version, form, **_row(request, version, section, address))
    tell(request, version, posted, outcome, before)
    if do == ANOTHER:
        return _another(request, version, section, address)
    return _onwards(version, section, command, address, outcome.address)


def _with_item(document: Document, address: str) -> Document:
    """The document with an empty item where the one that is meant was taken out meanwhile.

    What was typed into it is not lost: the page of a conflict shows it, and it can be put back.
    """
    identity = address.rpartition("/")[2]
    is_gone = find(document, address) is None and ITEM_ID.fullmatch(identity)
    if not is_gone or not isinstance(find(document, parent(address), []), list):
        return document
    return append(document, parent(address), {"id": identity[1:]})


def _row(request: HttpRequest, version: Version, section: Section, address: str) -> dict[str, str]:
    """The row of the item as it is now, where a table has asked."""
    if "row" not in request.POST:
        return {}
    around = around_list(version, section, parent(address), address)
    table = around.places[parent(address)]
    assert isinstance(table, TableField)
    row = next((row for row in table.rows if row.address == address), None)
    context = {"field": table, "row": row, "item_page": item_page(version, section.key)}
    return {"row": render_to_string("designer/fields/_row.html", context, request)}


def _with_refusals(
    request: HttpRequest, version: Version, section: Section, address: str, refusals: dict[str, str]
) -> HttpResponse:
    """The page again, everything saved but the files that were not taken."""
    form = item_form_for(version, section, address, next(iter(refusals)))
    tell_refusals(request, form, refusals)
    return _page(request, version, form, status=422)


def _another(
    request: HttpRequest, version: Version, section: Section, address: str
) -> HttpResponse:
    """A new item at the end of the list, opened."""
    added = carry_out(Command(ADD, parent(address)), version.blueprint.blueprint, version.document)
    if added.is_full:
        messages.error(request, full_words())
        return redirect(item_address(version, section.key, address))
    write_document(version, person(request), added.document)
    return redirect(new_item_address(version, section, added.address))


def _onwards(
    version: Version, section: Section, command: Command, address: str, outcome: str
) -> HttpResponse:
    """After saving: the list, the place that changed, or this page again."""
    page = item_address(version, section.key, address)
    if command.verb == NEXT:
        return redirect(_above(version, item_form_for(version, section, address)))
    if not outcome:
        return HttpResponseRedirect(f"{page}&saved=1")
    inner = item_around(version.blueprint.blueprint, outcome)
    if command.verb == ADD and inner != address:
        return redirect(new_item_address(version, section, inner))
    form = item_form_for(version, section, address, outcome)
    control = quote(focus_after(command.verb, outcome, form), safe="/@")
    return HttpResponseRedirect(f"{page}&at={quote(outcome, safe='/@')}&focus={control}#{control}")
