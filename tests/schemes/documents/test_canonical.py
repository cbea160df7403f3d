"""One text, one digest."""

import json
import random
from typing import Any

import pytest
import rfc8785

from schemes.documents import canonical, digest, signing_digest
from tests.documents import valid_document


def test_order_of_names_does_not_change_the_digest() -> None:
    document = valid_document()
    turned = json.loads(json.dumps(document))
    turned = dict(reversed(turned.items()))
    assert list(turned) != list(document)
    assert digest(turned) == digest(document)


def test_any_change_of_text_changes_the_digest() -> None:
    document = valid_document()
    before = digest(document)
    document["title"]["zh"] += " "
    assert digest(document) != before


def test_the_form_is_that_of_rfc_8785() -> None:
    value = {"numbers": [1e30, 4.50, 2e-3], "literals": [None, True], "\u20ac": "\n", "a": 1.0}
    written = '{"a":1,"literals":[null,true],"numbers":[1e+30,4.5,0.002],"\u20ac":"\\n"}'
    assert canonical(value) == written.encode()


def test_the_signature_covers_all_but_the_commitment() -> None:
    document = valid_document()
    before = signing_digest(document)
    document["commitment"]["signature"] = "another"
    assert signing_digest(document) == before
    del document["commitment"]
    assert signing_digest(document) == before
    document["risk"].pop()
    assert signing_digest(document) != before


NUMBERS = (0, -0.0, 1.0, 100.0, 0.0001, 1e-5, 1e-7, 4.5, 0.1 + 0.2, 1e15, 1e16, 1e21, 2**53 - 1, -5)
SIGNS = 'a1e.0,:中é，\n\t\b\f\r"\\/\x01\x7f\u2028\ue000\U0001f600'


def _any_value(chance: random.Random, depth: int = 0) -> Any:
    kind = chance.randrange(6 if depth < 4 else 3)
    if kind == 0:
        return chance.choice((None, True, False, *NUMBERS))
    if kind <= 2:
        return "".join(chance.choices(SIGNS, k=chance.randrange(8)))
    below = [_any_value(chance, depth + 1) for _ in range(3)]
    return below if kind == 3 else {"".join(chance.choices(SIGNS, k=2)): part for part in below}


def test_every_value_is_written_as_the_reference_writes_it() -> None:
    chance = random.Random(8785)
    for _ in range(2_000):
        value = json.loads(json.dumps(_any_value(chance)))
        assert canonical(value) == rfc8785.dumps(value), value


@pytest.mark.parametrize("value", [2**53, float("nan"), {"a": float("inf")}, {1, 2}])
def test_what_has_no_form_is_refused(value: Any) -> None:
    with pytest.raises(rfc8785.CanonicalizationError):
        canonical({"value": value})
