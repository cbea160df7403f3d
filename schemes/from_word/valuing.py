"""What a piece would be at a part that a person chose for it."""

from __future__ import annotations

from typing import Any

from schemes.from_word.original import Kind, Piece
from schemes.from_word.quantities import in_unit_of, quantities_in
from schemes.from_word.recognising.records import Records
from schemes.from_word.recognising.tables import what_table
from schemes.from_word.vocabulary import Vocabulary, key_of, places_of

#: Kinds of parts that a piece can be laid at by hand.
TAKING = frozenset(
    {
        "localised", "records", "text", "strings", "integer", "number", "nullable", "date",
        "choice", "boolean", "url",
    }
)  # fmt: skip


def value_at(address: str, piece: Piece, picture: Any, records: Records) -> Any:
    """The value of a piece at a part; None where its words themselves are meant, or none fits."""
    node = records.vocabulary.node(address)
    if node is None:
        return None
    if node.kind == "file":
        return picture
    if node.kind == "localised":
        return None
    if node.kind == "records":
        return _record(address, piece, records)
    kind = node.inner().kind
    if kind in ("integer", "number"):
        for quantity in quantities_in(piece.text):
            number = in_unit_of(quantity, node.name, node.unit)
            if number is not None:
                return number
    if kind in ("text", "url"):
        return piece.text
    return records.value(address, node.inner(), piece.text, "", {})


def _record(address: str, piece: Piece, records: Records) -> Any:
    if piece.kind == Kind.ROW and piece.columns:
        found = what_table(piece.columns, _only(address, records.vocabulary), address)
        if found is not None and found.address == address:
            heads = {n: piece.columns[at] for at, n in found.names.items()}
            cells = {n: piece.cells[at] for at, n in found.names.items()}
            return [records.of_row(address, cells, heads)[0]]
    record = records.of_words(address, piece.text)
    return [record] if record else None


def _only(address: str, vocabulary: Vocabulary) -> Vocabulary:
    """The words of one list, with the titles of its own parts as heads of columns."""
    node = vocabulary.node(address)
    own = tuple(one for one in vocabulary.words if one.part.startswith(f"{address}/-/"))
    kept = Vocabulary(vocabulary.blueprint, own)
    if node is not None and node.kind == "records":
        columns = dict(kept.columns.get(address, {}))
        for part in node.item().children():
            for words in part.title.values():
                columns.setdefault(key_of(words), part.name)
        kept.__dict__["columns"] = {address: columns}
    return kept


def takes(address: str, vocabulary: Vocabulary) -> bool:
    """Whether a piece can be laid at a part."""
    node = vocabulary.node(address)
    return node is not None and (node.kind in TAKING or node.kind == "file") and not node.is_hidden


def parts_to_choose(vocabulary: Vocabulary) -> list[str]:
    """The parts at which pieces can be laid, in the order of the blueprint."""
    return [
        address
        for address, node in places_of(vocabulary.blueprint)
        if "/-/" not in address
        and not node.is_hidden
        and (node.kind in TAKING or node.kind == "file")
        and address not in ("/id", "/category", "/language")
        and not _below_a_file(address, vocabulary)
    ]


def _below_a_file(address: str, vocabulary: Vocabulary) -> bool:
    around = address.rpartition("/")[0]
    node = vocabulary.node(around) if around else None
    return node is not None and node.kind in ("file", "localised", "commitment")
