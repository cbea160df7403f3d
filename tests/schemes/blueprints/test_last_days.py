"""The last days of a blueprint version: set, moved, told, and held to."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken, WrongState
from portal.reference.models import BlueprintPeriod
from registry.procedure.actions import Submit
from registry.procedure.corrections import correction_of
from registry.procedure.extra_changes import declare, undeclared
from registry.procedure.remarks import answer_remark
from schemes.actions import Sign
from schemes.blueprint_actions import Retire, SetLastDays
from schemes.drafts import begin_scheme, begin_version, move_to
from schemes.importing import ImportRefused, Incoming, Reason, import_document
from schemes.last_days import BlueprintOver, LastDays, ending_of, last_days_of
from schemes.models import BlueprintVersion, Scheme, Version
from schemes.states import BlueprintState, VersionState
from tests.factories import (
    FilingFactory,
    PersonFactory,
    VersionFactory,
    answer_warnings,
    member_of,
)
from tests.schemes.blueprints.days import (
    DAY,
    DRAFTS,
    FILING,
    FIRST_SECOND,
    LAST_SECOND,
    NOTICE,
    at,
    editor,
    product,
    set_days,
    signatory_of,
    today,
)
from tests.schemes.blueprints.following import publish

pytestmark = pytest.mark.django_db


#: What an unlawful pair of days is told.
TOO_SOON, FILING_FIRST = "told of a last day at least", "last day for filing may not be before"


# --- setting them ---------------------------------------------------------------------------


def test_the_former_version_gets_both_days_when_its_successor_is_published():
    newest = publish()
    assert last_days_of(product()) == LastDays(today() + DRAFTS * DAY, today() + FILING * DAY)
    assert last_days_of(newest) == LastDays()
    told = product().events.get(event="last_days_set").data
    assert told["successor"] == "product/2"
    assert told["after"] == last_days_of(product()).as_json()


def test_who_publishes_may_set_other_days():
    days = LastDays(today() + 40 * DAY, today() + 400 * DAY)
    publish(last_days=days)
    assert last_days_of(product()) == days


def test_days_that_are_set_already_stay_when_a_successor_is_published():
    publish()
    days = last_days_of(product())
    publish()
    assert last_days_of(product()) == days
    assert last_days_of(product(2)) == days


def test_the_overlap_is_the_regulator_s():
    BlueprintPeriod.objects.create(
        in_force_from=today(), drafts_days=50, filing_days=60, announcement_days=20, reminder_days=7
    )
    publish()
    assert last_days_of(product()) == LastDays(today() + 50 * DAY, today() + 60 * DAY)


@pytest.mark.parametrize(
    ("drafts", "filing", "refusal"),
    [
        (NOTICE, NOTICE, None),
        (NOTICE, None, None),
        (NOTICE - 1, NOTICE + 9, TOO_SOON),
        (NOTICE + 1, NOTICE, FILING_FIRST),
        (None, NOTICE, FILING_FIRST),
    ],
)
def test_a_last_day_is_announced_in_time_and_filing_ends_last(drafts, filing, refusal):
    days = [None if n is None else today() + n * DAY for n in (drafts, filing)]
    if refusal is None:
        publish(last_days=LastDays(*days))
        assert last_days_of(product()) == LastDays(*days)
    else:
        with pytest.raises(RulesBroken, match=refusal):
            publish(last_days=LastDays(*days))


@pytest.mark.parametrize(
    ("drafts", "filing", "reason", "refusal"),
    [
        (DRAFTS, FILING, "", "Nothing was changed"),
        (DRAFTS + 1, FILING + 1, "", None),  # prolonged
        (DRAFTS, None, "", None),  # without end
        (DRAFTS, FILING - 1, "", "say why it comes sooner"),
        (DRAFTS, FILING - 1, "法规修订", None),
        (NOTICE, NOTICE, "法规修订", None),
        (NOTICE - 1, FILING, "法规修订", TOO_SOON),
        (DRAFTS, DRAFTS - 1, "法规修订", FILING_FIRST),
    ],
)
def test_what_was_announced_is_prolonged_or_shortened_with_a_reason(
    drafts, filing, reason, refusal
):
    publish()
    before = last_days_of(product())
    after = LastDays(*(None if n is None else today() + n * DAY for n in (drafts, filing)))
    if refusal is not None:
        with pytest.raises(RulesBroken, match=refusal):
            set_days(after.drafts, after.filing, reason)
        assert last_days_of(product()) == before
        return
    set_days(after.drafts, after.filing, reason)
    assert last_days_of(product()) == after
    told = product().events.latest("pk")
    assert (told.event, told.actor) == ("last_days_set", editor())
    days = {"before": before.as_json(), "after": after.as_json()}
    assert told.data == (days | {"reason": reason} if reason else days)


def test_shortly_before_its_end_a_day_is_prolonged_by_as_little_as_one_likes(time_machine):
    publish()
    days = last_days_of(product())
    time_machine.move_to(at(days.filing), tick=False)
    set_days(days.drafts, days.filing + DAY)
    time_machine.move_to(at(days.filing + 5 * DAY), tick=False)
    with pytest.raises(RulesBroken, match="is over"):  # that day is over, too
        set_days(days.drafts, days.filing + 2 * DAY)
    set_days(days.drafts, days.filing + 5 * DAY)
    assert product().may_be_filed_by(today())


def test_what_somebody_else_set_meanwhile_is_not_overwritten():
    publish()
    seen = last_days_of(product())
    set_days(seen.drafts, seen.filing + DAY)
    with pytest.raises(WrongState, match="Somebody set other last days"):
        days = LastDays(seen.drafts, seen.filing + 2 * DAY)
        SetLastDays(product(), editor(), days=days, seen_days=seen).run()


@pytest.mark.parametrize("role", [Role.OFFICER, Role.DECIDER, Role.AUTHOR, Role.SIGNATORY])
def test_nobody_else_sets_them(role):
    publish()
    days = LastDays(today() + 500 * DAY, today() + 500 * DAY)
    with pytest.raises(NotAllowed, match="Only editors and administrators"):
        SetLastDays(product(), PersonFactory(role=role), days=days).run()


def test_a_category_keeps_a_blueprint_without_a_last_day():
    with pytest.raises(RulesBroken, match="the only blueprint of its category"):
        set_days(today() + 60 * DAY, today() + 60 * DAY)


def test_the_database_holds_that_filing_ends_no_sooner():
    with pytest.raises(IntegrityError), transaction.atomic():
        BlueprintVersion.objects.filter(pk=product().pk).update(
            drafts_until=today(), filing_until=today() - DAY
        )


def test_a_version_is_retired_after_its_last_day_for_drafts(time_machine):
    with pytest.raises(RulesBroken, match="Set the last days"):
        Retire(product(), editor()).run()
    publish()
    last = last_days_of(product()).drafts
    time_machine.move_to(at(last), tick=False)
    with pytest.raises(RulesBroken, match="Drafts may be begun with this version until"):
        Retire(product(), editor()).run()
    time_machine.move_to(at(last + DAY), tick=False)
    assert Retire(product(), editor()).run().state == BlueprintState.RETIRED


def _begin_empty(body, author, version):
    return begin_scheme(body, product(), author)


def _import(body, author, version):
    document = {"blueprint": "product/1", "title": {"zh": "甲"}}
    return import_document(body, author, Incoming(document, "x.json"))


@pytest.mark.parametrize("begin", [_begin_empty, _import])
def test_a_draft_is_begun_on_the_last_day_and_not_after(time_machine, begin):
    author = PersonFactory(role=Role.AUTHOR)
    body = author.memberships.get().organisation
    publish()
    last = last_days_of(product()).drafts
    time_machine.move_to(at(last, LAST_SECOND), tick=False)
    assert begin(body, author, None).newest.blueprint == product()
    time_machine.move_to(at(last + DAY, FIRST_SECOND), tick=False)
    before = Scheme.objects.count()
    with pytest.raises((BlueprintOver, ImportRefused)) as refused:
        begin(body, author, None)
    assert "product/2" in str(refused.value.message)
    assert Scheme.objects.count() == before


def test_an_import_says_which_day_it_was_and_what_to_follow(time_machine):
    author = PersonFactory(role=Role.AUTHOR)
    publish()
    time_machine.move_to(at(last_days_of(product()).drafts + DAY), tick=False)
    with pytest.raises(ImportRefused) as refused:
        _import(author.memberships.get().organisation, author, None)
    assert refused.value.reason == Reason.BLUEPRINT_OVER
    assert refused.value.place.address == "/blueprint"


def test_a_new_draft_begins_with_the_successor_from_its_first_day_on():
    version = VersionFactory(frozen=True)
    author = member_of(version.scheme.organisation, Role.AUTHOR)
    newest = publish()
    assert begin_version(version.scheme, author).blueprint == newest


@pytest.mark.parametrize("state", [BlueprintState.RETIRED, BlueprintState.DRAFT])
def test_nothing_begins_with_what_is_not_published(state):
    author = PersonFactory(role=Role.AUTHOR)
    BlueprintVersion.objects.filter(pk=product().pk).update(state=state)
    with pytest.raises(BlueprintOver):
        begin_scheme(author.memberships.get().organisation, product(), author)


def sign(version):
    answer_warnings(version)
    return Sign(version, signatory_of(version)).run()


def test_a_draft_is_signed_and_filed_on_the_last_day(time_machine):
    version = VersionFactory()
    publish()
    _renew_dates(version)
    time_machine.move_to(at(last_days_of(product()).filing, LAST_SECOND), tick=False)
    _renew_dates(version)
    signed = sign(Version.objects.get(pk=version.pk))
    assert Submit(signed, signatory_of(version)).run().state == VersionState.SUBMITTED


def _renew_dates(version):
    """What counts back from the day of the signature."""
    document = version.document
    document["mark"]["similarity"]["searched"] = today().isoformat()
    version.save(update_fields=["document"])


def test_the_day_after_it_is_neither_signed_nor_filed_until_it_is_moved(time_machine):
    version = VersionFactory()
    frozen = VersionFactory(frozen=True)
    newest = publish()
    time_machine.move_to(at(last_days_of(product()).filing + DAY, FIRST_SECOND), tick=False)
    _renew_dates(version)
    for act in (lambda: sign(version), lambda: Submit(frozen, signatory_of(frozen)).run()):
        with pytest.raises(BlueprintOver) as refused:
            act()
        assert "product/2" in str(refused.value.message)
    author = member_of(version.scheme.organisation, Role.AUTHOR)
    moved = move_to(version, newest, author)
    assert sign(moved).state == VersionState.FROZEN
    begun = begin_version(frozen.scheme, member_of(frozen.scheme.organisation, Role.AUTHOR))
    assert begun.blueprint == newest


def test_a_correction_goes_on_by_the_blueprint_of_its_filing(time_machine):
    filing = FilingFactory(correction_requested=True)
    publish()
    time_machine.move_to(at(last_days_of(product()).filing + DAY), tick=False)
    author = member_of(filing.organisation, Role.AUTHOR)
    draft = begin_version(filing.scheme, author)
    assert draft.blueprint == product()
    assert ending_of(draft) is None
    changed = {"id": "cs-1", "clause": "1", "kind": "modify"}
    changed |= {"text": {"zh": "补正"}, "reason": {"zh": "应要求"}}
    draft.document = {**draft.document, "version": "1.0.1", "change_summary": [changed]}
    _renew_dates(draft)
    answer_remark(filing.remarks.get(), author, kind="explained", answer="正文已有。")
    correction = correction_of(filing)
    extra = [change.address for change in undeclared(filing, correction)]
    declare(filing, author, dict.fromkeys(extra, "重新提交。"))
    signed = sign(Version.objects.get(pk=draft.pk))
    assert Submit(signed, signatory_of(draft)).run().state == VersionState.SUBMITTED


def test_a_filing_under_review_does_not_open_a_way_past_the_last_day(time_machine):
    filing = FilingFactory(under_review=True)
    newest = publish()
    time_machine.move_to(at(last_days_of(product()).filing + DAY), tick=False)
    draft = begin_version(filing.scheme, member_of(filing.organisation, Role.AUTHOR))
    assert draft.blueprint == newest


def test_a_draft_is_not_moved_to_a_version_whose_days_are_over(time_machine):
    version = VersionFactory()
    second = publish()
    publish()
    author = member_of(version.scheme.organisation, Role.AUTHOR)
    time_machine.move_to(at(last_days_of(product(2)).drafts + DAY), tick=False)
    with pytest.raises(WrongState, match="cannot be moved to this version"):
        move_to(version, second, author)
    assert move_to(version, product(3), author).blueprint == product(3)
