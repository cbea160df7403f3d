"""What is told after saving: what was cleaned, taken out, kept otherwise or set aside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, JsonResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from portal.core.localised import in_language
from schemes.designer.commands import Outcome, Removed
from schemes.designer.form import ItemForm, SectionForm
from schemes.designer.posted import Posted
from schemes.designer.views.cleaning import tell_cleaned
from schemes.documents.addresses import parse
from schemes.documents.budget import BUDGET
from schemes.models import Version
from schemes.saving import Conflict

REMOVED = "designer_removed"


def saved_quietly(version: Version, form: SectionForm | ItemForm, **more: Any) -> JsonResponse:
    """The answer to a save that the browser made by itself."""
    moment = formats.date_format(timezone.localtime(version.updated_at), "H:i")
    words = _("Saved %(time)s") % {"time": moment}
    return JsonResponse({"seen": form.token(version.document), "words": words, **more})


def conflict_told(version: Version) -> JsonResponse:
    """The same where somebody saved meanwhile: nothing was written."""
    conflict = Conflict(version.updated_by, "")
    return JsonResponse({"conflict": str(conflict.message)}, status=409)


def removed_from(request: HttpRequest, version: Version, parts: tuple[str, ...]) -> Removed | None:
    """The item of these parts that was taken out last, so that it can be put back."""
    kept = request.session.get(REMOVED)
    if not kept or kept["version"] != version.pk:
        return None
    if parse(kept["list_address"])[0] not in parts:
        return None
    return Removed(kept["list_address"], kept["position"], kept["item"])


def tell(
    request: HttpRequest,
    version: Version,
    posted: Posted,
    outcome: Outcome,
    before: Mapping[str, Any],
) -> None:
    """Say on the next page what saving did besides; `before` is what was set aside until then."""
    tell_cleaned(request, version, outcome.cleanings)
    keep_removed(request, version, outcome)
    if outcome.is_full:
        messages.error(request, full_words())
    if posted.kept_as:
        kept = {"kept": _(", ").join(dict.fromkeys(posted.kept_as))}
        messages.info(request, _("Saved as %(kept)s.") % kept)
    titles = [title for name, title in posted.titles.items() if title and name not in before]
    if titles:
        names = _(", ").join(in_language(title) for title in titles)
        messages.info(
            request,
            _(
                "Set aside while another answer on this page excludes it, and here again with "
                "the answer that asks for it: %(names)s."
            )
            % {"names": names},
        )


def keep_removed(request: HttpRequest, version: Version, outcome: Outcome) -> None:
    """Keep in the session what was taken out."""
    if outcome.removed is not None:
        request.session[REMOVED] = {"version": version.pk, **asdict(outcome.removed)}


def full_words() -> str:
    """Why nothing was added to a list."""
    return _(
        "Nothing was added: one list may have %(limit)d entries at most. What else you "
        "typed is saved. Split the list, or put what is long into an annex."
    ) % {"limit": BUDGET.items}


def tell_refusals(
    request: HttpRequest, form: SectionForm | ItemForm, refusals: Mapping[str, str]
) -> None:
    """Say at each place why its file was not taken."""
    for name, refusal in refusals.items():
        for field in form.around.places.values():
            if field.name == name:
                field.refusal = refusal  # type: ignore[attr-defined]
    messages.error(request, " ".join(refusals.values()))
