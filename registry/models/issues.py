"""Schemes of the state (国推、部门共推): who issues one with the regulator, and when it did."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from portal.reference.models import NationalScheme
from registry.models.entries import Entry
from registry.models.filings import Filing


class CoIssuerQuerySet(QuerySet["CoIssuer"]):
    """Ministries that were named to issue a scheme as well."""

    def of(self, filing: Filing) -> CoIssuerQuerySet:
        """Those of the text that is proposed now."""
        rows = self.filter(filing=filing, round=filing.round)
        return rows.select_related("organisation", "agreement__by").order_by("pk")


class CoIssuer(models.Model):
    """That a ministry was named to issue a text together with the regulator. Only ever added to."""

    filing = models.ForeignKey(Filing, on_delete=models.PROTECT, related_name="co_issuers")
    round = models.PositiveIntegerField(_("round"))
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("ministry")
    )

    objects = CoIssuerQuerySet.as_manager()

    class Meta:
        ordering = ["filing", "round", "pk"]
        verbose_name = _("co-issuing ministry")
        verbose_name_plural = _("co-issuing ministries")
        constraints = [
            models.UniqueConstraint(
                fields=["filing", "round", "organisation"], name="a_ministry_is_named_once_a_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.filing} · {self.organisation}"

    @property
    def has_agreed(self) -> bool:
        """Whether it has agreed to this text."""
        return hasattr(self, "agreement")


class IssueAgreement(models.Model):
    """That a ministry agreed (会签) to a text: who for it, under which digest. Never changed."""

    co_issuer = models.OneToOneField(CoIssuer, on_delete=models.PROTECT, related_name="agreement")
    sha256 = models.CharField(_("SHA-256 digest"), max_length=64)
    words = models.TextField(_("opinion"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("agreed"), default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("agreement of a ministry")
        verbose_name_plural = _("agreements of ministries")

    def __str__(self) -> str:
        return str(self.co_issuer)


class Issue(models.Model):
    """That a version of a scheme of the state was issued: by which announcement, from which day.

    Never changed; an amendment is issued by an announcement of its own.
    """

    filing = models.OneToOneField(Filing, on_delete=models.PROTECT, related_name="issue")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="issues")
    national = models.ForeignKey(
        NationalScheme,
        on_delete=models.PROTECT,
        related_name="issues",
        verbose_name=_("row of the register of national schemes"),
    )
    regulator = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    announcement_no = models.CharField(_("number of the announcement"), max_length=80)
    issued_on = models.DateField(_("issued"), default=timezone.localdate)
    effective_on = models.DateField(_("takes effect"))

    class Meta:
        ordering = ["-issued_on", "-pk"]
        verbose_name = _("issue of a national scheme")
        verbose_name_plural = _("issues of national schemes")

    def __str__(self) -> str:
        return self.announcement_no

    @property
    def authorities(self) -> list[Organisation]:
        """Who issued it: the regulator, whose text it is, and the ministries that agreed."""
        named = [one.organisation for one in CoIssuer.objects.of(self.filing)]
        every = (self.regulator, self.filing.organisation, *named)
        return list(dict.fromkeys(every))
