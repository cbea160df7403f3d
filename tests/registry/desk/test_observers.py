"""Observers see the whole desk and can do nothing there."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core.actions import available
from registry.desk import urls
from registry.lifecycle import entry_acts
from registry.models import Absence, Entry
from registry.procedure.cases import CASE_ACTIONS
from registry.states import FilingState
from tests.factories import FilingFactory, PersonFactory, officer

pytestmark = pytest.mark.django_db

#: What an observer posts for themselves alone.
OWN = {"save-view", "remove-view", "export"}


def _addresses(filing):
    """Every address of the desk that takes nothing or the number of a filing."""
    for pattern in urls.urlpatterns:
        names = sorted(pattern.pattern.converters)
        if names == []:
            yield pattern.name, reverse(f"desk:{pattern.name}")
        elif names == ["number"] and "register" not in str(pattern.pattern):
            yield pattern.name, reverse(f"desk:{pattern.name}", args=[filing.number])


def _observer():
    officer()
    return PersonFactory(role=Role.OBSERVER)


@pytest.mark.parametrize("state", FilingState.values)
def test_no_act_is_offered_to_an_observer(state):
    filing, observer = FilingFactory(reached=state), _observer()
    assert available((*filing.procedure.acts, *CASE_ACTIONS), observer, filing) == []
    assert available(entry_acts(), observer, Entry.objects.get()) == []


def test_an_observer_reads_the_desk_and_changes_nothing(client):
    filing = FilingFactory(under_review=True)
    client.force_login(_observer())
    pages = dict(_addresses(filing))
    for name in ("queue", "filing", "document", "case", "timeline", "workload", "absences"):
        assert client.get(pages[name]).status_code == 200, name
    for name, address in pages.items():
        if name not in OWN:
            assert client.post(address).status_code in (403, 405), name
    filing.refresh_from_db()
    assert filing.state == FilingState.UNDER_REVIEW


def test_an_observer_is_shown_no_form_that_is_refused(client):
    """Leave aside the sign-out in the header, and what an observer keeps for themselves."""
    day = timezone.localdate()
    away, deputy = officer(), PersonFactory(role=Role.OFFICER)
    who = {"person": away, "deputy": deputy, "noted_by": away}
    Absence.objects.create(first_day=day, last_day=day, **who)
    entry = Entry.objects.get(scheme=FilingFactory(no_objection=True).scheme)
    client.force_login(_observer())
    pages = [reverse("desk:entry", args=[entry.number])]
    for filing in (FilingFactory(), FilingFactory(under_review=True)):
        pages += [address for _name, address in _addresses(filing)]
        key = filing.version.blueprint.blueprint.sections[0].key
        pages.append(reverse("desk:chapter", args=[filing.number, key]))
    # The form of the queue exports the filings that are ticked; without acts it does nothing else.
    own = {reverse(name) for name in ("account_logout", "desk:save-view", "desk:batch")}
    dead, read = {}, 0
    for address in dict.fromkeys(pages):
        answer = client.get(address)
        if answer.status_code != 200 or "html" not in answer["Content-Type"]:
            continue
        read += 1
        for form in re.findall(r"<form[^>]*>", answer.content.decode()):
            to = re.search(r'action="([^"]*)"', form)
            if 'method="post"' in form and (to is None or to[1] not in own):
                dead[address] = form
    assert read > 20
    assert dead == {}


def test_an_observer_with_a_part_in_a_filing_does_not_see_it(client):
    filing, observer = FilingFactory(), _observer()
    from portal.accounts.memberships import join

    join(observer, filing.organisation, Role.AUTHOR)
    client.force_login(observer)
    assert client.get(reverse("desk:filing", args=[filing.number])).status_code == 403


def test_an_observer_exports_and_keeps_views_and_is_offered_no_act(client):
    FilingFactory()
    client.force_login(_observer())
    assert list(client.get(reverse("desk:queue")).context["acts"]) == []
    assert client.get(reverse("desk:export", args=["csv"])).status_code == 200
    assert client.post(reverse("desk:save-view"), {"name": "看"}).status_code == 302
