"""Submission: the act by which a filing begins or goes on; on most tracks it lists the scheme."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import Organisation
from portal.core.access import Access
from portal.core.actions import Action
from portal.core.errors import RulesBroken
from portal.core.moves import Move, kind_of
from registry.alliances.joint import standings
from registry.models import Entry, FastLaneRequest, Filing, Remark
from registry.procedure.actions.fast_lane import fast_lane_words
from registry.procedure.actions.handing_in import HandingIn, handing_in_moves
from registry.procedure.corrections import Correction
from registry.procedure.notifications import tell_submitted
from registry.procedure.piloting import last_day_of_pilot
from registry.procedure.readiness import filing_under_way, obstacles, way_of_submission
from registry.procedure.track_cases import obstacles_of
from registry.procedure.track_choice import Way
from registry.register.listing import show
from registry.states import RemarkState
from schemes.documents import digest
from schemes.models import Scheme, Version
from schemes.permissions import may_sign
from schemes.reports import make, report_of
from schemes.states import VersionState


class Submit(Action[Version]):
    """Hand a signed version in. On complete submission a filing takes effect.

    It begins a filing on a track (`track`, if the rules on tracks open it to the scheme, or the
    one that they ask for), in the state in which the track begins; after a request for correction
    it continues that filing. What the track asks besides (`Track.entrance`) is given by name and
    kept with the submission. On a track that lists by another act, the register does not change
    yet.

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
    way: Way
    #: What the submission listed; None on a track that lists by another act.
    entry: Entry | None = None
    #: The same of the members of an alliance who signed this joint text.
    of_members: Sequence[tuple[Filing, Entry | None]] = ()

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
        self._enter_track()

    def _enter_track(self) -> None:
        """The version may go this way, and what the track asks was said."""
        self.way = self._way()
        entrance = self.way.track.entrance
        if self.answered is None:
            for obstacle in obstacles_of(self.way.track, self.record):
                raise obstacle
        self.words = entrance.words(self.record, self.data)
        self.pilot_until = last_day_of_pilot(self.record, self.way.track, self.data)
        is_first = self.answered is None
        self.fast_lane = fast_lane_words(self.way.track, self.data) if is_first else {}

    def apply(self) -> None:
        """Hand it in for its owner and, where it is a joint text, for each member who signed."""
        now, track, version = timezone.now(), self.way.track, self.record
        if self.answered is not None:
            self._settle(self.answered, now)
        findings = [finding.as_json() for finding in self.findings]
        owner = version.scheme.organisation
        leading = self.answered.organisation if self.answered is not None else owner
        own = HandingIn(
            version,
            leading,
            track,
            self.user if leading == owner else self._counter_signed_by(leading),
            findings,
            answered=self.answered,
            words=self.words,
            told=self.way.ground,
            pilot_until=self.pilot_until,
        )
        self.filing, self.entry = own.carry_out(self, now)
        if self.fast_lane:
            self._ask_for_fast_lane()
        self.of_members = [
            HandingIn(
                version,
                body,
                track,
                signed_by,
                findings,
                answered=under_way,
                led_by=self.filing,
                pilot_until=self.pilot_until,
            ).carry_out(self, now)
            for body, signed_by, under_way in self._beside(leading)
        ]

    def _beside(self, leading: Organisation) -> Iterator[tuple[Organisation, Any, Filing | None]]:
        """For which other bodies it is handed in, who answers for each, and what each answers.

        Where the lead of the alliance changed meanwhile, the owner's goes along with the case.
        """
        version, owner = self.record, self.record.scheme.organisation
        if leading != owner:
            own = version.scheme.filings.open().filter(organisation=owner).first()
            yield owner, self.user, own
        for one in standings(version):
            is_apart = one.organisation == leading or not self.way.track.serves_members
            if one.files and one.signature is not None and not is_apart:
                yield one.organisation, one.signature.signed_by, one.filing

    def _counter_signed_by(self, body: Organisation) -> Any:
        """Who answers for the body whose filing has the case; it signed before (`unsigned`)."""
        return self.record.counter_signatures.get(organisation=body).signed_by

    def _ask_for_fast_lane(self) -> None:
        """As with the act of its own (`AskForFastLane`); who gets the notice reads of it there."""
        asked = FastLaneRequest(filing=self.filing, asked_by=self.user, **self.fast_lane)
        asked.save()
        data = {"reason": asked.reason, "reason_codes": [asked.reason_code]}
        states = {"from_state": self.filing.state, "to_state": self.filing.state}
        event = {"event": "fast_lane_asked", "actor": self.user, "data": data}
        self.filing.record_event(**event, **states)

    @classmethod
    def further_moves(cls) -> tuple[Move, ...]:
        """The filings begin or go on; remarks on what the version removes are settled."""
        asked = frozenset({RemarkState.OPEN, RemarkState.ANSWERED})
        removed = Move(kind_of(Remark), asked, RemarkState.REMOVED, event="removed")
        return (*handing_in_moves(), removed)

    def _settle(self, filing: Filing, now: datetime) -> None:
        """Remarks on what the version removes are resolved; what was declared is fixed."""
        correction = Correction(filing.version, self.record)
        for remark in filing.remarks.asked():
            if correction.is_removed(remark.address):
                self.move(remark, RemarkState.REMOVED, {"data": {"round": filing.round}})
        filing.extra_changes.filter(round=filing.round).update(submitted_at=now)

    def _way(self) -> Way:
        """The track of the filing that it answers, as wished, or as the rules on tracks ask.

        `occasion` is what the body says of an amendment that nobody can compare.
        """
        wished, said = self.data.get("track") or "", self.data.get("occasion") or ""
        return way_of_submission(self.record, wished, said)

    def tell(self) -> None:
        """Publication and PDF of what is listed; mails."""
        for filing, entry in ((self.filing, self.entry), *self.of_members):
            if entry is not None:
                show(entry, self.record)
            tell_submitted(filing, entry)

    def event_data(self) -> dict[str, Any]:
        """Where it went."""
        entry = {"entry": self.entry.number} if self.entry is not None else {}
        return {"filing": self.filing.number, **entry}
