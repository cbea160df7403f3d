"""Roles and what each may do for its organisation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class OrganisationKind(models.TextChoices):
    """What an organisation is in the procedure."""

    BODY = "body", _("Certification body")
    REGULATOR = "regulator", _("Regulator")
    BRANCH = "branch", _("Branch of the regulator")
    MINISTRY = "ministry", _("Ministry")
    SCHEME_OWNER = "scheme_owner", _("Scheme owner")


#: Whose people write schemes: bodies, those who issue schemes of the state, owners without
#: certificates of their own.
WRITING_KINDS = frozenset(
    {
        OrganisationKind.BODY,
        OrganisationKind.REGULATOR,
        OrganisationKind.MINISTRY,
        OrganisationKind.SCHEME_OWNER,
    }
)
#: Who issues schemes of the state. Belonging to one is no part in what it issues.
ISSUING_KINDS = frozenset({OrganisationKind.REGULATOR, OrganisationKind.MINISTRY})


class Role(models.TextChoices):
    """What a person is in an organisation."""

    AUTHOR = "author", _("Author")
    SIGNATORY = "signatory", _("Signatory")
    OFFICER = "officer", _("Officer")
    DECIDER = "decider", _("Decider")
    OBSERVER = "observer", _("Observer")
    EDITOR = "editor", _("Editor")
    ADMINISTRATOR = "administrator", _("Administrator")


ROLES_OF_KIND: dict[str, tuple[Role, ...]] = {
    OrganisationKind.BODY: (Role.AUTHOR, Role.SIGNATORY, Role.ADMINISTRATOR),
    OrganisationKind.REGULATOR: (
        Role.OFFICER,
        Role.DECIDER,
        Role.OBSERVER,
        Role.EDITOR,
        Role.AUTHOR,
        Role.SIGNATORY,
        Role.ADMINISTRATOR,
    ),
    OrganisationKind.MINISTRY: (Role.AUTHOR, Role.SIGNATORY, Role.ADMINISTRATOR),
    OrganisationKind.SCHEME_OWNER: (Role.AUTHOR, Role.SIGNATORY, Role.ADMINISTRATOR),
    OrganisationKind.BRANCH: (
        Role.OFFICER,
        Role.DECIDER,
        Role.OBSERVER,
        Role.ADMINISTRATOR,
    ),
}


#: Roles that act in law or make others able to: nobody gives one to themselves alone.
NOT_FOR_ONESELF_ALONE = frozenset({Role.SIGNATORY, Role.OFFICER, Role.DECIDER, Role.ADMINISTRATOR})


class Permission(models.TextChoices):
    """What may be done for an organisation; granted on the organisation by django-guardian."""

    WORK = "work_in_organisation", _("Can see the organisation's schemes and filings")
    EDIT = "edit_schemes", _("Can write schemes")
    SIGN = "sign_commitment", _("Can sign the public commitment and submit filings")
    MANAGE = "manage_organisation", _("Can manage people and roles")
    REVIEW = "review_filings", _("Can review filings and propose the outcome")
    DECIDE = "decide_filings", _("Can decide on what another person proposed")
    OBSERVE = "observe_filings", _("Can see the desk and all filings, and do nothing there")
    SEE_TERRITORY = "see_territory", _("Can see the filings of bodies seated in the territory")
    REVIEW_DELEGATED = "review_delegated", _("Can review filings where that was delegated")
    DECIDE_DELEGATED = "decide_delegated", _("Can decide on filings where that was delegated")
    PUBLISH = "edit_site", _("Can edit texts, reference data and blueprints")


#: What authors and signatories may do, whichever kind of organisation they write for.
_OF_WRITERS: dict[tuple[str, str], frozenset[Permission]] = {
    (kind, role): permissions
    for kind in sorted(WRITING_KINDS)
    for role, permissions in (
        (Role.AUTHOR, frozenset({Permission.WORK, Permission.EDIT})),
        (Role.SIGNATORY, frozenset({Permission.WORK, Permission.EDIT, Permission.SIGN})),
        (Role.ADMINISTRATOR, frozenset({Permission.WORK, Permission.MANAGE})),
    )
}

#: The permissions of a role, by the kind of its organisation.
PERMISSIONS_OF_ROLE: dict[tuple[str, str], frozenset[Permission]] = {
    **_OF_WRITERS,
    (OrganisationKind.REGULATOR, Role.OFFICER): frozenset({Permission.WORK, Permission.REVIEW}),
    (OrganisationKind.REGULATOR, Role.DECIDER): frozenset({Permission.WORK, Permission.DECIDE}),
    (OrganisationKind.REGULATOR, Role.OBSERVER): frozenset({Permission.WORK, Permission.OBSERVE}),
    (OrganisationKind.REGULATOR, Role.EDITOR): frozenset({Permission.WORK, Permission.PUBLISH}),
    (OrganisationKind.REGULATOR, Role.ADMINISTRATOR): frozenset(
        {Permission.WORK, Permission.MANAGE, Permission.PUBLISH}
    ),
    # Permissions of their own: whoever asks for those of the regulator leaves branches out.
    (OrganisationKind.BRANCH, Role.OFFICER): frozenset(
        {Permission.WORK, Permission.SEE_TERRITORY, Permission.REVIEW_DELEGATED}
    ),
    (OrganisationKind.BRANCH, Role.DECIDER): frozenset(
        {Permission.WORK, Permission.SEE_TERRITORY, Permission.DECIDE_DELEGATED}
    ),
    (OrganisationKind.BRANCH, Role.OBSERVER): frozenset(
        {Permission.WORK, Permission.SEE_TERRITORY}
    ),
    (OrganisationKind.BRANCH, Role.ADMINISTRATOR): frozenset(
        {Permission.WORK, Permission.MANAGE, Permission.SEE_TERRITORY}
    ),
}
