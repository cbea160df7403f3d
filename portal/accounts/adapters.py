"""How signing in behaves here (django-allauth)."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made by an organisation's administrator; nobody signs up alone."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Closed: a person without an organisation could do nothing here."""
        return False
