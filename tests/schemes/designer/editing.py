"""Opening and sending sections as a browser does."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from schemes.models import Scheme, Version
from tests.schemes.designer.forms import sent_by

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>'


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(scheme: Scheme, key: str) -> str:
    return reverse("designer:section", args=[scheme.pk, key])


def opened(client: Client, scheme: Scheme, key: str) -> dict[str, Any]:
    """What the browser would send back for a section as it stands now."""
    answer = client.get(page_of(scheme, key))
    assert answer.status_code == 200
    html = answer.content.decode()
    start = html.index("ts-form")
    form = html[start : html.index("</form>", start)]
    return dict(sent_by(form).lists())


def current(scheme: Scheme) -> Version:
    return Scheme.objects.get(pk=scheme.pk).newest


# --- lists ----------------------------------------------------------------------------------


def do(client: Client, scheme: Scheme, key: str, command: str, **typed: str) -> str:
    answer = client.post(
        page_of(scheme, key), {**opened(client, scheme, key), **typed, "do": command}
    )
    assert answer.status_code == 302
    return answer["Location"]
