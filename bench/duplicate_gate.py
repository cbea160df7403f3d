"""How well the duplicate gate tells copies from other schemes, and how quickly it searches.

`python -m bench.duplicate_gate` measures and writes `docs/duplicate-gate.md`; `make bench` only
times.
"""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases

from bench.duplicate_gate_page import Speed, page
from bench.timing import Comparison, compare

if TYPE_CHECKING:
    from bench.labelled.marks.evaluation import Share

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "duplicate-gate.md"
SIZES = (25, 2_000, 20_000)
#: Enough for a difference, quick enough for every day.
EVERY_DAY = 2_000
#: Of the slow way only so many are timed, and the time multiplied.
SAMPLE = 500
TODAY = date(2026, 11, 21)


# --- speed ------------------------------------------------------------------------------------


def comparisons() -> Iterator[Comparison]:
    """Searching the kept profiles, against comparing with every one of them."""
    with _database():
        _fill(0, EVERY_DAY)
        yield _timed(EVERY_DAY)


@contextmanager
def _database() -> Iterator[None]:
    """A database of its own, dropped afterwards."""
    kept, settings.DEBUG = settings.DEBUG, False
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        yield
    finally:
        teardown_databases(databases, verbosity=0)
        settings.DEBUG = kept


def _fill(have: int, want: int, documents: Sequence[object] = ()) -> None:
    """Grow the shelf by these documents, or by made-up ones with words as uneven as real ones."""
    from portal.accounts.models import Organisation, User
    from schemes.models import BlueprintVersion, ProfileTerm, Scheme, SchemeProfile, Version
    from schemes.similarity.content import content_of
    from schemes.similarity.profiles import VERSION, profile
    from schemes.similarity.shelf import keys_of

    body, _made = Organisation.objects.get_or_create(
        slug="bench", defaults={"name_zh": "测试机构", "approval_no": "CNCA-R-2099-999"}
    )
    user, _made = User.objects.get_or_create(email="bench@bench.example", defaults={"name": "测试"})
    blueprint = BlueprintVersion.objects.by_ref("product/1")
    for start in range(have, want, 500):
        numbers = range(start, min(start + 500, want))
        schemes = Scheme.objects.bulk_create(
            Scheme(organisation=body, category="product", created_by=user) for _number in numbers
        )
        versions = Version.objects.bulk_create(
            Version(scheme=scheme, sequence=1, blueprint=blueprint, updated_by=user)
            for scheme in schemes
        )
        contents = documents or [_document(number) for number in numbers]
        made = [profile(content_of(content)) for content in contents]
        kept = SchemeProfile.objects.bulk_create(
            SchemeProfile(
                scheme=scheme,
                version=version,
                organisation=body,
                number=f"B{number}",
                rule_number=f"BENCH-{number}",
                content=one.to_json(),
                made_by=VERSION,
            )
            for scheme, version, number, one in zip(schemes, versions, numbers, made, strict=True)
        )
        ProfileTerm.objects.bulk_create(
            [
                ProfileTerm(profile=row, term=term)
                for row, one in zip(kept, made, strict=True)
                for term in keys_of(one)
            ],
            batch_size=5_000,
        )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@cache
def _words() -> tuple[list[str], list[float]]:
    """The pairs of characters of the labelled schemes; the n-th has a frequency of 1/n."""
    from bench.labelled.schemes.sources import sources

    found = {
        term
        for source in sources()
        for texts in source.profile.texts.values()
        for term in texts.get("zh", ())
        if len(term) == 2 and not term.isascii()
    }
    words = sorted(found)
    random.Random(0).shuffle(words)
    return words, list(accumulate(1 / (n + 1) for n in range(len(words))))


def _document(number: int) -> dict[str, object]:
    """A product scheme of its own, always the same for the same number."""
    chance = random.Random(number)

    words, frequent = _words()

    def text(length: int) -> dict[str, str]:
        return {"zh": "，".join(chance.choices(words, cum_weights=frequent, k=length))}

    return {
        "category": "product",
        "title": text(4),
        "scope": {"included": text(30), "objects": [{"name": text(3)}, {"name": text(3)}]},
        "basis": [
            {"ref": f"GB/T {chance.randint(1, 45_000)}-2020", "role": "certification_basis"}
            for _basis in range(4)
        ],
        "requirements": [{"title": text(3), "text": text(20)} for _requirement in range(8)],
    }


def _timed(size: int) -> Comparison:
    """One search against reading and comparing all; the latter from a sample."""
    from schemes.models import SchemeProfile
    from schemes.similarity import neighbours_of
    from schemes.similarity.comparing import score_of
    from schemes.similarity.content import content_of
    from schemes.similarity.profiles import Profile, profile

    wanted = _document(size // 2)
    ours = profile(content_of(wanted))
    sample = min(size, SAMPLE)

    def search() -> None:
        found = neighbours_of(wanted, organisation=None, on=TODAY)
        assert found[0].score == 1

    def all_of_them() -> None:
        kept = SchemeProfile.objects.order_by("pk").values_list("content", flat=True)
        for content in kept[:sample]:
            score_of(ours, Profile.from_json(content))

    one = compare(f"near neighbours among {size}", ("shelf", search), ("all", all_of_them))
    theirs = one.their_seconds * size / sample
    return Comparison(one.name, one.ours, one.theirs, one.our_seconds, theirs)


def _queries() -> int:
    from schemes.similarity import neighbours_of

    with CaptureQueriesContext(connection) as captured:
        neighbours_of(_document(1), organisation=None, on=TODAY)
    return len(captured)


def measured_speed() -> Speed:
    """Time a search at every size."""
    timed, have = [], 0
    with _database():
        for size in SIZES:
            _fill(have, size)
            have = size
            timed.append(_timed(size))
        return Speed(SIZES, tuple(timed), _queries(), _brought_up(have))


def _brought_up(have: int) -> Share:
    """Look on the full shelf for the original of each copy of the measuring half."""
    from bench.labelled.marks.evaluation import Share
    from bench.labelled.schemes import evaluation
    from bench.labelled.schemes.pairs import pairs
    from bench.labelled.schemes.sources import half
    from schemes.models import SchemeProfile
    from schemes.similarity import THRESHOLD
    from schemes.similarity.shelf import candidates

    originals = half(1)
    _fill(have, have + len(originals), [source.document for source in originals])
    last = SchemeProfile.objects.order_by("-pk")[: len(originals)]
    kept = dict(zip(originals, reversed(last), strict=True))
    near = [
        result.pair
        for result in evaluation.copies(evaluation.scored(pairs(1)))
        if result.score >= THRESHOLD
    ]
    found = sum(kept[pair.first] in candidates(pair.second, TODAY) for pair in near)
    return Share(found, len(near))


def main() -> int:
    """Measure and write the page; fails when the code's threshold is not the one chosen."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")
    django.setup()
    from schemes.similarity import THRESHOLD

    text, threshold = page(measured_speed())
    PAGE.write_text(text, encoding="utf-8")
    print(f"docs/{PAGE.name}: threshold {threshold:.2f}, in the code {THRESHOLD:.2f}")
    return int(threshold != THRESHOLD)


if __name__ == "__main__":
    raise SystemExit(main())
