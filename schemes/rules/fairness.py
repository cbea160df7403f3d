"""Fair dealing with clients: fees, refusals, open rules, complaints and appeals."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from schemes.documents.addresses import Document
from schemes.documents.language import normalised
from schemes.findings import Finding, Severity
from schemes.rules.base import Rule
from schemes.rules.facts import Facts
from schemes.rules.lenient import at, number, record, records, word
from schemes.rules.wording import any_word_in, words_in

_OPEN_ANNEXES = ("test_method", "other")


class FeesAreLawful(Rule):
    """Fees are published, in yuan, and never for consultancy or complaints (Articles 19, 20)."""

    id = "SCH-023"
    title = _("The fees are complete and lawful")
    source = _("Certification and Accreditation Regulations, Articles 19 and 20")
    messages: ClassVar = {
        "none": _("No fee is given. Services without charge are listed with the amount 0."),
        "currency": _("Fees are given in Chinese yuan (CNY)."),
        "consultancy": _(
            "A fee for consultancy or training has no place in a scheme (“%(word)s”)."
        ),
        "complaint": _("Complaints and appeals are free of charge (“%(word)s”)."),
    }
    gaps = frozenset({"none"})
    help = _("Correct the list of fees.")
    reads = ("rule-words",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Search the names of the fees for what may not be charged."""
        fees = records(document, "fees")
        if not fees:
            yield self.finding("/fees", "none")
        lists = (("consultancy", facts.words.consultancy), ("complaint", facts.words.complaint))
        names = [fee.get("name") for _address, fee in fees]
        searched = [(case, words) for case, words in lists if any_word_in(names, words)]
        for address, fee in fees:
            if isinstance(fee.get("currency"), str) and fee["currency"] != "CNY":
                yield self.finding(f"{address}/currency", "currency")
            for case, words in searched:
                for found in words_in(fee.get("name"), words):
                    yield self.finding(f"{address}/name", case, word=found)


class RefusalIsFair(Rule):
    """Nobody is refused for not having bought consultancy or training (Article 19)."""

    id = "SCH-024"
    title = _("Nobody is refused for want of consultancy")
    source = _("Certification and Accreditation Regulations, Article 19")
    messages: ClassVar = {
        "": _("An application may not be refused for want of consultancy or training (“%(word)s”).")
    }
    help = _("Remove this ground.")
    reads = ("rule-words",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Search the grounds of refusal."""
        for address, ground in records(document, "process", "application", "refusal_grounds"):
            for found in words_in(ground.get("text"), facts.words.consultancy):
                yield self.finding(f"{address}/text", word=found)


class RulesAreOpen(Rule):
    """Rule text, procedure, fees and rules of the mark are public (Regulations, Article 20)."""

    id = "SCH-032"
    title = _("Only test methods may be restricted")
    source = _("Certification and Accreditation Regulations, Article 20")
    messages: ClassVar = {
        "": _("“%(title)s” must be public: only test methods and other annexes may be restricted.")
    }
    help = _("Take the annex off the list of restricted ones.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Look at the kind of each restricted annex."""
        annexes = {word(annex.get("id")): annex for _address, annex in records(document, "annexes")}
        for address, item in records(document, "disclosure", "restricted_annexes"):
            annex = annexes.get(word(item.get("annex")))
            if annex and annex.get("kind") and annex["kind"] not in _OPEN_ANNEXES:
                yield self.finding(f"{address}/annex", title=annex.get("title") or {})


class ComplaintsAndAppeals(Rule):
    """Complaints and appeals are answered in time, appeals by others (ISO/IEC 17065, 7.13)."""

    id = "SCH-037"
    title = _("Complaints and appeals are heard in time and by others")
    source = _("ISO/IEC 17065:2012, 7.13")
    also = (Severity.WARNING,)
    messages: ClassVar = {
        "complaint": _("Complaints should be answered within %(limit)d days."),
        "appeal": _("Appeals should be decided within %(limit)d days."),
        "body": _("Appeals are heard by those who took the decision."),
    }
    help = _("Shorten the time, or name an independent body for appeals.")
    reads = ("limits",)
    limits = ("complaint_days", "appeal_days")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Warn of long times; refuse judges in their own cause."""
        part = record(document, "complaints_appeals")
        for case, limit in (
            ("complaint", facts.limits.complaint_days),
            ("appeal", facts.limits.appeal_days),
        ):
            days = number(part.get(f"{case}_days"))
            if days is not None and days > limit:
                yield self.warning(f"/complaints_appeals/{case}_days", case, limit=limit)
        decision = normalised(at(document, "process", "evaluation_decision", "decision_role"))
        if decision and decision == normalised(part.get("appeal_body")):
            yield self.finding("/complaints_appeals/appeal_body", "body")
