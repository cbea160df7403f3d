"""The invented regulator, bodies and people of the demonstration."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password

from portal.accounts.memberships import join
from portal.accounts.models import ApprovedField, CertificationField, Organisation, User
from portal.accounts.roles import OrganisationKind, Role

PASSWORD = "touchstone-demo"
APPROVED_SINCE = datetime.date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Body:
    """An invented certification body, the domain of its people, and its approved fields."""

    slug: str
    name_zh: str
    name_en: str
    approval_no: str
    uscc: str
    mail_domain: str
    website: str
    #: The approved fields, each with the number of full-time staff in it.
    fields: Mapping[str, int]
    #: Names of author, signatory (with position) and administrator.
    author: tuple[str, str]
    signatory: tuple[str, str, str]
    administrator: tuple[str, str]


BODIES: tuple[Body, ...] = (
    Body(
        "demonstration-certification",
        "示例认证有限公司",
        "Demonstration Certification Co., Ltd.",
        "CNCA-R-2099-101",
        "91110105MA99DEM19U",
        "body.example",
        "https://rules.slrz.example/",
        {
            "机械设备及零部件": 26,
            "金属材料及金属制品": 14,
        },
        ("林知行", "Lin Zhixing"),
        ("沈怀瑾", "Shen Huaijin", "法定代表人、总经理"),
        ("许未央", "Xu Weiyang"),
    ),
    Body(
        "demonstration-management-systems",
        "示例管理体系认证（深圳）有限公司",
        "Demonstration Management System Certification (Shenzhen) Co., Ltd.",
        "CNCA-R-2099-102",
        "91440300MA99DTR2XT",
        "other-body.example",
        "https://trace.slgl.example/",
        {
            "质量": 41,
            "环境": 23,
            "信息安全": 17,
        },
        ("钟毅然", "Zhong Yiran"),
        ("温如玉", "Wen Ruyu", "法定代表人"),
        ("宋青禾", "Song Qinghe"),
    ),
    Body(
        "demonstration-services",
        "示例服务认证中心有限公司",
        "Demonstration Service Certification Centre Co., Ltd.",
        "CNCA-R-2099-103",
        "91310115MA99DHF554",
        "slfw.example",
        "https://service.slfw.example/",
        {
            "卫生保健和社会福利": 19,
            "住宿服务；食品和饮料服务": 16,
            "批发业和零售业服务": 21,
            "保养和修理服务": 12,
        },
        ("叶静姝", "Ye Jingshu"),
        ("苏念慈", "Su Nianci", "总经理（法定代表人）"),
        ("罗以安", "Luo Yi'an"),
    ),
    Body(
        "demonstration-consumer-goods",
        "示例消费品认证（杭州）有限公司",
        "Demonstration Consumer Goods Certification (Hangzhou) Co., Ltd.",
        "CNCA-R-2099-104",
        "91330106MA99DXFP7T",
        "slxf.example",
        "https://rules.slxf.example/",
        {
            "加工食品、饮料和烟草": 15,
            "纺织品、服装和皮革制品": 18,
            "家具；其他未分类产品": 11,
            "电子设备及零部件": 22,
            "金属材料及金属制品": 9,
            "化工类产品": 13,
        },
        ("顾晚舟", "Gu Wanzhou"),
        ("陆听澜", "Lu Tinglan", "总经理"),
        ("方予安", "Fang Yu'an"),
    ),
    Body(
        "demonstration-digital-trust",
        "示例数字信任认证（北京）有限公司",
        "Demonstration Digital Trust Certification (Beijing) Co., Ltd.",
        "CNCA-RF-2099-5",
        "91110108MA99DXTX14",
        "slsz.example",
        "https://trust.slsz.example/",
        {
            "信息安全": 6,
            "信息技术服务": 24,
            "电子设备及零部件": 20,
            "金属材料及金属制品": 7,
            "科学研究服务": 10,
        },
        ("程砚秋", "Cheng Yanqiu"),
        ("江映月", "Jiang Yingyue", "董事总经理"),
        ("唐宛如", "Tang Wanru"),
    ),
)

REGULATOR_PEOPLE: tuple[tuple[str, Role, str, str], ...] = (
    ("officer@regulator.example", Role.OFFICER, "秦正言", "Qin Zhengyan"),
    ("officer-2@regulator.example", Role.OFFICER, "林审言", "Lin Shenyan"),
    ("decider@regulator.example", Role.DECIDER, "魏明道", "Wei Mingdao"),
    ("decider-2@regulator.example", Role.DECIDER, "严思齐", "Yan Siqi"),
    ("observer@regulator.example", Role.OBSERVER, "许观澜", "Xu Guanlan"),
    ("editor@regulator.example", Role.EDITOR, "何书白", "He Shubai"),
    ("administrator@regulator.example", Role.ADMINISTRATOR, "冯知远", "Feng Zhiyuan"),
)


def make_regulator() -> Organisation:
    """The invented regulator with its people."""
    regulator, _created = Organisation.objects.get_or_create(
        slug="demonstration-regulator",
        defaults={
            "kind": OrganisationKind.REGULATOR,
            "name_zh": "示例认证监督管理委员会",
            "name_en": "Demonstration Certification Administration",
            "website": "https://regulator.example/",
            "is_demonstration": True,
        },
    )
    for email, role, name, name_en in REGULATOR_PEOPLE:
        join(make_person(email, name, name_en), regulator, role)
    return regulator


def make_body(body: Body) -> Organisation:
    """One invented body with its approved fields and its three people."""
    organisation, _created = Organisation.objects.get_or_create(
        approval_no=body.approval_no,
        defaults={
            "kind": OrganisationKind.BODY,
            "slug": body.slug,
            "name_zh": body.name_zh,
            "name_en": body.name_en,
            "uscc": body.uscc,
            "website": body.website,
            "is_demonstration": True,
        },
    )
    for key, staff in body.fields.items():
        ApprovedField.objects.get_or_create(
            organisation=organisation,
            field=CertificationField.objects.get(key=key),
            defaults={"valid_from": APPROVED_SINCE, "full_time_staff": staff},
        )
    name, name_en, position = body.signatory
    people = (
        (f"author@{body.mail_domain}", Role.AUTHOR, *body.author, ""),
        (f"signatory@{body.mail_domain}", Role.SIGNATORY, name, name_en, position),
        (f"administrator@{body.mail_domain}", Role.ADMINISTRATOR, *body.administrator, ""),
    )
    for email, role, person, person_en, post in people:
        join(make_person(email, person, person_en, post), organisation, role)
    return organisation


def make_person(email: str, name: str, name_en: str, position: str = "") -> User:
    """A person who signs in with the demonstration's password; the address counts as verified."""
    from allauth.account.models import EmailAddress

    user, created = User.objects.get_or_create(
        email=email, defaults={"name": name, "name_en": name_en, "position": position}
    )
    if created:
        user.password = _hashed_password()
        user.save(update_fields=["password"])
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@functools.cache
def _hashed_password() -> str:
    """Hashed once for all: two dozen slow hashes would be most of the loading time."""
    return make_password(PASSWORD)
