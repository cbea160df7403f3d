"""The statement of impartiality beside an act that needs it: asked once of each person."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.core.localised import in_language
from registry.models import Duty, Entry, Filing
from registry.procedure.statements import has_stated
from registry.register.declaring import words_in_force


class StatementForm(forms.Form):
    """The tick under the words; `words` are those that are declared."""

    impartial = forms.BooleanField(
        label=_("I declare to be impartial in this case, in the words of the statement"),
        error_messages={
            "required": _("Declare that you are impartial, or leave the case to somebody else.")
        },
    )

    def __init__(self, *args: Any, words: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words


def words_to_declare() -> str | None:
    """The words in the language of the page; None where none are in force."""
    words = words_in_force()
    return in_language(words.text) if words is not None else None


def statement_asked(
    request: HttpRequest, record: Filing | Entry, duty: Duty, *, is_posted: bool = True
) -> StatementForm | None:
    """The form, filled in from what was posted; None where it is not asked (any more).

    In a filing it is asked once for a duty, on an entry for every act. `is_posted`: whether what
    was posted, if anything, is the form that it stands in.
    """
    if isinstance(record, Filing) and has_stated(record, request.user, duty):
        return None
    return statement_of_act(request, is_posted=is_posted)


def statement_of_act(
    request: HttpRequest, prefix: str = "", *, is_posted: bool = True
) -> StatementForm | None:
    """The form for one act; a look at the letter declares nothing, and what was ticked stays.

    Its fields begin with `prefix` where a page asks twice; `is_posted`: whether it was this one.
    """
    words, posted = words_to_declare(), request.POST
    if words is None:
        return None
    if not posted or not is_posted or "preview" in posted:
        ticked = {"impartial": "impartial" in posted}
        return StatementForm(words=words, prefix=prefix, initial=ticked)
    return StatementForm(posted, words=words, prefix=prefix)


def is_stated(form: StatementForm | None) -> bool:
    """Whether nothing is asked, or the tick is there."""
    return form is None or form.is_valid()
