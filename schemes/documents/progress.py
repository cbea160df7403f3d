"""How far each section of a document is: what is asked for, what is there, what is wrong."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from schemes.blueprints import Blueprint, Node
from schemes.documents.addresses import Document, parse

# Null says something (no mark); that a part is not there says nothing yet.
_ABSENT = object()


class Finding(Protocol):
    """What is counted: something of a weight (`error`, `warning`) at an address."""

    @property
    def address(self) -> str:
        """Where it lies."""

    @property
    def severity(self) -> str:
        """How much it weighs."""

    @property
    def is_gap(self) -> bool:
        """Whether it is an error that only says that something is still to be filled in."""


@dataclass(frozen=True)
class SectionProgress:
    """One section: how many fields are required and filled, how many findings it has.

    `gaps` are those of the errors that only say that something is still to be filled in.
    """

    key: str
    title: Mapping[str, str]
    required: int
    filled: int
    errors: int
    gaps: int
    warnings: int
    #: Whether the document has none of its parts.
    is_empty: bool = False

    @property
    def is_complete(self) -> bool:
        """Whether it was begun, nothing required is missing and nothing is wrong."""
        return self.filled == self.required and not self.errors and not self.is_empty

    @property
    def wrong(self) -> int:
        """How many errors are about something that is there."""
        return self.errors - self.gaps

    @property
    def is_untouched(self) -> bool:
        """Whether nothing required is there yet, or nothing at all where nothing is required."""
        return self.is_empty or (self.filled == 0 and self.required > 0)


def section_progress(
    blueprint: Blueprint, document: Document, findings: Iterable[Finding]
) -> list[SectionProgress]:
    """The progress of every section, in the order of the blueprint."""
    listed = list(findings)
    found = Counter((part_of(finding), str(finding.severity)) for finding in listed)
    gaps = Counter(part_of(finding) for finding in listed if finding.is_gap)
    result = []
    for section in blueprint.sections:
        counts = [
            _count(blueprint.part(part), document.get(part, _ABSENT))
            for part in section.parts
            if not blueprint.part(part).is_hidden
        ]
        result.append(
            SectionProgress(
                key=section.key,
                title=section.title,
                required=sum(required for required, _filled in counts),
                filled=sum(filled for _required, filled in counts),
                errors=sum(found[part, "error"] for part in section.parts),
                gaps=sum(gaps[part] for part in section.parts),
                warnings=sum(found[part, "warning"] for part in section.parts),
                is_empty=not any(part in document for part in section.parts),
            )
        )
    return result


def part_of(finding: Finding) -> str:
    """The top-level part in which a finding lies; empty for the whole document."""
    steps = parse(finding.address)
    return steps[0] if steps else ""


def _count(node: Node, value: Any) -> tuple[int, int]:
    """Required fields at and below a place, and how many of them are filled."""
    if value is _ABSENT and not node.required:
        return 0, 0
    if node.kind == "records" and isinstance(value, list) and value:
        return _sum(_count(node.item(), item) for item in value)
    shape = node.variant_of(value) if node.kind == "variant" else node
    if shape is None or shape.kind not in ("object", "variant") or not shape.children():
        if not node.required:
            return 0, 0
        return 1, int(_is_filled(node, value))
    parts = value if isinstance(value, dict) else {}
    counted = _sum(
        _count(part, parts.get(part.name, _ABSENT))
        for part in shape.children()
        if not part.is_hidden and (part.required or part.name in parts)
    )
    return counted if counted[0] or not node.required else (1, int(_is_filled(node, value)))


def _is_filled(node: Node, value: Any) -> bool:
    if value is None:
        return node.kind == "nullable" or node.variant_of(None) is not None
    if value == []:
        # A list that may be empty says something: there is none.
        return not node.schema.get("minItems")
    return value is not _ABSENT and value not in ("", {})


def _sum(counts: Iterable[tuple[int, int]]) -> tuple[int, int]:
    required = filled = 0
    for more_required, more_filled in counts:
        required += more_required
        filled += more_filled
    return required, filled
