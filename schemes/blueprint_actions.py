"""What may happen to a blueprint version: two people publish it, its use ends, it is retired."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access, refused
from portal.core.actions import Action
from portal.core.errors import RulesBroken, WrongState
from portal.core.localised import in_language
from schemes.blueprint_drafts import version_before
from schemes.blueprint_notices import announce
from schemes.last_days import (
    LastDays,
    last_days_of,
    require_lawful_change,
    usual_last_days,
)
from schemes.models import BlueprintVersion
from schemes.permissions import may_write_blueprints
from schemes.states import BlueprintState
from schemes.validation.provable import unprovable

_WHO = gettext_lazy("editor or administrator of the regulator")


class BlueprintAction(Action[BlueprintVersion]):
    """An act of those who write blueprints for the regulator."""

    who = _WHO
    #: A template shows the action; it does not make one.
    do_not_call_in_templates: ClassVar[bool] = True

    @classmethod
    def access(cls, user: Any, record: BlueprintVersion) -> Access:
        """Editors and administrators of the regulator."""
        return may_write_blueprints(user)

    def _must_be_as_seen(self) -> None:
        """`seen` is the digest of what the person had before them, where a page gave one."""
        if self.data.get("seen") not in (None, self.record.digest):
            raise WrongState(
                _("The blueprint was saved by somebody while you were reading it. Read it again.")
            )

    def _must_be_satisfiable(self) -> None:
        """A document can be made by it, and each answer that it offers can be given."""
        found = next(unprovable(self.record.blueprint), None)
        if found is not None:
            raise RulesBroken(found.message)

    def event_data(self) -> dict[str, Any]:
        """What exactly it was about."""
        return {"sha256": self.record.digest}


class Propose(BlueprintAction):
    """Put a draft before a second person. It is frozen from here on, unless it is sent back."""

    name = "propose"
    label = gettext_lazy("Propose for publication")
    event = "proposed"
    from_states = frozenset({BlueprintState.DRAFT})
    to_state = BlueprintState.PROPOSED

    def check(self) -> None:
        """It differs from the version before, no section is empty, and authors are told why."""
        self._must_be_as_seen()
        before = version_before(self.record)
        if before is not None and _content(before) == _content(self.record):
            raise RulesBroken(
                _("Nothing was changed against %(ref)s; there is nothing to publish.")
                % {"ref": before.ref}
            )
        empty = [s.title for s in self.record.blueprint.sections if not s.parts]
        if empty:
            raise RulesBroken(
                _("The section “%(title)s” has no fields. Add some, or remove the section.")
                % {"title": in_language(empty[0])}
            )
        self._must_be_satisfiable()
        if not self.record.note.strip():
            raise RulesBroken(_("Say first what is new, for the authors of the bodies."))

    def apply(self) -> None:
        """Keep who proposed it."""
        self.record.proposed_at = timezone.now()
        self.record.proposed_by = self.user


def _content(version: BlueprintVersion) -> dict[str, Any]:
    """The schema without its own name."""
    properties = {**version.schema["properties"], "blueprint": None}
    return {**version.schema, "$id": None, "properties": properties}


class SendBack(BlueprintAction):
    """Give a proposed blueprint back for changes; it is a draft again."""

    name = "send_back"
    label = gettext_lazy("Send back to be changed")
    event = "sent_back"
    from_states = frozenset({BlueprintState.PROPOSED})
    to_state = BlueprintState.DRAFT

    def apply(self) -> None:
        """The proposal is over."""
        self.record.proposed_at = None
        self.record.proposed_by = None

    def event_data(self) -> dict[str, Any]:
        """Why."""
        return {**super().event_data(), "reason": str(self.data.get("reason", ""))}


class Publish(BlueprintAction):
    """Publish a proposed blueprint: schemes begun from now on follow it. It never changes again.

    A second person does it: not who proposed it, and not who wrote in it last. The version before
    gets a last day for beginning drafts and one for filing, unless it has them: `last_days`, or
    those of the regulator's periods. Bodies with drafts on it are told.
    """

    name = "publish"
    label = gettext_lazy("Publish")
    event = "published"
    from_states = frozenset({BlueprintState.PROPOSED})
    to_state = BlueprintState.PUBLISHED
    who = gettext_lazy("another editor or administrator of the regulator than the proposer")

    @classmethod
    def access(cls, user: Any, record: BlueprintVersion) -> Access:
        """Editors and administrators of the regulator who did not write or propose it."""
        access = may_write_blueprints(user)
        if access and user.pk in (record.proposed_by_id, last_writer_id(record)):
            return refused(
                _(
                    "A second person must publish this blueprint, because you proposed it or "
                    "were the last to write in it. Ask another editor or an administrator."
                )
            )
        return access

    def check(self) -> None:
        """What is published is what the person read, and some document satisfies it."""
        self._must_be_as_seen()
        self._must_be_satisfiable()
        today = timezone.localdate()
        self.ending = list(without_last_days(self.record))
        self.last_days = self.data.get("last_days") or usual_last_days(today)
        if self.last_days == LastDays():
            self.ending = []  # it was said that the version before goes on without an end
        if self.ending:
            require_lawful_change(LastDays(), self.last_days, today, reason="")

    def apply(self) -> None:
        """Keep who published it."""
        self.record.published_at = timezone.now()
        self.record.published_by = self.user

    def tell(self) -> None:
        """Set the last days of what it replaces, and announce them."""
        for former in self.ending:
            set_last_days(former, self.last_days, self.user, successor=self.record.ref)


def last_writer_id(version: BlueprintVersion) -> int | None:
    """Who changed the blueprint last, or began it."""
    writing = version.events.filter(event__in=("begun", "edited")).order_by("-pk")
    return writing.values_list("actor_id", flat=True).first()


def without_last_days(successor: BlueprintVersion) -> QuerySet[BlueprintVersion]:
    """The published versions that a successor would end."""
    former = BlueprintVersion.objects.published().filter(key=successor.key, drafts_until=None)
    return former.filter(version__lt=successor.version).order_by("version")


def set_last_days(
    blueprint: BlueprintVersion, days: LastDays, user: Any, *, reason: str = "", successor: str = ""
) -> None:
    """Write down the last days of a version with their history, and announce them."""
    before = last_days_of(blueprint)
    blueprint.drafts_until, blueprint.filing_until = days.drafts, days.filing
    blueprint.save(update_fields=["drafts_until", "filing_until"])
    event = blueprint.record_event(
        event=SetLastDays.event,
        from_state=blueprint.state,
        to_state=blueprint.state,
        actor=user,
        data=_told_in_history(before, days, reason, successor),
    )
    announce(blueprint, before=before, reason=reason, today=timezone.localdate(), key=str(event.pk))


def _told_in_history(
    before: LastDays, after: LastDays, reason: str, successor: str
) -> dict[str, Any]:
    said = {"reason": reason, "successor": successor}
    kept = {name: value for name, value in said.items() if value}
    return {"before": before.as_json(), "after": after.as_json(), **kept}


class SetLastDays(BlueprintAction):
    """Set until when drafts are begun with a version, and until when what follows it is filed.

    A day that was announced may be prolonged at any time. It is shortened with a reason alone, and
    never to less than the period of announcement. Bodies with drafts on the version are told.
    """

    name = "set_last_days"
    label = gettext_lazy("Set the last days")
    event = "last_days_set"
    from_states = frozenset({BlueprintState.PUBLISHED, BlueprintState.RETIRED})

    def check(self) -> None:
        """The days are lawful, nobody set others meanwhile, and something remains to begin with.

        `days` are the last days that are wanted, `seen` those that the person had before them.
        """
        self.before = last_days_of(self.record)
        if self.data.get("seen_days") not in (None, self.before):
            raise WrongState(
                _("Somebody set other last days while you were writing. Look at them first.")
            )
        self.after: LastDays = self.data["days"]
        self.reason = str(self.data.get("reason") or "").strip()
        require_lawful_change(self.before, self.after, timezone.localdate(), self.reason)
        if self.after.drafts is not None and not _others_to_begin_with(self.record).exists():
            raise RulesBroken(
                _(
                    "This is the only blueprint of its category without a last day; without it "
                    "nobody could begin such a scheme. Publish its successor first."
                )
            )

    def apply(self) -> None:
        """Set both."""
        self.record.drafts_until, self.record.filing_until = self.after.drafts, self.after.filing

    def event_data(self) -> dict[str, Any]:
        """Both days before and after, and why."""
        return _told_in_history(self.before, self.after, self.reason, successor="")

    def tell(self) -> None:
        """Announce them, each time anew."""
        event = self.record.events.filter(event=self.event).latest("pk")
        announce(
            self.record,
            before=self.before,
            reason=self.reason,
            today=timezone.localdate(),
            key=str(event.pk),
        )


def _others_to_begin_with(version: BlueprintVersion) -> QuerySet[BlueprintVersion]:
    """The blueprints of the category that stay without a last day."""
    others = BlueprintVersion.objects.published().filter(category=version.category)
    return others.filter(drafts_until=None).exclude(pk=version.pk)


class Retire(BlueprintAction):
    """Take a published blueprint out of use, once its last day for beginning drafts is over.

    Documents that follow it stay as they are, and stay valid.
    """

    name = "retire"
    label = gettext_lazy("Retire")
    event = "retired"
    from_states = frozenset({BlueprintState.PUBLISHED})
    to_state = BlueprintState.RETIRED

    def check(self) -> None:
        """Nobody may begin with it any more, as was announced in time."""
        if not self.record.may_be_begun_with(timezone.localdate()):
            return
        if self.record.drafts_until is None:
            raise RulesBroken(
                _("Set the last days of this version first; bodies are told of them.")
            )
        raise RulesBroken(
            _("Drafts may be begun with this version until %(day)s; retire it after that day.")
            % {"day": date_format(self.record.drafts_until)}
        )

    def apply(self) -> None:
        """Keep when."""
        self.record.retired_at = timezone.now()


class Discard(BlueprintAction):
    """Give up a draft. Its history stays, and its number is not used again."""

    name = "discard"
    label = gettext_lazy("Discard the draft")
    event = "discarded"
    from_states = frozenset({BlueprintState.DRAFT})
    to_state = BlueprintState.DISCARDED


BLUEPRINT_ACTIONS: tuple[type[BlueprintAction], ...] = (
    Propose,
    Publish,
    SendBack,
    SetLastDays,
    Retire,
    Discard,
)
