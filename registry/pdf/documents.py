"""From records to PDF files."""

from __future__ import annotations

from portal.core.localised import document_language
from portal.core.pdf import Attachment, make_pdf
from portal.reference.field_names import known_fields
from portal.reference.units import known_units
from registry.models import Letter, ListedVersion, Notice, Submission
from registry.pdf.issuers import issuers_of
from registry.pdf.keeping import kept
from registry.pdf.letter import letter_html
from registry.pdf.notice import notice_html
from registry.pdf.pictures import pictures_of
from registry.pdf.receipt import receipt_html
from registry.pdf.rule import Rule, rule_html
from schemes.documents import canonical
from schemes.models import Version

STYLESHEET = "portal/pdf.css"
#: Files of the kind `rule` are older: they list fields with values instead of clauses.
WORDED = "worded"


def rule_pdf(version: Version, language: str) -> bytes:
    """The rule document of a frozen version (`zh` or `en`), with its canonical JSON inside.

    Made once and kept; before the version is listed it has no register number on it, so that
    file is kept apart from the one after.

    Raises:
        ValueError: the version is a draft, whose text may still change.
    """
    if not version.is_frozen:
        raise ValueError("A draft has no rule document yet; ask for `draft_pdf`.")
    number = _register_number(version)
    kind = WORDED if number else f"{WORDED}-unlisted"
    return kept(version.digest, kind, language, lambda: _make_rule(version, language, number))


def draft_pdf(version: Version, language: str) -> bytes:
    """The same document of a draft, marked as one on every page. Not kept."""
    return make_pdf(rule_html(_rule(version, language, is_draft=True)), STYLESHEET)


def receipt_pdf(submission: Submission, language: str = "") -> bytes:
    """The receipt of a submission; in the language of the page unless one is named."""
    return make_pdf(receipt_html(submission, language or document_language()), STYLESHEET)


def notice_pdf(notice: Notice, language: str = "") -> bytes:
    """A correction notice, made once and kept; in the language of the page unless one is named."""
    language = language or document_language()
    page = notice_html(notice, language)
    return kept(notice.sha256, "notice", language, lambda: make_pdf(page, STYLESHEET))


def letter_pdf(letter: Letter, language: str = "") -> bytes:
    """A letter, made once and kept; in the language of the page unless one is named."""
    language = language or document_language()
    page = letter_html(letter, language)
    return kept(letter.sha256, "letter", language, lambda: make_pdf(page, STYLESHEET))


def _make_rule(version: Version, language: str, number: str) -> bytes:
    rule = _rule(version, language, number=number)
    attachment = Attachment(
        name=f"{number or version.digest[:12]}.json",
        content=canonical(version.document),
        description=f"RFC 8785, SHA-256 {version.digest}",
        dated=rule.dated,
    )
    return make_pdf(rule_html(rule), STYLESHEET, attachment)


def _rule(version: Version, language: str, number: str = "", is_draft: bool = False) -> Rule:
    return Rule(
        blueprint=version.blueprint.blueprint,
        document=version.document,
        language=language,
        units=known_units(),
        fields=known_fields(),
        number=number,
        is_draft=is_draft,
        is_demonstration=version.scheme.is_demonstration,
        pictures=pictures_of(version),
        issuers=[one.name_text for one in issuers_of(version)],
    )


def _register_number(version: Version) -> str:
    """The number under which the register lists the version; empty where it does not.

    A joint text is printed once, under the number of its owner, who was listed first.
    """
    listed = ListedVersion.objects.filter(version=version).select_related("entry")
    first = listed.order_by("pk").first()
    return first.entry.number if first is not None else ""
