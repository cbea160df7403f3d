"""Whose marks are shown beside a document's artwork, and whose are not."""

from __future__ import annotations

import copy
import datetime as dt
from typing import Any

import pytest
from django.core.files.base import ContentFile

from portal.accounts.models import Organisation
from portal.accounts.roles import Role
from portal.reference.choices import MarkKind
from portal.reference.models import ProtectedMark
from schemes.files.uploads import keep
from schemes.marks.artworks import artworks
from schemes.marks.filed import keep_filed_marks
from schemes.marks.gate import MOST, look, similar_marks
from schemes.marks.record import record_of
from schemes.marks.words import plain_word, protected_mark_words
from schemes.models import FiledMark, GateState, Scheme
from tests.factories import OrganisationFactory, SchemeFactory, member_of, valid_document
from tests.schemes.files.svgs import BLANK, COPY_OF_ONE, ONE, OTHER

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 6, 1)
BEFORE, AFTER = TODAY - dt.timedelta(days=30), TODAY + dt.timedelta(days=30)


def document_with(body: Organisation, svg: bytes, **parts: Any) -> dict[str, Any]:
    document = copy.deepcopy(valid_document("product"))
    author = member_of(body, Role.AUTHOR)
    document["mark"]["artwork"] = keep(body, author, "mark.svg", svg)
    document["mark"].pop("grade_variant", None)
    return {**document, **parts}


def filed(
    svg: bytes = COPY_OF_ONE,
    body: Organisation | None = None,
    ended_on: dt.date | None = None,
    since: dt.date = BEFORE,
    **parts: Any,
) -> Scheme:
    body = body or OrganisationFactory()
    scheme = SchemeFactory(organisation=body)
    document = document_with(body, svg, **parts)
    keep_filed_marks(
        scheme, body, document, number=f"N-{scheme.pk}", since=since, ended_on=ended_on
    )
    return scheme


def protected(svg: bytes = COPY_OF_ONE, **values: Any) -> ProtectedMark:
    values = {"key": "test-mark", "kind": MarkKind.PUBLIC_SYMBOL, "name_zh": "试验标志", **values}
    mark = ProtectedMark(**values)
    mark.artwork.save("artwork.svg", ContentFile(svg), save=False)
    mark.save()
    return mark


def found(body: Organisation, svg: bytes = ONE, **parts: Any) -> list[str]:
    facts = similar_marks(document_with(body, svg, **parts), organisation=body, on=TODAY)
    assert facts is not None
    return [fact.key for fact in facts]


def test_a_mirrored_copy_in_another_colour_is_found_with_its_owner() -> None:
    scheme = filed()
    body = OrganisationFactory()
    facts = similar_marks(document_with(body, ONE), organisation=body, on=TODAY)
    assert facts is not None
    assert [(fact.kind, fact.address, fact.owner) for fact in facts] == [
        ("filed", "/mark/artwork", scheme.organisation.name_text)
    ]
    assert 0.7 <= facts[0].score <= 1


def test_another_drawing_is_not_found() -> None:
    filed(OTHER)
    protected(OTHER)
    assert found(OrganisationFactory()) == []


def test_protected_marks_are_found() -> None:
    protected()
    assert found(OrganisationFactory()) == ["protected/test-mark"]


@pytest.mark.parametrize(
    ("values", "is_found"),
    [
        ({"valid_until": BEFORE}, False),
        ({"valid_from": AFTER}, False),
        ({"valid_from": BEFORE, "valid_until": AFTER}, True),
    ],
)
def test_a_protected_mark_counts_on_its_days_only(values: dict[str, Any], is_found: bool) -> None:
    protected(**values)
    assert bool(found(OrganisationFactory())) is is_found


def test_marks_of_the_same_body_are_no_neighbours() -> None:
    body = OrganisationFactory()
    filed(body=body)
    protected(kind=MarkKind.FILED, owner_zh=body.name_zh)
    assert found(body) == []


def test_the_mark_that_members_file_as_well_is_no_neighbour_of_its_owners_others() -> None:
    lead, member = OrganisationFactory(), OrganisationFactory()
    scheme = filed(body=lead)
    document = document_with(lead, COPY_OF_ONE)
    keep_filed_marks(scheme, member, document, number="N-member", since=BEFORE, ended_on=None)
    assert found(lead) == []
    assert len(found(OrganisationFactory())) == 2


def test_a_mark_filed_later_is_not_seen_on_the_day() -> None:
    filed(since=AFTER)
    assert found(OrganisationFactory()) == []


def test_the_joint_mark_of_an_alliance_is_no_neighbour_when_both_name_each_other() -> None:
    ours, theirs = OrganisationFactory(), OrganisationFactory()
    members = [
        {"id": f"m-{n}", "name": body.name_text, "approval_no": body.approval_no}
        for n, body in enumerate((ours, theirs))
    ]
    alliance = {"alliance": {"members": members}}
    scheme = filed(body=theirs, **alliance)
    assert found(ours, **alliance) == []
    # Naming somebody a partner who does not say the same helps nobody.
    FiledMark.objects.all().delete()
    filed(body=theirs)
    assert found(ours, **alliance) != []
    assert scheme.organisation == theirs


def test_who_adopts_a_national_scheme_may_use_the_national_mark() -> None:
    protected(kind=MarkKind.NATIONAL)
    filed(origin="national_unified")
    assert found(OrganisationFactory(), origin="national_unified") == []
    assert len(found(OrganisationFactory())) == 2


def test_the_mark_of_an_ended_scheme_is_shown_but_raises_no_warning() -> None:
    filed(ended_on=BEFORE)
    body = OrganisationFactory()
    document = document_with(body, ONE)
    assert similar_marks(document, organisation=body, on=TODAY) == ()
    (looked,) = look(document, organisation=body, on=TODAY)
    assert looked.similar is not None
    assert [similar.has_ended for similar in looked.similar] == [True]


def test_the_scheme_at_hand_is_left_out() -> None:
    scheme = filed()
    document = document_with(OrganisationFactory(), ONE)
    facts = similar_marks(document, organisation=None, on=TODAY, exclude_scheme_id=scheme.pk)
    assert facts == ()


def test_variants_by_level_are_compared_at_their_own_address() -> None:
    protected()
    body = OrganisationFactory()
    document = document_with(body, OTHER)
    variant = document_with(body, ONE)["mark"]["artwork"]
    document["mark"]["grade_variant"] = [{"id": "gv-1", "level": "A", "artwork": variant}]
    facts = similar_marks(document, organisation=body, on=TODAY)
    assert facts is not None
    assert [fact.address for fact in facts] == ["/mark/grade_variant/@gv-1/artwork"]


@pytest.mark.parametrize(
    "mark", [None, {}, {"artwork": None}, {"artwork": {}}, {"grade_variant": "?"}, "?"]
)
def test_without_artwork_there_is_nothing_to_compare(mark: Any) -> None:
    document = {"mark": mark}
    assert artworks(document) == ()
    assert similar_marks(document, organisation=None, on=TODAY) == ()


def test_artwork_that_was_not_uploaded_cannot_be_compared() -> None:
    document = {"mark": {"artwork": {"sha256": "0" * 64}}}
    assert similar_marks(document, organisation=OrganisationFactory(), on=TODAY) is None


def test_what_was_found_is_told_though_another_variant_cannot_be_compared() -> None:
    protected()
    body = OrganisationFactory()
    document = document_with(body, ONE)
    document["mark"]["grade_variant"] = [{"id": "gv-1", "artwork": {"sha256": "0" * 64}}]
    facts = similar_marks(document, organisation=body, on=TODAY)
    assert facts is not None
    assert len(facts) == 1


def test_artwork_that_shows_nothing_cannot_be_compared() -> None:
    body = OrganisationFactory()
    assert similar_marks(document_with(body, BLANK), organisation=body, on=TODAY) is None


def test_the_nearest_come_first_and_not_too_many() -> None:
    for number in range(MOST + 1):
        protected(COPY_OF_ONE, key=f"copy-{number}")
    body = OrganisationFactory()
    facts = similar_marks(document_with(body, ONE), organisation=body, on=TODAY)
    assert facts is not None
    assert len(facts) == MOST
    assert [fact.score for fact in facts] == sorted((f.score for f in facts), reverse=True)


def test_a_change_of_either_table_is_seen_at_once() -> None:
    body = OrganisationFactory()
    assert found(body) == []
    mark = protected()
    assert len(found(body)) == 1
    mark.artwork.save("artwork.svg", ContentFile(OTHER), save=True)
    assert found(body) == []
    scheme = filed()
    assert len(found(body)) == 1
    document = document_with(scheme.organisation, OTHER)
    keep_filed_marks(scheme, scheme.organisation, document, number="N", since=BEFORE, ended_on=None)
    assert found(body) == []


def test_a_body_that_is_called_otherwise_now_owns_its_marks_under_that_name() -> None:
    scheme, body = filed(), OrganisationFactory()
    assert len(found(body)) == 1
    scheme.organisation.name_zh = "改名后的机构"
    scheme.organisation.save()
    facts = similar_marks(document_with(body, ONE), organisation=body, on=TODAY)
    assert facts is not None
    assert [fact.owner["zh"] for fact in facts] == ["改名后的机构"]


def test_keeping_the_same_marks_again_changes_no_row() -> None:
    body = OrganisationFactory()
    scheme = SchemeFactory(organisation=body)
    document = document_with(body, ONE)
    keep_filed_marks(scheme, body, document, number="N", since=BEFORE, ended_on=None)
    before, name = list(FiledMark.objects.values_list("pk", "token")), GateState.name()
    keep_filed_marks(scheme, body, document, number="N", since=BEFORE, ended_on=None)
    assert list(FiledMark.objects.values_list("pk", "token")) == before
    assert GateState.name() == name
    assert len(before) == 1


def test_asking_again_takes_few_queries(django_assert_max_num_queries) -> None:
    protected()
    body = OrganisationFactory()
    document = document_with(body, ONE)
    similar_marks(document, organisation=body, on=TODAY)
    with django_assert_max_num_queries(4):
        similar_marks(document, organisation=body, on=TODAY)


def test_the_record_of_a_search_names_day_registers_and_what_was_found() -> None:
    body = OrganisationFactory()
    document = document_with(body, ONE)
    nothing = record_of(look(document, organisation=body, on=TODAY), TODAY)
    protected(name_en="Test mark", owner_zh="试验所有者")
    something = record_of(look(document, organisation=body, on=TODAY), TODAY, ("zh",))
    assert nothing["searched"] == "2026-06-01"
    assert len(nothing["registers"]) == 2
    assert set(nothing["result"]) == {"zh", "en"}
    assert "试验标志" in something["result"]["zh"]
    assert set(something["result"]) == {"zh"}


def test_words_of_protected_marks_are_plain_and_dated() -> None:
    protected(words=["ＴＥＳＴ", "试验"], valid_until=BEFORE)
    protected(words=["Now"], key="other")
    assert plain_word("now") in protected_mark_words(TODAY)
    assert plain_word("test") not in protected_mark_words(TODAY)
    assert plain_word("TEST") in protected_mark_words(BEFORE)
