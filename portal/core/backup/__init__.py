"""The whole instance in one file: every table as JSON Lines, every stored file, their digests.

Nothing in it depends on the kind of database, so what was written on SQLite can be put back on
PostgreSQL and the other way round. Secrets of the environment are not in it.
"""

from portal.core.backup.archive import Archive, BackupRefused
from portal.core.backup.restoring import restore
from portal.core.backup.writing import write

__all__ = ["Archive", "BackupRefused", "restore", "write"]
