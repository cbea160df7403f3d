"""Prints the URL of a PostgreSQL on this machine that lets us in without a password, if any."""

from __future__ import annotations

import psycopg

ROLES = ("root", "postgres")


def reachable_url() -> str | None:
    """The first role that may connect and create the test databases, as a DATABASE_URL."""
    for role in ROLES:
        try:
            with psycopg.connect(
                host="127.0.0.1", port=5432, user=role, dbname="postgres", connect_timeout=3
            ) as connection:
                row = connection.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.OperationalError:
            continue
        if row is not None and row[0]:
            return f"postgres://{role}@127.0.0.1:5432/touchstone"
    return None


if __name__ == "__main__":
    print(reachable_url() or "")
