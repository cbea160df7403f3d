"""Fields whose value is chosen: codes, several codes, references, and lists of lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from schemes.designer.fields.base import Leaf
from schemes.designer.fields.plain import words_of
from schemes.designer.posted import SHOWN, Posted
from schemes.designer.values import ABSENT, number_of
from schemes.documents import text
from schemes.reading.phrases import referable, width_of

#: The longest option that fits into half a line, counted in Latin letters.
WIDEST_OPTION = 34


@dataclass(frozen=True)
class Option:
    """One thing to choose. One that is not known any more is kept, and named as such."""

    value: str
    label: str
    is_chosen: bool = False
    is_known: bool = True


class ChoiceField(Leaf):
    """One code of a list, or the name of another item."""

    control = "designer/fields/_select.html"

    @property
    def is_short(self) -> bool:  # type: ignore[override]
        """Whether another field fits beside it: not beside long options."""
        return all(width_of(option.label) <= WIDEST_OPTION for option in self.options)

    def shown(self) -> tuple[str, ...]:
        """The code."""
        return (words_of(self.value),)

    def meaning(self, words: tuple[str, ...]) -> Any:
        """The code, in the type that the blueprint gives it."""
        codes = {str(code): code for code in self.node.schema.get("enum", ())}
        return codes.get(words[0], words[0].strip() or ABSENT)

    @property
    def options(self) -> list[Option]:
        """What can be chosen, and the present value even when it is not among that."""
        chosen = self.shown()[0]
        known = self.known()
        options = [Option(value, label, value == chosen) for value, label in known]
        if chosen and chosen not in dict(known):
            options.append(Option(chosen, chosen, is_chosen=True, is_known=False))
        return options

    def known(self) -> list[tuple[str, str]]:
        """Codes with their labels."""
        labels = self.node.labels
        return [
            (str(code), text(labels.get(str(code)), self.around.language) or str(code))
            for code in self.node.schema.get("enum", ())
        ]


class ReferenceField(ChoiceField):
    """The name of an item of another list."""

    def known(self) -> list[tuple[str, str]]:
        """The items of that list with their names."""
        return items_to_refer_to(self, self.node.reference or "")


class ChoicesField(Leaf):
    """Several codes; a box for each."""

    template = "designer/fields/group.html"
    control = "designer/fields/_boxes.html"

    def shown(self) -> tuple[str, ...]:
        """The boxes that are ticked, in a fixed order."""
        return tuple(sorted(set(self._codes())))

    @property
    def first_control(self) -> str:
        """The first box."""
        return f"{self.input_id}-1"

    def submitted(self, posted: Posted) -> tuple[str, ...] | None:
        """The boxes that were ticked, in the same order."""
        if not posted.has(self.name + SHOWN):
            return None
        return tuple(sorted(set(posted.all(self.name))))

    def meaning(self, words: tuple[str, ...]) -> Any:
        """What stays keeps its place; what is new follows in the order of the boxes."""
        kept = [code for code in self._codes() if code in words]
        new = [value for value, _label in self.known() if value in words and value not in kept]
        others = [word for word in words if word not in kept and word not in new and word]
        return [*kept, *new, *others] or ABSENT

    @property
    def options(self) -> list[Option]:
        """All boxes, with those of unknown codes at the end."""
        codes = self._codes()
        known = self.known()
        options = [Option(value, label, value in codes) for value, label in known]
        names = dict(known)
        unknown = dict.fromkeys(code for code in codes if code not in names)
        return options + [Option(code, code, is_chosen=True, is_known=False) for code in unknown]

    def known(self) -> list[tuple[str, str]]:
        """Codes with their labels, items to refer to, or what the surroundings suggest."""
        item = self.node.item()
        if item.reference:
            return items_to_refer_to(self, item.reference)
        if self.address in self.around.suggestions:
            return self.around.suggestions[self.address]
        return [
            (str(code), text(self.node.labels.get(str(code)), self.around.language) or str(code))
            for code in item.schema.get("enum", ())
        ]

    def _codes(self) -> list[str]:
        return [str(code) for code in self.value] if self.is_filled else []


class LinesField(Leaf):
    """A list of plain words or numbers, one in each line."""

    control = "designer/fields/_lines.html"

    def shown(self) -> tuple[str, ...]:
        """The lines."""
        return ("\n".join(map(words_of, self.value)) if self.is_filled else "",)

    def meaning(self, words: tuple[str, ...]) -> Any:
        """The lines that say something."""
        lines = [line.strip() for line in words[0].split("\n") if line.strip()]
        if self.node.item().kind in ("number", "integer"):
            return [number_of(line) for line in lines] or ABSENT
        return lines or ABSENT

    @property
    def text(self) -> str:
        """What stands in the text area."""
        return self.shown()[0]

    @property
    def rows(self) -> int:
        """One line more than there are."""
        return min(max(len(self.text.split("\n")) + 1, 3), 12)


def items_to_refer_to(field: Leaf, reference: str) -> list[tuple[str, str]]:
    """The items that a reference may name: (value, name); worked out once for each form."""
    around = field.around
    if reference not in around.named_items:
        reader = around.reader
        around.named_items[reference] = [
            (value, reader.summary_at(address, item) or value)
            for address, value, item in referable(around.blueprint, around.document, reference)
        ]
    return around.named_items[reference]
