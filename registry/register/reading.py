"""Who of a body opened a letter or a correction notice first, and when: its delivery (送达).

Opening the page or the file counts, of those alone who work for the body that it went to.
"""

from __future__ import annotations

from portal.accounts.models import User
from portal.accounts.permissions import has_permission
from portal.accounts.roles import Permission
from registry.models import Letter, LetterReading, Notice


def note_reading(sent: Letter | Notice, user: User) -> None:
    """Keep that a person opened what was sent to their body, the first time that they do.

    Of anybody else, such as an officer who looks at it, nothing is kept.
    """
    is_letter = isinstance(sent, Letter)
    body = sent.organisation if isinstance(sent, Letter) else sent.filing.organisation
    if not has_permission(user, Permission.WORK, body):
        return
    which = {"letter" if is_letter else "notice": sent}
    LetterReading.objects.get_or_create(**which, person=user, defaults={"sha256": sent.sha256})
