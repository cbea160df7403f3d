r"""Patterns of the dialect (RE2) as `jsonschema-rs` is to be given them.

Its engine reads most patterns as RE2 does, but not all: `\s` is wider there, classes such as
`[[:alpha:]]` mean something else, `\Q` and `\C` are refused, and the tables of Unicode are of
another year. Only what both certainly read alike is given to it.
"""

from __future__ import annotations

import re

import jsonschema_rs
import re2

_BLANKS = r"\t\n\f\r "
_ALIKE = re.compile(
    r"""
    (?P<bracket> \[\^? (?: [^\\\[\]^&~] | \\[-./()\[\]{}*+?|^$\\dDwWs] )+ \] )
  | (?P<blank> \\s ) | (?P<not_blank> \\S )
  | [^\\\[\]{}()|*+?^$.]
  | \\[-./()\[\]{}*+?|^$\\dDwW]
  | (?: [*+?] | \{[0-9]+(?:,[0-9]*)?\} ) \??
  | \((?:\?:)?(?![?*+]) | [)|^$.]
    """,
    re.VERBOSE | re.DOTALL,
)


def pattern_for_rust(pattern: str) -> str | None:
    """The pattern for `jsonschema-rs`, None where RE2 itself must be asked."""
    written, at = [], 0
    while at < len(pattern):
        part = _ALIKE.match(pattern, at)
        if part is None or (part["bracket"] and "--" in part["bracket"]):
            return None
        written.append(_written(part))
        at = part.end()
    made = "".join(written)
    return made if _is_accepted(made) else None


def matches(pattern: str, text: object) -> bool:
    """Whether RE2 finds the pattern in a text; other values are let pass."""
    return not isinstance(text, str) or re2.search(pattern, text) is not None


def _written(part: re.Match[str]) -> str:
    if part["blank"]:
        return f"[{_BLANKS}]"
    if part["not_blank"]:
        return f"[^{_BLANKS}]"
    return re.sub(r"(\\[^s])|\\s", lambda found: found[1] or _BLANKS, part[0])


def _is_accepted(pattern: str) -> bool:
    try:
        jsonschema_rs.Draft202012Validator(
            {"pattern": pattern}, pattern_options=jsonschema_rs.RegexOptions()
        )
    except ValueError:
        return False
    return True
