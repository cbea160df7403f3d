"""What the first start prints, and what the demonstration's plans say."""

from __future__ import annotations

from pathlib import Path

from portal.demo.authors import AUTHORS_OF_THE_REGULATOR, MINISTRY, OWNER
from portal.demo.manifest import PLANS
from portal.demo.people import REGULATOR_PEOPLE


def test_every_sign_in_of_the_regulator_and_of_other_authors_is_printed():
    printed = (Path(__file__).parents[2] / ".ci" / "serve.sh").read_text(encoding="utf-8")
    domains = (MINISTRY[4], OWNER[4])
    addresses = [f"{role}@{domain}" for role in ("author", "signatory") for domain in domains]
    addresses += [each[0] for each in (*AUTHORS_OF_THE_REGULATOR, *REGULATOR_PEOPLE)]
    assert [address for address in addresses if address not in printed] == []


def test_no_scheme_that_ends_with_no_certificate_says_that_some_run_on():
    """Every end of the demonstration says that none is valid (`portal.demo.schemes`)."""
    reasons = [plan.reasons_of_end for plan in PLANS if plan.reasons_of_end]
    assert reasons
    assert [words for words in reasons if "有效至" in words] == []
