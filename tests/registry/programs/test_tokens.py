"""Tokens: asked for by an administrator, taken over by who answers for them, shown once."""

from __future__ import annotations

import datetime
import json
import logging
from collections.abc import Sequence
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from portal.accounts.models import Organisation, User
from portal.accounts.roles import Role
from portal.core.errors import NotAllowed, RulesBroken
from registry.models import ApiToken, Scope, TokenState
from registry.tokens.life import PREFIX, TakeOver, ask_for, digest_of
from tests.factories import OrganisationFactory, PersonFactory, member_of
from tests.registry.programs.sending import get, token_for
from tests.signing_in import give_app, person_with_address, prove_again, recovery_code_of, sign_in

pytestmark = pytest.mark.django_db
PROGRAMS = "/en/workspace/programs/"
LAST = timezone.localdate() + datetime.timedelta(days=30)


def ask(
    body: Organisation,
    *,
    by: User | None = None,
    responsible: User | None = None,
    scopes: Sequence[str] = (Scope.FILE,),
    last_day: datetime.date = LAST,
    name: str = "系统",
) -> ApiToken:
    return ask_for(
        body,
        by or member_of(body, Role.ADMINISTRATOR),
        name=name,
        scopes=scopes,
        responsible=responsible or member_of(body, Role.SIGNATORY),
        last_day=last_day,
    )


@pytest.mark.parametrize("role", [Role.AUTHOR, Role.SIGNATORY])
def test_only_an_administrator_has_tokens_made(role: str) -> None:
    body = OrganisationFactory()
    with pytest.raises(NotAllowed, match="Only an administrator"):
        ask(body, by=member_of(body, role))


@pytest.mark.parametrize(
    ("scope", "enough"),
    [(Scope.READ, Role.ADMINISTRATOR), (Scope.DRAFT, Role.AUTHOR), (Scope.FILE, Role.SIGNATORY)],
)
def test_who_answers_for_a_token_may_do_it_themselves(scope: str, enough: str) -> None:
    body = OrganisationFactory()
    weaker = {Scope.DRAFT: Role.ADMINISTRATOR, Scope.FILE: Role.AUTHOR}
    assert ask(body, scopes=[scope], responsible=member_of(body, enough)).state == TokenState.ASKED
    if scope in weaker:
        with pytest.raises(RulesBroken, match="does not have the role"):
            ask(body, scopes=[scope], responsible=member_of(body, weaker[scope]))


@pytest.mark.parametrize(
    ("words", "match"),
    [
        ({"name": " "}, "Name the system"),
        ({"scopes": []}, "Choose what"),
        ({"scopes": ["everything"]}, "Choose what"),
        ({"last_day": LAST.replace(year=2020)}, "The last day lies"),
        ({"last_day": LAST + datetime.timedelta(days=400)}, "The last day lies"),
    ],
)
def test_a_token_has_a_name_an_aim_and_an_end(words: dict[str, Any], match: str) -> None:
    with pytest.raises(RulesBroken, match=match):
        ask(OrganisationFactory(), **words)


def test_a_token_is_taken_over_by_nobody_else() -> None:
    body = OrganisationFactory()
    token = ask(body)
    for other in (token.asked_by, PersonFactory(role=Role.SIGNATORY, organisation=body)):
        with pytest.raises(NotAllowed, match="by the person who answers"):
            TakeOver(token, other, agreed=True).run()


def test_who_lets_a_system_file_agrees_to_the_commitment() -> None:
    token = ask(OrganisationFactory())
    with pytest.raises(RulesBroken, match="signed in your name"):
        TakeOver(token, token.responsible).run()
    User.objects.filter(pk=token.responsible_id).update(position="")
    with pytest.raises(RulesBroken, match="enter them first"):
        TakeOver(token, User.objects.get(pk=token.responsible_id), agreed=True).run()


def test_of_a_secret_only_the_digest_is_kept() -> None:
    token, secret = token_for(OrganisationFactory())
    assert secret.startswith(PREFIX)
    assert token.digest == digest_of(secret)
    kept = json.dumps(list(ApiToken.objects.values()), default=str)
    assert secret not in kept
    assert token.commitment


def test_a_token_is_made_taken_over_and_revoked_on_its_pages(client: Client) -> None:
    body = OrganisationFactory()
    administrator = person_with_address(role=Role.ADMINISTRATOR, organisation=body)
    signatory = person_with_address(role=Role.SIGNATORY, organisation=body)
    assert sign_in(client, administrator)
    prove_again(client)
    sent = {"name": "文件系统", "scopes": ["read", "file"], "responsible": signatory.pk}
    client.post(PROGRAMS, {**sent, "last_day": str(LAST)})
    token = ApiToken.objects.get()
    assert client.get(f"{PROGRAMS}tokens/{token.pk}/").status_code == 403
    other = Client()
    assert sign_in(other, signatory)
    prove_again(other)
    page = other.post(f"{PROGRAMS}tokens/{token.pk}/", {"agreed": "on"}).content.decode()
    secret = page[page.index(PREFIX) :].partition("<")[0]
    assert get(Client(), secret).status_code == 200
    assert PREFIX not in other.get(PROGRAMS).content.decode()
    client.post(f"{PROGRAMS}tokens/{token.pk}/revoke/")
    assert get(Client(), secret).status_code == 401


def test_the_second_factor_is_asked_for(client: Client) -> None:
    body = OrganisationFactory()
    signatory = person_with_address(role=Role.SIGNATORY, organisation=body)
    give_app(signatory)
    token = ask(body, responsible=signatory)
    sign_in(client, signatory, recovery_code_of(signatory))
    answer = client.post(f"{PROGRAMS}tokens/{token.pk}/", {"agreed": "on"})
    assert answer.status_code == 302
    token.refresh_from_db()
    assert token.state == TokenState.ASKED


def test_another_body_s_token_is_not_seen(client: Client) -> None:
    token, _secret = token_for(OrganisationFactory())
    client.force_login(PersonFactory(role=Role.ADMINISTRATOR))
    assert client.get(f"{PROGRAMS}tokens/{token.pk}/").status_code == 404
    assert client.post(f"{PROGRAMS}tokens/{token.pk}/revoke/").status_code == 404


def test_bad_input_comes_back_as_it_was_typed(client: Client) -> None:
    client.force_login(PersonFactory(role=Role.ADMINISTRATOR))
    answer = client.post(PROGRAMS, {"name": "一个系统", "last_day": "2020-01-01"})
    assert answer.status_code == 422
    assert 'value="一个系统"' in answer.content.decode()


def test_tokens_and_their_failures_stand_in_the_security_log(
    client: Client, caplog: Any, django_capture_on_commit_callbacks: Any
) -> None:
    body = OrganisationFactory()
    with caplog.at_level(logging.INFO, logger="portal.security"):
        logging.getLogger("portal.security").addHandler(caplog.handler)
        try:
            with django_capture_on_commit_callbacks(execute=True):
                token, _secret = token_for(body)
            get(client, "touchstone_wrong")
        finally:
            logging.getLogger("portal.security").removeHandler(caplog.handler)
    lines = {
        line.security["event"]: line.security
        for line in caplog.records
        if hasattr(line, "security")
    }
    assert lines["token_given"]["object"] == str(token.pk)
    assert lines["token_given"]["organisation"] == body.slug
    assert lines["token_failed"]["reason"] == "unknown"
    assert "touchstone_wrong" not in json.dumps(lines, default=str)
