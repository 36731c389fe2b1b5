"""Replies as Slack's messages: pages, buttons, and lines of a moment."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeAlias

from bot.render.blocks import Block
from bot.render.buttons import slack_actions
from bot.render.reply import reply_pages
from bot.render.slack import escape
from bot.talk.model import Reply
from bot.texts import words

Content: TypeAlias = "dict[str, Any]"

MAX_BLOCKS = 50
# What the face itself answers; conversation never sees it.
PROMPT_BUTTON = "slack.prompt"
FORM_BUTTON = "slack.form"


def pages_of(reply: Reply, /) -> list[Content]:
    """A reply as messages, the buttons on the last; [] when there is nothing to show."""
    pages = rendered(reply.blocks, reply.language)
    rows = button_blocks(reply)
    if not rows:
        return pages
    if not pages or len(pages[-1]["blocks"]) + len(rows) > MAX_BLOCKS:
        labels = " · ".join(button.label for row in reply.buttons for button in row)
        pages.append(line(labels) | {"blocks": []})
    pages[-1] = {**pages[-1], "blocks": [*pages[-1]["blocks"], *rows]}
    return pages


def rendered(blocks: Sequence[Block], language: str, /) -> list[Content]:
    """Blocks as messages, whole blocks only."""
    pages = reply_pages(blocks, platform="slack", language=language)
    return [{"text": page.text, "mrkdwn": False, "blocks": [*page.blocks]} for page in pages]


def button_blocks(reply: Reply, /) -> list[Content]:
    """Rows of buttons; what cannot be undone asks once more."""
    confirm = _confirm(reply.language)
    found: list[Content] = [dict(block) for block in slack_actions(reply.buttons)]
    for block in found:
        block["elements"] = [
            {**button, "confirm": confirm} if button.get("style") == "danger" else button
            for button in block["elements"]
        ]
    return found


def _confirm(language: str) -> Content:
    w = words(language)
    return {
        "title": plain(w("slack.confirm_title"), 100),
        "text": plain(w("slack.confirm"), 300),
        "confirm": plain(w("slack.confirm_yes"), 30),
        "deny": plain(w("slack.confirm_no"), 30),
        "style": "danger",
    }


def plain(text: str, limit: int, /) -> Content:
    """A text object that is shown as it stands; what is too long ends with "…"."""
    shown, kept = escape(text), text
    while len(shown) > limit:
        kept = kept[: min(len(kept) - 1, limit)].rstrip()
        shown = escape(kept) + "…"
    return {"type": "plain_text", "text": shown or "…", "emoji": False}


def line(text: str, /) -> Content:
    """A message of one line, in which nothing is markup."""
    return {"text": escape(text), "mrkdwn": False}


def button(label: str, data: str, name: str, /) -> Content:
    """A button of the face's own."""
    return {"type": "button", "action_id": name, "text": plain(label, 75), "value": data}


def prompt_block(reply: Reply, /) -> Content:
    """The button that opens the field which a reply asks to be filled in."""
    value = json.dumps([reply.prompt_for, reply.prompt, reply.language], ensure_ascii=False)
    label = words(reply.language)("slack.answer")
    return {"type": "actions", "elements": [button(label, f"{PROMPT_BUTTON}:{value}", PROMPT_BUTTON)]}


def prompt_of(data: str, /) -> Reply | None:
    """The reply that a button of ``prompt_block`` asks again; None for other data."""
    name, _, value = data.partition(":")
    if name != PROMPT_BUTTON:
        return None
    try:
        asked_for, prompt, language = json.loads(value)
    except ValueError:
        return None
    return Reply(prompt=str(prompt), prompt_for=str(asked_for), language=str(language))
