"""Saving what people write in a draft. It never refuses a gap, and never overwrites another."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import NotAllowed, WrongState
from schemes.documents import Document, canonical, ids_of, with_ids
from schemes.documents.addresses import parse
from schemes.documents.editing import replaced
from schemes.documents.identities import lacks_ids
from schemes.documents.texts import Cleaning, clean
from schemes.history.recording import write
from schemes.identity import identity_of, made_own
from schemes.models import Cause, Scheme, Version
from schemes.permissions import may_edit


class Conflict(WrongState):
    """Somebody saved the same section meanwhile; nothing was overwritten."""

    code = "conflict"

    def __init__(self, saved_by: User, section: str) -> None:
        super().__init__(
            _(
                "%(person)s saved this section while you were writing. Nothing was overwritten: "
                "your text is below, the saved text beside it."
            )
            % {"person": saved_by}
        )
        self.section = section


def section_token(
    document: Mapping[str, Any], parts: tuple[str, ...], beside: Collection[str] = ()
) -> str:
    """A short fingerprint of what a section holds, to notice that it was saved meanwhile.

    `beside` are the addresses of lists in it whose items are saved one by one.
    """
    held = {part: document[part] for part in parts if part in document}
    return token_of(without(held, beside))


def without(held: Any, addresses: Collection[str]) -> Any:
    """A part of a document without what stands at these addresses in it; it is not changed."""
    for address in addresses:
        held = _without(held, parse(address))
    return held


def _without(held: Any, path: tuple[str, ...]) -> Any:
    if not isinstance(held, dict) or path[0] not in held:
        return held
    if len(path) > 1:
        return {**held, path[0]: _without(held[path[0]], path[1:])}
    return {name: part for name, part in held.items() if name != path[0]}


def token_of(value: Any) -> str:
    """A short fingerprint of a value of a document."""
    return hashlib.sha256(canonical(value)).hexdigest()[:16]


@transaction.atomic
def save_section(
    version: Version,
    user: User,
    parts: tuple[str, ...],
    values: Mapping[str, Any],
    seen: str,
    set_aside: Mapping[str, Any] | None = None,
    cause: Cause = Cause.TYPED,
) -> Version:
    """Replace the parts of one section by what a person wrote; other sections are not touched.

    `values` holds the parts that are present now; a part that is not there is absent. `seen`
    is the `section_token` of what the person's form was made from. `set_aside` is what answers
    exclude for now; nothing given leaves it as it is.

    Raises:
        NotAllowed: the person may not, or the version is no draft.
        Conflict: the section was saved by somebody meanwhile.
    """
    current = to_write_in(version, user)
    if section_token(current.document, parts) != seen:
        raise Conflict(current.updated_by, ",".join(parts))
    write_section(current, user, parts, values, set_aside, cause)
    return current


def write_section(
    current: Version,
    user: User,
    parts: tuple[str, ...],
    values: Mapping[str, Any],
    set_aside: Mapping[str, Any] | None = None,
    cause: Cause = Cause.TYPED,
) -> None:
    """The same in a version that was read by `to_write_in`, whatever the section held."""
    document = {key: value for key, value in current.document.items() if key not in parts}
    present = {part: values[part] for part in parts if part in values}
    if lacks_ids(present):
        present = with_ids(present, ids_of({**document, **present}))
    document.update(present)
    if set_aside is not None:
        current.set_aside = dict(set_aside)
    _save(current, user, made_own(document, identity_of(current.scheme)), cause)


def write_item(
    current: Version,
    user: User,
    address: str,
    item: Any,
    set_aside: Mapping[str, Any] | None = None,
) -> None:
    """Replace one item of a list in a version that was read by `to_write_in`.

    Nothing else is touched. `set_aside` as for a section.

    Raises:
        NoSuchPlace: there is no such item.
    """
    changed = replaced(current.document, address, _identified(current.document, item))
    if set_aside is not None:
        current.set_aside = dict(set_aside)
    _save(current, user, changed)


def write_document(
    current: Version,
    user: User,
    document: Document,
    cause: Cause = Cause.TYPED,
    data: Mapping[str, Any] | None = None,
) -> None:
    """Replace all of a version that was read by `to_write_in`; each record has its identifier."""
    _save(current, user, document, cause, data)


def to_write_in(version: Version, user: User) -> Version:
    """The version as it stands, for this person to write in until the transaction ends.

    What was read with it before, its scheme and its blueprint, is not read again.

    Raises:
        NotAllowed: the person may not, or the version is no draft.
    """
    current = Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    current.scheme = version.scheme
    if current.blueprint_id == version.blueprint_id:
        current.blueprint = version.blueprint
    access = may_edit(user, current)
    if not access:
        raise NotAllowed(access.reason)
    return current


def _identified(document: Document, item: Any) -> Any:
    """The item with an identifier on each record inside it that has none yet."""
    if not lacks_ids(item):
        return item
    return with_ids(item, ids_of(document))


@transaction.atomic
def clean_texts(
    version: Version, user: User, within: Collection[str] | None = None
) -> list[Cleaning]:
    """Take out of a draft's texts what misleads their readers, and say what that changed.

    `within` are the addresses of the texts that are meant; None means all.

    Raises:
        NotAllowed: the person may not, or the version is no draft.
    """
    current = to_write_in(version, user)
    document, done = clean(current.document, current.blueprint.blueprint, within)
    if done:
        _save(current, user, document, Cause.CLEANED)
    return done


def _save(
    current: Version,
    user: User,
    document: dict[str, Any],
    cause: Cause = Cause.TYPED,
    data: Mapping[str, Any] | None = None,
) -> None:
    note_writer(current, user)
    write(current, user, document, cause, beside=["set_aside"], data=data)
    repeat_in_scheme(current.scheme, current.document)


def note_writer(version: Version, user: User) -> None:
    """Keep in the history, once for each person, that they wrote in a version.

    Who wrote never judges the text later, even when somebody else saved it last.
    """
    if not version.events.filter(actor=user).exists():
        version.record_event(
            event="written", from_state=version.state, to_state=version.state, actor=user
        )


def repeat_in_scheme(scheme: Scheme, document: Mapping[str, Any]) -> None:
    """Keep the scheme's own words equal to those of its newest document."""
    scheme.title = document.get("title") or {}
    scheme.rule_number = str(document.get("rule_number") or "")[:80]
    scheme.save(update_fields=["title", "rule_number"])
