"""Why somebody of a branch may not do a step: which step it is, what is missing, and who may.

Whoever acts for the regulator itself, and whoever has nothing to do with it, is told in the words
of the act; a branch has to know whether it was given nothing, not here, or not today (ADR 52, 57).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import Organisation
from portal.accounts.permissions import Visitor, branches_of, sees_desk
from portal.core.access import Access, refused
from portal.core.localised import sentences
from registry.delegable import OF_OFFICERS, PERMISSION_OF, DelegatedAct
from registry.models import Delegation
from registry.models.delegations import delegated

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: By how a delegation stands that does not hold today.
NOT_TODAY = {
    "to_confirm": gettext_lazy(
        "“%(step)s”: the delegation to %(branch)s waits to be confirmed by a second decider."
    ),
    "to_come": gettext_lazy("“%(step)s” is delegated to %(branch)s only from %(since)s on."),
    "over": gettext_lazy("“%(step)s” was delegated to %(branch)s until %(until)s."),
    "lapsed": gettext_lazy(
        "“%(step)s”: nobody confirmed the delegation to %(branch)s by %(confirm_by)s, so it lapsed."
    ),
    "ended": gettext_lazy("“%(step)s”: the delegation to %(branch)s was taken back."),
}


def refused_to(
    user: Visitor,
    bodies: Callable[[], list[Organisation]],
    step: DelegatedAct | None,
    otherwise: StrOrPromise,
    *,
    act: StrOrPromise = "",
    is_deciders: bool = False,
) -> Access:
    """The refusal of a step about bodies, in words for a branch where the person comes from one.

    Without a step it is one that stays with the regulator, `act` in words, of its deciders or of
    its officers. What is said is looked up only when somebody reads it.
    """
    if not branches_of(user) or sees_desk(user):
        return refused(otherwise)
    return refused(lazy(_words, str)(user, bodies, step, act, is_deciders))


def _of(user: Visitor) -> tuple[Organisation, Organisation]:
    """From which branch the person comes, and of which regulator it is."""
    branches = Organisation.objects.select_related("parent").filter(pk__in=branches_of(user))
    branch = branches.order_by("pk").first()
    assert branch is not None, "The person comes from a branch."
    assert branch.parent is not None, "The database holds it."
    return branch, branch.parent


def _words(
    user: Visitor,
    bodies: Callable[[], list[Organisation]],
    step: DelegatedAct | None,
    act: StrOrPromise,
    is_deciders: bool,
) -> str:
    branch, regulator = _of(user)
    if step is None:
        stays = _("“%(act)s” is delegated to no branch.") % {"act": act}
        return sentences(stays, _who_may(regulator, is_deciders))
    whose = step not in OF_OFFICERS
    if not branches_of(user, PERMISSION_OF[step]):
        of_role = _("“%(step)s” is for deciders.") if whose else _("“%(step)s” is for officers.")
        return sentences(of_role % {"step": step.label}, _who_may(regulator, whose))
    return sentences(_missing(user, branch, bodies(), step), _who_may(regulator, whose))


def _missing(
    user: Visitor, branch: Organisation, bodies: list[Organisation], step: DelegatedAct
) -> str:
    """What a delegation lacks for the first of the bodies for which none holds."""
    said = {"step": step.label, "branch": branch}
    body = next((one for one in bodies if delegated(user, one, step) is None), bodies[0])
    given = [one for one in Delegation.objects.filter(branch=branch) if step in one.acts]
    here = [one for one in given if body.is_seated_in(one.regions)]
    if here:
        newest = here[0]
        words = NOT_TODAY.get(newest.standing, "")
        if words:
            days = {name: _day(getattr(newest, name)) for name in ("since", "until", "confirm_by")}
            return str(words) % {**said, **days}
    if any(one.standing in ("in_force", "emergency") for one in given):
        return _(
            "“%(step)s” is delegated to %(branch)s, but not for the place where %(body)s is seated."
        ) % {**said, "body": body}
    return _("“%(step)s” is not delegated to %(branch)s.") % said


def _day(day: date | None) -> str:
    return date_format(day or timezone.localdate())


def _who_may(regulator: Organisation, is_deciders: bool) -> str:
    if is_deciders:
        return _("It is for the deciders of %(regulator)s.") % {"regulator": regulator}
    return _("It is for the officers of %(regulator)s.") % {"regulator": regulator}


def nothing_delegated(user: Visitor) -> StrOrPromise:
    """What is said to officers and deciders of a branch to which nothing is delegated today."""
    return lazy(_nothing, str)(user)


def _nothing(user: Visitor) -> str:
    branch, regulator = _of(user)
    return _(
        "Nothing is delegated to %(branch)s today: its people read the filings and entries of its "
        "territory. What has to be done, officers and deciders of %(regulator)s do."
    ) % {"branch": branch, "regulator": regulator}
