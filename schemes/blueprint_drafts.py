"""Writing blueprint versions: beginning one, saving it. What is saved is of the dialect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from portal.accounts.models import User
from portal.core.errors import NotAllowed, WrongState
from schemes.blueprints import Blueprint, DialectError, DialectProblem, load_blueprint
from schemes.blueprints.building.steps import identifier, renumbered
from schemes.models import BlueprintVersion
from schemes.permissions import may_write_blueprints
from schemes.states import ISSUED_STATES, BlueprintState


class BlueprintConflict(WrongState):
    """Somebody saved the blueprint meanwhile; nothing was overwritten."""

    code = "conflict"


@transaction.atomic
def begin_blueprint_version(key: str, user: User) -> BlueprintVersion:
    """A new draft from the newest version that was ever published, under the next free number.

    A discarded version keeps its number: it stands in the history.

    Raises:
        NotAllowed: the person may not write blueprints.
        WrongState: a version of this blueprint is in preparation already, or none was issued.
    """
    _require(user)
    versions = BlueprintVersion.objects.select_for_update().filter(key=key)
    last = versions.issued().order_by("-version").first()
    if last is None:
        raise WrongState(
            _("There is no published blueprint “%(key)s” to begin from.") % {"key": key}
        )
    under_way = versions.in_preparation().first()
    if under_way is not None:
        raise WrongState(
            _("Blueprint %(ref)s is in preparation already; go on with that one.")
            % {"ref": under_way.ref}
        )
    number = versions.aggregate(last=Max("version"))["last"] + 1
    blueprint = load_blueprint(renumbered(last.schema, key, number))
    begun = BlueprintVersion.objects.create(
        key=key,
        version=number,
        category=last.category,
        schema=blueprint.schema,
        digest=blueprint.digest,
        created_by=user,
    )
    begun.record_event(event="begun", to_state=begun.state, actor=user, data={"from": last.ref})
    return begun


@transaction.atomic
def begin_blueprint_kind(
    key: str, title: Mapping[str, str], source: BlueprintVersion, user: User
) -> BlueprintVersion:
    """The first draft of a blueprint of a new kind, from a published one of the same category.

    Raises:
        NotAllowed: the person may not write blueprints.
        WrongState: there is a blueprint of this key already, or the source was never published.
        StepRefused: the key is no key.
    """
    _require(user)
    if BlueprintVersion.objects.filter(key=key).exists():
        raise WrongState(
            _("There is a blueprint “%(key)s” already; begin a new version of it.") % {"key": key}
        )
    if source.state not in ISSUED_STATES:
        raise WrongState(_("Choose a published blueprint to begin from."))
    schema = {**renumbered(source.schema, key, 1), "x-title": dict(title)}
    blueprint = load_blueprint(schema)
    begun = BlueprintVersion.objects.create(
        key=key,
        version=1,
        category=source.category,
        schema=blueprint.schema,
        digest=blueprint.digest,
        created_by=user,
    )
    begun.record_event(event="begun", to_state=begun.state, actor=user, data={"from": source.ref})
    return begun


@transaction.atomic
def save_blueprint_draft(
    version: BlueprintVersion,
    user: User,
    *,
    seen: str,
    schema: Mapping[str, Any] | None = None,
    note: str | None = None,
    what: str = "",
) -> BlueprintVersion:
    """Replace the schema of a draft, or what is said of it to authors; None leaves either.

    `seen` is the digest of the schema that the person had before them; `what` says for the
    history what was done.

    Raises:
        NotAllowed: the person may not write blueprints.
        WrongState: the version is no draft any more.
        BlueprintConflict: somebody else saved meanwhile.
        DialectError: the schema is not of the dialect, or is another blueprint's; names all.
    """
    _require(user)
    current = BlueprintVersion.objects.select_for_update(of=("self",)).get(pk=version.pk)
    if current.state != BlueprintState.DRAFT:
        raise WrongState(_("Blueprint %(ref)s is no draft any more.") % {"ref": current.ref})
    if current.digest != seen:
        raise BlueprintConflict(
            _("Somebody saved this blueprint while you were writing. Nothing was overwritten.")
        )
    before = (current.digest, current.note)
    if schema is not None:
        blueprint = _own_blueprint(current, schema)
        current.schema, current.digest = blueprint.schema, blueprint.digest
    if note is not None:
        current.note = note
    if (current.digest, current.note) != before:
        current.save(update_fields=["schema", "digest", "note"])
        current.record_event(
            event="edited",
            from_state=current.state,
            to_state=current.state,
            actor=user,
            data={"sha256": current.digest, "what": what},
        )
    return current


def _own_blueprint(version: BlueprintVersion, schema: Mapping[str, Any]) -> Blueprint:
    """The schema as a blueprint that has this version's name, number and category."""
    blueprint = load_blueprint(schema)
    problems = []
    if blueprint.ref != version.ref:
        params = {"ref": version.ref}
        problems.append(DialectProblem("/properties/blueprint/const", "other-name", params))
    if blueprint.category != version.category:
        params = {"category": version.category}
        problems.append(DialectProblem("/properties/category/enum", "other-category", params))
    if blueprint.schema.get("$id") != identifier(version.key, version.version):
        problems.append(DialectProblem("/$id", "other-id", {"ref": version.ref}))
    if problems:
        raise DialectError(problems)
    return blueprint


def version_before(version: BlueprintVersion) -> BlueprintVersion | None:
    """The issued version of the same blueprint that came before this one."""
    earlier = BlueprintVersion.objects.filter(key=version.key, version__lt=version.version)
    return earlier.issued().order_by("-version").first()


def _require(user: User) -> None:
    access = may_write_blueprints(user)
    if not access:
        raise NotAllowed(access.reason)
