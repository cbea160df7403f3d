"""What the tests of the registers in Wagtail's admin share: addresses, and an editor at work."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.reference.registers import find_register, registers
from registry.procedure import reference_registers  # noqa: F401
from tests.factories import PersonFactory

KEYS = [register.key for register in registers()]


def address(key: str, page: str = "list", *args: Any) -> str:
    """Where a page of a register is."""
    model = find_register(key).model._meta
    return reverse(f"wagtailsnippets_{model.app_label}_{model.model_name}:{page}", args=args)


def editor_at(client: Client, **person: Any) -> User:
    """An editor of the regulator, signed in and reading English."""
    editor = PersonFactory(**{"role": Role.EDITOR, **person})
    client.force_login(editor)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return editor
