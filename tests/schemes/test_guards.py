"""What the database itself refuses, whoever asks."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from schemes.models import BlueprintVersion, Version, VersionEvent
from schemes.states import BlueprintState
from tests.factories import VersionFactory

pytestmark = pytest.mark.django_db


def test_a_published_blueprint_cannot_be_rewritten():
    published = BlueprintVersion.objects.filter(key="product", version=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        published.update(schema={"title": "another"})
    published.update(state=BlueprintState.RETIRED)
    assert published.get().state == BlueprintState.RETIRED


def test_a_signed_document_cannot_be_rewritten_and_a_draft_can():
    draft = Version.objects.filter(pk=VersionFactory().pk)
    assert draft.update(document={"title": {"zh": "另一份"}}) == 1
    signed = Version.objects.filter(pk=VersionFactory(frozen=True).pk)
    with pytest.raises(DatabaseError), transaction.atomic():
        signed.update(document={"title": {"zh": "另一份"}})


def test_a_line_of_a_history_cannot_be_rewritten():
    version = VersionFactory()
    with pytest.raises(DatabaseError), transaction.atomic():
        VersionEvent.objects.filter(version=version).update(event="something else")
