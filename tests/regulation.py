"""What the regulator's registers say in a test: how long a clock runs, which tracks are open."""

from __future__ import annotations

import datetime
from typing import Any

from registry.models import Binding, TimeLimit, TrackRule
from registry.procedure.installation import FROM_THE_BEGINNING
from tests.kept import kept


@kept(TrackRule)
def open_track(track: str, binding: str = Binding.ALLOWED, **place: Any) -> TrackRule:
    """A row that allows or requires a track, everywhere or at a place; made once."""
    names = [str(getattr(place[name], "pk", place[name])) for name in sorted(place)]
    rule, _made = TrackRule.objects.get_or_create(
        key="-".join([track, str(binding), *filter(str.isascii, names)]),
        defaults={
            "track": track,
            "binding": binding,
            "name_zh": f"办理方式：{track}",
            "why_zh": "法律规定的情形。",
            "why_en": "A law says so.",
            "basis_zh": "《测试法》第一条",
            "basis_en": "Test Law, article 1",
            **place,
        },
    )
    return rule


@kept(TimeLimit)
def limit(clock: str, amount: int, since: datetime.date = FROM_THE_BEGINNING) -> TimeLimit:
    """The limit of a clock of the filing track from a day on, in place of any other of that day."""
    row, _created = TimeLimit.objects.update_or_create(
        track="filing", clock=clock, in_force_from=since, defaults={"amount": amount}
    )
    return row
