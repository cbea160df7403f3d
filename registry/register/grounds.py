"""The reasons of the regulator's list, as acts on entries ask for them and keep them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from registry.models import ReasonCode
from registry.states import ReasonPurpose

#: What an act on an entry rests on: what supervision found, or what a review would have said.
OF_AN_ENTRY = (ReasonPurpose.SUPERVISION, ReasonPurpose.DECISION)


def ground_field(*purposes: str) -> forms.ChoiceField:
    """The reasons in use that are given for something, each with its clause of the law.

    Those of the purpose that is named first stand first; for an act on an entry none is named.
    """
    used = [
        row for purpose in purposes or OF_AN_ENTRY for row in ReasonCode.objects.given_for(purpose)
    ]
    choices = [(row.code, f"{row.name} · {row.basis}" if row.basis else row.name) for row in used]
    return forms.ChoiceField(
        label=_("Reason from the list"),
        choices=[("", _("Choose one")), *choices],
        error_messages={"required": _("Choose the reason from the list that the act rests on.")},
    )


def ground_of(code: Any) -> dict[str, Any]:
    """A reason of the list as an event keeps it: its code, its words then and their basis."""
    row = ReasonCode.objects.filter(code=code or "").first()
    if row is None:
        return {}
    basis = {"zh": row.basis_zh, "en": row.basis_en}
    return {"code": row.code, "name": {"zh": row.name_zh, "en": row.name_en}, "basis": basis}
