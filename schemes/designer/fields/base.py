"""What every field of the form is: a place of the blueprint with its value, name and findings."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from portal.core.units import Units
from portal.reference.field_names import known_fields
from portal.reference.units import KnownUnits, known_units
from schemes.blueprints import Blueprint, Node
from schemes.designer.fields.conditions import Dependence
from schemes.designer.posted import Posted
from schemes.designer.values import ABSENT
from schemes.documents import Document, text
from schemes.findings import Finding, Severity
from schemes.reading import Reader


@dataclass
class Surroundings(ABC):
    """What fields need to know beside their own place, and how the fields inside them are made."""

    blueprint: Blueprint
    document: Document
    language: str
    #: Values to choose from where the blueprint leaves a list of strings free: address → pairs.
    suggestions: Mapping[str, list[tuple[str, str]]] = field(default_factory=dict)
    #: Where a stored file can be fetched: digest → {"href", "preview"}.
    file_addresses: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    #: What was typed into parts that another answer excludes for now: name → value.
    set_aside: Mapping[str, Any] = field(default_factory=dict)
    #: The address of the item that should be open when the page appears.
    open_at: str = ""
    #: Whether items stand in the form itself: where they have no pages, as in a preview.
    are_items_inside: bool = False
    #: The page that is shown of a table: address of the list → number from 1.
    pages: Mapping[str, int] = field(default_factory=dict)
    #: The units of the register, by code.
    units: KnownUnits | Units = field(default_factory=known_units)
    places: dict[str, Field] = field(default_factory=dict)
    named_items: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    #: While the shapes that were not chosen are built: their places are not the document's.
    is_aside: bool = False

    @property
    def reader(self) -> Reader:
        """Says values in words."""
        return Reader(self.blueprint, self.document, self.language, self.units, known_fields())

    @abstractmethod
    def token(self, value: Any) -> str:
        """The fingerprint by which it is noticed that a value was saved meanwhile."""

    @abstractmethod
    def field(self, node: Node, name: str, address: str, value: Any = ABSENT) -> Field:
        """The field that edits a place; see `Field` for what its name and address are."""


class Field:
    """One place of the form.

    `name` is the name of its inputs. It equals `address`, save inside a variant, where it says
    which shape is meant: `/fees/@f1/amount|0/value`.
    """

    #: The fragment that shows the whole field.
    template: ClassVar[str] = "designer/fields/single.html"
    #: The fragment that shows its input inside label, help and findings.
    control: ClassVar[str] = ""
    #: Whether two such fields fit side by side.
    is_short: bool = False

    def __init__(
        self, around: Surroundings, node: Node, name: str, address: str, value: Any = ABSENT
    ) -> None:
        self.around = around
        self.node = node
        self.name = name
        self.address = address
        self.value = value
        self.findings: list[Finding] = []
        self.dependence: Dependence | None = None
        self.is_placed = not around.is_aside
        if self.is_placed:
            around.places.setdefault(address, self)

    def read(self, posted: Posted) -> Any:
        """The new value, or ABSENT."""
        raise NotImplementedError

    def complete(self, record: dict[str, Any], known: Container[str], posted: Posted) -> None:
        """Fill further parts of the record that this one settles; most settle none.

        `known` are the parts that the blueprint has there.
        """

    def children(self) -> Iterator[Field]:
        """The fields inside this one."""
        return iter(())

    def take(self, finding: Finding) -> None:
        """Show a finding here."""
        self.findings.append(finding)

    @property
    def label(self) -> str:
        """The name of the place in the language of the page."""
        return text(self.node.title, self.around.language) or self.node.name

    @property
    def help(self) -> str:
        """The blueprint's help in the language of the page."""
        return text(self.node.help, self.around.language)

    @property
    def unit(self) -> str:
        """The unit of a number in the language of the page."""
        return text(self.node.unit, self.around.language) if self.node.unit else ""

    @property
    def is_required(self) -> bool:
        """Whether the blueprint asks for it here and now."""
        return self.node.required or (self.dependence is not None and self.dependence.requires)

    @property
    def is_out_of_place(self) -> bool:
        """Whether it is hidden from people whose browser runs the page's script."""
        rule = self.dependence
        return rule is not None and rule.hides and not rule.holds

    @property
    def may_stay_empty(self) -> bool:
        """Whether it is empty and nothing asks for it, neither the blueprint nor a rule."""
        return not (self.is_required or self.is_filled or any(f.is_gap for f in self.findings))

    @property
    def is_filled(self) -> bool:
        """Whether there is a value."""
        return self.value is not ABSENT

    @property
    def anchor(self) -> str:
        """The `id` of the field on the page: its address, which findings link to."""
        return self.address if self.is_placed else self.name

    @property
    def input_id(self) -> str:
        """The `id` of its first input."""
        return f"in{self.name}"

    @property
    def first_control(self) -> str:
        """The `id` of the control at which a person begins to fill it in."""
        return self.input_id

    @property
    def head(self) -> str:
        """The `id` of the control that stands for the whole of it."""
        return self.first_control

    @property
    def described_by(self) -> str:
        """The ids of help and findings, for `aria-describedby`."""
        ids = [f"{self.input_id}-help"] if self.help else []
        if self.findings:
            ids.append(f"{self.input_id}-findings")
        return " ".join(ids)

    @property
    def has_error(self) -> bool:
        """Whether something typed is wrong here; what is only missing is not shown in red."""
        return any(is_wrong(finding) for finding in self.findings)

    def all_findings(self) -> Iterator[Finding]:
        """Findings here and below."""
        yield from self.findings
        for child in self.children():
            yield from child.all_findings()

    @property
    def has_findings(self) -> bool:
        """Whether there is any finding here or below."""
        return next(self.all_findings(), None) is not None


def is_wrong(finding: Finding) -> bool:
    """Whether a finding is an error about something that is there."""
    return finding.severity is Severity.ERROR and not is_missing(finding)


def is_missing(finding: Finding) -> bool:
    """Whether a finding only says that something is still to be filled in."""
    return finding.is_gap


class Leaf(Field):
    """A field without parts. What comes back as it was shown keeps its stored value exactly."""

    def shown(self) -> tuple[str, ...]:
        """What the form shows for the stored value, as the browser would send it back."""
        raise NotImplementedError

    def submitted(self, posted: Posted) -> tuple[str, ...] | None:
        """What was sent, or None when the form did not show this field."""
        return (posted.get(self.name),) if posted.has(self.name) else None

    def meaning(self, words: tuple[str, ...]) -> Any:
        """The value that new words mean."""
        raise NotImplementedError

    def read(self, posted: Posted) -> Any:
        """The stored value when nothing was changed, else what the words mean."""
        words = self.submitted(posted)
        if words is None or words == self.shown():
            return self.value
        return self.meaning(words)
