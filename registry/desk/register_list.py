"""The register at the desk as a list: columns, filters, and views under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.accounts.permissions import Visitor, seated_in, sees_desk, territory_of
from portal.accounts.roles import OrganisationKind
from portal.core.listing import Column, Listing, by_name
from registry.desk.viewed import Viewed
from registry.models import Entry, EntryEvent, EntryQuerySet
from registry.models.spans import without_approval
from registry.procedure.filed_words import entries_named
from registry.public_status import status_asked, statuses
from registry.supervision.impact.touched import is_touched

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NEWEST_FIRST = ("-at", "-pk")


def _by_status() -> Any:
    today = timezone.localdate()
    return status_asked(today, without_approval(today, "publication"))


def _by_last_event() -> Any:
    events = EntryEvent.objects.filter(entry=OuterRef("pk")).order_by(*NEWEST_FIRST)
    return Subquery(events.values("at")[:1])


def _last_event(entry: Any) -> str:
    return str(entry.newest_events[0].label) if entry.newest_events else ""


def _last_moved(entry: Any) -> Any:
    return timezone.localdate(entry.newest_events[0].at) if entry.newest_events else None


ENTRIES = Listing(
    "entries",
    (
        Column("number", _("Register number"), lambda row: row.number, "number", is_shown=False),
        Column("scheme", _("Scheme"), lambda row: row.scheme, by_name("scheme__")),
        Column(
            "body",
            _("Certification body"),
            lambda row: row.organisation,
            by_name("organisation__"),
        ),
        Column(
            "rule", _("Rule number"), lambda row: row.rule_number, "rule_number", is_shown=False
        ),
        Column("status", _("Status"), lambda row: row.status.label, _by_status),
        Column(
            "listed",
            _("Listed"),
            lambda row: timezone.localdate(row.listed_at),
            "listed_at",
            is_shown=False,
        ),
        Column("from", _("In force from"), lambda row: row.effective_from, "effective_from"),
        Column("expires", _("Expires"), lambda row: row.expires_on, "expires_on"),
        Column("event", _("Last event"), _last_event, _by_last_event),
        Column("moved", _("Day of the last event"), _last_moved, is_shown=False),
    ),
    chosen_by="number",
)


def _status_choices() -> list[tuple[str, StrOrPromise]]:
    return [("", _("All")), *((status.value, status.label) for status in statuses())]


def bodies_for(user: Visitor) -> QuerySet[Organisation]:
    """The bodies by which a person at the desk chooses: of a branch those of its territory."""
    bodies = Organisation.objects.filter(kind=OrganisationKind.BODY)
    return bodies if sees_desk(user) else bodies.filter(seated_in(territory_of(user)))


class RegisterForm(forms.Form):
    """The filters. What is not understood filters nothing."""

    q = forms.CharField(label=_("Number, title, body or standard"), required=False, max_length=200)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=_status_choices)
    body = forms.ModelChoiceField(
        Organisation.objects.filter(kind=OrganisationKind.BODY),
        label=_("Certification body"),
        required=False,
        to_field_name="slug",
        empty_label=_("All"),
    )
    touched = forms.ChoiceField(
        label=_("Change of law"),
        required=False,
        choices=[("", _("All")), ("1", _("Touched by one"))],
    )

    def __init__(
        self, *args: Any, bodies: QuerySet[Organisation] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if bodies is not None:
            body: Any = self.fields["body"]
            body.queryset = bodies
        for field in self.fields.values():
            kind = "select" if isinstance(field, forms.ChoiceField) else "input"
            field.widget.attrs["class"] = f"govuk-{kind}"


ENTRIES_VIEWED = Viewed(
    "entries",
    _("Register"),
    ENTRIES,
    RegisterForm,
    (
        (_("All entries"), ""),
        (_("Expire first"), "sort=expires&status=in_force"),
        (_("Suspended"), "status=suspended"),
        (_("Touched by a change of law"), "touched=1"),
    ),
    "desk:register",
)


def filtered(entries: EntryQuerySet, words: dict[str, Any]) -> QuerySet[Entry]:
    """Only what the filters let through, with what a row shows."""
    if words.get("q"):
        entries = entries.filter(entries_named(words["q"]))
    if words.get("status"):
        asked = Q(("status_code", words["status"]))
        entries = entries.with_status(timezone.localdate()).filter(asked)
    if words.get("body"):
        entries = entries.filter(organisation=words["body"])
    if words.get("touched"):
        entries = entries.filter(is_touched("entry"))
    events = EntryEvent.objects.order_by(*NEWEST_FIRST)
    shown: QuerySet[Entry] = entries.select_related("organisation", "scheme", "publication")
    return shown.prefetch_related(Prefetch("events", queryset=events, to_attr="newest_events"))
