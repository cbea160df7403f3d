"""The number of a standard: found in the register while it is typed, and bringing its facts."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django.utils import timezone

from schemes.designer.fields.plain import TextField
from schemes.designer.posted import Posted
from schemes.designer.standard_facts import facts_of


class StandardField(TextField):
    """A reference to a standard, in any spelling."""

    control = "designer/fields/_looked_up.html"
    looked_up_in = "standards"

    def complete(self, record: dict[str, Any], known: Container[str], posted: Posted) -> None:
        """Of a number that is new here, fill what nobody filled and the register knows.

        A browser with the page's script does so itself, before its quiet saves.
        """
        ref = record.get(self.node.name)
        if not posted.is_final or not isinstance(ref, str) or ref == self.value:
            return
        missing = [name for name in FACTS if name in known and name not in record]
        facts = facts_of(ref, timezone.localdate())
        record |= {name: facts[name] for name in missing if name in facts}


#: The parts beside a reference that a standard settles, by the documents' shape.
FACTS = (
    "type",
    "title",
    "issuer",
    "year",
    "dated",
    "status",
    "status_checked",
    "effective",
    "availability",
)
