"""Briefs and answers as text, for any channel: one neutral document, one renderer a platform.

``brief_document`` and ``answer_document`` make the document; ``render_plain``, ``render_telegram`` and
``render_slack`` turn it into messages that keep every limit of their platform.  All of it is pure.
"""

from __future__ import annotations

from .document import RenderDocument, answer_document, brief_document
from .plain import PlainMessage, render_plain
from .slack import SlackBudget, SlackMessage, render_slack
from .split import BudgetTooSmall
from .telegram import TelegramBudget, TelegramMessage, render_telegram
from .texts import ENGLISH, Texts

__all__ = [
    "ENGLISH",
    "BudgetTooSmall",
    "PlainMessage",
    "RenderDocument",
    "SlackBudget",
    "SlackMessage",
    "TelegramBudget",
    "TelegramMessage",
    "Texts",
    "answer_document",
    "brief_document",
    "render_plain",
    "render_slack",
    "render_telegram",
]
