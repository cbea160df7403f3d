"""Bring the stored built-in blueprints up to the files: the state names no operator.

Version 1 of each is amended before the portal's first release, as once before. What a body writes
is asked for as it was; a scheme of the state has neither operators nor a public commitment.
"""

from importlib import import_module

from django.db import migrations

#: A name that begins with a number is no name for an import.
amend = import_module("schemes.migrations.0006_amend_builtin_blueprints").amend


class Migration(migrations.Migration):
    """Not undone: the files hold no earlier text."""

    dependencies = [("schemes", "0011_former_owners")]
    operations = [migrations.RunPython(amend, migrations.RunPython.noop)]
