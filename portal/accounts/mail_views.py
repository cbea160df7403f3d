"""The page on which a person says how often and in which language they want mail."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from portal.accounts.doors import person
from portal.accounts.mail_models import Frequency, MailLanguage, MailWishes
from portal.accounts.mail_wishes import wishes_of
from portal.accounts.permissions import authors_of

RADIOS = {"class": "govuk-radios__input"}


class MailWishesForm(forms.ModelForm[MailWishes]):
    """How often, and in which language."""

    frequency = forms.ChoiceField(
        label=gettext_lazy("News"),
        help_text=gettext_lazy(
            "Such as a draft that is ready to be signed, or a filing that came in. Decisions, "
            "requests for correction and other legal notices always come at once."
        ),
        choices=Frequency.choices,
        widget=forms.RadioSelect(attrs=RADIOS),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        help_text=gettext_lazy("Legal notices come in both languages, yours first."),
        choices=MailLanguage.choices,
        required=False,
        widget=forms.RadioSelect(attrs=RADIOS),
    )

    class Meta:
        model = MailWishes
        fields: ClassVar[list[str]] = ["frequency", "language"]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def mail(request: HttpRequest) -> HttpResponse:
    """Show and keep what the person wishes."""
    user = person(request)
    form = MailWishesForm(request.POST or None, instance=wishes_of(user))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your wishes are kept."))
        return redirect("organisation:mail")
    is_of_a_body = authors_of(user).exists()
    context = {
        "base": "base_workspace.html" if is_of_a_body else "base_desk.html",
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "roles/mail.html", context, status=status)
