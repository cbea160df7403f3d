"""Authors that are no body: a joint national scheme with those who carry it out, a scheme owner."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.accounts.memberships import join
from portal.accounts.models import Organisation, User
from portal.accounts.roles import OrganisationKind, Role
from portal.demo.moments import moment, working_day_after
from portal.demo.people import make_person
from portal.demo.plans import Plan, SchemePlan
from portal.demo.schemes import SchemeLoader
from registry.licences.granting import grant
from registry.models import Entry, Filing
from registry.procedure.actions import FileUnderLicence, Submit
from registry.procedure.actions.issuing import AgreeToIssue, IssueScheme, first_day_of
from registry.register.acts.designating import Designate
from schemes.actions import Sign
from schemes.files.uploads import keep
from schemes.models import Scheme
from schemes.reports import check_version
from schemes.waivers import answer, question_of, unanswered

#: Slug, kind, names, credit code, domain of the mails; author, signatory with position.
MINISTRY = (
    "demonstration-ministry",
    OrganisationKind.MINISTRY,
    "示例数据发展部",
    "Demonstration Ministry of Data Development",
    "ministry.example",
    (("段景行", "Duan Jingxing", ""), ("祝南乔", "Zhu Nanqiao", "司长")),
)
OWNER = (
    "demonstration-food-association",
    OrganisationKind.SCHEME_OWNER,
    "示例食品安全协会",
    "Demonstration Food Safety Association",
    "association.example",
    (("石清和", "Shi Qinghe", ""), ("俞安澜", "Yu Anlan", "秘书长")),
)
AUTHORS_OF_THE_REGULATOR = (
    ("author@regulator.example", Role.AUTHOR, "柳长卿", "Liu Changqing", ""),
    ("signatory@regulator.example", Role.SIGNATORY, "裴仲言", "Pei Zhongyan", "认证监管司司长"),
)
ANNOUNCEMENT = "示例认监委、示例数据发展部联合公告2026年第3号"
CARRIED_OUT_BY = ("CNCA-R-2099-102", "CNCA-RF-2099-5")
LICENSED = "CNCA-R-2099-104"
#: What is said to each mark that resembles the one of the text.
DIFFERS = "标志由本单位注册和管理，名称与所列标志不同，图形中的文字足以区别，不致使公众混淆。"
NATIONAL_PARTS: dict[str, Any] = {
    "rule_number": "CNCA-SCDS-01:2026",
    "origin": "ministry_joint",
    "title": {
        "zh": "国家推行的供应链数据安全管理体系认证实施规则",
        "en": "National implementation rules for supply-chain data security certification",
    },
}
OWNERS_PARTS: dict[str, Any] = {
    "rule_number": "SFSA-VO-01:2026",
    "title": {
        "zh": "食用植物油全程追溯认证方案",
        "en": "Certification scheme for edible vegetable oils with full traceability",
    },
}


def make_organisation(one: tuple[Any, ...]) -> Organisation:
    """An invented ministry or scheme owner with its author and its signatory."""
    slug, kind, name_zh, name_en, domain, people = one
    made, _created = Organisation.objects.get_or_create(
        slug=slug,
        defaults={"kind": kind, "name_zh": name_zh, "name_en": name_en, "is_demonstration": True},
    )
    for role, (name, english, position) in zip((Role.AUTHOR, Role.SIGNATORY), people, strict=True):
        join(make_person(f"{role}@{domain}", name, english, position), made, role)
    return made


class AuthorLoader(SchemeLoader):
    """Loads the text of one of them, made from a document of the demonstration."""

    def __init__(self, plan: SchemePlan, author: Organisation, parts: dict[str, Any]) -> None:
        officer = User.objects.get(email="officer@regulator.example")
        super().__init__(plan, officer, User.objects.get(email="decider@regulator.example"))
        owner = self.document["owner"]
        del owner["approval_no"]
        owner["kind"] = "government" if author.issues else "association"
        owner["name"] = author.name_text
        if author.issues:
            del self.document["operators"]
        self.document.update(parts)
        self.body = author
        self.author, self.signatory = self._person(Role.AUTHOR), self._person(Role.SIGNATORY)

    def signed(self) -> Scheme:
        """The scheme with its text signed; its mark resembles that of the text it is made of."""
        with moment(self.issued, 9):
            version = self._begin().newest
            for finding in unanswered(check_version(version), version):
                answer(
                    version, self.author, question_of(finding), {"zh": "已知悉，理由见规则正文。"}
                )
            Sign(version, self.signatory).run()
        return Scheme.objects.get(pk=version.scheme_id)


def issue_national() -> None:
    """A joint scheme of the regulator and a ministry, carried out by two bodies."""
    ministry = make_organisation(MINISTRY)
    regulator = Organisation.objects.get(kind=OrganisationKind.REGULATOR)
    for email, role, name, english, position in AUTHORS_OF_THE_REGULATOR:
        join(make_person(email, name, english, position), regulator, role)
    plan = SchemePlan("ms-supply-chain-data.json", Plan.SIGNED, issued="2026-11-10")
    loader = AuthorLoader(plan, regulator, NATIONAL_PARTS)
    if loader.is_loaded:
        return
    scheme = loader.signed()
    with moment(loader.issued, 14):
        act = Submit(scheme.newest, loader.signatory, ministries=[ministry])
        act.run()
    _issue(act.filing, ministry, loader.decider, working_day_after(loader.issued, 5))


def _issue(filing: Filing, ministry: Organisation, decider: User, day: date) -> None:
    signatory = User.objects.get(memberships__organisation=ministry, memberships__role="signatory")
    with moment(day, 10):
        AgreeToIssue(filing, signatory, reason="同意联合发布。").run()
    with moment(day, 15):
        filing = IssueScheme(
            Filing.objects.get(pk=filing.pk),
            decider,
            reason="经集体审议，同意发布。",
            announcement_no=ANNOUNCEMENT,
            effective_on=first_day_of(filing),
        ).run()
        entry = Entry.objects.get(scheme=filing.scheme)
        for number in CARRIED_OUT_BY:
            body = Organisation.objects.get(approval_no=number)
            words = {"organisation": str(body.pk), "since": entry.effective_from}
            Designate(entry, decider, **words, reason="具备信息安全领域的批准。").run()


def license_body() -> None:
    """A scheme owner with one licensed body, which has filed the text."""
    owner = make_organisation(OWNER)
    plan = SchemePlan("product-traceable-vegetable-oil.json", Plan.SIGNED, issued="2026-11-12")
    loader = AuthorLoader(plan, owner, OWNERS_PARTS)
    if loader.is_loaded:
        return
    scheme = loader.signed()
    body = Organisation.objects.get(approval_no=LICENSED)
    signatory = User.objects.get(memberships__organisation=body, memberships__role="signatory")
    with moment(loader.issued, 14):
        version = Submit(scheme.newest, loader.signatory).run()
        licence = grant(
            scheme,
            body,
            loader.signatory,
            since=loader.issued,
            until=loader.issued.replace(year=loader.issued.year + 3),
            fields=version.document["domains"],
            evidence=keep(owner, loader.signatory, "licence.pdf", b"%PDF-1.4 licence"),
        )
        FileUnderLicence(version, signatory, licence=licence).run()


def load_authors() -> None:
    """Both of them."""
    issue_national()
    license_body()
