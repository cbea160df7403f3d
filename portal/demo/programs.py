"""A system of the first body that is let in at the API: its token, which nobody knows."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from portal.accounts.models import Organisation, User
from portal.demo.moments import moment, working_day_after
from registry.models import ApiToken, Scope
from registry.tokens.life import TakeOver, ask_for

NAME = "认证业务管理系统"


def make_token(body: Organisation) -> None:
    """Its administrator has it made and its signatory takes it over; once.

    The secret was shown to the signatory and is not kept, here as everywhere.
    """
    if ApiToken.objects.filter(organisation=body, name=NAME).exists():
        return
    signatory = User.objects.get(email="signatory@body.example")
    today = timezone.localdate()
    with moment(working_day_after(today, -20), 10):
        token = ask_for(
            body,
            User.objects.get(email="administrator@body.example"),
            name=NAME,
            scopes=[Scope.READ.value, Scope.DRAFT.value],
            responsible=signatory,
            last_day=today + timedelta(days=330),
        )
    with moment(working_day_after(today, -19), 10):
        TakeOver(token, signatory).run()
