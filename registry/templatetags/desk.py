"""The menu of the desk in templates."""

from __future__ import annotations

from typing import Any

from django import template

from registry.desk.menu import Menu, menu_of

register = template.Library()


@register.simple_tag(takes_context=True)
def desk_menu(context: dict[str, Any]) -> Menu:
    """What the person at work is offered at the desk."""
    return menu_of(context["request"].user)
