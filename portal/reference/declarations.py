"""The registers that this package keeps, and those of the organisations below it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.accounts.models import ApprovedField, CertificationField, Organisation
from portal.core.standard_numbers import normal_form
from portal.reference.declaring import declare
from portal.reference.models import (
    BlueprintPeriod,
    CertificateContent,
    ClassificationItem,
    CodeTerm,
    CompulsoryItem,
    Crosswalk,
    NationalScheme,
    NumberPattern,
    PartWord,
    ProtectedMark,
    RegulatorText,
    RuleLimit,
    RuleWord,
    Standard,
    StandardTransition,
    Unit,
)
from portal.reference.models.transitions import faults_of_ways
from portal.reference.registers import Register

DATED = ("valid_from", "valid_until", "source", "verified")
NAMED = ("name_zh", "name_en")

APPROVALS = declare(
    Register(
        "approvals",
        ApprovedField,
        _("Approved bodies and fields"),
        _("Which certification body is approved for which field, from when until when."),
        ("organisation", "field", "status", "full_time_staff", *DATED),
        ("organisation", "field", "valid_from"),
        filters=("status", "organisation"),
        search=("organisation__name_zh", "organisation__approval_no", "field__key"),
        shown=("organisation", "field", "status"),
    )
)
FIELDS = declare(
    Register(
        "fields",
        CertificationField,
        _("Fields of certification"),
        _("Categories and, inside them, the fields to which certification bodies are approved."),
        ("key", "name_en", "category", "code", "order", "verified"),
        ("key",),
        notation="key",
        label_zh="key",
        label_en="name_en",
        filters=("category", "verified"),
        search=("key", "name_en", "code"),
    )
)
ITEMS = declare(
    Register(
        "items",
        ClassificationItem,
        _("Items of certification"),
        _("What is certified inside a field, whether or not the state has unified rules for it."),
        ("field", *NAMED, "code", "is_national", *DATED),
        ("field", "name_zh"),
        notation="name_zh",
        label_zh="name_zh",
        label_en="name_en",
        filters=("field", "is_national"),
        search=(*NAMED, "code"),
        shown=("name_zh", "field", "is_national"),
    )
)
CROSSWALKS = declare(
    Register(
        "crosswalks",
        Crosswalk,
        _("Crosswalks"),
        _("What fields and items are called in other classifications."),
        ("field", "item", "system", "code", *NAMED, "match", *DATED),
        ("field", "item", "system", "code"),
        filters=("system", "match"),
        search=("field__key", "item", "code", *NAMED),
        shown=("field", "item", "system", "code", "name_zh", "match"),
    )
)
STANDARDS = declare(
    Register(
        "standards",
        Standard,
        _("Standards"),
        _("Standards that schemes rest on, with their status and their successors."),
        (
            "number",
            "type",
            "title_zh",
            "title_en",
            "issuer_zh",
            "status",
            "replaced_by",
            "url",
            *DATED,
        ),
        ("number",),
        notation="number",
        spelling=normal_form,
        label_zh="title_zh",
        label_en="title_en",
        filters=("status", "type", "verified"),
        search=("number", "title_zh", "title_en"),
        shown=("number", "title_zh", "status", "replaced_by"),
    )
)
STANDARD_TRANSITIONS = declare(
    Register(
        "standard-transitions",
        StandardTransition,
        _("Transitions of standards"),
        _("How long an old edition of a standard is allowed beside the new one, and what then."),
        (
            "old_edition",
            "new_edition",
            "valid_from",
            "issue_until",
            "valid_until",
            "duties_zh",
            "duties_en",
            "notice_no",
            "announced_on",
            "source",
            "verified",
        ),
        ("old_edition", "new_edition"),
        filters=("verified",),
        search=("old_edition__number", "new_edition__number", "notice_no"),
        shown=("old_edition", "new_edition", "issue_until", "notice_no"),
        spelling=normal_form,
        also_until=("issue_until",),
        beside_each_other=faults_of_ways,
    )
)
NATIONAL_SCHEMES = declare(
    Register(
        "national-schemes",
        NationalScheme,
        _("National schemes"),
        _("Schemes with unified national rules, and what a body needs to certify by them."),
        (
            "key",
            "number",
            "title_zh",
            "title_en",
            "category",
            "field",
            "scope_zh",
            "objects_zh",
            "bases",
            "criteria_zh",
            "conditions_zh",
            "conditions_en",
            "issuer_zh",
            "url",
            *DATED,
        ),
        ("key",),
        notation="key",
        label_zh="title_zh",
        label_en="title_en",
        filters=("category", "field", "verified"),
        search=("title_zh", "title_en", "number"),
        shown=("title_zh", "number", "category", "field"),
    )
)
COMPULSORY_ITEMS = declare(
    Register(
        "ccc-items",
        CompulsoryItem,
        _("Catalogue of compulsory certification"),
        _("Products under compulsory certification (CCC), and its standards."),
        ("code", *NAMED, "standards", *DATED),
        ("code",),
        notation="code",
        label_zh="name_zh",
        label_en="name_en",
        filters=("verified",),
        search=("code", *NAMED),
    )
)
PROTECTED_MARKS = declare(
    Register(
        "protected-marks",
        ProtectedMark,
        _("Protected marks"),
        _("Marks that a certification mark may not resemble."),
        ("key", "kind", *NAMED, "owner_zh", "owner_en", "words", "artwork", *DATED),
        ("key",),
        notation="key",
        label_zh="name_zh",
        label_en="name_en",
        filters=("kind", "verified"),
        search=(*NAMED, "owner_zh", "owner_en"),
        shown=("name_zh", "kind", "owner_zh"),
        works_out_more=True,
    )
)
RULE_WORDS = declare(
    Register(
        "rule-words",
        RuleWord,
        _("Words that rules search for"),
        _("Words with a protected meaning, superlatives, and subjects that are not certified."),
        ("list", "word", *DATED),
        ("list", "word"),
        notation="word",
        label_zh="word",
        filters=("list", "verified"),
        search=("word",),
    )
)
PART_WORDS = declare(
    Register(
        "part-words",
        PartWord,
        _("Words of parts"),
        _("What rules written as Word files call the parts of a blueprint: it finds them there."),
        ("part", "use", "word", "code", *DATED),
        ("part", "use", "word"),
        notation="word",
        label_zh="word",
        filters=("use", "verified"),
        search=("part", "word", "code"),
    )
)
CODES = declare(
    Register(
        "codes",
        CodeTerm,
        _("Code lists"),
        _("Codes of documents, certificates and reports, with their words and official numbers."),
        ("list", "code", *NAMED, "official_code", "order", *DATED),
        ("list", "code"),
        notation="code",
        label_zh="name_zh",
        label_en="name_en",
        filters=("list", "verified"),
        search=("code", *NAMED, "official_code"),
    )
)
UNITS = declare(
    Register(
        "units",
        Unit,
        _("Units of measure"),
        _("Codes of UN/CEFACT Recommendation 20."),
        ("code", *NAMED, "symbol", "written_zh", "written_en", *DATED),
        ("code",),
        notation="code",
        label_zh="name_zh",
        label_en="name_en",
        filters=("verified",),
        search=("code", *NAMED, "symbol"),
        shown=("code", "name_zh", "symbol"),
    )
)
LIMITS = declare(
    Register(
        "limits",
        RuleLimit,
        _("Limits of rules"),
        _("Months, days, counts and shares that rules compare with, each from a day on."),
        ("name", "value", *DATED),
        ("name", "valid_from"),
        notation="name",
        filters=("verified",),
        search=("name", "source"),
    )
)
NUMBER_PATTERNS = declare(
    Register(
        "number-patterns",
        NumberPattern,
        _("Shapes of standard numbers"),
        _("What the numbers of each kind of standard look like."),
        ("key", *NAMED, "types", "pattern", "examples", *DATED),
        ("key",),
        notation="key",
        label_zh="name_zh",
        label_en="name_en",
        search=("key", *NAMED),
        shown=("name_zh", "types", "examples"),
    )
)
CERTIFICATE_CONTENTS = declare(
    Register(
        "certificate-contents",
        CertificateContent,
        _("Required contents of certificates"),
        _("What a certificate must state, by category."),
        ("category", "code", *DATED),
        ("category", "code"),
        filters=("category",),
        search=("code",),
    )
)
BODIES = declare(
    Register(
        "bodies",
        Organisation,
        _("Certification bodies"),
        _("Certification bodies by approval number."),
        ("approval_no", "slug", "name_zh", "name_en", "uscc", "website"),
        ("approval_no",),
        notation="approval_no",
        label_zh="name_zh",
        label_en="name_en",
        search=("approval_no", "name_zh", "name_en"),
        where={"kind": "body"},
        shown=("approval_no", "name_zh", "website"),
        works_out_more=True,
    )
)
TEXTS = declare(
    Register(
        "texts",
        RegulatorText,
        _("Texts of the regulator"),
        _("Texts that are signed or shown as they are, such as the public commitment."),
        ("kind", "version", "text_zh", "text_en", *DATED),
        ("kind", "version"),
        notation="version",
        filters=("kind",),
        search=("version", "text_zh", "text_en"),
        only_added=True,
        shown=("kind", "version"),
    )
)
BLUEPRINT_PERIODS = declare(
    Register(
        "blueprint-periods",
        BlueprintPeriod,
        _("Periods of blueprints"),
        _("How long a blueprint version goes on beside its successor, and how early that is told."),
        (
            "in_force_from",
            "drafts_days",
            "filing_days",
            "announcement_days",
            "reminder_days",
            "source",
        ),
        ("in_force_from",),
        only_added=True,
    )
)
