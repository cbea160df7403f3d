"""What a filing is found by at the desk: its numbers, its titles, the standards that it names.

All are kept in the one form of the house (`portal.core.folding.identity`), so that any spelling
finds them. The names and codes of a body change, so they are asked of the register of bodies.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from portal.accounts.models import Organisation
from portal.accounts.roles import OrganisationKind
from portal.core.folding import identity
from portal.core.standard_numbers import national_numbers_in, normal_form, numbers_in
from registry.models import Entry, Filing, FilingWords
from registry.register.numbers import normalise_number
from schemes.models import Version


def keep_words(filing: Filing) -> None:
    """Write anew what a filing is found by; of all versions that were handed in with it."""
    FilingWords.objects.update_or_create(
        filing=filing, defaults={"text": "\n".join(dict.fromkeys(_words_of(filing)))}
    )


def complete_words() -> int:
    """After an upgrade: what filings from before it are found by. Safe to interrupt."""
    missing = Filing.objects.filter(words__isnull=True)
    keys = list(missing.values_list("pk", flat=True))
    for pk in keys:
        keep_words(Filing.objects.get(pk=pk))
    return len(keys)


def filings_named(words: str) -> Q:
    """The condition on filings that somebody means who typed these words.

    One query besides, for the bodies.
    """
    needles = _needles(words)
    if not needles:
        return Q(pk__in=())
    found = Q(organisation__in=_bodies_named(words))
    for needle in needles:
        found |= Q(words__text__contains=needle)
    return found | _all_of(words)


def entries_named(words: str) -> Q:
    """The same for entries of the register: those whose filings are found."""
    filings = Filing.objects.filter(filings_named(words))
    found = Q(scheme__in=filings.values("scheme"))
    needles = _needles(words)
    if needles:
        # What was filed on paper had no filing here.
        found |= Q(paper__isnull=False, organisation__in=_bodies_named(words))
    for needle in needles:
        found |= Q(paper__words__contains=needle)
    return found


def _words_of(filing: Filing) -> Iterator[str]:
    entries = Entry.objects.filter(scheme=filing.scheme_id, organisation=filing.organisation_id)
    yield identity(filing.number)
    for number in entries.values_list("number", flat=True):
        yield identity(number)
    versions = Version.objects.filter(submission__filing=filing).order_by("sequence")
    for document in versions.values_list("document", flat=True):
        yield from _words_in(document)


def _words_in(document: dict[str, Any]) -> Iterator[str]:
    title = document.get("title") or {}
    for text in (document.get("rule_number"), document.get("version"), *title.values()):
        if text:
            yield identity(str(text))
    for basis in document.get("basis") or ():
        ref = str(basis.get("ref", ""))
        yield from (number.form for number in numbers_in(ref))
        yield from map(identity, map(str, (basis.get("title") or {}).values()))
    # National standards are named in running text, too: in methods, criteria, notes.
    for text in _texts(document):
        yield from (number.form for number in national_numbers_in(text))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _needles(words: str) -> list[str]:
    """The forms of which one has to be found: of the whole, and of each number in it."""
    forms = (normalise_number(words), words)
    national = (number.form for number in national_numbers_in(words))
    needles = [*map(identity, forms), normal_form(words), *national]
    return list(dict.fromkeys(filter(None, needles)))


def _all_of(words: str) -> Q:
    """Several words of which each is found, in whatever order."""
    parts = [form for form in map(normal_form, words.split()) if form]
    if len(parts) < 2:
        return Q()
    found = Q()
    for part in parts:
        found &= Q(words__text__contains=part)
    return found


def _bodies_named(words: str) -> list[int]:
    """The bodies whose names or codes hold the words; there are some hundreds in the country."""
    needle = identity(words)
    bodies = Organisation.objects.filter(kind=OrganisationKind.BODY)
    rows = bodies.values_list("pk", "name_zh", "name_en", "approval_no", "uscc")
    return [pk for pk, *names in rows if any(needle in identity(name or "") for name in names)]
