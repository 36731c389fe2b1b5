"""The App Home: what this workspace gets, and buttons to change it."""

from __future__ import annotations

from typing import Any

from bot.talk.model import Reply
from bot.texts import words

from .outgoing import FORM_BUTTON, Content, button, line, pages_of, plain

MAX_BLOCKS = 100
_FORMS = ("subscribe", "settings")


def home_view(reply: Reply, /) -> dict[str, Any]:
    """An overview as the view of a Home tab; at most 100 blocks, and a line when some are left out."""
    w = words(reply.language)
    pages: list[Content] = pages_of(reply)
    blocks = [block for page in pages for block in page["blocks"]]
    forms = [
        button(w(f"slack.{form}_title"), f"{FORM_BUTTON}:{form}", f"{FORM_BUTTON}.{form}") for form in _FORMS
    ]
    room = MAX_BLOCKS - 2
    if len(blocks) > room:
        more = {"type": "section", "text": plain(line(w("slack.home_more"))["text"], 3000)}
        blocks = [*blocks[:room], more]
    for number, block in enumerate(b for b in blocks if b.get("type") == "actions"):
        # Each page numbers its buttons; here they stand together.
        block["elements"] = [{**e, "action_id": f"{e['action_id']}.{number}"} for e in block["elements"]]
    return {"type": "home", "blocks": [*blocks, {"type": "actions", "elements": forms}]}
