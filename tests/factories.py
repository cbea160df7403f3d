"""Records for tests. Their traits are states, reached through the real actions.

FilingFactory(under_review=True)
VersionFactory(frozen=True, category="service")
PersonFactory(role=Role.OFFICER)
"""

from __future__ import annotations

import copy
import datetime
from typing import Any, TypeVar

import factory
from django.contrib.auth.hashers import make_password
from django.db.models import Model
from django.utils import timezone
from factory.django import DjangoModelFactory
from stdnum.cn import uscc

from portal.accounts.memberships import join
from portal.accounts.models import ApprovedField, CertificationField, Organisation, User
from portal.accounts.roles import ROLES_OF_KIND, OrganisationKind, Role
from portal.reference.choices import Category
from registry.models import Entry, Filing
from registry.procedure.actions import (
    CloseItem,
    Propose,
    RecordNoObjection,
    RequestCorrection,
    Submit,
    TakeUp,
    Withdraw,
)
from registry.procedure.remarks import write_remark
from registry.register.acts.deregistering import Deregister
from registry.states import EntryState, FilingState, Outcome
from schemes.actions import Sign
from schemes.documents import with_ids
from schemes.drafts import begin_scheme
from schemes.models import BlueprintVersion, Scheme, Version
from schemes.reports import check_version
from schemes.similarity import neighbours_of
from schemes.similarity.answers import is_answered, with_answer
from schemes.states import VersionState
from schemes.waivers import answer, question_of, unanswered
from tests.kept import KEEPER, kept
from tests.subjects import SUBJECTS, about
from tests.valid_documents import valid_document

Row = TypeVar("Row", bound=Model)

PASSWORD = "a password for tests"
LONG_AGO = datetime.date(2020, 1, 1)


def _social_credit_code(n: int) -> str:
    start = f"91990000MA{n:07d}"
    return start + str(uscc.calc_check_digit(start))


class KeptFactory(DjangoModelFactory[Row]):
    """A factory whose rows are put back where the same was made before (`tests/kept.py`)."""

    class Meta:
        abstract = True

    @classmethod
    def _generate(cls, strategy: str, params: dict[str, Any]) -> Any:
        make = super()._generate
        if strategy != factory.CREATE_STRATEGY:
            return make(strategy, params)
        model = cls._meta.get_model_class()
        asked = [cls.__name__, params]
        return KEEPER.made(model, asked, lambda: make(strategy, params))


class OrganisationFactory(KeptFactory[Organisation]):
    """A certification body, or with `regulator=True` the regulator."""

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    class Params:
        regulator = factory.Trait(
            kind=OrganisationKind.REGULATOR, approval_no="", uscc="", name_en="Regulator"
        )
        branch = factory.Trait(
            kind=OrganisationKind.BRANCH,
            approval_no="",
            uscc="",
            name_en="Branch",
            territory=["99"],
            parent=factory.LazyFunction(lambda: organisation_for(Role.OFFICER)),
        )
        ministry = factory.Trait(
            kind=OrganisationKind.MINISTRY, approval_no="", uscc="", name_en="Ministry"
        )
        scheme_owner = factory.Trait(kind=OrganisationKind.SCHEME_OWNER, approval_no="")

    kind = OrganisationKind.BODY
    slug = factory.Sequence(lambda n: f"organisation-{n}")
    name_zh = factory.Sequence(lambda n: f"测试认证机构{n}")
    name_en = factory.Sequence(lambda n: f"Test Body {n}")
    approval_no = factory.Sequence(lambda n: f"CNCA-R-{2000 + n // 9000}-{n % 9000 + 1:03d}")
    uscc = factory.Sequence(_social_credit_code)

    @factory.post_generation
    def fields(self: Organisation, create: bool, keys: Any, **kwargs: Any) -> None:
        """The fields that the body is approved for; none unless named."""
        for key in keys or ():
            approve(self, key)


def approve(organisation: Organisation, key: str) -> None:
    """Approve a body for a field, for ever."""
    field, _created = CertificationField.objects.get_or_create(
        key=key, defaults={"category": Category.PRODUCT}
    )
    ApprovedField.objects.get_or_create(
        organisation=organisation, field=field, defaults={"valid_from": LONG_AGO}
    )


class PersonFactory(KeptFactory[User]):
    """A person; with `role` a member of `organisation`, or of a new one that has such a role."""

    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person-{n}@test.example")
    name = factory.Sequence(lambda n: f"测试人员{n}")
    name_en = factory.Sequence(lambda n: f"Person {n}")
    position = "总经理"
    password = factory.LazyFunction(lambda: make_password(PASSWORD))

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        role = kwargs.pop("role", None)
        organisation = kwargs.pop("organisation", None)
        user: User = super()._create(model_class, *args, **kwargs)
        if role is not None:
            join(user, organisation or organisation_for(role), role)
        return user


def organisation_of(kind: str) -> Organisation:
    """A new organisation of a kind."""
    return OrganisationFactory(**({} if kind == OrganisationKind.BODY else {str(kind): True}))


def organisation_for(role: str) -> Organisation:
    """The regulator for its roles (there is one), a new body for those of a body."""
    if role in ROLES_OF_KIND[OrganisationKind.BODY]:
        return OrganisationFactory()
    regulator = Organisation.objects.filter(kind=OrganisationKind.REGULATOR).first()
    return regulator or OrganisationFactory(regulator=True)


@kept(User)
def member_of(organisation: Organisation, role: str) -> User:
    """Somebody of the organisation who has the role; a new person where nobody has."""
    found = User.objects.filter(
        memberships__organisation=organisation, memberships__role=role
    ).first()
    return found or PersonFactory(role=role, organisation=organisation)


def officer() -> User:
    """An officer of the regulator."""
    return member_of(organisation_for(Role.OFFICER), Role.OFFICER)


def decider() -> User:
    """A decider of the regulator."""
    return member_of(organisation_for(Role.DECIDER), Role.DECIDER)


@kept(Filing)
def propose(filing: Filing, outcome: str, reviewer: User | None = None, **data: Any) -> Filing:
    """An officer proposes the outcome of a filing under review; answered items are closed."""
    for remark in filing.remarks.to_judge():
        CloseItem(remark, reviewer or officer()).run()
    words = {"reasons": "理由", **data}
    return Propose(filing, reviewer or officer(), outcome=outcome, **words).run()


@kept(Filing)
def request_correction(filing: Filing, reviewer: User | None = None, **data: Any) -> Filing:
    """An officer proposes to request a correction, a decider decides so."""
    data = {"again_because": "修改后的文本带来了新的问题", **data}
    proposed = propose(filing, Outcome.CORRECTION_REQUESTED, reviewer, **data)
    return RequestCorrection(proposed, decider(), **{"reasons": "理由", **data}).run()


@kept(Filing)
def record_no_objection(filing: Filing, reviewer: User | None = None, **data: Any) -> Filing:
    """An officer proposes no objection, a decider decides so."""
    proposed = propose(filing, Outcome.NO_OBJECTION, reviewer, **data)
    return RecordNoObjection(proposed, decider(), **{"reasons": "理由", **data}).run()


class SchemeFactory(KeptFactory[Scheme]):
    """A scheme with a complete draft: one of the valid documents, made the body's own.

    The first of a test is about what the document is about, each further one about something
    else (`tests/subjects.py`), so that none resembles another. `subject=0` repeats the first.
    """

    class Meta:
        model = Scheme

    number = factory.Sequence(lambda n: n)
    category = Category.PRODUCT

    @classmethod
    def _create(cls, model_class: type[Scheme], *args: Any, **kwargs: Any) -> Scheme:
        organisation = kwargs.get("organisation") or OrganisationFactory()
        document = kwargs.get("document") or about(
            valid_document(kwargs["category"]), kwargs.get("subject", _next_subject())
        )
        document = _made_own(document, organisation, kwargs["number"])
        document.update(kwargs.get("parts", {}))
        blueprint = BlueprintVersion.objects.by_ref(document["blueprint"])
        author = member_of(organisation, Role.AUTHOR)
        return begin_scheme(organisation, blueprint, author, document)


def _next_subject() -> int:
    """What no scheme is about yet; from the seventeenth scheme on they come again."""
    return Scheme.objects.count() % (len(SUBJECTS) + 1)


def _made_own(document: dict[str, Any], body: Organisation, number: int) -> dict[str, Any]:
    """The document as if this body had written it, with a rule number that nobody else has."""
    document = copy.deepcopy(document)
    document["owner"].update(name=body.name_text, approval_no=body.approval_no)
    if body.uscc:
        document["owner"]["uscc"] = body.uscc
    operator = body if body.is_body else OrganisationFactory()
    document["operators"] = [
        {"id": "op-1", "cb": operator.name_text, "approval_no": operator.approval_no}
    ]
    if body.issues:
        del document["operators"]
        document["origin"] = "national_unified"
    if not body.is_body:
        document["owner"].pop("approval_no")
        document["owner"]["kind"] = "government" if body.issues else "association"
    document["rule_number"] = f"TEST-{number:04d}:2026"
    if document.get("mark"):
        # It is counted back from the signature (SCH-020), which is given today.
        document["mark"]["similarity"]["searched"] = timezone.localdate().isoformat()
    for key in document["domains"]:
        approve(operator, key)
    return document


def answer_warnings(version: Version, zh: str = "已知悉,理由见规则正文。") -> None:
    """The author gives a reason for each warning that has none."""
    author = member_of(version.scheme.organisation, Role.AUTHOR)
    for question in {question_of(one) for one in unanswered(check_version(version), version)}:
        answer(version, author, question, {"zh": zh})


def answer_neighbours(version: Version) -> None:
    """The author says of each listed scheme that resembles theirs how it differs (SCH-017)."""
    day = timezone.localdate()
    body, scheme = version.scheme.organisation, version.scheme_id
    near = neighbours_of(version.document, organisation=body, on=day, exclude_scheme_id=scheme)
    document = version.document
    for fact in near:
        if not fact.is_own and not is_answered(document, fact):
            part = with_answer(
                document, fact, relation="overlaps", difference={"zh": "对象不同。"}, day=day
            )
            document = with_ids({**document, "purpose": part})
    if document is not version.document:
        version.document = document
        version.save(update_fields=["document"])


class VersionFactory(KeptFactory[Version]):
    """A scheme's first version, in the state of its trait: draft, frozen or submitted."""

    class Meta:
        model = Version

    class Params:
        frozen = factory.Trait(reached=VersionState.FROZEN)
        submitted = factory.Trait(reached=VersionState.SUBMITTED)

    reached = VersionState.DRAFT

    @classmethod
    def _create(cls, model_class: type[Version], *args: Any, **kwargs: Any) -> Version:
        reached = kwargs.pop("reached")
        scheme = kwargs.pop("scheme", None) or SchemeFactory(**kwargs)
        version = scheme.newest
        signatory = member_of(scheme.organisation, Role.SIGNATORY)
        if reached in (VersionState.FROZEN, VersionState.SUBMITTED, VersionState.SET_ASIDE):
            answer_neighbours(version)
            answer_warnings(version)
            version = Sign(version, signatory).run()
        if reached == VersionState.SUBMITTED:
            version = Submit(version, signatory).run()
        if reached == VersionState.SET_ASIDE:
            version.state = VersionState.SET_ASIDE
            version.save(update_fields=["state"])
        return version


class FilingFactory(KeptFactory[Filing]):
    """A filing of a complete scheme, in the state of its trait."""

    class Meta:
        model = Filing

    class Params:
        under_review = factory.Trait(reached=FilingState.UNDER_REVIEW)
        proposed = factory.Trait(reached=FilingState.PROPOSED)
        correction_requested = factory.Trait(reached=FilingState.CORRECTION_REQUESTED)
        no_objection = factory.Trait(reached=FilingState.NO_OBJECTION)
        ended = factory.Trait(reached=FilingState.ENDED)
        withdrawn = factory.Trait(reached=FilingState.WITHDRAWN)

    reached = FilingState.RECEIVED

    @classmethod
    def _create(cls, model_class: type[Filing], *args: Any, **kwargs: Any) -> Filing:
        reached = kwargs.pop("reached")
        reviewer = kwargs.pop("officer", None) or officer()
        version = VersionFactory(submitted=True, **kwargs)
        filing = version.submissions.get().filing
        if reached == FilingState.ENDED:
            Deregister(
                Entry.objects.get(scheme=version.scheme),
                member_of(filing.organisation, Role.SIGNATORY),
                plan="none_issued",
                reason="不再开展",
            ).run()
        elif reached == FilingState.WITHDRAWN:
            signatory = member_of(filing.organisation, Role.SIGNATORY)
            filing = Withdraw(filing, signatory, reason="另行备案", none_issued=True).run()
        elif reached != FilingState.RECEIVED:
            filing = TakeUp(filing, reviewer).run()
        if reached == FilingState.CORRECTION_REQUESTED:
            write_remark(filing, reviewer, text="请补充适用范围。", address="/scope")
            filing = request_correction(filing, reviewer, reasons="范围不清楚")
        elif reached == FilingState.NO_OBJECTION:
            filing = record_no_objection(filing, reviewer, reasons="未发现问题")
        elif reached == FilingState.PROPOSED:
            filing = propose(filing, Outcome.NO_OBJECTION, reviewer, reasons="未发现问题")
        return Filing.objects.get(pk=filing.pk)


def waits_since(filing: Filing, at: datetime.datetime) -> Filing:
    """The filing as if it had been submitted, and the clock that runs had begun, at a moment."""
    Filing.objects.filter(pk=filing.pk).update(received_at=at)
    filing.intervals.running().update(began_at=at)
    return Filing.objects.get(pk=filing.pk)


class EntryFactory(KeptFactory[Entry]):
    """An entry of the register, listed or with `deregistered=True` ended."""

    class Meta:
        model = Entry

    class Params:
        deregistered = factory.Trait(reached=EntryState.DEREGISTERED)

    reached = EntryState.LISTED

    @classmethod
    def _create(cls, model_class: type[Entry], *args: Any, **kwargs: Any) -> Entry:
        ended = kwargs.pop("reached") == EntryState.DEREGISTERED
        state = FilingState.ENDED if ended else FilingState.RECEIVED
        filing = FilingFactory(reached=state, **kwargs)
        return Entry.objects.get(scheme=filing.scheme, organisation=filing.organisation)
