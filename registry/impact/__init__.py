"""Impact: which drafts, filings and entries a change touches, and at which places."""

from registry.impact.runs import (
    blueprint_in,
    carry_out,
    preview,
    preview_blueprint,
    steps_in,
)

__all__ = ["blueprint_in", "carry_out", "preview", "preview_blueprint", "steps_in"]
