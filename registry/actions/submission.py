"""Submission: the act by which a filing takes effect and the scheme is listed."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core import outbox
from portal.core.access import Access
from portal.core.actions import Action
from portal.core.errors import RulesBroken, WrongState
from registry.models import Entry, Filing, ListedVersion, Submission
from registry.notifications import tell_submitted
from registry.numbers import ENTRY_SERIES, FILING_SERIES, allocate_number
from registry.readiness import filing_under_way, obstacles
from registry.states import EntryState, FilingState
from schemes.documents import digest
from schemes.models import Scheme, Version
from schemes.permissions import may_sign
from schemes.reports import make, report_of
from schemes.states import VersionState


class Submit(Action[Version]):
    """Hand a signed version in. On complete submission the filing takes effect.

    It begins a filing in `received`; after a request for correction it continues that filing,
    which waits for review again.

    Source: Regulations on Certification and Accreditation, article 17 (filing of own rules);
    Regulations on Optimising the Business Environment, article 39 (filing is no licence).
    """

    name = "submit"
    label = gettext_lazy("Submit the filing")
    event = "submitted"
    from_states = frozenset({VersionState.FROZEN})
    to_state = VersionState.SUBMITTED
    who = gettext_lazy("signatory of the certification body")

    filing: Filing
    entry: Entry

    @classmethod
    def access(cls, user: Any, record: Version) -> Access:
        """Signatories of the body that owns the scheme."""
        return may_sign(user, record)

    def _locked(self) -> Version:
        """The scheme is locked first, as by whoever begins a version, so neither waits for ever."""
        Scheme.objects.select_for_update().get(pk=self.record.scheme_id)
        return super()._locked()

    def check(self) -> None:
        """What was signed is what is filed, it has no error, and remarks are answered."""
        version = self.record
        if digest(version.document) != version.digest:
            raise RulesBroken(_("The document differs from the one that was signed."))
        report = report_of(make(version))
        if report.errors:
            raise RulesBroken(
                _("The document has errors; begin a new draft and mend them."), report.errors
            )
        self.findings = report.findings
        for obstacle in obstacles(version):
            raise obstacle
        self.answered = filing_under_way(version)

    def apply(self) -> None:
        """Open or continue the filing, and list the version in the register."""
        now = timezone.now()
        self.entry, was_listed = self._list(timezone.localdate(now))
        self.filing = self._file(now, was_listed)
        Submission.objects.create(
            filing=self.filing,
            round=self.filing.round,
            version=self.record,
            sha256=self.record.digest,
            submitted_at=now,
            submitted_by=self.user,
            findings=[finding.as_json() for finding in self.findings],
        )

    def _file(self, now: Any, was_listed: bool) -> Filing:
        """The open filing with its next round, or a new one."""
        filing = self.answered
        if filing is None:
            filing = Filing(
                number=allocate_number(FILING_SERIES, timezone.localdate(now).year),
                scheme=self.record.scheme,
                organisation=self.record.scheme.organisation,
                is_amendment=was_listed,
                submitted_at=now,
            )
            before = ""
        else:
            filing = Filing.objects.select_for_update(of=("self",)).get(pk=filing.pk)
            filing.round += 1
            before = filing.state
        filing.version = self.record
        filing.received_at = now
        filing.answer_due = None
        filing.state = FilingState.RECEIVED
        filing.save()
        filing.record_event(
            event="submitted" if filing.round == 1 else "resubmitted",
            from_state=before,
            to_state=filing.state,
            actor=self.user,
            data={"sha256": self.record.digest, "version": self.record.label},
        )
        return filing

    def _list(self, today: date) -> tuple[Entry, bool]:
        """The entry with this version in force; whether it was listed before."""
        document = self.record.document
        entry = (
            Entry.objects.select_for_update(of=("self",))
            .filter(scheme=self.record.scheme, organisation=self.record.scheme.organisation)
            .first()
        )
        was_listed = entry is not None
        if entry is None:
            entry = Entry(
                number=allocate_number(ENTRY_SERIES, today.year),
                scheme=self.record.scheme,
                organisation=self.record.scheme.organisation,
            )
        elif entry.state == EntryState.DEREGISTERED:  # meanwhile, or `obstacles` had said so
            raise WrongState(self.wrong_state_message())
        lifecycle = document["lifecycle"]
        expires = lifecycle.get("expires")
        entry.rule_number = document["rule_number"]
        entry.version = self.record
        entry.effective_from = date.fromisoformat(lifecycle["effective"])
        entry.expires_on = date.fromisoformat(expires) if expires else None
        entry.save()
        ListedVersion.objects.filter(entry=entry, superseded_at__isnull=True).update(
            superseded_at=timezone.now()
        )
        ListedVersion.objects.create(entry=entry, version=self.record, label=self.record.label)
        return entry, was_listed

    def tell(self) -> None:
        """Public event, publication, PDF and mails."""
        event = "filed"
        if self.filing.round > 1:
            event = "corrected"
        elif self.filing.is_amendment:
            event = "amended"
        self.entry.record_event(
            event=event,
            actor=self.user,
            effective_on=self.entry.effective_from,
            data={"version": self.record.label, "sha256": self.record.digest},
        )
        publish_later(self.entry)
        for language in ("zh", "en"):
            outbox.put("render", {"version": self.record.pk, "language": language})
        tell_submitted(self.filing, self.entry)

    def event_data(self) -> dict[str, Any]:
        """Where it went."""
        return {"filing": self.filing.number, "entry": self.entry.number}


def publish_later(entry: Entry) -> None:
    """Have the publication of an entry rebuilt once this transaction is committed."""
    outbox.put("publish", {"entry": entry.pk})
