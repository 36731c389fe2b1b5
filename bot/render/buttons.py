"""Buttons as each platform's messages carry them.

Telegram's stand in the body of a delivery as rows of ``{"label", "data"}``, Slack's are Block Kit actions.
Limits: https://core.telegram.org/bots/api#inlinekeyboardbutton (64 bytes of data, rows of 8, 100 in all) and
https://docs.slack.dev/reference/block-kit/block-elements/button-element (75 characters, 2,000 of value).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Protocol

from .clean import clean, clip
from .slack import JsonObject, escape

MAX_LABEL_CHARS = 40
MAX_ROW = 8
MAX_BUTTONS = 100
SLACK_LABEL_CHARS = 75
SLACK_ROW = 25
SLACK_ROWS = 10
# Every button of ours has an ``action_id`` that begins so; the number behind it makes it unique in a message.
ACTION = "press"


class Pressable(Protocol):
    """A button: ``bot.talk.model.Button``, or a ``Key`` of a delivery."""

    @property
    def label(self) -> str:
        """As it is shown."""

    @property
    def data(self) -> str:
        """What it carries; at most 64 bytes of UTF-8."""

    @property
    def weighty(self) -> bool:
        """True for what cannot be undone."""


@dataclass(frozen=True, slots=True)
class Key:
    """A button under a delivery; ``data`` holds "$" where the sender puts the delivery's id."""

    label: str
    data: str
    weighty: bool = False


Rows = Sequence[Sequence[Pressable]]


def telegram_rows(rows: Rows, /) -> list[list[dict[str, str]]]:
    """Rows of labels and data within Telegram's limits: longer rows are broken, at most 100 buttons kept."""
    left = MAX_BUTTONS
    found = []
    for row in _broken(rows, MAX_ROW):
        kept = row[:left]
        left -= len(kept)
        if kept:
            found.append([{"label": label(b.label, MAX_LABEL_CHARS), "data": b.data} for b in kept])
    return found


def slack_actions(rows: Rows, /) -> list[JsonObject]:
    """An actions block a row, or few full ones when the rows are many; "$" stands in ``value`` alone."""
    numbers = count()
    if len(rows) > SLACK_ROWS:
        rows = [[button for row in rows for button in row][:MAX_BUTTONS]]
    return [
        {"type": "actions", "elements": [_slack_button(button, next(numbers)) for button in row]}
        for row in _broken(rows, SLACK_ROW)
    ]


def _slack_button(button: Pressable, number: int) -> JsonObject:
    shown = button.label
    text = escape(label(shown, SLACK_LABEL_CHARS))
    for limit in range(SLACK_LABEL_CHARS - 1, 0, -1):  # what is escaped takes up to five times the room
        if len(text) <= SLACK_LABEL_CHARS:
            break
        text = escape(label(shown, limit))
    style: JsonObject = {"style": "danger"} if button.weighty else {}
    return {
        "type": "button",
        "text": {"type": "plain_text", "text": text, "emoji": False},
        "action_id": f"{ACTION}:{number}",
        "value": button.data,
        **style,
    }


def label(text: str, limit: int, /) -> str:
    """A button's words: on one line, at most ``limit`` characters, never none."""
    return clip(clean(text), limit) or "…"


def _broken(rows: Rows, width: int) -> Iterable[Sequence[Pressable]]:
    for row in rows:
        for start in range(0, len(row), width):
            yield row[start : start + width]
