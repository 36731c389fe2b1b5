"""``newsdesk channels``: chats, what holds in them, and their subscriptions."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from .options import unfolded
from .terminal import NOTHING_FOUND, WRONG_USAGE, emit, note
from .wishes import (
    Json,
    Wanted,
    Wishes,
    present,
    subscription_number,
    wishes,
)

if TYPE_CHECKING:
    from newsdesk.model import Channel, SubscriptionId
    from newsdesk.subscribe import Subscribed

channels_app = typer.Typer(
    help="Chats, what holds in them, and their subscriptions.",
    invoke_without_command=True,
    rich_markup_mode=None,
)

Which = Annotated[str, typer.Argument(metavar="ID", help="A channel's number or address.")]
Target = Annotated[
    str, typer.Argument(metavar="ID|SUB", help="A channel's number or address, or a subscription like s7.")
]


class Empty(StrEnum):
    """What a channel gets when there is nothing new; the words of ``newsdesk.model.WhenEmpty``."""

    SILENCE = "silence"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Settings:
    """The options of ``channels set`` that are a channel's own; None leaves a setting alone."""

    title: Annotated[str | None, typer.Option(help="What people call it.")] = None
    language: Annotated[str | None, typer.Option(metavar="CODE", help="Of its messages, like en.")] = None
    zone: Annotated[str | None, typer.Option(metavar="ZONE", help="A time zone or a city.")] = None
    quiet: Annotated[
        str | None, typer.Option(metavar="HH:MM-HH:MM|none", help="Hours in which nothing is sent.")
    ] = None
    alerts: Annotated[
        int | None, typer.Option(min=0, metavar="N", help="At most so many alerts a day; 0 for none.")
    ] = None
    alert_actor: Annotated[
        list[str] | None, typer.Option(metavar="A", help="Alert of their new statements. Repeat it; or none.")
    ] = None
    when_empty: Annotated[Empty | None, typer.Option(help="What to send when there is nothing new.")] = None


_AS_IT_IS = Settings()
_NOTHING = Wanted()


@channels_app.callback()
def channels(context: typer.Context, as_json: Json = False) -> None:
    """Print the channels with their subscriptions; or change them with one of the commands below."""
    if context.invoked_subcommand is None:
        list_(as_json=as_json)


@channels_app.command("list")
def list_(as_json: Json = False) -> None:
    """Print the channels with their subscriptions."""
    with wishes() as desk:
        found = desk.store.channels.all()
        for channel in found:
            _show(channel, desk, as_json=as_json)
    if not found:
        note("newsdesk: there is no channel yet. Make one: newsdesk subscribe console daily 08:00 Europe/Kyiv")
        raise typer.Exit(NOTHING_FOUND)


@channels_app.command("set")
@unfolded
def set_(
    channel: Which, settings: Settings = _AS_IT_IS, wanted: Wanted = _NOTHING, as_json: Json = False
) -> None:
    """Change what holds for all subscriptions of a channel; "none" empties a list."""
    from newsdesk.subscribe import adjust_channel

    with wishes() as desk:
        old = desk.channel(channel)
        if settings.language is not None:
            settings = replace(settings, language=_language(settings.language))

        def change(current: Channel) -> Channel:
            # What stands in the database when it is changed: others may have written since the command began.
            changed = _changed(current, settings, desk)
            return replace(changed, following=desk.following(current.following, wanted))

        if change(old) == old:
            note("newsdesk: nothing to change. See what can be set with: newsdesk channels set --help")
        _show(adjust_channel(desk.store, old.id, change, now=present()), desk, as_json=as_json)


@channels_app.command()
def pause(
    target: Target,
    first: Annotated[
        str | None, typer.Option("--from", metavar="DAY", help="Like 2026-12-24; else today.")
    ] = None,
    last: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="The last day without; else for good.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Send no briefs for some days; the first one after them tells what came in the meantime."""
    from datetime import date

    from newsdesk.subscribe import pause as paused
    from newsdesk.when import parse_day

    with wishes() as desk:
        changed = paused(
            desk.store,
            _subscriptions(desk, target),
            first=parse_day(first) if first else None,
            last=parse_day(last) if last else date.max,
            now=present(),
        )
        _tell(changed, as_json=as_json)


@channels_app.command()
def resume(target: Target, as_json: Json = False) -> None:
    """Forget all pauses, those to come too."""
    from newsdesk.subscribe import resume as resumed

    with wishes() as desk:
        _tell(resumed(desk.store, _subscriptions(desk, target), now=present()), as_json=as_json)


@channels_app.command()
def remove(
    channel: Which,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Forget a channel with its subscriptions and deliveries."""
    from newsdesk.subscribe import Subscribed

    from .wish_lines import subscribe_line

    with wishes() as desk:
        found = desk.channel(channel)
        subscriptions = desk.store.subscriptions.of(found.id)
        if not yes:
            _confirm(
                f"Forget channel {found.id} ({found.address}) with its subscriptions ({len(subscriptions)})?"
            )
        again = [subscribe_line(Subscribed(s, found), desk) for s in subscriptions]
        desk.store.channels.remove(found.id)
        emit(f"Forgot channel {found.id}." + (" To have its subscriptions back:" if again else ""))
        for line in again:
            emit(f"  {line}")


def _confirm(question: str) -> None:
    if not sys.stdin.isatty():
        note(f"newsdesk: {question} Say so with --yes.")
        raise typer.Exit(WRONG_USAGE)
    if not typer.confirm(question, err=True):
        note("Nothing was changed.")
        raise typer.Exit(WRONG_USAGE)


def _show(channel: Channel, desk: Wishes, *, as_json: bool) -> None:
    from bot.render.clean import clean

    from .wish_lines import channel_lines, channel_record

    subscriptions, now = desk.store.subscriptions.of(channel.id), present()
    if as_json:
        emit(json.dumps(channel_record(channel, subscriptions, now=now), ensure_ascii=False))
        return
    for line in channel_lines(channel, subscriptions, desk, now=now):
        indent = len(line) - len(line.lstrip())
        emit(f"{' ' * indent}{clean(line)}")


def _tell(changed: list[Subscribed], *, as_json: bool) -> None:
    from newsdesk.when import spell

    from .wish_lines import next_line, subscription_record

    now = present()
    for wish in changed:
        if as_json:
            emit(json.dumps(subscription_record(wish, now=now), ensure_ascii=False))
        else:
            emit(f"s{wish.subscription.id}: {spell(wish.subscription.schedule)}.")
            emit(f"  {next_line(wish, now=now)}")


def _subscriptions(desk: Wishes, target: str) -> list[SubscriptionId]:
    from newsdesk.errors import UnknownWish

    if target[:1] in {"s", "S"} and target[1:].isdigit():
        return [subscription_number(target)]
    channel = desk.channel(target)
    found = [subscription.id for subscription in desk.store.subscriptions.of(channel.id)]
    if not found:
        raise UnknownWish(f"channel {channel.id} has no subscription. Make one with: newsdesk subscribe")
    return found


def _changed(old: Channel, settings: Settings, desk: Wishes) -> Channel:
    from newsdesk.model import WhenEmpty
    from newsdesk.when import parse_quiet
    from newsdesk.zones import find_zone

    s = settings
    return replace(
        old,
        title=old.title if s.title is None else s.title,
        language=old.language if s.language is None else s.language,
        zone=old.zone if s.zone is None else find_zone(s.zone),
        quiet=old.quiet if s.quiet is None else parse_quiet(s.quiet),
        alerts_per_day=_alerts(old, s.alerts, s.alert_actor),
        alert_actors=old.alert_actors if s.alert_actor is None else desk.actors(s.alert_actor),
        when_empty=old.when_empty if s.when_empty is None else WhenEmpty(s.when_empty.value),
    )


def _alerts(old: Channel, alerts: int | None, actors: list[str] | None) -> int:
    """Whoever names actors to be alerted of wants alerts: a few a day, unless they say how many."""
    if alerts is not None:
        return alerts
    return old.alerts_per_day or (5 if actors else 0)


def _language(code: str) -> str:
    from bot.render.texts import catalogue
    from newsdesk.errors import WishError

    if not (code.isascii() and code.isalpha() and 2 <= len(code) <= 3):
        raise WishError(f"{code!r} is no language: give its code of two or three letters, like en.")
    if catalogue(code.lower()).language != code.lower():
        note(f"There are no words in {code!r} yet; messages come in English until there are.")
    return code.lower()
