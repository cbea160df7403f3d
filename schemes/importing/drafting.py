"""Making a draft of a document that came from outside. Gaps in it are fine."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation, User
from portal.core.localised import sentences
from schemes.documents import Document
from schemes.drafts import begin_scheme
from schemes.files.uploads import Accepted, keep_accepted
from schemes.importing.files import FileTold, examined_files, missing_files, told_of_files
from schemes.importing.incoming import Incoming, file_references, names_a_file
from schemes.importing.refusals import ImportRefused, Place, Reason
from schemes.last_days import BlueprintOver, require_to_begin, successor_of
from schemes.models import BlueprintVersion, Cause, Scheme, StoredFile, Version, VersionEvent
from schemes.permissions import may_begin
from schemes.saving import save_section, section_token
from schemes.validation.bounding import too_large

#: The line of a version's history that remembers what the draft was made of.
IMPORTED = "imported"


@dataclass(frozen=True)
class Prepared:
    """A document that can be imported: by which blueprint, and with which files."""

    incoming: Incoming
    blueprint: BlueprintVersion
    accepted: Mapping[str, Accepted]

    @property
    def files(self) -> list[FileTold]:
        """What becomes of each file of its bundle."""
        return list(told_of_files(self.incoming, self.accepted))

    @property
    def missing(self) -> list[str]:
        """Names of the files that are not in the bundle; a document alone brings none."""
        return missing_files(self.incoming) if self.incoming.is_bundle else []


def check_import(organisation: Organisation, user: User, incoming: Incoming) -> Prepared:
    """Say whether and how the document can be imported; nothing is written.

    Raises:
        NotAllowed: the person may not write for this body.
        ImportRefused: its blueprint is not in use, or some of its files may not be kept.
    """
    may_begin(user, organisation).require()
    _refuse_too_large(incoming)
    return Prepared(incoming, _blueprint(incoming), examined_files(incoming))


def import_document(
    organisation: Organisation, user: User, incoming: Incoming, prepared: Prepared | None = None
) -> Scheme:
    """A new scheme whose first draft says what the document says, without its commitment.

    Its files are kept as the body's own. Drawings are made safe, and so may get another digest;
    the draft names each file by the digest that it has now. A file that the document names and
    that did not come along stays named. `prepared` is what `check_import` said of it just now.

    Raises:
        NotAllowed: the person may not write for this body.
        ImportRefused: its blueprint is not in use, or some of its files may not be kept.
    """
    scheme = _import(organisation, user, incoming, prepared)
    assert scheme is not None
    return scheme


def import_once(
    organisation: Organisation,
    user: User,
    incoming: Incoming,
    prepared: Prepared | None = None,
) -> Scheme | None:
    """The same; None when the body has imported exactly this document before.

    Two importers at once take turns, document by document.

    Raises:
        NotAllowed, ImportRefused: as `import_document`.
    """
    return _import(organisation, user, incoming, prepared, is_known=_is_imported)


def _is_imported(organisation: Organisation, incoming: Incoming) -> bool:
    """Asked with the body locked: what another importer is about to write is waited for."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    return already_imported(organisation, incoming) is not None


def import_version(
    version: Version, user: User, incoming: Incoming, accepted: Mapping[str, Accepted]
) -> Version:
    """A draft of a scheme that exists says from now on what the document says, and nothing else.

    What it follows, its blueprint and its identity stay; its commitment is left behind.

    Raises:
        NotAllowed: the person may not, or the version is no draft.
        ImportRefused: the document is too large, or follows another blueprint.
    """
    _refuse_too_large(incoming)
    _refuse_another_blueprint(version, incoming)
    with keeping_files() as written:
        references = _keep_files(version.scheme.organisation, user, incoming, accepted, written)
        content = dict(_with_files(incoming.document, references))
        for name in ("commitment", "previous_version"):
            content.pop(name, None)
        if "previous_version" in version.document:
            content["previous_version"] = version.document["previous_version"]
        content["blueprint"] = version.blueprint.ref
        parts = tuple(sorted({*version.document, *content}))
        seen = section_token(version.document, parts)
        saved = save_section(version, user, parts, content, seen, {}, Cause.IMPORTED)
        record_import(saved, user, incoming)
    return saved


@contextmanager
def keeping_files() -> Iterator[list[tuple[Storage, str]]]:
    """A transaction with which the contents of new files, noted in the list, come and go.

    What an outer one has noted goes with that one, too.
    """
    outer = _kept.get()
    written: list[tuple[Storage, str]] = [] if outer is None else outer
    token = _kept.set(written)
    try:
        with transaction.atomic():
            yield written
    except BaseException:
        # The rows of the files are gone with the transaction; their contents go too.
        for storage, name in written if outer is None else ():
            storage.delete(name)
        raise
    finally:
        _kept.reset(token)


_kept: ContextVar[list[tuple[Storage, str]] | None] = ContextVar("kept_files", default=None)


def record_import(version: Version, user: User, incoming: Incoming) -> None:
    """Keep in the history what the draft was made of."""
    version.record_event(
        event=IMPORTED,
        from_state=version.state,
        to_state=version.state,
        actor=user,
        data={"digest": incoming.digest, "source": incoming.source, "line": incoming.line},
    )


def _import(
    organisation: Organisation,
    user: User,
    incoming: Incoming,
    prepared: Prepared | None,
    is_known: Callable[[Organisation, Incoming], bool] = lambda _body, _incoming: False,
) -> Scheme | None:
    prepared = prepared or check_import(organisation, user, incoming)
    with keeping_files() as written:
        if is_known(organisation, incoming):
            return None
        references = _keep_files(organisation, user, incoming, prepared.accepted, written)
        document = _with_files(incoming.document, references)
        scheme = begin_scheme(organisation, prepared.blueprint, user, document)
        record_import(scheme.newest, user, incoming)
    return scheme


def already_imported(organisation: Organisation, incoming: Incoming) -> Scheme | None:
    """The scheme of this body that began with exactly this document, if there is one."""
    imports = _imports(organisation).filter(data__digest=incoming.digest)
    event = imports.select_related("version__scheme").order_by("pk").first()
    return event.version.scheme if event is not None else None


def imported_digests(organisation: Organisation) -> set[str]:
    """The digests of all documents that were ever imported for this body."""
    return {
        data.get("digest", "") for data in _imports(organisation).values_list("data", flat=True)
    }


def _imports(organisation: Organisation) -> Any:
    return VersionEvent.objects.filter(event=IMPORTED, version__scheme__organisation=organisation)


def _refuse_too_large(incoming: Incoming) -> None:
    """What could not be checked, and hardly be opened, does not become a draft."""
    excess = too_large(incoming.document)
    if excess is not None:
        place = Place(line=incoming.line, address=excess.address)
        raise ImportRefused(Reason.TOO_LARGE, _SIZES[excess.params["case"]] % excess.params, place)


_SIZES = {
    "items": _(
        "The list has more than %(limit)s entries, the most that one list may have. Split it, or "
        "put what is long into an annex, and import again."
    ),
    "nodes": _(
        "The document has more than %(limit)s values, more than any rule needs. Shorten it and "
        "import again."
    ),
}


def _blueprint(incoming: Incoming) -> BlueprintVersion:
    """The blueprint that the document names, with which drafts may be begun today."""
    today = timezone.localdate()
    usable = BlueprintVersion.objects.to_begin_with(today).defer("schema")
    in_use = {row.ref: row for row in usable}
    known = {"known": ", ".join(sorted(in_use))}
    named = incoming.document.get("blueprint")
    place = Place(line=incoming.line, address="/blueprint")
    if named is None:
        raise ImportRefused(
            Reason.UNKNOWN_BLUEPRINT,
            _("The document does not say which blueprint it follows. In use are: %(known)s.")
            % known,
            place,
        )
    if isinstance(named, str) and named in in_use:
        return in_use[named]
    _refuse_one_that_is_over(str(named), place)
    raise ImportRefused(
        Reason.UNKNOWN_BLUEPRINT,
        _("There is no blueprint “%(named)s” in use. In use are: %(known)s.")
        % {"named": str(named)[:80], **known},
        place,
    )


def _refuse_another_blueprint(version: Version, incoming: Incoming) -> None:
    named = incoming.document.get("blueprint")
    if named == version.blueprint.ref:
        return
    raise ImportRefused(
        Reason.UNKNOWN_BLUEPRINT,
        _("This version of the scheme follows blueprint %(ref)s; name that one.")
        % {"ref": version.blueprint.ref},
        Place(line=incoming.line, address="/blueprint"),
    )


def _refuse_one_that_is_over(named: str, place: Place) -> None:
    """Say of a blueprint that was in use until when that was, and which one to name instead."""
    try:
        blueprint = BlueprintVersion.objects.issued().defer("schema").by_ref(named)
    except BlueprintVersion.DoesNotExist:
        return
    try:
        require_to_begin(blueprint)
    except BlueprintOver as over:
        advice = str(_("Name that one in the document’s “blueprint” and import it again."))
        has_newer = successor_of(blueprint) is not None
        message = sentences(str(over.message), advice) if has_newer else over.message
        raise ImportRefused(Reason.BLUEPRINT_OVER, message, place) from None


def _keep_files(
    organisation: Organisation,
    user: User,
    incoming: Incoming,
    examined: Mapping[str, Accepted],
    written: list[tuple[Storage, str]],
) -> dict[str, dict[str, Any]]:
    """Keep the files that came along; how each is named now, by the digest it came with.

    What is new in the storage is noted in `written` at once, for it to be taken back.
    """
    kept_as = {it: hashlib.sha256(one.content).hexdigest() for it, one in examined.items()}
    files = StoredFile.objects.filter(organisation=organisation, sha256__in=kept_as.values())
    held = set(files.values_list("sha256", flat=True))
    references: dict[str, dict[str, Any]] = {}
    for _path, named in file_references(incoming.document):
        digest = named["sha256"]
        if digest not in incoming.files or digest in references:
            continue
        file = incoming.files[digest]
        name = _own_name(named).get("name", file.member)
        references[digest] = keep_accepted(organisation, user, name, examined[digest])
        if kept_as[digest] not in held:
            stored = files.get(sha256=kept_as[digest])
            written += [(it.storage, it.name) for it in (stored.content, stored.preview) if it.name]
    return references


def _with_files(part: Any, references: Mapping[str, Mapping[str, Any]]) -> Any:
    """A copy of the document that names its files as they are kept; their names stay."""
    if isinstance(part, list):
        return [_with_files(inner, references) for inner in part]
    if not isinstance(part, dict):
        return part
    if names_a_file(part):
        return {**part, **references.get(part["sha256"], {}), **_own_name(part)}
    return {name: _with_files(inner, references) for name, inner in part.items()}


def _own_name(named: Document) -> dict[str, str]:
    return {"name": named["name"]} if isinstance(named.get("name"), str) else {}
