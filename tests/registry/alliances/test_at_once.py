"""Several members counter-sign in the same moment: each files once, under numbers without a gap."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from portal.core.errors import WrongState
from registry.integrity.numbers import numbers
from registry.models import CounterSignature, Entry, Filing, Publication
from registry.procedure.actions import CounterSign, Submit
from schemes.models import SchemeProfile
from tests.at_once import at_once
from tests.registry.alliances.joining import counter_sign, joint_text, others, signatory

pytestmark = pytest.mark.django_db(transaction=True)

MEMBERS = 6


def signing(one: Any, version: Any) -> Callable[[], Any]:
    user = signatory(one.organisation)
    return lambda: CounterSign(one, user, version=version).run()


def has_no_gap() -> bool:
    given = sorted(int(number[8:14]) for number in Entry.objects.values_list("number", flat=True))
    return given == list(range(1, len(given) + 1)) and not list(numbers("numbers"))


def test_members_who_sign_a_filed_text_in_one_moment_file_it_once_each() -> None:
    alliance, version = joint_text(MEMBERS)
    version = Submit(version, signatory(alliance.lead)).run()
    done, raised = at_once(*(signing(one, version) for one in others(alliance)))
    assert (len(done), raised) == (MEMBERS, [])
    assert CounterSignature.objects.count() == MEMBERS
    leading = Filing.objects.get(organisation=alliance.lead)
    assert set(Filing.objects.exclude(pk=leading.pk).values_list("led_by", flat=True)) == {
        leading.pk
    }
    assert Entry.objects.count() == Publication.objects.count() == MEMBERS + 1
    assert (
        SchemeProfile.objects.get().number == Entry.objects.get(organisation=alliance.lead).number
    )
    assert has_no_gap()


def test_two_signatories_of_one_member_sign_once() -> None:
    alliance, version = joint_text(1)
    version = Submit(version, signatory(alliance.lead)).run()
    one = others(alliance)[0]
    done, raised = at_once(signing(one, version), signing(one, version))
    assert (len(done), [type(problem) for problem in raised]) == (1, [WrongState])
    assert CounterSignature.objects.count() == 1
    assert Filing.objects.filter(organisation=one.organisation).count() == 1
    assert has_no_gap()


def test_who_signs_while_the_lead_submits_files_with_it_or_after_it() -> None:
    alliance, version = joint_text(MEMBERS)
    lead = signatory(alliance.lead)
    signed, *late = others(alliance)
    counter_sign(signed, version)
    acts = [signing(one, version) for one in late]
    done, raised = at_once(lambda: Submit(version, lead).run(), *acts)
    assert (len(done), raised) == (MEMBERS, [])
    assert Filing.objects.count() == Entry.objects.count() == MEMBERS + 1
    assert Filing.objects.filter(led_by=None).get().organisation == alliance.lead
    assert has_no_gap()
