"""What a conversation remembers: prompts that wait for an answer, and what was asked last."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from newsdesk.model import Address
from newsdesk.ports import Store
from newsdesk.threads import in_thread

from .model import Place


def prompt_note(message: str, /) -> str:
    """Under which name it is noted what a message is about."""
    return f"prompt:{message}"


async def remember_prompt(store: Store, place: Place, message: str, data: str, /, *, now: datetime) -> None:
    """A message asks for an answer; ``data`` says for whom."""
    await in_thread(store.talks.note, place.chat, prompt_note(message), data, now=now)


async def prompted(store: Store, place: Place, message: str, /) -> str:
    """What a message asked for; "" when it asked for nothing."""
    return await in_thread(store.talks.noted, place.chat, prompt_note(message)) or ""


async def recall(store: Store, address: Address, name: str, /) -> dict[str, Any] | None:
    """A note that is a JSON object."""
    found = await in_thread(store.talks.noted, address, name)
    value = json.loads(found) if found else None
    return value if isinstance(value, dict) else None


async def remember(
    store: Store,
    address: Address,
    name: str,
    value: dict[str, Any],
    /,
    *,
    now: datetime,
    person: str = "",
) -> None:
    """Keep a JSON object as a note, in place of the last.

    Args:
        person: With whom it is erased.
    """
    content = json.dumps(value, ensure_ascii=False)
    await in_thread(store.talks.note, address, name, content, now=now, person=person)
