"""The worker process: takes jobs, sweeps up after dead workers, obeys pause and concurrency, ends cleanly."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, cast

from asgiref.sync import sync_to_async

if TYPE_CHECKING:
    from procrastinate.contrib.django.django_connector import DjangoConnector

log = logging.getLogger(__name__)

CONTROL_INTERVAL_S = 1.0
SWEEP_INTERVAL_S = 10.0
HOUSEKEEPING_INTERVAL_S = 3600.0


def main() -> int:
    """Run until SIGTERM or SIGINT. With ``--drain``: until nothing is left to do."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "photonest.config.settings")
    import django

    django.setup()
    asyncio.run(Worker(is_draining="--drain" in sys.argv).run())
    return 0


class Worker:
    """Starts and stops Procrastinate's worker by what the queue's settings say."""

    def __init__(self, *, is_draining: bool = False) -> None:
        self._is_draining = is_draining
        self._stopping = asyncio.Event()

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        for sign in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(sign, self._stopping.set)
        sweeper = asyncio.create_task(self._sweep_for_ever())
        try:
            await self._obey_settings()
        finally:
            sweeper.cancel()
            with suppress(asyncio.CancelledError):
                await sweeper
            await sync_to_async(_release_resources)()

    async def _obey_settings(self) -> None:
        from procrastinate.contrib.django import app as django_app

        from photonest.jobs.services import queue_setting
        from photonest.jobs.sweep import DEAD_AFTER_S, HEARTBEAT_S

        connector = cast("DjangoConnector", django_app.connector)
        worker_app = django_app.with_connector(connector.get_worker_connector())
        async with worker_app.open_async():
            while not self._stopping.is_set():
                setting = await sync_to_async(queue_setting)()
                if setting.is_paused:
                    await self._pause(CONTROL_INTERVAL_S)
                    continue
                running = asyncio.create_task(
                    worker_app.run_worker_async(
                        concurrency=setting.concurrency,
                        wait=not self._is_draining,
                        install_signal_handlers=False,
                        delete_jobs="successful",
                        update_heartbeat_interval=HEARTBEAT_S,
                        stalled_worker_timeout=DEAD_AFTER_S * 4,
                    )
                )
                while not running.done():
                    await self._pause(CONTROL_INTERVAL_S)
                    now = await sync_to_async(queue_setting)()
                    if self._stopping.is_set() or now != setting:
                        running.cancel()  # Procrastinate ends its running jobs first
                        break
                with suppress(asyncio.CancelledError):
                    await running
                if self._is_draining and not self._stopping.is_set():
                    from photonest.jobs.queue import counts

                    if not any((await sync_to_async(counts)()).values()):
                        return
                    await self._pause(CONTROL_INTERVAL_S)

    async def _sweep_for_ever(self) -> None:
        from django.conf import settings
        from django.utils.module_loading import import_string

        from photonest.jobs.sweep import sweep

        since_housekeeping = HOUSEKEEPING_INTERVAL_S
        while True:
            try:
                await sync_to_async(sweep)()
                if since_housekeeping >= HOUSEKEEPING_INTERVAL_S:
                    since_housekeeping = 0.0
                    for name in settings.PHOTONEST_HOUSEKEEPING:
                        await sync_to_async(import_string(name))()
            except Exception:
                # A sweep that fails once (the database restarts) must not end the sweeping.
                log.exception("the sweep failed; it will be tried again")
            since_housekeeping += SWEEP_INTERVAL_S
            await asyncio.sleep(SWEEP_INTERVAL_S)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), seconds)


def _release_resources() -> None:
    from django.conf import settings
    from django.utils.module_loading import import_string

    for name in settings.PHOTONEST_AT_WORKER_EXIT:
        import_string(name)()


if __name__ == "__main__":
    sys.exit(main())
