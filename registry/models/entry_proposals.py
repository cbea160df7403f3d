"""What an officer proposes to do to an entry, and what another person ruled on it."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import User
from portal.accounts.permissions import may_decide_at_all
from registry.lifecycle import delegable_by_act
from registry.models.delegations import delegated_to


class EntryProposalQuerySet(QuerySet["EntryProposal"]):
    """Proposals by what became of them."""

    def waiting(self) -> EntryProposalQuerySet:
        """Those on which nobody has ruled."""
        return self.filter(ruling=None)

    def to_rule_on_by(self, user: User) -> EntryProposalQuerySet:
        """Those on which a person may rule, a part in the scheme aside: made by somebody else.

        Of a branch those of which carrying out was delegated to it.
        """
        waiting = self.waiting().exclude(proposed_by=user)
        if may_decide_at_all(user):
            return waiting
        given = Q(pk__in=[])
        for act, of in delegable_by_act():
            if of.of_decider is not None:
                given |= Q(act=act) & delegated_to(user, of.of_decider, "entry__organisation__")
        return waiting.filter(given)


class EntryProposal(models.Model):
    """An act on an entry as an officer proposes it, with all its words. Never changed.

    Nobody outside the desk hears of it until another person carries it out.
    """

    entry = models.ForeignKey("registry.Entry", on_delete=models.PROTECT, related_name="proposals")
    act = models.CharField(_("act"), max_length=40)
    words = models.JSONField(
        default=dict, encoder=DjangoJSONEncoder, help_text=_("The fields of its form, by name.")
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(default=timezone.now)
    delegation = models.ForeignKey(
        "registry.Delegation",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("By which somebody of a branch proposed it."),
    )

    objects = EntryProposalQuerySet.as_manager()

    class Meta:
        ordering = ["entry", "pk"]
        verbose_name = _("proposal of an act on an entry")
        verbose_name_plural = _("proposals of acts on entries")

    def __str__(self) -> str:
        return f"{self.entry} {self.act}"

    @property
    def reason(self) -> str:
        """Why, in the officer's words."""
        return str(self.words.get("reason", ""))


class EntryRuling(models.Model):
    """What became of a proposal, by whom and why. Never changed."""

    proposal = models.OneToOneField(EntryProposal, on_delete=models.PROTECT, related_name="ruling")
    is_carried_out = models.BooleanField(_("carried out"))
    reason = models.TextField(_("reason"), blank=True)
    ruled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    ruled_at = models.DateTimeField(default=timezone.now)
    delegation = models.ForeignKey(
        "registry.Delegation",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text=_("By which somebody of a branch ruled."),
    )

    class Meta:
        ordering = ["proposal"]
        verbose_name = _("ruling on an act on an entry")
        verbose_name_plural = _("rulings on acts on entries")

    def __str__(self) -> str:
        return str(self.proposal)
