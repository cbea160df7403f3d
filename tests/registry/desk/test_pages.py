"""The regulator's desk: the queue, a filing and its sides, remarks, decisions, the register."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import ROLES_OF_KIND, OrganisationKind, Role
from portal.core.models import OutboxMessage
from portal.core.outbox import deliver
from registry.models import Entry
from registry.procedure.actions import Submit
from registry.procedure.extra_changes import declare
from registry.procedure.remarks import answer_remark
from registry.public_status import statuses
from registry.publication.publishing import rebuild
from registry.states import AnswerKind, FilingState
from tests.factories import (
    EntryFactory,
    FilingFactory,
    OrganisationFactory,
    PersonFactory,
    member_of,
    officer,
    organisation_for,
    waits_since,
)
from tests.registry.actors import OFFICER_OF_THE_BODY, actors
from tests.registry.amending import next_version
from tests.regulation import limit

pytestmark = pytest.mark.django_db

SIDES = ["filing", "document", "report", "difference", "history", "timeline"]
REVIEWERS = {
    "officer of the regulator",
    "decider of the regulator",
    "observer of the regulator",
}


def _page(browser, name, *args, language="en", **query):
    address = reverse(f"desk:{name}", args=args).replace("/en/", f"/{language}/")
    return browser.get(address, query)


def _text(response):
    return response.content.decode()


def _listed(response):
    return [filing for filing, _clock in response.context["rows"]]


# --- who and where ----------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("state", FilingState.values)
def test_every_page_answers_in_every_state_and_both_languages(desk, state, language):
    filing = FilingFactory(reached=state)
    pages = [(side, filing.number) for side in SIDES]
    pages += [("queue",), ("register",), ("entry", Entry.objects.get().number)]
    for name, *args in pages:
        response = _page(desk, name, *args, language=language)
        assert response.status_code == 200, name
        assert _text(response).count("<h1") == 1, name


def test_the_desk_is_open_to_reviewers_without_a_part_and_to_nobody_else(client):
    filing = FilingFactory(under_review=True)
    for who, person in actors(filing.organisation).items():
        client.logout()
        if person.is_authenticated:
            client.force_login(person)
        for name, *args in [(side, filing.number) for side in SIDES]:
            expected = 200 if who in REVIEWERS else 404
            if who == OFFICER_OF_THE_BODY:  # who knows of it already, and is told why not
                expected = 403
            if not (person.is_authenticated and person.is_active):
                expected = 302
            assert _page(client, name, *args).status_code == expected, (who, name)


def test_an_officer_of_the_body_is_told_why_not(client):
    filing = FilingFactory(under_review=True)
    client.force_login(actors(filing.organisation)[OFFICER_OF_THE_BODY])
    response = _page(client, "filing", filing.number)
    assert response.status_code == 403
    assert str(response.context["error"].message).startswith("You belong to")


def test_an_officer_of_the_body_does_not_find_its_filings_in_the_queue(client):
    filing, other = FilingFactory(), FilingFactory()
    client.force_login(actors(filing.organisation)[OFFICER_OF_THE_BODY])
    response = _page(client, "queue")
    assert _listed(response) == [other]
    assert response.context["not_mine"] == 1


@pytest.mark.parametrize("number", ["FL-2026-999999-A", "x", "1" * 200])
def test_an_unknown_number_is_not_found(desk, number):
    assert _page(desk, "filing", number).status_code == 404


# --- the queue --------------------------------------------------------------------------


def _received(filing, days_ago):
    return waits_since(filing, timezone.now() - datetime.timedelta(days=days_ago))


def test_what_waits_longest_comes_first(desk):
    new, oldest, old = (_received(FilingFactory(), days) for days in (1, 300, 100))
    response = _page(desk, "queue")
    assert _listed(response) == [oldest, old, new]
    assert response.context["total"].overdue == 2


def test_what_is_due_today_is_counted(desk):
    limit("review", 0)
    FilingFactory()
    assert _page(desk, "queue").context["total"].due_today == 1


def test_an_empty_queue_says_what_will_be_there(desk):
    assert "ts-empty" in _text(_page(desk, "queue"))


QUEUES = [
    ("", {"received", "under_review", "proposed"}),
    *((state, {state}) for state in FilingState.values),
    ("closed", {"no_objection", "ended", "withdrawn"}),
    ("all", set(FilingState.values)),
    ("overdue", set()),
    ("nonsense", {"received", "under_review", "proposed"}),
]


def test_the_queue_is_filtered_by_state(desk):
    for reached in FilingState.values:
        FilingFactory(reached=reached)
    for state, expected in QUEUES:
        listed = {filing.state for filing in _listed(_page(desk, "queue", state=state))}
        assert listed == expected, state


def test_the_queue_is_filtered_by_body_officer_and_words(desk):
    mine = FilingFactory(under_review=True, officer=officer())
    other = FilingFactory()
    for query in (
        {"body": mine.organisation.slug},
        {"officer": officer().pk},
        {"q": mine.number.lower()},
        {"q": mine.scheme.rule_number},
        {"q": Entry.objects.get(scheme=mine.scheme).number.replace("-", " ")},
    ):
        assert _listed(_page(desk, "queue", **query)) == [mine], query
    assert set(_listed(_page(desk, "queue", q="认证规则"))) == {mine, other}


def test_the_queue_is_filtered_by_field(desk):
    product, service = FilingFactory(), FilingFactory(category="service")
    for message in OutboxMessage.objects.filter(kind="publish"):
        deliver(message.pk)
    field = service.version.document["domains"][0]
    assert _listed(_page(desk, "queue", field=field)) == [service]
    assert product in _listed(_page(desk, "queue"))


@pytest.mark.parametrize("query", [{"page": "abc"}, {"officer": "x"}, {"field": "?"}, {"body": 1}])
def test_a_filter_that_is_not_understood_harms_nothing(desk, query):
    filing = FilingFactory()
    assert _listed(_page(desk, "queue", **query)) == [filing]


@pytest.mark.parametrize("count", [1, 10])
def test_the_queue_takes_as_many_queries_for_ten_filings_as_for_one(
    desk, count, django_assert_max_num_queries
):
    for _ in range(count):
        FilingFactory(under_review=True)
    with django_assert_max_num_queries(26):
        assert len(_listed(_page(desk, "queue"))) == count
    with django_assert_max_num_queries(27):
        assert len(_listed(_page(desk, "queue", q="认证规则"))) == count


def test_what_stands_at_the_top_is_the_sum_of_the_table_and_what_its_links_list(desk):
    other = PersonFactory(role=Role.OFFICER)
    FilingFactory(under_review=True)
    FilingFactory(under_review=True, officer=other)
    waits_since(FilingFactory(), timezone.now() - datetime.timedelta(days=400))
    waits_since(
        FilingFactory(correction_requested=True), timezone.now() - datetime.timedelta(days=400)
    )
    FilingFactory(no_objection=True)
    context = _page(desk, "queue").context
    rows, total = context["workload"], context["total"]
    for name in ("open", "waiting", "overdue", "silent", "due_today"):
        assert sum(getattr(row, name) for row in rows) == getattr(total, name)
    assert (total.open, total.waiting, total.overdue, total.silent) == (4, 3, 1, 1)
    listed = {
        "state=open": total.open,
        "": total.waiting,
        "state=overdue": total.overdue,
        "state=silent": total.silent,
        "officer=me&state=open": context["mine"],
        f"officer={other.pk}&state=open": next(r.open for r in rows if r.officer == other),
        "officer=none&state=open": next(r.open for r in rows if r.officer is None),
    }
    address = reverse("desk:queue")
    found = {
        query: desk.get(f"{address}?{query}").context["page"].paginator.count for query in listed
    }
    assert found == listed
    charts = {each.key: each for each in desk.get(reverse("desk:workload")).context["charts"]}
    assert sum(bar.value for bar in charts["officers"].bars) == total.open
    assert sum(bar.value for bar in charts["ages"].bars) == total.open
    assert [bar.value for bar in charts["overdue"].bars] == [total.overdue, total.silent]


# --- one filing -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "action"),
    [
        (FilingState.RECEIVED, {Role.OFFICER: "take-up"}),
        (FilingState.UNDER_REVIEW, {Role.OFFICER: "propose"}),
        (FilingState.PROPOSED, {Role.DECIDER: "decide"}),
        (FilingState.CORRECTION_REQUESTED, {}),
        (FilingState.NO_OBJECTION, {}),
        (FilingState.ENDED, {}),
    ],
)
@pytest.mark.parametrize("role", [Role.OFFICER, Role.DECIDER])
def test_a_filing_has_one_primary_action(client, state, action, role):
    client.force_login(PersonFactory(role=role))
    filing = FilingFactory(reached=state)
    text = _text(_page(client, "filing", filing.number))
    every = ("take-up", "propose", "decide")
    offered = {name for name in every if reverse(f"desk:{name}", args=[filing.number]) in text}
    assert offered == ({action[role]} if role in action else set())


def test_the_second_officer_who_takes_up_is_told_who_was_first(client):
    filing = FilingFactory()
    first, second = PersonFactory(role=Role.OFFICER), PersonFactory(role=Role.OFFICER)
    address = reverse("desk:take-up", args=[filing.number])
    client.force_login(first)
    client.post(address, {"impartial": "on"})
    client.force_login(second)
    response = client.post(address, {"impartial": "on"}, follow=True)
    filing.refresh_from_db()
    assert filing.officer == first
    assert str(first) in _text(response)


def test_the_difference_shows_what_the_correction_changed(desk):
    filing = FilingFactory(correction_requested=True)
    author = member_of(filing.organisation, Role.AUTHOR)
    answer_remark(filing.remarks.get(), author, kind=AnswerKind.EXPLAINED, answer="无需修改")
    declare(filing, author, {"/title": "统一名称", "/title/zh": "统一名称"})
    title = {**filing.version.document["title"], "zh": "改过的标题"}
    version = next_version(filing.scheme, "1.0.1", title=title)
    Submit(version, member_of(filing.organisation, Role.SIGNATORY)).run()

    changes = _page(desk, "difference", filing.number).context["changes"]

    changed = {change.address: change for change in changes}
    assert {"/title/zh", "/title"} & set(changed)
    assert "/version" in changed
    assert not any(address.startswith("/commitment") for address in changed)
    assert "<mark>" in str(changed["/version"].after)


def test_words_of_the_body_cannot_put_markup_into_the_difference():
    from schemes.comparing import marked

    before, after = marked("<b>a</b>", "<script>b</script>")
    assert "<script>" not in str(after)
    assert "<b>" not in str(before)


# --- the register -----------------------------------------------------------------------


def _one_of_each_status():
    """Entries that together have every public status."""
    today, day = timezone.localdate(), datetime.timedelta(days=1)
    dated = ((-9, None), (9, None), (-9, -1), (-9, 0), (0, None))
    pilots = (0, -1)
    ending = (("suspended", 0), ("removed", 0), ("absorbed", 0), ("deregistered", 9))
    EntryFactory(deregistered=True)
    entries = [EntryFactory() for _ in (*dated, *ending, *pilots)]
    for entry, (effective, expires) in zip(entries, dated, strict=False):
        Entry.objects.filter(pk=entry.pk).update(
            effective_from=today + effective * day,
            expires_on=today + expires * day if expires is not None else None,
        )
    last = entries[len(dated) - 1]
    last.organisation.approved_fields.all().delete()
    rebuild(Entry.objects.get(pk=last.pk))
    for entry, (state, ends) in zip(entries[len(dated) :], ending, strict=False):
        ended_on = None if state == "suspended" else today + ends * day
        Entry.objects.filter(pk=entry.pk).update(
            state=state, ended_on=ended_on, effective_from=today
        )
    for entry, days in zip(reversed(entries), pilots, strict=False):
        Entry.objects.filter(pk=entry.pk).update(
            effective_from=today, pilot_until=today + days * day
        )


def test_the_register_filters_by_the_status_that_it_shows(desk):
    _one_of_each_status()
    for status in statuses():
        shown = set(_page(desk, "register", status=status).context["page"])
        assert shown == {one for one in Entry.objects.all() if one.status == status}, status
        assert shown, status


def test_the_register_is_searched_by_number_title_and_body(desk):
    entry, other = EntryFactory(), EntryFactory()
    for query in (
        {"q": entry.number.lower()},
        {"q": entry.rule_number},
        {"q": entry.scheme.title["zh"]},
        {"body": entry.organisation.slug},
    ):
        assert list(_page(desk, "register", **query).context["page"]) == [entry], query
    assert set(_page(desk, "register", q="认证规则").context["page"]) == {entry, other}


@pytest.mark.parametrize("count", [1, 10])
def test_the_register_takes_as_many_queries_for_ten_entries_as_for_one(
    desk, count, django_assert_max_num_queries
):
    for _ in range(count):
        EntryFactory()
    with django_assert_max_num_queries(9):
        assert len(_page(desk, "register").context["page"]) == count


def test_an_entry_shows_its_events_with_who_did_them(desk):
    filing = FilingFactory(no_objection=True)
    text = _text(_page(desk, "entry", Entry.objects.get().number))
    assert str(filing.decisions.get().decided_by) in text


def test_every_role_of_the_regulator_has_its_own_answer_at_the_desk(client):
    answers = {}
    for role in ROLES_OF_KIND[OrganisationKind.REGULATOR]:
        person = PersonFactory(role=role, organisation=organisation_for(Role.OFFICER))
        client.force_login(person)
        answers[role] = _page(client, "queue").status_code
    assert answers == {
        "officer": 200,
        "decider": 200,
        "observer": 200,
        "editor": 403,
        "author": 403,
        "signatory": 403,
        "administrator": 403,
    }


def test_files_of_the_body_are_fetched_at_the_desk_by_reviewers_alone(client):
    filing = FilingFactory()
    address = reverse("desk:file", args=[filing.number, "0" * 64])
    client.force_login(officer())
    assert client.get(address).status_code == 404
    client.force_login(PersonFactory(role=Role.AUTHOR, organisation=OrganisationFactory()))
    assert client.get(address).status_code == 404
