"""``newsdesk subscribe`` and ``newsdesk unsubscribe``: briefs for a chat, in one line."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from .options import unfolded
from .terminal import emit, note
from .wishes import (
    Json,
    Wanted,
    Wishes,
    address_of,
    present,
    subscription_number,
    wishes,
)

if TYPE_CHECKING:
    from newsdesk.model import Address, Channel

_NOTHING = Wanted()


@unfolded
def subscribe(
    address: Annotated[
        str,
        typer.Argument(metavar="ADDRESS", help="console, console:FILE, telegram:CHATID or slack:CHANNELID."),
    ],
    when: Annotated[list[str], typer.Argument(metavar="WHEN…", help="Like: weekdays 08:00, 18:30 Europe/Kyiv")],
    name: Annotated[str, typer.Option(help="What to call the subscription.")] = "",
    wanted: Wanted = _NOTHING,
    as_json: Json = False,
) -> None:
    """Subscribe a chat to briefs: newsdesk subscribe console weekdays 08:00 Europe/Kyiv."""
    from newsdesk.model import Following
    from newsdesk.subscribe import subscribe as subscribed
    from newsdesk.when import parse_when, spell

    from .wish_lines import next_line, subscription_record

    now = present()
    with wishes() as desk:
        target = address_of(address)
        _check_file(target, desk)
        channel = desk.store.channels.find(target)
        schedule = parse_when(" ".join(when), zone=channel.zone if channel else "UTC")
        following = desk.following(Following(), wanted)
        wish = subscribed(desk.store, target, schedule, following=following, name=name, now=now)
        if as_json:
            emit(json.dumps(subscription_record(wish, now=now), ensure_ascii=False))
        else:
            done = "Subscribed" if wish.new else "Already subscribed"
            emit(f"{done} (s{wish.subscription.id}): {spell(wish.subscription.schedule)}.")
            emit(next_line(wish, now=now))
        _advise(channel, schedule.zone, has_feeds=bool(desk.store.feeds.all()))


def unsubscribe(
    subscription: Annotated[
        str, typer.Argument(metavar="ID", help="Its number, as newsdesk channels shows it, like s7.")
    ],
    as_json: Json = False,
) -> None:
    """End a subscription; says how to get it back."""
    from newsdesk.subscribe import unsubscribe as ended

    from .wish_lines import subscribe_line, subscription_record

    with wishes() as desk:
        wish = ended(desk.store, subscription_number(subscription))
        again = subscribe_line(wish, desk)
        if as_json:
            record = {**subscription_record(wish, now=present()), "again": again}
            emit(json.dumps(record, ensure_ascii=False))
        else:
            emit(f"Ended s{wish.subscription.id}. To have it back:")
            emit(f"  {again}")


def _check_file(target: Address, desk: Wishes) -> None:
    from pathlib import Path

    from bot.channels.places import kept_by, unwritable
    from newsdesk.addresses import STANDARD_OUTPUT
    from newsdesk.errors import WishError

    if target.platform != "console" or target.chat == STANDARD_OUTPUT:
        return
    if reason := unwritable(Path(target.chat), kept_by(desk.settings.database_path)):
        raise WishError(f"{reason} Name another file: newsdesk subscribe console:FILE WHEN")


def _advise(channel: Channel | None, zone: str, *, has_feeds: bool) -> None:
    if channel is None and zone == "UTC":
        note("Times are in UTC; for another zone name it, like: daily 08:00 Europe/Kyiv")
    if not has_feeds:
        note("There are no feeds yet: newsdesk feeds add URL")
