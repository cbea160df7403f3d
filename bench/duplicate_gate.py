"""How well the duplicate gate tells copies from other schemes, and how quickly it searches.

`python -m bench.duplicate_gate` measures and writes `docs/duplicate-gate.md`; `make bench` only
times.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import django
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext, setup_databases, teardown_databases

from bench.mark_gate import prose, stated
from bench.timing import Comparison, compare

if TYPE_CHECKING:
    from tests.marks.evaluation import Share
    from tests.similarity.evaluation import Scored

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
    from tests.similarity.sources import sources

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


# --- the page ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class Speed:
    """What searching costs at each size."""

    timed: tuple[Comparison, ...]
    queries: int
    #: Of the copies that reach the threshold, how many the shelf brings up at the largest size.
    brought_up: Share


def measured_speed() -> Speed:
    """Time a search at every size."""
    timed, have = [], 0
    with _database():
        for size in SIZES:
            _fill(have, size)
            have = size
            timed.append(_timed(size))
        return Speed(tuple(timed), _queries(), _brought_up(have))


def _brought_up(have: int) -> Share:
    """Look on the full shelf for the original of each copy of the measuring half."""
    from schemes.models import SchemeProfile
    from schemes.similarity import THRESHOLD
    from schemes.similarity.shelf import candidates
    from tests.marks.evaluation import Share
    from tests.similarity import evaluation
    from tests.similarity.pairs import pairs
    from tests.similarity.sources import half

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


def page(speed: Speed) -> tuple[str, float]:
    """The whole page, and the threshold that the choosing half gives."""
    from tests.similarity import evaluation
    from tests.similarity.pairs import pairs

    choice, results = (evaluation.scored(pairs(number)) for number in (0, 1))
    threshold = evaluation.chosen_threshold(choice)
    sections: tuple[Iterable[str], ...] = (
        _how_it_compares(),
        _what_was_measured(choice, results, threshold),
        _results(results, threshold),
        _speed(speed),
        _limits(),
    )
    text = "\n".join(line for section in sections for line in (*section, ""))
    return re.sub(r"\n{3,}", "\n\n", text).rstrip() + "\n", threshold


def _how_it_compares() -> Iterator[str]:
    from schemes.similarity.comparing import WEIGHTS

    weights = ", ".join(f"{aspect} {weight:g}" for aspect, weight in WEIGHTS.items())
    yield from prose(
        f"""# The duplicate gate: likeness of schemes

Written by `python -m bench.duplicate_gate` from a run; do not edit. The gate shows which national
and listed schemes resemble one, and why. Rule SCH-017 asks the author for an answer to each that
is near; it never judges whether the answer is right. People do.

## How schemes are compared

`schemes/similarity/` reads five aspects of a scheme: title (with short title and project), scope,
objects, basis and criteria. Phrases that every scheme has (认证, 规则, 实施, 要求 …) are cut away;
of what is left, Chinese becomes pairs of neighbouring characters and English words. A basis is its
number without the year, and weighs 1 as certification basis, 0.6 as test method and 0.4 otherwise;
standards of how to certify (GB/T 27000 and ISO/IEC 17000 series) count as certification basis
only. Codes of objects (GB/T 7635, GB/T 4754, ISIC, HS) are a quarter of that aspect where both
have some.

In every aspect the likeness is the cosine of the two sets. Texts are compared in each language
that both have, and the closer one counts. The score is the weighted mean ({weights}) of the
aspects that both have; where these weigh less than a half together, the rest counts as different.
Across categories the score is multiplied by 0.6."""
    )


def _what_was_measured(
    choice: list[Scored], results: list[Scored], threshold: float
) -> Iterator[str]:
    from tests.similarity import evaluation
    from tests.similarity.disguises import DISGUISES
    from tests.similarity.sources import rewritten, sources

    kinds = {
        kind: sum(s.kind == kind for s in sources()) for kind in ("document", "national", "sister")
    }
    yield from prose(
        f"""## On what it was measured

{len(sources())} schemes: the {kinds["document"]} documents of the demonstration, the
{kinds["national"]} national schemes of the shipped register, each also written down as a body would
write it, and {kinds["sister"]} schemes made to be told apart from a document of the same field
(humidifiers beside air cleaners). Of each scheme {len(DISGUISES)} disguised copies: another body,
title, scope, objects or criteria in other words, half of the criteria, bases added or exchanged,
merged with another scheme, and several of these at once. {len(rewritten())} documents were besides
written anew by hand, in other words throughout and with half of the bases. Different schemes are
all pairs of two schemes, and copies against a scheme that they are not made from. Pairs in which a
document itself names the other as related are left out: they are near, and answered.

The schemes were parted in halves before pairs were made: every other one of each kind.

| | choosing half | measuring half |
|---|---|---|
| copy and its original | {len(evaluation.copies(choice))} | {len(evaluation.copies(results))} |
| different schemes | {len(evaluation.others(choice))} | {len(evaluation.others(results))} |

Phrases, weights and threshold were settled looking at the choosing half; besides, the documents of
the demonstration were compared with each other and with the national schemes, to learn which of
them need an answer. The threshold is the lowest hundredth that no pair of different schemes of the
choosing half reaches, and {evaluation.MARGIN} hundredths above it: **{threshold:.2f}**.

The intervals below count pairs as if they were independent. Pairs that share a scheme are not, so
the true uncertainty is larger. The disguises are ours; a person will find others."""
    )


def _results(results: list[Scored], threshold: float) -> Iterator[str]:
    from tests.similarity import evaluation
    from tests.similarity.evaluation import copies, others, reaching

    recall, alarms = (reaching(part(results), threshold) for part in (copies, others))
    missed, false = evaluation.mistakes(results, threshold)
    yield from prose(
        f"""## Results on the measuring half

- Recall: {stated(recall)}.
- False alarms: {stated(alarms)}.

For a person: a disguised copy of a scheme in the register or of a national scheme is almost always
shown to its author and to the officer; one written anew in wholly other words is shown as long as
it keeps most of its standards. A false alarm costs the author one sentence about the difference."""
    )
    yield from ("| Pair | Pairs | Reach the threshold | Share |", "|---|---|---|---|")
    for kind in dict.fromkeys(result.pair.kind for result in results):
        share = reaching([r for r in results if r.pair.kind == kind], threshold)
        yield f"| {kind} | {share.whole} | {share.part} | {share.rate:.1%} |"
    yield from ("", "At other thresholds, same half:", "")
    yield from ("| Threshold | Recall | False alarms |", "|---|---|---|")
    for step in (-0.1, -0.05, 0.0, 0.05, 0.1, 0.2, 0.3):
        level = threshold + step
        found, wrong = (reaching(part(results), level).rate for part in (copies, others))
        yield f"| {level:.2f} | {found:.1%} | {wrong:.2%} |"
    yield from ("", f"Copies missed ({len(missed)}):", "", *_listed(missed))
    yield from ("", f"Different schemes that alarm ({len(false)}):", "", *_listed(false))


def _listed(results: list[Scored], most: int = 30) -> Iterator[str]:
    yield from (f"- {result}" for result in results[:most])
    if len(results) > most:
        yield f"- and {len(results) - most} more"
    if not results:
        yield "None."


def _speed(speed: Speed) -> Iterator[str]:
    yield from prose(
        f"""## Speed

Profiles of listed schemes are kept, with an index of their terms. A search asks for the terms of
the scheme at hand, reads at most 200 rows of each, and compares exactly only the 60 schemes with
the most and the rarest of them; a term that more schemes have tells nothing. It takes
{speed.queries} queries, whatever the size. On schemes made up of the words of the labelled ones, on
the machine of this run:"""
    )
    yield from ("| Schemes kept | One search | Comparing with all | Ratio |", "|---|---|---|---|")
    for size, timed in zip(SIZES, speed.timed, strict=True):
        ours, theirs = timed.our_seconds * 1000, timed.their_seconds * 1000
        yield f"| {size:,} | {ours:.1f} ms | {theirs:.0f} ms | {timed.ratio:.1f} |"
    yield ""
    yield from prose(
        f"""Of the copies of the measuring half that reach the threshold, the search among
{SIZES[-1]:,} such schemes brings up the original of {stated(speed.brought_up)}."""
    )


def _limits() -> Iterator[str]:
    yield from prose(
        """## What it does not see

- Meaning: two texts that say the same in wholly different words share only what must be the same,
  their standards and names of things.
- A translation: Chinese is compared with Chinese and English with English.
- The pages of a standard or of an annex: only what stands in the document is compared.
- Drafts and filings of other bodies that the register does not list: they are nobody else's to see.
- Schemes whose rule says nothing but general things: what is left of them after the common phrases
  may be too little to compare."""
    )


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
