"""What the limits of rules are called, by their names in `Limits`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from schemes.findings import Words

LIMIT_WORDS: Mapping[str, Words] = {
    "certificate_months_least": _("Shortest validity of a certificate (months)"),
    "certificate_months_most": _("Longest validity of a certificate (months)"),
    "certificate_months_without_yearly_surveillance": _(
        "Longest validity without surveillance every year (months)"
    ),
    "management_system_months": _("Validity of management system certificates (months)"),
    "first_surveillance_months": _("First surveillance after the certificate (months)"),
    "surveillance_interval_months": _("Interval between surveillances (months)"),
    "suspension_months": _("Longest suspension (months)"),
    "similarity_search_days": _("Age of the search for similar marks at the signature (days)"),
    "review_years": _("Time until a scheme is reviewed (years)"),
    "retention_months_after_validity": _("Retention of records after the validity (months)"),
    "complaint_days": _("Answer to a complaint (days)"),
    "appeal_days": _("Decision on an appeal (days)"),
    "remote_audit_percent": _("Share of remote audits (percent)"),
    "alliance_members": _("Fewest members of an alliance"),
    "numbering_pattern_characters": _("Longest numbering pattern (characters)"),
    "full_time_staff": _("Fewest full-time staff of a body in a field"),
}
