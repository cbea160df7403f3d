"""The one shape of an answer to "may this person do this?"."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portal.core.errors import Barred, NotAllowed, Unseen

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Access:
    """Whether something is allowed and, when it is not, why in one sentence."""

    allowed: bool
    reason: StrOrPromise = ""
    #: Whether somebody could do it by being given a role.
    role_helps: bool = True

    def __bool__(self) -> bool:
        return self.allowed

    def require(self) -> None:
        """Go on when it is allowed; raise `NotAllowed` with the reason when it is not."""
        if not self.allowed:
            raise (NotAllowed if self.role_helps else Barred)(self.reason)

    def require_sight(self) -> None:
        """Go on when it may be seen; else raise `Unseen`, which tells nobody that it exists."""
        if not self.allowed:
            raise Unseen


ALLOWED = Access(True)


def refused(reason: StrOrPromise) -> Access:
    """A refusal with its reason, a whole sentence."""
    return Access(False, reason)


def barred(reason: StrOrPromise) -> Access:
    """A refusal by what the person did or is in this one record; no role would change it."""
    return Access(False, reason, role_helps=False)
