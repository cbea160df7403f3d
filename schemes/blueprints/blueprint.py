"""A blueprint: one version of the shape of a kind of scheme document."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import rfc8785

from schemes.blueprints.node import NO_TEXT, Node, Text
from schemes.blueprints.phrasing import Phrasing, builtin_phrasing, load_phrasing


@dataclass(frozen=True)
class Section:
    """A chapter of the document: some of its top-level parts, edited on one page."""

    key: str
    title: Text
    help: Text
    parts: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Blueprint:
    """A frozen value over one schema of the dialect.

    Make it with `load_blueprint`, which refuses a schema that is not of the dialect; everything
    here takes that for granted.
    """

    key: str
    version: int
    schema: dict[str, Any]

    def __repr__(self) -> str:
        return f"<Blueprint {self.ref}>"

    @property
    def ref(self) -> str:
        """How documents name it: `product/1`."""
        return f"{self.key}/{self.version}"

    @cached_property
    def category(self) -> str:
        """The one category of schemes it serves: product, service or management_system."""
        return str(self.part("category").schema["enum"][0])

    @property
    def title(self) -> Text:
        """Its name in both languages."""
        return self.schema.get("x-title", NO_TEXT)

    @property
    def help(self) -> Text:
        """What it is for, in both languages."""
        return self.schema.get("x-help", NO_TEXT)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the schema's canonical form (RFC 8785), in hexadecimal digits."""
        return hashlib.sha256(rfc8785.dumps(self.schema)).hexdigest()

    @cached_property
    def root(self) -> Node:
        """The node of the whole document."""
        return Node.of("", self.schema, True, self.schema.get("$defs", {}))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The chapters, in the order of a Chinese certification rule."""
        return tuple(
            Section(
                key=section["key"],
                title=section["x-title"],
                help=section["x-help"],
                parts=tuple(section["parts"]),
            )
            for section in self.schema["x-sections"]
        )

    @cached_property
    def phrasing(self) -> Phrasing | None:
        """How its documents read as a rule: its own words, else those of the built-in blueprints.

        None for what was filed on paper, which is a list of facts.
        """
        if self.version == 0:
            return None
        own = self.schema.get("x-phrasing")
        return load_phrasing(own) if own is not None else builtin_phrasing()

    def section(self, key: str) -> Section:
        """The section of that key. Raises LookupError where there is none."""
        for section in self.sections:
            if section.key == key:
                return section
        raise LookupError(f"{self.ref} has no section {key!r}")

    def part(self, name: str) -> Node:
        """The top-level part of that name. Raises LookupError where there is none."""
        node = self.root.child(name)
        if node is None:
            raise LookupError(f"{self.ref} has no part {name!r}")
        return node

    def node_at(self, path: Sequence[str]) -> Node | None:
        """The node that a path of names leads to, or None where the blueprint has none.

        A step into a list may be any token (`@b3`, `0`, `-`): all items look alike. A step
        into a variant is looked up in each of its shapes.
        """
        node: Node | None = self.root
        for token in path:
            node = _step(node, token) if node is not None else None
        return node


def _step(node: Node, token: str) -> Node | None:
    if node.kind in ("records", "strings", "choices"):
        return node.item()
    if node.kind == "variant":
        shapes = (shape.child(token) for shape in node.variants())
        return next((child for child in shapes if child is not None), None)
    return node.child(token)
