"""Where the keyboard goes on after a button of a list: the `id` of one control of the page."""

from __future__ import annotations

from schemes.designer.fields import Field
from schemes.designer.fields.composite import ItemField
from schemes.designer.form import SectionForm

#: The `id` of a button of a list is its command before the address of the list or item.
ADD, UP, DOWN = "add", "up", "down"


def focus_after(verb: str, address: str, form: SectionForm) -> str:
    """The first field of a new item, the same button of a moved one, else the item or list.

    `address` is the place that the button's outcome leads to. The end of a list has no button
    to move further: the keyboard then stays on the item, at its other one.
    """
    place: Field | None = form.around.places.get(address)
    if place is None:
        return address
    if verb in (UP, DOWN) and isinstance(place, ItemField):
        return _button_of(place, verb)
    return place.head if verb == "remove" else place.first_control


def _button_of(item: ItemField, verb: str) -> str:
    is_at_end = item.is_first if verb == UP else item.is_last
    if not is_at_end:
        return f"{verb}{item.address}"
    other = DOWN if verb == UP else UP
    return f"{other}{item.address}"
