"""One class for each kind of place: what the form shows, and what is read back from it."""

from schemes.designer.fields.base import Field, Leaf, Surroundings, is_missing, is_wrong
from schemes.designer.fields.building import FIELDS, build
from schemes.designer.fields.composite import ObjectField, set_excluded_aside
from schemes.designer.fields.unfit import UnknownField

__all__ = [
    "FIELDS",
    "Field",
    "Leaf",
    "ObjectField",
    "Surroundings",
    "UnknownField",
    "build",
    "is_missing",
    "is_wrong",
    "set_excluded_aside",
]
