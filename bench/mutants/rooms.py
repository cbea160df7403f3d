"""Which code is mutated, by which tests it is held, and how many of its mutants are tried."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Room:
    """Modules and tests, as files or folders below the root."""

    name: str
    code: tuple[str, ...]
    tests: tuple[str, ...]
    #: How many mutants are tried; all of them where there are fewer.
    most: int
    #: Modules that lie there and are no part of it.
    apart: tuple[str, ...] = ()

    def modules(self) -> list[Path]:
        """The files of the code."""
        return sorted({*_files(self.code, "*.py")} - {*_files(self.apart, "*.py")})

    def test_modules(self) -> list[Path]:
        """The files of the tests."""
        return sorted(_files(self.tests, "test_*.py"))


def _files(places: tuple[str, ...], pattern: str) -> Iterator[Path]:
    for place in places:
        path = ROOT / place
        # A place that was moved must not silently be left out.
        assert path.exists(), f"{place} is not there any more"
        yield from path.rglob(pattern) if path.is_dir() else (path,)


ROOMS = (
    Room(
        "rules",
        code=("schemes/rules",),
        # It writes docs/rules.md, which `make check` compares word by word.
        apart=("schemes/rules/reference.py",),
        tests=(
            "tests/schemes/rules",
            "tests/schemes/validation/test_validation.py",
            "tests/schemes/designer/test_cleaning.py",
            "tests/schemes/test_facts_source.py",
            "tests/portal/reference/test_starting_content.py",
        ),
        most=180,
    ),
    Room(
        "acts",
        code=(
            "portal/core/actions.py",
            "portal/core/moves.py",
            "schemes/actions.py",
            "schemes/blueprint_actions.py",
            "registry/procedure/actions",
            "registry/register/acts",
            "registry/outbox/tending.py",
        ),
        tests=(
            "tests/portal/core/outbox/test_forgetting.py",
            "tests/portal/core/test_moves.py",
            "tests/registry/alliances",
            "tests/registry/authors",
            "tests/registry/desk/test_outbox.py",
            "tests/registry/procedure",
            "tests/registry/register",
            "tests/schemes/blueprints/test_actions.py",
            "tests/schemes/blueprints/test_last_days.py",
            "tests/schemes/blueprints/test_last_days_told.py",
            "tests/schemes/blueprints/test_witness.py",
            "tests/schemes/test_reports.py",
            "tests/schemes/test_signing.py",
            "tests/schemes/test_waivers.py",
        ),
        most=60,
    ),
    Room(
        "permissions",
        code=(
            "portal/accounts/permissions.py",
            "portal/accounts/roles.py",
            "schemes/permissions.py",
            "registry/procedure/permissions.py",
            "registry/register/permissions.py",
            "registry/outbox/permissions.py",
            "registry/impartiality.py",
        ),
        tests=(
            "tests/portal/accounts/test_grants.py",
            "tests/portal/accounts/test_invitations.py",
            "tests/portal/accounts/test_memberships.py",
            "tests/registry/desk/test_observers.py",
            "tests/registry/desk/test_outbox.py",
            "tests/registry/procedure/test_actions.py",
            "tests/registry/procedure/test_approval.py",
            "tests/registry/procedure/test_branches.py",
            "tests/registry/procedure/test_cases.py",
            "tests/registry/procedure/test_declarations.py",
            "tests/registry/procedure/test_items.py",
            "tests/registry/procedure/test_opinions.py",
            "tests/registry/procedure/test_permissions.py",
            "tests/registry/procedure/test_permissions_of_people.py",
            "tests/registry/procedure/test_promises.py",
            "tests/registry/procedure/test_withdrawing.py",
            "tests/registry/register/test_suspension.py",
            "tests/registry/test_impartiality.py",
            "tests/schemes/blueprints/test_actions.py",
            "tests/schemes/test_drafts.py",
        ),
        most=60,
    ),
)
