"""Where the keyboard goes on after a button of a list: the `id` of one control of the page."""

from __future__ import annotations

from schemes.designer.fields import Field, TableField
from schemes.designer.fields.composite import ItemField
from schemes.designer.form import ItemForm, SectionForm
from schemes.documents.addresses import parent

#: The `id` of a button of a list is its command before the address of the list or item.
ADD, UP, DOWN = "add", "up", "down"


def focus_after(verb: str, address: str, form: SectionForm | ItemForm) -> str:
    """The first field of a new item, the same button of a moved one, else the item or list.

    `address` is the place that the button's outcome leads to. The end of a list has no button
    to move further: the keyboard then stays on the item, at its other one.
    """
    place: Field | None = form.around.places.get(address)
    if place is None:
        return _in_a_table(verb, address, form)
    if verb in (UP, DOWN) and isinstance(place, ItemField):
        return _button_of(place, verb)
    return place.head if verb == "remove" else place.first_control


def _in_a_table(verb: str, address: str, form: SectionForm | ItemForm) -> str:
    """Of a row: the button that was pressed where it has one still, else the way to the item."""
    table = form.around.places.get(parent(address))
    if not isinstance(table, TableField) or verb not in (UP, DOWN):
        return f"open{address}"
    row = next((row for row in table.rows if row.address == address), None)
    if row is None or (row.is_first and row.is_last):
        return f"open{address}"
    at_end = row.is_first if verb == UP else row.is_last
    return f"{(DOWN if verb == UP else UP) if at_end else verb}{address}"


def _button_of(item: ItemField, verb: str) -> str:
    is_at_end = item.is_first if verb == UP else item.is_last
    if not is_at_end:
        return f"{verb}{item.address}"
    other = DOWN if verb == UP else UP
    return f"{other}{item.address}"
