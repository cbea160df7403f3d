"""What the duplicate gate compares schemes by."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation
from schemes.models.schemes import Scheme, Version


class SchemeProfile(models.Model):
    """What the duplicate gate compares of a scheme that the register lists.

    One row per scheme, of the version in force; `schemes.similarity.shelf` alone writes them.
    """

    scheme = models.OneToOneField(Scheme, on_delete=models.CASCADE, related_name="profile")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    #: The number of the entry in the register.
    number = models.CharField(max_length=20)
    rule_number = models.CharField(max_length=80, blank=True)
    title = models.JSONField(default=dict)
    #: The last day on which the scheme is in force; empty: no end.
    until = models.DateField(null=True, blank=True)
    content = models.JSONField()
    #: `schemes.similarity.profiles.VERSION` when the content was made.
    made_by = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("profile of a scheme")
        verbose_name_plural = _("profiles of schemes")

    def __str__(self) -> str:
        return self.number


class ProfileTerm(models.Model):
    """A term by which a profile is found."""

    profile = models.ForeignKey(SchemeProfile, on_delete=models.CASCADE, related_name="terms")
    term = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["term", "profile"], name="a_profile_has_a_term_once")
        ]

    def __str__(self) -> str:
        return self.term
