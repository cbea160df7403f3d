"""Letters about decisions and acts: filled in from the template in force, numbered, kept as sent.

A letter copies every word in both languages, as a correction notice does (ADR 40): templates,
registers and names change, what was sent does not. Where the regulator has no template for an act,
there is no letter, and the mail alone tells of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy, override

from portal.accounts.models import Organisation
from portal.core import outbox
from portal.core.localised import in_both_languages, in_language
from registry.lettered import Lettered
from registry.models import Entry, Filing, Letter, LetterTemplate
from registry.models.letter_templates import BLOCKS, PLACEHOLDER, paragraphs
from registry.register.numbers import LETTER_SERIES, allocate_number
from registry.register.told import facts_in_both_languages
from schemes.documents import canonical

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: The languages of a letter with those of the interface.
LANGUAGES = {"zh": "zh-hans", "en": "en"}
#: Facts of an event that a letter tells in places of their own.
TOLD_APART = frozenset({"ground", "remedy", "decided_by"})
#: What a letter says of a branch that acts, also where its template has no place for facts.
OF_DELEGATION = frozenset({"by_branch", "for_regulator"})
#: Stands in a preview for the number of an entry that comes with the act.
NUMBER_TO_BE_GIVEN = gettext_lazy("(the number is given with the entry)")

Both = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class LetterWords:
    """What an act says in its letter, beside what it is about."""

    reasons: str = ""
    note: str = ""
    #: Each with `name` and `basis` in both languages.
    grounds: Sequence[Mapping[str, Any]] = ()
    #: What the event of the act keeps (`registry.register.told`).
    told: Mapping[str, Any] = field(default_factory=dict)
    #: In both languages, one text each.
    conditions: Sequence[Both] = ()
    remedy: Both = field(default_factory=dict)
    #: The body that it goes to, where that is not the one whose record it is about.
    to: Organisation | None = None


def send_letter(
    act: str, records: Sequence[Filing | Entry], words: LetterWords, signed_by: Any = None
) -> Letter | None:
    """Number the letter and keep it as it is sent; the worker makes its files.

    All records are of one body; None where the regulator has no template for the act.
    """
    content = _compose(act, records, words, signed_by)
    if content is None:
        return None
    first, now = records[0], timezone.now()
    content["number"] = allocate_number(LETTER_SERIES, timezone.localdate(now).year)
    letter = Letter.objects.create(
        number=content["number"],
        act=act,
        organisation=words.to or first.organisation,
        filing=first if isinstance(first, Filing) else None,
        content=content,
        sha256=hashlib.sha256(canonical(content)).hexdigest(),
        signed_by=signed_by,
        sent_at=now,
    )
    letter.entries.set([record for record in records if isinstance(record, Entry)])
    for language in LANGUAGES:
        outbox.put("letter", {"letter": letter.pk, "language": language})
    return letter


def letter_of(action: Any) -> Letter | None:
    """The letter that an act sends to its body; None where it ends in none."""
    if not isinstance(action, Lettered):
        return None
    return send_letter(action.name, [action.record], action.letter_words(), _signs(action))


def preview_of(action: Any) -> dict[str, Any] | None:
    """The same as it would be sent now, save for its number, which waits for the sending.

    An act without a person (`user` is None) is one of which nobody knows yet who will do it: it is
    signed by nobody, and says of no delegation.
    """
    if not isinstance(action, Lettered):
        return None
    words, signs = action.letter_words(), _signs(action)
    return _compose(action.name, [action.record], words, signs, is_preview=True)


def _signs(action: Any) -> Any:
    return action.user if action.is_signed else None


def _compose(
    act: str,
    records: Sequence[Filing | Entry],
    words: LetterWords,
    signed_by: Any,
    *,
    is_preview: bool = False,
) -> dict[str, Any] | None:
    template = LetterTemplate.objects.of(act, timezone.localdate())
    if template is None:
        return None
    matter = matter_of(records[0])
    if words.to is not None:
        matter |= {"body": words.to.name_text, "approval_no": words.to.approval_no}
    open_number = NUMBER_TO_BE_GIVEN if is_preview else ""
    texts = {"zh": template.text_zh, "en": template.text_en}
    return {
        "number": "",
        "sent_on": timezone.localdate().isoformat(),
        "act": act,
        "heading": template.title,
        "regulator": dict(settings.REGULATOR_NAME),
        "template_from": template.in_force_from.isoformat(),
        **matter,
        "blocks": {
            language: list(_blocks(text, language, matter, _listed(records), words, open_number))
            for language, text in texts.items()
        },
        "signed_by": in_both_languages(signed_by) if signed_by else {},
        "position": signed_by.position if signed_by else "",
        "contact": contact_of(records[0]),
    }


def matter_of(record: Filing | Entry) -> dict[str, Any]:
    """What a letter or a notice is about, in words that do not change any more."""
    version, body = record.version, record.organisation
    is_filing = isinstance(record, Filing)
    track = record.procedure if isinstance(record, Filing) else None
    entry = (
        Entry.objects.filter(scheme=record.scheme_id, organisation=body).first()
        if is_filing
        else record
    )
    return {
        "filing": record.number if is_filing else "",
        "entry": entry.number if entry is not None else "",
        "track": in_both_languages(track.name) if track else {},
        "basis": in_both_languages(track.legal_basis) if track else {},
        "body": body.name_text,
        "approval_no": body.approval_no,
        "title": version.document.get("title", {}),
        "rule_number": str(version.document.get("rule_number", "")),
        "version": version.label,
        "sha256": version.digest,
        "is_demonstration": record.scheme.is_demonstration,
    }


def contact_of(record: Filing | Entry) -> dict[str, Any]:
    """Whom the body asks about it: the officer who reviews."""
    officer = record.officer if isinstance(record, Filing) else None
    if officer is None:
        return {}
    return {"name": in_both_languages(officer), "email": officer.email}


def _listed(records: Sequence[Filing | Entry]) -> list[tuple[str, Any]]:
    return [(record.number, record.version.document.get("title", {})) for record in records]


def _blocks(
    text: str,
    language: str,
    matter: Mapping[str, Any],
    schemes: Sequence[tuple[str, Any]],
    words: LetterWords,
    open_number: StrOrPromise,
) -> Iterator[dict[str, Any]]:
    """The paragraphs of a letter in one language; those that have nothing to say are left out.

    By which branch for whom is said in every letter, whatever its template has a place for.
    """
    with override(LANGUAGES[language]):
        inline = _inline(matter, language)
        inline["entry"] = inline["entry"] or str(open_number)
        blocks = _block_words(words, schemes, language)
    for paragraph in paragraphs(text):
        name = paragraph.strip("{}")
        if name in BLOCKS:
            if any(blocks[name].values()):
                yield blocks[name]
        else:
            # What is filled in is never read for places again.
            yield {"text": PLACEHOLDER.sub(lambda found: inline.get(found[1], ""), paragraph)}
    delegation = {key: words.told[key] for key in OF_DELEGATION if words.told.get(key)}
    if delegation and "{facts}" not in text:
        yield _facts(delegation, language)


def _inline(matter: Mapping[str, Any], language: str) -> dict[str, str]:
    names = ("approval_no", "rule_number", "version", "filing", "entry")
    in_both = {"body": "body", "scheme": "title", "track": "track", "basis": "basis"}
    return {
        **{name: str(matter[name]) for name in names},
        **{name: in_language(matter[key], language) for name, key in in_both.items()},
        "date": date_format(timezone.localdate()),
        "regulator": in_language(settings.REGULATOR_NAME, language),
    }


def _block_words(
    words: LetterWords, schemes: Sequence[tuple[str, Any]], language: str
) -> dict[str, dict[str, Any]]:
    told = {key: value for key, value in words.told.items() if key not in TOLD_APART}
    return {
        "reasons": {"text": words.reasons},
        "note": {"text": words.note},
        "remedy": {"text": in_language(words.remedy, language) if words.remedy else ""},
        "grounds": {"lines": [_ground(one, language) for one in words.grounds]},
        "conditions": {"lines": [in_language(one, language) for one in words.conditions]},
        "schemes": {"lines": [f"{number} {in_language(t, language)}" for number, t in schemes]},
        "facts": _facts(told, language),
    }


def _facts(told: Mapping[str, Any], language: str) -> dict[str, Any]:
    facts = facts_in_both_languages(told)
    return {"facts": [[one["label"][language], one["words"][language]] for one in facts]}


def _ground(ground: Mapping[str, Any], language: str) -> str:
    name, basis = in_language(ground["name"], language), in_language(ground["basis"], language)
    # A clause has brackets of its own often enough.
    between = "；依据：" if language == "zh" else "; basis: "
    return f"{name}{between}{basis}" if basis else name
