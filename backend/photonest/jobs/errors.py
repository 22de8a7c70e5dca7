"""What can go wrong with background work itself."""

from photonest.core.errors import Conflict


class WorkerDied(Conflict):
    """The program that worked on this file ended several times while doing so. The file is kept; it was set aside."""

    code, permanent = "worker_died", True
