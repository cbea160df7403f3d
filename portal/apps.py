"""The composition: addresses, the few views that know everything, generated documents."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The top of the house; it may import every package and none imports it."""

    name = "portal"
