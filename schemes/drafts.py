"""Beginning schemes and versions, and moving a draft to another version of its blueprint."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.dispatch import Signal
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.models import Organisation, User
from portal.accounts.roles import OrganisationKind
from portal.core.errors import NotAllowed, WrongState
from schemes.actions import SetAside
from schemes.amendments import carry_reasons
from schemes.documents import with_ids
from schemes.findings import Finding
from schemes.handing_over import named_anew
from schemes.history import recording
from schemes.identity import follows_a_filed_scheme, identity_of, made_own, minted_identity
from schemes.last_days import answers_a_correction, require_to_begin, successor_of
from schemes.models import BlueprintVersion, Cause, Scheme, Version
from schemes.permissions import may_begin, may_edit, may_write
from schemes.saving import repeat_in_scheme
from schemes.states import VersionState
from schemes.validation import check
from schemes.waivers import carry_over

#: A draft was begun from an earlier version: whoever knows more of the scheme may write in it.
#: Arguments: version, user.
version_begun = Signal()

#: What belongs to one filed text and never travels into a copy.
NOT_COPIED = ("commitment",)


@transaction.atomic
def begin_scheme(
    organisation: Organisation,
    blueprint: BlueprintVersion,
    user: User,
    document: Mapping[str, Any] | None = None,
    copied_from: Version | None = None,
) -> Scheme:
    """A new scheme with its first draft, empty or from a document that exists.

    `copied_from` is the version of another scheme of the body whose copy the document is.

    Raises:
        NotAllowed: the person may not write for this body.
        BlueprintOver: the blueprint is none to begin with, or no longer.
    """
    access = may_begin(user, organisation)
    if not access:
        raise NotAllowed(access.reason)
    require_to_begin(blueprint)
    scheme = Scheme.objects.create(
        organisation=organisation,
        category=blueprint.category,
        created_by=user,
        copied_from=copied_from,
    )
    content = _first_content(scheme, blueprint, document)
    version = Version.objects.create(
        scheme=scheme, sequence=1, blueprint=blueprint, document=content, updated_by=user
    )
    version.record_event(event="begun", to_state=version.state, actor=user)
    recording.begin(version, user, _cause(document, copied_from))
    repeat_in_scheme(scheme, content)
    return scheme


def _cause(document: Mapping[str, Any] | None, copied_from: Version | None) -> Cause:
    if copied_from is not None:
        return Cause.COPIED
    return Cause.BEGUN if document is None else Cause.IMPORTED


def _first_content(
    scheme: Scheme, blueprint: BlueprintVersion, document: Mapping[str, Any] | None
) -> dict[str, Any]:
    """A document's start: what the register already knows is filled in."""
    known = {"language": ["zh"], "version": "1.0.0", **of_the_author(scheme.organisation)}
    content = {**known, **copy.deepcopy(dict(document or {}))}
    for part in NOT_COPIED:
        content.pop(part, None)
    content["blueprint"] = blueprint.ref
    content["category"] = blueprint.category
    if follows_a_filed_scheme(content, scheme):
        del content["previous_version"]
    filled: dict[str, Any] = with_ids(made_own(content, minted_identity(scheme)))
    return filled


def of_the_author(author: Organisation) -> dict[str, Any]:
    """The parts that say who writes: a body, which operates it, or whoever certifies nothing."""
    named = {"name": author.name_text, "country": "CN"}
    named |= {"uscc": author.uscc} if author.uscc else {}
    if author.issues:
        is_ministry = author.kind == OrganisationKind.MINISTRY
        origin = "ministry_joint" if is_ministry else "national_unified"
        return {"origin": origin, "owner": {"kind": "government", **named}}
    if author.owns_schemes:
        return {"origin": "cb_own", "owner": {"kind": "association", **named}}
    operator = {"id": "op-1", "cb": author.name_text, "approval_no": author.approval_no}
    return {
        "origin": "cb_own",
        "owner": {"kind": "cb", **named, "approval_no": author.approval_no},
        "operators": [operator],
    }


def copy_of(version: Version) -> dict[str, Any]:
    """The content of a version as the start of another scheme: without what is its own."""
    content = copy.deepcopy(version.document)
    for part in ("id", "rule_number", "version", "previous_version", "change_summary", *NOT_COPIED):
        content.pop(part, None)
    return content


@transaction.atomic
def begin_version(scheme: Scheme, user: User) -> Version:
    """A new draft from the newest version; a signed one that was not submitted is set aside.

    It follows the newest version of its blueprint to begin with. While a correction is requested
    it follows the same one: who corrects what was filed is not asked for more than what he filed
    by, even when the last days of that blueprint are over.

    Raises:
        NotAllowed: the person may not write this scheme.
        WrongState: a draft exists already.
        BlueprintOver: the last day of the blueprint is over, and it has no successor.
    """
    access = may_write(user, scheme)
    if not access:
        raise NotAllowed(access.reason)
    scheme = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if scheme.versions.drafts().exists():
        raise WrongState(_("There is a draft already; go on with that one."))
    last = scheme.newest
    blueprint = _blueprint_after(last)
    if last.state == VersionState.FROZEN:
        SetAside(last, user).run()
    content = copy.deepcopy(last.document)
    for part in NOT_COPIED:
        content.pop(part, None)
    _follow(content, last)
    content = named_anew(made_own(content, identity_of(scheme)), scheme)
    content["blueprint"] = blueprint.ref
    number = scheme.versions.aggregate(last=Max("sequence"))["last"] + 1
    version = Version.objects.create(
        scheme=scheme,
        sequence=number,
        blueprint=blueprint,
        document=content,
        updated_by=user,
    )
    version.record_event(event="begun", to_state=version.state, actor=user)
    recording.begin(version, user, Cause.FOLLOWED)
    carry_over(last, version)
    if last.state != VersionState.SUBMITTED:
        carry_reasons(last, version)
    version_begun.send(sender=Version, version=version, user=user)
    return version


def _follow(content: dict[str, Any], last: Version) -> None:
    """After a submitted version: name it by its permanent address, and summarise changes anew.

    A version that was set aside was never filed: the next one follows what that one followed.
    """
    identity, number = content.get("id"), content.get("version")
    if last.state == VersionState.SUBMITTED and identity and number:
        content["previous_version"] = f"{identity}/versions/{number}"
        content.pop("change_summary", None)


def _blueprint_after(last: Version) -> BlueprintVersion:
    """The blueprint of the version after this one."""
    if answers_a_correction(last):
        return last.blueprint
    newer = successor_of(last.blueprint)
    if newer is None and last.blueprint.has_last_days:
        require_to_begin(last.blueprint)
    return newer or last.blueprint


def new_findings(version: Version, blueprint: BlueprintVersion) -> list[Finding]:
    """What another blueprint says of a version's document that its own does not say.

    No rule runs: rules look at the document, whatever its blueprint.
    """
    moved = {**version.document, "blueprint": blueprint.ref}
    before = check(version.document, version.blueprint.blueprint, rules=()).findings
    known = {(finding.code, finding.address) for finding in before}
    after = check(moved, blueprint.blueprint, rules=()).findings
    return [finding for finding in after if (finding.code, finding.address) not in known]


@transaction.atomic
def move_to(version: Version, blueprint: BlueprintVersion, user: User) -> Version:
    """Let a draft follow a newer version of its blueprint; what it holds stays as it is.

    Raises:
        NotAllowed: the person may not, or the version is no draft.
        WrongState: the blueprint is not a newer version of the draft's own to begin with.
    """
    current = Version.objects.select_for_update(of=("self",)).get(pk=version.pk)
    access = may_edit(user, current)
    if not access:
        raise NotAllowed(access.reason)
    before = current.blueprint
    usable = BlueprintVersion.objects.to_begin_with(timezone.localdate()).filter(key=before.key)
    if not usable.filter(pk=blueprint.pk, version__gt=before.version).exists():
        raise WrongState(_("The draft cannot be moved to this version of its blueprint."))
    current.blueprint = blueprint
    moved = {**current.document, "blueprint": blueprint.ref}
    refs = {"from": before.ref, "to": blueprint.ref}
    recording.write(current, user, moved, Cause.BLUEPRINT, beside=["blueprint"], data=refs)
    current.record_event(
        event="moved",
        from_state=current.state,
        to_state=current.state,
        actor=user,
        data=refs,
    )
    return current
