"""The compatibility report: what a version asks otherwise than the one before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from cms.blueprints.pages import BlueprintView
from schemes.blueprint_drafts import version_before
from schemes.blueprints.compatibility.change import Change, ChangeKind
from schemes.blueprints.compatibility.report import compatibility


@dataclass(frozen=True)
class Told:
    """One change with all places where it is the same, as a shared definition makes it."""

    change: Change
    places: list[Change]


@dataclass(frozen=True)
class KindOfChange:
    """All changes of one kind."""

    kind: ChangeKind
    told: list[Told]
    count: int


class Comparison(BlueprintView):
    """All changes, breaking kinds first."""

    template_name = "cms/blueprints/compatibility.html"
    step = gettext_lazy("Compatibility report")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The report."""
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Changes by kind."""
        before = version_before(self.version)
        changes = compatibility(before.blueprint, self.version.blueprint) if before else []
        groups = grouped(changes)
        return super().get_context_data(
            before=before,
            changes=changes,
            breaking=[group for group in groups if group.told[0].change.is_breaking],
            harmless=[group for group in groups if not group.told[0].change.is_breaking],
            **kwargs,
        )


def grouped(changes: list[Change]) -> list[KindOfChange]:
    """By kind, in the order of their weight; the same words are told once with all places."""
    groups = []
    for kind in ChangeKind:
        told: dict[tuple[str, str], list[Change]] = {}
        for change in changes:
            if change.kind is kind:
                told.setdefault((change.message, change.address.rpartition("/")[2]), []).append(
                    change
                )
        if told:
            lines = [Told(places[0], places) for places in told.values()]
            groups.append(KindOfChange(kind, lines, sum(len(line.places) for line in lines)))
    return groups
