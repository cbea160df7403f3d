"""What one check report says that another did not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from schemes.documents import canonical
from schemes.findings import Finding
from schemes.models import StoredReport
from schemes.reports.storing import report_of, signed_report

#: Code, case, place, and what tells two findings of one place apart.
Identity = tuple[str, str, str, str]

#: Words that repeat the case and the place, which are compared by themselves.
_SAID_ELSEWHERE = ("case", "place")


@dataclass(frozen=True)
class News:
    """What a report says that an earlier one did not, and what it says no more."""

    since: StoredReport
    new: frozenset[Identity]
    gone: tuple[Finding, ...]

    @property
    def is_any(self) -> bool:
        """Whether anything differs."""
        return bool(self.new or self.gone)


def identity_of(finding: Finding) -> Identity:
    """What makes a finding the same one in two reports.

    Texts among its parameters name what it is about (a word, another scheme) and count; numbers
    only measure it. Addresses hold ids, so moving an item changes nothing.
    """
    named = {
        name: value
        for name, value in finding.params.items()
        if name not in _SAID_ELSEWHERE and isinstance(value, (str, Mapping))
    }
    return finding.code, case_of(finding), finding.address, canonical(_plain(named)).decode()


def case_of(finding: Finding) -> str:
    """Which of its code's cases a finding is; empty where there is only one."""
    return str(finding.params.get("case", ""))


def news_of(stored: StoredReport, since: StoredReport | None = None) -> News | None:
    """What is new and what is gone since an earlier report; None where there is none.

    By default the report of a draft is compared with the one kept before it, that of a frozen
    version with the one that was made with the signature.
    """
    since = since or _compared_with(stored)
    if since is None or since.pk == stored.pk:
        return None
    now = {identity_of(finding): finding for finding in report_of(stored).findings}
    then = {identity_of(finding): finding for finding in report_of(since).findings}
    return News(
        since,
        frozenset(now.keys() - then.keys()),
        tuple(finding for identity, finding in then.items() if identity not in now),
    )


def newly_found(stored: StoredReport) -> frozenset[Identity]:
    """The findings that the report before did not have."""
    news = news_of(stored)
    return news.new if news is not None else frozenset()


def gone(stored: StoredReport) -> tuple[Finding, ...]:
    """The findings of the report before that are no more."""
    news = news_of(stored)
    return news.gone if news is not None else ()


def _compared_with(stored: StoredReport) -> StoredReport | None:
    version = stored.version
    if version.is_frozen:
        return signed_report(version)
    return version.reports.filter(pk__lt=stored.pk).order_by("-pk").first()


def _plain(value: Any) -> Any:
    return {k: _plain(v) for k, v in value.items()} if isinstance(value, Mapping) else value
