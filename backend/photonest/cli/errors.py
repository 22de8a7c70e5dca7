"""What can keep PhotoNest from starting or a command from working: each a sentence with what to do."""

from __future__ import annotations

from photonest.core.errors import BadInput, Conflict, StorageFull, Unavailable

EXIT_DONE = 0
EXIT_SOME_FAILED = 1
EXIT_WRONG_USE = 2
EXIT_UNREACHABLE = 3
EXIT_INTERRUPTED = 130


class WrongUse(BadInput):
    """The command was called in a way that cannot work; see its --help."""

    code = "wrong_use"


class CannotStart(Unavailable):
    """A part of PhotoNest did not start."""

    code = "cannot_start"


class FolderNotUsable(CannotStart):
    """The data folder cannot be used."""

    code = "folder_not_usable"


class DataFolderMissing(CannotStart):
    """The data folder is not the one that was here before; is its disk mounted?"""

    code = "data_folder_missing"


class AlreadyRunning(Conflict):
    """PhotoNest is already running on this data folder."""

    code = "already_running"


class PortTaken(CannotStart):
    """Another program uses this port."""

    code = "port_taken"


class DatabaseBroken(CannotStart):
    """The database folder cannot be used as it is."""

    code = "database_broken"


class DiskFull(StorageFull):
    """The disk has no room left."""

    code = "disk_full"
