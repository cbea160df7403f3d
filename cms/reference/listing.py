"""The list of a register: its main columns, where each row stands, filters, search, CSV."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import IndexView as GenericIndexView
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView

from cms.reference.pages import RegisterMixin
from portal.core.tables.writing import CONTENT_TYPE
from portal.reference.registers import FROM_DAY, Register
from portal.reference.tabular import export
from portal.reference.wording import (
    link_column,
    list_cells,
    list_columns,
    list_heading,
    standing,
    validity,
)


class Index(RegisterMixin, IndexView):
    """All rows."""

    #: Of the two kinds that Wagtail writes only the one that can be read again.
    FORMATS = ("csv",)

    def get_page_title(self) -> str:
        """The name of the register."""
        return str(self.declared.title)

    @cached_property
    def columns(self) -> list[Column]:
        """What names the row first, then its other columns, then where it stands."""
        register = self.declared
        names = list_columns(register)
        first = names[link_column(register)]
        title = self._get_title_column_class(TitleColumn)
        shown = [self._column(register, first, title, get_url=self._address)]
        shown += [self._column(register, name, Column) for name in names if name != first]
        if register.is_dated:
            shown.append(
                Column("validity", label=_("Validity"), accessor=validity, sort_key="valid_from")
            )
        shown.append(Column("standing", label=_("Standing"), accessor=standing_of))
        return shown

    def _column(self, register: Register, name: str, kind: Any, **kwargs: Any) -> Column:
        at = list_columns(register).index(name)
        sortable = not isinstance(register.fields[name], models.JSONField)
        return kind(
            name,
            label=list_heading(register, name),
            accessor=_cell(register, at),
            sort_key=name if sortable else None,
            **kwargs,
        )

    def _address(self, record: models.Model) -> str | None:
        return self.get_edit_url(record) or self.get_inspect_url(record)

    def get_valid_orderings(self) -> list[str]:
        """The columns by which the list can be sorted; there is no order by hand."""
        keys = [column.sort_key for column in self.columns if column.sort_key]
        return [*keys, *(f"-{key}" for key in keys)]

    def get_list_more_buttons(self, instance: models.Model) -> list[Any]:
        """Wagtail's, and ours."""
        buttons = list(GenericIndexView.get_list_more_buttons(self, instance))
        if can_end(self.declared) and self.user_has_permission("change"):
            address = self.link("end", instance)
            buttons.append(Button(_("End on a day"), url=address, icon_name="date", priority=15))
        if self._may_be_taken_back(instance):
            address = self.link("take_back", instance)
            buttons.append(Button(_("Take back"), url=address, icon_name="undo", priority=15))
        address = self.link("history", instance)
        buttons.append(Button(_("History"), url=address, icon_name="history", priority=25))
        return buttons

    def _may_be_taken_back(self, record: models.Model) -> bool:
        """Whether it looks so; its page asks the history as well."""
        if not (self.declared.is_followed and self.user_has_permission("add")):
            return False
        return bool(getattr(record, FROM_DAY) >= timezone.localdate())

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """History, export, import."""
        buttons = [
            Button(
                _("Download as CSV"), url=self.csv_export_url, icon_name="download", priority=20
            ),
            Button(
                _("History of the register"),
                url=self.link("changes"),
                icon_name="history",
                priority=30,
            ),
        ]
        if self.user_has_permission("add"):
            address = self.link("import")
            buttons.append(
                Button(_("Import from CSV"), url=address, icon_name="upload", priority=10)
            )
        return buttons

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponse:
        """The rows of the list as the file that can be imported again."""
        content = export(self.declared, queryset, in_words=True)
        answer = HttpResponse(content, content_type=CONTENT_TYPE)
        answer["Content-Disposition"] = f'attachment; filename="{self.declared.key}.csv"'
        return answer


def can_end(register: Register) -> bool:
    """Whether rows of the register can be given a last day."""
    return "valid_until" in register.columns and not register.only_added


def standing_of(record: Any) -> SafeString:
    """What is to be known of a row beyond what it says: ended, not yet begun, not verified."""
    words = []
    state = standing(record, timezone.localdate())
    if state is not None:
        words.append(state.word)
    if getattr(record, "verified", True) is False:
        words.append(_("not verified"))
    return format_html_join(" ", '<span class="w-status">{}</span>', ((word,) for word in words))


def _cell(register: Register, at: int) -> Callable[[models.Model], SafeString]:
    def accessor(record: models.Model) -> SafeString:
        # The cells of a row are made together, and kept while the row is shown.
        cells = record.__dict__.get("_cells")
        if cells is None:
            cells = record.__dict__["_cells"] = list_cells(register, record, timezone.localdate())
        return format_html("{}", cells[at].text)

    return accessor
