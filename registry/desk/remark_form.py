"""The form of a remark: its words, the places that it can be about, and what the bank offers."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.models import User
from registry.desk.forms import RADIOS, ReasonField
from registry.desk.review.margins import Margin
from registry.desk.review.table import review_table
from registry.models import BankRemark, Filing, ReasonCode, Remark
from registry.procedure.bank import for_rule, offered_at
from registry.procedure.filed_places import item_names, place_exists, places_within
from registry.states import RemarkKind, Visibility
from schemes.citations import chapter_of

#: What the form and the record have in common.
WORDS = ("text", "kind", "quote", "legal_basis", "satisfied_by", "visibility")
#: More places than these are not told apart by a list.
MOST_PLACES = 120


class RemarkForm(forms.Form):
    """A remark at one place of the document."""

    at = forms.CharField(widget=forms.HiddenInput, required=False, max_length=300)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    bank = forms.ChoiceField(label=gettext_lazy("From the remark bank"), required=False)
    place = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    quote = forms.CharField(
        label=gettext_lazy("The words it is about"),
        help_text=gettext_lazy("As they stand in the text; select them there before you begin."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=1000,
        required=False,
    )
    text = forms.CharField(
        label=gettext_lazy("Remark"),
        help_text=gettext_lazy("What has to be corrected, and how it can be."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": gettext_lazy("Write what the remark is about.")},
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("How binding is it?"),
        choices=RemarkKind.choices,
        initial=RemarkKind.MUST,
        widget=forms.RadioSelect(attrs=RADIOS),
    )
    reason_code = ReasonField(
        ReasonCode.objects.given_for(),
        label=gettext_lazy("Reason"),
        required=False,
        empty_label=gettext_lazy("None of the list"),
    )
    legal_basis = forms.CharField(
        label=gettext_lazy("Legal basis"),
        help_text=gettext_lazy("The clause that it rests on, beside that of the reason."),
        max_length=300,
        required=False,
    )
    satisfied_by = forms.CharField(
        label=gettext_lazy("What would satisfy it"),
        help_text=gettext_lazy(
            "By what the body, and whoever reviews its answer, can tell that it is done."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who reads it?"),
        choices=Visibility.choices,
        initial=Visibility.BODY,
        required=False,
        widget=forms.RadioSelect(attrs=RADIOS),
    )

    def __init__(
        self,
        filing: Filing,
        user: User,
        at: str,
        *,
        data: Any = None,
        initial: Mapping[str, Any] | None = None,
        remark: Remark | None = None,
        seen: str = "",
    ) -> None:
        first = {"at": at, "place": at, "seen": seen, **(_as_typed(remark) if remark else {})}
        name = hashlib.sha256(f"{at}{remark.pk if remark else ''}".encode()).hexdigest()[:8]
        super().__init__(data, initial={**first, **(initial or {})}, auto_id=f"remark-{name}-%s")
        self.stands_at = at
        self.is_new = remark is None
        if remark is not None:
            del self.fields["place"], self.fields["bank"]
            return
        strip = review_table(filing, user, key=chapter_of(filing.version, at)).strip_at(at)
        known = (margin.address for margin in strip.margins)
        there = (address for address in known if place_exists(filing.version, address))
        within = places_within(filing.version, at)
        self._offer_places(filing, (at, *within, *strip.strip.addresses, *there))
        self._offer_bank(strip.margins)

    def _offer_places(self, filing: Filing, addresses: tuple[str, ...]) -> None:
        """Which place it is about, where there are several: those within it before its strip's."""
        places = list(dict.fromkeys(addresses))
        nearest = set(sorted(places, key=self._distance)[:MOST_PLACES])
        if len(places) < 2:
            del self.fields["place"]
            return
        names = item_names(filing.version, [place for place in places if place in nearest])
        self.fields["place"].choices = names  # type: ignore[attr-defined]

    def _distance(self, place: str) -> tuple[bool, int]:
        """What is inside comes before what is beside it, and rows before their fields."""
        return not f"{place}/".startswith(f"{self.stands_at}/"), place.count("/")

    def _offer_bank(self, margins: list[Margin]) -> None:
        """The bank, what belongs to the findings here first."""
        first, others = offered_at(
            row.finding.code for margin in margins for row in margin.findings
        )
        if not (first or others):
            del self.fields["bank"]
            return
        groups: list[Any] = [("", _("Nothing from the bank"))]
        if first:
            groups.append((_("For the findings here"), [(row.code, row.text) for row in first]))
        groups.append((_("Others"), [(row.code, row.text) for row in others]))
        self.fields["bank"].choices = groups  # type: ignore[attr-defined]

    @property
    def words(self) -> dict[str, Any]:
        """What was typed, for the record."""
        typed = self.cleaned_data
        reason = typed["reason_code"]
        found = {name: typed[name] for name in WORDS}
        found["visibility"] = typed["visibility"] or Visibility.BODY.value
        found["reason_code"] = reason.code if reason else ""
        if self.is_new:
            found["address"] = typed.get("place") or self.stands_at
            found["bank_code"] = typed.get("bank", "")
        return found

    @cached_property
    def has_more(self) -> bool:
        """Whether something stands in the part that is folded."""
        if self.is_bound:
            return any(self.data.get(name) for name in ("legal_basis", "satisfied_by")) or bool(
                self.errors
            )
        is_inside = self.initial.get("visibility") == Visibility.DESK
        return is_inside or bool(
            self.initial.get("legal_basis") or self.initial.get("satisfied_by")
        )


def begun(filing: Filing, user: User, at: str, *, rule: str = "", of: str = "") -> RemarkForm:
    """An empty form; with a rule one that says what the rule found there, of the place `of`."""
    return RemarkForm(filing, user, at, initial=_from_finding(filing, user, at, (rule, of)))


def taken_over(filing: Filing, user: User, at: str, typed: Mapping[str, Any]) -> RemarkForm:
    """The form with the words of a remark of the bank in the place of those that it has."""
    row = BankRemark.objects.filter(is_used=True, code=typed.get("bank", "")).first()
    kept = {name: typed[name] for name in (*WORDS, "place", "bank", "reason_code") if name in typed}
    return RemarkForm(filing, user, at, initial={**kept, **(_from_bank(row) if row else {})})


def _as_typed(remark: Remark) -> dict[str, Any]:
    return {name: getattr(remark, name) for name in (*WORDS, "reason_code")}


def _from_bank(row: BankRemark) -> dict[str, Any]:
    """What the reason says of the law already is not said twice."""
    reason = ReasonCode.objects.filter(code=row.reason_code).first()
    is_said = reason is not None and reason.basis == row.basis
    return {
        "bank": row.code,
        "text": row.text,
        "kind": row.kind,
        "reason_code": row.reason_code,
        "legal_basis": "" if is_said else row.basis,
        "satisfied_by": row.satisfied_by,
    }


def _from_finding(filing: Filing, user: User, at: str, asked: tuple[str, str]) -> dict[str, Any]:
    """What the finding says, and what the bank has for its rule."""
    margins = review_table(filing, user).strip_at(at).margins
    found = [row.finding for margin in margins for row in margin.findings]
    finding = next((one for one in found if (one.code, one.address) == asked), None)
    if finding is None:
        return {}
    row, said = for_rule(finding.code), str(finding.sentence)
    if row is None:
        return {"place": finding.address, "text": said, "legal_basis": str(finding.source)[:300]}
    return {**_from_bank(row), "place": finding.address, "text": f"{said}\n{row.text}"}
