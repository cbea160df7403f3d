"""What a page may load and run: nothing that is written into it, anywhere but in the admin."""

from __future__ import annotations

import re

import pytest

from portal.accounts.roles import Role
from tests.factories import PersonFactory

PUBLIC = ("/zh-hans/", "/en/", "/accounts/login/", "/zh-hans/nothing-here/")
ACCOUNT = (
    "/accounts/2fa/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
)
WAY_IN = ("/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/")
#: An executable script without a source, a style in an attribute, a handler in an attribute.
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|<style|<[^>]+\sstyle=|<[^>]+\son[a-z]+="
)


def directives(response) -> dict[str, set[str]]:
    policy = response.headers["Content-Security-Policy"]
    parts = (part.split() for part in policy.split(";"))
    return {part[0]: set(part[1:]) for part in parts if part}


@pytest.mark.parametrize("address", PUBLIC)
def test_public_pages_run_only_files_of_this_site(client, home, address):
    policy = directives(client.get(address))
    assert policy["default-src"] == {"'none'"}
    assert policy["script-src"] == {"'self'"}
    assert policy["style-src"] == {"'self'"}
    assert policy["frame-ancestors"] == {"'none'"}


def test_the_admin_may_draw_with_inline_styles_and_nothing_else_may(client, home):
    client.force_login(PersonFactory(role=Role.EDITOR))
    assert "'unsafe-inline'" in directives(client.get("/cms/"))["style-src"]
    assert "'unsafe-inline'" not in directives(client.get("/en/"))["style-src"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", PUBLIC + WAY_IN)
def test_pages_before_signing_in_carry_nothing_inline(client, home, address, language):
    html = client.get(address, {"lang": language}).content.decode()
    assert INLINE.findall(html) == []
    assert html.count("<h1") == 1


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("address", ACCOUNT)
def test_pages_of_the_account_carry_nothing_inline(client, home, address, language):
    client.force_login(PersonFactory(role=Role.AUTHOR))
    response = client.get(address, {"lang": language})
    html = response.content.decode()
    assert response.status_code == 200
    assert INLINE.findall(html) == []
    assert html.count("<h1") == 1
    assert f'<html lang="{language}"' in html
