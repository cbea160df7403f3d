"""Standards that a text cites, as bases with what the register knows of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from portal.core.folding import fold
from portal.core.standard_numbers import StandardNumber, mentions_in, spelled

#: What is known of a standard once its number is; see `schemes.designer.standard_facts`.
FactsOf = Callable[[str], dict[str, Any]]

_IN_MARKS = re.compile(r"^[\s:：,，]*《([^《》]{2,120})》")
_AFTER = re.compile(r"^[\s:：,，]*([^,，;；。、《》]{3,120})")
_JOINED = re.compile(r"^\s*/\s*(?=[A-Z])")
#: Letters before digits that cite no standard.
_NO_STANDARDS = re.compile(r"^(?:dn|a|b|c|v|r|f|x|no|p|srgb|rgb|rev|led|ccc|www)(?:[\s-]?\d|$)")


@dataclass
class Standards:
    """What of the standards of a text was seen already, by their names."""

    facts_of: FactsOf
    cited: dict[str, dict[str, Any]] = field(default_factory=dict)

    def bases_in(self, text: str, role: str = "certification_basis") -> list[dict[str, Any]]:
        """The standards that a text names, as records of `/basis`; those from before are left."""
        found = []
        for number, title in citations_in(text):
            name = StandardNumber.of(number).form
            if name in self.cited:
                continue
            record = self.record(number, title, role)
            self.cited[name] = record
            found.append(record)
        return found

    def record(self, number: str, title: str, role: str = "certification_basis") -> dict[str, Any]:
        """One basis: what the register knows wins over what the text says."""
        record: dict[str, Any] = {"ref": spelled(number)}
        if title:
            record["title"] = {"zh": title}
        record |= self.facts_of(record["ref"])
        record["role"] = role
        return record


def citations_in(text: str) -> Iterator[tuple[str, str]]:
    """The numbers that a text cites, as they are kept, each with the title after it."""
    folded, places = _folded(text)
    mentions = [one for one in mentions_in(folded) if _is_cited(folded, one)]
    before = -1
    for n, one in enumerate(mentions):
        if one.start < before:
            continue
        start, end = places[one.start], places[min(one.end, len(places) - 1)]
        end = end if one.end < len(places) else len(text)
        joined = _JOINED.match(text[end:])
        if joined and n + 1 < len(mentions) and mentions[n + 1].start - one.end <= 2:
            # Two numbers of one standard, such as GB/T 19001-2016/ISO 9001:2015.
            end = places[mentions[n + 1].end] if mentions[n + 1].end < len(places) else len(text)
            before = mentions[n + 1].end
        yield text[start:end].strip(), _title_after(text[end:])


def _is_cited(folded: str, one: Any) -> bool:
    words = folded[one.start : one.end]
    if _NO_STANDARDS.match(words):
        return False
    letters = re.match(r"[a-z]+", words)
    # Of any two words with a blank between, only what has a year or a known series counts.
    is_known = bool(one.number.year) or words.startswith(
        ("gb", "iso", "iec", "rb", "cj", "jb", "qb")
    )
    return letters is not None and (is_known or not one.is_loose) and len(letters[0]) > 1


def _title_after(rest: str) -> str:
    found = _IN_MARKS.match(rest) or _AFTER.match(rest)
    title = " ".join(found[1].split()) if found else ""
    return title.strip(" 》《") if re.search("[\u2e80-\u9fff]", title[:6]) else ""


def _folded(text: str) -> tuple[str, list[int]]:
    """The text folded sign by sign, with the place of each in the original."""
    folded, places = [], []
    for at, sign in enumerate(text):
        for one in fold(sign):
            folded.append(one)
            places.append(at)
    return "".join(folded), [*places, len(text)]
