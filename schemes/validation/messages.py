"""What is said when a blueprint refuses something: one explanation per keyword."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from schemes.findings import Explanation, Words, explain

_SOURCE = _("The blueprint of this kind of scheme")

_BETWEEN: dict[str, Words] = {
    "range": _("The number must be between %(least)s and %(most)s."),
    "range_unit": _("The number must be between %(least)s and %(most)s %(unit)s."),
}

_SENTENCES: dict[str, dict[str, Words]] = {
    "required": {"": _("“%(field)s” is missing.")},
    "additionalProperties": {"": _("“%(field)s” is not a part that belongs here.")},
    "else": {"": _("“%(field)s” does not belong here, given the choice under “%(because)s”.")},
    "type": {"": _("Here should be: %(expected)s.")},
    "enum": {"": _("“%(value)s” is not one of the choices: %(choices)s.")},
    "const": {"": _("Here must be “%(expected)s”.")},
    "oneOf": {"": _("Exactly one of these must be given: %(choices)s.")},
    "minLength": {
        "": _("The text is too short: it needs at least %(limit)s characters."),
        "empty": _("The text is empty."),
    },
    "maxLength": {"": _("The text is too long: it may have at most %(limit)s characters.")},
    "minItems": {"": _("At least %(limit)s must be listed.")},
    "maxItems": {"": _("At most %(limit)s may be listed.")},
    "uniqueItems": {"": _("The same entry already stands in the list.")},
    "minimum": {
        "": _("The number must be at least %(limit)s."),
        "_unit": _("The number must be at least %(limit)s %(unit)s."),
        **_BETWEEN,
    },
    "maximum": {
        "": _("The number must be at most %(limit)s."),
        "_unit": _("The number must be at most %(limit)s %(unit)s."),
        **_BETWEEN,
    },
    "pattern": {"": _("“%(value)s” does not have the form that is asked for here. %(hint)s")},
    "format": {
        "date": _("“%(value)s” is not a day of the calendar. Write it like 2026-11-20."),
        "uri": _("“%(value)s” is not a web address. Write it like https://example.org/rule."),
    },
    "reference": {"": _("“%(value)s” names nothing in the list “%(list)s”.")},
    "duplicate-id": {"": _("The identifier “%(id)s” is already used elsewhere in the document.")},
    "bounds": {
        "nodes": _(
            "The document has more than %(limit)s values, more than any rule needs. It was not "
            "checked."
        ),
        "items": _("The list has more than %(limit)s entries. The document was not checked."),
        "unknown_parts": _(
            "There are more parts that do not belong here than the %(limit)s that are named."
        ),
        "findings": _("There are more findings than the %(limit)s that are listed."),
    },
    "unknown": {"": _("There is no blueprint “%(value)s”. Known are: %(known)s.")},
}

_HELP: dict[str, Words] = {
    "bounds": _(
        "Shorten what is too long, or mend what is listed, and check again. If your rule really "
        "needs more, tell the regulator."
    ),
    "required": _("Fill in this field."),
    "reference": _("Choose an entry that exists, or add the missing one to the list."),
    "duplicate-id": _("Give one of the two entries a new identifier."),
    "unknown": _("Name a blueprint of the register, such as product/1."),
}

_GAPS: dict[str, frozenset[str]] = {
    "required": frozenset({""}),
    "minItems": frozenset({""}),
    "minLength": frozenset({"empty"}),
}

for _keyword, _sentences in _SENTENCES.items():
    explain(
        f"BLUEPRINT-{_keyword}",
        Explanation(
            _sentences,
            _HELP.get(_keyword, ""),
            _SOURCE,
            gaps=_GAPS.get(_keyword, frozenset()),
        ),
    )
