"""References of records to standards: by number in a table, by id in a document."""

from __future__ import annotations

from typing import Any

from portal.core.standard_numbers import StandardNumber
from schemes.blueprints import Blueprint
from schemes.documents import Document, find, ids_of, mint_id
from schemes.documents.addresses import child, parse
from schemes.documents.editing import append
from schemes.from_word.recognising.standards import FactsOf, Standards, citations_in


def resolver(blueprint: Blueprint, facts_of: FactsOf) -> Any:
    """A function that puts ids of bases in place of numbers; a number that is none is added.

    A standard that only a table names becomes a basis, as a test method or a basis by the name of
    the column.
    """

    def resolve(
        document: Document, address: str, record: dict[str, Any]
    ) -> tuple[Document, dict[str, Any]]:
        node = blueprint.node_at((*parse(address), "-"))
        for part in node.children() if node is not None else ():
            named = record.get(part.name)
            if part.reference == "/basis" and isinstance(named, str):
                document, identity = _basis(document, named, part.name, facts_of)
                if identity:
                    record[part.name] = identity
                else:
                    del record[part.name]
        return document, record

    return resolve


def _basis(document: Document, named: str, part: str, facts_of: FactsOf) -> tuple[Document, str]:
    cited = next(citations_in(named), None)
    if cited is None:
        return document, ""
    number = StandardNumber.of(cited[0])
    bases = find(document, "/basis")
    for basis in bases if isinstance(bases, list) else []:
        if StandardNumber.of(str(basis.get("ref", ""))).form == number.form:
            return document, str(basis["id"])
    role = "test_method" if part == "method_ref" else "certification_basis"
    record = Standards(facts_of).record(cited[0], cited[1], role)
    identity = mint_id("ba", ids_of(document))
    return append(document, child("", "basis"), {"id": identity, **record}), identity
