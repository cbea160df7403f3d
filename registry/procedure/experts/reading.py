"""What people write about an expert, read: fields by their names, posts with their days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.accounts.models import CertificationField
from portal.core.errors import RulesBroken
from portal.core.folding import identity
from portal.reference.choices import Category

#: ISO 8601-2: `2019-01-01/2022-06-30`, with `..` or nothing for an end that is open.
_POST = re.compile(r"(?P<name>.+?)\s+(?P<since>\d{4}-\d\d-\d\d)/(?P<until>\d{4}-\d\d-\d\d|\.\.)?")


@dataclass(frozen=True)
class Post:
    """For whom somebody worked, from when until when."""

    name: str
    since: date
    until: date | None


def known_fields(names: Iterable[str]) -> tuple[list[str], list[CertificationField]]:
    """Categories and fields by their keys or names in either language.

    Raises:
        RulesBroken: the regulator's list has none of that name.
    """
    of_category = _categories()
    of_field = {}
    for field in CertificationField.objects.all():
        for name in (field.key, field.name_en, field.code):
            if name:
                of_field[identity(name)] = field
    categories, fields = [], []
    for name in names:
        key = identity(name)
        if key in of_category:
            categories.append(of_category[key])
        elif key in of_field:
            fields.append(of_field[key])
        else:
            raise RulesBroken(
                _("The list of fields has no field or category “%(name)s”.") % {"name": name}
            )
    return sorted(set(categories)), fields


def _categories() -> dict[str, str]:
    known = {identity(category.value): category.value for category in Category}
    for language in ("zh-hans", "en"):
        with override(language):
            known |= {identity(str(one.label)): one.value for one in Category}
    return known


def posts_in(lines: Iterable[str]) -> list[Post]:
    """Posts, each written as `organisation 2019-01-01/2022-06-30`.

    Raises:
        RulesBroken: one is written otherwise, or ends before it begins; names it.
    """
    return [_post(line.strip()) for line in lines if line.strip()]


def _post(line: str) -> Post:
    post = _written(_POST.fullmatch(line))
    if post is None:
        raise RulesBroken(
            _(
                "“%(line)s” is not written as an organisation with its days, such as "
                "CNCA-R-2002-001 2019-01-01/2022-06-30, or 2019-01-01/.. for a post that is held."
            )
            % {"line": line}
        )
    if post.until is not None and post.until < post.since:
        raise RulesBroken(_("“%(line)s” ends before it begins.") % {"line": line})
    return post


def _written(found: re.Match[str] | None) -> Post | None:
    """None where the form is another, or a day does not exist."""
    if found is None:
        return None
    until = found["until"]
    try:
        ended = date.fromisoformat(until) if until and until != ".." else None
        return Post(found["name"], date.fromisoformat(found["since"]), ended)
    except ValueError:
        return None
