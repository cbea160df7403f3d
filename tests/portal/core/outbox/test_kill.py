"""`kill -9` in the middle of what must not be lost: nothing is lost, nothing happens twice.

Each test kills a real process, at one moment after another, and then does the same again.
"""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from portal.accounts.roles import Role
from portal.core import outbox
from portal.core.errors import WrongState
from portal.core.mail import message_id, send_later
from portal.core.models import MessageState, OutboxMessage
from portal.core.queues import Queue
from registry.models import (
    Decision,
    Entry,
    EntryEvent,
    Filing,
    FilingEvent,
    ListedVersion,
    Rendering,
    Submission,
)
from registry.models.numbers import NumberCounter
from registry.procedure.actions import RecordNoObjection, RequestCorrection, Submit
from registry.procedure.remarks import write_remark
from schemes.models import Scheme, StoredFile, Version, VersionEvent
from tests.factories import (
    FilingFactory,
    PersonFactory,
    VersionFactory,
    decider,
    member_of,
    propose,
    valid_document,
)
from tests.portal.core.outbox.killing import killed
from tests.portal.core.outbox.test_outbox import WORDS

pytestmark = pytest.mark.django_db

#: The one moment at which a transaction is there for others.
COMMIT = "django.db.backends.base.base.BaseDatabaseWrapper._commit"


def everything():
    """How much there is of everything that an act writes."""
    tables = (
        Decision, Entry, EntryEvent, Filing, FilingEvent, ListedVersion, OutboxMessage, Scheme,
        StoredFile, Submission, Version, VersionEvent,
    )  # fmt: skip
    counts = {table.__name__: table.objects.count() for table in tables}
    series = sorted(NumberCounter.objects.values_list("series", "year", "last"))
    states = sorted(Version.objects.values_list("pk", "state"))
    return counts, series, states, sorted(Filing.objects.values_list("pk", "state", "round"))


def leases_run_out():
    """As when the time has passed after which a dead worker's messages are free."""
    past = timezone.now() - timedelta(seconds=1)
    OutboxMessage.objects.filter(leased_until__isnull=False).update(leased_until=past)


def kept_files():
    """Every file in the storage, by its path."""
    return sorted(p for p in default_storage.base_location.rglob("*") if p.is_file())


def test_a_killed_submission_has_not_happened_and_happens_once(own_database):
    version = VersionFactory(frozen=True)
    signatory = member_of(version.scheme.organisation, Role.SIGNATORY)

    def submit():
        return Submit(Version.objects.get(pk=version.pk), signatory).run()

    before = everything()
    for moment, after in [
        ("registry.procedure.actions.handing_in.allocate_number", True),
        ("registry.models.Filing.save", True),
        ("registry.models.Entry.save", True),
        ("schemes.models.Version.record_event", True),
        ("registry.register.listing.publish", True),
        ("registry.procedure.actions.submission.tell_submitted", True),
        (COMMIT, False),
    ]:
        killed(submit, moment, after=after)
        assert everything() == before, moment
    killed(submit, COMMIT, after=True)
    after_all = everything()
    with pytest.raises(WrongState, match="was not carried out"):
        submit()
    assert everything() == after_all
    assert [model.objects.count() for model in (Filing, Entry, Submission)] == [1, 1, 1]
    assert {
        number.split("-")[-2] for number in Filing.objects.values_list("number", flat=True)
    } == {"000001"}
    assert OutboxMessage.objects.filter(kind="publish", state=MessageState.WAITING).exists()


@pytest.mark.parametrize("act", [RecordNoObjection, RequestCorrection])
def test_a_killed_decision_has_not_happened_and_happens_once(own_database, act):
    filing = FilingFactory(under_review=True)
    if act is RequestCorrection:
        write_remark(filing, filing.officer, text="请补充适用范围。", address="/scope")
    propose(filing, act.decided)
    judge = decider()

    def decide():
        return act(Filing.objects.get(pk=filing.pk), judge, reasons="已核对全文").run()

    before = everything()
    for moment, after in [
        ("registry.models.Decision.save", True),
        ("registry.models.Filing.record_event", True),
        ("registry.procedure.actions.deciding.tell_decided", True),
        (COMMIT, False),
    ]:
        killed(decide, moment, after=after)
        assert everything() == before, moment
    killed(decide, COMMIT, after=True)
    after_all = everything()
    with pytest.raises(WrongState, match="was not carried out"):
        decide()
    assert everything() == after_all
    assert Decision.objects.count() == 1


def test_a_killed_import_goes_on_where_it_stopped(own_database, tmp_path):
    author = PersonFactory(role=Role.AUTHOR)
    body = author.memberships.get().organisation
    documents = [{**valid_document(), "rule_number": f"R-{n}"} for n in range(3)]
    file = tmp_path / "all.jsonl"
    file.write_text("\n".join(map(json.dumps, documents)))

    def run():
        said = StringIO()
        call_command("import_documents", str(file), body=body.approval_no, stdout=said)
        return said.getvalue().strip()

    killed(run, "schemes.importing.drafting.begin_scheme", after=True, count=2)
    assert Scheme.objects.count() == 1
    killed(run, COMMIT, after=True)
    assert Scheme.objects.count() == 2
    assert run() == "1 document imported, 2 imported earlier, 0 refused, 0 unreadable"
    numbers = Scheme.objects.values_list("rule_number", flat=True)
    assert sorted(numbers) == ["R-0", "R-1", "R-2"]


@pytest.mark.parametrize(
    ("moment", "after", "received"),
    [
        ("django.core.mail.backends.smtp.EmailBackend.send_messages", False, 1),
        ("portal.core.leases.finish", True, 1),
        # Between the server's word and our note of it: the one moment that SMTP leaves open.
        ("portal.core.leases.finish", False, 2),
    ],
)
def test_a_mail_survives_a_killed_worker(own_database, mail_server, moment, after, received):
    send_later("receipt", ["a@test.example"], WORDS)
    killed(lambda: outbox.deliver_next(Queue.MAIL), moment, after=after)
    assert outbox.deliver_next(Queue.MAIL) is None

    leases_run_out()
    while outbox.deliver_next(Queue.MAIL) is not None:
        pass
    assert len(mail_server.received) == received
    assert mail_server.ids == {message_id(OutboxMessage.objects.get())}
    assert OutboxMessage.objects.get().state == MessageState.DELIVERED


def test_a_killed_rendering_is_made_again_and_leaves_one_file(own_database):
    version = VersionFactory(frozen=True)
    message = outbox.put("render", {"version": version.pk, "language": "zh"})
    written = "django.core.files.storage.filesystem.FileSystemStorage._save"
    killed(lambda: outbox.deliver_next(Queue.RENDERING), written, after=True)
    assert not Rendering.objects.exists()
    assert len(kept_files()) == 1

    leases_run_out()
    assert outbox.deliver(message.pk)
    assert [rendering.language for rendering in Rendering.objects.all()] == ["zh"]
    assert len(kept_files()) == 1
