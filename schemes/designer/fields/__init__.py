"""One class for each kind of place: what the form shows, and what is read back from it."""

from schemes.designer.fields.base import Field, is_missing, is_wrong
from schemes.designer.fields.building import FIELDS, FormSurroundings
from schemes.designer.fields.composite import ObjectField, set_excluded_aside
from schemes.designer.fields.unfit import UnknownField

__all__ = [
    "FIELDS",
    "Field",
    "FormSurroundings",
    "ObjectField",
    "UnknownField",
    "is_missing",
    "is_wrong",
    "set_excluded_aside",
]
