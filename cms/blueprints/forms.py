"""Forms of the builder: a field of one kind, a section, a condition."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from portal.core.localised import in_language
from schemes.blueprints import Blueprint, Material, Node
from schemes.blueprints.building.kinds import (
    WITH_CODES,
    WITH_ITEM,
    WITH_LENGTH,
    WITH_REFERENCE,
    WITH_UNIT,
    FieldKind,
    FieldSpec,
    limits_of,
)
from schemes.blueprints.building.nodes import lists_of
from schemes.blueprints.building.steps import KEY, NAME
from schemes.blueprints.node import Text

_LIMITS = {
    "minItems": (gettext_lazy("At least so many items"), gettext_lazy("At most so many items")),
    "minimum": (gettext_lazy("Not less than"), gettext_lazy("Not more than")),
    "minLength": (
        gettext_lazy("At least so many characters"),
        gettext_lazy("At most so many characters"),
    ),
}

_RAISES = {
    Material.MAJOR: gettext_lazy("First number (major): the scheme promises something else"),
    Material.MINOR: gettext_lazy("Second number (minor): the procedure or the fees change"),
    Material.PATCH: gettext_lazy("Third number (patch): wording and particulars"),
    Material.NONE: gettext_lazy("No number: it is written anew for each version"),
}


def _line(
    label: Any, *, required: bool = True, help_text: Any = "", **more: Any
) -> forms.CharField:
    return forms.CharField(
        label=label, required=required, help_text=help_text, max_length=300, **more
    )


def _long(label: Any, **more: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, widget=widget, max_length=2000, **more)


class TextsForm(forms.Form):
    """Title and help in both languages."""

    title_zh = _line(gettext_lazy("Title in Chinese"))
    title_en = _line(gettext_lazy("Title in English"))
    help_zh = _long(
        gettext_lazy("Help in Chinese"),
        help_text=gettext_lazy(
            "One sentence to the author, with the law or the standard behind the field."
        ),
    )
    help_en = _long(gettext_lazy("Help in English"))

    def text(self, name: str) -> Text | None:
        """A text in both languages, where it was given."""
        zh, en = self.cleaned_data.get(f"{name}_zh"), self.cleaned_data.get(f"{name}_en")
        return {"zh": zh, "en": en} if zh and en else None


class SectionForm(TextsForm):
    """A section; its key is given once."""

    field_order = ["key", "title_zh", "title_en", "help_zh", "help_en"]
    key = forms.RegexField(
        KEY.pattern + r"\Z",
        label=gettext_lazy("Key"),
        help_text=gettext_lazy(
            "Lower-case letters, digits and hyphens. Stands in addresses; it cannot be changed "
            "later."
        ),
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["help_zh"].help_text = _("One sentence that stands under the title.")
        if not is_new:
            del self.fields["key"]


class FieldForm(TextsForm):
    """A field of one kind: only what this kind has is asked.

    `inherited` is how material a change of the field is where nothing is chosen.
    """

    def __init__(
        self,
        *args: Any,
        kind: FieldKind,
        blueprint: Blueprint,
        inherited: Material,
        is_new: bool,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if is_new or self.initial.get("name"):
            self.fields["name"] = _name_field(is_new)
        self.fields["is_required"] = forms.BooleanField(
            label=_("Must be filled in"), required=False
        )
        self._add_what_the_kind_has(blueprint)
        self.fields["material"] = _material_field(inherited)
        self.order_fields(["name", "title_zh", "title_en", "help_zh", "help_en", "is_required"])

    def _add_what_the_kind_has(self, blueprint: Blueprint) -> None:
        if self.kind in WITH_CODES:
            self.fields["codes"] = CodesField(label=_("Choices"))
        if self.kind in WITH_ITEM:
            self.fields["item_zh"] = _line(_("What one item is called, in Chinese"))
            self.fields["item_en"] = _line(_("What one item is called, in English"))
        if self.kind in WITH_UNIT:
            self.fields["unit_zh"] = _line(_("Unit in Chinese"), required=False)
            self.fields["unit_en"] = _line(_("Unit in English"), required=False)
        if self.kind in WITH_REFERENCE:
            self.fields["reference"] = _reference_field(blueprint, self.initial.get("reference"))
        limits = limits_of(self.kind)
        if limits:
            for name, label in zip(("least", "most"), _LIMITS[limits[0]], strict=True):
                self.fields[name] = self._number(label)
        if self.kind in WITH_LENGTH:
            self.fields["pattern"] = _line(
                _("Form, as a regular expression (RE2)"),
                required=False,
                help_text=_("For instance ^[0-9]{4}$ for four digits. Leave empty for any form."),
            )
        if self.kind is FieldKind.LINES:
            self.fields["is_unique"] = forms.BooleanField(label=_("No line twice"), required=False)

    def _number(self, label: Any) -> forms.Field:
        """The input for a limit: of a number any, of what is counted a whole one."""
        if self.kind is FieldKind.NUMBER:
            return NumberField(label=label, required=False)
        least = None if self.kind is FieldKind.INTEGER else 0
        return forms.IntegerField(label=label, required=False, min_value=least)

    def clean(self) -> dict[str, Any]:
        """Two limits stand in order; a unit has both languages or none."""
        data = super().clean() or self.cleaned_data
        least, most = data.get("least"), data.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _("This is less than the lower limit."))
        if bool(data.get("unit_zh")) != bool(data.get("unit_en")):
            self.add_error("unit_en", _("Give the unit in both languages."))
        return data

    @property
    def spec(self) -> FieldSpec:
        """The field that the form says. Only for a valid form."""
        data = self.cleaned_data
        title, help_ = self.text("title"), self.text("help")
        assert title is not None
        assert help_ is not None
        return FieldSpec(
            kind=self.kind,
            title=title,
            help=help_,
            is_required=data["is_required"],
            item=self.text("item"),
            unit=self.text("unit"),
            codes=tuple(data.get("codes") or ()),
            reference=data.get("reference", ""),
            least=data.get("least"),
            most=data.get("most"),
            pattern=data.get("pattern", ""),
            is_unique=data.get("is_unique", False),
            material=data["material"],
        )


def initial_of(spec: FieldSpec) -> dict[str, Any]:
    """What the form shows of an existing field."""
    initial: dict[str, Any] = {
        name: getattr(spec, name)
        for name in (
            *("is_required", "reference", "least", "most", "pattern", "is_unique", "codes"),
            "material",
        )
    }
    for name in ("title", "help", "item", "unit"):
        for language, words in (getattr(spec, name) or {}).items():
            initial[f"{name}_{language}"] = words
    return initial


class NumberField(forms.FloatField):
    """A number; a whole one stays whole, as JSON tells 1 from 1.0 nowhere but people do."""

    def clean(self, value: Any) -> Any:
        """The number."""
        number = super().clean(value)
        return int(number) if number is not None and number.is_integer() else number


class CodesField(forms.CharField):
    """Choices, one a line: code, Chinese label, English label."""

    def __init__(self, **kwargs: Any) -> None:
        help_text = _(
            "One choice a line: its code, its name in Chinese, its name in English, with | between "
            "them, such as: batch | 批次 | Batch"
        )
        widget = forms.Textarea(attrs={"rows": 8, "class": "ts-code"})
        super().__init__(help_text=help_text, widget=widget, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """The lines that say the choices."""
        if isinstance(value, (tuple, list)):
            return "\n".join(
                f"{code} | {label.get('zh', '')} | {label.get('en', '')}" for code, label in value
            )
        return value

    def clean(self, value: Any) -> Any:
        """The choices; each line that is none is named."""
        words = super().clean(value)
        choices: list[tuple[str, Text]] = []
        faults = []
        for number, line in enumerate(str(words).splitlines(), start=1):
            parts = [part.strip() for part in line.split("|")]
            if not line.strip():
                continue
            if len(parts) != 3 or not all(parts):
                faults.append(
                    _("Line %(line)d: three parts with | between them are expected.")
                    % {"line": number}
                )
            elif parts[0] in {code for code, _label in choices}:
                faults.append(
                    _("Line %(line)d: the code “%(code)s” stands twice.")
                    % {"line": number, "code": parts[0]}
                )
            else:
                choices.append((parts[0], {"zh": parts[1], "en": parts[2]}))
        if faults:
            raise forms.ValidationError(faults)
        return choices


def _name_field(is_new: bool) -> forms.RegexField:
    help_text = _("Lower-case letters, digits and _. Documents know the field by it.")
    if not is_new:
        help_text = _(
            "Lower-case letters, digits and _. Under another name it is another field: documents "
            "that follow the version before do not have it, and rules do not know it."
        )
    label = pgettext("of a field", "Name")
    return forms.RegexField(NAME.pattern + r"\Z", label=label, help_text=help_text)


def _reference_field(blueprint: Blueprint, present: str | None) -> forms.ChoiceField:
    lists = [
        (address, f"{in_language(title)} ({address})") for address, title in lists_of(blueprint)
    ]
    if present and present not in dict(lists):
        lists.append((present, present))
    return forms.ChoiceField(label=_("List whose items it names"), choices=lists)


def _material_field(inherited: Material) -> forms.TypedChoiceField:
    as_around = _("As around it: %(number)s") % {"number": inherited.label}
    return forms.TypedChoiceField(
        label=_("What a change of this field raises"),
        choices=[("", as_around), *_RAISES.items()],
        required=False,
        coerce=Material,
        empty_value=None,
        help_text=_(
            "By it, SCH-036 says which version number a new version of a scheme needs. Fields "
            "inside go along unless they say otherwise."
        ),
    )


class ConditionForm(forms.Form):
    """When a field has one of some values, others are asked for or may be filled in at all."""

    def __init__(
        self, *args: Any, holder: Node, choices: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = kwargs.get("initial", {}).get("field", "")
        others = [
            (part.name, in_language(part.title) or part.name)
            for part in holder.children()
            if part.name != field and not part.is_hidden
        ]
        for name, label, options in (
            ("values", _("When the answer is"), choices),
            ("requires", _("These must then be filled in"), others),
            ("hides", _("These may be filled in only then"), others),
        ):
            self.fields[name] = forms.MultipleChoiceField(
                label=label,
                choices=options,
                required=name == "values",
                widget=forms.CheckboxSelectMultiple,
            )
