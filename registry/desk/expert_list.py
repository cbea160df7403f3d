"""The pool of experts as a list: its columns."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import CertificationField
from portal.core.listing import Column, Listing
from registry.models import Expert, ExpertPost


def _by_field() -> Any:
    fields = CertificationField.objects.filter(experts=OuterRef("pk")).order_by("key")
    return Subquery(fields.values("key")[:1])


def _by_post() -> Any:
    posts = ExpertPost.objects.filter(expert=OuterRef("pk")).order_by("since", "pk")
    return Subquery(posts.values("name")[:1])


def _posts(expert: Expert) -> str:
    return _(", ").join(str(post.organisation or post.name) for post in expert.posts.all())


EXPERTS = Listing(
    "experts",
    (
        Column("name", gettext_lazy("Expert"), lambda row: row.name, "name"),
        Column(
            "email", gettext_lazy("Mail address"), lambda row: row.email, "email", is_shown=False
        ),
        Column(
            "position",
            gettext_lazy("Position or title"),
            lambda row: row.position,
            "position",
            is_shown=False,
        ),
        Column(
            "fields",
            gettext_lazy("Fields"),
            lambda row: _(", ").join(row.known_fields),
            _by_field,
        ),
        Column("posts", gettext_lazy("Works or worked for"), _posts, _by_post),
        Column("since", gettext_lazy("In the pool"), lambda row: row.active_from, "active_from"),
        Column(
            "until",
            gettext_lazy("In the pool until"),
            lambda row: row.active_until,
            "active_until",
            is_shown=False,
        ),
    ),
    chosen_by="pk",
    per_page=50,
)
