"""The register of rules on tracks, and submissions that follow it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from portal.accounts.models import CertificationField
from portal.accounts.roles import Role
from portal.reference.faults import UnreadableTable
from portal.reference.tabular import plan
from registry.models import Binding, Filing, FilingEvent, Occasion, TrackRule
from registry.procedure.actions import Submit
from registry.procedure.readiness import TrackNotAllowed, track_of_submission
from registry.procedure.reference_registers import TRACK_RULES
from registry.procedure.track_cases import occasion_of, what_is_asked
from schemes.drafts import begin_version
from tests.factories import EntryFactory, FilingFactory, VersionFactory, member_of
from tests.registry.amending import next_version
from tests.registry.procedure.applications import applied
from tests.registry.stock.lists import entry_from_paper
from tests.regulation import open_track

pytestmark = pytest.mark.django_db


def rule(key="a", **traits):
    words = {"name_zh": "规则", "why_zh": "理由", "basis_zh": "《测试法》第一条", **traits}
    return TrackRule(key=key, **{"track": "approval", **words})


def refused(row):
    with pytest.raises(ValidationError) as told:
        row.full_clean()
    return told.value.message_dict


def submit(version, **data):
    action = Submit(version, member_of(version.scheme.organisation, Role.SIGNATORY), **data)
    action.run()
    return action.filing


# --- what the register takes ------------------------------------------------------------------


def test_a_licence_without_a_clause_is_refused():
    field = CertificationField.objects.all()[0]
    assert "article 39" in refused(rule(field=field, basis_zh=""))["basis_zh"][0]
    rule(field=field, track="filing", basis_zh="").full_clean()


def test_a_field_of_another_category_is_refused():
    field = CertificationField.objects.filter(category="service")[0]
    assert "field" in refused(rule(field=field, category="product"))


@pytest.mark.parametrize(
    ("kept", "new", "is_refused"),
    [
        ({}, {}, True),
        ({}, {"occasion": Occasion.MAJOR}, False),
        ({"valid_until": "2026-06-30"}, {"valid_from": "2026-06-30"}, True),
        ({"valid_until": "2026-06-30"}, {"valid_from": "2026-07-01"}, False),
        ({"valid_from": "2026-07-01"}, {"valid_until": "2026-06-30"}, False),
        ({}, {"binding": Binding.ALLOWED}, False),
        ({"binding": Binding.ALLOWED}, {"binding": Binding.ALLOWED, "track": "filing"}, False),
        ({"binding": Binding.ALLOWED}, {"binding": Binding.ALLOWED}, True),
    ],
)
def test_two_rows_never_say_differently_of_one_place_and_day(kept, new, is_refused):
    place = {"category": "product"}
    rule("kept", **place, **kept).save()
    if is_refused:
        assert "“kept”" in refused(rule("new", **place, **new))["__all__"][0]
    else:
        rule("new", **place, **new).full_clean()


# --- what the document and the register answer ------------------------------------------------


def test_nothing_listed_is_a_first_filing():
    assert occasion_of(VersionFactory()) is Occasion.FIRST
    assert occasion_of(applied().version) is Occasion.FIRST


@pytest.mark.parametrize(
    ("label", "parts", "occasion"),
    [
        ("1.0.1", {}, Occasion.MINOR),
        ("1.1.0", {}, Occasion.MINOR),
        ("2.0.0", {}, Occasion.MAJOR),
        ("1.0.1", {"requirements": []}, Occasion.MAJOR),
    ],
)
def test_the_difference_and_the_number_tell_the_class_of_an_amendment(label, parts, occasion):
    entry = EntryFactory()
    version = next_version(entry.scheme, label)
    version.document = {**version.document, **parts}
    assert occasion_of(version) is occasion


@pytest.fixture
def from_paper():
    """A version that follows a text of which there is only a file."""
    entry = entry_from_paper()
    return begin_version(entry.scheme, member_of(entry.organisation, Role.AUTHOR))


def test_the_body_is_asked_only_where_its_answer_matters(from_paper):
    assert occasion_of(from_paper) is None
    assert not what_is_asked(from_paper).depends_on_body
    open_track("approval", Binding.REQUIRED, occasion=Occasion.MAJOR)
    asked = what_is_asked(from_paper)
    assert (asked.depends_on_body, asked.choice.asked.track.key) == (True, "approval")
    assert track_of_submission(from_paper, said="minor").key == "filing"
    assert track_of_submission(from_paper, said="first").key == "approval"


def test_what_the_body_says_is_not_heeded_where_the_texts_can_be_compared():
    scheme = FilingFactory(no_objection=True).scheme
    open_track("approval", Binding.REQUIRED, occasion=Occasion.MAJOR)
    assert track_of_submission(next_version(scheme, "2.0.0"), said="minor").key == "approval"


# --- submissions ------------------------------------------------------------------------------


def test_a_submission_goes_by_the_track_that_its_field_asks_for():
    version = VersionFactory(frozen=True)
    field = CertificationField.objects.get(key=version.document["domains"][0])
    row = open_track("approval", Binding.REQUIRED, field=field)
    filing = submit(version)
    assert (filing.track, filing.state) == ("approval", "applied")
    kept = FilingEvent.objects.get(filing=filing, event="submitted").data
    assert (kept["track_rule"], kept["why"]["zh"]) == (row.key, "法律规定的情形。")


def test_a_track_that_no_row_opens_is_refused_with_the_row_that_asks_for_another():
    version = VersionFactory(frozen=True)
    with pytest.raises(TrackNotAllowed, match=r"Rule “own-rules” asks for “Filing”.*article 17"):
        submit(version, track="approval")
    TrackRule.objects.all().delete()
    with pytest.raises(TrackNotAllowed, match="usual one, “Filing”"):
        submit(version, track="approval")
    with pytest.raises(TrackNotAllowed, match="There are: filing, approval"):
        submit(version, track="nothing")
    assert not Filing.objects.exists()


def test_filing_is_refused_where_a_law_asks_for_approval():
    version = VersionFactory(frozen=True)
    open_track("approval", Binding.REQUIRED, category="product")
    with pytest.raises(TrackNotAllowed, match=r"asks for “Approval”: A law says so\. Test Law"):
        submit(version, track="filing")


def test_rows_that_change_touch_nothing_under_way():
    filing = applied()
    TrackRule.objects.all().delete()
    version = next_version(filing.scheme, "1.0.1")
    assert track_of_submission(version, "filing").key == "approval"
    filing.refresh_from_db()
    assert (filing.track, filing.procedure.key) == ("approval", "approval")


CSV = "key,name_zh,occasion,field,track,binding,why_zh,basis_zh,valid_from,valid_until"
FIELD = "陆地交通设备"
UNTIL = ",2026-01-01"


@pytest.mark.parametrize(
    ("first", "second", "is_refused"),
    [
        (("", "approval", "required", ","), ("", "filing", "required", ","), True),
        (("", "approval", "required", UNTIL), ("", "filing", "required", "2026-01-01,"), True),
        (("", "approval", "required", UNTIL), ("", "filing", "required", "2026-01-02,"), False),
        (("first", "approval", "required", ","), ("", "filing", "required", ","), False),
        (("", "filing", "allowed", ","), ("", "filing", "allowed", ","), True),
        (("", "approval", "allowed", ","), ("", "filing", "allowed", ","), False),
    ],
)
def test_rows_of_one_file_that_contradict_each_other_are_named(
    first: tuple[str, ...], second: tuple[str, ...], is_refused: bool
) -> None:
    lines = [
        f"{key},某,{occasion},{FIELD},{track},{binding},因,某法第一条,{days}"
        for key, (occasion, track, binding, days) in (("a", first), ("b", second))
    ]
    content = "\n".join([CSV, *lines]).encode()
    if not is_refused:
        assert len(plan(TRACK_RULES, content).added) == 2
        return
    with pytest.raises(UnreadableTable) as refused:
        plan(TRACK_RULES, content)
    assert [(one.line, one.column) for one in refused.value.faults] == [(2, "track"), (3, "track")]
    assert "“b”" in refused.value.faults[0].message
