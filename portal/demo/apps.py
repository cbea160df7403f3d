"""The demonstration: people, bodies, schemes in every state. Composition: imports everything."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """The demonstration's loader and its content."""

    name = "portal.demo"
    label = "demo"
