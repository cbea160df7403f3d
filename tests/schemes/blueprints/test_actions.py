"""Blueprint versions: begun, written, proposed, published by a second person, retired."""

from __future__ import annotations

import copy
import datetime

import pytest
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from schemes.blueprint_actions import Discard, Propose, Publish, Retire, SendBack
from schemes.blueprint_drafts import (
    BlueprintConflict,
    begin_blueprint_version,
    save_blueprint_draft,
)
from schemes.blueprints import DialectError
from schemes.blueprints.building.kinds import FieldKind, FieldSpec
from schemes.blueprints.building.steps import add_field
from schemes.drafts import begin_version, move_to, new_findings
from schemes.models import BlueprintVersion
from schemes.states import BlueprintState
from tests.factories import PersonFactory, VersionFactory, member_of

pytestmark = pytest.mark.django_db
TEXT = {"zh": "新内容", "en": "Something new"}
SPEC = FieldSpec(FieldKind.TEXT, TEXT, TEXT, is_required=True)


@pytest.fixture
def editor(db):
    return PersonFactory(role=Role.EDITOR)


@pytest.fixture
def second(editor):
    return PersonFactory(
        role=Role.ADMINISTRATOR, organisation=editor.memberships.get().organisation
    )


@pytest.fixture
def draft(editor):
    return begin_blueprint_version("product", editor)


def written(draft, editor) -> BlueprintVersion:
    schema = add_field(draft.schema, "", "something_new", SPEC, "scope")
    return save_blueprint_draft(
        draft, editor, seen=draft.digest, schema=schema, note="新增内容。", what="field-added:/x"
    )


def published(draft, editor, second) -> BlueprintVersion:
    return Publish(Propose(written(draft, editor), editor).run(), second).run()


def test_a_new_version_is_the_last_one_under_the_next_number(draft):
    last = BlueprintVersion.objects.by_ref("product/1")
    assert (draft.ref, draft.state, draft.category) == ("product/2", "draft", last.category)
    assert draft.schema["properties"]["blueprint"]["const"] == "product/2"
    assert draft.schema["$id"].endswith(":product:2")
    assert draft.digest == draft.blueprint.digest != last.digest


def test_one_version_of_a_blueprint_is_in_preparation(draft, editor):
    with pytest.raises(WrongState, match="is in preparation already"):
        begin_blueprint_version("product", editor)


def test_a_discarded_number_is_not_used_again(draft, editor):
    Discard(draft, editor).run()
    assert begin_blueprint_version("product", editor).ref == "product/3"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DECIDER, Role.AUTHOR, Role.SIGNATORY])
def test_others_neither_write_nor_propose_nor_publish(draft, editor, role):
    person = PersonFactory(role=role)
    with pytest.raises(NotAllowed, match="Only editors and administrators"):
        save_blueprint_draft(draft, person, seen=draft.digest, note="x")
    proposed = Propose(written(draft, editor), editor).run()
    for action in (Publish, SendBack):
        with pytest.raises(NotAllowed, match="Only editors and administrators"):
            action(proposed, person).run()


def test_what_somebody_else_saved_is_not_overwritten(draft, editor, second):
    seen = draft.digest
    written(draft, editor)
    with pytest.raises(BlueprintConflict):
        save_blueprint_draft(draft, second, seen=seen, schema=draft.schema)


REFUSED = {
    "a remote reference": ("properties title $ref", "https://evil.example/x", "ref"),
    "a catastrophic pattern": ("properties rule_number pattern", r"^(a+)+\1$", "pattern"),
    "a circle": ("$defs clause properties text $ref", "#/$defs/clause", "recursion"),
    "a keyword outside the dialect": ("properties title not", {}, "keyword"),
    "another name": ("properties blueprint const", "service/2", "other-name"),
    "another id": ("$id", "urn:example:x", "other-id"),
    "another category": ("properties category", "service", "other-category"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_blueprint_is_refused_saying_where_and_changes_nothing(draft, editor, name):
    path, value, code = REFUSED[name]
    schema = copy.deepcopy(draft.schema)
    *parents, last = path.split(" ")
    place = schema
    for step in parents:
        place = place[step]
    if code == "other-category":
        other = BlueprintVersion.objects.by_ref("service/1").schema["properties"]["category"]
        value = other
    place[last] = value
    with pytest.raises(DialectError) as refused:
        save_blueprint_draft(draft, editor, seen=draft.digest, schema=schema)
    found = {problem.code: problem for problem in refused.value.problems}
    assert code in found
    assert found[code].pointer.startswith("/")
    assert found[code].message
    draft.refresh_from_db()
    assert draft.digest == draft.blueprint.digest


def test_nothing_new_is_not_proposed(draft, editor):
    save_blueprint_draft(draft, editor, seen=draft.digest, note="什么也没有")
    with pytest.raises(RulesBroken, match="nothing to publish"):
        Propose(draft, editor).run()


def test_authors_are_told_what_is_new_before_it_is_proposed(draft, editor):
    schema = add_field(draft.schema, "", "something_new", SPEC, "scope")
    save_blueprint_draft(draft, editor, seen=draft.digest, schema=schema)
    with pytest.raises(RulesBroken, match="Say first what is new"):
        Propose(draft, editor).run()


def test_a_second_person_publishes(draft, editor, second):
    version = published(draft, editor, second)
    assert version.state == BlueprintState.PUBLISHED
    assert (version.proposed_by, version.published_by) == (editor, second)
    events = list(version.events.values_list("event", flat=True))
    assert events == ["begun", "edited", "proposed", "published"]


def test_neither_the_proposer_nor_the_last_writer_publishes(draft, editor, second):
    proposed = Propose(written(draft, editor), second).run()
    for person in (editor, second):
        with pytest.raises(NotAllowed, match="A second person must publish"):
            Publish(proposed, person).run()


def test_what_is_published_is_what_was_read(draft, editor, second):
    proposed = Propose(written(draft, editor), editor).run()
    with pytest.raises(WrongState, match="was saved by somebody"):
        Publish(proposed, second, seen="0" * 64).run()


def test_a_proposed_version_is_written_again_only_when_it_was_sent_back(draft, editor, second):
    proposed = Propose(written(draft, editor), editor).run()
    with pytest.raises(WrongState, match="is no draft any more"):
        save_blueprint_draft(proposed, editor, seen=proposed.digest, note="later")
    back = SendBack(proposed, second, reason="标题不清").run()
    assert (back.state, back.proposed_by) == (BlueprintState.DRAFT, None)
    assert back.events.last().data["reason"] == "标题不清"
    save_blueprint_draft(back, editor, seen=back.digest, note="later")


def test_the_only_published_version_of_a_category_is_not_retired(
    draft, editor, second, time_machine
):
    first = BlueprintVersion.objects.by_ref("product/1")
    with pytest.raises(RulesBroken, match="Set the last days"):
        Retire(first, editor).run()
    published(draft, editor, second)
    first.refresh_from_db()
    time_machine.move_to(timezone.now() + datetime.timedelta(days=91))
    assert Retire(first, editor).run().state == BlueprintState.RETIRED


def test_the_next_version_of_a_scheme_follows_the_newest_blueprint(draft, editor, second):
    version = VersionFactory(frozen=True)
    newest = published(draft, editor, second)
    author = member_of(version.scheme.organisation, Role.AUTHOR)
    begun = begin_version(version.scheme, author)
    assert begun.blueprint == newest
    assert begun.document["blueprint"] == "product/2"
    version.refresh_from_db()
    assert version.document["blueprint"] == "product/1"


def test_a_draft_stays_on_its_blueprint_until_its_author_moves_it(draft, editor, second):
    version = VersionFactory()
    newest = published(draft, editor, second)
    version.refresh_from_db()
    assert version.blueprint.ref == "product/1"
    assert [f.address for f in new_findings(version, newest)] == ["/something_new"]
    author = member_of(version.scheme.organisation, Role.AUTHOR)
    moved = move_to(version, newest, author)
    assert (moved.blueprint, moved.document["blueprint"]) == (newest, "product/2")
    assert moved.events.last().data == {"from": "product/1", "to": "product/2"}


def test_a_draft_is_not_moved_to_what_is_not_published(draft):
    version = VersionFactory()
    author = member_of(version.scheme.organisation, Role.AUTHOR)
    with pytest.raises(WrongState, match="cannot be moved to this version"):
        move_to(version, draft, author)


def test_a_signed_version_is_not_moved(draft, editor, second):
    version = VersionFactory(frozen=True)
    newest = published(draft, editor, second)
    with pytest.raises(NotAllowed, match="This version is signed"):
        move_to(version, newest, member_of(version.scheme.organisation, Role.AUTHOR))
