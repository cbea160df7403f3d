"""What the home page says about the register: its newest schemes, its fields, its figures."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from portal.core.charts import BarChart, bar_chart
from registry.publication import queries

NEWEST_ON_HOME = 6


def register_at_a_glance() -> dict[str, Any]:
    """The context of the home page that comes from the register."""
    return {
        "newest": queries.newest(NEWEST_ON_HOME),
        "fields": [field for field in queries.fields_with_counts() if field[2]],
        "charts": _charts(),
    }


def _charts() -> list[BarChart]:
    """The figures as pictures; what has no figure yet has no picture."""
    counted = queries.figures()
    titles = {
        "by_category": _("Schemes by category"),
        "by_status": _("Schemes by status"),
        "by_year": _("Schemes by year of listing"),
    }
    charts = [bar_chart(key, titles[key], counted.get(key, [])) for key in titles]
    return [chart for chart in charts if chart.bars]
