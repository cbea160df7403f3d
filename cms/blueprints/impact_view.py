"""The page that answers: what would this blueprint version break?"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from cms.blueprints.impact import impact_of
from cms.blueprints.pages import BlueprintView
from registry.supervision.impact.runs import preview_blueprint


class ImpactPage(BlueprintView):
    """Every affected draft, filing and entry with the exact places."""

    template_name = "cms/blueprints/impact.html"
    step = gettext_lazy("Impact")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """What as many documents as a request can try would say."""
        return self.render_to_response(self.get_context_data(impact=impact_of(self.version)))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have all of them tried, and go to where the result is kept."""
        run = preview_blueprint(self.version, self.person)
        return redirect("desk:impact-run", pk=run.pk)
