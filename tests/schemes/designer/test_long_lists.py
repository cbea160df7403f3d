"""Lists that are too long: said when a document comes in and when an item is added."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings

from portal.accounts.roles import Role
from schemes.blueprints import builtin_blueprints
from schemes.designer.commands import Command, carry_out
from schemes.documents.budget import BUDGET
from schemes.importing import ImportRefused, Reason, import_document, read_upload
from schemes.models import Scheme
from tests.factories import PersonFactory, valid_document
from tests.schemes.designer.forms import form_of, html_of, sent_by

BLUEPRINT = next(one for one in builtin_blueprints() if one.key == "product")


def with_requirements(count: int) -> dict[str, Any]:
    document = valid_document("product")
    one = document["requirements"][0]
    document["requirements"] = [{**one, "id": f"r-{n}"} for n in range(count)]
    return document


@pytest.mark.django_db
def test_a_document_with_a_list_that_is_too_long_is_not_imported():
    author = PersonFactory(role=Role.AUTHOR)
    incoming = read_upload("a.json", json.dumps(with_requirements(BUDGET.items + 1)).encode())
    with pytest.raises(ImportRefused) as refusal:
        import_document(author.organisations.get(), author, incoming)
    assert refusal.value.reason is Reason.TOO_LARGE
    assert refusal.value.place.address == "/requirements"
    assert not Scheme.objects.exists()


@pytest.mark.parametrize(("count", "is_added"), [(BUDGET.items - 1, True), (BUDGET.items, False)])
def test_an_item_is_added_as_long_as_the_list_may_grow(count, is_added):
    outcome = carry_out(Command.of("add:/requirements"), BLUEPRINT, with_requirements(count))
    assert len(outcome.document["requirements"]) == count + is_added
    assert outcome.is_full is not is_added


def fields_sent(document: dict[str, Any], part: str) -> int:
    """How many fields the page of the section with this part sends."""
    section = next(section for section in BLUEPRINT.sections if part in section.parts)
    data = sent_by(html_of(form_of(BLUEPRINT, document, section.key)))
    return sum(len(values) for _name, values in data.lists())


@pytest.mark.parametrize("part", ["requirements", "basis"])
def test_a_list_as_long_as_it_may_be_can_be_sent_by_its_page(part):
    document = valid_document("product")
    item = document[part][0]
    document[part] = [{**item, "id": "i-1"}]
    few = fields_sent(document, part)
    document[part].append({**item, "id": "i-2"})
    each = fields_sent(document, part) - few
    assert few + BUDGET.items * each <= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
