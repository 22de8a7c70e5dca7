"""Files of a model hub over plain HTTPS, by its resolve protocol: redirects, entity tags, one commit for all files.

``GET {hub}/{owner}/{name}/resolve/{revision}/{path}`` answers with the file or with a redirect to where it lies. Large
files carry their SHA-256 in ``X-Linked-Etag`` and their size in ``X-Linked-Size``, small ones the hash of a Git blob in
``ETag``; ``X-Repo-Commit`` names the commit. A download that was cut goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urljoin, urlsplit

from photonest_ai.errors import InstallFailed, PackInvalid
from photonest_ai.runtime.files import file_sha256

if TYPE_CHECKING:
    import httpx

DEFAULT_HUB = "https://huggingface.co"
HUB_ID = re.compile(
    r"(?P<owner>[A-Za-z0-9][\w.-]*)/(?P<name>[A-Za-z0-9][\w.-]*)(?:@(?P<revision>[A-Za-z0-9][\w.-]{0,63}))?"
)
REDIRECTS = 5
ATTEMPTS = 4
TIMEOUT_S = 60.0
CHUNK = 1 << 18
MAX_FILE = 8 * 1024**3
COMMIT = re.compile(r"[0-9a-f]{40}")
_REDIRECT = {301, 302, 303, 307, 308}
Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes announced of the present file."""


@dataclass(frozen=True)
class HubId:
    """``owner/name@revision``."""

    owner: str
    name: str
    revision: str

    def __str__(self) -> str:
        return f"{self.owner}/{self.name}@{self.revision}"


def read_hub_id(text: str) -> HubId | None:
    """The id in `text`, revision ``main`` when it names none; ``None`` when it is no hub id."""
    found = HUB_ID.fullmatch(text.strip())
    return HubId(found["owner"], found["name"], found["revision"] or "main") if found else None


def hub_url() -> str:
    """``PHOTONEST_HUB_URL``, else the public hub. Raises `InstallFailed` for what is no address."""
    url = os.environ.get("PHOTONEST_HUB_URL", "").rstrip("/") or DEFAULT_HUB
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise InstallFailed(f"PHOTONEST_HUB_URL={url} is no address such as {DEFAULT_HUB}.")
    return url


class Hub:
    """Downloads into `folder`; remembers the commit of the first file and takes all others from the same one."""

    def __init__(self, hub_id: HubId, folder: Path, *, url: str | None = None, token: str = "") -> None:
        self.id = hub_id
        self.folder = folder
        self.url = url or hub_url()
        self.token = token or _token()
        self._client: httpx.Client | None = None
        self.commit = hub_id.revision if COMMIT.fullmatch(hub_id.revision) else ""

    def fetch(self, path: str, progress: Progress = lambda _done, _total: None) -> bool:
        """Bring one file, checked against what the hub says of it; ``False`` when the hub has none of this name.

        Raises `InstallFailed` (no network, refused, cut for good) or `PackInvalid` (not the bytes that were promised).
        """
        import httpx

        problem = ""
        for _ in range(ATTEMPTS):
            try:
                return self._fetch_once(path, progress)
            except (httpx.TransportError, httpx.DecodingError) as error:
                problem = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise InstallFailed(
            f"{path} of {self.id} could not be fetched from {urlsplit(self.url).hostname} ({problem}). "
            "What came so far is kept; the same command goes on there."
        )

    def _fetch_once(self, path: str, progress: Progress) -> bool:
        import httpx

        address = f"{self.url}/{self.id.owner}/{self.id.name}/resolve/{self.commit or self.id.revision}/{quote(path)}"
        final = self.folder / path
        final.parent.mkdir(parents=True, exist_ok=True)
        part = final.with_name(final.name + ".part")
        if final.exists() and not part.exists():
            final.replace(part)  # came in an earlier run: the hub is asked whether it still is what it serves
        start = part.stat().st_size if part.exists() else 0
        facts: dict[str, str] = {}
        for _ in range(REDIRECTS + 1):
            headers = {"Accept-Encoding": "identity", **({"Range": f"bytes={start}-"} if start else {})}
            if self.token and _same_host(address, self.url):  # a storage host never learns the key
                headers["Authorization"] = f"Bearer {self.token}"
            with self._opened().stream("GET", address, headers=headers) as answer:
                for name in ("x-repo-commit", "x-linked-etag", "x-linked-size", "etag"):
                    if name in answer.headers:
                        facts.setdefault(name, answer.headers[name])
                if answer.status_code in _REDIRECT:
                    address = self._next(address, answer)
                    continue
                if answer.status_code == 404:
                    return False
                if answer.status_code == 416:  # the part is whole already, or longer than the file
                    break
                self._require_success(answer, path)
                self._remember(facts)
                self._write(answer, part, start if answer.status_code == 206 else 0, facts, progress)
                break
        else:
            raise InstallFailed(f"{path} of {self.id}: the hub redirects in a circle.")
        if not _is_as_announced(part, facts):
            part.unlink()
            if start:  # the beginning was of another version: once more from the start
                raise httpx.RemoteProtocolError("what was kept of an earlier download does not fit")
            raise PackInvalid(f"{path} of {self.id} arrived with other bytes than the hub announces. Try again.")
        part.replace(final)
        return True

    def _opened(self) -> httpx.Client:
        import httpx

        if self._client is None:
            self._client = httpx.Client(timeout=httpx.Timeout(TIMEOUT_S, connect=10.0), follow_redirects=False)
        return self._client

    def close(self) -> None:
        """End the connections."""
        if self._client is not None:
            self._client.close()

    def _next(self, address: str, answer: httpx.Response) -> str:
        target: str = urljoin(address, answer.headers.get("location", ""))
        if urlsplit(address).scheme == "https" and urlsplit(target).scheme != "https":
            raise InstallFailed(
                f"The hub redirects to {urlsplit(target).hostname} without encryption; that is not followed."
            )
        return target

    def _require_success(self, answer: httpx.Response, path: str) -> None:
        import httpx

        if answer.status_code in {401, 403}:
            raise InstallFailed(
                f"The hub refuses {path} of {self.id} ({answer.status_code}). If it must be agreed to first, do that "
                "at the hub and give its key in PHOTONEST_HUB_TOKEN."
            )
        if answer.status_code == 429 or answer.status_code >= 500:
            raise httpx.RemoteProtocolError(f"the hub answers {answer.status_code}")  # tried again like a cut line
        if answer.status_code not in {200, 206}:
            raise InstallFailed(f"The hub answers {answer.status_code} for {path} of {self.id}.")

    def _remember(self, facts: dict[str, str]) -> None:
        commit = facts.get("x-repo-commit", "")
        if self.commit and commit and commit != self.commit:
            raise PackInvalid(f"The hub gave a file of commit {commit[:12]} where {self.commit[:12]} was asked for.")
        if COMMIT.fullmatch(commit):
            self.commit = commit

    def _write(self, answer: httpx.Response, part: Path, start: int, facts: dict[str, str], progress: Progress) -> None:
        announced = facts.get("x-linked-size") or answer.headers.get("content-length", "")
        total = int(announced) + (0 if facts.get("x-linked-size") else start) if announced.isdigit() else 0
        if total > MAX_FILE:
            raise PackInvalid(f"A file of {total / 1e9:.0f} GB is not taken.")
        done = start
        with part.open("r+b" if start else "wb") as file:
            file.seek(start)
            file.truncate()
            for chunk in answer.iter_raw():
                file.write(chunk)
                done += len(chunk)
                if done > MAX_FILE:
                    raise PackInvalid("The file is larger than was announced.")
                progress(done, total)


def _is_as_announced(part: Path, facts: dict[str, str]) -> bool:
    """Against the hub's own words; the pack's pinned hashes are compared later."""
    linked = facts.get("x-linked-etag", "").removeprefix("W/").strip('"')
    plain = facts.get("etag", "").removeprefix("W/").strip('"')
    if re.fullmatch(r"[0-9a-f]{64}", linked):
        return file_sha256(part) == linked
    if COMMIT.fullmatch(linked or plain):
        return git_blob_sha1(part) == (linked or plain)
    return True


def git_blob_sha1(path: Path) -> str:
    """Git's name for the content of a file, which hubs use as the entity tag of small files."""
    digest = hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _same_host(address: str, hub: str) -> bool:
    here, there = urlsplit(address), urlsplit(hub)
    return (here.scheme, here.hostname, here.port) == (there.scheme, there.hostname, there.port)


def _token() -> str:
    path = os.environ.get("PHOTONEST_HUB_TOKEN_FILE")
    if not path:
        return os.environ.get("PHOTONEST_HUB_TOKEN", "")
    try:
        return Path(path).read_text("utf-8").strip()
    except OSError as error:
        raise InstallFailed(f"PHOTONEST_HUB_TOKEN_FILE={path} cannot be read: {error.strerror}.") from error
