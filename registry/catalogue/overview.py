"""What a reader wants to know of a scheme before its chapters: who, how, by what, for how much.

Made from the document; every line leads to its place in the full text, and bodies and standards
to what this register says about them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from portal.accounts.models import Organisation
from portal.reference.declarations import STANDARDS
from portal.reference.field_names import known_fields
from portal.reference.models import Standard as StandardRow
from portal.reference.units import known_units
from portal.reference.uris import row_path
from schemes.blueprints import Blueprint
from schemes.documents import Document, find
from schemes.reading import Reader, Value

CERTIFICATE_FACTS = (
    "/certificate/validity_months",
    "/process/surveillance/interval_months",
    "/process/recertification/before_expiry_months",
    "/certificate/suspension/max_months",
    "/certificate/numbering/example",
    "/certificate/publication/channel",
    "/complaints_appeals/complaint_days",
)
MARK_FACTS = (
    "/mark/name",
    "/mark/description",
    "/mark/claim_limits",
    "/mark/min_size/print_mm",
    "/mark/licensing/grant_condition",
    "/mark/licensing/licensee_register",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A name with its words, and the place that they come from."""

    address: str
    title: str
    value: Value


@dataclass(frozen=True, slots=True)
class Certifier:
    """A body that certifies under the scheme, under which approval."""

    name: Value
    approval_no: str
    slug: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A function of conformity assessment and the activities that the scheme uses for it."""

    name: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One requirement in short."""

    id: str
    title: Value
    threshold: Value
    standard: str
    clause: str


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard in short."""

    address: str
    ref: str
    title: Value
    status: Value
    #: The page of its row in the public register of standards; empty where it has none.
    row_href: str


@dataclass(frozen=True, slots=True)
class Fee:
    """One fee in short."""

    address: str
    item: Value
    amount: Value
    unit: Value
    payer: Value


class Overview:
    """The short reading of one document in one language. Use it with that language active."""

    def __init__(self, blueprint: Blueprint, document: Document, language: str) -> None:
        self.document = document
        self.blueprint = blueprint
        self.reader = Reader(blueprint, document, language, known_units(), known_fields())

    def words(self, address: str) -> Value:
        """What stands at a place, in words; empty where there is nothing."""
        node = self.blueprint.node_at(address.split("/")[1:])
        value = find(self.document, address)
        if node is None or value is None:
            return Value()
        return self.reader.value(node, value)

    def facts(self, addresses: tuple[str, ...]) -> list[Fact]:
        """The places that say something, each with its name."""
        found = []
        for address in addresses:
            node = self.blueprint.node_at(address.split("/")[1:])
            words = self.words(address)
            if node is not None and words:
                found.append(Fact(address, self.reader.title(node), words))
        return found

    @property
    def objects(self) -> list[Value]:
        """What is certified."""
        return [self._part("/scope/objects", one, "name") for one in self._items("/scope/objects")]

    @property
    def scheme_type(self) -> Value:
        """The type of scheme (ISO/IEC 17067)."""
        return self.words("/process/scheme_type")

    @property
    def certificate(self) -> list[Fact]:
        """The rules of the certificate."""
        return self.facts(CERTIFICATE_FACTS)

    @property
    def mark(self) -> list[Fact]:
        """The rules of the mark."""
        return self.facts(MARK_FACTS) if self.document.get("mark") else []

    def certifiers(self) -> list[Certifier]:
        """The bodies that certify, with the pages that this register has about them."""
        operators = list(self._items("/operators"))
        numbers = [str(one.get("approval_no", "")) for one in operators]
        slugs = dict(
            Organisation.objects.filter(approval_no__in=numbers)
            .exclude(approval_no="")
            .values_list("approval_no", "slug")
        )
        return [
            Certifier(self._part("/operators", one, "cb"), number, slugs.get(number, ""))
            for one, number in zip(operators, numbers, strict=True)
        ]

    @property
    def accreditation(self) -> list[str]:
        """By whom the body is accredited for this, in lines."""
        names = ("body", "standard", "scope", "status")
        return [
            " · ".join(str(words) for n in names if (words := self._part("/accreditation", one, n)))
            for one in self._items("/accreditation")
        ]

    @property
    def lanes(self) -> list[Lane]:
        """How something is assessed: a lane for each function, also for those not used."""
        node = self.blueprint.node_at(["process", "modules"])
        if node is None:
            return []
        function, activity = node.item().child("function"), node.item().child("activity")
        if function is None or activity is None:
            return []
        modules = sorted(self._items("/process/modules"), key=lambda one: one.get("order", 0))
        return [
            Lane(
                str(self.reader.value(function, code)),
                tuple(
                    dict.fromkeys(
                        str(self.reader.value(activity, one.get("activity")))
                        for one in modules
                        if one.get("function") == code
                    )
                ),
            )
            for code in function.labels
        ]

    @property
    def criteria(self) -> list[Criterion]:
        """The requirements in short."""
        refs = {one.get("id"): str(one.get("ref", "")) for one in self._items("/basis")}
        return [
            Criterion(
                id=str(one.get("id", "")),
                title=self._part("/requirements", one, "title"),
                threshold=self._part("/requirements", one, "threshold"),
                standard=refs.get(one.get("basis_ref"), ""),
                clause=str(one.get("clause", "")),
            )
            for one in self._items("/requirements")
        ]

    def criterion_facts(self, criterion: Mapping[str, Any], elsewhere: str) -> list[Fact]:
        """Everything that one requirement says, except what it is called.

        Other places of the document are linked to on the page `elsewhere`.
        """
        place = f"/requirements/@{criterion.get('id')}"
        return [
            Fact(
                f"{place}/{part.name}",
                self.reader.title(part),
                _linked_on(elsewhere, self.reader.value(part, criterion[part.name])),
            )
            for part in self.blueprint.part("requirements").item().children()
            if part.name in criterion and part.name not in ("id", "title")
        ]

    def standards(self) -> list[Standard]:
        """The standards in short, with the pages that the register of standards has of them."""
        items = list(self._items("/basis"))
        hrefs = _rows_of_standards({str(one.get("ref", "")) for one in items})
        return [
            Standard(
                f"/basis/@{one.get('id')}",
                ref := str(one.get("ref", "")),
                self._part("/basis", one, "title"),
                self._part("/basis", one, "status"),
                hrefs.get(ref, ""),
            )
            for one in items
        ]

    @property
    def fees(self) -> list[Fee]:
        """The fees in short."""
        return [
            Fee(
                f"/fees/@{one.get('id')}",
                self._part("/fees", one, "name") or self._part("/fees", one, "item"),
                self._part("/fees", one, "amount"),
                self._part("/fees", one, "unit"),
                self._part("/fees", one, "payer"),
            )
            for one in self._items("/fees")
        ]

    def _items(self, address: str) -> Iterator[Mapping[str, Any]]:
        items = find(self.document, address)
        return (one for one in items or [] if isinstance(one, Mapping))

    def _part(self, address: str, item: Mapping[str, Any], name: str) -> Value:
        """One part of an item of a list, in words."""
        node = self.blueprint.node_at(address.split("/")[1:])
        part = node.item().child(name) if node is not None else None
        if part is None or item.get(name) is None:
            return Value()
        return self.reader.value(part, item[name])


def _rows_of_standards(refs: set[str]) -> dict[str, str]:
    """By number, the public page of the row; one query."""
    return {
        row.number: reverse("reference:row", args=[STANDARDS.key, row_path(STANDARDS, row)])
        for row in StandardRow.objects.filter(number__in=refs).only("number")
    }


def _linked_on(page: str, value: Value) -> Value:
    """The same words, with links to places of the document leading to another page."""
    link = f"{page}{value.link}" if value.link.startswith("#") else value.link
    return replace(value, link=link, parts=tuple(_linked_on(page, one) for one in value.parts))
