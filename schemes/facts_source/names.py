"""What the rows of registers name and what documents name, and so which row touches which document.

Facts are gathered by these names; staleness, recheck and impact ask by them whether a row could
change what is found in a document. So none of them overlooks what a rule finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from portal.core.folding import identity
from portal.core.standard_numbers import StandardNumber, numbers_in
from portal.reference.registers import Row, parts_of
from schemes.models import Version
from schemes.rules.lenient import at, codes, record, records, word

#: The kind of thing that is named, and the thing in the form that all its spellings share.
Name = tuple[str, str]
BODY, FIELD, ITEM, STANDARD = "body", "field", "item", "standard"


def names_in_row(register: str, row: Row) -> frozenset[Name] | None:
    """What a row names; None where it may concern every document, as a limit does."""
    read = _READ.get(register)
    return None if read is None else frozenset(read(row))


def names_in_version(version: Version) -> frozenset[Name]:
    """What the document of a version names, and the body that files it."""
    return names_in(version.document, version.scheme.organisation.approval_no)


def names_in(document: Any, approval_no: str) -> frozenset[Name]:
    """What a document of whatever shape names, and the body with this approval number."""
    return frozenset([_body(approval_no), *_named_in(document)])


def touches(register: str, row: Row | None, names: frozenset[Name]) -> bool:
    """Whether a row could change what is found in a document with these names."""
    if row is None:
        return False
    found = names_in_row(register, row)
    return found is None or not found.isdisjoint(names)


def standards_listed(texts: Iterable[str]) -> frozenset[StandardNumber]:
    """The standards that the entries of a list in a row name."""
    return frozenset(number for text in texts for number in numbers_in(text))


def operators_in(document: Any) -> list[str]:
    """The approval numbers of the bodies that operate a scheme, as the register has them."""
    found = (operator.get("approval_no") for _address, operator in records(document, "operators"))
    return [identity(number) for number in found if isinstance(number, str)]


def _named_in(document: Any) -> Iterator[Name]:
    owner = word(record(document, "owner").get("approval_no"))
    yield from map(_body, filter(None, [owner, *operators_in(document)]))
    refs = (word(basis.get("ref")) for _address, basis in records(document, "basis"))
    yield from (_standard(number) for ref in refs if ref for number in numbers_in(ref))
    yield from ((FIELD, field) for field in codes(at(document, "domains")))
    items = codes(at(document, "scope", "ccc_overlap", "items"))
    yield from ((ITEM, item) for item in items)


def _body(approval_no: str) -> Name:
    return BODY, identity(approval_no)


def _standard(number: StandardNumber) -> Name:
    """Of another year, or another kind, it is still the same standard to some rule."""
    return STANDARD, number.series


def _standards_of_item(row: Row) -> Iterable[Name]:
    listed = standards_listed(parts_of(row.get("standards", "")))
    return [(ITEM, row.get("code", "")), *map(_standard, listed)]


def _editions_of_transition(row: Row) -> Iterable[Name]:
    editions = (row.get(name, "") for name in ("old_edition", "new_edition"))
    return [_standard(number) for edition in editions for number in numbers_in(edition)]


#: The registers whose rows name something; a row of any other may concern every document.
_READ: Mapping[str, Callable[[Row], Iterable[Name]]] = {
    "approvals": lambda row: [_body(row.get("organisation", ""))],
    "bodies": lambda row: [_body(row.get("approval_no", ""))],
    "ccc-items": _standards_of_item,
    "fields": lambda row: [(FIELD, row.get("key", ""))],
    "standard-transitions": _editions_of_transition,
    "standards": lambda row: map(_standard, numbers_in(row.get("number", ""))),
}
