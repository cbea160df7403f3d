"""Tests start from one state of the database, whatever the test before them has committed."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from portal.accounts.models import Organisation
from portal.reference.models import Standard
from tests import databases
from tests.database_servers import server
from tests.databases import restore_test_database
from tests.factories import OrganisationFactory
from tests.worlds import LOADED


@pytest.mark.django_db(transaction=True)
def test_what_a_test_has_committed_is_gone_after_it_and_the_content_is_there():
    content = Standard.objects.count()
    types = ContentType.objects.count()
    OrganisationFactory()
    Standard.objects.all()._raw_delete("default")

    restore_test_database()

    assert not Organisation.objects.exists()
    assert Standard.objects.count() == content > 0
    assert ContentType.objects.count() == types > 0


@pytest.mark.django_db(transaction=True)
def test_the_database_is_put_back_while_another_connection_is_open():
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_organisation")
        OrganisationFactory()

        restore_test_database()

        assert not Organisation.objects.exists()
    finally:
        other.close()


@pytest.mark.django_db
def test_a_template_is_kept_with_its_files_alone_and_only_of_one_making(tmp_path, monkeypatch):
    """Rows on a server outlive the checkout that has their files, as after a clean clone."""
    key = server().key_of(databases._template(LOADED))
    assert databases.is_kept(LOADED, key)

    monkeypatch.setattr(databases, "_stamp_of_files", lambda world: tmp_path / world)
    assert not databases.is_kept(LOADED, key), "the files are not there"

    (tmp_path / LOADED).write_text(f"{key} of another making")
    assert not databases.is_kept(LOADED, key), "the files are of another making"


@pytest.mark.django_db
def test_a_template_made_from_other_sources_is_not_kept():
    assert not databases.is_kept(LOADED, "other sources")
