"""Who reads Chinese reads Chinese: no page of the portal speaks English to them.

A walk over one page of each kind, for each kind of person. Latin words are let through that
stand in Chinese texts of the demonstration or in rows of the registers, and codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.template.base import Lexer, TokenType
from django.test import Client
from django.urls import Resolver404, resolve
from wagtail.models import Page

from portal.accounts.models import User
from portal.reference.registers import registers
from schemes.models import BlueprintVersion, Version

TEMPLATES = settings.TEMPLATES[0]["DIRS"][0]
#: Names of things, which are the same in every language; a word that Wagtail never translates.
NAMES = frozenset(
    "Touchstone Wagtail JavaScript Atom JSON Turtle Schema README openapi curl English Web Key "
    "Set Excel Word Actions Standard Webhooks https http sRGB LibreOffice".split()
)
#: Codes, numbers, addresses and names of files are no words.
NO_WORDS = re.compile(
    r"https?://\S+|\S+@\S+|\S*/\S*|\w*[_\d]\w*|\w*\.(?:json|csv|pdf|zip|docx|xlsx|py)\b|[\w+/]{24,}=*"
)
LATIN = re.compile(r"[A-Za-z]{3,}")
UNREAD = frozenset({"script", "style", "template", "code", "pre", "svg", "textarea", "option"})
SINGLE = frozenset({"meta", "link", "input", "br", "img", "hr", "wbr", "col", "source", "area"})
SPOKEN = ("aria-label", "title", "alt", "placeholder", "data-title")

ADMINISTERED = ["/cms/blueprints/", "/cms/snippets/registry/reasoncode/"]
PEOPLE = {
    "visitor": ("", ["/zh-hans/", "/zh-hans/reference/", "/accounts/login/?lang=zh-hans"]),
    "author": ("author@body.example", ["/zh-hans/workspace/"]),
    "signatory": ("signatory@body.example", ["/zh-hans/workspace/"]),
    "officer": ("officer@regulator.example", ["/zh-hans/desk/?state=all", "/zh-hans/desk/"]),
    "decider": ("decider@regulator.example", ["/zh-hans/desk/?state=proposed"]),
    "editor": (
        "editor@regulator.example",
        ["/cms/", "/cms/pages/", "/cms/images/", "/cms/documents/", *ADMINISTERED],
    ),
}
#: One of the registers stands for all in the admin; what belongs to another place is walked there.
NOT_WALKED = re.compile(
    r"^/cms/(?!$|pages|blueprints|images|documents|snippets/registry/reasoncode)|/en/|^/api/"
    r"|^/cms/pages/\d+/(?!edit|copy|history|delete)|logout|/cms/.*/bulk/"
)
MOST = 90


class Spoken(HTMLParser):
    """What a page says to its reader, and where it leads."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.links: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(page)

    @property
    def _is_unread(self) -> bool:
        return bool(self._open) and self._open[-1][1]

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        words = {name: value or "" for name, value in attributes}
        if tag == "a" and words.get("href"):
            self.links.append(words["href"])
        unread = self._is_unread or tag in UNREAD or words.get("lang", "").startswith("en")
        if not unread:
            self.said += [words[name] for name in SPOKEN if name in words]
        if tag not in SINGLE:
            self._open.append((tag, unread))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._is_unread:
            self.said.append(data)


def latin_in(text: str) -> set[str]:
    return {word for word in LATIN.findall(NO_WORDS.sub(" ", text)) if not word.isupper()}


def texts_in(value: Any) -> Iterator[str]:
    """All texts of a value except the English ones."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, part in value.items():
            if key != "en":
                yield from texts_in(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts_in(part)


@cache
def let_through() -> set[str]:
    """The Latin words of Chinese texts, of rows of the registers, and of titles in the admin."""
    texts = [*Page.objects.values_list("title", flat=True)]
    for document in Version.objects.values_list("document", flat=True):
        texts += texts_in(document)
    for schema in BlueprintVersion.objects.values_list("schema", flat=True):
        texts += texts_in(schema)
    for register in registers():
        columns = [name for name in register.columns if not name.endswith("_en")]
        for row in register.records.values():
            texts += [str(row.get(name, "")) for name in columns]
    return set(NAMES).union(*map(latin_in, texts))


def walk(client: Client, starts: list[str]) -> Iterator[tuple[str, Spoken]]:
    """The pages that links lead to from here, one of each kind."""
    waiting, kinds = [*starts], set()
    while waiting and len(kinds) < MOST:
        address = waiting.pop(0)
        kind = kind_of(address)
        if kind in kinds:
            continue
        kinds.add(kind)
        response = client.get(address)
        links = [response["Location"]] if response.status_code == 302 else []
        if response.streaming:
            list(response)
        elif "html" in response["Content-Type"]:
            page = Spoken(response.content.decode())
            links += page.links
            yield address, page
        waiting += filter(is_ours, (urljoin(address, link).partition("#")[0] for link in links))


def kind_of(address: str) -> str:
    """The view that answers, and which of the lists of a view."""
    parts = urlsplit(address)
    try:
        view = resolve(parts.path).view_name
    except Resolver404:
        return parts.path
    return f"{view} {parts.query}" if parts.query.startswith("state=") else view


def is_ours(link: str) -> bool:
    return link.startswith("/") and not NOT_WALKED.search(link)


@pytest.mark.parametrize("person", PEOPLE)
def test_every_page_speaks_chinese_to_who_reads_chinese(demonstration, person):
    address, starts = PEOPLE[person]
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "zh-hans"
    if address:
        client.force_login(User.objects.get(email=address))
    allowed, foreign, walked = let_through(), {}, []
    for page_address, page in walk(client, starts):
        walked.append(page_address)
        for text in page.said:
            if words := latin_in(text) - allowed:
                foreign[" ".join(text.split())[:160]] = (sorted(words), page_address)
    assert len(walked) > 5
    assert foreign == {}


# --- templates ----------------------------------------------------------------------------------

#: Classes and data at the body, addresses in mails, the name of the other language.
OF_NO_LANGUAGE = re.compile(r"^(ts|data)-|^(schemes|cms|rule|draft|receipt|English|json)$")


def untranslated_in(path: Path) -> list[str]:
    """The words of a template that stand outside its tags for translation."""
    plain, is_inside = "", False
    text = re.sub(r"(?s)\{#.*?#\}|<!--.*?-->", "", path.read_text(encoding="utf-8"))
    for token in Lexer(text).tokenize():
        name = token.contents.partition(" ")[0]
        if token.token_type == TokenType.BLOCK and ("blocktrans" in name or "comment" in name):
            is_inside = not name.startswith("end")
        plain += token.contents if token.token_type == TokenType.TEXT and not is_inside else "\0"
    # What is meant for programmers says that it is English.
    plain = re.sub(
        r'(?s)<(\w+)[^>]* lang="en".*?</\1>|<(script|style|template).*?</\2>', " ", plain
    )
    attributes = re.findall(r'(?:aria-label|title|alt|placeholder)="([^"\0]+)"', plain)
    # An attribute may stand alone in a block that its base puts into a tag.
    text = re.sub(r'<[^>]*>|[\w-]+="[^"]*"', " ", plain)
    words = re.findall(r"[A-Za-z][\w-]{2,}", " ".join([text, *attributes]))
    return [w for w in words if not (w.isupper() or w in NAMES or OF_NO_LANGUAGE.search(w))]


def test_no_template_holds_words_that_nobody_translates():
    found = {
        str(path.relative_to(TEMPLATES)): words
        for path in sorted(TEMPLATES.rglob("*.*"))
        if path.suffix in (".html", ".txt") and (words := untranslated_in(path))
    }
    assert found == {}
