"""Whoever writes the document of a version does it through the one door, and is in this table."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from portal.accounts.roles import Role
from portal.core.errors import WrongState
from schemes.actions import Sign
from schemes.documents import digest
from schemes.drafts import begin_scheme, begin_version, copy_of, move_to
from schemes.handing_over import hand_over
from schemes.history.states import state_after
from schemes.importing.drafting import import_version
from schemes.importing.incoming import Incoming
from schemes.models import Cause, DraftChange, Scheme, Version
from schemes.restoring import ChangedMeanwhile, restore, undo
from schemes.saving import (
    clean_texts,
    save_section,
    section_token,
    to_write_in,
    token_of,
    write_document,
    write_item,
)
from tests.factories import (
    OrganisationFactory,
    SchemeFactory,
    VersionFactory,
    answer_neighbours,
    answer_warnings,
    member_of,
)
from tests.schemes.designer.editing import do, signed_in
from tests.schemes.newer import newer_blueprint

ROOT = Path(__file__).resolve().parents[3]
#: Which files may write the column, and how often: the door; and those that make a version that
#: did not exist before (what was filed on paper was never a draft, so it has no history).
WRITES = {
    "schemes/history/recording.py": 1,
    "schemes/drafts.py": 2,
    "schemes/actions.py": 1,
    "registry/stock/entering.py": 1,
}
#: Who goes through the door; each is tried below.
THROUGH_THE_DOOR = {
    "schemes/saving.py": "_save",
    "schemes/drafts.py": "begin_scheme begin_version move_to",
    "schemes/handing_over.py": "hand_over",
    "schemes/actions.py": "apply",
    "registry/alliances/naming.py": "name_members_in",
    "portal/demo/schemes.py": "_answer _new_version",
}


def _files() -> Iterator[tuple[str, ast.Module]]:
    for package in ("schemes", "registry", "portal", "cms"):
        for file in sorted((ROOT / package).rglob("*.py")):
            if "migrations" not in file.parts:
                yield str(file.relative_to(ROOT)), ast.parse(file.read_text(encoding="utf-8"))


def _writes(tree: ast.Module) -> int:
    """How often a file writes the document of a row: by any of the ways that Django has."""
    found = 0
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AugAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            found += sum(_is_of_a_version(target) for target in targets)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = ast.unparse(node.func.value)
            is_rows = of.startswith("Version.objects") or ".versions" in of
            makes = node.func.attr in ("create", "bulk_create", "get_or_create", "bulk_update")
            updates = node.func.attr == "update" and "document" in [k.arg for k in node.keywords]
            found += (is_rows and makes) or updates
    return found


def _is_of_a_version(target: ast.expr) -> bool:
    if not isinstance(target, ast.Attribute) or target.attr != "document":
        return False
    # Of forms and of work that keeps a document in hand, not of rows.
    return ast.unparse(target.value) not in ("self", "around", "taken")


def _doors(tree: ast.Module) -> str:
    """The functions of a file that call the door."""
    names = []
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
            called = {ast.unparse(one.func) for one in calls}
            doors = {"write", "record", "recording.write", "recording.begin", "recording.record"}
            names += [node.name] if called & doors else []
    return " ".join(sorted(names))


def test_nobody_writes_a_document_past_the_door() -> None:
    found = {file: count for file, tree in _files() if (count := _writes(tree))}
    assert found == WRITES


def test_whoever_goes_through_the_door_is_tried_here() -> None:
    imports = "history.recording", "history import recording"
    found = {}
    for file, tree in _files():
        text = (ROOT / file).read_text(encoding="utf-8")
        if any(one in text for one in imports):
            found[file] = _doors(tree)
    expected = {f: " ".join(sorted(names.split())) for f, names in THROUGH_THE_DOOR.items()}
    assert found == expected


def _author(scheme: Scheme) -> Any:
    return member_of(scheme.organisation, Role.AUTHOR)


def _draft(scheme: Scheme) -> Version:
    return Scheme.objects.get(pk=scheme.pk).newest


def _section(scheme: Scheme) -> Version:
    draft = _draft(scheme)
    token = section_token(draft.document, ("fees",))
    return save_section(draft, _author(scheme), ("fees",), {}, token)


def _item(scheme: Scheme) -> None:
    user = _author(scheme)
    version = to_write_in(_draft(scheme), user)
    write_item(version, user, "/basis/@bs-1", {"id": "bs-1"})


def _whole(scheme: Scheme) -> None:
    user = _author(scheme)
    version = to_write_in(_draft(scheme), user)
    write_document(version, user, {**version.document, "fees": []}, Cause.PASTED)


def _clean(scheme: Scheme) -> None:
    _titled(scheme, "甲\u200b乙")
    clean_texts(_draft(scheme), _author(scheme))


def _titled(scheme: Scheme, words: str) -> None:
    draft, part = _draft(scheme), ("short_title",)
    token = section_token(draft.document, part)
    save_section(draft, _author(scheme), part, {"short_title": {"zh": words}}, token)


def _import(scheme: Scheme) -> None:
    draft = _draft(scheme)
    incoming = Incoming({**draft.document, "short_title": {"zh": "带来的"}}, "file")
    import_version(draft, _author(scheme), incoming, {})


def _undo(scheme: Scheme) -> None:
    draft = _section(scheme)
    undo(draft, _author(scheme), token_of(draft.document))


def _restore(scheme: Scheme) -> None:
    first = _draft(scheme).changes.get()
    draft = _section(scheme)
    restore(draft, _author(scheme), first, token_of(draft.document))


def _sign(scheme: Scheme) -> None:
    draft = _draft(scheme)
    answer_neighbours(draft)
    answer_warnings(draft)
    Sign(draft, member_of(scheme.organisation, Role.SIGNATORY)).run()


def _hand_over(scheme: Scheme) -> None:
    other = OrganisationFactory()
    hand_over(scheme, other, member_of(other, Role.AUTHOR))


def _copy(scheme: Scheme) -> Scheme:
    draft = _draft(scheme)
    made = begin_scheme(
        scheme.organisation, draft.blueprint, _author(scheme), copy_of(draft), draft
    )
    assert made.copied_from == draft
    return made


def _follow(scheme: Scheme) -> None:
    VersionFactory(scheme=scheme, submitted=True)
    begin_version(scheme, _author(scheme))


def _by_the_page(scheme: Scheme) -> None:
    do(signed_in(_author(scheme)), scheme, "requirements", "remove:/requirements/@rq-cadr-pm")


#: Every way in which a document changes, and the causes of the lines that it leaves.
WAYS: dict[str, tuple[Callable[[Scheme], Any], list[Cause]]] = {
    "a section": (_section, [Cause.TYPED]),
    "an item": (_item, [Cause.TYPED]),
    "a button of a page": (_by_the_page, [Cause.TYPED]),
    "rows pasted": (_whole, [Cause.PASTED]),
    "texts cleaned": (_clean, [Cause.TYPED, Cause.CLEANED]),
    "a document brought in": (_import, [Cause.IMPORTED]),
    "undone": (_undo, [Cause.TYPED, Cause.UNDONE]),
    "restored": (_restore, [Cause.TYPED, Cause.RESTORED]),
    "signed": (_sign, [Cause.SIGNED]),
}


def _lines(scheme: Scheme) -> list[DraftChange]:
    return list(DraftChange.objects.filter(version=_draft(scheme)).order_by("pk"))


@pytest.mark.django_db
@pytest.mark.parametrize("way", list(WAYS))
def test_every_way_leaves_a_line_and_the_way_back(way: str) -> None:
    scheme = SchemeFactory()
    first = digest(scheme.newest.document)
    act, causes = WAYS[way]
    act(scheme)
    lines = _lines(scheme)
    assert [line.cause for line in lines] == [Cause.IMPORTED, *causes]
    assert lines[-1].digest == digest(_draft(scheme).document)
    assert digest(state_after(lines[0])) == first


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "cause"),
    [(_copy, Cause.COPIED), (_follow, Cause.FOLLOWED), (_hand_over, Cause.HANDED_OVER)],
)
def test_a_new_draft_and_a_new_owner_begin_a_history(act: Any, cause: Cause) -> None:
    scheme = SchemeFactory()
    scheme = act(scheme) or scheme
    (line,) = _lines(scheme)
    assert (line.cause, line.digest) == (cause, digest(_draft(scheme).document))


@pytest.mark.django_db
def test_what_people_of_the_former_body_wrote_does_not_go_along() -> None:
    scheme = SchemeFactory()
    copied = _copy(scheme)
    _section(scheme)
    _hand_over(scheme)
    assert [line.cause for line in _lines(scheme)] == [Cause.HANDED_OVER]
    copied.refresh_from_db()
    assert copied.copied_from is None


@pytest.mark.django_db
def test_moving_to_a_newer_blueprint_is_a_line() -> None:
    scheme = SchemeFactory()
    move_to(scheme.newest, newer_blueprint(), _author(scheme))
    line = _lines(scheme)[-1]
    assert (line.cause, line.data) == (Cause.BLUEPRINT, {"from": "product/1", "to": "product/2"})


@pytest.mark.django_db
def test_a_state_from_before_the_move_comes_back_under_the_blueprint_of_today() -> None:
    scheme = SchemeFactory()
    first = _lines(scheme)[0]
    _section(scheme)
    move_to(_draft(scheme), newer_blueprint(), _author(scheme))
    draft = restore(_draft(scheme), _author(scheme), first, token_of(_draft(scheme).document))
    assert draft.document == {**state_after(first), "blueprint": "product/2"}


@pytest.mark.django_db
def test_a_state_of_an_earlier_version_comes_back_as_the_draft_of_today() -> None:
    scheme = SchemeFactory()
    _follow(scheme)
    signed = DraftChange.objects.get(cause=Cause.SIGNED)
    token = token_of(_section(scheme).document)
    draft = restore(_draft(scheme), _author(scheme), signed, token)
    assert "commitment" not in draft.document
    assert draft.document["fees"] == signed.version.document["fees"]
    assert draft.document["previous_version"].endswith("/versions/1.0.0")


@pytest.mark.django_db
def test_nothing_is_restored_over_what_somebody_saved_meanwhile() -> None:
    scheme = SchemeFactory()
    first, seen = _lines(scheme)[0], token_of(_draft(scheme).document)
    _section(scheme)
    for act in (
        lambda: restore(_draft(scheme), _author(scheme), first, seen),
        lambda: undo(_draft(scheme), _author(scheme), seen),
    ):
        with pytest.raises(ChangedMeanwhile, match="saved the draft while you were looking"):
            act()
    assert [line.cause for line in _lines(scheme)] == [Cause.IMPORTED, Cause.TYPED]


@pytest.mark.django_db
def test_undoing_again_goes_further_back_until_the_beginning() -> None:
    scheme = SchemeFactory()
    first = digest(_draft(scheme).document)
    _section(scheme)
    after_one = digest(_draft(scheme).document)
    _titled(scheme, "别的")
    came = []
    for _time in range(2):
        seen = token_of(_draft(scheme).document)
        came.append(digest(undo(_draft(scheme), _author(scheme), seen).document))
    assert came == [after_one, first]
    with pytest.raises(WrongState, match="nothing to undo"):
        undo(_draft(scheme), _author(scheme), token_of(_draft(scheme).document))
