"""The designer with a long list: a section of it against the same section of a document without.

The benchmark lives in a test database that is dropped afterwards. What is timed is the whole
answer to a browser, signed in as the author of a body: the page of the section, and the saving of
one criterion among so many. Every save writes other words, so that no report is found again.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.timing import Comparison, compare

if TYPE_CHECKING:
    from django.test import Client

    from schemes.models import Scheme

DOCUMENT = Path(__file__).resolve().parents[1] / "tests" / "documents" / "valid" / "product.json"
SECTION = "requirements"
#: A section without lists: key, item and place.
ELSEWHERE = ("scope", "", "/scope/included/zh")
#: Criteria of the documents that are measured.
SIZES = (10, 200, 2_000)


def comparisons() -> Iterator[Comparison]:
    """Opening and saving at each size, and the difference of two long documents."""
    from django.conf import settings
    from django.test.utils import setup_databases, teardown_databases

    kept, settings.DEBUG = settings.DEBUG, False  # else every query is remembered
    hosts, settings.ALLOWED_HOSTS = settings.ALLOWED_HOSTS, ["*"]
    databases = setup_databases(verbosity=0, interactive=False)
    try:
        yield from _pages()
    finally:
        teardown_databases(databases, verbosity=0)
        settings.DEBUG, settings.ALLOWED_HOSTS = kept, hosts
    yield _difference()


def _pages() -> Iterator[Comparison]:
    author, client = _author()
    empty = _scheme(author, 0)
    opening, saving = _opening(client, empty), _saving(client, empty, *ELSEWHERE)
    for size in SIZES:
        scheme = _scheme(author, size)
        item = f"/requirements/@r-{size // 2:04d}"
        yield compare(
            f"open the section of {size:,} criteria",
            ("page", _opening(client, scheme)),
            ("without any", opening),
        )
        yield compare(
            f"save one criterion of {size:,}",
            ("item", _saving(client, scheme, SECTION, item, f"{item}/text/zh")),
            ("a section without any", saving),
        )


def _author() -> tuple[Any, Client]:
    from django.core.management.sql import emit_post_migrate_signal
    from django.test import Client

    from portal.accounts.memberships import join
    from portal.accounts.models import Organisation, User
    from portal.accounts.roles import OrganisationKind, Role

    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    body = Organisation.objects.create(
        kind=OrganisationKind.BODY, name_zh="机构", approval_no="CNCA-R-2099-101", slug="body"
    )
    author = User.objects.create_user("author@bench.example")
    join(author, body, Role.AUTHOR)
    client = Client()
    client.force_login(author, "allauth.account.auth_backends.AuthenticationBackend")
    return author, client


def document(size: int) -> dict[str, Any]:
    """The rule of a product with so many criteria."""
    whole: dict[str, Any] = json.loads(DOCUMENT.read_text())
    some = whole["requirements"]
    whole["requirements"] = [
        {
            **some[n % len(some)],
            "id": f"r-{n:04d}",
            "clause": f"{n // 10 + 1}.{n % 10 + 1}",
            "text": {"zh": f"第{n}项：{some[n % len(some)]['text']['zh']}"},
        }
        for n in range(size)
    ]
    whole["process"]["testing"].pop("items", None)
    return whole


def _difference() -> Comparison:
    from schemes.blueprints import builtin_blueprints
    from schemes.documents import difference

    blueprint = next(one for one in builtin_blueprints() if one.ref == "product/1")
    old = document(200)
    new = json.loads(json.dumps(old))
    items = new["requirements"]
    items.insert(3, items.pop(150))
    items[40]["text"]["zh"] += "并记录。"
    return compare(
        "difference of two documents of 200 criteria",
        ("difference", lambda: list(difference(blueprint, old, new))),
        ("two readings of their JSON", lambda: [json.loads(json.dumps(d)) for d in (old, new)]),
    )


def _scheme(author: Any, size: int) -> Scheme:
    from portal.accounts.models import Organisation
    from schemes.drafts import begin_scheme
    from schemes.models import BlueprintVersion

    body = Organisation.objects.get(slug="body")
    blueprint = BlueprintVersion.objects.get(key="product", version=1)
    return begin_scheme(body, blueprint, author, document(size))


def _opening(client: Client, scheme: Scheme) -> Callable[[], None]:
    from django.urls import reverse

    address = reverse("designer:section", args=[scheme.pk, SECTION])

    def work() -> None:
        answer = client.get(address)
        assert answer.status_code == 200, (answer.status_code, answer.headers.get("Location"))

    return work


def _saving(
    client: Client, scheme: Scheme, key: str, address: str, place: str
) -> Callable[[], None]:
    """Save one text of a section or of an item, other words each time."""
    from django.urls import reverse

    from schemes.designer.form import ItemForm
    from schemes.designer.views.forms_of import form_for, item_form_for, section_of
    from schemes.models import Version

    version = Version.objects.select_related("scheme__organisation", "blueprint").get(scheme=scheme)
    section = section_of(version, key)
    form = item_form_for(version, section, address) if address else form_for(version, section)
    kind = "item" if isinstance(form, ItemForm) else "section"
    page = reverse(f"designer:{kind}", args=[scheme.pk, key])
    page += f"?item={address}" if address else ""
    held = {"seen": form.token(version.document)}
    number = count()

    def work() -> None:
        sent = {"do": "autosave", place: f"第{next(number)}次", **held}
        answer = client.post(page, sent)
        assert answer.status_code == 200, (answer.status_code, answer.content[:200])
        held["seen"] = answer.json()["seen"]

    return work
