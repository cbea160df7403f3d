"""Database fields that Django does not have."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.core.folding import identity
from portal.core.standard_numbers import normal_form, spelled

if TYPE_CHECKING:
    Text = models.TextField[Any, Any]
    Base = models.JSONField[Any, Any]
    Chars = models.CharField[Any, Any]
else:
    Text = models.TextField
    Base = models.JSONField
    Chars = models.CharField


class OrderedJSONField(Text):
    """JSON whose keys keep their order.

    PostgreSQL's `jsonb` sorts keys by length, which would shuffle the fields of every form made
    from a blueprint; so this is kept as text, on every database alike. It is not for querying.
    """

    # What the type checker is told that an attribute of a model holds.
    _pyi_private_set_type: Any
    _pyi_private_get_type: Any

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Any:
        """The value as it was stored, in its order."""
        return None if value is None else json.loads(value)

    def to_python(self, value: Any) -> Any:
        """Values that a form or a fixture gives as text are read."""
        return json.loads(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> str | None:
        """The text that is stored."""
        return None if value is None else json.dumps(value, ensure_ascii=False)

    def value_to_string(self, obj: models.Model) -> str:
        """The text that a fixture holds."""
        return self.get_prep_value(self.value_from_object(obj)) or ""


class FoldedInput(forms.CharField):
    """The input of an identifier: what is typed is kept in one spelling."""

    def __init__(self, *args: Any, fold: Callable[[str], str], **kwargs: Any) -> None:
        self.fold = fold
        super().__init__(*args, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The one spelling; limits count its characters and not those that were typed."""
        return self.fold(str(value)) if value else super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without a limit on what is typed or pasted."""
        attrs: dict[str, Any] = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        return attrs


class IdentifierField(Chars):
    """An identifier in capitals without blanks, such as a credit code, however it is typed."""

    fold = staticmethod(identity)

    def to_python(self, value: Any) -> Any:
        """The one spelling, for forms and imports alike."""
        return self.fold(value) if isinstance(value, str) else super().to_python(value)

    def formfield(self, **kwargs: Any) -> Any:
        """An input that folds."""
        return super().formfield(**{"form_class": FoldedInput, "fold": self.fold, **kwargs})


class StandardNumberField(IdentifierField):
    """The number of a standard in the spelling in which standards are cited."""

    fold = staticmethod(spelled)


class NormalNumberField(Chars):
    """The normal form of the number of a standard that another field holds; made when saved."""

    def __init__(self, *args: Any, of: str, **kwargs: Any) -> None:
        self.of = of
        super().__init__(*args, **{**kwargs, "editable": False})

    def deconstruct(self) -> Any:
        """With the name of the other field, for migrations."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"]
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """The normal form of what the other field holds now."""
        value = normal_form(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, value)
        return value


class TextListField(Base):
    """A short list of strings that is not queried by member, such as the standards of an item."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, validate_list_of_texts]


class StandardListField(TextListField):
    """Numbers of standards, each in the spelling in which standards are cited, and each once.

    What is no number, such as the name of a decree in Chinese, stays as it is.
    """

    def to_python(self, value: Any) -> Any:
        """The one spelling of each, for forms and imports alike."""
        if not isinstance(value, list) or not all(isinstance(part, str) for part in value):
            return super().to_python(value)
        return list(dict.fromkeys(map(spelled_number, value)))


def spelled_number(text: str) -> str:
    """The number of a standard as it is kept; a name in Chinese as it was typed."""
    kept = spelled(text)
    return kept if kept and kept.isascii() else text


def validate_list_of_texts(value: object) -> None:
    """Refuse anything but a list of different, non-empty strings."""
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise ValidationError(_("A list of texts is expected."))
    if len(set(value)) != len(value):
        raise ValidationError(_("An entry stands in the list twice."))
