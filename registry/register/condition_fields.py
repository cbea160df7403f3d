"""Conditions as a form asks for them: a few rows of text, due date and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: What one row asks, in its order.
PARTS = ("text", "due_on", "evidence_wanted")
#: So many can go with one decision; a longer list would be a correction.
ROWS = 5


def as_values(conditions: Iterable[Mapping[str, Any]]) -> list[str]:
    """Conditions that are kept as the initial values of the field."""
    rows = [[str(one.get(part, "")) for part in PARTS] for one in conditions][:ROWS]
    return [value for row in rows for value in row] + [""] * len(PARTS) * (ROWS - len(rows))


class ConditionsWidget(forms.MultiWidget):
    """The rows one below the other; those that are empty are folded, but for the first."""

    is_group = True

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widgets: list[forms.Widget] = []
        for _row in range(ROWS):
            widgets += [
                forms.Textarea(attrs={"rows": 2, "class": "govuk-textarea"}),
                forms.DateInput(attrs={"type": "date", "class": "govuk-input"}, format="%Y-%m-%d"),
                forms.Textarea(attrs={"rows": 2, "class": "govuk-textarea"}),
            ]
        super().__init__(widgets, attrs)

    def decompress(self, value: Any) -> list[Any]:
        """Nothing, where nothing was given: values come in the order of the parts."""
        return list(value or as_values([]))

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The rows with their labels."""
        values = value if isinstance(value, list) else self.decompress(value)
        given = [values[start : start + len(PARTS)] for start in range(0, len(values), len(PARTS))]
        rows = []
        for number, row in enumerate(given):
            fields = {
                part: self._part(name, number * len(PARTS) + place, row[place])
                for place, part in enumerate(PARTS)
            }
            is_open = number == 0 or any(row)
            rows.append({"number": number + 1, "is_open": is_open, **fields})
        return render_to_string("components/condition_rows.html", {"rows": rows})

    def _part(self, name: str, place: int, value: Any) -> dict[str, Any]:
        at = f"{name}_{place}"
        control = self.widgets[place].render(at, value, {"id": f"id_{at}"})
        return {"id": f"id_{at}", "control": control}


class HiddenConditionsWidget(ConditionsWidget):
    """The same, as it travels through a preview."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """One hidden field for each value that is not empty."""
        values = value if isinstance(value, list) else self.decompress(value)
        hidden = forms.HiddenInput()
        shown = (
            hidden.render(f"{name}_{place}", each) for place, each in enumerate(values) if each
        )
        return SafeString("".join(shown))


class ConditionsField(forms.MultiValueField):
    """Conditions, each with its due date and evidence; without both it is a recommendation."""

    widget = ConditionsWidget
    hidden_widget = HiddenConditionsWidget

    def __init__(self, **more: Any) -> None:
        fields: list[forms.Field] = []
        for _row in range(ROWS):
            fields += [
                forms.CharField(max_length=2000, required=False),
                forms.DateField(required=False),
                forms.CharField(max_length=2000, required=False),
            ]
        words = {"label": gettext_lazy("Conditions and recommendations"), **more}
        super().__init__(fields, require_all_fields=False, required=False, **words)

    def compress(self, data_list: Any) -> list[dict[str, str]]:
        """The rows that say something, as the record keeps them."""
        values = [str(value or "").strip() for value in data_list or ()]
        rows = [values[start : start + len(PARTS)] for start in range(0, len(values), len(PARTS))]
        found, faults = [], []
        for number, row in enumerate(rows, start=1):
            condition = dict(zip(PARTS, row, strict=True))
            if any(row):
                fault = fault_of(condition)
                faults += [_("Row %(n)d: %(fault)s") % {"n": number, "fault": fault}] * bool(fault)
                found.append(condition)
        if faults:
            raise ValidationError(faults)
        return found


def fault_of(condition: Mapping[str, str]) -> str:
    """What is wrong with one row; empty where it is sound."""
    if not condition["text"]:
        return _("Say what the condition is.")
    if bool(condition["due_on"]) != bool(condition["evidence_wanted"]):
        return _(
            "A condition has a due date and says what would show it; a recommendation neither."
        )
    if condition["due_on"] and condition["due_on"] < timezone.localdate().isoformat():
        return _("Give a due date that is not over.")
    return ""
