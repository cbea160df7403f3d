"""Generate the documents that follow from the code."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from portal.core.security_log import render_security_log
from portal.settings.environment import ROOT
from registry.procedure.workflow_page import render_workflow
from schemes.rules.reference import render_reference

GENERATED: dict[str, Callable[[], str]] = {
    "docs/rules.md": render_reference,
    "docs/security-log.md": render_security_log,
    "docs/workflow.md": render_workflow,
}


class Command(BaseCommand):
    """Write the pages of `docs/` that follow from the code, or check that they are true."""

    help = "Generates the documents that follow from the code."

    def add_arguments(self, parser: Any) -> None:
        """`--check` writes nothing and fails when a document is stale."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare each document; the last line sums up."""
        stale = []
        with translation.override("en"):
            for name, render in GENERATED.items():
                path: Path = ROOT / name
                text = render()
                if path.exists() and path.read_text(encoding="utf-8") == text:
                    continue
                stale.append(name)
                if not options["check"]:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_text(text, encoding="utf-8")
        if options["check"] and stale:
            self.stderr.write(f"stale: {', '.join(stale)}; run manage.py generate_docs")
            raise SystemExit(1)
        self.stdout.write(f"documents: {len(GENERATED)} looked at, {len(stale)} written")
