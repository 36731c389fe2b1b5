"""What a payload of Slack's is: its key, the chat that it belongs to, and what it means.

One function a question, all of them pure; ``receiver`` remembers by the key and does what it means.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.talk.model import (
    Arrived,
    Heard,
    Left,
    MovedTo,
    Person,
    Place,
    PlaceKind,
    Pressed,
    Submitted,
)
from newsdesk.model import Address

from .heard import (
    PLATFORM,
    Body,
    command_heard,
    message_heard,
    moment_of,
    person_of,
    place_of,
    shortcut_heard,
)
from .modals import submitted_values
from .modals import target_of as form_target

# https://docs.slack.dev/reference/events; the manifest subscribes to exactly these.
EVENTS = frozenset(
    """
    app_mention message.im app_home_opened member_joined_channel member_left_channel channel_left group_left
    channel_archive
    group_archive channel_deleted group_deleted channel_id_changed app_uninstalled tokens_revoked
    """.split()
)
# Understood when an operator subscribes to them too: a follow-up in a thread then needs no mention.
MORE_EVENTS = frozenset({"message.channels", "message.groups"})
_LEFT = frozenset("channel_left group_left channel_archive group_archive channel_deleted group_deleted".split())
_LANES = {"block_actions": ":press", "view_submission": ":form"}
_REVOKED = frozenset({"app_uninstalled", "tokens_revoked"})


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """Somebody looks at the App Home; ``chat`` is his conversation with the bot, "" when unknown."""

    by: Person
    chat: str


@dataclass(frozen=True, slots=True)
class Revoked:
    """The app or its token was taken back; only the operator can do something about it."""

    reason: str


Incoming = Heard | Pressed | Submitted | HomeOpened | Arrived | Left | MovedTo | Revoked


def key_of(body: Body, /) -> str:
    """What is the same however often Slack delivers it; "" when there is nothing of the kind."""
    if body.get("type") == "event_callback":
        return str(body.get("event_id") or "")
    kind = str(body.get("type") or "command")
    if trigger := body.get("trigger_id"):
        return f"{kind}:{trigger}"
    actions = body.get("actions")
    acted = str(actions[0].get("action_ts") or "") if isinstance(actions, list) and actions else ""
    marks = (_get(body, "user", "id"), _get(body, "view", "id"), _get(body, "view", "hash"), acted)
    return f"{kind}:{':'.join(marks)}" if any(marks[1:]) else ""


def chat_of(body: Body, /) -> str:
    """The conversation, or the person when there is none."""
    event = _part(body, "event")
    channel = event.get("channel") or event.get("channel_id") or body.get("channel_id")
    if isinstance(channel, dict):
        channel = channel.get("id")
    channel = channel or _get(body, "channel", "id") or _get(body, "container", "channel_id")
    return str(channel or event.get("user") or _get(body, "user", "id") or body.get("user_id") or "")


def order_of(body: Body, /) -> str:
    """What one person does in one conversation is in one order, and so are comings and goings in it.

    What he presses and sends by forms waits for no question: Slack takes an answer to it for three seconds.
    """
    event = _part(body, "event")
    if event and event.get("type") not in {"message", "app_mention"}:
        return chat_of(body)
    by = event.get("user") or _get(body, "user", "id") or body.get("user_id") or ""
    return f"{chat_of(body)}:{by}{_LANES.get(str(body.get('type')), '')}"


def bot_of(body: Body, /) -> str:
    """The bot's user id, where an event tells it."""
    found = body.get("authorizations")
    bots = [a for a in found if isinstance(a, dict) and a.get("is_bot")] if isinstance(found, list) else []
    return str(bots[0].get("user_id") or "") if bots else ""


def meaning(body: Body, /, *, now: datetime, bot: str = "", joined: bool = False) -> Incoming | None:
    """What a payload is about; None for what the bot has no business with.

    Args:
        bot: The bot's user id; "" while it is unknown.
        joined: Whether the bot talks in the thread already.
    """
    match body.get("type"):
        case "event_callback":
            return _event(_part(body, "event"), str(body.get("event_id") or ""), now, bot, joined=joined)
        case "block_actions":
            return pressed(body, now=now)
        case "view_submission":
            return submitted(body, now=now)
        case "message_action" | "shortcut":
            return shortcut_heard(body, now=now, bot=bot)
        case None if body.get("command"):
            return command_heard(body, now=now, bot=bot)
    return None


def _event(event: Body, key: str, now: datetime, bot: str, *, joined: bool) -> Incoming | None:
    kind, user = str(event.get("type") or ""), str(event.get("user") or "")
    channel = event.get("channel")
    chat = str(channel.get("id") if isinstance(channel, dict) else channel or "")
    if kind in {"app_mention", "message"}:
        return message_heard(event, key, now=now, bot=bot, joined=joined)
    if kind == "app_home_opened" and event.get("tab", "home") == "home" and user:
        return HomeOpened(person_of(user), chat)
    if kind == "member_joined_channel" and user and user == bot and chat:
        return Arrived(place_of(chat), person_of(event.get("inviter")))
    if kind == "member_left_channel" and user and user == bot and chat:
        return Left(place_of(chat), kind)
    if kind in _LEFT and chat:
        return Left(place_of(chat), kind)
    if kind == "channel_id_changed" and event.get("old_channel_id") and event.get("new_channel_id"):
        return MovedTo(place_of(str(event["old_channel_id"])), place_of(str(event["new_channel_id"])))
    return Revoked(kind) if kind in _REVOKED else None


def pressed(body: Body, /, *, now: datetime) -> Pressed | None:
    """A button, or a choice in a message; None for a link, which carries nothing, and for a form's field.

    ``Pressed.callback`` says where the button hangs (``hook_of``).
    """
    actions, container = body.get("actions"), _part(body, "container")
    action = actions[0] if isinstance(actions, list) and actions and isinstance(actions[0], dict) else {}
    data = str(action.get("value") or _get(action, "selected_option", "value"))
    view = _part(body, "view")
    user = _get(body, "user", "id")
    if not data or not user or view.get("type") == "modal":
        return None
    channel = _get(body, "channel", "id") or str(container.get("channel_id") or "")
    message = str(container.get("message_ts") or _get(body, "message", "ts"))
    thread = str(container.get("thread_ts") or _get(body, "message", "thread_ts"))
    hidden = bool(container.get("is_ephemeral"))
    # What was said to one person alone opens no thread.
    place = (
        place_of(channel, thread=thread or ("" if hidden else message), name=_get(body, "channel", "name"))
        if channel
        else place_of_person(user)
    )
    hook = {"thread": thread, "hidden": hidden, "home": view.get("type") == "home"}
    return Pressed(
        key_of(body),
        place,
        person_of(user, _get(body, "user", "username") or _get(body, "user", "name")),
        moment_of(action.get("action_ts"), now),
        data,
        message=message,
        callback=json.dumps({k: v for k, v in hook.items() if v}),
        trigger=str(body.get("trigger_id") or ""),
        answer_url=str(body.get("response_url") or ""),
    )


@dataclass(frozen=True, slots=True)
class Hook:
    """Where a button hangs.

    Attributes:
        thread: The first message of the thread; "" when the message stands alone.
        hidden: True for a message that one person sees.
        home: True on the App Home.
    """

    thread: str = ""
    hidden: bool = False
    home: bool = False


def hook_of(pressed: Pressed, /) -> Hook:
    """What ``Pressed.callback`` says."""
    try:
        found = json.loads(pressed.callback or "{}")
    except ValueError:
        found = {}
    if not isinstance(found, dict):
        return Hook()
    return Hook(str(found.get("thread") or ""), bool(found.get("hidden")), bool(found.get("home")))


def submitted(body: Body, /, *, now: datetime) -> Submitted | None:
    """A form that was filled in; None for one that is not ours."""
    view = _part(body, "view")
    target = form_target(view)
    user = _get(body, "user", "id")
    if target is None or not user:
        return None
    person = person_of(user, _get(body, "user", "username") or _get(body, "user", "name"))
    return Submitted(key_of(body), target.place, person, now, target.form, submitted_values(view))


def place_of_person(user: str, /) -> Place:
    """Somebody's private conversation with the bot, by his own id, which Slack takes in place of its id."""
    return Place(Address(PLATFORM, user), PlaceKind.PRIVATE)


def _part(body: Body, key: str) -> dict[str, Any]:
    value = body.get(key)
    return value if isinstance(value, dict) else {}


def _get(body: Body, key: str, name: str) -> str:
    return str(_part(body, key).get(name) or "")
