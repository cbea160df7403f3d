"""The document of a rule that was filed on paper: what its row says, and the file with the text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from portal.accounts.models import Organisation
from schemes.identity import minted_identity
from schemes.models import BlueprintVersion, Scheme

#: The first version that the register knows; what is written after it is another one.
LABEL = "1.0.0"
ANNEX = "annex-1"


def document_of(
    values: Mapping[str, Any],
    scheme: Scheme,
    blueprint: BlueprintVersion,
    file: Mapping[str, Any] | None,
) -> dict[str, Any]:
    """A document by the blueprint for paper; every part of it can go on into the next version."""
    body = scheme.organisation
    lifecycle = {"effective": values["effective_from"]}
    if values["expires_on"]:
        lifecycle["expires"] = values["expires_on"]
    document = {
        "blueprint": blueprint.ref,
        "language": ["zh"],
        "id": minted_identity(scheme),
        "rule_number": values["rule_number"],
        "title": title_of(values),
        "version": LABEL,
        "lifecycle": lifecycle,
        "origin": "cb_own",
        "category": blueprint.category,
        "domains": list(values["fields"]),
        "owner": _owner(body),
        "operators": [{"id": "op-1", "cb": body.name_text, "approval_no": body.approval_no}],
    }
    if file is not None:
        document["annexes"] = [_annex(file)]
    return document


def title_of(values: Mapping[str, Any]) -> dict[str, str]:
    """The title in the languages in which it was filed."""
    english = {"en": values["title_en"]} if values["title_en"] else {}
    return {"zh": values["title"], **english}


def _owner(body: Organisation) -> dict[str, Any]:
    code = {"uscc": body.uscc} if body.uscc else {}
    own = {"kind": "cb", "name": body.name_text, "approval_no": body.approval_no, "country": "CN"}
    return {**own, **code}


def _annex(file: Mapping[str, Any]) -> dict[str, Any]:
    title = {"zh": "纸质备案的规则文本", "en": "The rule as it was filed on paper"}
    return {"id": ANNEX, "title": title, "kind": "other", "file": dict(file)}
