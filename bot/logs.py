"""Log lines: an event in snake_case and key-values on standard error, never a secret.

Warning means that somebody may have to act.  Article texts, tokens and URLs with credentials are never logged;
should a library put a token into a message all the same, it is struck out here.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable, MutableMapping
from typing import Any

import structlog

Event = MutableMapping[str, Any]
_STRUCK = "[secret]"
# Libraries that log whole messages, and addresses that hold tokens.
_CHATTY = (
    "aiohttp",
    "alembic",
    "httpcore",
    "httpcore2",
    "httpx",
    "httpx2",
    "slack_bolt",
    "slack_sdk",
    "telegram",
)


def configure_logging(level: str, /, *, secrets: Iterable[str] = ()) -> None:
    """Send all log lines, ours and libraries', through one formatter.

    Args:
        level: "debug", "info", "warning" or "error".
        secrets: Tokens and the like; any that appears in a line is struck out.
    """
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                strike(secrets),
                structlog.processors.KeyValueRenderer(
                    key_order=["timestamp", "level", "event", "logger"], drop_missing=True
                ),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    # A tick that finds its last one still at work is no news.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    for noisy in _CHATTY:
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))


def strike(secrets: Iterable[str], /) -> Callable[[object, str, Event], Event]:
    """A processor that replaces every secret in every value of a line, nested ones and tracebacks too."""
    known = sorted({s for s in secrets if s}, key=len, reverse=True)

    def struck(value: object) -> object:
        if isinstance(value, dict):
            return {k: struck(v) for k, v in value.items()}
        if isinstance(value, list | tuple | set | frozenset):
            return [struck(v) for v in value]
        text = value if isinstance(value, str) else repr(value)
        if not any(s in text for s in known):
            return value
        for secret in known:
            text = text.replace(secret, _STRUCK)
        return text

    def process(_logger: object, _method: str, event: Event) -> Event:
        return {key: struck(value) for key, value in event.items()} if known else event

    return process
