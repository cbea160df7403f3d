"""Declaring a small amendment (自我声明), and challenging what was declared.

How small it is the difference says, weighed by what the blueprint says of each part (SCH-036).
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import DomainError, RulesBroken, WrongState
from portal.core.localised import in_language
from registry.lettered import Lettered
from registry.procedure.actions.reasoned import ByOfficer
from registry.procedure.comparing import version_before
from registry.states import DeclarationState, FilingState
from registry.tracks import Entrance
from schemes.documents import name_of
from schemes.models import Version
from schemes.rules.version_step import Step, step_needed


class SmallAmendment(Entrance):
    """A declaration amends what is listed, and changes nothing of what the scheme promises."""

    @classmethod
    def obstacles(cls, version: Version) -> Iterable[DomainError]:
        """It is the first version, its text was on paper until now, or the change is material."""
        before = version_before(version)
        if before is None:
            yield RulesBroken(
                _("Only an amendment of a listed scheme is declared; this one is not listed yet.")
            )
        elif before.blueprint.is_paper:
            yield RulesBroken(
                _("The listed text is on paper, so nobody can compute what changes; file it.")
            )
        else:
            yield from _material(before, version)


def _material(before: Version, version: Version) -> Iterable[DomainError]:
    """The first change that is too large, with its place."""
    blueprint = version.blueprint.blueprint
    needed, address = step_needed(blueprint, before.document, version.document)
    if needed is Step.MAJOR:
        place = in_language(name_of(blueprint, version.document, address))
        yield RulesBroken(
            _(
                "What changes at “%(place)s” is material, so the amendment cannot be declared; it "
                "takes the same way as a new scheme."
            )
            % {"place": place}
        )


class Challenge(ByOfficer, Lettered):
    """Challenge an amendment that was declared: a review of it begins, as of any filing.

    The scheme stays listed as it was declared until the review has an outcome.
    """

    name = "challenge"
    label = gettext_lazy("Challenge the declaration")
    beforehand = gettext_lazy(
        "The regulator may challenge what was declared; a review begins with that."
    )
    event = "challenged"
    from_states = frozenset({DeclarationState.DECLARED})
    to_state = FilingState.UNDER_REVIEW
    asks_grounds = True
    explanation = gettext_lazy(
        "Say what cannot be declared, or what is wrong with it. The review of the amendment begins "
        "with this act and you have the case; the scheme stays listed meanwhile. The body is told."
    )

    def check(self) -> None:
        """It is still the text in force, and nothing else of the scheme is under way."""
        super().check()
        filing = self.record
        if filing.entry is None or filing.entry.version_id != filing.version_id:
            raise WrongState(
                _("Another version is in force by now; what was declared is not challenged.")
            )
        other = filing.scheme.filings.filter(organisation=filing.organisation_id).open().first()
        if other is not None:
            raise WrongState(
                _("%(number)s of this scheme is under way; look at the text there.")
                % {"number": other.number}
            )
