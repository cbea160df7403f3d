"""How a document reads as a rule: sentences, numbers, what remains, and where it is cited."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

import pytest

from portal.reference.units import shipped_units
from schemes.blueprints import Blueprint, builtin_blueprints, check_dialect
from schemes.blueprints.building.nodes import StepRefused
from schemes.blueprints.building.sentences import texts_of, with_texts, without_wording, wording_of
from schemes.blueprints.phrasing import (
    BUILTIN,
    PhrasingFault,
    blanks_in,
    builtin_phrasing,
    load_phrasing,
    template_of,
)
from schemes.blueprints.wording import unknown_places
from schemes.documents import walk
from schemes.reading import (
    Block,
    Chapter,
    Clauses,
    Definitions,
    Group,
    Sentence,
    Table,
    chapters,
    standing_of,
    standings,
    territories,
)
from tests.factories import valid_document

BLUEPRINTS = {blueprint.ref: blueprint for blueprint in builtin_blueprints()}
PRODUCT = BLUEPRINTS["product/1"]
#: Of `rule-1.json`.
DIGEST = "bee8690f8d5e47b33dcd7673a2f04b6a665b053af6250df8d98e363f8a7dc65e"
#: How a clause is called in the language of the tests, which is English.
CLAUSE = "clause "


def blocks_of(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Group):
            yield from blocks_of(block.blocks)


def read(document: dict[str, Any], language: str = "zh") -> list[Chapter]:
    return chapters(BLUEPRINTS[document["blueprint"]], document, language, shipped_units())


def worded(*clauses: dict[str, Any], **chapter: Any) -> Blueprint:
    """The product blueprint with an outline of its own, of one chapter."""
    one = {"key": "all", "title": both("全部"), "clauses": list(clauses), **chapter}
    return Blueprint("product", 9, {**PRODUCT.schema, "x-phrasing": {"chapters": [one]}})


def both(words: str) -> dict[str, str]:
    return {"zh": words, "en": words}


def first(blueprint: Blueprint, document: dict[str, Any], language: str = "zh") -> Chapter:
    return chapters(blueprint, document, language, shipped_units())[0]


def said(block: Block) -> str:
    assert isinstance(block, Sentence)
    return "".join(run.text for run in block.runs)


# --- the outline that ships with the portal ------------------------------------------------


def test_the_outline_that_numbers_the_clauses_of_filed_rules_does_not_change() -> None:
    """Another outline is `rule-2`, which new blueprints name: a filed text keeps its numbers."""
    content = (BUILTIN / "rule-1.json").read_bytes()
    assert hashlib.sha256(content).hexdigest() == DIGEST


def test_every_place_that_the_outline_names_is_one_of_a_built_in_blueprint() -> None:
    unknown = [
        set(unknown_places(builtin_phrasing(), blueprint.root)) for blueprint in BLUEPRINTS.values()
    ]
    assert set.intersection(*unknown) == set()


def test_both_languages_of_a_sentence_name_the_same_places() -> None:
    def templates(value: Any) -> Iterator[dict[str, str]]:
        if isinstance(value, dict) and value.keys() == {"zh", "en"}:
            yield value
        elif isinstance(value, dict | list):
            for one in value.values() if isinstance(value, dict) else value:
                yield from templates(one)

    for words in templates(json.loads((BUILTIN / "rule-1.json").read_text("utf-8"))):
        zh, en = (
            sorted((one.steps, one.restated or ()) for one in blanks_in(template_of(words[of])))
            for of in ("zh", "en")
        )
        assert zh == en, words


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["product", "service", "management_system"])
def test_a_valid_document_has_words_for_all_that_it_says(name: str, language: str) -> None:
    text = read(valid_document(name), language)
    left = [b for one in text for b in blocks_of(one.blocks) if isinstance(b, Definitions)]
    assert left == []


# --- sentences ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "included", "sentence"),
    [
        ("本规则适用于{scope/included}。", "空调。", "本规则适用于空调。"),
        ("本规则适用于{scope/included}。", "空调", "本规则适用于空调。"),
        ("适用于{scope/included}，不含其他。", "空调。", "适用于空调，不含其他。"),
        ("{scope/included}。另有规定的除外。", "适用。", "适用。另有规定的除外。"),
        ("Made by {scope/included}.", "Acme Co., Ltd.", "Made by Acme Co., Ltd."),
        ("By {scope/included}; all rights.", "Acme Co., Ltd.", "By Acme Co., Ltd.; all rights."),
        ("By {scope/included}, here.", "Acme Co., Ltd.", "By Acme Co., Ltd., here."),
        ("{scope/included}[（{scope/nothing}）]。", "空调", "空调。"),
        ("{scope/ccc_overlap/in_ccc_catalogue|yes=涉及|no=不涉及}目录。", "空调", "不涉及目录。"),
        ("{scope/objects/none|*=有}{scope/included}", "空调", None),
        ("{category|product=产品|*=其他}认证{/version}", "空调", "产品认证1.0.0"),
    ],
)
def test_a_sentence_is_filled_in(template: str, included: str, sentence: str | None) -> None:
    document = valid_document()
    document["version"] = "1.0.0"
    document["scope"]["included"] = {"zh": included}
    chapter = first(worded({"say": both(template)}), document)
    sentences = [said(b) for b in blocks_of(chapter.blocks) if isinstance(b, Sentence)]
    assert sentences == ([] if sentence is None else [sentence])


def test_words_in_another_language_keep_their_own_sign() -> None:
    document = valid_document()
    document["scope"]["included"] = {"zh": "适用于空调。"}
    chapter = first(worded({"say": both("For: {scope/included}.")}), document, "en")
    assert said(chapter.blocks[0]) == "For: 适用于空调。"


def test_a_limit_is_said_in_words_in_a_sentence_and_as_a_sign_in_a_table() -> None:
    document = valid_document()
    document["requirements"][0]["threshold"] = {"op": "≤", "value": 5, "unit": "P1"}
    each = {"each": "requirements", "say": both("限值{threshold}。")}
    table = {
        "table": "requirements",
        "title": both("限值"),
        "columns": [{"title": both("限值"), "say": both("{threshold}")}],
    }
    chapter = first(worded(each), document)
    assert "限值不大于5%。" in [said(b) for b in chapter.blocks if isinstance(b, Sentence)]
    grid = next(b for b in first(worded(table), document).blocks if isinstance(b, Table))
    assert grid.rows[0].cells[0].value.text == "≤\u00a05%"


# --- numbers --------------------------------------------------------------------------------


def test_clauses_lists_and_tables_are_numbered_after_gb_t_1_1() -> None:
    clauses = (
        {"say": both("{scope/included}。")},
        {
            "title": both("特性"),
            "clauses": [
                {"each": "scope/characteristics", "lead": both("特性："), "say": both("{.}")},
                {"say": both("{purpose/public_promise}。")},
            ],
        },
        {
            "table": "basis",
            "title": both("依据"),
            "lead": both("依据见{#table}。"),
            "columns": [{"title": both("编号"), "say": both("{ref}")}],
        },
    )
    document = valid_document()
    document["scope"]["characteristics"] = ["safety", "stability"]
    one, two, three, table, *_rest = first(worded(*clauses), document).blocks
    assert (one.number, two.number, three.number) == ("1.1", "1.2", "1.3")
    assert isinstance(two, Group)
    assert [block.number for block in two.blocks] == ["1.2.1", "1.2.2"]
    assert isinstance(two.blocks[0], Clauses)
    assert [clause.number for clause in two.blocks[0].clauses] == ["a）", "b）"]
    assert [clause.value.text[-1] for clause in two.blocks[0].clauses] == ["；", "。"]
    assert said(three) == "依据见表1。"
    assert isinstance(table, Table)
    assert table.caption == "表1  依据"


def test_a_clause_alone_has_no_number_and_neither_has_a_foreword() -> None:
    clause = {"say": both("{scope/included}。")}
    alone = {"scope": {"included": {"zh": "空调。"}}}
    assert first(worded(clause), alone).blocks[0].number == ""
    front = first(worded(clause, clause, **{"as": "front"}), alone)
    assert front.number == ""
    assert {block.number for block in front.blocks} == {""}


def test_a_sentence_cites_the_clause_of_what_it_refers_to() -> None:
    document = valid_document()
    tested = document["process"]["testing"]["items"]
    titles = [item["id"] for item in document["requirements"]]
    clauses = (
        {"each": "requirements", "title": both("{title}"), "clauses": [{"say": both("{text}")}]},
        {"each": "process/testing/items", "lead": both("检验："), "say": both("{#clause .}")},
    )
    blocks = first(worded(*clauses), document).blocks
    listed = next(block for block in blocks if isinstance(block, Clauses))
    numbers = [clause.runs[0].text for clause in listed.clauses]
    assert numbers == [f"第1.{titles.index(name) + 1}条" for name in tested]


# --- what remains ---------------------------------------------------------------------------


def test_what_no_clause_says_is_shown_as_names_with_values() -> None:
    document = valid_document()
    text = chapters(worded({"say": both("{scope/included}。")}), document, "zh", shipped_units())
    shown = standings(text)
    for place in walk(PRODUCT, document):
        if not place.node.is_hidden and place.value not in ("", [], {}):
            assert standing_of(shown, place.address) is not None, place.address
    scope = next(one for one in text if one.key == "section-scope")
    rows = [b for b in blocks_of(scope.blocks) if isinstance(b, Definitions)]
    assert "/scope/included" not in {row.address for block in rows for row in block.rows}


# --- citing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["product", "service", "management_system"])
def test_every_place_leads_to_its_chapter_by_the_longest_that_is_around_it(name: str) -> None:
    found = standings(read(valid_document(name)))
    places = {at: key for key, many in territories(found).items() for at in many}
    assert len(places) < len(found) / 2
    for address, standing in found.items():
        around = [at for at in places if f"{address}/".startswith(f"{at}/")]
        assert places[max(around, key=len)] == standing.chapter, address


def test_places_are_cited_by_clause_letter_table_and_chapter() -> None:
    found = standings(read(valid_document()))
    words = {one.words for one in found.values()}
    assert found["/scope/included"].words == f"{CLAUSE}1.1"
    assert any(one.endswith("a）") for one in words)
    assert found["/fees/@fe-1"].words.startswith("表")
    assert standing_of(found, "/scope/included/zh") == found["/scope/included"]
    assert standing_of(found, "") is None


# --- outlines that cannot be read -----------------------------------------------------------


@pytest.mark.parametrize(
    ("chapter", "at"),
    [
        ({"key": "Über"}, "/chapters/0/key"),
        ({"as": "middle"}, "/chapters/0/as"),
        ({"title": {"zh": "仅中文"}}, "/chapters/0/title"),
        ({"clauses": [{"say": both("{scope")}]}, "/chapters/0/clauses/0/say/zh"),
        ({"clauses": [{"say": both("a]")}]}, "/chapters/0/clauses/0/say/zh"),
        ({"clauses": [{"say": both("[a")}]}, "/chapters/0/clauses/0/say/zh"),
        ({"clauses": [{"say": both("{a|b}")}]}, "/chapters/0/clauses/0/say/zh"),
        ({"clauses": [{"say": both("{#page}")}]}, "/chapters/0/clauses/0/say/zh"),
        ({"clauses": [{"each": "basis"}]}, "/chapters/0/clauses/0"),
        ({"clauses": [{"table": "basis", "columns": []}]}, "/chapters/0/clauses/0/columns"),
        ({"clauses": [{"form": "no place"}]}, "/chapters/0/clauses/0/form"),
        ({"clauses": ["words"]}, "/chapters/0/clauses/0"),
        ({"words": 1}, "/chapters/0/words"),
    ],
)
def test_an_outline_that_cannot_be_read_is_refused_at_its_place(
    chapter: dict[str, Any], at: str
) -> None:
    whole = {"key": "all", "title": both("全部"), "clauses": [], **chapter}
    with pytest.raises(PhrasingFault, match=at) as refused:
        load_phrasing({"chapters": [whole]})
    assert refused.value.at == at
    problems = check_dialect({**PRODUCT.schema, "x-phrasing": {"chapters": [whole]}})
    assert [one.pointer for one in problems] == [f"/x-phrasing{at}"]


@pytest.mark.parametrize(
    ("clause", "at"),
    [
        ({"say": both("{scope/exclusive}")}, "say/zh"),
        ({"each": "scope/things", "say": both("{name}")}, "each"),
        ({"each": "basis", "say": both("{number}")}, "say/zh"),
        ({"each": "requirements", "say": both("{basis_ref>number}")}, "say/zh"),
    ],
)
def test_a_sentence_about_what_no_document_has_is_refused(clause: dict[str, Any], at: str) -> None:
    (problem, *_others) = check_dialect(worded(clause).schema)
    assert (problem.code, problem.pointer) == (
        "phrasing-place",
        f"/x-phrasing/chapters/0/clauses/0/{at}",
    )


def test_an_outline_of_the_blueprint_s_own_goes_before_the_built_in_one() -> None:
    document = valid_document()
    blueprint = worded({"say": both("适用：{scope/included}。")}, key="own")
    assert check_dialect(blueprint.schema) == []
    assert first(blueprint, document).key == "own"


# --- another wording ------------------------------------------------------------------------


def test_a_sentence_is_worded_anew_and_the_built_in_wording_comes_back() -> None:
    chapter = wording_of(PRODUCT.schema)["chapters"][1]
    first_say = next(one for one in texts_of(chapter) if one.role == "say")
    words = {first_say.at: {"zh": "适用：{scope/included}。", "en": "For {scope/included}."}}
    schema = with_texts(PRODUCT.schema, chapter["key"], words)
    assert check_dialect(schema) == []
    blueprint = Blueprint("product", 9, schema)
    scope = next(one for one in read_by(blueprint) if one.key == chapter["key"])
    assert said(scope.blocks[0]).startswith("适用：")
    assert without_wording(schema) == PRODUCT.schema
    assert PRODUCT.schema.get("x-phrasing") is None


@pytest.mark.parametrize(
    ("key", "at"), [("nowhere", "/title"), ("scope", "/clauses/99/say"), ("scope", "/key")]
)
def test_what_is_no_sentence_is_not_worded(key: str, at: str) -> None:
    with pytest.raises(StepRefused, match="is not in the wording any more"):
        with_texts(PRODUCT.schema, key, {at: both("x")})


def read_by(blueprint: Blueprint) -> list[Chapter]:
    return chapters(blueprint, valid_document(), "zh", shipped_units())
