"""Changes of owner for tests: asked for, accepted by the other body, decided by two people."""

from __future__ import annotations

from portal.accounts.roles import Role
from registry.lifecycle import act_named
from registry.models import OwnerChange
from registry.register.changing_owner import AcceptScheme, ask_for_new_owner
from registry.register.proposing import propose_act
from tests.factories import OrganisationFactory, approve, decider, member_of, officer
from tests.kept import kept

REASON = "甲方吸收合并乙方，自登记之日起承继全部认证业务。"


def signatory(body):
    """A person who signs for a body."""
    return member_of(body, Role.SIGNATORY)


def able_body(entry, **kwargs):
    """A body that is approved for the fields of an entry."""
    body = OrganisationFactory(**kwargs)
    for key in entry.version.document["domains"]:
        approve(body, key)
    return body


def ask(entry, to, **words):
    """The owner asks for another owner."""
    words = {"cause": "merger", "reason": REASON, **words}
    return ask_for_new_owner(entry, signatory(entry.organisation), to=to, **words)


@kept(OwnerChange)
def accepted(entry):
    """A change of owner that both bodies want."""
    to = able_body(entry)
    return AcceptScheme(ask(entry, to), signatory(to)).run()


def decided(entry, name="change_owner", **words):
    """Proposed by an officer, carried out by a decider."""
    act = act_named(name)
    propose_act(entry, officer(), act, reason="材料齐全，双方同意。", **words)
    return act(entry, decider()).run()


def gone_over(entry):
    """The entry after it went to another body."""
    accepted(entry)
    return decided(entry)
