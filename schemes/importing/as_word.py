"""A version as a Word file, to be read and annotated by those who are no users of the portal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override, pgettext

from portal.reference.choices import Category
from portal.reference.field_names import known_fields
from portal.reference.units import known_units
from schemes.documents import find, text
from schemes.files.pictures import picture_of_file
from schemes.importing.incoming import file_references
from schemes.models import StoredFile, Version
from schemes.reading import chapters
from schemes.word import Cover, Marks, marked_places, word_file


def rule_as_word(
    version: Version,
    language: str,
    number: str = "",
    issuers: Sequence[Mapping[str, str]] = (),
) -> bytes:
    """The rule of a version in one language (`zh` or `en`), as `.docx`.

    `number` is that of the register, empty when the version is not listed. `issuers` are the names
    of those who issue a scheme of the state together; others are named by their document.
    """
    read = chapters(
        version.blueprint.blueprint, version.document, language, known_units(), known_fields()
    )
    return word_file(_cover(version, language, number, issuers), read, _pictures(version))


def places_of_rule(version: Version, language: str) -> Marks:
    """The places and sentences that the Word file of a version marks, by their bookmarks."""
    read = chapters(
        version.blueprint.blueprint, version.document, language, known_units(), known_fields()
    )
    return marked_places(_cover(version, language, "", ()), read)


def _cover(
    version: Version, language: str, number: str, issuers: Sequence[Mapping[str, str]]
) -> Cover:
    document = version.document

    def words(address: str, of: str = language) -> str:
        return text(find(document, address), of)

    other = "zh" if language == "en" else "en"
    titles = find(document, "/title") or {}
    other_title = titles.get(other, "") if isinstance(titles, dict) else ""
    with override("en" if language == "en" else "zh-hans"):
        category = words("/category")
        kind = str(Category(category).label) if category in Category.values else ""
        names = [text(name, language) for name in issuers]
        author = _(", ").join(names) or words("/alliance/name") or words("/owner/name")
        members = find(document, "/alliance/members") or ()
        return Cover(
            title=words("/title") or _("Untitled scheme"),
            language=language,
            dated=_dated(version),
            number=words("/rule_number"),
            kind=" · ".join(filter(None, (kind, _("Certification rule")))),
            other_title=str(other_title),
            author=author,
            note=_note(version, number),
            identity=str(document.get("id", "")),
            facts=(
                (_("Version"), words("/version")),
                (_("Issued"), _day(words("/lifecycle/issued"))),
                (_("In force from"), _day(words("/lifecycle/effective"))),
                (pgettext("a rule", "Issued by"), author),
                (_("Members"), _(", ").join(text(find(one, "/name"), language) for one in members)),
                (_("Register number"), number),
                (_("SHA-256 digest"), version.digest if version.is_frozen else ""),
            ),
        )


def _note(version: Version, number: str) -> str:
    if not version.is_frozen:
        return _("Draft, not filed")
    return "" if number else _("Signed, not yet filed")


def _day(words: str) -> str:
    try:
        return str(formats.date_format(date.fromisoformat(words)))
    except ValueError:
        return words


def _dated(version: Version) -> datetime:
    """When the text was last changed."""
    return version.updated_at.astimezone(UTC)


def _pictures(version: Version) -> dict[str, bytes]:
    named: set[Any] = {reference["sha256"] for _at, reference in file_references(version.document)}
    stored = StoredFile.objects.filter(
        organisation=version.scheme.organisation_id, sha256__in=named
    )
    drawn = {one.sha256: picture_of_file(one) for one in stored}
    return {sha256: content for sha256, content in drawn.items() if content}
