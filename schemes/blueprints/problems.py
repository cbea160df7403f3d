"""What can be wrong with a schema that wants to be a blueprint."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: Mapping[str, str | Promise] = {
    "schema": _("This is not a valid JSON Schema (2020-12): %(detail)s"),
    "depth": _("The schema is nested more than %(limit)d levels deep. Flatten it."),
    "number": _(
        "Not every program can keep this number exactly. Write one between -%(limit)d and "
        "%(limit)d."
    ),
    "character": _("This text holds a character that cannot be stored. Remove it."),
    "dialect": _("A blueprint states JSON Schema 2020-12 in $schema. Set it to %(dialect)s"),
    "blueprint": _(
        "The property “blueprint” must be required and have a const of the form key/version, "
        "such as product/1. Add it."
    ),
    "category": _("The property “category” must be required and have an enum of one code. Add it."),
    "keyword": _("The keyword “%(keyword)s” is not part of the blueprint dialect. Remove it."),
    "boolean": _("true and false are not schemas of the dialect. Describe the value instead."),
    "ref": _(
        "“%(ref)s” is not a definition of this file. References must have the form "
        "#/$defs/name and name an existing definition."
    ),
    "ref-siblings": _(
        "Beside $ref only annotations may stand, not “%(keyword)s”. Move it to the definition."
    ),
    "recursion": _("The definition “%(name)s” contains itself. Break the circle."),
    "type": _("No type is given. Add type, enum, const, oneOf or $ref."),
    "type-union": _(
        "Two types are allowed only as a scalar with null, or as number and array marked "
        "x-kind number_or_range. Choose one type."
    ),
    "additional-properties": _(
        "An object must state additionalProperties: false (true only with x-kind open). Add it."
    ),
    "required": _("“%(name)s” is required but not among the properties. Add or remove it."),
    "items": _(
        "The items of a list must be records (objects), codes, strings or numbers. Change items."
    ),
    "item-id": _("A record in a list needs a required “id” of type string. Add it."),
    "pattern": _("The pattern “%(pattern)s” is refused by RE2: %(detail)s"),
    "format": _("The format “%(format)s” is not supported. Use date or uri."),
    "enum": _("The codes of an enum must be different strings. Correct them."),
    "labels": _("The labels must name each code, no other, in zh and en: %(codes)s"),
    "text": _("%(keyword)s must have a text in zh and in en. Complete it."),
    "kind": _("“%(kind)s” is not a kind of the dialect. Use one of: %(kinds)s"),
    "material": _("“%(word)s” does not say how material a change is. Use one of: %(words)s"),
    "reference": _(
        "The reference “%(reference)s” leads to no list of records of this blueprint, or to a "
        "key that its items do not have. Correct it."
    ),
    "variant": _(
        "A variant (oneOf) is null and one object, or objects of which each requires other "
        "keys. Correct the shapes."
    ),
    "condition": _(
        "A condition (allOf) has the form if a property has a const or enum (and is required), "
        "then required, else properties false. Rewrite it."
    ),
    "condition-field": _("The condition names “%(name)s”, which is not a sibling. Correct it."),
    "condition-required": _(
        "“%(name)s” is required in every document, and this condition lets it be filled in "
        "only sometimes. Make it optional, or have the condition ask for it."
    ),
    "section": _(
        "x-sections must be a list of sections with a key of their own, x-title, x-help and "
        "parts. Complete it."
    ),
    "section-part": _("“%(name)s” is not a top-level part. Remove it from the section."),
    "section-missing": _("The part “%(name)s” is in no section. Put it into one."),
    "phrasing": _("The rule cannot be worded by this: %(detail)s. Correct it."),
    "phrasing-place": _("A sentence names “%(name)s”, which no document has. Correct it."),
    "section-twice": _("The part “%(name)s” is in more than one section. Keep one."),
}
#: What a draft may not change, though it would be of the dialect.
DRAFT_MESSAGES: Mapping[str, str | Promise] = {
    "json": _("Line %(line)d, column %(column)d: this is not JSON (%(detail)s). Correct it."),
    "other-name": _("This is the draft of %(ref)s, and its name must stay that. Put it back."),
    "other-category": _("The category must stay “%(category)s”. Put it back."),
    "other-id": _("$id must end in the key and the number of %(ref)s. Put it back."),
}


@dataclass(frozen=True)
class DialectProblem:
    """One fault of a schema: its JSON Pointer, a stable code and what the message needs."""

    pointer: str
    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """What is wrong and what to do, in the language of the moment."""
        return str({**MESSAGES, **DRAFT_MESSAGES}[self.code]) % self.params


class DialectError(ValueError):
    """A schema is not of the blueprint dialect; `problems` says everything that is wrong."""

    def __init__(self, problems: Iterable[DialectProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(
            "; ".join(f"{problem.pointer or '/'}: {problem.code}" for problem in self.problems)
        )
