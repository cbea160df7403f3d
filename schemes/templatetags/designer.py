"""Template words of the designer."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from portal.core.localised import in_language
from schemes.designer.fields import Field
from schemes.designer.fields import is_missing as missing
from schemes.designer.fields import is_wrong as wrong
from schemes.designer.views.cleaning import Offer, offered
from schemes.findings import Finding
from schemes.models import Version
from schemes.rules.basis import BasisIsIdentified
from schemes.rules.legibility import TextsReadAsTheyStand

register = template.Library()


@register.filter
def is_missing(finding: Finding) -> bool:
    """Whether the finding only says that something is still to be filled in."""
    return missing(finding)


@register.simple_tag
def offer_of(finding: Finding, version: Version) -> Offer | None:
    """How a text would read after cleaning, where that is what the finding asks for."""
    return offered(finding, version)


@register.filter
def asks_for_cleaning(finding: Finding) -> bool:
    """Whether the finding ends when the text is cleaned."""
    return finding.code == TextsReadAsTheyStand.id


@register.filter
def is_unknown_shape(finding: Finding) -> bool:
    """Whether the register does not know the shape of a number, and could be told of it."""
    return finding.code == BasisIsIdentified.id and finding.params.get("case") == "shape"


@register.simple_tag
def gap(finding: Finding) -> str:
    """The name of a field that is still empty, after the place that it belongs to."""
    field = in_language(finding.params.get("field"))
    place = str(finding.place)
    if not field or field == place:
        return field or place or str(finding.message)
    return f"{place} · {field}" if place else field


@register.simple_tag
def item_state(item: Field) -> SafeString | str:
    """How many errors an item has, or how much is still missing; nothing when it is fine."""
    findings = list(item.all_findings())
    errors = sum(map(wrong, findings))
    if errors:
        words = ngettext("%(count)d error", "%(count)d errors", errors) % {"count": errors}
        return format_html('<span class="ts-state ts-state--error ts-item__state">{}</span>', words)
    gaps = sum(map(missing, findings))
    if gaps:
        words = ngettext("%(count)d to fill in", "%(count)d to fill in", gaps) % {"count": gaps}
        return format_html('<span class="ts-item__gaps">{}</span>', words)
    return ""
