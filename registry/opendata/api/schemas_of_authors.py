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


class DesignationOut(Schema):
    """That a body carries out a scheme of the state."""

    slug: str
    name: dict[str, str]
    approval_no: str
    since: date
    until: date | None = Field(description="The last day, where one is known.")
    standing: str = Field(
        description="Today: `to_come`, `in_force`, `not_approved` (the approval for its fields "
        "ended) or `ended`."
    )


class CarriedOut(Schema):
    """A scheme of the state that a body carries out."""

    number: str
    address: str
    since: date
    until: date | None
    standing: str = Field(description="As in `designations` of the scheme.")


class LicenceOut(Schema):
    """By which licence a body certifies by a scheme owner's text."""

    licensor: str = Field(description="The scheme owner, by its name in addresses.")
    since: date
    until: date | None = Field(description="The last day, where one is known.")
    fields: list[str]


class CertifierOut(Schema):
    """A body that may issue certificates under an entry today."""

    name: dict[str, str] = Field(description="By language: `zh`, `en`.")
    approval_no: str
