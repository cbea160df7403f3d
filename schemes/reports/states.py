"""What a check report is computed from, in a form that can be kept and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from django.utils import timezone

from portal.reference.changes import states
from schemes.documents import digest, find
from schemes.models import Version
from schemes.rules import ALL_RULES
from schemes.rules.lenient import day as date_in


@dataclass(frozen=True)
class ReportState:
    """All that a report of one version depends on, as far as it is written down somewhere.

    `clock` says what the day means to the document itself: for a draft the day, because it is
    judged as if signed then; for a frozen one which of the dates that rules watch have passed.

    What other bodies file meanwhile is not in it, so a report may be fresh by it and come out
    otherwise. No act rests on it: `schemes.reports.given` names all that a check is given.
    """

    day: date
    document_digest: str
    blueprint_ref: str
    blueprint_digest: str
    #: By rule id, the version of the rule.
    rules: Mapping[str, int]
    #: By register that some rule reads, its state (`portal.reference.changes.states`).
    reference: Mapping[str, str]
    clock: str

    @property
    def key(self) -> str:
        """SHA-256 over everything but the day itself."""
        parts = asdict(self)
        del parts["day"]
        return digest(parts)


def registers_read() -> frozenset[str]:
    """The registers that the judgement of some rule depends on."""
    return frozenset(key for rule in ALL_RULES for key in rule.reads)


def dates_watched() -> list[str]:
    """The addresses of the dates that some rule compares with the day of the check."""
    return sorted({address for rule in ALL_RULES for address in rule.watches})


def reference_states(day: date) -> dict[str, str]:
    """The states of the registers that rules read; the same for all versions on a day."""
    wanted = registers_read()
    return {key: state for key, state in states(day).items() if key in wanted}


def state_of(
    version: Version, day: date | None = None, reference: Mapping[str, str] | None = None
) -> ReportState:
    """What a report of the version would be computed from on a day, today by default.

    Whoever asks for many versions gives `reference_states(day)` once for all of them.
    """
    day = day or timezone.localdate()
    return ReportState(
        day=day,
        document_digest=version.digest if version.is_frozen else digest(version.document),
        blueprint_ref=version.blueprint.ref,
        blueprint_digest=version.blueprint.digest,
        rules={rule.id: rule.version for rule in ALL_RULES},
        reference=dict(reference_states(day) if reference is None else reference),
        clock=clock_of(version, day),
    )


def clock_of(version: Version, day: date) -> str:
    """What a day means to the version: it moves when a date that rules watch has passed."""
    return " ".join(dates_passed(version, day)) if version.is_frozen else day.isoformat()


def dates_passed(version: Version, day: date) -> list[str]:
    """The addresses of the dates that rules watch and that have passed."""
    return [address for address, end in _watched(version) if end < day]


def days_that_count(version: Version) -> set[date]:
    """The days on which a date of the document that rules watch has just passed."""
    ends = {end for _address, end in _watched(version)}
    return {end + timedelta(days=1) for end in ends - {date.max}}


def _watched(version: Version) -> Iterator[tuple[str, date]]:
    for address in dates_watched():
        end = date_in(find(version.document, address))
        if end is not None:
            yield address, end
