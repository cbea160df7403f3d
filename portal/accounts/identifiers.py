"""Numbers that identify a certification body, and their checks."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.cn import uscc

APPROVAL_NUMBER = re.compile(r"CNCA-RF?-\d{4}-\d{1,4}")


def validate_approval_number(value: str) -> None:
    """Accept CNCA-R-YYYY-n and CNCA-RF-YYYY-n."""
    if not APPROVAL_NUMBER.fullmatch(value):
        raise ValidationError(
            _("“%(value)s” is not an approval number; it looks like CNCA-R-2002-001."),
            params={"value": value},
            code="approval_number",
        )


def validate_uscc(value: str) -> None:
    """Accept a unified social credit code whose check character is right (GB 32100-2015)."""
    if not uscc.is_valid(value):
        raise ValidationError(
            _(
                "“%(value)s” is not a unified social credit code: 18 characters, "
                "of which the last follows from the others (GB 32100-2015)."
            ),
            params={"value": value},
            code="uscc",
        )
