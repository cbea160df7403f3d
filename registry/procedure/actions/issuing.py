"""Issuing (发布) a scheme of the state: its authors propose it, ministries agree, another decides.

Source: Regulations on Certification and Accreditation, articles 17 and 18 (rules for which the
state is in charge are made by the authority, jointly with the ministries concerned).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import Organisation
from portal.accounts.permissions import has_permission, organisations_where
from portal.accounts.roles import OrganisationKind, Permission
from portal.core.access import ALLOWED, Access, refused
from portal.core.errors import DomainError, RulesBroken, WrongState
from portal.core.listing import alphabetically
from registry.models import CoIssuer, Filing, Issue, IssueAgreement
from registry.procedure.actions.entering import Enters
from registry.procedure.actions.reasoned import ByDecider, BySignatory, OnFiling
from registry.procedure.national import keep_national
from registry.procedure.notifications import tell_ministry
from registry.procedure.permissions import may_decide
from registry.register.forms import day_field
from registry.states import IssueState
from registry.tracks import Entrance
from schemes.models import Version

#: What the document says of where such a scheme comes from.
OF_THE_STATE, OF_MINISTRIES = "national_unified", "ministry_joint"


class Proposal(Entrance):
    """The ministries that issue the scheme as well are named when it is proposed."""

    @classmethod
    def fields(cls, version: Version) -> Mapping[str, forms.Field]:
        """Which ministries."""
        ministries = Organisation.objects.filter(kind=OrganisationKind.MINISTRY)
        field = forms.ModelMultipleChoiceField(
            ministries.exclude(pk=version.scheme.organisation_id).order_by(alphabetically()),
            label=gettext_lazy("Ministries that issue it as well"),
            help_text=gettext_lazy("Each has to agree to the text before it is issued."),
            widget=forms.CheckboxSelectMultiple(attrs={"class": "govuk-checkboxes__input"}),
            required=False,
        )
        return {"ministries": field}

    @classmethod
    def obstacles(cls, version: Version) -> Iterable[DomainError]:
        """The document says that it is a scheme of the state."""
        if version.document.get("origin") not in (OF_THE_STATE, OF_MINISTRIES):
            yield RulesBroken(
                _(
                    "Say as origin that it is a national unified scheme or a joint one of "
                    "ministries; nothing else is issued."
                )
            )

    @classmethod
    def words(cls, version: Version, given: Mapping[str, Any]) -> dict[str, Any]:
        """The ministries by their short names; a joint scheme has one at least."""
        named = list(given.get("ministries") or ())
        is_of_ministry = version.scheme.organisation.kind == OrganisationKind.MINISTRY
        if version.document.get("origin") == OF_MINISTRIES and not (named or is_of_ministry):
            raise RulesBroken(_("Name the ministries that issue the joint scheme as well."))
        if any(one.kind != OrganisationKind.MINISTRY for one in named):
            raise RulesBroken(_("Only ministries issue a scheme together with the regulator."))
        return {"ministries": [one.slug for one in named]}

    @classmethod
    def begin(cls, filing: Filing, words: Mapping[str, Any]) -> None:
        """Each of them is asked to agree."""
        named = Organisation.objects.filter(slug__in=words["ministries"]).order_by("pk")
        for ministry in named:
            CoIssuer.objects.create(filing=filing, round=filing.round, organisation=ministry)
            tell_ministry(filing, ministry)


def asked_of(user: Any, filing: Filing) -> CoIssuer | None:
    """The ministry of the person that was named and has not agreed to this text yet."""
    for one in CoIssuer.objects.of(filing):
        if not one.has_agreed and has_permission(user, Permission.SIGN, one.organisation):
            return one
    return None


class ByMinistry(OnFiling):
    """An act of a ministry that was named to issue the scheme as well."""

    who = gettext_lazy("signatory of a ministry that was named")

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Its signatories."""
        named = CoIssuer.objects.of(record)
        if any(has_permission(user, Permission.SIGN, one.organisation) for one in named):
            return ALLOWED
        return refused(_("Only a signatory of a ministry that was named may do this."))

    @classmethod
    def is_available(cls, user: Any, record: Filing) -> bool:
        """Offered until the ministry has agreed."""
        return super().is_available(user, record) and asked_of(user, record) is not None

    def check(self) -> None:
        """Its ministry has not agreed to this text yet."""
        super().check()
        asked = asked_of(self.user, self.record)
        if asked is None:
            raise WrongState(_("Your ministry has agreed to this text already."))
        self.asked = asked

    def event_data(self) -> dict[str, Any]:
        """Which ministry."""
        return {**super().event_data(), "ministry": self.asked.organisation.name_text}


class AgreeToIssue(ByMinistry):
    """Agree, for a ministry, that the text is issued (会签)."""

    name = "agree_to_issue"
    label = gettext_lazy("Agree to the issue")
    event = "agreed_to_issue"
    from_states = frozenset({IssueState.PROPOSED})
    explanation = gettext_lazy(
        "Your ministry issues this text together with the regulator. The agreement is to the text "
        "with this digest; another text is put before you again."
    )

    def apply(self) -> None:
        """Keep it."""
        IssueAgreement.objects.create(
            co_issuer=self.asked,
            sha256=self.record.version.digest,
            words=self.reason,
            by=self.user,
        )


class ObjectToIssue(ByMinistry):
    """Return the text to its authors, for a ministry, with what it would have changed."""

    name = "object_to_issue"
    label = gettext_lazy("Do not agree, and return it")
    event = "objected_to_issue"
    from_states = frozenset({IssueState.PROPOSED})
    to_state = IssueState.RETURNED
    explanation = gettext_lazy(
        "Say what has to be changed. The authors put a new text before all ministries again."
    )


class DecidesOnIssue(ByDecider):
    """An act of a decider of the regulator who had no hand in the text."""

    who = gettext_lazy("decider of the regulator who neither wrote nor signed the text")

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Nothing is issued that somebody else than the state has written."""
        if not record.organisation.issues:
            return refused(_("Only schemes of the regulator and of ministries are issued."))
        return may_decide(user, record)


class ReturnToAuthors(DecidesOnIssue):
    """Return the text to its authors with the reason."""

    name = "return_to_authors"
    label = gettext_lazy("Return it to its authors")
    beforehand = gettext_lazy("The text may be returned to you, with what has to be changed.")
    event = "issue_returned"
    from_states = frozenset({IssueState.PROPOSED})
    to_state = IssueState.RETURNED
    explanation = gettext_lazy("Say what has to be changed before the scheme can be issued.")


def first_day_of(filing: Filing) -> date:
    """The first day from which a text can be announced to be in force: not before it says so."""
    said = date.fromisoformat(filing.version.document["lifecycle"]["effective"])
    return max(said, timezone.localdate())


class IssueScheme(Enters, DecidesOnIssue):
    """Issue the scheme by an announcement; it is listed as a scheme of the state at once.

    From then on no body files a scheme of its own beside it without saying how it differs.
    """

    name = "issue"
    label = gettext_lazy("Issue the scheme")
    beforehand = gettext_lazy(
        "Another person than who proposed it issues the scheme, and lists it with that act."
    )
    event = "issued"
    begins_as = "issued"
    from_states = frozenset({IssueState.PROPOSED})
    to_state = IssueState.ISSUED
    explanation = gettext_lazy(
        "The scheme is listed as a scheme of the state with this announcement. Drafts and listed "
        "schemes of bodies that resemble it are looked for."
    )

    @classmethod
    def fields(cls, record: Filing) -> dict[str, Any]:
        """The announcement and the day from which it is in force."""
        number = forms.CharField(
            label=gettext_lazy("Number of the announcement"),
            help_text=gettext_lazy("As it is published, such as 国家认监委公告2026年第9号."),
            max_length=80,
        )
        first = first_day_of(record)
        day = day_field(gettext_lazy("In force from"), first, initial=first)
        return {**super().fields(record), "announcement_no": number, "effective_on": day}

    def check(self) -> None:
        """Every ministry that was named has agreed, and the announcement has a number and a day."""
        super().check()
        missing = [one for one in CoIssuer.objects.of(self.record) if not one.has_agreed]
        if missing:
            names = _(", ").join(str(one.organisation) for one in missing)
            raise RulesBroken(
                _("These ministries have not agreed yet: %(names)s.") % {"names": names}
            )
        if not self.announcement_no:
            raise RulesBroken(_("Give the number of the announcement."))
        day, first = self.data.get("effective_on"), first_day_of(self.record)
        if day is None or day < first:
            raise RulesBroken(
                _("Give the day from which it is in force, %(first)s at the earliest.")
                % {"first": first.isoformat()}
            )

    @property
    def announcement_no(self) -> str:
        """The number under which it is announced."""
        return str(self.data.get("announcement_no") or "").strip()

    @property
    def not_before(self) -> Any:
        """In force from the announced day."""
        return self.data["effective_on"]

    def apply(self) -> None:
        """List it, keep the announcement, and tell the gate by the register of national schemes."""
        super().apply()
        issue = Issue(
            filing=self.record,
            entry=self.entry,
            regulator=organisations_where(self.user, Permission.DECIDE)[0],
            announcement_no=self.announcement_no,
            effective_on=self.entry.effective_from,
        )
        issue.national = keep_national(issue, self.user)
        issue.save()
        self.issue = issue

    def event_data(self) -> dict[str, Any]:
        """By which announcement, from which day."""
        return {
            **super().event_data(),
            "announcement": self.announcement_no,
            "in_force_from": self.issue.effective_on.isoformat(),
        }


class WithdrawIssue(BySignatory):
    """Withdraw a text that was proposed to be issued; nothing of it becomes public."""

    name = "withdraw_issue"
    label = gettext_lazy("Withdraw the proposal")
    event = "issue_withdrawn"
    from_states = frozenset({IssueState.PROPOSED, IssueState.RETURNED})
    to_state = IssueState.WITHDRAWN
    explanation = gettext_lazy("The text is not issued. It can be proposed anew at any time.")


ISSUE_ACTIONS = (AgreeToIssue, ObjectToIssue, ReturnToAuthors, IssueScheme, WithdrawIssue)
