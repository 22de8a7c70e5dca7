"""Runs one command and turns every problem into a sentence and an exit code."""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import sys

from photonest.cli.errors import (
    EXIT_INTERRUPTED,
    EXIT_SOME_FAILED,
    EXIT_UNREACHABLE,
    EXIT_WRONG_USE,
)
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
        raise
    except ValueError as problem:
        if type(problem).__name__ != "SettingInvalid":
            raise
        return complain(str(problem), EXIT_WRONG_USE)


def complain(sentence: str, code: int) -> int:
    """Say it on standard error; return the exit code."""
    print(f"photonest: {sentence}", file=sys.stderr)
    return code


def _exit_code(problem: PhotoNestError) -> int:
    if isinstance(problem, BadInput):
        return EXIT_WRONG_USE
    return EXIT_UNREACHABLE if isinstance(problem, Unavailable) or problem.status == 507 else EXIT_SOME_FAILED


def _where(problem: OSError) -> str:
    return f": {problem.filename}" if problem.filename else ""
