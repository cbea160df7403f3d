"""The schema of a blueprint as `jsonschema-rs` is to be given it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from schemes.validation.formats import CERTAIN, is_day, is_uri
from schemes.validation.patterns import matches, pattern_for_rust

_FORMATS: Mapping[str, Callable[[object], bool]] = {"date": is_day, "uri": is_uri}
_OF_SCHEMAS = ("properties", "$defs")
_OF_ONE = ("items", "if", "then", "else")
_OF_SEVERAL = ("oneOf", "allOf")


@dataclass
class Rewriting:
    """Rewrites a schema; patterns that only RE2 can judge become formats of their own.

    With `certain`, a pattern takes the place of each of the dialect's formats, which makes the
    schema quicker and stricter, never more lenient.
    """

    certain: bool
    #: What the rewritten schema needs: where it is empty, the validator is quicker.
    formats: dict[str, Callable[[object], bool]] = field(default_factory=dict)

    def rewritten(self, schema: Any) -> Any:
        """The schema with the same meaning, without annotations."""
        if not isinstance(schema, Mapping):
            return schema
        made: dict[str, Any] = {}
        more: list[dict[str, str]] = []
        for keyword, value in schema.items():
            if keyword in _OF_SCHEMAS:
                made[keyword] = {name: self.rewritten(part) for name, part in value.items()}
            elif keyword in _OF_ONE:
                made[keyword] = self.rewritten(value)
            elif keyword in _OF_SEVERAL:
                made[keyword] = [self.rewritten(part) for part in value]
            elif keyword in ("pattern", "format"):
                more.append(self._pattern(value) if keyword == "pattern" else self._format(value))
            elif not keyword.startswith("x-"):
                made[keyword] = value
        if len(more) == 1:
            made.update(more[0])
        elif more:
            made["allOf"] = [*made.get("allOf", ()), *more]
        return made

    def _pattern(self, pattern: str) -> dict[str, str]:
        alike = pattern_for_rust(pattern)
        if alike is not None:
            return {"pattern": alike}
        name = f"pattern {pattern}"
        self.formats[name] = partial(matches, pattern)
        return {"format": name}

    def _format(self, name: str) -> dict[str, str]:
        if self.certain and name in CERTAIN:
            return {"pattern": CERTAIN[name]}
        if name in _FORMATS:
            self.formats[name] = _FORMATS[name]
        return {"format": name}
