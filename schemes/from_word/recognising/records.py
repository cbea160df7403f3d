"""Records of lists from rows of tables and from sentences."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Any

from portal.core.folding import fold, plain
from portal.core.units import Units
from schemes.blueprints import Node
from schemes.from_word.quantities import as_number, date_in, limit_in, money_in, quantities_in
from schemes.from_word.recognising.headings import both_languages, has_chinese
from schemes.from_word.vocabulary import Vocabulary

#: The parts of a record that hold its words, by what says most.
_WORDY = ("text", "rule", "name", "definition", "risk", "cb", "qualification", "title")
#: How alike a clause and the label of a code are that mean the same.
_ALIKE = 0.55
_YES = re.compile("^(?:是|必须|必需|必备|应提交|√|✓|☑|y|yes|required)$")
_OPTIONAL = re.compile("如有|如适用|适用时|必要时|可选|if any|if applicable|optional")


class Records:
    """Makes values for the parts of one blueprint."""

    def __init__(self, vocabulary: Vocabulary, units: Units) -> None:
        self.vocabulary = vocabulary
        self.units = units

    def of_words(self, address: str, words: str, language: str = "zh") -> dict[str, Any] | None:
        """The record of a list that a sentence makes; None where no part of it holds words."""
        node = self.vocabulary.node(address)
        if node is None or node.kind != "records":
            return None
        item = node.item()
        parts = {part.name: part for part in item.children()}
        name = next(
            (n for n in _WORDY if n in parts and parts[n].kind == "localised"), None
        ) or next((n for n, part in parts.items() if part.kind == "localised"), None)
        if name is None:
            return None
        record: dict[str, Any] = {name: {language: words.rstrip("；;")}}
        for part in item.children():
            if part.kind == "choice" and part.name != "unit":
                code = self.code_in(f"{address}/-/{part.name}", part, words)
                if code:
                    record[part.name] = code
            elif part.name == "mandatory" and part.kind == "boolean":
                record[part.name] = not _OPTIONAL.search(fold(words))
        return record

    def code_in(self, address: str, node: Node, words: str) -> str:
        """The code that some words mean: its word stands in them, or they are much alike."""
        folded = fold(words)
        for word, code in self.vocabulary.codes.get(address, ()):
            if len(word) > 1 and fold(word) in folded:
                return code
        best = [
            (difflib.SequenceMatcher(None, folded, fold(str(label.get("zh", "")))).ratio(), code)
            for code, label in node.labels.items()
        ]
        ratio, code = max(best, default=(0.0, ""))
        return code if ratio >= _ALIKE else ""

    def of_row(
        self, address: str, cells: Mapping[str, str], heads: Mapping[str, str]
    ) -> tuple[dict[str, Any], list[str]]:
        """A record from a row: its parts by name, and the words of cells that could not be read.

        `heads` are the words above the columns.
        """
        node = self.vocabulary.node(address)
        item = node.item() if node is not None and node.kind == "records" else node
        record: dict[str, Any] = {}
        left: list[str] = []
        for name, words in cells.items():
            part = item.child(name) if item is not None else None
            if part is None or not words.strip():
                continue
            value = self.value(f"{address}/-/{name}", part, words, heads.get(name, ""), record)
            if value is None:
                left.append(f"{heads.get(name, '')}：{words}")
            else:
                record[name] = value
        self._complete(item, record)
        return record, left

    def value(self, address: str, node: Node, words: str, head: str, record: dict[str, Any]) -> Any:
        """What a part would hold for some words; None where they are nothing of its kind.

        What a price says beside its amount (currency, unit) is put into the record.
        """
        kind = node.inner().kind if node.kind == "nullable" else node.kind
        if kind == "localised":
            return in_languages(words, head)
        if kind == "choice":
            code = self.code_in(address, node, words)
            if not code and "other" in node.labels:
                record["name"] = in_languages(words, head)
                return "other"
            return code or None
        if kind == "variant":
            return self._amount(words, head, record)
        if kind in ("number", "integer"):
            return _number(words)
        if kind == "boolean":
            return bool(_YES.match(fold(words).strip()))
        if kind == "date":
            return date_in(words) or None
        if kind == "strings":
            return [one for one in re.split("[、;；\n]", words) if one.strip()]
        return plain(words) if kind == "text" else None

    @staticmethod
    def _amount(words: str, head: str, record: dict[str, Any]) -> Any:
        money = money_in(words, head)
        if money is None:
            return None
        record["currency"] = money.currency
        if money.unit and "unit" not in record:
            record["unit"] = {"zh": money.unit}
        return dict(money.amount)

    def _complete(self, item: Node | None, record: dict[str, Any]) -> None:
        """What follows from other parts of a record: a threshold from its words."""
        if item is None:
            return
        limit = item.child("threshold")
        words = record.get("text")
        if limit is not None and isinstance(words, dict) and "threshold" not in record:
            found = limit_in(str(words.get("zh", "")), self.units)
            if found is not None:
                record["threshold"] = found
        unit = record.get("unit")
        if "amount" in record and isinstance(unit, dict):
            # 元/人日 in a column of units: the currency is said already.
            record["unit"] = {k: re.sub(r"^(?:人民币)?元\s*/?\s*", "", v) for k, v in unit.items()}
            if not any(record["unit"].values()):
                del record["unit"]


def in_languages(words: str, head: str = "") -> dict[str, str]:
    """A localised text; where the head of its column is in both languages, the words are too."""
    zh, en = both_languages(" ".join(words.split())) if all(both_languages(head)) else ("", "")
    if zh and en:
        return {"zh": zh, "en": en}
    return (
        {"zh" if has_chinese(words) or not words.isascii() else "en": words.strip()}
        if (has_chinese(words))
        else {"zh": words.strip()}
    )


def _number(words: str) -> float | None:
    plain_number = as_number(words)
    if plain_number is not None:
        return plain_number
    quantity = next(quantities_in(words), None)
    if quantity is not None:
        return quantity.number
    found = re.search(r"\d+(?:\.\d+)?", fold(words).replace(",", ""))
    return as_number(found[0]) if found else None
