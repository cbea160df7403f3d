"""What the outbox, summaries of errors and sentences say, so that a person knows what is meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django import forms
from django.template.loader import render_to_string

from portal.core.models import OutboxMessage
from portal.core.outbox import HANDLERS
from portal.core.templatetags.forms import errors_by_name
from registry.desk.message_words import MAILS, WORDS, words_of
from tests.factories import EntryFactory
from tests.registry.register.playing import play

pytestmark = pytest.mark.django_db

CATALOGUE = Path("portal/locale/zh_Hans/LC_MESSAGES/django.po")
#: Places that names of organisations fill; those end with a point in English often enough.
NAMES = "body|lead|owner|organisation|from_body|to_body|ministry"


def test_every_kind_of_message_has_words_of_its_own():
    assert {*HANDLERS} <= {*WORDS, *MAILS}


def test_a_message_names_the_record_and_the_organisation():
    entry = play(EntryFactory(), "suspend")
    letter = entry.letters.get()
    for kind, named in {"publish": entry.number, "letter": letter.number, "mail": ""}.items():
        for message in OutboxMessage.objects.filter(kind=kind):
            words = words_of(message)
            assert named in words
            assert kind == "mail" or entry.organisation.name in words


@pytest.mark.parametrize(
    "payload", [{}, {"entry": 0}, {"letter": 0, "language": "zh"}, {"user": 0}]
)
@pytest.mark.parametrize("kind", [*WORDS, *MAILS])
def test_a_message_about_what_is_gone_or_of_another_release_is_shown_all_the_same(kind, payload):
    assert words_of(OutboxMessage(kind=kind, payload=payload))


class _Form(forms.Form):
    ground = forms.CharField(label="Ground", max_length=3)
    until = forms.DateField(label="Until")
    said = forms.CharField(label="Reason", error_messages={"required": "Say why."})


def test_a_summary_names_the_field_where_the_words_fit_any_field():
    form = _Form({"ground": "long", "until": "x"})
    told = [line for field in form for line in errors_by_name(field)]
    assert told[0].startswith("Ground: ")
    assert told[1].startswith("Until: ")
    assert told[2] == "Say why."
    page = render_to_string("components/form_errors.html", {"form": _Form({})})
    assert "Ground: " in page
    assert "Reason: " not in page


def test_no_sentence_ends_with_a_name_that_may_end_with_a_point():
    told = re.split(r"\n\n", CATALOGUE.read_text())
    ends = re.compile(rf"%\((?:{NAMES})\)s\.(?![\w,])")
    found = [block.split("msgstr")[0] for block in told if ends.search(block.split("msgstr")[0])]
    # Of the citation the point of the name is taken off.
    cited = "catalogue/scheme_views.py"
    assert [each for each in found if cited not in each] == []
