"""Reference data in Wagtail's admin: what the regulator knows about the law, and edits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from portal.accounts.models import CertificationField
from portal.reference.models import RegulatorText
from registry.models import CalendarDay, ReasonCode, TimeLimit


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


class RegulatorTextViewSet(SnippetViewSet):
    """Texts of the regulator, such as the public commitment."""

    model = RegulatorText
    icon = "clipboard-list"
    list_display = ["kind", "version", "valid_from"]
    inspect_view_enabled = True
    panels = [
        FieldPanel("kind"),
        FieldPanel("version"),
        FieldPanel("valid_from"),
        FieldPanel("text_zh"),
        FieldPanel("text_en"),
        FieldPanel("source"),
    ]


class ReferenceData(SnippetViewSetGroup):
    """All of it under one item of the menu."""

    items = (
        CertificationFieldViewSet,
        CalendarDayViewSet,
        TimeLimitViewSet,
        ReasonCodeViewSet,
        RegulatorTextViewSet,
    )
    menu_label = _("Reference data")
    menu_icon = "table"
    menu_name = "reference-data"
    menu_order = 300
