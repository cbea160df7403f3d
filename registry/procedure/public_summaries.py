"""What a decider writes about a negative outcome for the public: it names nobody."""

from __future__ import annotations

from collections.abc import Iterator

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.core.errors import RulesBroken
from portal.core.folding import identity
from registry.models import Entry, Filing

#: Shorter ones stand in too many words to say that somebody is named.
SHORTEST = 3


def public_summary_field() -> forms.CharField:
    """One neutral sentence for the digest."""
    return forms.CharField(
        label=gettext_lazy("Summary for the public digest"),
        help_text=gettext_lazy(
            "One neutral sentence for the digest of outcomes, which names nobody. It may be empty: "
            "the reasons of the list stand there in any case."
        ),
        max_length=300,
        required=False,
    )


def require_no_names(text: str, filing: Filing) -> None:
    """A summary for the public says nothing by which the case is known.

    Raises:
        RulesBroken: a name or a number of the case stands in it; the words say which.
    """
    folded = identity(text)
    for name in _names_of(filing):
        if len(identity(name)) >= SHORTEST and identity(name) in folded:
            raise RulesBroken(
                _("The summary names “%(name)s”. Say it without names and numbers.")
                % {"name": name}
            )


def _names_of(filing: Filing) -> Iterator[str]:
    body, document = filing.organisation, filing.version.document
    yield from filter(None, (body.approval_no, filing.number, str(document.get("rule_number", ""))))
    for both in (body.name_text, document.get("title", {})):
        yield from filter(None, both.values())
    yield from Entry.objects.filter(scheme=filing.scheme_id).values_list("number", flat=True)
