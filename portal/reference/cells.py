"""The cells of a CSV file as values of a model; what cannot be read is said cell by cell."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from portal.core.fields import IdentifierField, StandardListField, TextListField
from portal.core.folding import fold, identity
from portal.reference.codes import Codes, codes_by_word
from portal.reference.days import day_of
from portal.reference.registers import Register, Row, as_list, parts_of, register_of

YES = frozenset({"yes", "true", "1", "y", "是", "√", "✓", "有"})
NO = frozenset({"", "no", "false", "0", "n", "否", "×", "无"})
#: As many names are told where one is not known.
SHOWN = 5


class CellReader:
    """Reads the cells of one register; rows that cells refer to are looked up once each.

    `respelled` says of the row that was read last, by column, what is kept instead of the
    identifiers in it.
    """

    def __init__(self, register: Register) -> None:
        self.columns: tuple[str, ...] = ()
        self._register = register
        self._fields = register.fields
        self._words: dict[str, Codes] = {}
        self._named: dict[str, Named] = {}
        self.respelled: dict[str, str] = {}

    def values(self, row: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, list[str]]]:
        """The values of a row by column, and by column why the others could not be read."""
        self.columns = tuple(row)
        self.respelled = {}
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
            parts = [self._code(name, part) for part in parts_of(text)]
            return self._kept(name, parts, kept.to_python(parts))
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
        if text == "" and not kept.blank:
            raise ValidationError(kept.error_messages["blank"])
        if isinstance(kept, models.DateField):
            return day_of(text) if text else kept.to_python(text)
        typed = self._code(name, text)
        return self._kept(name, typed, kept.to_python(typed))

    def _kept(self, name: str, typed: Any, value: Any) -> Any:
        """The value, of which is noted that it is an identifier in another spelling."""
        if isinstance(self._fields[name], IdentifierField | StandardListField) and value != typed:
            self.respelled[name] = as_list(value) if isinstance(value, list) else str(value)
        return value

    def _code(self, name: str, text: str) -> str:
        """The code that a word stands for; a text of a column without codes is itself."""
        if name not in self._words:
            self._words[name] = codes_by_word(self._register, name)
        return self._words[name].code_of(text)

    def _related(self, name: str, text: str) -> models.Model:
        if name not in self._named:
            self._named[name] = Named(_by_name(self._fields[name].related_model))
        known = self._named[name]
        found = known.exactly.get(text)
        if found is None:
            spelled = known.spelled.get(identity(text))
            if spelled is None:
                raise ValidationError(_unknown(text, known.exactly))
            self.respelled[name] = spelled
            found = known.exactly[spelled]
        return found


class Named:
    """Rows by what cells call them, and by what all spellings of it have in common.

    Where two names have that in common only the exact one names a row.
    """

    def __init__(self, exactly: dict[str, models.Model]) -> None:
        self.exactly = exactly

    @cached_property
    def spelled(self) -> dict[str, str]:
        """The register's spelling of each name by the fold of identifiers."""
        count = Counter(map(identity, self.exactly))
        return {identity(name): name for name in self.exactly if count[identity(name)] == 1}


def in_words_of(register: Register, rows: Iterable[Row]) -> Iterator[list[str]]:
    """The cells of rows with the words for codes and truth in the page's language."""
    codes = {name: codes_by_word(register, name) for name in register.columns}
    for row in rows:
        yield [_in_words(register.fields[name], codes[name], row[name]) for name in row]


def _in_words(kept: Any, codes: Codes, text: str) -> str:
    if isinstance(kept, models.BooleanField):
        return pgettext("answer", "yes") if text else pgettext("answer", "no")
    if isinstance(kept, TextListField):
        return as_list([codes.word_of(part) for part in parts_of(text)])
    return codes.word_of(text)


def _by_name(target: Any) -> dict[str, models.Model]:
    """All rows that a cell may refer to, by what the CSV form calls them, and by their names.

    A name that two rows have names neither.
    """
    register = register_of(target)
    if register is None:
        return {str(record.pk): record for record in target._default_manager.all()}
    rows = list(register.records)
    by_key = {register.name_of(record): record for record in rows}
    labels = [label for label in (register.label_zh, register.label_en) if label]
    pairs = [(str(getattr(record, label)), record) for record in rows for label in labels]
    count = Counter(name for name, _record in pairs)
    by_label = {name: record for name, record in pairs if name and count[name] == 1}
    return by_label | by_key


def _unknown(text: str, known: Mapping[str, models.Model]) -> str:
    near = difflib.get_close_matches(text, known, SHOWN, cutoff=0.5) or list(known)[:SHOWN]
    words = {"name": text, "known": _(", ").join(near)}
    if len(known) > len(near):
        return _("“%(name)s” is not known. Known are for example: %(known)s.") % words
    return _("“%(name)s” is not known. Known are: %(known)s.") % words


def _truth(text: str) -> bool:
    if fold(text) in YES:
        return True
    if fold(text) in NO:
        return False
    raise ValidationError(_("Write “yes” or “no”, or leave it empty."))


def _stored(kept: Any, text: str) -> str:
    """The name of a file of this column that was uploaded before; nothing else can be named."""
    if text == "":
        return ""
    is_ours = text.startswith(kept.upload_to) and ".." not in text
    if not (is_ours and kept.storage.exists(text)):
        raise ValidationError(_("There is no such file. Upload it in the form of the row."))
    return text
