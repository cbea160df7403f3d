"""Fields of one value that is typed: text, numbers, dates, yes or no."""

from __future__ import annotations

import json
from typing import Any

from schemes.designer.fields.base import Leaf
from schemes.designer.identifiers import kept_as
from schemes.designer.posted import NONE, UNTIL, Posted
from schemes.designer.values import ABSENT, clean, date_of, is_day, is_number, number_of, text_of
from schemes.reading.phrases import width_of


def words_of(value: Any) -> str:
    """A text or number as it stands in an input."""
    if value is ABSENT or value is None:
        return ""
    return json.dumps(value) if is_number(value) else clean(str(value))


#: What a line of a text area holds beside another, counted in Latin letters.
FULL_LINE = 36


class TextField(Leaf):
    """A text of one line or of several."""

    control = "designer/fields/_text.html"

    def shown(self) -> tuple[str, ...]:
        """The text itself."""
        return (words_of(self.value),)

    def meaning(self, words: tuple[str, ...]) -> Any:
        """The text without the blanks around it; a text of one line has no line ends."""
        return text_of(words[0] if self.is_long else " ".join(words[0].split("\n")))

    def read(self, posted: Posted) -> Any:
        """The text that was typed; of an identifier the one spelling, which is noted."""
        value = super().read(posted)
        if value is self.value or not isinstance(value, str):
            return value
        kept = kept_as(self.address, value)
        if kept != value:
            posted.kept_as.append(kept)
        return kept

    @property
    def text(self) -> str:
        """What stands in the input."""
        return self.shown()[0]

    @property
    def is_long(self) -> bool:
        """Whether it needs several lines; a browser would drop line ends from a single one."""
        return self.node.is_long or "\n" in self.text

    @property
    def is_short(self) -> bool:  # type: ignore[override]
        """Whether another field fits beside it."""
        return bool(self.width) and not self.is_area

    @property
    def is_area(self) -> bool:
        """Whether it is shown in a text area: also a title that a single line would cut off."""
        return self.is_long or width_of(self.text) > FULL_LINE

    @property
    def rows(self) -> int:
        """Lines of the text area, by the length of the text."""
        lines = sum(1 + width_of(line) // FULL_LINE for line in self.text.split("\n"))
        return min(max(lines + 1, 3), 16) if self.is_long else lines

    @property
    def input_type(self) -> str:
        """The type of a one-line input."""
        return "url" if self.node.kind == "url" else "text"

    @property
    def width(self) -> str:
        """A class of GOV.UK Frontend for inputs whose content is short by nature."""
        longest = self.node.schema.get("maxLength", 1000)
        return "govuk-input--width-20" if longest <= 40 and self.node.kind != "url" else ""


class NumberField(TextField):
    """A number. It is a text input: number inputs of browsers throw away what is no number."""

    control = "designer/fields/_number.html"
    is_short = True

    def meaning(self, words: tuple[str, ...]) -> Any:
        """The number, or what was typed."""
        return number_of(words[0])


class DateField(TextField):
    """A day; what is no day is shown again as typed, which a date input could not."""

    control = "designer/fields/_date.html"
    is_short = True

    def meaning(self, words: tuple[str, ...]) -> Any:
        """The day, or what was typed."""
        return date_of(words[0])

    @property
    def input_type(self) -> str:
        """A date input where it can show the value."""
        return "date" if not self.text or is_day(self.value) else "text"


class BooleanField(Leaf):
    """Yes, no, or not said."""

    template = "designer/fields/group.html"
    control = "designer/fields/_boolean.html"
    is_short = True
    _SENT = {True: "yes", False: "no"}

    def shown(self) -> tuple[str, ...]:
        """The radio button that is chosen."""
        return (self._SENT.get(self.value, "") if isinstance(self.value, bool) else "",)

    def meaning(self, words: tuple[str, ...]) -> Any:
        """True, false or absent."""
        return {"yes": True, "no": False}.get(words[0], ABSENT)

    @property
    def answer(self) -> str:
        """`yes`, `no` or nothing."""
        return self.shown()[0]


class NullableField(Leaf):
    """A number or text that may also be expressly none."""

    template = "designer/fields/group.html"
    control = "designer/fields/_nullable.html"
    is_short = True

    def shown(self) -> tuple[str, ...]:
        """The text of the input, and whether the box is ticked."""
        return (words_of(self.value), "on" if self.value is None else "")

    def submitted(self, posted: Posted) -> tuple[str, ...] | None:
        """Both inputs."""
        if not posted.has(self.name):
            return None
        return (posted.get(self.name), "on" if posted.has(self.name + NONE) else "")

    def meaning(self, words: tuple[str, ...]) -> Any:
        """What was changed counts; where both were, the number does."""
        typed, ticked = words
        if ticked and (not typed.strip() or typed == self.shown()[0]):
            return None
        is_numeric = self.node.inner().kind in ("number", "integer")
        return number_of(typed) if is_numeric else text_of(typed)

    @property
    def text(self) -> str:
        """What stands in the input."""
        return self.shown()[0]

    @property
    def is_none(self) -> bool:
        """Whether the value is expressly none."""
        return self.value is None


class RangeField(Leaf):
    """One number, or a lower and an upper one."""

    template = "designer/fields/group.html"
    control = "designer/fields/_range.html"
    is_short = True

    def shown(self) -> tuple[str, ...]:
        """The lower or only number, and the upper one."""
        if isinstance(self.value, list):
            low, high = ([*self.value, ABSENT, ABSENT])[:2]
            return (words_of(low), words_of(high))
        return (words_of(self.value), "")

    def submitted(self, posted: Posted) -> tuple[str, ...] | None:
        """Both inputs."""
        if not posted.has(self.name):
            return None
        return (posted.get(self.name), posted.get(self.name + UNTIL))

    def meaning(self, words: tuple[str, ...]) -> Any:
        """A pair when the second is there, else one number."""
        low, high = (number_of(word) for word in words)
        if high is ABSENT:
            return low
        return [high] if low is ABSENT else [low, high]

    @property
    def low(self) -> str:
        """What stands in the first input."""
        return self.shown()[0]

    @property
    def high(self) -> str:
        """What stands in the second input."""
        return self.shown()[1]
