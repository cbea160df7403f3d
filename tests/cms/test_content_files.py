"""How the texts that ship are written: a head, then blocks."""

from __future__ import annotations

import pytest

from cms.content_files import read_text
from cms.models import HomePage, NewsPage
from cms.site_content import LANGUAGES, PAGES

CONTENT = [(language, plan) for language in LANGUAGES for plan in PAGES]


@pytest.mark.parametrize(
    ("language", "plan"), CONTENT, ids=lambda part: getattr(part, "path", part)
)
def test_every_text_has_a_title_and_a_sentence(language, plan):
    head = read_text(language, plan.path).head
    assert head["title"]
    assert head["summary"]
    assert ("date" in head) == (plan.kind is NewsPage)
    assert ("examples" in head) == (plan.kind is HomePage)


@pytest.mark.parametrize("plan", PAGES, ids=lambda plan: plan.path or "home")
def test_both_languages_are_built_alike(plan):
    kinds = [[kind for kind, _value in read_text(lang, plan.path).blocks] for lang in LANGUAGES]
    assert kinds[0] == kinds[1]


def test_a_file_is_cut_into_blocks():
    blocks = read_text("en", "guidance/how-to-file").blocks
    assert [kind for kind, _value in blocks][:3] == ["text", "law", "text"]
    steps = [value["title"] for kind, value in blocks if kind == "step"]
    assert steps[0] == "Write"
    assert len(steps) == 5
