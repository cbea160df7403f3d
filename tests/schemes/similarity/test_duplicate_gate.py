"""Recall and false alarms of the duplicate gate, held on the choosing half of the labelled set.

The measuring half is for `python -m bench.duplicate_gate`, which writes `docs/duplicate-gate.md`.
"""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from bench.labelled.schemes.disguises import DISGUISES, disguised
from bench.labelled.schemes.evaluation import Scored, copies, others, reaching, scored
from bench.labelled.schemes.pairs import WRITTEN_ANEW, pairs
from bench.labelled.schemes.sources import half, sources
from schemes.similarity import THRESHOLD, Profile, content_of, likeness, profile
from tests.documents import valid_names
from tests.factories import valid_document

PAGE = Path(__file__).resolve().parents[3] / "docs" / "duplicate-gate.md"
LEAST_RECALL = 0.98
LEAST_RECALL_OF_THE_HARDEST = 0.6
MOST_FALSE_ALARMS = 0.005


@cache
def results() -> list[Scored]:
    return scored(pairs(0))


def test_disguised_copies_are_found() -> None:
    assert reaching(copies(results()), THRESHOLD).rate >= LEAST_RECALL


def test_most_copies_in_wholly_other_words_are_found() -> None:
    anew = [r for r in copies(results()) if r.pair.kind == WRITTEN_ANEW]
    assert reaching(anew, THRESHOLD).rate >= LEAST_RECALL_OF_THE_HARDEST


def test_different_schemes_seldom_alarm() -> None:
    assert reaching(others(results()), THRESHOLD).rate <= MOST_FALSE_ALARMS


def test_the_labelled_set_is_as_large_as_promised() -> None:
    kinds = Counter(r.pair.is_copy for r in results())
    assert min(kinds.values()) >= 200


def test_every_disguise_changes_what_is_compared_or_whose_it_is() -> None:
    document, other = sources()[0].document, sources()[1].document
    for kind in DISGUISES:
        copy = disguised(document, kind, other)
        assert copy != document, kind


def test_the_halves_share_no_scheme_and_each_has_all_kinds() -> None:
    choosing, measuring = half(0), half(1)
    assert not set(choosing) & set(measuring)
    assert len(choosing) + len(measuring) == len(sources())
    for schemes in (choosing, measuring):
        assert {s.kind for s in schemes} == {"document", "national", "sister"}


def test_the_page_states_the_threshold_of_the_code() -> None:
    assert f"**{THRESHOLD:.2f}**" in PAGE.read_text(encoding="utf-8")


# --- what likeness is -----------------------------------------------------------------------


def made(name: str = "product") -> Profile:
    return profile(content_of(valid_document(name)))


@pytest.mark.parametrize("name", valid_names())
def test_a_scheme_is_wholly_alike_to_itself(name: str) -> None:
    assert likeness(made(name), made(name)).score == pytest.approx(1)


def test_likeness_has_no_direction() -> None:
    ours, theirs = made("service"), made("service_type_n_undated_basis")
    assert likeness(ours, theirs).score == pytest.approx(likeness(theirs, ours).score)


def test_a_kept_profile_is_the_same_as_a_fresh_one() -> None:
    ours, other = made(), made("product_alliance")
    kept = Profile.from_json(ours.to_json())
    assert likeness(kept, other) == likeness(ours, other)


def test_an_empty_draft_resembles_nothing() -> None:
    assert likeness(profile(content_of({})), made()).score == 0


@pytest.mark.parametrize(
    "document",
    [None, [], "text", {"title": 3, "scope": [], "basis": {"a": 1}, "requirements": [None, 5]}],
)
def test_a_misshapen_document_is_read_as_far_as_it_goes(document: object) -> None:
    assert likeness(profile(content_of(document)), made()).score == 0


def test_a_part_that_is_missing_on_one_side_does_not_count() -> None:
    document = valid_document()
    del document["requirements"]
    assert likeness(profile(content_of(document)), made()).score == pytest.approx(1)


def test_a_title_alone_is_weak_evidence() -> None:
    document = {"category": "product", "title": valid_document()["title"]}
    assert likeness(profile(content_of(document)), made()).score < THRESHOLD * 1.1


def test_another_category_makes_schemes_less_alike() -> None:
    document = valid_document()
    document["category"] = "service"
    assert likeness(profile(content_of(document)), made()).score < 0.7


def test_the_reasons_name_shared_standards_and_phrases() -> None:
    parts = {part.aspect: part for part in likeness(made(), made("product_alliance")).parts}
    assert "GB/T 18801" in parts["basis"].shared
    assert (parts["basis"].ours, parts["basis"].theirs, parts["basis"].common) == (4, 4, 4)
    assert "空气净化器" in parts["objects"].shared


def test_another_year_is_the_same_standard() -> None:
    document = valid_document()
    for basis in document["basis"]:
        basis["ref"] = basis["ref"][:-4] + "2019"
    parts = {p.aspect: p.score for p in likeness(profile(content_of(document)), made()).parts}
    assert parts["basis"] == pytest.approx(1)


@pytest.mark.parametrize(
    "ref", ["GB/T 19001-2016", "GB/T19001—2016", "gb/t 19001", "ＧＢ／Ｔ 19001－2016"]
)
def test_a_number_has_one_spelling(ref: str) -> None:
    document = {"basis": [{"ref": ref, "role": "certification_basis"}]}
    assert list(profile(content_of(document)).bases) == ["GB/T 19001"]
