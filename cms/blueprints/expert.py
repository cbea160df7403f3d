"""The JSON of a blueprint, for experts. What is refused stays in the form."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from cms.blueprints.json_lines import lines_of
from cms.blueprints.pages import BlueprintView
from portal.core.errors import DomainError, WrongState
from schemes.blueprint_drafts import save_blueprint_draft
from schemes.blueprints import DialectError, DialectProblem

#: The largest blueprint that ships has 220 kB.
LONGEST = 2_000_000


@dataclass(frozen=True)
class Fault:
    """One problem with the line of the text in which its place begins."""

    line: int | None
    pointer: str
    message: str


class Expert(BlueprintView):
    """The text of a draft to edit, of another version to read."""

    template_name = "cms/blueprints/json.html"
    step = gettext_lazy("JSON")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The JSON as it is stored."""
        text = json.dumps(self.version.schema, ensure_ascii=False, indent=2)
        if "download" in request.GET:
            answer = HttpResponse(text, content_type="application/schema+json; charset=utf-8")
            name = f"{self.version.key}-{self.version.version}.json"
            answer["Content-Disposition"] = f'attachment; filename="{name}"'
            return answer
        return self._page(text, self.version.digest)

    def _page(
        self, text: str, seen: str, faults: Iterable[Fault] = (), status: int = 200
    ) -> HttpResponse:
        context = self.get_context_data(text=text, seen=seen, faults=list(faults))
        return self.render_to_response(context, status=status)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Save it, or name every problem and keep the text in the form."""
        text, seen = request.POST.get("schema", ""), request.POST.get("seen", "")
        try:
            schema = _read(text)
            save_blueprint_draft(self.version, self.person, seen=seen, schema=schema, what="json:")
        except DialectError as error:
            return self._page(text, seen, _faults(text, error.problems), 422)
        except WrongState as conflict:
            self.refuse(conflict)
            return self._page(text, seen, status=409)
        except DomainError as error:
            self.refuse(error)
            return redirect("blueprints:version", pk=pk)
        messages.success(request, _("Saved. The blueprint is of the dialect."))
        return redirect("blueprints:json", pk=pk)


def _read(text: str) -> Any:
    """The JSON of a text. Raises DialectError where it is none."""
    if len(text) > LONGEST:
        raise DialectError([DialectProblem("", "schema", {"detail": f"> {LONGEST}"})])
    try:
        return json.loads(text, object_pairs_hook=_without_repeated, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        params = {"line": error.lineno, "column": error.colno, "detail": error.msg}
        raise DialectError([DialectProblem("", "json", params)]) from None
    except ValueError as error:
        raise DialectError([DialectProblem("", "schema", {"detail": str(error)})]) from None
    except RecursionError:
        raise DialectError([DialectProblem("", "depth", {"limit": 60})]) from None


def _without_repeated(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; a key that stands twice would silently win over the first."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(_("the key “%(key)s” stands twice") % {"key": key})
        found[key] = value
    return found


def _no_number(word: str) -> Any:
    raise ValueError(_("%(word)s is no number of JSON") % {"word": word})


def _faults(text: str, problems: Iterable[DialectProblem]) -> Iterable[Fault]:
    lines = lines_of(text)
    for problem in problems:
        line = problem.params.get("line") if problem.code == "json" else None
        yield Fault(
            line=line or _line_of(lines, problem.pointer),
            pointer=problem.pointer or "/",
            message=problem.message,
        )


def _line_of(lines: dict[str, int], pointer: str) -> int | None:
    """The line of a place; of the nearest place around it where it is not there."""
    while pointer and pointer not in lines:
        pointer = pointer.rpartition("/")[0]
    return lines.get(pointer)
