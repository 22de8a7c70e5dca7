"""What of an error may stand in a log: where it happened and of which kind, never what it says."""

from __future__ import annotations

import logging
import traceback


def where(problem: BaseException) -> str:
    """The traceback without its message: a database error quotes values, which are somebody's names and captions."""
    return "".join(traceback.format_list(traceback.extract_tb(problem.__traceback__)))


class WithoutValues(logging.Filter):
    """For handlers: tracebacks lose their messages, whoever logs them; the queue logs those of failed jobs."""

    def filter(self, record: logging.LogRecord) -> bool:
        problem = record.exc_info[1] if record.exc_info else None
        if problem is not None:
            record.exc_text = f"{where(problem)}{type(problem).__module__}.{type(problem).__qualname__}"
            record.exc_info = None
        return True
