"""Sample documents, and the tests that read them."""

import copy
import json
from pathlib import Path
from typing import Any

DIRECTORY = Path(__file__).parent
VALID = sorted((DIRECTORY / "valid").glob("*.json"))
BROKEN = sorted((DIRECTORY / "broken").glob("*.json"))

_CONTENT = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in VALID}


def valid_document(name: str = "product") -> dict[str, Any]:
    """A copy of a valid sample, to be changed freely."""
    document: dict[str, Any] = copy.deepcopy(_CONTENT[name])
    return document


def valid_names() -> list[str]:
    """The names of the valid samples."""
    return list(_CONTENT)


#: Where the rule of a broken sample speaks, for the samples whose names do not say.
PLACES: dict[str, tuple[str, ...]] = json.loads(
    (DIRECTORY / "places.json").read_text(encoding="utf-8")
)


def pointers_of(broken: Path) -> set[str]:
    """The JSON Pointers of what is wrong in a broken sample, by its name or by `places.json`."""
    _code, _dot, place = broken.stem.partition(".")
    return {"/" + place.replace(".", "/")} if place else set(PLACES[broken.stem])
