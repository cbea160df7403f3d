"""Acts on a filing for which a reason is all that is asked; pages offer them by themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.permissions import has_permission
from portal.accounts.roles import Permission
from portal.core.access import ALLOWED, Access, refused
from portal.core.actions import ReasonedAction
from portal.core.errors import RulesBroken, WrongState
from registry.models import Duty, Filing, ReasonCode, Remedy
from registry.procedure.actions.review import review_token
from registry.procedure.clock import clock_begun
from registry.procedure.grounds import grounds_for_mail
from registry.procedure.permissions import may_decide, may_review_filing
from registry.procedure.statements import state_impartiality
from registry.register.grounds import ground_field
from registry.register.letters import LetterWords, letter_of
from registry.register.telling import tell_act
from registry.states import ReasonPurpose

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OFFICER = gettext_lazy("officer of the regulator who has no part in the filing")
DECIDER = gettext_lazy(
    "decider of the regulator who neither reviewed the filing nor has a part in it"
)
SIGNATORY = gettext_lazy("signatory of the certification body")


class OnFiling(ReasonedAction[Filing]):
    """An act of a track; the body hears of it, with the reason."""

    #: For which duty whoever carries it out declares to be impartial in the case.
    duty: Duty | None = None
    #: Whether it burdens the body, so that it has to rest on reasons of the regulator's list.
    asks_grounds: ClassVar[bool] = False
    #: Which of them.
    grounds_for: ClassVar[tuple[ReasonPurpose, ...]] = (ReasonPurpose.DECISION,)
    #: What the body is told was done, where the desk has a word of its own for it.
    told_as: ClassVar[StrOrPromise] = ""

    @classmethod
    def fields(cls, record: Filing) -> dict[str, Any]:
        """A reason of the list, where it burdens."""
        return {"reason_code": ground_field(*cls.grounds_for)} if cls.asks_grounds else {}

    @property
    def reason_codes(self) -> list[str]:
        """The code of the reason that it rests on, as decisions keep theirs."""
        code = self.data.get("reason_code")
        return [code] if code else []

    def check(self) -> None:
        """A reason in words and, for what burdens, one of the list with its clause of the law."""
        super().check()
        fitting = ReasonCode.objects.filter(purpose__in=self.grounds_for)
        known = set(fitting.values_list("code", flat=True))
        if not known.issuperset(self.reason_codes):
            raise RulesBroken(_("One of the reasons is not in the regulator's list any more."))
        if self.asks_grounds and not self.reason_codes:
            raise RulesBroken(_("It has to rest on at least one reason from the list."))

    def apply(self) -> None:
        """Who acts for the regulator declares to be impartial; what the law does needs nobody."""
        if self.duty is not None and self.user is not None:
            state_impartiality(self.record, self.user, self.duty)

    def event_data(self) -> dict[str, Any]:
        """The reason, what it rests on, and what can be done against it."""
        more = {"reason_codes": self.reason_codes, "remedy": self.remedy}
        return {**super().event_data(), **{name: value for name, value in more.items() if value}}

    @property
    def remedy(self) -> dict[str, str]:
        """What the law gives against it, where it burdens; in both languages."""
        if not self.asks_grounds:
            return {}
        return Remedy.objects.on(timezone.localdate(), self.record.track)

    def letter_words(self) -> LetterWords:
        """What its letter says, where it ends in one."""
        today = timezone.localdate()
        clock = clock_begun(self.record.procedure, self.to_state, today) if self.to_state else None
        due = {"due_on": clock.due} if clock is not None and clock.waits_for_body else {}
        return LetterWords(
            reasons=self.reason,
            told={**due, **self.record.told_of_delegation(self.user)},
            note=str(self.data.get("letter_note") or "").strip(),
            grounds=grounds_for_mail(self.reason_codes),
            remedy=self.remedy,
        )

    def tell(self) -> None:
        """To the body."""
        letter = letter_of(self)
        grounds = grounds_for_mail(self.reason_codes)
        number = letter.number if letter else ""
        told_as = self.told_as or self.label
        tell_act(self.record, told_as, self.reason, grounds, letter=number)


class ByOfficer(OnFiling):
    """An act of an officer, whose name stands on the filing from then on."""

    who = OFFICER
    duty = Duty.REVIEW

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Officers without a part in the filing."""
        return may_review_filing(user, record)

    def check(self) -> None:
        """A case that a colleague has is taken over first, with the reason."""
        super().check()
        if self.user is not None and self.record.officer_id not in (None, self.user.pk):
            raise WrongState(
                _("%(person)s has this case. Take it over first, with the reason.")
                % {"person": self.record.officer}
            )

    def apply(self) -> None:
        """Who examines never decides."""
        super().apply()
        self.record.officer = self.user or self.record.officer


class ByDecider(OnFiling):
    """An act of a decider, on the proposal that was read where there is one."""

    who = DECIDER
    duty = Duty.DECISION

    @classmethod
    def fields(cls, record: Filing) -> dict[str, Any]:
        """Unseen, what the decider has before them."""
        if record.proposal is None:
            return super().fields(record)
        unseen = forms.CharField(
            widget=forms.HiddenInput, required=False, initial=review_token(record)
        )
        return {**super().fields(record), "seen": unseen}

    def check(self) -> None:
        """Another proposal than the one that was read is read first."""
        super().check()
        if self.data.get("seen") not in (None, "", review_token(self.record)):
            raise WrongState(
                _("What you read has changed meanwhile. Read it as it is now, and decide again.")
            )

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Deciders who neither reviewed the filing nor have a part in it."""
        return may_decide(user, record)


class BySignatory(OnFiling):
    """An act of the body itself."""

    who = SIGNATORY

    @classmethod
    def access(cls, user: Any, record: Filing) -> Access:
        """Signatories of the body."""
        if has_permission(user, Permission.SIGN, record.organisation):
            return ALLOWED
        return refused(_("Only a signatory of the certification body may do this."))
