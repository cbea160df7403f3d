"""The cells of a CSV file as values of a model; what cannot be read is said cell by cell."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from portal.core.fields import TextListField
from portal.reference.registers import Register, parts_of, register_of

YES = frozenset({"yes", "true", "1", "y", "是"})
NO = frozenset({"", "no", "false", "0", "n", "否"})
#: What spreadsheets in Chinese make of a day.
SPREADSHEET_DAY = re.compile(r"(\d{4})[/.年](\d{1,2})[/.月](\d{1,2})日?")


class CellReader:
    """Reads the cells of one register; rows that cells refer to are looked up once each."""

    def __init__(self, register: Register) -> None:
        self.columns: tuple[str, ...] = ()
        self._fields = register.fields
        self._named: dict[str, dict[str, models.Model]] = {}

    def values(self, row: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, list[str]]]:
        """The values of a row by column, and by column why the others could not be read."""
        self.columns = tuple(row)
        values: dict[str, Any] = {}
        refused: dict[str, list[str]] = {}
        for name, text in row.items():
            try:
                values[name] = self._value(name, text)
            except ValidationError as error:
                refused[name] = [str(message) for message in error.messages]
        return values, refused

    def _value(self, name: str, text: str) -> Any:
        kept = self._fields[name]
        if "\x00" in text:
            raise ValidationError(_("The cell has a character that no text has."))
        if isinstance(kept, TextListField):
            return parts_of(text)
        if isinstance(kept, models.BooleanField):
            return _truth(text)
        if text == "" and kept.null:
            return None
        if text == "" and kept.has_default() and not kept.blank:
            return kept.get_default()
        if kept.is_relation:
            return self._related(name, text)
        if isinstance(kept, models.FileField):
            return _stored(kept, text)
        if isinstance(kept, models.DateField):
            text = SPREADSHEET_DAY.sub(_iso_day, text)
        if text == "" and not kept.blank:
            raise ValidationError(kept.error_messages["blank"])
        return kept.to_python(text)

    def _related(self, name: str, text: str) -> models.Model:
        if name not in self._named:
            self._named[name] = _by_name(self._fields[name].related_model)
        found = self._named[name].get(text)
        if found is None:
            raise ValidationError(_("“%(name)s” is not known.") % {"name": text})
        return found


def _by_name(target: Any) -> dict[str, models.Model]:
    """All rows that a cell may refer to, by what the CSV form calls them."""
    register = register_of(target)
    if register is None:
        return {str(record.pk): record for record in target._default_manager.all()}
    return {register.name_of(record): record for record in register.records}


def _truth(text: str) -> bool:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise ValidationError(_("Write “yes”, or leave it empty."))


def _stored(kept: Any, text: str) -> str:
    """The name of a file of this column that was uploaded before; nothing else can be named."""
    if text == "":
        return ""
    is_ours = text.startswith(kept.upload_to) and ".." not in text
    if not (is_ours and kept.storage.exists(text)):
        raise ValidationError(_("There is no such file. Upload it in the form of the row."))
    return text


def _iso_day(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return f"{year}-{int(month):02}-{int(day):02}"
