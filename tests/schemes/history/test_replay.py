"""Whatever is done to a draft, every state of it can be made again as it was."""

from __future__ import annotations

import copy
import random
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import Role
from schemes.designer.commands import Command, carry_out
from schemes.documents import canonical
from schemes.documents.addresses import child, find, numbered
from schemes.history import recording
from schemes.history.states import StateLost, change_before, last_change, state_after, state_before
from schemes.models import Cause, DraftChange, Scheme, Version
from schemes.restoring import restore, undo
from schemes.saving import (
    clean_texts,
    save_section,
    section_token,
    to_write_in,
    token_of,
    write_document,
    write_item,
)
from tests.factories import SchemeFactory, member_of

pytestmark = pytest.mark.django_db
LISTS = ("/requirements", "/basis", "/fees", "/risk")


class Writer:
    """Somebody who does things to a draft, one after the other."""

    def __init__(self, scheme: Scheme, users: list[User], chance: random.Random) -> None:
        self.scheme, self.users, self.chance = scheme, users, chance

    def act(self) -> Version:
        """One thing; the version afterwards."""
        version = self.scheme.versions.select_related("blueprint").get()
        user = self.chance.choice(self.users)
        acts = (self.command, self.item, self.section, self.clean, self.back, self.undo)
        act = self.chance.choices(acts, (6, 6, 4, 1, 2, 2))[0]
        act(to_write_in(version, user), user)
        return self.scheme.versions.get()

    def _somewhere(self, version: Version) -> str:
        address = self.chance.choice(LISTS)
        steps = [
            child(address, step) for step, _item in numbered(find(version.document, address, []))
        ]
        return self.chance.choice(steps) if steps else ""

    def command(self, version: Version, user: User) -> None:
        """A button of a list."""
        verb = self.chance.choice(("add", "duplicate", "remove", "up", "down"))
        place = self.chance.choice(LISTS) if verb == "add" else self._somewhere(version)
        if place:
            done = carry_out(Command(verb, place), version.blueprint.blueprint, version.document)
            write_document(version, user, done.document)

    def item(self, version: Version, user: User) -> None:
        """Words in an item."""
        if place := self._somewhere(version):
            item = copy.deepcopy(find(version.document, place))
            word = self.chance.choice("甲乙丙丁")
            item["note"] = {"zh": item.get("note", {}).get("zh", "")[:3] + word}
            write_item(version, user, place, item)

    def section(self, version: Version, user: User) -> None:
        """A part of a section, typed or emptied."""
        part = self.chance.choice(("short_title", "scope", "purpose"))
        values = {
            part: {
                "zh": self.chance.choice(("一", "二", "三\u200b三")),
                "n": self.chance.choice((1, True, 1.5)),
            }
        }
        token = section_token(version.document, (part,))
        save_section(version, user, (part,), self.chance.choice((values, values, {})), token)

    def clean(self, version: Version, user: User) -> None:
        """The button that cleans all."""
        clean_texts(version, user)

    def back(self, version: Version, user: User) -> None:
        """Any state restored."""
        change = self.chance.choice(list(version.changes.all()))
        restore(version, user, change, token_of(version.document))

    def undo(self, version: Version, user: User) -> None:
        """The last change undone."""
        if last_change(version) is not None:
            undo(version, user, token_of(version.document))


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("is_hurried", [True, False])
def test_every_state_comes_again_byte_by_byte(
    seed: int, is_hurried: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hurried writers go on in one line; and whole documents are kept on the way."""
    if not is_hurried:
        monkeypatch.setattr(recording, "PAUSE", -timedelta(1))
    if seed % 2:
        monkeypatch.setattr(recording, "LEAST_BETWEEN", 0)
    scheme = SchemeFactory()
    users = [
        member_of(scheme.organisation, Role.AUTHOR),
        member_of(scheme.organisation, Role.SIGNATORY),
    ]
    writer = Writer(scheme, users, random.Random(seed))
    was = {scheme.newest.changes.get().pk: canonical(scheme.newest.document)}
    for _time in range(40):
        version = writer.act()
        if newest := version.changes.order_by("-pk").first():
            was[newest.pk] = canonical(version.document)
    changes = list(DraftChange.objects.order_by("pk"))
    assert len(changes) > (5 if is_hurried else 20)
    for change in changes:
        assert canonical(state_after(change)) == was[change.pk]
        if not change.is_beginning:
            before = change_before(change)
            assert before is not None
            assert canonical(state_before(change)) == was[before.pk]


def typed(scheme: Scheme, user: User, words: str, part: str = "short_title") -> Version:
    version = scheme.newest
    token = section_token(version.document, (part,))
    saved = save_section(version, user, (part,), {part: {"zh": words}}, token)
    del scheme.newest
    return saved


@pytest.fixture
def scheme() -> Scheme:
    return SchemeFactory(parts={"short_title": {"zh": "始"}})


@pytest.fixture
def author(scheme: Scheme) -> User:
    return member_of(scheme.organisation, Role.AUTHOR)


def causes(scheme: Scheme) -> list[str]:
    return list(
        DraftChange.objects.filter(version__scheme=scheme)
        .order_by("pk")
        .values_list("cause", flat=True)
    )


def test_what_one_person_writes_on_at_one_place_is_one_line(scheme: Scheme, author: User) -> None:
    for words in ("甲", "甲乙", "甲乙丙"):
        version = typed(scheme, author, words)
    line = version.changes.order_by("-pk")[0]
    assert causes(scheme) == ["imported", "typed"]
    assert state_before(line)["short_title"] == {"zh": "始"}
    assert line.places == [{"at": "/short_title", "op": "change"}]
    assert line.chapters == "|identity|"


#: What begins a line of its own after somebody wrote: by whom, at which place, after how long.
OTHERWISE: dict[str, Any] = {
    "another person": lambda scheme, author: typed(
        scheme, member_of(scheme.organisation, Role.SIGNATORY), "乙"
    ),
    "another place": lambda scheme, author: typed(scheme, author, "乙", "project_name"),
    "emptied": lambda scheme, author: save_section(
        scheme.newest,
        author,
        ("short_title",),
        {},
        section_token(scheme.newest.document, ("short_title",)),
    ),
}


@pytest.mark.parametrize("name", list(OTHERWISE))
def test_anything_else_begins_a_line_of_its_own(scheme: Scheme, author: User, name: str) -> None:
    typed(scheme, author, "甲")
    OTHERWISE[name](scheme, author)
    assert causes(scheme) == ["imported", "typed", "typed"]


@pytest.mark.parametrize(("minutes", "lines"), [(1, 1), (3, 2)])
def test_after_a_pause_a_line_of_its_own_begins(
    scheme: Scheme, author: User, minutes: int, lines: int
) -> None:
    typed(scheme, author, "甲")
    earlier = timezone.now() - timedelta(minutes=minutes)
    DraftChange.objects.filter(cause=Cause.TYPED).update(at=earlier, begun_at=earlier)
    typed(scheme, author, "乙")
    assert causes(scheme).count("typed") == lines


def test_typed_and_taken_back_at_once_is_no_change(scheme: Scheme, author: User) -> None:
    typed(scheme, author, "甲")
    typed(scheme, author, "始")
    assert causes(scheme) == ["imported"]


def test_a_draft_from_before_the_history_begins_with_how_it_was_found(
    scheme: Scheme, author: User
) -> None:
    DraftChange.objects.all().delete()
    found = scheme.newest
    typed(scheme, author, "甲")
    first, _second = DraftChange.objects.order_by("pk")
    assert (first.cause, first.by, first.at) == (Cause.FOUND, found.updated_by, found.updated_at)
    assert canonical(state_after(first)) == canonical(found.document)


def test_what_was_altered_past_the_portal_is_said_not_guessed(scheme: Scheme, author: User) -> None:
    version = typed(scheme, author, "甲")
    Version.objects.filter(pk=version.pk).update(document={"title": {"zh": "别的"}})
    with pytest.raises(StateLost, match="cannot be made again"):
        state_after(version.changes.order_by("pk")[0])


def test_a_change_of_a_long_document_is_small(author: User, scheme: Scheme) -> None:
    version = typed(scheme, author, "甲")
    line = version.changes.order_by("-pk")[0]
    assert len(canonical(line.back)) < 200
    assert line.whole is None
