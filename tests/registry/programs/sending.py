"""A body's system at the API: its token, and what it sends."""

from __future__ import annotations

import copy
import datetime
import io
import json
import uuid
import zipfile
from collections.abc import Sequence
from typing import Any

from django.test import Client
from django.utils import timezone

from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from registry.models import ApiToken, Scope
from registry.tokens.life import TakeOver, ask_for, commitment_in_force
from schemes.documents import to_pointer
from schemes.models import Version
from schemes.reports import check_version
from schemes.waivers import unanswered
from tests.factories import answer_neighbours, member_of
from tests.schemes.warned import warned_version

FILINGS = "/api/v1/filings"
EVERYTHING = tuple(Scope.values)


def token_for(
    body: Organisation, scopes: Sequence[str] = EVERYTHING, role: str = Role.SIGNATORY
) -> tuple[ApiToken, str]:
    """A token in use and its secret, asked for by an administrator and taken over by a person."""
    asked = ask_for(
        body,
        member_of(body, Role.ADMINISTRATOR),
        name="文件系统",
        scopes=scopes,
        responsible=member_of(body, role),
        last_day=timezone.localdate() + datetime.timedelta(days=30),
    )
    action = TakeOver(asked, asked.responsible, agreed=True)
    return action.run(), action.secret


def order_of(version: Version) -> dict[str, Any]:
    """What a system would send to file a draft: document, reasons, commitment."""
    answer_neighbours(version)
    reason = {"zh": "已知悉,理由见规则正文。"}
    document = copy.deepcopy(version.document)
    waivers = [
        {"code": one.code, "pointer": to_pointer(document, one.address), "reason": reason}
        for one in unanswered(check_version(version), version)
    ]
    return {
        "document": document,
        "waivers": waivers,
        "commitment": {"version": commitment_in_force(), "agreed": True},
    }


def new_order(body: Organisation) -> dict[str, Any]:
    """An order for a scheme that the portal does not know; a warning of it is answered."""
    order = order_of(warned_version(organisation=body))
    del order["document"]["id"]
    return order


def post(
    client: Client, secret: str, sent: Any, query: str = "", key: str | None = "", to: str = FILINGS
) -> Any:
    """Send JSON; with a new key unless one is given, or none."""
    headers = {"Authorization": f"Bearer {secret}"}
    if key is not None:
        headers["Idempotency-Key"] = key or str(uuid.uuid4())
    body = sent if isinstance(sent, bytes | str) else json.dumps(sent)
    return client.post(to + query, body, content_type="application/json", headers=headers)


def get(client: Client, secret: str, address: str = FILINGS) -> Any:
    """Ask with a token."""
    return client.get(address, headers={"Authorization": f"Bearer {secret}"})


def bundle_of(document: dict[str, Any], files: dict[str, bytes]) -> bytes:
    """A ZIP as the portal takes it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("document.json", json.dumps(document))
        for name, content in files.items():
            archive.writestr(f"files/{name}", content)
    return packed.getvalue()
