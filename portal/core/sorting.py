"""Names in the order in which people look for them, the same on every database.

Databases compare characters by their code, or by collations that differ; so what a name is sorted
by is kept beside it, as letters and digits that all of them compare alike. Chinese goes by its
reading character by character, as the law's lists and dictionaries do (GB/T 13418): letters, then
tone, then the character, so that one surname stays together.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models

from portal.core.localised import in_language
from portal.core.portions import keys_of

if TYPE_CHECKING:
    Chars = models.CharField[Any, Any]
else:
    Chars = models.CharField

#: So many characters of a name count; what is alike so far keeps the order of the list.
LONGEST = 60
#: A character is at most twelve long in the key.
KEY_LENGTH = LONGEST * 14
#: So many rows are written at once.
BATCH = 200
#: What comes first: digits, Latin letters, Chinese, all else.
DIGIT, LATIN, CHINESE, OTHER = "0", "1", "2", "3"


def sort_key(name: str) -> str:
    """What a name is sorted by: digits and small letters alone. Marks and blanks do not count."""
    folded = unicodedata.normalize("NFKD", name).casefold()[:LONGEST]
    return "".join(_parts(folded))


def _parts(name: str) -> Iterator[str]:
    for character, reading in zip(name, _readings(name), strict=True):
        if character.isascii():
            if character.isalnum():
                yield (DIGIT if character.isdigit() else LATIN) + character
        elif reading:
            yield f"{CHINESE}{reading}{ord(character):05x}"
        elif character.isalnum():
            yield f"{OTHER}{ord(character):05x}"


def _nothing(unread: str) -> Any:
    """For each character of what has no reading."""
    return [""] * len(unread)


def _readings(name: str) -> list[str]:
    """The reading of each character with its tone; empty of what has none."""
    if name.isascii():
        return [""] * len(name)
    # Its dictionaries of words are large, and only what is saved needs them.
    from pypinyin import Style, lazy_pinyin

    def read(text: str) -> list[str]:
        return list(
            lazy_pinyin(
                text,
                style=Style.TONE3,
                neutral_tone_with_five=True,
                errors=_nothing,
            )
        )

    found = read(name)
    return found if len(found) == len(name) else [read(each)[0] for each in name]


class SortKeyField(Chars):
    """What a row is sorted by in one language, worked out from its name whenever it is saved."""

    def __init__(self, *, of: str = "", language: str = "zh", **kwargs: Any) -> None:
        self.of, self.language = of, language
        kwargs |= {"max_length": KEY_LENGTH, "editable": False, "default": "", "blank": True}
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        """As a plain text: rows of the past have no name to ask for."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The key of the name as it is now."""
        key = sort_key(in_language(getattr(model_instance, self.of), self.language))
        setattr(model_instance, self.attname, key)
        return key


class Alphabetised(models.Model):
    """Rows with a name in both languages, which lists order by it in that of the page."""

    #: The columns of the name; where these alone are saved, the keys are saved with them.
    NAMED_BY: ClassVar[frozenset[str]] = frozenset({"name_zh", "name_en"})

    sort_zh = SortKeyField(of="name_text", language="zh")
    sort_en = SortKeyField(of="name_text", language="en")

    class Meta:
        abstract = True

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Keep the keys true, also where few columns are saved."""
        if update_fields is not None and self.NAMED_BY.intersection(update_fields):
            update_fields = {*update_fields, "sort_zh", "sort_en"}
        super().save(*args, update_fields=update_fields, **kwargs)


def sort_anew(rows: models.QuerySet[Any], name_of: Callable[[Any], Mapping[str, str]]) -> None:
    """Work out the keys of rows that are there, in batches, for migrations: models as they were."""
    keys = keys_of(rows)
    while portion := list(islice(keys, BATCH)):
        found = list(rows.filter(pk__in=portion))
        for row in found:
            row.sort_zh, row.sort_en = (
                sort_key(in_language(name_of(row), language)) for language in ("zh", "en")
            )
        rows.bulk_update(found, ["sort_zh", "sort_en"])
