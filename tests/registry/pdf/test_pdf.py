"""What stands in the printed rule and in the receipt, and how files are kept."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils.html import strip_tags

from portal.accounts.roles import Role
from portal.core import outbox
from portal.reference.units import shipped_units
from registry.models import Entry, Rendering
from registry.pdf import documents
from registry.pdf.documents import draft_pdf, receipt_pdf, rule_pdf
from registry.pdf.pictures import pictures_of
from registry.pdf.receipt import receipt_html
from registry.pdf.rule import MOST_LINES, Rule, contents, in_groups, in_two_columns, rule_html
from registry.pdf.sheets import for_paper
from registry.pdf.titles import title_in, title_in_the_other
from registry.procedure.actions import Submit
from schemes.blueprints import builtin_blueprints
from schemes.documents import digest, signing_digest
from schemes.models import StoredFile
from schemes.reading import chapters
from tests.factories import FilingFactory, VersionFactory, member_of, valid_document

BLUEPRINTS = {blueprint.ref: blueprint for blueprint in builtin_blueprints()}
CATEGORIES = ("product", "service", "management_system")


def rule_of(document: dict[str, Any], language: str = "zh", **more: Any) -> Rule:
    blueprint = BLUEPRINTS[document.get("blueprint", "product/1")]
    return Rule(blueprint, document, language, shipped_units(), **more)


def words(html: str) -> str:
    return " ".join(strip_tags(html).split())


def strings(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in strings(part)]
    if isinstance(value, list):
        return [text for part in value for text in strings(part)]
    return [value] if isinstance(value, str) else []


# --- the rule -------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("category", CATEGORIES)
def test_every_chapter_is_printed_and_listed_in_the_contents(category: str, language: str) -> None:
    document = valid_document(category)
    rule = rule_of(document, language)
    html = rule_html(rule)
    for chapter in chapters(rule.blueprint, document, language, shipped_units()):
        assert f'href="#{chapter.anchor}"' in html
        assert f'id="{chapter.anchor}"' in html
        assert words(html).count(chapter.title) >= 2


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_chinese_character_of_the_document_is_printed(category: str) -> None:
    document = valid_document(category)
    said = set("".join(strings(document)))
    assert {sign for sign in said if "一" <= sign <= "鿿"} <= set(rule_html(rule_of(document)))


@pytest.mark.parametrize("category", CATEGORIES)
def test_every_link_inside_the_rule_has_one_target(category: str) -> None:
    html = rule_html(rule_of(valid_document(category)))
    anchors = re.findall(r' id="([^"]+)"', html)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(anchors)


def test_cover_names_number_version_dates_body_and_digest() -> None:
    document = valid_document()
    html = rule_html(rule_of(document, "en", number="TS-2026-000001-G"))
    cover = words(html[: html.index('class="contents"')])
    assert document["rule_number"] in cover
    assert document["version"] in cover
    assert document["title"]["zh"] in cover
    assert document["operators"][0]["approval_no"] in cover
    assert "TS-2026-000001-G" in cover
    assert "/v/TS-2026-000001-G" in cover
    assert in_groups(digest(document)) in cover
    assert "data:image/svg+xml" in html


def test_rule_that_is_not_listed_has_no_number_to_verify() -> None:
    html = rule_html(rule_of(valid_document()))
    assert "/v/" not in html
    assert 'class="qr"' not in html


def test_draft_is_marked_on_every_page_and_has_no_digest() -> None:
    document = valid_document()
    html = rule_html(rule_of(document, is_draft=True))
    assert 'class="watermark"' in html
    assert digest(document)[:12] not in html
    assert 'class="watermark"' not in rule_html(rule_of(document))


def test_commitment_shows_signatory_day_signature_and_what_was_signed() -> None:
    document = valid_document()
    html = rule_html(rule_of(document))
    sheet = words(html[html.index('class="commitment-sheet"') :])
    commitment = document["commitment"]
    assert commitment["signatory"]["name"]["zh"] in sheet
    assert commitment["signature"] in sheet.replace("&#x27;", "'")
    assert signing_digest(document) in sheet


def test_process_is_shown_as_one_lane_per_function() -> None:
    document = valid_document()
    rule = rule_of(document, "en")
    read = chapters(rule.blueprint, document, "en", shipped_units())
    blocks = [block for one in for_paper(read, document, "en") for block in one.blocks]
    lanes = next(block for block in blocks if block.kind == "lanes").lanes
    modules = document["process"]["modules"]
    assert len(lanes) == len({module["function"] for module in modules})
    assert sum(len(lane.steps) for lane in lanes) == len(modules)
    assert len({lane.name for lane in lanes}) == len(lanes)


def test_files_are_named_with_their_digest() -> None:
    document = valid_document()
    html = rule_html(rule_of(document))
    assert document["annexes"]
    assert all(annex["file"]["sha256"] in html for annex in document["annexes"])


def test_mark_is_shown_on_the_cover_when_its_artwork_is_stored() -> None:
    document = valid_document()
    pictures = {document["mark"]["artwork"]["sha256"]: "data:image/png;base64,AAAA"}
    assert "cover-mark" not in rule_html(rule_of(document))
    assert "cover-mark" in rule_html(rule_of(document, pictures=pictures))


def test_what_people_write_is_never_markup() -> None:
    document = valid_document()
    document["title"]["zh"] = "<script>alert(1)</script>"
    document["purpose"]["need_statement"] = {"zh": '<img src="file:///etc/hostname">' * 9}
    html = rule_html(rule_of(document))
    assert html.count("&lt;img src=&quot;file:///etc/hostname&quot;&gt;") >= 9
    assert "<script" not in html
    assert '<img src="file' not in html


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"title": 5, "rule_number": ["a"], "version": None},
        {"title": {"zh": ""}, "lifecycle": {"issued": "soon"}},
        {"operators": "everybody", "owner": [1]},
        {"operators": ["x", {"cb": 4}]},
        {"mark": {"artwork": "mark.svg"}},
        {"commitment": "yes"},
        {"commitment": {"signatory": "me", "text": 7, "signed_at": "once"}},
        {"process": {"modules": [{"id": "m-1", "order": 1}, {"id": "m-2"}]}},
        {"process": {"modules": [3, "x"]}},
        {"annexes": [{"id": "an-1", "file": {"name": "a.pdf"}}]},
    ],
)
def test_draft_of_any_shape_is_printed(document: dict[str, Any]) -> None:
    assert 'class="cover"' in rule_html(rule_of(document, is_draft=True))


@pytest.mark.parametrize(("criteria", "levels"), [(3, {1, 2}), (MOST_LINES, {1})])
def test_contents_stay_on_one_page(criteria: int, levels: set[int]) -> None:
    document = valid_document()
    one = document["requirements"][0]
    document["requirements"] = [{**one, "id": f"rq-{n}"} for n in range(criteria)]
    read = chapters(rule_of(document).blueprint, document, "zh", shipped_units())
    lines = contents(read)
    assert {line.level for line in lines} == levels
    assert len(lines) <= MOST_LINES


def test_contents_are_split_between_chapters() -> None:
    document = valid_document()
    rule = rule_of(document)
    lines = contents(
        for_paper(chapters(rule.blueprint, document, "zh", shipped_units()), document, "zh")
    )
    left, right = in_two_columns(lines)
    assert left + right == lines
    assert right[0].level == 1
    assert abs(len(left) - len(right)) <= 10


@pytest.mark.parametrize(
    ("title", "tail"),
    [
        ("家用和类似用途空气净化器质量认证规则", "质量认证规则"),
        ("重要产品追溯管理体系认证规则", "管理体系认证规则"),
        ("养老机构服务认证规则（试行）", "服务认证规则（试行）"),
        ("认证规则", ""),
        ("示例认证办法", ""),
    ],
)
def test_kind_of_rule_at_the_end_of_a_title_stays_together(title: str, tail: str) -> None:
    made = title_in({"zh": title}, "zh")
    assert made.tail == tail
    assert made.head + made.tail == title


def test_title_in_the_other_language_is_there_only_when_written() -> None:
    both = {"zh": "认证规则", "en": "Certification rules"}
    other = title_in_the_other(both, "zh")
    assert other is not None
    assert (other.words, other.lang) == ("Certification rules", "en")
    assert title_in_the_other({"zh": "认证规则"}, "en") is None
    assert title_in({"zh": "认证规则"}, "en").lang == "zh-Hans"


# --- the receipt ----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh", "en"])
def test_receipt_says_what_was_filed_by_whom_and_what_that_means(language: str) -> None:
    filing = FilingFactory()
    submission = filing.submissions.get()
    entry = Entry.objects.get(scheme=filing.scheme)
    html = receipt_html(submission, language)
    said = words(html)
    for part in (
        filing.number,
        entry.number,
        filing.organisation.approval_no,
        filing.organisation.uscc,
        entry.rule_number,
        in_groups(submission.sha256),
        f"/v/{entry.number}",
    ):
        assert part in said
    assert (submission.submitted_by.name in said) is (language == "zh")
    assert 'class="qr"' in html


# --- keeping --------------------------------------------------------------------------------


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Files are counted instead of made."""
    calls: list[str] = []

    def make(html: str, stylesheet: str, *attachments: Any) -> bytes:
        calls.append(html)
        return f"%PDF {len(calls)}".encode()

    monkeypatch.setattr(documents, "make_pdf", make)
    return calls


@pytest.mark.django_db
def test_rule_of_a_frozen_version_is_made_once_for_each_language(made: list[str]) -> None:
    version = VersionFactory(submitted=True)
    first = rule_pdf(version, "zh")
    assert rule_pdf(version, "zh") == first
    assert rule_pdf(version, "en") != first
    assert len(made) == 2
    assert Rendering.objects.filter(sha256=version.digest).count() == 2


@pytest.mark.django_db
def test_file_made_before_listing_is_not_given_afterwards(made: list[str]) -> None:
    version = VersionFactory(frozen=True)
    before = rule_pdf(version, "zh")
    version = Submit(version, member_of(version.scheme.organisation, Role.SIGNATORY)).run()
    number = Entry.objects.get(scheme=version.scheme).number
    assert rule_pdf(version, "zh") != before
    assert number not in made[0]
    assert number in made[1]


@pytest.mark.django_db
def test_draft_has_no_rule_document_and_its_print_is_not_kept(made: list[str]) -> None:
    version = VersionFactory()
    with pytest.raises(ValueError, match="draft"):
        rule_pdf(version, "zh")
    assert draft_pdf(version, "zh") != draft_pdf(version, "zh")
    assert not Rendering.objects.exists()


@pytest.mark.django_db
def test_of_two_workers_the_first_file_stays(
    monkeypatch: pytest.MonkeyPatch, made: list[str]
) -> None:
    version = VersionFactory(submitted=True)
    original = documents.make_pdf

    def slower(*arguments: Any) -> bytes:
        monkeypatch.setattr(documents, "make_pdf", original)
        assert rule_pdf(version, "zh") == b"%PDF 1"
        return b"%PDF by the slower"

    monkeypatch.setattr(documents, "make_pdf", slower)
    assert rule_pdf(version, "zh") == b"%PDF 1"
    kept = Rendering.objects.get()
    folder, _, name = kept.content.name.rpartition("/")
    _, files = kept.content.storage.listdir(folder)
    assert [each for each in files if f"{version.digest}-worded-zh" in each] == [name]


@pytest.mark.django_db
def test_file_that_the_storage_lost_is_made_again(made: list[str]) -> None:
    version = VersionFactory(submitted=True)
    rule_pdf(version, "zh")
    Rendering.objects.get().content.storage.delete(Rendering.objects.get().content.name)
    assert rule_pdf(version, "zh") == b"%PDF 2"
    assert rule_pdf(version, "zh") == b"%PDF 2"
    assert Rendering.objects.count() == 1


@pytest.mark.django_db
def test_worker_makes_the_files_of_a_submission_once(made: list[str]) -> None:
    version = VersionFactory(submitted=True)
    for _round in range(2):
        for language in ("zh", "en"):
            outbox.HANDLERS["render"]({"version": version.pk, "language": language})
    assert len(made) == 2


@pytest.mark.django_db
def test_only_pictures_of_the_same_body_are_shown(made: list[str]) -> None:
    version, other = VersionFactory(submitted=True), VersionFactory()
    artwork = version.document["mark"]["artwork"]
    stored = StoredFile(
        organisation=other.scheme.organisation,
        sha256=artwork["sha256"],
        name="mark.svg",
        mime="image/svg+xml",
        bytes=4,
        uploaded_by=other.updated_by,
    )
    stored.keep(b"<svg", b"\x89PNG")
    assert pictures_of(version) == {}
    assert list(pictures_of(other)) == [artwork["sha256"]]
    stored.preview.storage.delete(stored.preview.name)
    assert pictures_of(other) == {}


@pytest.mark.django_db
def test_receipt_is_made_in_the_language_of_the_page(made: list[str]) -> None:
    submission = FilingFactory().submissions.get()
    receipt_pdf(submission)
    receipt_pdf(submission, "zh")
    assert '<html lang="en">' in made[0]
    assert '<html lang="zh-Hans">' in made[1]
