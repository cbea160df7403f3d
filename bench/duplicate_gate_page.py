"""The page on the duplicate gate (`docs/duplicate-gate.md`): what it finds, and how quickly."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.mark_gate import prose, stated
from bench.timing import Comparison

if TYPE_CHECKING:
    from bench.labelled.marks.evaluation import Share
    from bench.labelled.schemes.evaluation import Scored


@dataclass(frozen=True)
class Speed:
    """What searching costs at each size."""

    sizes: tuple[int, ...]
    timed: tuple[Comparison, ...]
    queries: int
    #: Of the copies that reach the threshold, how many the shelf brings up at the largest size.
    brought_up: Share


def page(speed: Speed) -> tuple[str, float]:
    """The whole page, and the threshold that the choosing half gives."""
    from bench.labelled.schemes import evaluation
    from bench.labelled.schemes.pairs import pairs

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
    from bench.labelled.schemes import evaluation
    from bench.labelled.schemes.disguises import DISGUISES
    from bench.labelled.schemes.sources import rewritten, sources

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
    from bench.labelled.schemes import evaluation
    from bench.labelled.schemes.evaluation import copies, others, reaching

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
    for size, timed in zip(speed.sizes, speed.timed, strict=True):
        ours, theirs = timed.our_seconds * 1000, timed.their_seconds * 1000
        yield f"| {size:,} | {ours:.1f} ms | {theirs:.0f} ms | {timed.ratio:.1f} |"
    yield ""
    yield from prose(
        f"""Of the copies of the measuring half that reach the threshold, the search among
{speed.sizes[-1]:,} such schemes brings up the original of {stated(speed.brought_up)}."""
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
