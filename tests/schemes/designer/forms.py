"""What a browser would send for a page's form, read from its HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

from django.http import QueryDict
from django.template.loader import render_to_string

from portal.reference.units import shipped_units
from schemes.blueprints import Blueprint
from schemes.designer.fields import FormSurroundings, TableField
from schemes.designer.form import ItemForm, SectionForm, item_around
from schemes.designer.posted import Posted
from schemes.documents.editing import put


class _Controls(HTMLParser):
    """Successful controls, in the order of the page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pairs: list[tuple[str, str]] = []
        self._area: tuple[str, list[str]] | None = None
        self._select: str | None = None
        self._chosen: list[str] = []
        self._first: str | None = None
        self._templates = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._templates += tag == "template"
        if self._templates:
            return
        if tag == "input" and "name" in given:
            self._input(given)
        elif tag == "textarea":
            self._area = (given["name"], [])
        elif tag == "select":
            self._select, self._chosen, self._first = given["name"], [], None
        elif tag == "option" and self._select is not None:
            self._first = given["value"] if self._first is None else self._first
            if "selected" in given:
                self._chosen.append(given["value"])

    def _input(self, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in ("checkbox", "radio") and "checked" not in given:
            return
        if kind not in ("file", "submit"):
            value = given.get("value", "")
            # One-line inputs of a browser drop line ends.
            self.pairs.append((given["name"], value.replace("\n", "")))

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        self._templates -= tag == "template"
        if tag == "textarea" and self._area is not None:
            text = "".join(self._area[1]).removeprefix("\n")
            self.pairs.append((self._area[0], text.replace("\n", "\r\n")))
            self._area = None
        elif tag == "select" and self._select is not None:
            self.pairs.append((self._select, (self._chosen or [self._first or ""])[0]))
            self._select = None


def sent_by(html: str) -> QueryDict:
    """The form data that a browser would send for this page."""
    controls = _Controls()
    controls.feed(html)
    data = QueryDict(mutable=True)
    for name, value in controls.pairs:
        data.appendlist(name, value)
    return data


def form_of(blueprint: Blueprint, document: dict[str, Any], key: str, **around: Any) -> SectionForm:
    """The form of a section, without a page around it."""
    surroundings = FormSurroundings(
        blueprint, document, "zh", **{"units": shipped_units(), **around}
    )
    return SectionForm(surroundings, blueprint.section(key))


def item_form_of(
    blueprint: Blueprint, document: dict[str, Any], key: str, address: str, **around: Any
) -> ItemForm:
    """The form of one item of a list, without a page around it."""
    surroundings = FormSurroundings(
        blueprint, document, "zh", **{"units": shipped_units(), **around}
    )
    return ItemForm(surroundings, blueprint.section(key), address)


def html_of(form: SectionForm | ItemForm) -> str:
    """The form's fields as HTML."""
    return "".join(render_to_string(field.template, {"field": field}) for field in form.fields)


def saved(
    blueprint: Blueprint,
    document: dict[str, Any],
    key: str,
    changes: dict[str, str | list[str] | None] | None = None,
    *,
    is_final: bool = True,
) -> dict[str, Any]:
    """The document after a person opened a section, changed some inputs and saved.

    Items that have a page of their own are opened and saved there: those that something is
    changed in, else all.
    """
    changed: dict[str, dict[str, Any]] = {}
    for name, value in (changes or {}).items():
        item = item_around(blueprint, re.sub(r"\|\d+|#\w+", "", name))
        changed.setdefault(item, {})[name] = value
    items = [one for one in changed if one] if changes else _items_of(blueprint, document, key)
    for item in items:
        data = _sent(html_of(item_form_of(blueprint, document, key, item)), changed.get(item, {}))
        again = item_form_of(blueprint, document, key, item)
        document = put(document, item, again.read(Posted(data, is_final=is_final)))
    if changes and "" not in changed:
        return document
    data = _sent(html_of(form_of(blueprint, document, key)), changed.get("", {}))
    form = form_of(blueprint, document, key)
    values = form.read(Posted(data, is_final=is_final))
    others = {name: part for name, part in document.items() if name not in form.parts}
    return {**others, **values}


def _sent(html: str, changes: dict[str, Any]) -> QueryDict:
    data = sent_by(html)
    for name, value in changes.items():
        data.pop(name, None)
        if value is not None:
            data.setlist(name, value if isinstance(value, list) else [value])
    return data


def _items_of(blueprint: Blueprint, document: dict[str, Any], key: str) -> list[str]:
    """All items of the section that have a page of their own, those inside others too."""
    found: list[str] = []

    def gather(form: SectionForm | ItemForm) -> None:
        for table in [each for each in form.around.places.values() if isinstance(each, TableField)]:
            for step, _item in table.items:
                address = f"{table.address}/{step}"
                found.append(address)
                gather(item_form_of(blueprint, document, key, address))

    gather(form_of(blueprint, document, key))
    return found
