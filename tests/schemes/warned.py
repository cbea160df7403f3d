"""Drafts in which the check finds warnings, and the people who answer them."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import User
from portal.accounts.roles import Role
from schemes.models import Version
from tests.factories import VersionFactory, member_of, valid_document

#: What SCH-026 asks about: how long records are kept.
RETENTION = ("SCH-026", "", "/records/retention_months")
REASON = {"zh": "样品不可长期保存,检验原始记录另由实验室保存。", "en": "Kept elsewhere."}


def warned_version(*, months: int = 1, **kwargs: Any) -> Version:
    """A complete product scheme whose records are kept for so many months, which is too short."""
    records = valid_document()["records"] | {"retention_months": months}
    return VersionFactory(parts={"records": records}, **kwargs)


def author_of(version: Version) -> User:
    return member_of(version.scheme.organisation, Role.AUTHOR)


def signatory_of(version: Version) -> User:
    return member_of(version.scheme.organisation, Role.SIGNATORY)
