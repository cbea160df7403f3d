"""How what is read by hand stands in the description: the body of a filing, with an example."""

from __future__ import annotations

from typing import Any

WAIVER: dict[str, Any] = {
    "type": "object",
    "required": ["code", "pointer", "reason"],
    "properties": {
        "code": {"type": "string", "example": "SCH-038"},
        "pointer": {"type": "string", "description": "As the check report has it."},
        "reason": {
            "type": "object",
            "properties": {"zh": {"type": "string"}, "en": {"type": "string"}},
            "additionalProperties": {"type": "string"},
        },
    },
}
COMMITMENT: dict[str, Any] = {
    "type": "object",
    "required": ["version", "agreed"],
    "properties": {
        "version": {
            "type": "string",
            "description": "Of the text of the public commitment in force; a dry run names it.",
        },
        "agreed": {"type": "boolean", "enum": [True]},
    },
}
PROCEDURE: dict[str, Any] = {
    "type": "object",
    "description": "By which track to submit; a dry run names those that are open.",
    "properties": {
        "track": {"type": "string", "example": "filing"},
        "occasion": {
            "type": "string",
            "enum": ["major", "minor"],
            "description": "Of an amendment of what was filed on paper.",
        },
        "entrance": {
            "type": "object",
            "description": "What the track asks for, by name.",
            "additionalProperties": {"type": "string"},
        },
    },
    "additionalProperties": False,
}
WORDS: dict[str, Any] = {
    "waivers": {
        "type": "array",
        "description": "The written reason for each warning of the check report.",
        "items": WAIVER,
    },
    "commitment": COMMITMENT,
    "procedure": PROCEDURE,
}
#: Shortened; a whole document is in every scheme of the register, under `document`.
EXAMPLE = {
    "document": {"blueprint": "product/1", "rule_number": "EX-0001:2026", "title": {"zh": "…"}},
    "waivers": [{"code": "SCH-038", "pointer": "/basis/0", "reason": {"zh": "现行标准即将替代。"}}],
    "commitment": {"version": "1", "agreed": True},
}
ORDER: dict[str, Any] = {
    "required": True,
    "content": {
        "application/json": {
            "schema": {
                "type": "object",
                "required": ["document"],
                "properties": {"document": {"type": "object"}, **WORDS},
                "additionalProperties": False,
            },
            "example": EXAMPLE,
        },
        "application/zip": {
            "schema": {
                "type": "string",
                "format": "binary",
                "description": "`document.json` and `files/<SHA-256 digest>.<ending>`.",
            }
        },
        "multipart/form-data": {
            "schema": {
                "type": "object",
                "required": ["bundle"],
                "properties": {
                    "bundle": {"type": "string", "format": "binary"},
                    "filing": {
                        "type": "string",
                        "description": "JSON with `waivers`, `commitment` and `procedure`.",
                    },
                },
            }
        },
    },
}
