"""Documents from outside: reading a file that somebody brings, making a draft of it, and back.

Reading knows nothing of the register and refuses with a reason and a place. Making the draft is
one transaction: the files are kept and the scheme begun, or nothing happened.
"""

from __future__ import annotations

from schemes.importing.drafting import (
    already_imported,
    check_import,
    import_document,
    import_once,
    import_version,
    imported_digests,
    keeping_files,
)
from schemes.importing.exporting import bundle
from schemes.importing.files import examined_files
from schemes.importing.incoming import Incoming, IncomingFile
from schemes.importing.opening import (
    ACCEPTED,
    MAX_UPLOAD_BYTES,
    open_upload,
    read_documents,
    read_upload,
)
from schemes.importing.refusals import ImportRefused, Place, Reason

__all__ = [
    "ACCEPTED",
    "MAX_UPLOAD_BYTES",
    "ImportRefused",
    "Incoming",
    "IncomingFile",
    "Place",
    "Reason",
    "already_imported",
    "bundle",
    "check_import",
    "examined_files",
    "import_document",
    "import_once",
    "import_version",
    "imported_digests",
    "keeping_files",
    "open_upload",
    "read_documents",
    "read_upload",
]
