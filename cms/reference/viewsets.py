"""One view set per register, made from its declaration, and their group in the menu."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.permissions import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from cms.editors import refused_of
from cms.reference import editing, following, history, importing, listing
from cms.reference.filters import filters_of
from cms.reference.panels import layout
from portal.reference.registers import Register, registers

ICONS = {
    "approvals": "check",
    "fields": "list-ul",
    "items": "list-ul",
    "crosswalks": "resubmit",
    "standards": "doc-full",
    "standard-transitions": "resubmit",
    "national-schemes": "site",
    "ccc-items": "clipboard-list",
    "protected-marks": "image",
    "rule-words": "search",
    "part-words": "search",
    "codes": "list-ol",
    "units": "decimal",
    "limits": "warning",
    "number-patterns": "code",
    "certificate-contents": "doc-full-inverse",
    "bodies": "group",
    "texts": "openquote",
    "calendar": "calendar-alt",
    "statutory-holidays": "date",
    "reasons": "comment",
    "remark-bank": "comment",
    "letter-templates": "mail",
    "remedies": "warning",
    "digest-terms": "view",
    "time-limits": "history",
    "track-rules": "redirect",
    "track-terms": "redirect",
    "state-words": "openquote",
    "blueprint-periods": "form",
}


class RegisterPermissions(ModelPermissionPolicy):
    """What nobody may do to rows that people acted by, whatever rights they have."""

    def __init__(self, register: Register) -> None:
        super().__init__(register.model)
        self.refused = refused_of(register)

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether the person may, and the register allows it at all."""
        return action not in self.refused and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Whether one of these is left."""
        return any(self.user_has_permission(user, action) for action in actions)


class RegisterViewSet(SnippetViewSet):
    """List, form, history, import and export of one register."""

    list_per_page = 50
    #: What refers to a row is said by the database; Wagtail's own index would only cost time.
    add_to_reference_index = False
    index_view_class = listing.Index
    add_view_class = editing.Create
    copy_view_class = editing.Copy
    edit_view_class = editing.Edit
    delete_view_class = editing.Delete
    inspect_view_class = editing.Inspect
    create_template_name = "cms/reference/create.html"
    edit_template_name = "cms/reference/edit.html"
    delete_template_name = "cms/reference/delete.html"
    index_template_name = "cms/reference/index.html"
    inspect_template_name = "cms/reference/inspect.html"

    def __init__(self, register: Register) -> None:
        self.register = register
        super().__init__(
            model=register.model,
            icon=ICONS.get(register.key, "table"),
            menu_label=register.title,
            search_fields=list(register.search),
            inspect_view_enabled=register.only_added,
            # A copy is the beginning of a successor; elsewhere it would only be a second row.
            copy_view_enabled=register.only_added or register.key == "limits",
        )

    @cached_property
    def permission_policy(self) -> RegisterPermissions:
        """Of the model, without what the register allows nobody."""
        return RegisterPermissions(self.register)

    @property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way from the admin's home, in the language of who reads it.

        Wagtail's is worked out once, in the language of who came first.
        """
        items: list[dict[str, Any]] = super().breadcrumbs_items
        return [{**items[0], "label": _("Home")}, *items[1:]]

    def get_queryset(self, request: Any) -> Any:
        """The rows of the register."""
        return self.register.records

    def get_edit_handler(self) -> Any:
        """The panels of the declared columns."""
        return layout(self.register).bind_to_model(self.model)

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Every view knows its register."""
        found: dict[str, Any] = super().get_common_view_kwargs(
            **{
                "register": self.register,
                "urls": self.get_url_name,
                # Which rows refer to a row is not counted; see `add_to_reference_index`.
                "usage_url_name": None,
                **kwargs,
            }
        )
        return found

    def get_index_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """The filters of the declaration."""
        found: dict[str, Any] = super().get_index_view_kwargs(
            **{"filterset_class": filters_of(self.register), **kwargs}
        )
        return found

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's, with our history in the place of its own, and what it does not have."""
        kept = [
            pattern
            for pattern in super().get_urlpatterns()
            if pattern.name not in ("history", "history_results", "usage")
        ]
        row = f"<{self.pk_path_converter}:pk>"
        return [
            *kept,
            path(f"history/{row}/", self.construct_view(history.RowHistory), name="history"),
            path(f"end/{row}/", self.construct_view(editing.End), name="end"),
            path("begin/", self.construct_view(following.Begin), name="begin"),
            path(f"confirm/{row}/", self.construct_view(following.Confirm), name="confirm"),
            path(f"take-back/{row}/", self.construct_view(following.TakeBack), name="take_back"),
            path(f"picture/{row}/", self.construct_view(editing.Picture), name="picture"),
            path("changes/", self.construct_view(history.RegisterHistory), name="changes"),
            path("import/", self.construct_view(importing.Upload), name="import"),
            path("import/decide/", self.construct_view(importing.Decide), name="import_decide"),
        ]


class ReferenceData(SnippetViewSetGroup):
    """All registers under one item of the menu."""

    items = tuple(RegisterViewSet(register) for register in registers())
    menu_label = _("Reference data")
    menu_icon = "table"
    menu_name = "reference-data"
    menu_order = 300
