"""Whose scheme it is, as the API tells it: authorities, announcements."""

from __future__ import annotations

from datetime import date

from ninja import Field, Schema


class CreatorOut(Schema):
    """An organisation that made a scheme."""

    slug: str
    name: dict[str, str] = Field(description="By language: `zh`, `en`.")
    kind: str = Field(description="`body`, `regulator`, `ministry` or `scheme_owner`.")


class IssueOut(Schema):
    """The announcement by which a scheme of the state was issued."""

    announcement_no: str
    issued_on: date
    effective_on: date
    authorities: list[CreatorOut]
