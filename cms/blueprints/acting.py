"""Proposing, publishing, sending back, retiring, discarding: each asks once more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.blueprints.last_days import LastDaysForm, initial
from cms.blueprints.pages import BlueprintView, typed
from portal.core.errors import DomainError, RulesBroken
from schemes.blueprint_actions import (
    BLUEPRINT_ACTIONS,
    BlueprintAction,
    Propose,
    Publish,
    SetLastDays,
    without_last_days,
)
from schemes.blueprint_drafts import version_before
from schemes.blueprints.compatibility.report import compatibility
from schemes.last_days import LastDays, usual_last_days

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

#: What a person should know before each.
CONSEQUENCES: dict[str, StrOrPromise] = {
    "propose": gettext_lazy(
        "The blueprint cannot be changed while it waits for a second person, who publishes it or "
        "sends it back."
    ),
    "publish": gettext_lazy(
        "Schemes begun from now on follow this version. It can never be changed again. Drafts stay "
        "on their version until their authors move them, or its last days come; what is registered "
        "stays as it is."
    ),
    "send_back": gettext_lazy("The blueprint becomes a draft again and can be changed."),
    "retire": gettext_lazy(
        "No scheme can be begun with this version any more. Documents that follow it stay valid."
    ),
    "discard": gettext_lazy(
        "The draft is given up. Its history stays, and its number is not used again."
    ),
}
DONE: dict[str, StrOrPromise] = {
    "propose": gettext_lazy("Blueprint %(ref)s waits for a second person now."),
    "publish": gettext_lazy("Blueprint %(ref)s is published."),
    "send_back": gettext_lazy("Blueprint %(ref)s is a draft again."),
    "retire": gettext_lazy("Blueprint %(ref)s is retired."),
    "discard": gettext_lazy("Blueprint %(ref)s was discarded."),
}


class Acting(BlueprintView):
    """One action with its confirmation."""

    template_name = "cms/blueprints/do.html"

    @property
    def action(self) -> type[BlueprintAction]:
        """The action that the address names."""
        for action in BLUEPRINT_ACTIONS:
            # The last days have a page of their own, since they are typed.
            if action.name == self.kwargs["name"] and action is not SetLastDays:
                return action
        raise Http404(self.kwargs["name"])

    @property
    def step(self) -> Any:
        """Its name."""
        return self.action.label

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Ask."""
        return self.render_to_response(self.get_context_data(form=self._form()))

    def _form(self, data: Any = None) -> LastDaysForm | None:
        """The last days of what a publication replaces; None where nothing is typed."""
        if self.action is not Publish or not without_last_days(self.version).exists():
            return None
        return LastDaysForm(data, initial=initial(usual_last_days(timezone.localdate())))

    def _usual_last_days(self) -> LastDays | None:
        """What the version before would get if this one were published today."""
        if self.action is not Propose or not without_last_days(self.version).exists():
            return None
        return usual_last_days(timezone.localdate())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What follows from it, and what stands in its way."""
        before = version_before(self.version)
        changes = compatibility(before.blueprint, self.version.blueprint) if before else []
        return super().get_context_data(
            action=self.action,
            consequence=CONSEQUENCES[self.action.name],
            obstacle=self._obstacle(),
            before=before,
            changes=changes,
            breaking=sum(change.is_breaking for change in changes),
            usual=self._usual_last_days(),
            **kwargs,
        )

    def _obstacle(self) -> str:
        """What stands in its way, so that nobody is asked in vain; empty where nothing does."""
        access = self.action.access(self.person, self.version)
        if not access:
            return str(access.reason)
        if self.version.state not in self.action.from_states:
            return _("This is not possible in the present state of the version.")
        try:
            self.action(self.version, self.person).check()
        except DomainError as error:
            return str(error.message)
        return ""

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Do it; days that cannot be come back as they were typed."""
        form = self._form(request.POST) if "drafts" in request.POST else None
        data: dict[str, Any] = {"seen": request.POST.get("seen")}
        data["reason"] = typed(request, "reason", 1000)
        if form is not None and form.is_valid():
            data["last_days"] = form.days
        if form is None or form.is_valid():
            try:
                self.action(self.version, self.person, **data).run()
            except DomainError as error:
                if form is None or not isinstance(error, RulesBroken):
                    self.refuse(error)
                    return redirect("blueprints:version", pk=pk)
                form.add_error(None, str(error.message))
            else:
                messages.success(request, str(DONE[name]) % {"ref": self.version.ref})
                return redirect("blueprints:version", pk=pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)
