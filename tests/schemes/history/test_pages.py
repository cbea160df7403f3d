"""The pages of the history: reading it, restoring, undoing, comparing."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.accounts.roles import Role
from schemes.documents import digest
from schemes.drafts import begin_scheme, begin_version, copy_of, move_to
from schemes.models import Cause, DraftChange, Scheme, Version
from schemes.saving import save_section, section_token, to_write_in, token_of, write_document
from tests.factories import OrganisationFactory, SchemeFactory, VersionFactory, member_of
from tests.schemes.designer.editing import do, signed_in
from tests.schemes.newer import newer_blueprint

pytestmark = pytest.mark.django_db
TITLE = ("short_title",)


@pytest.fixture
def scheme() -> Scheme:
    return SchemeFactory(parts={"short_title": {"zh": "净化器规则"}})


def draft(scheme: Scheme) -> Version:
    return Scheme.objects.get(pk=scheme.pk).newest


def typed(scheme: Scheme, user: User, words: str) -> Version:
    version = draft(scheme)
    token = section_token(version.document, TITLE)
    return save_section(version, user, TITLE, {"short_title": {"zh": words}}, token)


def page(client: Client, name: str, scheme: Scheme, *args: Any, **asked: str) -> Any:
    return client.get(reverse(f"designer:{name}", args=[scheme.pk, *args]), asked)


def newest(scheme: Scheme) -> DraftChange:
    return DraftChange.objects.filter(version__scheme=scheme).order_by("-pk")[0]


def test_the_history_says_who_where_and_by_what(
    client: Client, scheme: Scheme, author: User
) -> None:
    typed(scheme, author, "别的规则")
    do(client, scheme, "requirements", "remove:/requirements/@rq-cadr-pm")
    lines = page(client, "history", scheme).context["lines"]
    assert [line.cause for line in lines] == ["written", "written", "imported"]
    assert lines[0].places == ["Requirements, item 1 – taken out"]
    assert lines[1].places == ["Short title"]
    assert lines[1].change.by == author


def test_it_is_filtered_by_person_and_by_chapter(
    client: Client, scheme: Scheme, author: User
) -> None:
    typed(scheme, author, "一")
    other = member_of(scheme.organisation, Role.SIGNATORY)
    typed(scheme, other, "二")
    of_other = page(client, "history", scheme, by=str(other.pk)).context["lines"]
    assert [line.change.by for line in of_other] == [other]
    assert len(page(client, "history", scheme, chapter="identity").context["lines"]) == 2
    assert page(client, "history", scheme, chapter="fees").context["lines"] == []


def test_it_comes_as_a_file_as_well(client: Client, scheme: Scheme, author: User) -> None:
    typed(scheme, author, "一")
    lines = page(client, "history", scheme, file="csv").content.decode().splitlines()
    assert len(lines) == 3
    assert "Short title" in lines[1]


def test_the_history_asks_as_much_of_many_lines_as_of_few(
    client: Client, scheme: Scheme, author: User, django_assert_max_num_queries: Any
) -> None:
    for n in range(12):
        version = to_write_in(draft(scheme), author)
        document = {**version.document, "short_title": {"zh": f"{n}"}}
        write_document(version, author, document, Cause.PASTED)
    with django_assert_max_num_queries(24):
        page(client, "history", scheme)


def test_a_line_shows_what_it_did_word_by_word(
    client: Client, scheme: Scheme, author: User
) -> None:
    typed(scheme, author, "净化器认证规则")
    shown = page(client, "state", scheme, newest(scheme).pk).context["shown"]
    (change,) = shown.changes
    assert (str(change.before), str(change.after)) == ("净化器规则", "净化器<mark>认证</mark>规则")


def test_a_line_shows_what_has_become_different_since(
    client: Client, scheme: Scheme, author: User
) -> None:
    first = newest(scheme)
    typed(scheme, author, "一")
    typed(scheme, member_of(scheme.organisation, Role.SIGNATORY), "二")
    shown = page(client, "state", scheme, first.pk, to="draft").context["shown"]
    assert [(c.op, c.address) for c in shown.changes] == [("change", "/short_title")]
    assert "二" in str(shown.changes[0].after)


def test_restoring_shows_what_will_change_and_does_it(
    client: Client, scheme: Scheme, author: User
) -> None:
    first, before = newest(scheme), digest(draft(scheme).document)
    typed(scheme, author, "别的")
    shown = page(client, "restore", scheme, first.pk)
    assert [c.address for c in shown.context["shown"].changes] == ["/short_title"]
    address = reverse("designer:restore", args=[scheme.pk, first.pk])
    client.post(address, {"seen": shown.context["seen"]})
    assert digest(draft(scheme).document) == before
    assert newest(scheme).cause == Cause.RESTORED


@pytest.mark.parametrize("name", ["restore", "undo"])
def test_what_somebody_saved_meanwhile_is_looked_at_first(
    client: Client, scheme: Scheme, author: User, name: str
) -> None:
    first = newest(scheme)
    typed(scheme, author, "一")
    args = [scheme.pk, first.pk] if name == "restore" else [scheme.pk]
    address = reverse(f"designer:{name}", args=args)
    seen = client.get(address).context["seen"]
    saved = typed(scheme, member_of(scheme.organisation, Role.SIGNATORY), "二")
    answer = client.post(address, {"seen": seen}, follow=True)
    assert "while you were looking" in answer.content.decode()
    assert draft(scheme).document == saved.document


def test_the_last_change_is_undone(client: Client, scheme: Scheme, author: User) -> None:
    before = digest(draft(scheme).document)
    do(client, scheme, "requirements", "remove:/requirements/@rq-cadr-pm")
    shown = page(client, "undo", scheme)
    assert [(c.op, c.address) for c in shown.context["shown"].changes] == [
        ("add", "/requirements/@rq-cadr-pm")
    ]
    client.post(reverse("designer:undo", args=[scheme.pk]), {"seen": shown.context["seen"]})
    assert digest(draft(scheme).document) == before
    assert page(client, "undo", scheme).status_code == 302


def test_the_page_says_that_the_text_followed_another_blueprint(
    client: Client, scheme: Scheme, author: User
) -> None:
    first = newest(scheme)
    move_to(draft(scheme), newer_blueprint(), author)
    typed(scheme, author, "一")
    text = page(client, "restore", scheme, first.pk).content.decode()
    assert "The text followed blueprint product/1 then" in text


def test_a_state_that_is_lost_is_said_to_be(client: Client, scheme: Scheme, author: User) -> None:
    first, version = newest(scheme), typed(scheme, author, "一")
    Version.objects.filter(pk=version.pk).update(document={"title": {"zh": "别的"}})
    for name in ("state", "restore"):
        assert "cannot be made again" in page(client, name, scheme, first.pk).content.decode()
    asked = {"from": f"c{first.pk}", "to": "draft"}
    answer = page(client, "compare", scheme, **asked)
    assert "cannot be made again" in answer.content.decode()
    address = reverse("designer:restore", args=[scheme.pk, first.pk])
    seen = token_of({"title": {"zh": "别的"}})
    assert client.post(address, {"seen": seen}, follow=True).status_code == 200
    assert draft(scheme).document == {"title": {"zh": "别的"}}


def test_the_draft_is_compared_with_the_version_last_filed(scheme: Scheme, client: Client) -> None:
    filed = VersionFactory(scheme=scheme, submitted=True)
    user = member_of(scheme.organisation, Role.AUTHOR)
    begin_version(scheme, user)
    typed(scheme, user, "一")
    context = page(client, "compare", scheme).context
    assert (context["from_key"], context["to_key"]) == (f"v{filed.pk}", "draft")
    assert {c.address for c in context["shown"].changes} == {"/previous_version", "/short_title"}
    other_way = page(client, "compare", scheme, **{"from": "draft", "to": f"v{filed.pk}"})
    assert other_way.context["shown"].count == 2


def test_a_copy_is_compared_with_what_it_was_copied_from(
    scheme: Scheme, client: Client, author: User
) -> None:
    version = draft(scheme)
    copied = begin_scheme(scheme.organisation, version.blueprint, author, copy_of(version), version)
    typed(copied, author, "一")
    context = page(client, "compare", copied).context
    assert context["from_key"] == "origin"
    assert "/short_title" in {c.address for c in context["shown"].changes}


def test_a_copy_whose_origin_is_another_bodys_now_does_not_show_it(
    scheme: Scheme, client: Client, author: User
) -> None:
    version = draft(scheme)
    copied = begin_scheme(scheme.organisation, version.blueprint, author, copy_of(version), version)
    Scheme.objects.filter(pk=scheme.pk).update(organisation=OrganisationFactory())
    assert page(client, "compare", copied).context["from_key"] != "origin"
    assert page(client, "compare", copied, **{"from": "origin"}).status_code == 404


@pytest.mark.parametrize("key", ["c999999", "v999999", "x1", "c", "cé", "origin"])
def test_a_text_of_another_scheme_or_none_is_an_unknown_page(
    scheme: Scheme, client: Client, key: str
) -> None:
    assert page(client, "compare", scheme, **{"from": key}).status_code == 404


def test_a_line_of_another_scheme_is_an_unknown_page(scheme: Scheme, client: Client) -> None:
    other = newest(SchemeFactory(organisation=scheme.organisation))
    assert page(client, "state", scheme, other.pk).status_code == 404
    assert page(client, "restore", scheme, other.pk).status_code == 404


#: Who else comes, and what the pages of reading and of writing answer.
WHO = {
    "an administrator, who does not write": (Role.ADMINISTRATOR, True, 200, 403),
    "an author of another body": (Role.AUTHOR, False, 404, 404),
}


@pytest.mark.parametrize("who", list(WHO))
def test_who_may_read_sees_it_and_who_may_write_restores(
    scheme: Scheme, author: User, who: str
) -> None:
    role, is_own, reads, writes = WHO[who]
    first = newest(scheme)
    typed(scheme, author, "一")
    body = scheme.organisation if is_own else OrganisationFactory()
    client = signed_in(member_of(body, role))
    for name, args in (("history", []), ("state", [first.pk]), ("compare", [])):
        assert page(client, name, scheme, *args).status_code == reads
    for name, args in (("undo", []), ("restore", [first.pk])):
        assert page(client, name, scheme, *args).status_code == writes


def test_what_is_signed_is_read_and_not_restored(scheme: Scheme, client: Client) -> None:
    VersionFactory(scheme=scheme, frozen=True)
    first = DraftChange.objects.filter(version__scheme=scheme).order_by("pk")[0]
    text = page(client, "state", scheme, first.pk).content.decode()
    assert "begin a new version instead" in text
    assert page(client, "restore", scheme, first.pk).status_code == 403
