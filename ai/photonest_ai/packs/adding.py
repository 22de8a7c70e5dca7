"""Adding and removing CLIP packs: fetch or copy aside, compare every checksum, try the net, then one rename."""

from __future__ import annotations

import shutil
import tempfile
import tomllib
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from photonest_ai.errors import InstallFailed, PackInvalid
from photonest_ai.models.clip import ClipPack
from photonest_ai.packs import checks
from photonest_ai.packs.description import TWO_FOLDERS, complete, to_toml
from photonest_ai.packs.hub import Hub, HubId, read_hub_id
from photonest_ai.runtime.files import cache_root
from photonest_ai.runtime.packs import INSIDE, PACK_FILE, Pack, folder_of_packs, pack_folder, read_pack

Say = Callable[[str], None]
Progress = Callable[[str, int, int], None]
"""Words for a person, bytes done, bytes announced."""
Agree = Callable[[Pack, int], bool]
"""Asked with the pack and its size before anything is put in place; ``False`` leaves everything as it was."""


@dataclass(frozen=True)
class Added:
    """What became of an ``add``. ``lines``: what was checked."""

    pack: Pack
    size_bytes: int
    was_there: bool
    lines: tuple[str, ...]


class NotWanted(PackInvalid):
    """The person said no when licence and size were shown."""

    code = "pack_not_wanted"


def add_pack(
    models: Path,
    source: str,
    *,
    pin: str | None = None,
    needs_agreement: bool = True,
    agree: Agree = lambda _pack, _size: True,
    progress: Progress = lambda _words, _done, _total: None,
) -> Added:
    """Put the pack of a folder or of a hub id into the models folder. Raises `PackInvalid`, `InstallFailed`.

    Done twice it does nothing the second time. Another pack under the same id and version is refused: vectors carry
    that name, so it must always mean the same net.
    """
    packs = folder_of_packs(models)
    packs.mkdir(parents=True, exist_ok=True)
    folder = Path(source).expanduser()
    with tempfile.TemporaryDirectory(dir=packs, prefix=".new-") as name:
        staging = Path(name) / "pack"
        if source.strip() and folder.is_dir():
            progress("copying", 0, 0)
            pack = _copied(folder, staging)
        elif hub_id := read_hub_id(source):
            pack = _fetched(hub_id, staging, progress)
        else:
            raise PackInvalid(f"{source} is neither a folder nor a hub id such as owner/name@revision.")
        if pin is not None and pin != pack.fingerprint:
            raise PackInvalid(
                f"The fingerprint of {pack.space} is {pack.fingerprint}, not the pinned {pin}. Nothing was added."
            )
        size = sum((staging / file).stat().st_size for file in pack.files)
        there = _installed(models, pack)
        if there is not None:
            return Added(there, size, was_there=True, lines=())
        if not agree(pack, size):
            raise NotWanted("Nothing was added.")
        progress("checking", 0, 0)
        (staging / PACK_FILE).write_text(to_toml(pack), "utf-8")
        lines = checks.check(_loaded(staging, pack), needs_agreement=needs_agreement)
        final = pack_folder(models, pack.space)
        final.parent.mkdir(parents=True, exist_ok=True)
        staging.rename(final)
    return Added(pack, size, was_there=False, lines=tuple(lines))


def remove_pack(models: Path, space: str) -> None:
    """Take the files of a pack away. Raises `PackInvalid` when there is none."""
    folder = pack_folder(models, space)
    if not folder.is_dir():
        raise PackInvalid(f"There is no pack {space} in the models folder.")
    with tempfile.TemporaryDirectory(dir=folder_of_packs(models), prefix=".old-") as name:
        folder.rename(Path(name) / "pack")  # gone at once, whatever happens while its files are deleted
    if not any(folder.parent.iterdir()):
        folder.parent.rmdir()


def _loaded(folder: Path, pack: Pack) -> ClipPack:
    try:
        return ClipPack(folder, pack)
    except PackInvalid:
        raise
    except Exception as error:  # onnxruntime raises its own, undocumented kinds
        raise PackInvalid(f"The nets of {pack.space} cannot be loaded ({type(error).__name__}: {error}).") from error


def _installed(models: Path, pack: Pack) -> Pack | None:
    folder = pack_folder(models, pack.space)
    if not folder.exists():
        return None
    there = read_pack(folder)
    if there.fingerprint != pack.fingerprint:
        raise PackInvalid(
            f"Another pack is here under the name {pack.space}. Give this one another id or version in {PACK_FILE}, "
            "or remove the other one first."
        )
    return there


def _copied(folder: Path, staging: Path) -> Pack:
    """Copy what the description names; links are followed, nothing else of the folder is taken."""
    pack = complete(folder, source=f"folder {folder.name}", name=folder.name, are_hashes_required=False)
    for file in pack.files:
        target = staging / file
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copyfile(folder / file, target)
        except OSError as error:
            raise InstallFailed(f"{file} could not be copied: {error.strerror}.") from error
    return complete_again(staging, pack)


def complete_again(staging: Path, pack: Pack) -> Pack:
    """The copy compared with the hashes: the source may have changed meanwhile."""
    (staging / PACK_FILE).write_text(to_toml(pack), "utf-8")
    return complete(staging, source=pack.source, name=pack.id, are_hashes_required=True)


def _fetched(hub_id: HubId, staging: Path, progress: Progress) -> Pack:
    """Download into the shared cache, where a cut download goes on, then move into place."""
    cache = cache_root() / "hub" / hub_id.owner / hub_id.name / hub_id.revision
    with closing(Hub(hub_id, cache)) as hub:
        return _fetched_from(hub, cache, staging, progress)


def _fetched_from(hub: Hub, cache: Path, staging: Path, progress: Progress) -> Pack:
    hub_id = hub.id

    def one(path: str) -> bool:
        return hub.fetch(path, lambda done, total: progress(f"fetching {path}", done, total))

    if one(PACK_FILE):
        try:
            listed = tomllib.loads((cache / PACK_FILE).read_text("utf-8")).get("files", {})
        except (ValueError, UnicodeDecodeError) as problem:
            raise PackInvalid(f"{PACK_FILE} of {hub_id} cannot be read: {problem}.") from problem
        names = [name for name in listed if INSIDE.fullmatch(str(name))]
    else:
        (cache / PACK_FILE).unlink(missing_ok=True)
        names = list(TWO_FOLDERS.values())
    missing = [path for path in names if not one(path)]
    if missing:
        raise PackInvalid(f"{hub_id} has no {', '.join(missing)}; it is no pack that PhotoNest can use.")
    source = f"{hub_id.owner}/{hub_id.name}@{hub.commit or hub_id.revision}"
    pack = complete(cache, source=source, name=hub_id.name, are_hashes_required=True)
    for file in pack.files:
        target = staging / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(cache / file, target)
    shutil.rmtree(cache, ignore_errors=True)
    return complete_again(staging, pack)
