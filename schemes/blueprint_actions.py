"""What may happen to a blueprint version: two people publish it, and it is retired."""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.access import Access, refused
from portal.core.actions import Action
from portal.core.errors import RulesBroken, WrongState
from portal.core.localised import in_language
from schemes.blueprint_drafts import version_before
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

    A second person does it: not who proposed it, and not who wrote in it last.
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

    def apply(self) -> None:
        """Keep who published it."""
        self.record.published_at = timezone.now()
        self.record.published_by = self.user


def last_writer_id(version: BlueprintVersion) -> int | None:
    """Who changed the blueprint last, or began it."""
    writing = version.events.filter(event__in=("begun", "edited")).order_by("-pk")
    return writing.values_list("actor_id", flat=True).first()


class Retire(BlueprintAction):
    """Take a published blueprint out of use: no scheme is begun with it any more.

    Documents that follow it stay as they are, and stay valid.
    """

    name = "retire"
    label = gettext_lazy("Retire")
    event = "retired"
    from_states = frozenset({BlueprintState.PUBLISHED})
    to_state = BlueprintState.RETIRED

    def check(self) -> None:
        """Each category of schemes keeps a blueprint to begin with."""
        others = BlueprintVersion.objects.published().filter(category=self.record.category)
        if not others.exclude(pk=self.record.pk).exists():
            raise RulesBroken(
                _(
                    "This is the only published blueprint of its category; without it nobody "
                    "could begin such a scheme. Publish its successor first."
                )
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


BLUEPRINT_ACTIONS: tuple[type[BlueprintAction], ...] = (Propose, Publish, SendBack, Retire, Discard)
