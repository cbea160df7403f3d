"""The search for similar marks as a document records it (`/mark/similarity`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from portal.core.localised import in_language
from portal.likeness import THRESHOLD
from schemes.marks.gate import Looked, Similar
from schemes.marks.pairs import percent

_REGISTERS = (
    ("sr-protected", {"zh": "受保护标志名录", "en": "Register of protected marks"}),
    ("sr-filed", {"zh": "已备案认证标志", "en": "Filed certification marks"}),
)
_NOTHING = {
    "zh": "经图形比对，未发现相似度达到{least}%的标志。",
    "en": "The artwork was compared; no mark reached a similarity of {least}%.",
}
_FOUND = {
    "zh": "经图形比对，相似度达到{least}%的标志有{count}个：{names}。",
    "en": "The artwork was compared; marks with a similarity of {least}% or more: {names}.",
}
_ONE = {"zh": "“{name}”（{owner}，{percent}%）", "en": "“{name}” ({owner}, {percent}%)"}
_BETWEEN = {"zh": "、", "en": ", "}


def record_of(
    found: tuple[Looked, ...], on: date, languages: tuple[str, ...] = ("zh", "en")
) -> dict[str, Any]:
    """The record of a search on a day, in the languages of the document.

    Marks of schemes that have ended are named too, without being told apart.
    """
    similar = _nearest(found)
    return {
        "searched": on.isoformat(),
        "registers": [
            {"id": identity, "name": {lang: name[lang] for lang in languages}}
            for identity, name in _REGISTERS
        ],
        "result": {language: _result(similar, language) for language in languages},
    }


def _nearest(found: tuple[Looked, ...]) -> list[Similar]:
    """Each mark once, with its highest score, nearest first."""
    nearest: dict[str, Similar] = {}
    for looked in found:
        for similar in looked.similar or ():
            known = nearest.get(similar.mark.key)
            if known is None or similar.likeness.score > known.likeness.score:
                nearest[similar.mark.key] = similar
    return sorted(nearest.values(), key=lambda similar: -similar.likeness.score)


def _result(similar: list[Similar], language: str) -> str:
    values: Mapping[str, Any] = {
        "least": percent(THRESHOLD),
        "count": len(similar),
        "names": _BETWEEN[language].join(_named(one, language) for one in similar),
    }
    return (_FOUND if similar else _NOTHING)[language].format(**values)


def _named(similar: Similar, language: str) -> str:
    return _ONE[language].format(
        name=in_language(similar.mark.name, language),
        owner=in_language(similar.mark.owner, language),
        percent=percent(similar.likeness.score),
    )
