"""Handing a scheme over to another body: it writes on, with the files, under its own name."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from portal.accounts.models import Organisation, User
from portal.core.folding import identity
from schemes.history import recording
from schemes.marks.filed import forget_filed_marks
from schemes.models import Cause, FileText, Scheme, StoredFile

#: Of what names a body in a document: what is that body's own.
_OF_A_BODY = ("name", "uscc", "approval_no", "country")


def hand_over(scheme: Scheme, to: Organisation, user: User) -> None:
    """Make a scheme, its versions and the files they name another body's; in a transaction.

    The body before keeps its own rows of the files. A draft names the new owner from now on; what
    is frozen stays as it was signed. Who wrote what, and of which scheme it is a copy, does not go
    along: the history begins anew.
    """
    before = scheme.organisation
    scheme.former_owners = [*scheme.former_owners, before.approval_no]
    scheme.organisation, scheme.copied_from = to, None
    scheme.save(update_fields=["organisation", "former_owners", "copied_from"])
    Scheme.objects.filter(copied_from__scheme=scheme).update(copied_from=None)
    _copy_files(scheme, before, to)
    forget_filed_marks(scheme, before)
    for draft in scheme.versions.drafts().select_for_update(of=("self",)):
        recording.write(draft, user, named_anew(draft.document, scheme), Cause.HANDED_OVER)
        draft.record_event(
            event="owner_changed", from_state=draft.state, to_state=draft.state, actor=user
        )
    recording.forget(scheme)
    for draft in scheme.versions.drafts():
        # Why it changes what was filed belongs to the text; who said so does not.
        draft.reasons.update(by=user)
        recording.begin(draft, user, Cause.HANDED_OVER)


def named_anew(document: Mapping[str, Any], scheme: Scheme) -> dict[str, Any]:
    """The document with the owner of today where it names one from before; others stay.

    An operator from before stays one where the owner of today is among them already, as the
    members of an alliance are.
    """
    named: dict[str, Any] = copy.deepcopy(dict(document))
    former = {identity(number) for number in scheme.former_owners}
    body = scheme.organisation
    owner = named.get("owner")
    if isinstance(owner, dict) and _names_one_of(owner, former):
        known = {"name": body.name_text, "uscc": body.uscc, "approval_no": body.approval_no}
        named["owner"] = {**{k: v for k, v in owner.items() if k not in _OF_A_BODY}, **known}
        named["owner"]["country"] = "CN"
    operators = named.get("operators") or ()
    own = {identity(body.approval_no)}
    is_named = any(_names_one_of(operator, own) for operator in operators)
    for operator in operators:
        if not is_named and _names_one_of(operator, former):
            operator |= {"cb": body.name_text, "approval_no": body.approval_no}
    return named


def _names_one_of(part: Any, numbers: set[str]) -> bool:
    return isinstance(part, dict) and identity(str(part.get("approval_no") or "")) in numbers


def _copy_files(scheme: Scheme, before: Organisation, to: Organisation) -> None:
    """A row for the new owner of each file that a version names; the content is kept once."""
    held = scheme.versions.values_list("document", "set_aside")
    named = {digest for parts in held for digest in _digests(list(parts))}
    have = StoredFile.objects.filter(organisation=to).values("sha256")
    own = StoredFile.objects.filter(organisation=before, sha256__in=named)
    for stored in own.exclude(sha256__in=have):
        words = FileText.objects.filter(file=stored).first()
        stored.pk, stored.organisation = None, to
        stored.save(force_insert=True)
        if words is not None:
            FileText.objects.create(file=stored, passages=words.passages, is_cut=words.is_cut)


def _digests(part: Any) -> Iterator[str]:
    """The digests of all files that a part of a document names."""
    if isinstance(part, dict):
        if isinstance(part.get("sha256"), str):
            yield part["sha256"]
        part = list(part.values())
    if isinstance(part, list):
        for value in part:
            yield from _digests(value)
