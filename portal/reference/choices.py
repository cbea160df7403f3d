"""The closed vocabularies of the reference registers."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StandardStatus(models.TextChoices):
    """The words of the national standards platform: 即将实施, 现行, 废止, 被代替."""

    UPCOMING = "upcoming", pgettext_lazy("a standard", "not yet in force")
    CURRENT = "current", pgettext_lazy("a standard", "in force")
    WITHDRAWN = "withdrawn", pgettext_lazy("a standard", "withdrawn")
    REPLACED = "replaced", pgettext_lazy("a standard", "replaced")


class MarkKind(models.TextChoices):
    """Whose a protected mark is."""

    COMPULSORY = "compulsory", _("mark of compulsory certification")
    NATIONAL = "national", _("mark of a national voluntary certification")
    ACCREDITATION = "accreditation", _("mark of accreditation")
    PUBLIC_SYMBOL = "public_symbol", _("well-known public symbol")
    FILED = "filed", _("mark filed by a certification body")
    FOREIGN = "foreign", _("mark of another country or an international scheme")


class WordList(models.TextChoices):
    """What a word means to the rules that search for it."""

    SUPERLATIVE = "superlative", _("superlative, not in a title")
    PROTECTED_IN_MARKS = "protected_in_marks", _("protected meaning, not in a mark")
    CONSULTANCY = "consultancy", _("consultancy or training")
    COMPLAINT = "complaint", _("complaint or appeal")
    EXCLUDED_SUBJECT = "excluded_subject", _("subject excluded from certification")


class WordUse(models.TextChoices):
    """How rules that exist as Word files use a word for a part of a blueprint."""

    HEADING = "heading", _("stands above the part")
    COLUMN = "column", _("heads a column of the part")
    CUE = "cue", _("says the part in a sentence, or leads in its list")
    FACT = "fact", _("stands near the number that the part asks for")
    CODE = "code", _("means one of the part's codes")
    TEXT = "text", _("is the part in which prose below the heading goes")


class CodeListName(models.TextChoices):
    """The code lists of documents, certificates and reports."""

    CERTIFICATE_STATE = "certificate_state", _("states of a certificate")
    SUSPENSION = "suspension", _("grounds of suspension")
    REVOCATION = "revocation", _("grounds of revocation")
    DEREGISTRATION = "deregistration", _("grounds of deregistration")
    CHANGE = "change", _("kinds of change")
    REPLACEMENT = "replacement", _("replacement of a certificate")
    ACTIVITY = "activity", _("activities of conformity assessment")
    CHARACTERISTIC = "characteristic", _("characteristics")
    LIFECYCLE_STAGE = "lifecycle_stage", _("life-cycle stages")
    CERTIFICATE_FIELD = "certificate_field", _("contents of a certificate")
    ACCREDITATION_MARK = "accreditation_mark", _("marks of accreditation")
    ACCREDITATION_STATUS = "accreditation_status", _("states of an accreditation")
    AUDIT_TYPE = "audit_type", _("types of audit")
    VERIFICATION = "verification", _("verification of a correction")


class TextKind(models.TextChoices):
    """What a text of the regulator is for."""

    PUBLIC_COMMITMENT = "public_commitment", _("public commitment of a filing")
    NOTICE_AND_COMMITMENT = "notice_and_commitment", _("notice and commitment")
    NOTICE_TO_PUBLIC = "notice_to_public", _("notice to the public in the register")
    IMPARTIALITY = "impartiality", _("statement of impartiality")
    EXPERT = "expert", _("declaration of an expert")


class CrosswalkSystem(models.TextChoices):
    """Classifications that a field or an item is mapped to."""

    GBT7635 = "GB/T 7635", _("GB/T 7635, products and services")
    GBT4754 = "GB/T 4754", _("GB/T 4754, industries")
    ISIC = "ISIC", _("ISIC Rev. 4, economic activities")
    CPC = "CPC", _("CPC Ver. 2.1, products")
    HS = "HS", _("HS, goods in trade")


class Match(models.TextChoices):
    """How near two concepts are (SKOS mapping relations)."""

    EXACT = "exact", _("the same")
    CLOSE = "close", _("nearly the same")
    BROAD = "broad", _("broader")
    NARROW = "narrow", _("narrower")
    RELATED = "related", _("related")


class Category(models.TextChoices):
    """What is certified. Source: Regulations on Certification and Accreditation, article 2."""

    PRODUCT = "product", _("Product")
    SERVICE = "service", _("Service")
    MANAGEMENT_SYSTEM = "management_system", _("Management system")
