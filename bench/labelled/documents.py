"""As many different documents as are wanted, made from the samples and the demonstration's.

Document number n is the same in every run. Numbers, ids, titles, texts and standards differ from
one to the next, as they would in a register; every fiftieth document is broken.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
VALID = sorted((ROOT / "tests" / "documents" / "valid").glob("*.json"))
CONTENT = ROOT / "portal" / "demo" / "content"
BROKEN_EVERY = 50
#: So many national standards are shared by all documents; `standard_number(0)` is the first.
STANDARDS = 5_000


def documents(first: int, beyond: int) -> Iterator[dict[str, Any]]:
    """The documents with these numbers."""
    return (document(number) for number in range(first, beyond))


def document(number: int) -> dict[str, Any]:
    """The document with this number, made of new values throughout."""
    sources = _sources()
    made: dict[str, Any] = json.loads(sources[number % len(sources)])
    _vary(made, number)
    if is_broken(number):
        _BREAKINGS[number // BROKEN_EVERY % len(_BREAKINGS)](made)
    return made


def is_broken(number: int) -> bool:
    """Whether the document with this number has a fault."""
    return number % BROKEN_EVERY == BROKEN_EVERY - 1


def standard_number(number: int) -> str:
    """The number of one of the shared standards."""
    return f"GB/T {30_000 + number % STANDARDS}-{2000 + number % 25}"


@cache
def _sources() -> list[str]:
    """The texts of the documents; those of the demonstration are not signed yet."""
    samples = [json.loads(path.read_text(encoding="utf-8")) for path in VALID]
    drafts = [json.loads(path.read_text("utf-8")) for path in sorted(CONTENT.glob("*.json"))]
    signed = [_signed(draft, samples[0]["commitment"]) for draft in drafts]
    return [json.dumps(source, ensure_ascii=False) for source in [*samples, *signed]]


def _signed(draft: dict[str, Any], commitment: dict[str, Any]) -> dict[str, Any]:
    """The draft with a commitment of the day on which similar marks were searched for."""
    similarity = (draft.get("mark") or {}).get("similarity", {})
    day = similarity.get("searched", commitment["signed_at"])
    return {**draft, "commitment": {**commitment, "signed_at": day}}


def _vary(made: dict[str, Any], number: int) -> None:
    made["id"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_OID, str(number))}"
    made["title"]["zh"] = f"{made['title']['zh']}（{number}）"
    _vary_ids(made, f"-{number % 1000}")
    for basis in made["basis"]:
        if basis["type"] == "GB/T" and basis["dated"]:
            basis["ref"] = standard_number(number * 7 + basis["year"])
            basis["year"] = int(basis["ref"][-4:])
    for ending in ("suspension", "deregistration", "revocation"):
        for condition in (made["certificate"].get(ending) or {}).get("conditions", ()):
            condition["text"]["zh"] += f"，第{number}号规则"
    numbering = made["certificate"]["numbering"]
    sign = f"N{number}-"
    numbering["pattern"] = numbering["pattern"].replace("^", f"^{sign}", 1)
    numbering["example"] = sign + numbering["example"]


def _vary_ids(part: Any, ending: str) -> None:
    """Other ids, and references that follow them."""
    changed: dict[str, str] = {}

    def rename(value: Any) -> None:
        if isinstance(value, list):
            for item in value:
                if isinstance(item, dict) and isinstance(item.get("id"), str):
                    changed[item["id"]] = (item["id"] + ending)[:16]
                    item["id"] = changed[item["id"]]
                rename(item)
        elif isinstance(value, dict):
            for inner in value.values():
                rename(inner)

    def follow(value: Any) -> Any:
        if isinstance(value, dict):
            return {name: follow(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [follow(inner) for inner in value]
        return changed.get(value, value) if isinstance(value, str) else value

    rename(part)
    part.update(follow(part))


def _without_a_part(made: dict[str, Any]) -> None:
    del made["records"]


def _with_a_repeated_id(made: dict[str, Any]) -> None:
    made["fees"][1]["id"] = made["fees"][0]["id"]


def _with_a_reference_to_nothing(made: dict[str, Any]) -> None:
    requirements = made.get("requirements")
    if not requirements:
        # A scheme against a whole standard has none that could refer to anything.
        _with_a_repeated_id(made)
    else:
        requirements[0]["basis_ref"] = "bs-none"


def _with_a_word_for_a_number(made: dict[str, Any]) -> None:
    made["complaints_appeals"]["complaint_days"] = "thirty"


def _with_no_fees(made: dict[str, Any]) -> None:
    made["fees"] = []


_BREAKINGS: tuple[Callable[[dict[str, Any]], None], ...] = (
    _without_a_part,
    _with_a_repeated_id,
    _with_a_reference_to_nothing,
    _with_a_word_for_a_number,
    _with_no_fees,
)
