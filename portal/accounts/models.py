"""Users, organisations, memberships, and the fields a body is approved for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import GroupObjectPermissionBase, UserObjectPermissionBase

from portal.accounts.identifiers import validate_approval_number, validate_uscc
from portal.accounts.kinds import OfAKind
from portal.accounts.mail_models import HeldMail, MailWishes  # noqa: F401  # Django looks here
from portal.accounts.roles import OrganisationKind, Permission, Role
from portal.accounts.seats import Seated
from portal.core.fields import IdentifierField
from portal.core.localised import document_language
from portal.core.sorting import Alphabetised

#: An offer of a role that nobody has answered by then has to be made again.
GRANT_WAITS = timedelta(days=14)


class UserManager(BaseUserManager["User"]):
    """Makes users, who sign in with their mail address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        """A person; without a password until they set one."""
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        """An operator of the installation; no legal act is possible by this alone."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class User(Alphabetised, AbstractUser):
    """A person. What they may do follows from their memberships."""

    username = None  # type: ignore[assignment]
    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    email = models.EmailField(_("mail address"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80, blank=True)
    position = models.CharField(
        _("position"),
        max_length=80,
        blank=True,
        help_text=_("As it stands under a signature, such as “General manager”."),
    )

    NAMED_BY = frozenset({"name", "name_en"})
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """The person's name in the language of the page."""
        if document_language() == "en" and self.name_en:
            return self.name_en
        return self.name or self.email

    @property
    def name_text(self) -> dict[str, str]:
        """The name as localised text; the address of whoever has none."""
        return {
            "zh": self.name or self.email,
            **({"en": self.name_en} if self.name_en else {}),
        }

    def get_short_name(self) -> str:
        """The same as the full name: Chinese names are not shortened."""
        return self.get_full_name()


class CertificationField(models.Model):
    """A field (领域) of voluntary certification to which bodies are approved.

    Source: CNCA notice 2016 no. 24. Its key is the Chinese name; codes are filled in by the
    regulator when they are confirmed.
    """

    key = models.CharField(_("key"), max_length=120, primary_key=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    category = models.CharField(_("category"), max_length=20, db_index=True)
    code = models.CharField(_("code"), max_length=20, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)
    verified = models.BooleanField(
        _("verified"),
        default=False,
        help_text=_("Whether the name was seen in the notice or in a real approval."),
    )

    class Meta:
        ordering = ["category", "order", "key"]
        verbose_name = _("field")
        verbose_name_plural = _("fields")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the language of the page."""
        return self.name_en if document_language() == "en" and self.name_en else self.key

    @classmethod
    def labels_of(cls, keys: Iterable[str]) -> list[str]:
        """What fields are called in the language of the page, by their keys; one query."""
        keys = list(keys)
        known = cls.objects.in_bulk(keys)
        return [known[key].label if key in known else key for key in keys]


class Organisation(OfAKind, Seated, Alphabetised):
    """A certification body, the regulator, or somebody else who writes schemes."""

    kind = models.CharField(_("kind"), max_length=20, choices=OrganisationKind.choices)
    slug = models.SlugField(_("short name in addresses"), unique=True)
    name_zh = models.CharField(_("name in Chinese"), max_length=160)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)
    approval_no = IdentifierField(
        _("approval number"),
        max_length=20,
        blank=True,
        validators=[validate_approval_number],
        help_text=_("Such as CNCA-R-2002-001, or CNCA-RF-2003-24 for a foreign-funded body."),
    )
    uscc = IdentifierField(
        _("unified social credit code"),
        max_length=18,
        blank=True,
        validators=[validate_uscc],
        help_text=_("18 characters (GB 32100-2015); the last one is checked."),
    )
    website = models.URLField(_("website"), blank=True)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="branches",
        verbose_name=_("branch of"),
    )
    is_demonstration = models.BooleanField(_("invented for demonstration"), default=False)
    members = models.ManyToManyField(User, through="Membership", related_name="organisations")

    class Meta:
        ordering = ["kind", "approval_no", "sort_zh"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        permissions = list(Permission.choices)
        constraints = [
            models.UniqueConstraint(
                fields=["approval_no"],
                condition=~Q(approval_no=""),
                name="approval_number_is_unique",
            ),
            models.CheckConstraint(
                condition=~Q(kind="body") | ~Q(approval_no=""),
                name="certification_body_has_an_approval_number",
            ),
            models.CheckConstraint(
                condition=~Q(kind="branch") | Q(parent__isnull=False),
                name="a_branch_is_of_a_regulator",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the page."""
        return self.name_en if document_language() == "en" and self.name_en else self.name_zh

    @property
    def name_text(self) -> dict[str, str]:
        """The name as localised text."""
        return {"zh": self.name_zh, **({"en": self.name_en} if self.name_en else {})}


class OrganisationUserObjectPermission(UserObjectPermissionBase):
    """A person's permission on an organisation, deleted with either (django-guardian)."""

    content_object = models.ForeignKey(Organisation, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False


class OrganisationGroupObjectPermission(GroupObjectPermissionBase):
    """A group's permission on an organisation; unused, but guardian asks for the table."""

    content_object = models.ForeignKey(Organisation, on_delete=models.CASCADE)

    class Meta(GroupObjectPermissionBase.Meta):
        abstract = False


class Membership(models.Model):
    """A person's role in an organisation. Changed by `portal.accounts.memberships` alone."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateField(_("since"), auto_now_add=True)

    class Meta:
        ordering = ["organisation", "role", "user"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"], name="one_membership_per_role"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.organisation}"


class GrantState(models.TextChoices):
    """Whether a role that somebody wanted to give was given."""

    CONSENT = "consent", _("waits for the person")
    CONFIRMATION = "confirmation", _("waits for a confirmation")
    GIVEN = "given", _("given")
    REFUSED = "refused", _("refused")


WAITING = (GrantState.CONSENT, GrantState.CONFIRMATION)


class RoleGrantQuerySet(models.QuerySet["RoleGrant"]):
    """Roles that were given or are to be given."""

    def waiting(self) -> RoleGrantQuerySet:
        """Those that somebody can still answer."""
        return self.filter(state__in=WAITING, at__gt=timezone.now() - GRANT_WAITS)


class RoleGrant(models.Model):
    """A role that an administrator gave to a person, or will have given once others agree.

    Kept for ever, as the answer to who gave whom what. Changed by `portal.accounts.grants` alone.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="role_grants")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="role_grants"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("since"), default=timezone.now)
    state = models.CharField(_("state"), max_length=20, choices=GrantState.choices)
    answered_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = RoleGrantQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(state__in=[str(state.value) for state in WAITING]),
                name="one_waiting_grant_of_a_role",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.organisation}"

    @property
    def is_waiting(self) -> bool:
        """Whether somebody can still answer it."""
        return self.state in WAITING and self.at > timezone.now() - GRANT_WAITS


class EndedMembership(models.Model):
    """A role that a person had in an organisation until a day. Only ever added to.

    Who was a member when a scheme was filed never judges it, so the past has to be known.
    """

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="ended_memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="ended_memberships"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), default=timezone.localdate)

    class Meta:
        ordering = ["organisation", "user", "until"]
        verbose_name = _("ended membership")
        verbose_name_plural = _("ended memberships")

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()} · {self.organisation} · {self.until}"


class ApprovalStatus(models.TextChoices):
    """Whether an approval for a field can be used."""

    IN_FORCE = "in_force", _("in force")
    SUSPENDED = "suspended", _("suspended")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ApprovedFieldQuerySet(models.QuerySet["ApprovedField"]):
    """Approvals of bodies for fields."""

    def on(self, day: date) -> ApprovedFieldQuerySet:
        """The approvals that can be used on a day: in force, begun, not ended."""
        return self.filter(status=ApprovalStatus.IN_FORCE, valid_from__lte=day).filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=day)
        )


class ApprovedField(models.Model):
    """A field that a body's approval covers, from a day and, when it has ended, to a day.

    Source: Regulations on Certification and Accreditation, article 9 (no certification
    outside the approved scope).
    """

    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.CASCADE,
        related_name="approved_fields",
        verbose_name=_("certification body"),
    )
    field = models.ForeignKey(
        CertificationField,
        on_delete=models.PROTECT,
        related_name="approvals",
        verbose_name=_("field"),
    )
    status = models.CharField(
        _("status"),
        max_length=12,
        choices=ApprovalStatus.choices,
        default=ApprovalStatus.IN_FORCE,
    )
    full_time_staff = models.PositiveIntegerField(
        _("full-time staff"),
        null=True,
        blank=True,
        help_text=_("Certification staff of the body in this field. Empty: not known."),
    )
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    verified = models.BooleanField(_("verified"), default=False)

    objects = ApprovedFieldQuerySet.as_manager()

    class Meta:
        ordering = ["field__category", "field__order"]
        verbose_name = _("approved field")
        verbose_name_plural = _("approved fields")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until__isnull=True) | Q(valid_until__gte=models.F("valid_from")),
                name="approval_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["organisation", "field", "valid_from"],
                name="one_approval_for_a_field_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} · {self.field}"
