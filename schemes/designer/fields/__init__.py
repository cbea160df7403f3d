"""One class for each kind of place: what the form shows, and what is read back from it."""

from schemes.designer.fields.base import Field, is_missing, is_wrong
from schemes.designer.fields.building import FIELDS, FormSurroundings, opens_alone
from schemes.designer.fields.composite import ITEM_ID, ObjectField, set_excluded_aside
from schemes.designer.fields.table import TableField
from schemes.designer.fields.unfit import UnknownField

__all__ = [
    "FIELDS",
    "ITEM_ID",
    "Field",
    "FormSurroundings",
    "ObjectField",
    "TableField",
    "UnknownField",
    "is_missing",
    "is_wrong",
    "opens_alone",
    "set_excluded_aside",
]
