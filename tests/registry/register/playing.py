"""Acts on entries as people do them: an officer proposes, a decider carries out."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from portal.accounts.roles import Role
from portal.reference.models import NationalScheme
from registry.lifecycle import act_named
from registry.models import Entry
from registry.register.acting import ActOfTheCalendar, BodysAct, ProposedAct
from registry.register.proposing import propose_act
from tests.factories import decider, member_of, officer

#: What the form of each act says beside the reason.
WORDS: dict[str, dict[str, Any]] = {
    "suspend": {"reason_code": "fee_issue", "certificates": "remain_valid"},
    "pause": {"certificates": "remain_valid"},
    "deregister": {"plan": "none_issued"},
    "absorb": {"reason_code": "duplicate_of_national"},
    "give_notice": {"reason_code": "unclear_text", "until": ""},
    "set_condition": {"reason_code": "fee_issue", "evidence_wanted": "修订后的收费标准"},
    "remove": {"reason_code": "commitment_missing", "certificates": "remain_valid"},
}
REASON = "飞行检查发现重大风险"


def national_scheme() -> NationalScheme:
    """A scheme of the state that holds today."""
    return NationalScheme.objects.get_or_create(
        key="state-scheme",
        defaults={"number": "CNCA-X-01:2026", "title_zh": "国推方案", "category": "product"},
    )[0]


def words_of(name: str) -> dict[str, Any]:
    """Complete words for an act, as of today."""
    words = {"reason": REASON, **WORDS.get(name, {})}
    if name == "absorb":
        today = timezone.localdate()
        words |= {"national": national_scheme().key, "last_issue": today}
        words["certificates_until"] = today + timedelta(days=90)
    if name == "set_condition":
        words["due_on"] = timezone.localdate() + timedelta(days=20)
    if name in ("suspend", "pause"):
        words["until"] = timezone.localdate() + timedelta(days=30)
    return words


def play(entry: Entry, name: str, **words: Any) -> Entry:
    """Do an act on an entry as the people do whose it is; the words given replace the usual."""
    act, words = act_named(name), words_of(name) | words
    if issubclass(act, ActOfTheCalendar):
        return act(entry, None).run()
    if issubclass(act, BodysAct):
        return act(entry, member_of(entry.organisation, Role.SIGNATORY), **words).run()
    if issubclass(act, ProposedAct):
        propose_act(entry, officer(), act, **words)
        return act(entry, decider()).run()
    return act(entry, decider(), **words).run()


#: By which acts an entry that is listed comes to a state.
WAYS: dict[str, tuple[str, ...]] = {
    "listed": (),
    "suspended": ("suspend",),
    "paused": ("pause",),
    "deregistered": ("deregister",),
    "removed": ("remove",),
    "absorbed": ("absorb",),
    "frozen": ("freeze",),
}


def brought_to(entry: Entry, state: str) -> Entry:
    """The entry in a state, by real acts."""
    for name in WAYS[state]:
        entry = play(entry, name)
    return Entry.objects.get(pk=entry.pk)
