"""The pool of experts: adding people, changing what is kept of them, letting them leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.models import Organisation, User
from portal.core.errors import RulesBroken
from registry.models import Expert, ExpertLanguage, ExpertPost
from registry.procedure.experts.reading import Post, known_fields, posts_in
from registry.procedure.permissions import may_keep_experts


@dataclass(frozen=True)
class ExpertWords:
    """A row of the pool as somebody wrote it."""

    name: str
    email: str
    active_from: date
    language: str = ExpertLanguage.CHINESE
    position: str = ""
    #: Keys of fields and of whole categories, or their names.
    fields: Sequence[str] = ()
    #: `organisation 2019-01-01/2022-06-30`, one each.
    worked_for: Sequence[str] = ()
    active_until: date | None = None


@transaction.atomic
def keep_expert(by: User, words: ExpertWords, expert: Expert | None = None) -> Expert:
    """Add somebody to the pool, or change what is kept of them; who did it is written down.

    Raises:
        NotAllowed: only those who keep the regulator's registers may.
        RulesBroken: what is written cannot be; says which part.
    """
    may_keep_experts(by).require()
    _require_sound(words, expert)
    categories, fields = known_fields(words.fields)
    posts = posts_in(words.worked_for)
    is_new = expert is None
    before = None if expert is None else row_of(expert)
    expert = expert or Expert()
    for column in ("name", "language", "position", "active_from", "active_until"):
        setattr(expert, column, getattr(words, column))
    expert.email, expert.categories = words.email.lower(), categories
    expert.save()
    expert.fields.set(fields)
    _keep_posts(expert, posts)
    row = row_of(expert)
    if row != before:
        event = "added" if is_new else "changed"
        expert.record_event(event=event, actor=by, data={"row": row})
    return expert


def _require_sound(words: ExpertWords, expert: Expert | None) -> None:
    if not words.name.strip():
        raise RulesBroken(_("Write the name of the expert."))
    try:
        validate_email(words.email)
    except ValidationError:
        raise RulesBroken(_("Write a mail address at which the expert is reached.")) from None
    if words.language not in ExpertLanguage.values:
        raise RulesBroken(_("Choose the language in which the expert is written to."))
    if not words.fields:
        raise RulesBroken(_("Name at least one field or category that the expert knows."))
    if words.active_until is not None and words.active_until < words.active_from:
        raise RulesBroken(_("The last day in the pool is before the first."))
    others = Expert.objects.filter(email__iexact=words.email)
    if expert is not None:
        others = others.exclude(pk=expert.pk)
    if others.exists():
        raise RulesBroken(
            _("Somebody in the pool has the address %(email)s already.") % {"email": words.email}
        )


def _keep_posts(expert: Expert, posts: Sequence[Post]) -> None:
    """The posts as they are now; what was written before stands in the events."""
    expert.posts.all().delete()
    for post in posts:
        organisation = organisation_named(post.name)
        ExpertPost.objects.create(
            expert=expert,
            organisation=organisation,
            name=post.name,
            since=post.since,
            until=post.until,
        )


def organisation_named(name: str) -> Organisation | None:
    """The organisation of the register that a number or a name means, where it has it."""
    by_number = Organisation.objects.exclude(approval_no="").filter(approval_no__iexact=name)
    by_name = Organisation.objects.filter(name_zh=name) | Organisation.objects.filter(name_en=name)
    return by_number.first() or by_name.order_by("pk").first()


def row_of(expert: Expert) -> dict[str, Any]:
    """What is kept of an expert, as text: as the list has it, and as the history keeps it."""
    fields = expert.fields.order_by("category", "order", "key")
    return {
        "email": expert.email,
        "name": expert.name,
        "language": expert.language,
        "position": expert.position,
        "fields": [*expert.categories, *(field.key for field in fields)],
        "worked_for": [
            f"{post.name} {post.since}/{post.until or '..'}" for post in expert.posts.all()
        ],
        "active_from": str(expert.active_from),
        "active_until": str(expert.active_until or ""),
    }
