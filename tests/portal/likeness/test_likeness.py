"""The mark gate's library: what it finds alike and why, and what it refuses."""

import io
import json
import random
from functools import cache

import numpy as np
import pytest
from PIL import Image, ImageDraw

from bench.labelled.marks.copies import copies_of
from bench.labelled.marks.families import Mark, all_marks
from bench.labelled.marks.pairs import copied, original
from portal.core.file_errors import FileRefused
from portal.likeness import (
    THRESHOLD,
    VERSION,
    Fingerprint,
    OtherVersion,
    Shelf,
    fingerprint,
    likeness,
    neighbours,
)
from portal.likeness.layout import HASHES, RADIAL
from portal.likeness.reasons import MEASURES


def png(picture: Image.Image) -> bytes:
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return kept.getvalue()


def house(
    colour: object = "black", ground: object = "white", mode: str = "RGB", size: int = 200
) -> bytes:
    """A house with a chimney on the right: it has no symmetry."""
    picture = Image.new(mode, (size, size), ground)
    unit = size / 20
    corners = [(3, 10), (10, 3), (13, 6), (13, 2), (15, 2), (15, 8), (17, 10), (17, 18), (3, 18)]
    ImageDraw.Draw(picture).polygon([(x * unit, y * unit) for x, y in corners], fill=colour)
    return png(picture)


@cache
def mark(name: str) -> Mark:
    return next(found for found in all_marks() if found.name == name)


@cache
def original_print(name: str) -> Fingerprint:
    return fingerprint(original(mark(name)).png)


@cache
def copy_print(name: str, kind: str) -> Fingerprint:
    made = next(copy for copy in copies_of(mark(name)) if copy.kind == kind)
    return fingerprint(copied(mark(name), made).png)


def test_a_mark_is_wholly_like_itself() -> None:
    assert likeness(original_print("waves-3"), original_print("waves-3")).score == 1


def test_the_order_of_two_marks_does_not_change_the_score() -> None:
    one, other = original_print("letters-1"), copy_print("letters-1", "in a ring")
    assert likeness(one, other).score == pytest.approx(likeness(other, one).score, abs=1e-6)


def test_different_marks_stay_below_the_threshold() -> None:
    assert likeness(original_print("letters-1"), original_print("waves-3")).score < THRESHOLD


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (house("#f2d13c"), "yellow on white"),
        (house("white", "#12263f"), "white on dark"),
        (house((0, 0, 0, 255), (0, 0, 0, 0), "RGBA"), "black on nothing"),
        (house((255, 255, 255, 255), (255, 255, 255, 0), "RGBA"), "white on nothing"),
        (house(0, 255, "L", 77), "smaller, without colours"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_colours_ground_and_size_do_not_count(changed: bytes, words: str) -> None:
    assert likeness(fingerprint(house()), fingerprint(changed)).score > 0.9


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("mirrored", "mirrored"),
        ("in a ring", "second_without_frame"),
        ("reversed out of a disc", "second_without_ground"),
        ("words below", "second_without_lettering"),
    ],
)
def test_the_reasons_say_how_a_copy_was_seen(kind: str, code: str) -> None:
    found = likeness(original_print("arrows-3"), copy_print("arrows-3", kind))
    circumstances = {reason.code for reason in found.reasons if reason.nearness is None}
    assert found.score >= THRESHOLD
    assert code in circumstances


def test_the_reasons_of_an_unchanged_mark_name_only_what_agrees() -> None:
    found = likeness(fingerprint(house()), fingerprint(house()))
    assert {reason.code: reason.nearness for reason in found.reasons} == {
        code: pytest.approx(1, abs=1e-6) for code in MEASURES
    }


def test_every_measure_has_words() -> None:
    assert set(MEASURES) == {measure.code for measure in (*HASHES, RADIAL)}


def test_a_report_of_likeness_can_be_kept_as_json() -> None:
    kept = likeness(original_print("arrows-3"), copy_print("arrows-3", "mirrored")).as_json()
    assert json.loads(json.dumps(kept)) == kept
    assert {"code": "mirrored", "nearness": None} in kept["reasons"]


def test_neighbours_come_nearest_first_and_only_those_that_reach_the_threshold() -> None:
    wanted = copy_print("arrows-3", "recoloured")
    register = {name: original_print(name) for name in ("waves-3", "arrows-3", "letters-1")}
    every = neighbours(wanted, register.items(), threshold=0)
    scores = [near.likeness.score for near in every]
    assert scores == sorted(scores, reverse=True)
    assert [near.key for near in neighbours(wanted, register.items())] == ["arrows-3"]
    assert [near.key for near in neighbours(wanted, register.items(), 0, 1)] == ["arrows-3"]


def test_searching_many_gives_the_same_scores_as_comparing_each() -> None:
    register = [original_print(name) for name in ("waves-3", "arrows-3", "letters-1")]
    wanted = copy_print("letters-1", "in a ring")
    alone = [likeness(wanted, each).score for each in register]
    assert Shelf(enumerate(register)).scores(wanted) == pytest.approx(alone, abs=1e-5)


def test_an_empty_register_has_no_neighbours() -> None:
    assert neighbours(fingerprint(house()), []) == []


def test_a_fingerprint_survives_json() -> None:
    kept = copy_print("arrows-3", "words below")
    assert Fingerprint.from_json(json.loads(json.dumps(kept.as_json()))) == kept


def test_a_fingerprint_is_small() -> None:
    assert len(json.dumps(copy_print("letters-1", "in a ring").as_json())) < 16_000


def test_a_fingerprint_of_another_version_is_told_apart() -> None:
    with pytest.raises(OtherVersion):
        Fingerprint.from_json({**fingerprint(house()).as_json(), "version": VERSION + 1})


@pytest.mark.parametrize(
    "damage",
    [
        lambda value: None,
        lambda value: {"version": VERSION},
        lambda value: {**value, "views": []},
        lambda value: {**value, "views": ["x"]},
        lambda value: {**value, "views": [{**value["views"][0], "hashes": "AAAA"}]},
        lambda value: {**value, "views": [{**value["views"][0], "profile": "?"}]},
        lambda value: {**value, "views": [{**value["views"][0], "hashes": 3}]},
        lambda value: {**value, "views": [{**value["views"][0], "without": [["frame"]]}]},
        lambda value: {**value, "views": [{**value["views"][0], "without": ["frame"]}]},
    ],
)
def test_what_is_no_fingerprint_is_refused(damage) -> None:
    with pytest.raises(ValueError, match="not a fingerprint"):
        Fingerprint.from_json(damage(fingerprint(house()).as_json()))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        house()[:200],
        png(Image.new("RGB", (40, 40), "#004c97")),
        png(Image.new("RGBA", (40, 40), (0, 0, 0, 0))),
        png(Image.new("RGB", (1, 1), "black")),
    ],
    ids=["empty", "no PNG", "cut short", "one colour", "nothing", "one point"],
)
def test_a_picture_that_shows_nothing_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused):
        fingerprint(data)


def test_a_picture_with_too_many_points_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(FileRefused):
        fingerprint(png(Image.new("1", (7000, 7000))))


def noise(width: int, height: int) -> bytes:
    points = np.frombuffer(random.Random(7).randbytes(width * height), dtype=np.uint8)
    return png(Image.fromarray(points.reshape(height, width)))


@pytest.mark.parametrize("size", [(256, 256), (3000, 2), (2, 900)])
def test_any_picture_that_shows_something_has_a_fingerprint(size: tuple[int, int]) -> None:
    print_of_noise = fingerprint(noise(*size))
    assert likeness(print_of_noise, fingerprint(house())).score < THRESHOLD
