"""One text, one digest."""

import json

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
