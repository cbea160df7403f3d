"""What a message of the outbox is about, in words: the number of the record, and whose it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from portal.accounts.models import User
from portal.core.localised import in_language
from registry.models import Delivery, Entry, Letter, Notice, StockImport
from schemes.models import Version

Payload = Mapping[str, Any]


def subject_of(kind: str, payload: Payload) -> str:
    """Number and organisation, or the person; empty where a message is about no record."""
    about = ABOUT.get(kind)
    if about is None:
        return ""
    try:
        return " · ".join(str(part) for part in about(payload) if part)
    except KeyError:  # Written by another release, whose payload was another.
        return ""


def _mail(payload: Payload) -> list[Any]:
    """As the words of the mail have them."""
    context = payload.get("context") or {}
    numbers = (context.get(key) for key in ("filing", "number", "entry"))
    return [next(filter(None, numbers), ""), in_language(context.get("body"))]


def _entry(payload: Payload) -> list[Any]:
    found = Entry.objects.select_related("organisation").filter(pk=payload["entry"]).first()
    return [found.number, found.organisation] if found else []


def _version(payload: Payload) -> list[Any]:
    rows = Version.objects.select_related("scheme__organisation")
    found = rows.filter(pk=payload["version"]).first()
    return [found.scheme.rule_number, found.label, found.scheme.organisation] if found else []


def _notice(payload: Payload) -> list[Any]:
    rows = Notice.objects.select_related("filing__organisation")
    found = rows.filter(pk=payload["notice"]).first()
    return [found.number, found.filing.number, found.filing.organisation] if found else []


def _letter(payload: Payload) -> list[Any]:
    rows = Letter.objects.select_related("filing", "organisation")
    found = rows.filter(pk=payload["letter"]).first()
    if found is None:
        return []
    number = found.filing.number if found.filing else found.content.get("entry", "")
    return [found.number, number, found.organisation]


def _delivery(payload: Payload) -> list[Any]:
    rows = Delivery.objects.select_related("webhook__organisation")
    found = rows.filter(pk=payload["delivery"]).first()
    if found is None:
        return []
    number = (found.body.get("data") or {}).get("number")
    return [found.topic_label, number, found.webhook.organisation]


def _person(payload: Payload) -> list[Any]:
    found = User.objects.filter(pk=payload["user"]).first()
    return [found] if found else []


def _stock(payload: Payload) -> list[Any]:
    found = StockImport.objects.filter(pk=payload["stock"]).first()
    return [found] if found else []


ABOUT: dict[str, Callable[[Payload], list[Any]]] = {
    "mail": _mail,
    "door_mail": _mail,
    "expert_mail": _mail,
    "publish": _entry,
    "render": _version,
    "notice": _notice,
    "letter": _letter,
    "webhook": _delivery,
    "digest": _person,
    "invitation": _person,
    "stock": _stock,
}
