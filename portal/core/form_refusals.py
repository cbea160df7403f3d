"""Trying an act from a form, so that a refusal comes back beside what the person typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms import BaseForm

from portal.core.errors import DomainError, RulesBroken, WrongState


def attempt(form: BaseForm, act: Callable[[], Any]) -> DomainError | None:
    """Do it; what the rules or the state refuse becomes an error of the form and is returned.

    `NotAllowed` is not caught: who may not do this has no use for the form.
    """
    try:
        act()
    except (RulesBroken, WrongState) as refusal:
        form.add_error(None, str(refusal.message))
        for finding in getattr(refusal, "findings", ()):
            form.add_error(None, str(finding.message))
        return refusal
    return None
