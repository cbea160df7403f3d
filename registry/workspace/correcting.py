"""The workbench of a correction: what was asked, what the draft changes, and what is left to do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from registry.models import ExtraChange, Filing, Remark
from registry.procedure.actions.items import answer_token
from registry.procedure.comparing import readable
from registry.procedure.corrections import Correction, correction_of
from registry.procedure.extra_changes import declaration_token, declared, extra_changes
from registry.procedure.filed_places import place_in_form, with_places
from registry.procedure.grounds import with_grounds
from registry.procedure.permissions import may_answer, may_correct
from registry.states import AnswerKind, RemarkState
from registry.workspace.forms import AnswerForm, ExtraChangesForm
from schemes.comparing import ReadableChange
from schemes.permissions import may_see
from schemes.states import VersionState


@dataclass(frozen=True)
class Item:
    """A remark with what the draft does at its place, and the form for its answer."""

    remark: Remark
    place: str
    form: AnswerForm
    number: int = 0
    #: Where the draft is written; empty while there is none.
    edit: str = ""
    changes: list[ReadableChange] = field(default_factory=list)
    is_removed: bool = False
    #: Whether a draft that corrects the filing now was compared at its place.
    is_compared: bool = False

    @property
    def claims_too_much(self) -> bool:
        """Whether the draft changes nothing at its place, though it is answered as changed."""
        return self.is_compared and self._shows_no_change

    @property
    def is_left(self) -> bool:
        """Whether it still keeps the version from being submitted."""
        is_open = self.remark.state == RemarkState.OPEN and not self.is_removed
        return is_open or (self.remark.state == RemarkState.ANSWERED and self._shows_no_change)

    @property
    def _shows_no_change(self) -> bool:
        """Whether it is answered as changed, and no draft shows a change: there may be none yet."""
        changed = self.remark.answer_kind == AnswerKind.CHANGED
        return changed and not self.changes and not self.is_removed


@dataclass(frozen=True)
class Extra:
    """A change that was not asked for, with what was declared about it."""

    change: ReadableChange
    edit: str
    declaration: ExtraChange | None
    field: Any


def workbench(
    request: HttpRequest,
    filing: Filing,
    answering: tuple[int, AnswerForm] | None = None,
    declaring: ExtraChangesForm | None = None,
) -> dict[str, Any]:
    """What the page of a filing shows of its correction; one form may be as it was sent."""
    # A licensed body does not see what the owner of its text is writing.
    is_own = filing.leader is None and bool(may_see(request.user, filing.scheme))
    correction = correction_of(filing) if filing.awaits_correction and is_own else None
    remarks = with_grounds(filing.remarks.sent().with_people().order_by("pk"))
    numbers = _numbers(filing)
    items = [
        _item(filing, remark, place, numbers.get(remark.pk, 0), correction, answering)
        for remark, place in with_places(filing, remarks)
    ]
    current = [one for one in items if one.number or one.remark.round == filing.round]
    current.sort(key=lambda one: one.number)
    extras, form = _extras(filing, correction, declaring)
    return {
        "is_answerable": filing.awaits_correction and bool(may_answer(request.user, filing)),
        "writes": bool(may_correct(request.user, filing)),
        "draft": correction.corrected if correction is not None else None,
        "items": current,
        "earlier_items": [one for one in items if one not in current],
        "left": sum(one.is_left for one in current),
        "extras": extras,
        "extra_form": form,
        "undeclared": sum(one.declaration is None for one in extras),
    }


def _numbers(filing: Filing) -> dict[int, int]:
    """The numbers of the remarks in the newest notice."""
    notice = filing.notices.order_by("-round").first()
    return dict(notice.items.values_list("remark", "number")) if notice is not None else {}


def _item(
    filing: Filing,
    remark: Remark,
    place: str,
    number: int,
    correction: Correction | None,
    answering: tuple[int, AnswerForm] | None,
) -> Item:
    initial = {
        "seen": answer_token(remark),
        "kind": remark.answer_kind,
        "answer": remark.answer,
    }
    bound = answering[1] if answering is not None and answering[0] == remark.pk else None
    form = bound or AnswerForm(prefix=f"remark-{remark.pk}", initial=initial)
    if correction is None or not number:
        return Item(remark, place, form, number)
    draft = correction.corrected
    is_removed = correction.is_removed(remark.address)
    is_written = draft.state == VersionState.DRAFT and not is_removed
    return Item(
        remark,
        place,
        form,
        number,
        place_in_form(draft, remark.address) if is_written else "",
        readable(correction.at(remark.address), correction.filed, draft),
        is_removed,
        is_compared=True,
    )


def _extras(
    filing: Filing, correction: Correction | None, declaring: ExtraChangesForm | None
) -> tuple[list[Extra], ExtraChangesForm | None]:
    """The changes that were not asked for, each with its field."""
    if correction is None:
        return [], None
    found = extra_changes(filing, correction)
    known = declared(filing)
    reasons = {place: row.reason for place, row in known.items()}
    places = [change.address for change in found]
    form = declaring or ExtraChangesForm(
        places=places, reasons=reasons, initial={"seen": declaration_token(filing)}
    )
    draft = correction.corrected
    extras = [
        Extra(
            change,
            place_in_form(draft, change.address) if draft.state == VersionState.DRAFT else "",
            known.get(change.address),
            form.field_of(change.address),
        )
        for change in readable(found, correction.filed, draft)
    ]
    return extras, form
