"""Blueprints, as the API tells of them."""

from __future__ import annotations

from datetime import date, datetime

from ninja import Field, Schema

from registry.opendata.api.schemas import Localised


class BlueprintOut(Schema):
    """One published version of a blueprint."""

    ref: str = Field(description="How documents name it.", examples=["product/1"])
    key: str
    version: int
    category: str = Field(description="`product`, `service` or `management_system`.")
    title: Localised
    state: str = Field(description="`published` or `retired`.")
    note: str = Field(description="What is new in it, for authors.")
    published_at: datetime | None
    drafts_until: date | None = Field(
        description="Last day for beginning drafts, by Beijing time; null where there is none."
    )
    filing_until: date | None = Field(
        description="Last day for signing and filing, by Beijing time; null where there is none."
    )
    may_be_begun_with: bool = Field(description="Whether drafts may be begun with it today.")
    may_be_filed_by: bool = Field(
        description="Whether it may be filed by today; a requested correction always may."
    )
    sha256: str = Field(description="Digest of the schema in its canonical form (RFC 8785).")
    schema_address: str = Field(alias="schema", description="Address of the JSON Schema.")


class BlueprintsOut(Schema):
    """All blueprints with all versions that were ever published."""

    count: int
    results: list[BlueprintOut]
