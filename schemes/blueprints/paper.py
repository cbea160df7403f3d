"""The shape of what was filed on paper: a few facts about a rule, whose text is in a file.

It is version 0 of each kind of blueprint. So a scheme of the stock has the same record, the same
pages and the same data as any other, and the version after it follows a blueprint that asks for
the whole text: the one after version 0 to begin with.
"""

from collections.abc import Mapping
from typing import Any

from schemes.blueprints.blueprint import Blueprint

#: The number of the version that stands for paper.
PAPER = 0
PARTS = (
    "blueprint language id rule_number title version lifecycle origin category domains owner "
    "operators annexes"
).split()
TITLE = {"zh": "{name}（纸质备案）", "en": "{name}, filed on paper"}
HELP = {
    "zh": "适用于上线以前以纸质形式备案的规则：只登记基本信息，正文见所附文件。",
    "en": "For rules filed on paper before the portal: a few facts; the text is in a file.",
}
SECTION = {"zh": "纸质备案信息", "en": "What was filed on paper"}


def paper_blueprint(blueprint: Blueprint) -> Blueprint:
    """Version 0 of a kind: the parts of a blueprint that a list on paper can fill."""
    schema = blueprint.schema
    parts = {name: schema["properties"][name] for name in PARTS}
    parts["blueprint"] = {**parts["blueprint"], "const": f"{blueprint.key}/{PAPER}"}
    # A title on paper keeps no form, and a rule was seldom given a day of review.
    parts["title"] = {**parts["title"], "$ref": "#/$defs/localised"}
    parts["rule_number"] = {**parts["rule_number"], "maxLength": 80}
    parts["lifecycle"] = {**parts["lifecycle"], "required": ["effective"]}
    named = {
        language: words.format(name=blueprint.title[language]) for language, words in TITLE.items()
    }
    listed = [name for name in PARTS if name != "blueprint"]
    section = {"key": "paper", "x-title": SECTION, "x-help": HELP, "parts": listed}
    shape = {
        "$schema": schema["$schema"],
        "$id": f"urn:touchstone:blueprint:{blueprint.key}:{PAPER}",
        "x-title": named,
        "x-help": HELP,
        "x-sections": [section],
        "type": "object",
        "properties": parts,
        "required": [name for name in PARTS if name != "annexes"],
        "additionalProperties": False,
        "$defs": _needed(parts, schema["$defs"]),
    }
    return Blueprint(key=blueprint.key, version=PAPER, schema=shape)


def _needed(parts: Any, definitions: Mapping[str, Any]) -> dict[str, Any]:
    """The definitions that the parts refer to, and those that these refer to."""
    found: dict[str, Any] = {}
    ahead = _names_in(parts)
    while ahead:
        name = ahead.pop()
        if name not in found:
            found[name] = definitions[name]
            ahead |= _names_in(definitions[name])
    return {name: found[name] for name in definitions if name in found}


def _names_in(part: Any) -> set[str]:
    values = part.values() if isinstance(part, Mapping) else part if isinstance(part, list) else ()
    found = {name for value in values for name in _names_in(value)}
    if isinstance(part, Mapping) and isinstance(part.get("$ref"), str):
        found.add(part["$ref"].rpartition("/")[2])
    return found
