"""Reference data in Wagtail's admin: what the regulator knows about the law, and edits."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.accounts.models import CertificationField
from registry.models import CalendarDay, ReasonCode, TimeLimit
from schemes.models import CommitmentText


class CalendarDayViewSet(SnippetViewSet):
    """Days that differ from the ordinary week."""

    model = CalendarDay
    icon = "calendar-alt"
    list_display = ["day", "is_working", "name"]
    list_filter = {"day": ["gte", "lte"], "is_working": ["exact"]}
    ordering = ["-day"]
    panels = [FieldPanel("day"), FieldPanel("is_working"), FieldPanel("name")]


class CertificationFieldViewSet(SnippetViewSet):
    """The classification of fields."""

    model = CertificationField
    icon = "list-ul"
    list_display = ["key", "name_en", "category", "code", "verified"]
    list_filter = ["category", "verified"]
    search_fields = ["key", "name_en", "code"]
    list_per_page = 100
    panels = [
        FieldPanel("key"),
        FieldPanel("name_en"),
        FieldPanel("category"),
        FieldPanel("code"),
        FieldPanel("order"),
        FieldPanel("verified"),
    ]


class ReasonCodeViewSet(SnippetViewSet):
    """Reasons that remarks and decisions rest on."""

    model = ReasonCode
    icon = "comment"
    list_display = ["code", "name_zh", "name_en", "is_used"]
    list_filter = ["is_used"]
    panels = [
        FieldPanel("code"),
        FieldPanel("name_zh"),
        FieldPanel("name_en"),
        FieldPanel("basis_zh"),
        FieldPanel("basis_en"),
        FieldPanel("order"),
        FieldPanel("is_used"),
    ]


class TimeLimitViewSet(SnippetViewSet):
    """Time limits, each from a day on."""

    model = TimeLimit
    icon = "history"
    list_display = ["track", "in_force_from", "review_working_days", "answer_days"]
    panels = [
        FieldPanel("track"),
        FieldPanel("in_force_from"),
        FieldPanel("review_working_days"),
        FieldPanel("answer_days"),
        FieldPanel("source"),
    ]


class CommitmentForm(WagtailAdminModelForm):
    """The commitment in its two languages; stored as localised text."""

    text_zh = forms.CharField(label=_("text in Chinese"), widget=forms.Textarea)
    text_en = forms.CharField(label=_("text in English"), widget=forms.Textarea, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for language in ("zh", "en"):
            written = (self.instance.text or {}).get(language, "")
            self.fields[f"text_{language}"].initial = written

    def save(self, commit: bool = True) -> Any:
        """Put the two texts together."""
        written = {language: self.cleaned_data[f"text_{language}"] for language in ("zh", "en")}
        self.instance.text = {language: text for language, text in written.items() if text}
        return super().save(commit=commit)

    class Meta:
        model = CommitmentText
        fields = ["version", "in_force_from"]


class CommitmentTextViewSet(SnippetViewSet):
    """Texts of the public commitment."""

    model = CommitmentText
    icon = "clipboard-list"
    list_display = ["version", "in_force_from"]
    inspect_view_enabled = True
    panels = [
        FieldPanel("version"),
        FieldPanel("in_force_from"),
        FieldPanel("text_zh"),
        FieldPanel("text_en"),
    ]

    def get_form_class(self, for_update: bool = False) -> Any:
        """The form with a field for each language."""
        return CommitmentForm


class ReferenceData(SnippetViewSetGroup):
    """All of it under one item of the menu."""

    items = (
        CertificationFieldViewSet,
        CalendarDayViewSet,
        TimeLimitViewSet,
        ReasonCodeViewSet,
        CommitmentTextViewSet,
    )
    menu_label = _("Reference data")
    menu_icon = "table"
    menu_name = "reference-data"
    menu_order = 300
