"""The style sheets: what several things look like is written once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import tinycss2

from registry.public_status import statuses
from registry.states import CampaignState, EntryState, RemarkState, TaskState
from registry.tracks import all_tracks
from schemes.states import VersionState

ROOT = Path(__file__).resolve().parents[2]
SHEETS = ROOT / "portal" / "static" / "portal"
#: Where a class may be given to something.
BEARERS = [
    "templates/**/*.html",
    "portal/static/portal/*.js",
    *(f"{package}/**/*.py" for package in ("portal", "schemes", "registry", "cms")),
]
#: Two declarations may be alike by chance.
MANY = 3


def rules_of(css: str, condition: str = "") -> Iterator[tuple[str, str, list[str]]]:
    """Each rule: the condition under which it holds, its selectors, its declarations in order."""
    for rule in tinycss2.parse_rule_list(css, skip_comments=True, skip_whitespace=True):
        inside = tinycss2.serialize(rule.content or [])
        if rule.type == "qualified-rule":
            parsed = tinycss2.parse_blocks_contents(rule.content)
            declared = [tinycss2.serialize([each]) for each in parsed if each.type == "declaration"]
            yield condition, tinycss2.serialize(rule.prelude).strip(), sorted(declared)
        elif rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports"}:
            at = f"@{rule.lower_at_keyword}{tinycss2.serialize(rule.prelude)}"
            yield from rules_of(inside, f"{condition} {at}".strip())


def test_no_body_of_a_rule_is_written_twice() -> None:
    """Under another condition, such as another width, it cannot be written together."""
    found = defaultdict(list)
    for sheet in sorted(SHEETS.glob("*.css")):
        for condition, selectors, body in rules_of(sheet.read_text()):
            if len(body) >= MANY:
                found[condition, " ".join(body)].append(f"{sheet.name}: {selectors}")
    assert [places for places in found.values() if len(places) > 1] == []


def test_no_class_is_styled_that_nothing_bears() -> None:
    """The end of a name may be put in by a template: `ts-state--{{ state }}`."""
    written = "\n".join(path.read_text() for each in BEARERS for path in ROOT.glob(each))
    borne = set(re.findall(r"(?<![\w-])ts-[\w-]+", written))
    composed = tuple(name for name in borne if name.endswith("--"))
    styled = {
        name
        for sheet in SHEETS.glob("*.css")
        for _condition, selectors, _body in rules_of(sheet.read_text())
        for name in re.findall(r"\.(ts-[\w-]+)", selectors)
    }
    assert sorted(n for n in styled - borne if not n.startswith(composed)) == []


#: Where nothing has happened yet, a state looks as it does without a class of its own.
PLAIN = {VersionState.DRAFT, RemarkState.WRITTEN}


def test_every_state_that_people_see_has_a_look() -> None:
    """Filings on every track, entries and what the public is told, tasks, campaigns, versions."""
    enums = (EntryState, TaskState, CampaignState, VersionState, RemarkState)
    shown = {str(state) for enum in enums for state in enum} - PLAIN
    shown |= {str(state.key) for track in all_tracks() for state in track.states}
    shown |= {str(status) for status in statuses()}
    sheet = (SHEETS / "portal.css").read_text()
    assert sorted(state for state in shown if f".ts-state--{state}" not in sheet) == []


def test_radios_and_checkboxes_have_one_size() -> None:
    """The small one: forms of the desk and of the workspace are long."""
    boxes = re.compile(r'class="govuk-(?:radios|checkboxes)(?: [^"]*)?"')
    found = [
        f"{path.name}: {each}"
        for path in (ROOT / "templates").glob("**/*.html")
        for each in boxes.findall(path.read_text())
        if "--small" not in each
    ]
    assert found == []
