"""Adding a pack while the service runs: one at a time in a thread of its own, its progress for whoever looks."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

from photonest_ai.errors import AIError, PackBusy, PackInvalid
from photonest_ai.packs.hub import read_hub_id
from photonest_contracts.spaces import AddPackRequest, AddProgress

logger = logging.getLogger(__name__)


class PackAdder:
    """Remembers the pack that is being added, or what became of the last one."""

    def __init__(self, models: Path) -> None:
        self._models = models
        self._lock = threading.Lock()
        self._now: AddProgress | None = None
        self._thread: threading.Thread | None = None

    @property
    def now(self) -> AddProgress | None:
        with self._lock:
            return self._now

    def start(self, request: AddPackRequest) -> AddProgress:
        """Begin in the background. Raises `PackBusy`; `PackInvalid` for a hub without a pinned fingerprint."""
        is_folder = bool(request.source.strip()) and Path(request.source).expanduser().is_dir()
        if not is_folder and read_hub_id(request.source) is None:
            raise PackInvalid(f"{request.source} is neither a folder on the machine of the AI service nor a hub id.")
        if not is_folder and request.pin is None:
            raise PackInvalid(
                "A pack from a hub needs its fingerprint here, because what a hub serves may change. "
                "`photonest models add` shows it and asks."
            )
        with self._lock:
            if self._now is not None and self._now.state == "running":
                raise PackBusy(f"{self._now.source} is being added; one pack at a time.")
            self._now = AddProgress(source=request.source, state="running", words="Looking at it.")
            started = self._now
            self._thread = threading.Thread(target=self._run, args=(request,), name="pack", daemon=True)
            self._thread.start()
        return started

    def wait(self, seconds: float) -> None:
        """Until what runs has ended, at most so long. For tests."""
        if self._thread is not None:
            self._thread.join(seconds)

    def _run(self, request: AddPackRequest) -> None:
        from photonest_ai.packs.adding import add_pack  # late: it brings NumPy along

        try:
            added = add_pack(
                self._models,
                request.source,
                pin=request.pin,
                progress=lambda words, done, total: self._tell(request, "running", words, done=done, total=total),
            )
        except AIError as problem:
            self._tell(request, "failed", problem.message)
        except Exception as problem:
            logger.exception("adding a pack failed")
            self._tell(request, "failed", f"It failed unexpectedly ({type(problem).__name__}); the log says more.")
        else:
            words = "It was here already." if added.was_there else "Added."
            self._tell(request, "done", words, space=added.pack.space)

    def _tell(
        self, request: AddPackRequest, state: str, words: str, *, done: int = 0, total: int = 0, space: str = ""
    ) -> None:
        progress = AddProgress.model_validate(
            {
                "source": request.source, "state": state, "words": words[:1].upper() + words[1:], "done_bytes": done,
                "total_bytes": total, "space": space,
            }
        )  # fmt: skip
        with self._lock:
            self._now = progress
