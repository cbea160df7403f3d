"""A second version of the blueprint for products, published, that asks for one field more."""

from __future__ import annotations

from portal.accounts.roles import Role
from schemes.blueprint_actions import Propose, Publish
from schemes.blueprint_drafts import begin_blueprint_version, save_blueprint_draft
from schemes.blueprints.building.kinds import FieldKind, FieldSpec
from schemes.blueprints.building.steps import add_field
from schemes.models import BlueprintVersion
from tests.factories import PersonFactory

TEXT = {"zh": "新内容", "en": "Something new"}


def newer_blueprint() -> BlueprintVersion:
    """Made by two people of the regulator, as it has to be."""
    editor = PersonFactory(role=Role.EDITOR)
    regulator = editor.memberships.get().organisation
    draft = begin_blueprint_version("product", editor)
    spec = FieldSpec(FieldKind.TEXT, TEXT, TEXT, is_required=True)
    schema = add_field(draft.schema, "", "something_new", spec, "scope")
    draft = save_blueprint_draft(
        draft, editor, seen=draft.digest, schema=schema, note="One field more."
    )
    second = PersonFactory(role=Role.ADMINISTRATOR, organisation=regulator)
    return Publish(Propose(draft, editor).run(), second).run()
