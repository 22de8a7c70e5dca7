"""What one running service holds: settings, models, threads, and the clock that lets idle models go."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from photonest_ai.models.registry import Models
from photonest_ai.packs.adder import PackAdder
from photonest_ai.runtime import memory
from photonest_ai.runtime.pools import Pools
from photonest_ai.runtime.store import ModelStore
from photonest_ai.settings import Settings
from photonest_ai.tasks.outside import Outside

QUIET_S = 2.0
"""After so long without a picture the heap is trimmed; models stay."""


class Service:
    """Made once by `create_app`; routes find it in ``app.state.service``."""

    def __init__(self, settings: Settings, store: ModelStore | None = None) -> None:
        self.settings = settings
        self.models = Models(store or ModelStore(settings.models))
        self.pools = Pools(settings.threads)
        self.outside = Outside(settings)
        self.adder = PackAdder(self.models.store.root)
        self._last_picture = 0.0

    def picture_done(self) -> None:
        """A picture was analysed: note when, for the trimming."""
        self._last_picture = time.monotonic()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Housekeeping while the service runs; threads end with it."""
        memory.prepare_heap()
        keeper = asyncio.create_task(self._keep_house())
        try:
            yield
        finally:
            keeper.cancel()
            with suppress(asyncio.CancelledError):
                await keeper
            self.pools.close()
            self.outside.close()

    async def _keep_house(self) -> None:
        """Every few seconds: trim after the last picture, unload what is idle."""
        step = min(QUIET_S, self.settings.idle_unload_s / 2)
        trimmed_for = 0.0
        while True:
            await asyncio.sleep(step)
            self.models.store.unload_idle(self.settings.idle_unload_s)
            if self._last_picture > trimmed_for and time.monotonic() - self._last_picture >= QUIET_S:
                trimmed_for = self._last_picture
                memory.give_back()
