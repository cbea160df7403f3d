"""The kinds of error that the domain raises; one middleware turns them into answers.

Our own mistakes are not here: they are never caught and end as a 500.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.http import Http404
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class DomainError(Exception):
    """A refusal that the person can understand and do something about."""

    status: ClassVar[int] = 400
    code: ClassVar[str] = "refused"
    title: ClassVar[StrOrPromise] = _("This cannot be done")
    #: How many seconds to wait before it is tried again, where waiting helps.
    retry_after: ClassVar[int] = 0

    def __init__(self, message: StrOrPromise) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(DomainError):
    """This person may not do this; the message says why."""

    status = 403
    code = "not_allowed"
    title = _("You may not do this")
    #: Whether somebody could do it by being given a role.
    role_helps: ClassVar[bool] = True


class Barred(NotAllowed):
    """This person may not do this in this record, whatever role they have or are given."""

    role_helps = False


class Unseen(Http404):
    """Something that this person may not even see: answered exactly like what does not exist."""


class WrongState(DomainError):
    """The record is not, or no longer, in a state in which this can be done."""

    status = 409
    code = "wrong_state"
    title = _("This is not possible any more")


class RulesBroken(DomainError):
    """The document or the record breaks rules; `findings` names each with its place."""

    status = 422
    code = "rules_broken"
    title = _("There are errors to mend first")

    def __init__(self, message: StrOrPromise, findings: Sequence[Any] = ()) -> None:
        super().__init__(message)
        self.findings = tuple(findings)
