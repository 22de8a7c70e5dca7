"""How PostgreSQL is started by root, who may not run it: as `nobody`, also below folders closed to others.

PostgreSQL refuses to run as root. Giving up root is easy; reaching the data afterwards is not, when a parent
folder is closed (a checkout under a 0700 /root, a folder made by mktemp). Then, and only then, the process keeps
the one capability that lets it pass closed folders (CAP_DAC_READ_SEARCH: read and search, never write), raised as
*ambient* by util-linux' setpriv; `no_setuid_fixup` makes access(2), which PostgreSQL asks, count it too.
Reasons and what else was tried: docs/decisions/postgresql-as-root.md.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from photonest.cli.errors import FolderNotUsable
from photonest.cli.process_ties import tie_to_starter

PROBE_TIMEOUT_S = 10


@dataclass(frozen=True)
class Unprivileged:
    """Who runs a program: the caller itself, or somebody root steps down to."""

    user_id: int | None = None
    group_id: int | None = None
    prefix: tuple[str, ...] = ()

    def command(self, command: Iterable[object], *, dies_with_starter: bool = False) -> list[str]:
        """The arguments to run; see `process_options` for the other half."""
        prefix = list(self.prefix)
        if prefix and dies_with_starter:
            prefix.insert(1, "--pdeathsig=QUIT")  # changing the user clears a tie made before
        return [*prefix, *(str(part) for part in command)]

    def process_options(self, *, dies_with_starter: bool = False) -> dict[str, Any]:
        """Arguments of `subprocess.Popen`. The working folder is one that everybody may enter."""
        options: dict[str, Any] = {"cwd": "/"}
        if dies_with_starter:
            options["preexec_fn"] = tie_to_starter(signal.SIGQUIT)
        if self.user_id is not None and not self.prefix:
            options |= {"user": self.user_id, "group": self.group_id, "extra_groups": []}
        return options

    def own(self, path: Path) -> None:
        """Gives one file or folder to the user who will work in it."""
        if self.user_id is not None and self.group_id is not None:
            os.chown(path, self.user_id, self.group_id)


def unprivileged_for(folder: Path, program: Path) -> Unprivileged:
    """Who can run `program` and enter `folder`. For ordinary users: themselves.

    Raises `FolderNotUsable` when root has no way to let `nobody` in.
    """
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return Unprivileged()
    import pwd

    nobody = pwd.getpwnam("nobody")
    plain = Unprivileged(nobody.pw_uid, nobody.pw_gid)
    if _reaches(plain, folder, program):
        return plain
    setpriv = shutil.which("setpriv")
    if setpriv:
        capability = "+dac_read_search"
        carried = Unprivileged(
            nobody.pw_uid,
            nobody.pw_gid,
            (
                setpriv, f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups",
                "--securebits=+no_setuid_fixup", f"--inh-caps={capability}", f"--ambient-caps={capability}", "--",
            ),
        )  # fmt: skip
        if _reaches(carried, folder, program):
            return carried
    raise FolderNotUsable(
        f"PostgreSQL may not run as root, and the user 'nobody' cannot reach {_first_closed(folder, program)}. "
        "Start PhotoNest as an ordinary user, or choose a data folder that others may pass through, "
        "for example PHOTONEST_DATA=/var/lib/photonest."
    )


def _reaches(who: Unprivileged, folder: Path, program: Path) -> bool:
    """Tries it for real: permissions, access lists and mount options are the kernel's business."""
    try:
        for command in ([program, "--version"], ["test", "-x", program], ["test", "-x", folder]):
            done = subprocess.run(
                who.command(command),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=PROBE_TIMEOUT_S,
                check=False,
                **who.process_options(),
            )
            if done.returncode != 0:
                return False
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _first_closed(*paths: Path) -> Path:
    """The topmost folder on the way that others may not enter."""
    for path in paths:
        for parent in [*reversed(path.parents), path]:
            if parent.is_dir() and not parent.stat().st_mode & 0o001:
                return parent
    return paths[0]
