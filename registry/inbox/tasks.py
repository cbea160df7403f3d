"""What waits for a person, wherever they work: of a body, at the desk, or in both.

Nothing is kept for it. Each task follows from the state of a record, so it is there exactly as
long as something has to be done, and for exactly those who may do it.
"""

from __future__ import annotations

from collections.abc import Iterator

from portal.accounts.models import User
from portal.accounts.permissions import authors_of
from registry.inbox.at_the_desk import tasks_at_the_desk
from registry.inbox.task import SHOWN, Task
from registry.workspace.caveats import concerned, tasks_for
from registry.workspace.waiting import of_the_body, offered


def tasks_of(user: User) -> list[Task]:
    """Everything that waits for the person, the most urgent first."""
    found = [*_in_the_workspace(user), *tasks_at_the_desk(user)]
    return sorted(found, key=lambda task: task.last_day)


def _in_the_workspace(user: User) -> Iterator[Task]:
    """What the first page of the workspace lists too; who is of no body can be offered a role."""
    is_of_body = authors_of(user).exists()
    for one in [*offered(user), *(of_the_body(user) if is_of_body else ())]:
        yield Task(one.label, one.title, one.href, one.due, one.clock, is_of_body=True)
    if not is_of_body:
        return
    for caveat in tasks_for(user, list(concerned(user)[:SHOWN])):
        links = caveat.links
        place = links[0].href if links else caveat.place_href
        yield Task(caveat.label, str(caveat.publication.entry.scheme), place)
