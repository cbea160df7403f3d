"""Making a draft of a document that came from outside. Gaps in it are fine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.files.storage import Storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Organisation, User
from schemes.documents import Document, to_address
from schemes.drafts import begin_scheme
from schemes.importing.incoming import Incoming, file_references, names_a_file
from schemes.importing.refusals import ImportRefused, Place, Reason
from schemes.marks.errors import FileRefused
from schemes.marks.uploads import Accepted, examine, keep_accepted
from schemes.models import BlueprintVersion, Scheme, StoredFile, VersionEvent
from schemes.permissions import may_begin
from schemes.validation.bounding import too_large

#: The line of a version's history that remembers what the draft was made of.
IMPORTED = "imported"


def check_import(organisation: Organisation, user: User, incoming: Incoming) -> BlueprintVersion:
    """Say whether the document can be imported, and by which blueprint; nothing is written.

    Raises:
        NotAllowed: the person may not write for this body.
        ImportRefused: its blueprint is not in use, or one of its files may not be kept.
    """
    may_begin(user, organisation).require()
    _refuse_too_large(incoming)
    blueprint = _blueprint(incoming)
    _examine_files(incoming)
    return blueprint


def import_document(organisation: Organisation, user: User, incoming: Incoming) -> Scheme:
    """A new scheme whose first draft says what the document says, without its commitment.

    Its files are kept as the body's own. Drawings are made safe, and so may get another digest;
    the draft names each file by the digest that it has now. A file that the document names and
    that did not come along stays named.

    Raises:
        NotAllowed: the person may not write for this body.
        ImportRefused: its blueprint is not in use, or one of its files may not be kept.
    """
    may_begin(user, organisation).require()
    _refuse_too_large(incoming)
    blueprint = _blueprint(incoming)
    examined = _examine_files(incoming)
    written: list[tuple[Storage, str]] = []
    try:
        with transaction.atomic():
            references = _keep_files(organisation, user, incoming, examined, written)
            document = _with_files(incoming.document, references)
            scheme = begin_scheme(organisation, blueprint, user, document)
            scheme.newest.record_event(
                event=IMPORTED,
                from_state=scheme.newest.state,
                to_state=scheme.newest.state,
                actor=user,
                data={"digest": incoming.digest, "source": incoming.source, "line": incoming.line},
            )
    except BaseException:
        # The rows of the files are gone with the transaction; their contents go too.
        for storage, name in written:
            storage.delete(name)
        raise
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
    """The published blueprint that the document names."""
    in_use = {row.ref: row for row in BlueprintVersion.objects.published().defer("schema")}
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
    if not isinstance(named, str) or named not in in_use:
        raise ImportRefused(
            Reason.UNKNOWN_BLUEPRINT,
            _("There is no blueprint “%(named)s” in use. In use are: %(known)s.")
            % {"named": str(named)[:80], **known},
            place,
        )
    return in_use[named]


def _examine_files(incoming: Incoming) -> dict[str, Accepted]:
    """Each file as it will be kept, by the digest it came with.

    All are examined before the first is written, so that a refusal leaves nothing behind.
    """
    examined = {}
    for digest, file in incoming.files.items():
        try:
            examined[digest] = examine(file.data)
        except FileRefused as problem:
            raise ImportRefused(
                Reason.FILE_REFUSED, problem.message, _place_of(incoming, digest)
            ) from None
    return examined


def _place_of(incoming: Incoming, digest: str) -> Place:
    """The file's name in the bundle, and where the document names it first."""
    path = next(
        (path for path, named in file_references(incoming.document) if named["sha256"] == digest),
        (),
    )
    return Place(incoming.files[digest].member, address=to_address(incoming.document, path))


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
