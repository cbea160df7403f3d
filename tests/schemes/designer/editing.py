"""Opening and sending sections as a browser does."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from schemes.designer.form import item_around
from schemes.models import Scheme, Version
from tests.schemes.designer.forms import sent_by

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7v7z"/></svg>'


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(scheme: Scheme, key: str, item: str = "") -> str:
    if item:
        page = reverse("designer:item", args=[scheme.pk, key])
        return f"{page}?item={item}"
    return reverse("designer:section", args=[scheme.pk, key])


def opened(client: Client, scheme: Scheme, key: str, item: str = "") -> dict[str, Any]:
    """What the browser would send back for a section, or for one item, as it stands now."""
    answer = client.get(page_of(scheme, key, item))
    assert answer.status_code == 200
    html = answer.content.decode()
    start = html.index("ts-form")
    form = html[start : html.index("</form>", start)]
    return dict(sent_by(form).lists())


def current(scheme: Scheme) -> Version:
    return Scheme.objects.get(pk=scheme.pk).newest


# --- lists ----------------------------------------------------------------------------------


def item_of(scheme: Scheme, name: str) -> str:
    """The item on whose page an input of this name stands; empty for the page of a section."""
    blueprint = current(scheme).blueprint.blueprint
    return item_around(blueprint, re.sub(r"\|\d+|#\w+", "", name))


def do(client: Client, scheme: Scheme, key: str, command: str, **typed: str) -> str:
    """Type and press a button; where the inputs are those of an item, on its page."""
    items = {item_of(scheme, name) for name in typed} or {""}
    assert len(items) == 1
    item = items.pop()
    if item and command.partition(":")[0] in ("add", "remove", "up", "down", "duplicate"):
        do(client, scheme, key, "save", **typed)
        return do(client, scheme, key, command)
    page = page_of(scheme, key, item)
    answer = client.post(page, {**opened(client, scheme, key, item), **typed, "do": command})
    assert answer.status_code == 302
    return answer["Location"]
