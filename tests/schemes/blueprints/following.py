"""A next version of a blueprint, as tests need one: under another name, asking for nothing new."""

from __future__ import annotations

from typing import Any

from portal.accounts.models import User
from portal.accounts.roles import Role
from schemes.blueprint_actions import Propose, Publish
from schemes.blueprint_drafts import begin_blueprint_version, save_blueprint_draft
from schemes.models import BlueprintVersion
from tests.factories import PersonFactory, member_of, organisation_for


def next_version(key: str, writer: User) -> BlueprintVersion:
    """A draft that can be proposed."""
    draft = begin_blueprint_version(key, writer)
    title = {**draft.schema["x-title"], "en": f"Renamed {draft.version}"}
    schema = {**draft.schema, "x-title": title}
    return save_blueprint_draft(draft, writer, seen=draft.digest, schema=schema, note="名称。")


def publish(key: str = "product", **data: Any) -> BlueprintVersion:
    """The next version, published by a second person."""
    regulator = organisation_for(Role.EDITOR)
    writer = member_of(regulator, Role.EDITOR)
    second = PersonFactory(role=Role.EDITOR, organisation=regulator)
    return Publish(Propose(next_version(key, writer), writer).run(), second, **data).run()
