"""Runs one command and turns every problem into a sentence and an exit code."""

from __future__ import annotations

import argparse
import contextlib
import errno
import importlib
import os
import sys
import traceback

from photonest.cli.errors import (
    EXIT_INTERRUPTED,
    EXIT_SOME_FAILED,
    EXIT_UNREACHABLE,
    EXIT_WRONG_USE,
)
from photonest.config.data_folder import data_folder
from photonest.core.errors import BadInput, PhotoNestError, Unavailable


def run_command(name: str, module: str, summary: str, arguments: list[str]) -> int:
    """Parse `arguments` for the command in ``photonest.cli.<module>`` and run it; never raises for a known problem."""
    command = importlib.import_module(f"photonest.cli.{module}")
    parser = argparse.ArgumentParser(prog=f"photonest {name}", description=command.__doc__ or summary)
    command.add_arguments(parser)
    options = parser.parse_args(arguments)
    try:
        return int(command.run(options))
    except KeyboardInterrupt:
        print("\nInterrupted. Nothing was lost; the same command goes on where it stopped.", file=sys.stderr)
        return EXIT_INTERRUPTED
    except PhotoNestError as problem:
        return complain(problem.message, _exit_code(problem))
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain again while closing.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as problem:
        if problem.errno in {errno.ENOSPC, errno.EDQUOT}:
            return complain(f"The disk is full{_where(problem)}. Free some space and start again.", EXIT_UNREACHABLE)
        if isinstance(problem, PermissionError):
            return complain(f"No permission{_where(problem)}. Check who owns it.", EXIT_UNREACHABLE)
        return _unexpected(problem)
    except ValueError as problem:
        if type(problem).__name__ != "SettingInvalid":
            return _unexpected(problem)
        return complain(str(problem), EXIT_WRONG_USE)
    except Exception as problem:  # noqa: BLE001  the last line of defence: a sentence here, the details in a file
        return _unexpected(problem)


def complain(sentence: str, code: int) -> int:
    """Say it on standard error; return the exit code."""
    print(f"photonest: {sentence}", file=sys.stderr)
    return code


def _unexpected(problem: Exception) -> int:
    """A mistake of ours, or a database that went away: one sentence, and the trace where a report can find it."""
    where = ""
    with contextlib.suppress(OSError):
        log = data_folder() / "logs" / "command.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a") as file:
            file.write("".join(traceback.format_exception(problem)))
        where = f" Details: {log}"
    if any(kind.__name__ in {"OperationalError", "InterfaceError"} for kind in type(problem).__mro__):
        reason = (str(problem).strip().splitlines() or ["it does not answer"])[0]
        return complain(f"The database went away ({reason}). Nothing was lost; try again.{where}", EXIT_UNREACHABLE)
    return complain(
        f"Something went wrong that should not: {type(problem).__name__}: {problem}.{where}", EXIT_SOME_FAILED
    )


def _exit_code(problem: PhotoNestError) -> int:
    if isinstance(problem, BadInput):
        return EXIT_WRONG_USE
    return EXIT_UNREACHABLE if isinstance(problem, Unavailable) or problem.status == 507 else EXIT_SOME_FAILED


def _where(problem: OSError) -> str:
    return f": {problem.filename}" if problem.filename else ""
