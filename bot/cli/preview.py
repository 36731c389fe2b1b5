"""``newsdesk preview``: the next brief of a channel, without sending it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from .brief import MESSAGE_BREAK, Format
from .terminal import NOTHING_FOUND, OK, emit, note
from .wishes import Json, Wishes, present, subscription_number, wishes

if TYPE_CHECKING:
    from datetime import datetime

    from newsdesk.publish import Upcoming
    from newsdesk.subscribe import Subscribed

_PLATFORMS = {Format.PLAIN: "console", Format.TELEGRAM: "telegram", Format.SLACK: "slack"}


def preview(
    target: Annotated[
        str, typer.Argument(metavar="ID|SUB", help="A channel's number or address, or a subscription like s7.")
    ],
    form: Annotated[
        Format | None, typer.Option("--format", help="How it is rendered; as its channel gets it by default.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Print the next brief of a channel as it would be now; nothing is sent, and nothing changes."""
    from bot.app import default_spec
    from newsdesk.publish import upcoming

    now = present()
    with wishes() as desk:
        wish = _wish(desk, target, now)
        found = upcoming(desk.store, wish.subscription, wish.channel, now, defaults=default_spec(desk.settings))
        if as_json:
            emit(json.dumps(_record(found), ensure_ascii=False))
        elif found.brief.sections:
            platform = _PLATFORMS[form] if form else wish.channel.address.platform
            _print(found, platform)
        note(_when(wish, found, now))
    raise typer.Exit(OK if found.brief.sections else NOTHING_FOUND)


def _wish(desk: Wishes, target: str, now: datetime) -> Subscribed:
    """The subscription that is meant: of a channel, the one that is due first."""
    from newsdesk.errors import UnknownWish
    from newsdesk.subscribe import Subscribed

    if target[:1] in {"s", "S"} and target[1:].isdigit():
        subscription = desk.store.subscriptions.get(subscription_number(target))
        channel = desk.store.channels.get(subscription.channel) if subscription else None
        if subscription is None or channel is None:
            raise UnknownWish(f"there is no subscription {target}. See them with: newsdesk channels")
        return Subscribed(subscription, channel)
    channel = desk.channel(target)
    found = desk.store.subscriptions.of(channel.id)
    if not found:
        raise UnknownWish(f"channel {channel.id} has no subscription. Make one with: newsdesk subscribe")
    first = min(found, key=lambda s: (s.next_due_at is None, s.next_due_at or now, s.id))
    return Subscribed(first, channel)


def _print(found: Upcoming, platform: str) -> None:
    from bot.render.desk import DeskRenderer

    messages = DeskRenderer().brief(
        found.brief, platform=platform, language=found.channel.language, layout=found.channel.layout
    )
    if platform == "slack":
        for message in messages:
            emit(message.body)
    else:
        bodies = (message.body for message in messages)
        texts = (str(json.loads(body)["text"]) for body in bodies) if platform == "telegram" else bodies
        emit(MESSAGE_BREAK.join(texts))


def _record(found: Upcoming) -> dict[str, object]:
    from .records import brief_record

    return {
        "subscription": found.subscription.id,
        "channel": found.channel.id,
        "due_at": found.due_at.isoformat() if found.due_at else None,
        "window": list(found.window),
        **brief_record(found.brief, {}),
    }


def _when(wish: Subscribed, found: Upcoming, now: datetime) -> str:
    from .wish_lines import next_line

    nothing = "" if found.brief.sections else "Nothing new since the last brief. "
    if found.due_at is not None and found.due_at <= now:
        return f"{nothing}It is due now: `newsdesk run` sends it."
    return nothing + next_line(wish, now=now)
