"""Equal items of a list, found by one look at each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from jsonschema import ValidationError
from jsonschema.protocols import Validator
from rfc8785 import CanonicalizationError

from schemes.documents import canonical


def repeated(items: list[Any]) -> list[int]:
    """The positions of the items that equal an earlier one, as JSON: 1 is 1.0 and not true."""
    seen: set[bytes] = set()
    again = []
    for index, item in enumerate(items):
        form = _form(item)
        if form in seen:
            again.append(index)
        seen.add(form)
    return again


def _form(item: Any) -> bytes:
    """The same for equal items. Numbers that JCS cannot hold are compared by their digits."""
    try:
        return canonical(item)
    except CanonicalizationError:
        return json.dumps(item, sort_keys=True).encode()


def unique_items(
    validator: Validator, wanted: bool, instance: Any, schema: Any
) -> Iterator[ValidationError]:
    """The keyword `uniqueItems`; that of `jsonschema` compares each object with each other."""
    if wanted and isinstance(instance, list) and repeated(instance):
        yield ValidationError("an item stands twice in the list")
