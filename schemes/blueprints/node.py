"""One place of a blueprint, with its references followed.

Forms, validation, difference and print never read a schema themselves: they ask a `Node` for
its title, its kind and its children.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from schemes.blueprints.material import Material

Schema = Mapping[str, Any]
Text = Mapping[str, str]

REF_PREFIX = "#/$defs/"
NO_TEXT: Text = {}
# Words of `x-kind` that decide the kind of a node whatever else its schema says.
DECIDING_MARKS = ("commitment", "open", "file", "localised", "number_or_range")
SCALAR_KINDS = {"integer": "integer", "number": "number", "boolean": "boolean", "null": "null"}


@dataclass(frozen=True)
class Condition:
    """What the value of one field means for its siblings.

    When `field` has one of `values`, the parts in `requires` must be there; when it has not,
    the parts in `hides` must not be, and forms do not show them.
    """

    field: str
    values: tuple[Any, ...]
    requires: tuple[str, ...]
    hides: tuple[str, ...]

    def holds(self, record: Mapping[str, Any]) -> bool:
        """Say whether the record's field has one of the values.

        `True` and `1` are equal in Python but not in JSON, so types are compared too.
        """
        if self.field not in record:
            return False
        value = record[self.field]
        return any(
            value == wanted and isinstance(value, bool) == isinstance(wanted, bool)
            for wanted in self.values
        )


def resolve(schema: Schema, definitions: Schema) -> tuple[dict[str, Any], frozenset[str]]:
    """Return the schema with its references followed, and every `x-kind` met on the way.

    What stands beside a `$ref` wins over what it refers to. The dialect allows annotations
    only there and forbids circles, so nothing is lost by the merge.
    """
    layers = [schema]
    while "$ref" in layers[-1]:
        layers.append(definitions[layers[-1]["$ref"].removeprefix(REF_PREFIX)])
    merged: dict[str, Any] = {}
    for layer in reversed(layers):
        merged.update(layer)
    merged.pop("$ref", None)
    kinds = (layer.get("x-kind") for layer in layers)
    return merged, frozenset(kind for kind in kinds if isinstance(kind, str))


@dataclass(frozen=True, eq=False)
class Node:
    """One resolved place of a blueprint.

    `name` is the property's name and empty for the root, for items and for variants. `marks`
    are the words of `x-kind` found on the place and on the definitions that it refers to.
    """

    name: str
    schema: dict[str, Any]
    marks: frozenset[str]
    required: bool
    definitions: Schema

    @classmethod
    def of(cls, name: str, schema: Schema, required: bool, definitions: Schema) -> "Node":
        """Make the node of a schema, following its references."""
        resolved, marks = resolve(schema, definitions)
        return cls(name, resolved, marks, required, definitions)

    def __repr__(self) -> str:
        return f"<Node {self.name or '·'} {self.kind}>"

    @property
    def title(self) -> Text:
        """The name that people see, in both languages."""
        return self.schema.get("x-title", NO_TEXT)

    @property
    def help(self) -> Text:
        """One sentence to the author, in both languages."""
        return self.schema.get("x-help", NO_TEXT)

    @property
    def item_title(self) -> Text | None:
        """What one item of this list is called (依据, basis); None where it is not a list."""
        return self.schema.get("x-item")

    @property
    def unit(self) -> Text | None:
        """The unit of a number, in both languages."""
        return self.schema.get("x-unit")

    @property
    def reference(self) -> str | None:
        """The list whose items this value names, such as `/basis` or `/grading/levels#code`."""
        return self.schema.get("x-reference")

    @property
    def is_long(self) -> bool:
        """Whether the text takes several lines; localised text does unless marked `line`."""
        return "long" in self.marks or (self.kind == "localised" and "line" not in self.marks)

    @property
    def is_hidden(self) -> bool:
        """Whether forms leave this place out: the system fills it in."""
        return self.schema.get("x-hidden") is True or self.kind in ("commitment", "open")

    @property
    def material(self) -> Material | None:
        """How material the part says that a change of it is; None where it says nothing.

        Blueprints that are older than the words say `true` for `MAJOR`.
        """
        said = self.schema.get("x-material")
        return Material.MAJOR if said is True else Material(said) if said else None

    @cached_property
    def labels(self) -> Mapping[str, Text]:
        """The words of each code; of the items' codes where this is a list of codes."""
        if self.kind == "choices":
            return self.item().labels
        labels: Mapping[str, Text] = self.schema.get("x-labels", {})
        return labels

    @cached_property
    def kind(self) -> str:
        """One word for how this place is edited, read and compared."""
        for mark in DECIDING_MARKS:
            if mark in self.marks:
                return mark
        if "oneOf" in self.schema:
            return "variant"
        if "enum" in self.schema:
            return "choice"
        return self._kind_by_type()

    def _kind_by_type(self) -> str:
        type_ = self.schema.get("type")
        if isinstance(type_, list):
            return "nullable"
        if type_ == "object":
            return "object"
        if type_ == "array":
            return {"choice": "choices", "object": "records"}.get(self.item().kind, "strings")
        if type_ == "string":
            return {"date": "date", "uri": "url"}.get(self.schema.get("format", ""), "text")
        return SCALAR_KINDS.get(str(type_), "text")

    def children(self) -> tuple["Node", ...]:
        """The parts of an object, in the blueprint's order; nothing for other kinds."""
        return tuple(self._children.values())

    def child(self, name: str) -> "Node | None":
        """The part of that name, or None."""
        return self._children.get(name)

    @cached_property
    def _children(self) -> dict[str, "Node"]:
        required = self.schema.get("required", ())
        return {
            name: Node.of(name, schema, name in required, self.definitions)
            for name, schema in self.schema.get("properties", {}).items()
        }

    def item(self) -> "Node":
        """What each item of this list looks like. Raises LookupError where it is not a list."""
        return self._item

    @cached_property
    def _item(self) -> "Node":
        if "items" not in self.schema:
            raise LookupError(f"{self.name or 'the root'} is not a list")
        return Node.of("", self.schema["items"], True, self.definitions)

    def inner(self) -> "Node":
        """The same place without its null, where the kind is `nullable`; else itself."""
        return self._inner

    @cached_property
    def _inner(self) -> "Node":
        types = self.schema.get("type")
        if self.kind != "nullable" or not isinstance(types, list):
            return self
        plain = next(type_ for type_ in types if type_ != "null")
        schema = {**self.schema, "type": plain}
        return Node(self.name, schema, self.marks, self.required, self.definitions)

    def variants(self) -> tuple["Node", ...]:
        """The shapes this place may take, where the kind is `variant`; else nothing."""
        return self._variants

    @cached_property
    def _variants(self) -> tuple["Node", ...]:
        return tuple(
            Node.of("", schema, self.required, self.definitions)
            for schema in self.schema.get("oneOf", ())
        )

    def variant_of(self, value: object) -> "Node | None":
        """The variant that a value means, however incomplete; None when nothing tells.

        Null means the null variant. An object means the variant that has most of its keys
        among the required ones, then among all.
        """
        if value is None:
            return next((variant for variant in self.variants() if variant.kind == "null"), None)
        if not isinstance(value, Mapping):
            return None
        objects = [variant for variant in self.variants() if variant.kind != "null"]
        best = max(objects, key=lambda variant: variant.likeness(value), default=None)
        if best is not None and (len(objects) == 1 or best.likeness(value) > (0, 0)):
            return best
        return None

    def likeness(self, value: Mapping[str, Any]) -> tuple[int, int]:
        """How many of the value's keys this object requires, and how many it knows."""
        required = set(self.schema.get("required", ()))
        return len(required & value.keys()), len(self.schema.get("properties", {}).keys() & value)

    def conditions(self) -> tuple[Condition, ...]:
        """What the value of one part means for the presence of others."""
        return self._conditions

    @cached_property
    def _conditions(self) -> tuple[Condition, ...]:
        return tuple(_conditions(self.schema.get("allOf", ())))


def _conditions(members: list[Schema]) -> Iterator[Condition]:
    for member in members:
        ((field, values),) = member["if"]["properties"].items()
        yield Condition(
            field=field,
            values=tuple(values["enum"]) if "enum" in values else (values["const"],),
            requires=tuple(member["then"].get("required", ())),
            hides=tuple(member.get("else", {}).get("properties", {})),
        )
