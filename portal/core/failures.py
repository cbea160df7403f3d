"""Why a message of the outbox was not carried out, in words for the people at the desk."""

from __future__ import annotations

import smtplib
import socket
import ssl

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.translation import gettext_lazy as _


class Failure(models.TextChoices):
    """The kinds of failure that call for different people to do something."""

    UNREACHABLE = "unreachable", _("The mail server cannot be reached.")
    SILENT = "silent", _("The mail server did not answer in time.")
    ADDRESS_REFUSED = "address_refused", _("The mail server refused the address.")
    MAIL_REFUSED = "mail_refused", _("The mail server refused the mail.")
    NOT_TAKEN = "not_taken", _("The system that it was for did not take it.")
    GONE = "gone", _("What the message is about does not exist any more.")
    INTERRUPTED = (
        "interrupted",
        _("The worker was stopped in the middle, or took longer than it may."),
    )
    UNEXPECTED = "unexpected", _("Something went wrong that nobody expected.")


class NotTaken(Exception):
    """Somebody else's system was asked to take something, and did not."""


#: The first that fits counts, so the narrower kinds come first.
_KINDS: tuple[tuple[type[Exception], Failure], ...] = (
    (NotTaken, Failure.NOT_TAKEN),
    (smtplib.SMTPRecipientsRefused, Failure.ADDRESS_REFUSED),
    (smtplib.SMTPServerDisconnected, Failure.SILENT),
    (smtplib.SMTPException, Failure.MAIL_REFUSED),
    (TimeoutError, Failure.SILENT),
    (ssl.SSLError, Failure.UNREACHABLE),
    (socket.gaierror, Failure.UNREACHABLE),
    (ConnectionError, Failure.UNREACHABLE),
    (ObjectDoesNotExist, Failure.GONE),
)


def failure_of(problem: Exception) -> Failure:
    """The kind of failure that an exception stands for."""
    return next((kind for type_, kind in _KINDS if isinstance(problem, type_)), Failure.UNEXPECTED)


def detail_of(problem: Exception) -> str:
    """What the machine said, for those who look after it: never shown to the public."""
    return f"{type(problem).__name__}: {problem}"[:2000]
