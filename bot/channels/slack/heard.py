"""What Slack's payloads say, as values of conversation: pure translation, nothing is called and nothing kept.

A question in a channel belongs to its thread, from the mention that opened it on; a direct message belongs to
the whole conversation, so that what follows is understood wherever it is written.

Sources: https://docs.slack.dev/reference/events, https://docs.slack.dev/interactivity/implementing-slash-commands,
https://docs.slack.dev/reference/interaction-payloads/shortcuts-interaction-payload.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.talk.model import Attached, Heard, Person, Place, PlaceKind, Quoted
from newsdesk.model import Address

from .commanding import COMMANDS, slash_command, split_command, spoken_command
from .markup import decode, links_of, mentions

PLATFORM = "slack"
SUMMARISE = "summarise_this"
_WRITTEN = frozenset({None, "", "file_share", "thread_broadcast", "me_message"})

Body = Mapping[str, Any]


def place_of(channel: str, /, *, thread: str = "", name: str = "") -> Place:
    """A conversation by its id: "D…" is a private one.

    Args:
        name: As Slack gives it; for direct messages it gives no name.
    """
    private = channel.startswith("D")
    title = "" if private or name in {"directmessage", "privategroup"} else name
    kind = PlaceKind.PRIVATE if private else PlaceKind.GROUP
    return Place(Address(PLATFORM, channel, "" if private else thread), kind, title)


def person_of(user: object, name: object = "", /) -> Person:
    """Somebody by his id."""
    return Person(PLATFORM, str(user or ""), str(name or ""))


def moment_of(ts: object, fallback: datetime, /) -> datetime:
    """The instant of a timestamp of Slack's: "1699999999.000100"."""
    try:
        return datetime.fromtimestamp(float(str(ts)), UTC)
    except (ValueError, OverflowError, OSError):
        return fallback


def command_heard(body: Body, /, *, now: datetime, bot: str = "") -> Heard:
    """The slash command: the first word is the command, when there is such a command or one nearly so."""
    said = decode(str(body.get("text") or ""), bot=bot)
    command, text = slash_command(said.text)
    return Heard(
        str(body.get("trigger_id") or ""),
        place_of(str(body.get("channel_id") or ""), name=str(body.get("channel_name") or "")),
        person_of(body.get("user_id"), body.get("user_name")),
        now,
        text,
        command=command if said.text else "help",
        links=said.links,
        trigger=str(body.get("trigger_id") or ""),
        answer_url=str(body.get("response_url") or ""),
    )


def message_heard(
    event: Body, key: str, /, *, now: datetime, bot: str = "", joined: bool = False
) -> Heard | None:
    """A mention, a direct message, or a message in a thread; None for what nobody wrote, and the bot's own.

    A mention in a channel comes as an event of its own (``app_mention``), so as a message it is left out.

    Args:
        joined: Whether the bot talks in the message's thread already.
    """
    user, channel, ts = (str(event.get(name) or "") for name in ("user", "channel", "ts"))
    if event.get("bot_id") or event.get("subtype") not in _WRITTEN or event.get("hidden"):
        return None
    if not user or user == bot or not channel or not ts:
        return None
    text, mention = str(event.get("text") or ""), event.get("type") == "app_mention"
    private = channel.startswith("D")
    thread = str(event.get("thread_ts") or "")
    if not mention and not private and (mentions(text, bot) or not thread):
        return None
    said = decode(text, bot=bot)
    files = files_of(event)
    own = bool(bot) and event.get("parent_user_id") == bot
    command, rest = _plain_command(said.text, bool(said.links or files))
    if command and rest and not (mention or private) and command != "summarize":
        command, rest = "", said.text.strip()  # people talk to one another there too
    return Heard(
        key,
        place_of(channel, thread=thread or ts),
        person_of(user),
        moment_of(ts, now),
        rest,
        command=command,
        addressed=mention or private or own or joined,
        message=ts,
        links=links_of(event),
        files=files,
        replied_to=Quoted(thread, own=own) if thread and thread != ts else None,
    )


def _plain_command(text: str, has_more: bool, /) -> tuple[str, str]:  # noqa: FBT001  # one place uses it
    """What a message asks for; most are questions, and many a question begins with a command's word."""
    first, _, rest = text.partition(" ")
    word = first.lower().removeprefix("/")
    if not text:
        return ("summarize" if has_more else "help"), ""
    if word == "newsdesk" and first.startswith("/"):
        return split_command(rest) if rest else ("help", "")
    if word in {"summarize", "summarise"} and has_more:
        return "summarize", rest.strip()
    return split_command(text) if first.startswith("/") else spoken_command(text)


def shortcut_heard(body: Body, /, *, now: datetime, bot: str = "") -> Heard | None:
    """A shortcut: on a message the one that summarises it, elsewhere the command that it is named after.

    A global shortcut belongs to no conversation: its place has the person's id, which is where Slack takes
    messages to him.  None for a shortcut that is not ours.
    """
    name = str(body.get("callback_id") or "")
    user = _dict(body, "user")
    trigger = str(body.get("trigger_id") or "")
    by = person_of(user.get("id"), user.get("username") or user.get("name"))
    if body.get("type") == "shortcut":
        if name not in COMMANDS or not by.id:
            return None
        place = Place(Address(PLATFORM, by.id), PlaceKind.PRIVATE)
        return Heard(trigger, place, by, now, "", command=name, trigger=trigger)
    message, channel = _dict(body, "message"), _dict(body, "channel")
    if name != SUMMARISE or not by.id:
        return None
    ts = str(body.get("message_ts") or message.get("ts") or "")
    own = bool(bot) and message.get("user") == bot
    said = decode(str(message.get("text") or ""), bot=bot)
    quoted = Quoted(ts, said.text, links_of(message), files_of(message), own=own)
    thread = str(message.get("thread_ts") or ts)
    place = place_of(str(channel.get("id") or ""), thread=thread, name=str(channel.get("name") or ""))
    url = str(body.get("response_url") or "")
    return Heard(
        trigger,
        place,
        by,
        moment_of(body.get("action_ts"), now),
        "",
        command="summarize",
        replied_to=quoted,
        trigger=trigger,
        answer_url=url,
    )


def files_of(message: Body, /) -> tuple[Attached, ...]:
    """The files of a message that can be fetched."""
    files = message.get("files")
    found = (_attached(f) for f in files if isinstance(f, dict)) if isinstance(files, list) else ()
    return tuple(f for f in found if f.ref)


def _attached(file: Body) -> Attached:
    size = file.get("size")
    return Attached(
        str(file.get("url_private_download") or file.get("url_private") or ""),
        str(file.get("name") or ""),
        str(file.get("mimetype") or ""),
        size if isinstance(size, int) and size > 0 else 0,
    )


def _dict(body: Body, key: str) -> dict[str, Any]:
    value = body.get(key)
    return value if isinstance(value, dict) else {}
