"""The filters of the queue: what can be asked for, and which filings are meant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import CertificationField, Organisation
from portal.accounts.roles import OrganisationKind
from registry.desk.queue.columns import QUEUE
from registry.desk.viewed import Viewed
from registry.models import Filing, RiskLevel
from registry.procedure.clock import Deadlines, overdue_before
from registry.procedure.filed_words import filings_named
from registry.procedure.people import officers_of_the_desk
from registry.supervision.impact.touched import is_touched
from registry.tracks import BODY, all_tracks, state_choices, states_told_apart

#: How much of what is typed is looked for.
SEARCHED = 200
NOBODY = "none"
#: What the person before the page is called in a view that is shared.
ME = "me"


def _officers() -> list[tuple[str, Any]]:
    people = [(str(officer.pk), officer) for officer in officers_of_the_desk()]
    return [("", _("Anybody")), (ME, _("Me")), (NOBODY, _("Nobody")), *people]


def _orders() -> list[tuple[str, Any]]:
    return [("", _("What waits longest first")), *QUEUE.orders()]


class QueueForm(forms.Form):
    """The filters. What is not understood filters nothing."""

    q = forms.CharField(
        label=_("Number, title, body or standard"), required=False, max_length=SEARCHED
    )
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=lambda: [
            ("", _("Waits; all when searching")),
            ("overdue", _("Overdue")),
            ("silent", _("The body’s answer is overdue")),
            ("decidable", _("Wait for your decision")),
            *states_told_apart(),
            ("open", _("All that are open")),
            ("closed", _("All that are closed")),
            ("all", _("All")),
        ],
    )
    track = forms.ChoiceField(
        label=_("Track"),
        required=False,
        choices=lambda: [("", _("All")), *((track.key, track.name) for track in all_tracks())],
    )
    risk = forms.ChoiceField(
        label=_("Risk"), required=False, choices=[("", _("All")), *RiskLevel.choices]
    )
    field = forms.ModelChoiceField(
        CertificationField.objects.all(), label=_("Field"), required=False, empty_label=_("All")
    )
    body = forms.ModelChoiceField(
        Organisation.objects.filter(kind=OrganisationKind.BODY),
        label=_("Certification body"),
        required=False,
        to_field_name="slug",
        empty_label=_("All"),
    )
    officer = forms.ChoiceField(label=_("Officer"), required=False, choices=_officers)
    lane = forms.ChoiceField(
        label=_("Fast lane"),
        required=False,
        choices=[("", _("All")), ("granted", _("In it")), ("asked", _("Asked for"))],
    )
    touched = forms.ChoiceField(
        label=_("Change of law"),
        required=False,
        choices=[("", _("All")), ("1", _("Touched by one"))],
    )
    sort = forms.ChoiceField(label=_("Order"), required=False, choices=_orders)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            kind = "select" if isinstance(field, forms.ChoiceField) else "input"
            field.widget.attrs["class"] = f"govuk-{kind}"

    @property
    def words(self) -> dict[str, Any]:
        """What was understood."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out; an order leaves nothing out."""
        return bool(self.words.keys() - {"sort"})


#: What everybody at the desk looks for.
QUEUE_VIEWED = Viewed(
    "queue",
    _("Queue"),
    QUEUE,
    QueueForm,
    (
        (_("Waits for the regulator"), ""),
        (_("On my own desk"), "officer=me&state=open"),
        (_("Unassigned"), "officer=none&state=open"),
        (_("Body overdue"), "state=silent"),
        (_("High risk"), "risk=high&sort=-risk"),
        (_("Touched by a change of law"), "state=open&touched=1"),
    ),
    "desk:queue",
)


def filtered(
    user: Any, words: dict[str, Any], overdue: Q, deadlines: Deadlines
) -> QuerySet[Filing]:
    """The filings that the filters let through and that the person may judge, in no order."""
    # Who looks for a number wants to find it, whatever has become of the filing.
    state = words.get("state") or ("all" if words.get("q") else "")
    filings = _in_state(Filing.objects.cases().untouched_by(user), state, overdue, deadlines)
    if state == "decidable":
        filings = filings.filter(pk__in=Filing.objects.decidable_by(user).values("pk"))
    if words.get("q"):
        filings = filings.filter(filings_named(words["q"]))
    if words.get("field"):
        key = words["field"].pk
        filings = filings.filter(scheme__entries__publication__field_rows__key=key)
    if words.get("officer"):
        filings = filings.filter(_of_officer(user, words["officer"]))
    if words.get("lane") == "granted":
        filings = filings.filter(in_fast_lane=True)
    if words.get("lane") == "asked":
        filings = filings.filter(fast_lane__isnull=False, fast_lane__ruling=None)
    if words.get("touched"):
        filings = filings.filter(is_touched("filing"))
    same = {"track": "track", "risk": "risk__level", "body": "organisation"}
    return filings.filter(**{path: words[name] for name, path in same.items() if name in words})


def _of_officer(user: Any, officer: str) -> Q:
    if officer == NOBODY:
        return Q(officer__isnull=True)
    return Q(officer=user.pk if officer == ME else officer)


def _in_state(filings: Any, state: str, overdue: Q, deadlines: Deadlines) -> QuerySet[Filing]:
    if state == "overdue":
        return filings.filter(overdue)
    if state == "silent":
        return filings.filter(overdue_before(timezone.localdate(), deadlines, BODY))
    if state == "open":
        return filings.open()
    if state == "closed":
        return filings.closed()
    if state in ("all", "decidable"):
        return filings
    if state in dict(state_choices()):
        return filings.filter(state=state)
    return filings.waiting_for_regulator()
