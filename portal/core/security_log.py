"""The security log: who came in, who was refused, who got which role, what was carried out.

One line of JSON for each event, on a logger of its own, so that a deployment can send it elsewhere
than the rest and keep it for as long as the law asks. People stand in it by the number of their
account: never a name, a mail address, a password, a code or an address that is itself a key.
Source: GB/T 22239-2019, 8.1.4.3 (security audit); OWASP ASVS 4.0.3, V7.1 and V7.2.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from allauth.core import context
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

logger = logging.getLogger("portal.security")

#: Below the door, where passwords are reset and addresses confirmed, an address may be a key.
THE_DOOR = "/accounts/"
#: Elsewhere these parts of one may.
SECRET_ARGUMENTS = frozenset({"token", "secret", "code"})
#: Long enough for every address of ours; whoever sends more does not fill the disk with it.
LONGEST = 300


class SecurityEvent(StrEnum):
    """Everything that is recorded, each with when it is."""

    when: str

    def __new__(cls, value: str, when: str) -> SecurityEvent:
        """The name in the log, with the words of the documentation beside it."""
        event = str.__new__(cls, value)
        event._value_ = value
        event.when = when
        return event

    SIGNED_IN = "signed_in", "A person signed in, with all that was asked of them."
    SIGN_IN_FAILED = (
        "sign_in_failed",
        "A password, code or passkey was wrong. `person` is set when the second factor was "
        "wrong: what is typed in the place of a name may be a password, so it is not recorded.",
    )
    SIGNED_OUT = "signed_out", "A person signed out, or their session ended for `reason`."
    REAUTHENTICATED = (
        "reauthenticated",
        "A person who was signed in proved again who they are; `reason` is by what.",
    )
    PASSWORD_CHANGED = "password_changed", "A password was set, changed or reset: `reason`."
    ADDRESS_CHANGED = (
        "address_changed",
        "A mail address was added, confirmed, made the first or removed: `reason`.",
    )
    FACTOR_ADDED = "factor_added", "A second factor was added; `object` is its kind."
    FACTOR_REMOVED = "factor_removed", "A second factor was removed; `object` is its kind."
    FACTOR_RESET = "factor_reset", "New recovery codes replaced the old; `object` is the kind."
    ROLE_GIVEN = (
        "role_given",
        "A person got a role in `organisation`; `object` is that person and the role, `person` "
        "who gave it.",
    )
    ROLE_TAKEN = "role_taken", "A role in `organisation` ended; the same fields."
    TOKEN_GIVEN = (
        "token_given",
        "A token for the API of `organisation` was taken over by the person who answers for it; "
        "`object` is its number.",
    )
    TOKEN_TAKEN = "token_taken", "A token for the API was revoked; the same fields."
    WEBHOOK_CHANGED = (
        "webhook_changed",
        "An address at which a system of `organisation` is told was `entered`, given a new secret "
        "(`rotated`) or `ended`: `reason`; `object` is its number.",
    )
    TOKEN_FAILED = (
        "token_failed",
        "The API was asked with a token that opens nothing: unknown, over, revoked, or of a "
        "person who may no longer do what it is for. `reason` says which.",
    )
    REFUSED = (
        "refused",
        "Something was asked for that this person may not do or see, or too often. `object` is "
        "the address, `reason` the stable code of the refusal.",
    )
    EXPORTED = (
        "exported",
        "A person carried data out as a file, or a command wrote it; `object` is the address, or "
        "the command and what it wrote.",
    )


class Outcome(StrEnum):
    """How it ended."""

    DONE = "done"
    FAILED = "failed"
    REFUSED = "refused"


#: The fields of a line, in their order, with what each holds.
FIELDS: dict[str, str] = {
    "time": "when, in UTC",
    "event": "the name of the event",
    "outcome": "`done`, `failed` or `refused`",
    "person": "the number of the account that acted; null when nobody is signed in",
    "organisation": "the organisation concerned, by its short name in addresses; several with "
    "commas",
    "client": "the network address that the request came from; empty for a command",
    "method": "the HTTP method; empty for a command",
    "object": "what it is about",
    "reason": "a stable code that says more, or empty",
}


def record(
    event: SecurityEvent,
    *,
    outcome: Outcome = Outcome.DONE,
    person: Any = None,
    organisation: str = "",
    object: str = "",  # noqa: A002  # the word of the log
    reason: str = "",
    request: HttpRequest | None = None,
) -> None:
    """Write one line. The request under way is found; the person is who made it unless given."""
    request = request or context.request
    person = person or getattr(request, "user", None)
    line = {
        "event": str(event),
        "outcome": str(outcome),
        "person": getattr(person, "pk", None),
        "organisation": organisation,
        "client": _client(request),
        "method": (request.method or "") if request else "",
        "object": object[:LONGEST],
        "reason": reason[:LONGEST],
    }
    level = logging.INFO if outcome == Outcome.DONE else logging.WARNING
    logger.log(level, "%s", event, extra={"security": line})


def address_of(request: HttpRequest) -> str:
    """The address of a page without its query; the name of the page where that holds a key."""
    match = request.resolver_match
    if match is None or not match.kwargs:
        return request.path
    is_key = request.path.startswith(THE_DOOR) or SECRET_ARGUMENTS & match.kwargs.keys()
    return str(match.view_name) if is_key else request.path


def _client(request: HttpRequest | None) -> str:
    """As allauth counts addresses, so that what is limited and what is recorded agree."""
    # Late: the formatter below is needed before any application is loaded.
    from allauth.account.adapter import get_adapter

    if request is None:
        return ""
    try:
        return str(get_adapter().get_client_ip(request))
    except (KeyError, PermissionDenied, ImproperlyConfigured):  # a socket, or a forged header
        return str(request.META.get("REMOTE_ADDR", ""))


class OneLine(logging.Formatter):
    """A record as one line of JSON in ASCII: nothing that was sent in can begin a second line."""

    fields: ClassVar[Iterable[str]] = tuple(FIELDS)

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line = {"time": time, **getattr(record, "security", {"event": record.getMessage()})}
        return json.dumps({name: line[name] for name in self.fields if name in line})


def render_security_log() -> str:
    """The page `docs/security-log.md`."""
    rows = [f"| `{event}` | {event.when} |" for event in SecurityEvent]
    fields = [f"| `{name}` | {what} |" for name, what in FIELDS.items()]
    return "\n".join(
        [
            INTRODUCTION,
            "## Fields\n",
            "| Field | Holds |",
            "|---|---|",
            *fields,
            "",
            "## Events\n",
            "| Event | When |",
            "|---|---|",
            *rows,
            "",
        ]
    )


INTRODUCTION = """# The security log

Generated by `manage.py generate_docs` from `portal/core/security_log.py`; do not edit. Each event \
is one line of JSON in ASCII on the logger `portal.security`, which writes to the standard error \
of the process beside the other lines; those do not begin with `{`. Point the handler `security` \
of `LOGGING` elsewhere to keep it apart. It holds no password, code, key or mail address: people \
stand in it by the number of their account, which `/cms/users/` shows. What was done to schemes, \
filings and registers is not here but in their histories, which are never deleted.
"""
