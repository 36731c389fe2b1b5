"""Nothing that opens a door in a log line of Slack's libraries.

Besides the tokens, which ``bot.logs`` strikes out everywhere: a ``response_url`` lets anybody answer for the
bot for half an hour, a ticket of Socket Mode lets anybody listen.  The libraries write both on debug level, and
tickets into the messages of errors.
"""

from __future__ import annotations

import logging
import re
import traceback

_SECRETS = re.compile(
    r"x(?:ox[a-z]|app|oxe)[-.][\w.-]+|wss?://\S+|https?://hooks\.slack\.com/\S*|"
    r"https?://\S*/(?:commands|actions|response|answers)/\S*|v0=[0-9a-f]{16,}|\d{6,}\.\d{6,}\.[0-9a-f]{16,}"
)


def struck(text: str, /) -> str:
    """A text without tokens, tickets, addresses for answers, signatures and triggers."""
    return _SECRETS.sub("[secret]", text)


class Redaction(logging.Filter):
    """Strikes secrets out of lines before any handler sees them, tracebacks included."""

    def filter(self, record: logging.LogRecord, /) -> bool:
        """Never drops a line."""
        message = record.getMessage()
        if record.exc_info:
            message = f"{message}\n{''.join(traceback.format_exception(*record.exc_info)).rstrip()}"
            record.exc_info = record.exc_text = None
        record.msg, record.args = struck(message), ()
        return True


def careful_logger() -> logging.Logger:
    """The logger for slack_bolt and Socket Mode: warnings and worse, without secrets, whatever the level is."""
    logger = logging.getLogger("slack_bolt.newsdesk")
    logger.setLevel(logging.WARNING)
    if not any(isinstance(f, Redaction) for f in logger.filters):
        logger.addFilter(Redaction())
    return logger
