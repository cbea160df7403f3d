"""Who acts: approved fields, separated roles, alliances, adopted schemes, the signature."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from django.utils.translation import gettext_lazy as _
from stdnum.cn import uscc

from portal.core.folding import identity
from schemes.documents.addresses import Document
from schemes.documents.language import normalised, text
from schemes.findings import Finding, Severity
from schemes.rules.base import Rule
from schemes.rules.facts import Facts
from schemes.rules.lenient import at, codes, has_mark, record, records, word

#: Of what the state issues, alone or as a joint scheme.
ORIGINS_OF_THE_STATE = frozenset({"national_unified", "ministry_joint"})
#: Of a unified social credit code.
CREDIT_CODE_LENGTH = 18


class FieldsAreApproved(Rule):
    """A body certifies only in the fields for which it is approved (Regulations, Article 9).

    So the document is that of the body that files it: it owns the scheme, or operates that of
    another body.
    """

    id = "SCH-001"
    title = _("The body is approved for the fields")
    source = _("Certification and Accreditation Regulations, Article 9; CNCA Notice 2025 No. 9")
    also = (Severity.UNCHECKED,)
    messages: ClassVar = {
        "field": _("The body is not approved for the field “%(field)s”."),
        "unknown": _("The register does not know for which fields the body is approved."),
        "other_body": _(
            "The scheme is owned by the body with approval number %(number)s, and the body that "
            "files it, %(own)s, is not among the operators."
        ),
    }
    help = _(
        "Remove the field, or have the approval extended first. If the scheme is another body's, "
        "name the body that files it among the operators."
    )
    version = 3
    reads = ("approvals", "bodies")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Compare with the register; unchecked when it does not know the body."""
        yield from self._owner(document, facts)
        fields = at(document, "domains")
        if not isinstance(fields, list) or not fields:
            return
        if facts.approved_fields is None:
            yield self.finding("/domains", "unknown", Severity.UNCHECKED)
            return
        for index, field in enumerate(fields):
            if isinstance(field, str) and field not in facts.approved_fields:
                yield self.finding(f"/domains/{index}", "field", field=field)

    def _owner(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """The body that files is or was the owner, or operates it; silent without a body."""
        number, own = word(at(document, "owner", "approval_no")), facts.own_approval_no
        if (
            not own
            or not number
            or identity(number) in {identity(own), *facts.former_approval_nos}
            or at(document, "owner", "kind") != "cb"
        ):
            return
        operators = (word(one.get("approval_no")) for _a, one in records(document, "operators"))
        if identity(own) not in map(identity, operators):
            yield self.finding("/owner/approval_no", "other_body", number=number, own=own)


class RolesAreSeparate(Rule):
    """Who evaluates does not decide, and does not sign (Regulations, Article 22)."""

    id = "SCH-022"
    title = _("Evaluation, decision and signature are separate")
    source = _("Certification and Accreditation Regulations, Article 22")
    messages: ClassVar = {
        "decision": _("Evaluation and decision are given to the same role."),
        "signatory": _("The signatory of the commitment has the role of the evaluation."),
    }
    help = _("Name different roles for evaluation, decision and signature.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Compare the normalised Chinese names of the roles."""
        roles = record(document, "process", "evaluation_decision")
        evaluation = normalised(roles.get("evaluation_role"))
        if not evaluation:
            return
        if evaluation == normalised(roles.get("decision_role")):
            yield self.finding("/process/evaluation_decision/decision_role", "decision")
        if evaluation == normalised(at(document, "commitment", "signatory", "position")):
            yield self.finding("/commitment/signatory/position", "signatory")


class AllianceIsOne(Rule):
    """An alliance has members, one owner of the mark, and approved operators."""

    id = "SCH-030"
    title = _("An alliance has members and one owner of the mark")
    source = _("Practice of joint schemes; Certification and Accreditation Regulations, Article 9")
    also = (Severity.UNCHECKED,)
    messages: ClassVar = {
        "missing": _("The origin is an alliance, but the alliance is not described."),
        "members": _("An alliance has at least %(least)d members."),
        "owner": _("It is not said who owns the mark of the alliance."),
        "owner_differs": _(
            "The mark belongs to “%(mark_owner)s”, but the alliance names “%(alliance_owner)s”."
        ),
        "field": _("“%(operator)s” is not approved for the field “%(field)s”."),
        "unknown": _(
            "The register does not know the approval number %(number)s of “%(operator)s”, so "
            "nobody has checked for which fields it is approved."
        ),
    }
    gaps = frozenset({"missing", "owner"})
    help = _("Describe the alliance: its members and who owns the mark.")
    version = 2
    reads = ("approvals", "bodies", "limits")
    limits = ("alliance_members",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Judge schemes whose origin is an alliance."""
        if at(document, "origin") != "alliance":
            return
        if at(document, "alliance") is None:
            yield self.finding("/alliance", "missing")
            return
        least = facts.limits.alliance_members
        if len(records(document, "alliance", "members")) < least:
            yield self.finding("/alliance/members", "members", least=least)
        yield from self._mark_owner(document)
        yield from self._operators(document, facts)

    def _mark_owner(self, document: Document) -> Iterator[Finding]:
        alliance = at(document, "alliance", "mark_owner")
        if not has_mark(document):
            return
        mark = at(document, "mark", "ownership", "owner")
        if not normalised(alliance):
            yield self.finding("/alliance/mark_owner", "owner")
        elif normalised(mark) and normalised(mark) != normalised(alliance):
            yield self.finding(
                "/mark/ownership/owner", "owner_differs", mark_owner=mark, alliance_owner=alliance
            )

    def _operators(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Each operator's own approval; that of the body that files is also SCH-001's."""
        fields = codes(at(document, "domains"))
        for address, operator in records(document, "operators") if fields else ():
            number, name = identity(word(operator.get("approval_no"))), operator.get("cb") or {}
            approved = facts.fields_of_bodies.get(number)
            if approved is None and number and number != facts.own_approval_no:
                yield self.finding(
                    address, "unknown", Severity.UNCHECKED, number=number, operator=name
                )
            for field in fields:
                if approved is not None and field not in approved:
                    yield self.finding(address, "field", operator=name, field=field)


class AdoptedSchemeIsAuthorised(Rule):
    """A scheme taken over from abroad is authorised and has a Chinese text."""

    id = "SCH-031"
    title = _("An adopted foreign scheme is authorised and in Chinese")
    source = _("Draft rules on filing of December 2023: rules authorised for implementation")
    messages: ClassVar = {
        "language": _("The languages of the rule do not include Chinese."),
        "authorisation": _("The file that authorises this operator is missing."),
    }
    help = _("Add the authorisation of the scheme's owner and the Chinese text.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Judge schemes whose origin is a foreign scheme."""
        if at(document, "origin") != "adopted_foreign":
            return
        languages = at(document, "language")
        if isinstance(languages, list) and "zh" not in languages:
            yield self.finding("/language", "language")
        for address, operator in records(document, "operators"):
            if not operator.get("authorisation"):
                yield self.finding(f"{address}/authorisation", "authorisation")


class StaffIsSufficient(Rule):
    """A body has ten full-time people in each field that it certifies in (Article 10).

    The register counts them; where nobody has told, there is nothing to say.
    """

    id = "SCH-033"
    title = _("The body has enough staff in the field")
    source = _("Certification and Accreditation Regulations, Article 10")
    severity = Severity.WARNING
    messages: ClassVar = {
        "": _(
            "For the field “%(field)s” the register counts %(staff)d full-time staff of the body; "
            "at least %(least)d are needed."
        )
    }
    help = _("Have the number of staff in the register brought up to date, or give a reason.")
    reads = ("approvals", "limits")
    limits = ("full_time_staff",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Compare the count of each field of the scheme."""
        least = facts.limits.full_time_staff
        for index, field in enumerate(codes(at(document, "domains"))):
            staff = facts.full_time_staff.get(field)
            if staff is not None and staff < least:
                yield self.finding(f"/domains/{index}", field=field, staff=staff, least=least)


class CommitmentIsSigned(Rule):
    """The public commitment has the current text and a signature (CNCA Notice 2025 No. 9).

    Who signed answers for the text, so the text that is filed is the one that was signed.
    """

    id = "SCH-035"
    title = _("The commitment is the current one and signed")
    source = _("CNCA Notice 2025 No. 9: public commitment")
    messages: ClassVar = {
        "version": _("The commitment has version “%(version)s”; the current one is “%(current)s”."),
        "signature": _("The commitment is not signed."),
        "broken": _("The signature is not that of this document: what is filed was not signed."),
    }
    help = _("Sign the current text of the commitment.")
    reads = ("texts",)

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Judge a commitment that is there; whether it is there the blueprint says."""
        commitment = record(document, "commitment")
        version = commitment.get("version")
        if isinstance(version, str) and version != facts.commitment_version:
            yield self.finding(
                "/commitment/version", "version", version=version, current=facts.commitment_version
            )
        if "signature" in commitment and not text(commitment["signature"]).strip():
            yield self.finding("/commitment/signature", "signature")
        elif facts.signature_holds is False:
            yield self.finding("/commitment/signature", "broken")


class CreditCodeIsRight(Rule):
    """The credit code of the owner has its check character (GB 32100-2015, 4.6 and annex B).

    A wrong one names another legal person, or none.
    """

    id = "SCH-043"
    title = _("The credit code of the owner is right")
    source = _("GB 32100-2015; State Council document Guofa 2015 No. 33")
    messages: ClassVar = {
        "": _(
            "“%(code)s” is not a unified social credit code: of its 18 characters the last does "
            "not follow from the others."
        )
    }
    help = _("Compare the code with the business licence, character by character.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Judge a code of the right length; what else is no code the blueprint refuses."""
        code = word(at(document, "owner", "uscc"))
        if len(code) == CREDIT_CODE_LENGTH and not uscc.is_valid(code):
            yield self.finding("/owner/uscc", code=code)


class OriginFitsTheAuthor(Rule):
    """What the state has unified the state issues; a body writes its own (Regulations, Article 17).

    From the origin follows what a document needs: who operates it, and the commitment of a body.
    """

    id = "SCH-044"
    title = _("The origin is that of the author")
    source = _("Certification and Accreditation Regulations, Article 17")
    messages: ClassVar = {
        "state": _("A scheme of the state is issued by the regulator and ministries alone."),
        "body": _("The regulator and ministries issue national and joint schemes, no others."),
    }
    help = _("Choose the origin that fits whoever writes the scheme.")

    def check(self, document: Document, facts: Facts) -> Iterator[Finding]:
        """Compare with the kind of the author; silent without one."""
        origin = word(at(document, "origin"))
        if facts.issues is None or not origin:
            return
        if facts.issues is not (origin in ORIGINS_OF_THE_STATE):
            yield self.finding("/origin", "body" if facts.issues else "state")
