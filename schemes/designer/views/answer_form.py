"""The form in which an author gives the reason for a warning."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

from django import forms
from django.utils.translation import gettext_lazy as _

from schemes.waivers import Question

LONGEST = 2000


class AnswerForm(forms.Form):
    """The reason in Chinese, and in English if there is one, for one question of the check."""

    code = forms.CharField(widget=forms.HiddenInput, max_length=60)
    case = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)
    address = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False)
    reason_zh = forms.CharField(
        label=_("Your reason, in Chinese"),
        help_text=_("It is published with the scheme, under the name of your body."),
        widget=forms.Textarea(attrs={"rows": 3, "lang": "zh-Hans"}),
        max_length=LONGEST,
        error_messages={"required": _("Give the reason in Chinese.")},
    )
    reason_en = forms.CharField(
        label=_("In English (optional)"),
        widget=forms.Textarea(attrs={"rows": 3, "lang": "en"}),
        max_length=LONGEST,
        required=False,
    )

    @classmethod
    def for_question(cls, question: Question, reason: Mapping[str, str]) -> AnswerForm:
        """The form of a warning, filled with the reason given so far."""
        code, case, address = question
        return cls(
            initial={
                "code": code,
                "case": case,
                "address": address,
                "reason_zh": reason.get("zh", ""),
                "reason_en": reason.get("en", ""),
            },
            auto_id=_ids(question),
        )

    @classmethod
    def posted(cls, data: Mapping[str, str]) -> AnswerForm:
        """The form as it was sent."""
        question = (data.get("code", ""), data.get("case", ""), data.get("address", ""))
        return cls(data, auto_id=_ids(question))

    @property
    def question(self) -> Question:
        """Which warning it answers."""
        code, case, address = (
            str(self[name].value() or "") for name in ("code", "case", "address")
        )
        return code, case, address

    @property
    def reason(self) -> dict[str, str]:
        """What was written, by language."""
        return {"zh": self.cleaned_data["reason_zh"], "en": self.cleaned_data["reason_en"]}


def _ids(question: Question) -> str:
    """Several of these forms stand on one page, so each has ids of its own."""
    return f"answer-{sha256(chr(10).join(question).encode()).hexdigest()[:12]}-%s"
