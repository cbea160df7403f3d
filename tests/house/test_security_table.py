"""The table of OWASP ASVS: whole, in order, and with evidence that is there."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| (\d+\.\d+\.\d+) \| (.+?) \| (.+?) \| (.+) \|$", PAGE, re.MULTILINE)
VERDICTS = {"met", "not applicable", "open"}
#: How many requirements of level 2 each chapter of ASVS 4.0.3 has.
CHAPTERS = dict(enumerate((38, 53, 18, 9, 30, 13, 12, 15, 7, 5, 8, 15, 13, 23), start=1))
REASONS = ("To do", "Deployment", "By decision")
PATH = re.compile(r"`(\.?\w[\w.-]*(?:/[\w.-]+)+|[\w-]+\.(?:md|toml|json)|\.env\.example)`")


def numbers() -> list[tuple[int, ...]]:
    return [tuple(map(int, number.split("."))) for number, *_rest in ROWS]


def test_every_requirement_of_level_2_has_one_line_in_order():
    assert Counter(chapter for chapter, *_rest in numbers()) == CHAPTERS
    assert numbers() == sorted(set(numbers()))


def test_no_line_has_another_verdict():
    lines = [line for line in PAGE.splitlines() if re.match(r"\| \d", line)]
    assert len(lines) == len(ROWS)
    assert {verdict for _number, _words, verdict, _why in ROWS} == VERDICTS


def test_the_counts_of_the_head_are_those_of_the_lines():
    said = {
        name: int(count) for name, count in re.findall(r"^\| ([a-z ]+) \| (\d+) \|$", PAGE, re.M)
    }
    found = Counter(verdict for _number, _words, verdict, _why in ROWS)
    assert said == {**found, "all": len(ROWS)}


def test_the_head_counts_what_is_open_by_its_reason():
    reasons = Counter(why.partition(":")[0] for _n, _w, verdict, why in ROWS if verdict == "open")
    assert dict(reasons) == {
        reason: int(re.search(rf"\*{reason}\* \((\d+)\)", PAGE)[1]) for reason in REASONS
    }


def test_what_is_met_names_where():
    assert [n for n, _w, verdict, why in ROWS if verdict == "met" and not PATH.search(why)] == []


def test_what_is_named_is_there():
    assert [path for path in sorted(set(PATH.findall(PAGE))) if not (ROOT / path).is_file()] == []
