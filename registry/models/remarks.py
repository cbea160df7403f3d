"""What officers ask for at the places of a document, and what the body answers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.models import Event
from registry.states import AnswerKind, RemarkKind, RemarkState, Visibility

#: What its author may word otherwise until it is sent.
WORDS = ("kind", "text", "reason_code", "satisfied_by", "quote", "legal_basis", "visibility")


class RemarkQuerySet(QuerySet["Remark"]):
    """Remarks."""

    def sent(self) -> RemarkQuerySet:
        """Those that went to the body; the others are the officers' own notes until then."""
        return self.filter(sent_at__isnull=False)

    def unsent(self) -> RemarkQuerySet:
        """Those that a request for correction would send; only officers see them yet."""
        mine = self.filter(sent_at__isnull=True, withdrawal__isnull=True)
        return mine.filter(visibility=Visibility.BODY)

    def with_people(self) -> RemarkQuerySet:
        """With the people who wrote, answered and withdrew them."""
        people = self.select_related("author", "answered_by", "withdrawal__by")
        return people.prefetch_related("events__actor", "earlier")

    def to_send(self) -> RemarkQuerySet:
        """Those that a request for correction sends: new ones, and those that were reopened."""
        new = Q(sent_at__isnull=True, withdrawal__isnull=True, visibility=Visibility.BODY)
        return self.filter(new | Q(state=RemarkState.REOPENED))

    def asked(self) -> RemarkQuerySet:
        """Those that the body answers now."""
        return self.filter(state__in=[RemarkState.OPEN, RemarkState.ANSWERED])

    def to_judge(self) -> RemarkQuerySet:
        """Those whose answer no officer has closed or reopened."""
        return self.filter(state__in=[RemarkState.ANSWERED, RemarkState.REMOVED])

    def unsettled(self) -> RemarkQuerySet:
        """Those that must be corrected, were sent and are not closed."""
        return self.sent().filter(kind=RemarkKind.MUST).exclude(state=RemarkState.CLOSED)


class Remark(models.Model):
    """What an officer asks for at one place of the document, and the body's answer."""

    filing = models.ForeignKey("registry.Filing", on_delete=models.PROTECT, related_name="remarks")
    round = models.PositiveIntegerField()
    address = models.CharField(
        _("place"), max_length=300, blank=True, help_text=_("Empty: the document as a whole.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=RemarkKind.choices)
    text = models.TextField(_("remark"))
    state = models.CharField(
        _("state"), max_length=10, choices=RemarkState.choices, default=RemarkState.WRITTEN
    )
    reason_code = models.CharField(_("reason"), max_length=40, blank=True)
    satisfied_by = models.TextField(
        _("what would satisfy it"), blank=True, help_text=_("The notice says it to the body.")
    )
    quote = models.TextField(
        _("quoted words"), blank=True, help_text=_("The words of the text that it is about.")
    )
    legal_basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    bank_code = models.CharField(
        _("from the bank"), max_length=40, blank=True, help_text=_("What it was made from.")
    )
    visibility = models.CharField(
        _("who reads it"), max_length=10, choices=Visibility.choices, default=Visibility.BODY
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(default=timezone.now)
    #: Set when the remark went to the body with a request for correction.
    sent_at = models.DateTimeField(null=True, blank=True)
    #: Set when it was taken back, so that the database holds its words from then on.
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    answer_kind = models.CharField(
        _("answer"), max_length=10, choices=AnswerKind.choices, blank=True
    )
    answer = models.TextField(_("answer in words"), blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["filing", "round", "pk"]
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        constraints = [
            models.CheckConstraint(
                condition=Q(visibility=Visibility.BODY) | Q(sent_at__isnull=True),
                name="what_is_for_the_desk_is_never_sent",
            )
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_answered(self) -> bool:
        """Whether the body has said something about it."""
        return bool(self.answer_kind)

    def record_event(self, **event: Any) -> RemarkEvent:
        """Append one line to this remark's history."""
        return self.events.create(**event)

    @property
    def history(self) -> list[RemarkEvent]:
        """What was said about it after it was sent, where that is more than its answer."""
        told = [event for event in self.events.all() if event.event in ITEM_EVENTS]
        return told if len(told) > 1 else []

    #: Set by `registry.procedure.grounds`, which reads those of many at once.
    grounds: list[Any]
    #: Set by `registry.procedure.quotes`: what became of the quoted words.
    quoted: Any = None
    #: Set by the desk, for the person at work.
    may_withdraw: bool
    may_edit: bool

    @property
    def is_withdrawn(self) -> bool:
        """Whether an officer took it back before the body saw it."""
        return hasattr(self, "withdrawal")

    @property
    def is_for_the_desk(self) -> bool:
        """Whether the body never sees it."""
        return self.visibility == Visibility.DESK

    @property
    def words(self) -> dict[str, str]:
        """What its author may word otherwise until it is sent."""
        return {name: str(getattr(self, name)) for name in WORDS}

    @property
    def reason_codes(self) -> list[str]:
        """The code of the reason that it rests on, as decisions have theirs."""
        return [self.reason_code] if self.reason_code else []


class Withdrawal(models.Model):
    """That a remark was taken back before the body saw it: by whom, when and why. Never changed."""

    remark = models.OneToOneField(Remark, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField(_("why it was taken back"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("withdrawal of a remark")
        verbose_name_plural = _("withdrawals of remarks")

    def __str__(self) -> str:
        return self.reason[:60]


class RemarkEvent(Event):
    """One line of a remark's history: sent, answered, closed, reopened. Never changed."""

    remark = models.ForeignKey(Remark, on_delete=models.PROTECT, related_name="events")

    def __str__(self) -> str:
        return str(self.label)

    @property
    def label(self) -> str:
        """The event in words; of an answer, which kind it was."""
        kind = self.data.get("kind")
        return str(AnswerKind(kind).label if kind else ITEM_EVENTS.get(self.event, self.event))

    @property
    def words(self) -> str:
        """What was said with it."""
        return str(self.data.get("words", ""))


#: What the history of an item says.
ITEM_EVENTS: dict[str, Any] = {
    "answered": _("Answered"),
    "removed": _("Resolved by removal"),
    "closed": _("Closed"),
    "reopened": _("Reopened"),
}


class EarlierWords(models.Model):
    """How a remark was worded before its author edited it. Never changed."""

    remark = models.ForeignKey(Remark, on_delete=models.PROTECT, related_name="earlier")
    words = models.JSONField(_("words"))
    until = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["remark", "pk"]
        verbose_name = _("earlier wording of a remark")
        verbose_name_plural = _("earlier wordings of remarks")

    def __str__(self) -> str:
        return str(self.words.get("text", ""))[:60]
