"""Logs say where something went wrong, and never what somebody called anything."""

from __future__ import annotations

import subprocess
import sys

FAILING_JOB = """
import asyncio, logging, os
import django
django.setup()
from procrastinate import App
from procrastinate.testing import InMemoryConnector

app = App(connector=InMemoryConnector())

@app.task(name="work")
def work():
    try:
        raise ValueError("Key (name)=(Zaphodia) already exists")
    except ValueError as problem:
        raise RuntimeError("Zaphodia once more") from problem

async def run():
    async with app.open_async():
        await work.defer_async()
        await app.run_worker_async(wait=False, install_signal_handlers=False)

asyncio.run(run())
"""


def test_a_failed_job_is_logged_without_the_values_that_its_error_quotes() -> None:
    done = subprocess.run([sys.executable, "-c", FAILING_JOB], capture_output=True, text=True, timeout=60, check=False)
    assert "RuntimeError" in done.stderr, done.stderr
    assert "in work" in done.stderr
    assert "Zaphodia" not in done.stderr + done.stdout
