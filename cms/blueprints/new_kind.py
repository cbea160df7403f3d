"""Beginning a blueprint of a kind that there is not yet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.blueprints.pages import BlueprintView
from portal.core.errors import DomainError
from portal.core.localised import in_language
from schemes.blueprint_drafts import begin_blueprint_kind
from schemes.blueprints.building.steps import NAME
from schemes.models import BlueprintVersion


class _Source(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A published blueprint, by its title."""

    def label_from_instance(self, obj: Any) -> str:
        """The title in the language of the page, and the name."""
        return f"{in_language(obj.schema['x-title'])} {obj.ref}"


class KindForm(forms.Form):
    """The key and name of the new kind, and what it begins from."""

    source = _Source(
        label=gettext_lazy("Begin from"), queryset=BlueprintVersion.objects.published()
    )
    key = forms.RegexField(
        rf"\A{NAME.pattern}\Z",
        label=gettext_lazy("Key"),
        max_length=40,
        help_text=gettext_lazy(
            "Small letters, digits and underscores; documents name it for ever, such as personnel."
        ),
    )
    title_zh = forms.CharField(label=gettext_lazy("Title in Chinese"), max_length=300)
    title_en = forms.CharField(label=gettext_lazy("Title in English"), max_length=300)


class NewKind(BlueprintView):
    """The form, and the first draft."""

    template_name = "cms/blueprints/new_kind.html"
    step = gettext_lazy("New kind")

    def get(self, request: HttpRequest) -> HttpResponse:
        """Ask."""
        return self.render_to_response(self.get_context_data(form=KindForm()))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin it, or say what is in the way."""
        form = KindForm(request.POST)
        if form.is_valid():
            said = form.cleaned_data
            title = {"zh": said["title_zh"], "en": said["title_en"]}
            try:
                begun = begin_blueprint_kind(said["key"], title, said["source"], self.person)
            except DomainError as error:
                form.add_error("key", str(error.message))
            else:
                messages.success(request, _("Blueprint %(ref)s was begun.") % {"ref": begun.ref})
                return redirect("blueprints:version", pk=begun.pk)
        context = self.get_context_data(form=form)
        return self.render_to_response(context, status=422)
