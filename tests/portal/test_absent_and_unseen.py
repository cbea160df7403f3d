"""What belongs to others and what does not exist cannot be told apart, wherever one asks."""

from __future__ import annotations

import re
from functools import cache

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.roles import OrganisationKind, Role
from portal.core.models import OutboxMessage
from registry.delegable import DelegatedAct
from registry.models import (
    Absence,
    Alliance,
    Campaign,
    CampaignTask,
    CaseNote,
    Delegation,
    Entry,
    Expert,
    Filing,
    ImpactRun,
    Letter,
    Licence,
    Mention,
    OwnerChange,
    Remark,
    SavedView,
    StockImport,
)
from registry.states import CampaignState, OwnerChangeState, TaskState
from schemes.models import StoredFile
from tests.factories import (
    FilingFactory,
    OrganisationFactory,
    PersonFactory,
    member_of,
    officer,
    organisation_of,
)

pytestmark = pytest.mark.django_db

PLACES = ("workspace", "designer", "desk")
#: Pictures of marks that stand in public registers, and rows of public registers: whoever signs in
#: may see every one. What is exported is named by its form, not by an object.
PUBLIC = {"designer:mark-picture", "designer:look-up", "desk:mark-picture", "desk:export"}


@cache
def addresses() -> dict[str, str]:
    """Every address of workspace and desk that names an object: its name and its route."""
    found = {}

    def walk(resolver: URLResolver, namespace: str, route: str) -> None:
        for each in resolver.url_patterns:
            here = route + str(each.pattern)
            if isinstance(each, URLResolver):
                walk(each, each.namespace or namespace, here)
            elif isinstance(each, URLPattern) and namespace in PLACES and "<" in here:
                found[f"{namespace}:{each.name}"] = here

    walk(get_resolver(), "", "")
    return {name: route for name, route in found.items() if name not in PUBLIC}


def _licence(filing: Filing) -> Licence:
    """That its body is licensed for its own scheme, which the rows alone allow."""
    who = {"organisation": filing.organisation, "granted_by": officer()}
    return Licence.objects.create(scheme=filing.scheme, since=timezone.localdate(), **who)


def _objects(filing: Filing, run: ImpactRun) -> dict[str, tuple[object, object]]:
    """For each route that begins so: the object of another body, and one that nobody has."""
    entry = Entry.objects.get(scheme=filing.scheme)
    membership = filing.organisation.memberships.first()
    message = OutboxMessage.objects.create(kind="mail")
    person, day = officer(), timezone.localdate()
    task = _task(entry, person)
    view = SavedView.objects.create(owner=person, name="view")
    who = {"person": person, "deputy": PersonFactory(role=Role.OFFICER), "noted_by": person}
    absence = Absence.objects.create(first_day=day, last_day=day, **who)
    note = CaseNote.objects.create(filing=filing, author=person)
    mention = Mention.objects.create(note=note, person=person)
    alliance = Alliance.objects.create(name_zh="联盟", lead=filing.organisation)
    stock = StockImport.objects.create(name="list.csv", sha256="0" * 64, handed_in_by=person)
    return {
        "alliances/<int:pk>/": (alliance.pk, 987_654),
        "licences/<int:pk>/": (_licence(filing).pk, 987_654),
        "owner-changes/<int:pk>/": (_owner_change(entry).pk, 987_654),
        "campaigns/tasks/<int:pk>/": (task.pk, 987_654),
        "campaigns/<str:number>/": (task.campaign.number, "CP-2026-999999-X"),
        "notices/<str:number>/": (filing.notices.get().number, "CN-2026-999999-X"),
        "delegations/<int:pk>/": (_delegation(person).pk, 987_654),
        "experts/<int:pk>/": (Expert.objects.create(name="王", email="w@test.example").pk, 987_654),
        "letters/<str:number>/": (_letter(filing).number, "LT-2026-999999-X"),
        "views/<int:pk>/": (view.pk, 987_654),
        "absences/<int:pk>/": (absence.pk, 987_654),
        "mentions/<int:pk>/": (mention.pk, 987_654),
        "stock/<int:pk>": (stock.pk, 987_654),
        "schemes/<int:pk>/": (filing.scheme.pk, 987_654),
        "filings/<str:number>/": (filing.number, "BA-2026-999999-X"),
        "entries/<str:number>/": (entry.number, "TS-2026-999999-X"),
        "register/<str:number>/": (entry.number, "TS-2026-999999-X"),
        "organisation/people/<int:pk>/": (membership.pk, 987_654),
        "impact/<int:pk>/": (run.pk, 987_654),
        "outbox/<int:pk>/": (message.pk, 987_654),
    }


def _delegation(person: User) -> Delegation:
    """A delegation to a branch."""
    branch, day = organisation_of(OrganisationKind.BRANCH), timezone.localdate()
    of = {"giver": branch.parent, "branch": branch, "given_by": person, "ground": "应急"}
    return Delegation.objects.create(since=day, until=day, **of)


def _owner_change(entry: Entry) -> OwnerChange:
    """That an entry is to go to another body."""
    of = {"from_body": entry.organisation, "to_body": entry.organisation, "cause": "merger"}
    return OwnerChange.objects.create(entry=entry, state=OwnerChangeState.ASKED, **of)


def _task(entry: Entry, person: User) -> CampaignTask:
    """A task that a campaign gave to the body of an entry."""
    words = {"title": {"zh": "整改"}, "text": {"zh": "请修订。"}}
    campaign = Campaign.objects.create(
        number="CP-2026-000001-G",
        due_on=timezone.localdate(),
        begun_by=person,
        state=CampaignState.RUNNING,
        **words,
    )
    of = {"entry": entry, "organisation": entry.organisation, "version": entry.version}
    return CampaignTask.objects.create(campaign=campaign, state=TaskState.OPEN, **of)


def _letter(filing: Filing) -> Letter:
    """A letter that the body of a filing got."""
    words = {"sent_on": "2026-01-01", "heading": {"zh": "告知书"}, "blocks": {"zh": [], "en": []}}
    of = {"organisation": filing.organisation, "filing": filing, "content": words}
    return Letter.objects.create(number="LT-2026-000001-7", act="accept", **of)


def _arguments(route: str, name: str, filing: Filing, objects: dict) -> list[list[object]]:
    """The arguments of an address, once for what another has and once for what is absent."""
    below = re.sub(r"^.*?(workspace|desk)/", "", route)
    [pair] = [pair for start, pair in objects.items() if below.startswith(start)]
    rest = re.findall(r"<(?:\w+:)?(\w+)>", below)[1:]
    more = {
        "key": "scope",
        "name": "deregister",
        "sha256": StoredFile.objects.values_list("sha256", flat=True).first() or "0" * 64,
        "answer_pk": getattr(filing.version.waivers.first(), "pk", 1),
        "pk": getattr(Remark.objects.first(), "pk", 1),
        "notice": filing.notices.get().number,
        "member": 1,
        "version": filing.version.pk,
        "word_pk": 1,
        "change_pk": getattr(filing.version.changes.first(), "pk", 1),
    }
    return [[which, *(more[part] for part in rest)] for which in pair]


def _answer(client, method: str, name: str, arguments: list[object]) -> tuple[int, str]:
    """Status and page, without what differs between any two requests."""
    address = reverse(name, args=arguments)
    response = getattr(client, method)(address)
    text = "" if response.streaming else response.content.decode()
    text = text.replace(address.removeprefix("/en/"), "…")
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    return response.status_code, text + response.get("Location", "").replace(address, "…")


def _officer_of_a_branch(territory: list[str]) -> User:
    """Of one to which everything was delegated in its own territory."""
    branch, day = OrganisationFactory(branch=True, territory=territory), timezone.localdate()
    given = {"giver": branch.parent, "given_by": officer(), "ground": "应急", "regions": territory}
    days = {"since": day, "until": day, "confirm_by": day, "is_emergency": True}
    Delegation.objects.create(branch=branch, acts=DelegatedAct.values, **given, **days)
    return member_of(branch, Role.OFFICER)


ASKING = {
    "signatory of another body": lambda other: member_of(other, Role.SIGNATORY),
    "administrator of another body": lambda other: member_of(other, Role.ADMINISTRATOR),
    "officer of a branch elsewhere": lambda other: _officer_of_a_branch(["11"]),
    "editor": lambda other: PersonFactory(role=Role.EDITOR),
}
#: Editors see the impact of the registers that they edit, and keep the pool of experts.
NOT_ANOTHERS = {
    ("editor", "desk:impact-run"),
    ("editor", "desk:impact-table"),
    ("editor", "desk:expert"),
}


@pytest.mark.parametrize("who", list(ASKING))
def test_what_is_anothers_answers_like_what_is_absent(client, who):
    filing = FilingFactory(correction_requested=True)
    objects = _objects(filing, ImpactRun.objects.create(cause_kind="rules"))
    client.force_login(ASKING[who](OrganisationFactory()))
    differ = {}
    for name, route in addresses().items():
        if (who, name) in NOT_ANOTHERS:
            continue
        anothers, absent = _arguments(route, name, filing, objects)
        for method in ("get", "post"):
            seen = _answer(client, method, name, anothers)
            if seen[0] == 405:
                continue
            unknown = _answer(client, method, name, absent)
            if seen != unknown or seen[0] != 404:
                differ[name, method] = seen[0], unknown[0]
    assert differ == {}


def test_the_walk_meets_every_kind_of_address():
    assert {"workspace:filing", "designer:section", "desk:decide"} <= set(addresses())
