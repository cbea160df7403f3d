"""What the check of a version says now: the report that is kept where nothing has moved."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.dispatch import Signal

from schemes.models import Version
from schemes.reports.given import given_to
from schemes.reports.storing import judge
from schemes.validation import CheckReport

#: Asks packages above, with `version`, what stands in the way of filing besides the document.
#: A receiver gives back a list of sentences for the author.
obstacles_asked = Signal()


def check_version(version: Version, day: date | None = None) -> CheckReport:
    """The check report of a version with what the register knows on a day, today by default."""
    return judge(given_to(version, day))


def report_on(version: Version) -> CheckReport:
    """The check report of a signed version, with what the register knows today."""
    assert version.is_frozen, "A draft is checked as if it were signed: `report_before_signing`."
    return check_version(version)


def report_before_signing(version: Version) -> CheckReport:
    """The check report of a draft as if it were signed today."""
    assert not version.is_frozen, "What is signed is checked as it is: `report_on`."
    return check_version(version)


def obstacles_outside(version: Version) -> list[Any]:
    """What else would stop the filing of a version, in sentences; see `obstacles_asked`."""
    answers = obstacles_asked.send(sender=Version, version=version)
    return [sentence for _receiver, sentences in answers for sentence in sentences or ()]
