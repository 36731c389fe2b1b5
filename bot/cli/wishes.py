"""What the commands about channels and subscriptions share: the open store, and words turned into wishes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import NOTHING_FOUND, WRONG_USAGE, note

if TYPE_CHECKING:
    from config.settings import Settings
    from newsdesk.model import Address, Channel, FeedId, Following, SubscriptionId
    from newsdesk.ports import Store
    from summarizer.actors.registry import Registry
    from summarizer.model import ActorId

Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Follow = Annotated[
    list[str] | None,
    typer.Option("--actor", metavar="A", help="Only this actor: a name, an alias or an id. Repeat it."),
]
Mute = Annotated[list[str] | None, typer.Option("--mute", metavar="A", help="Never this actor. Repeat it.")]
FromFeed = Annotated[
    list[str] | None, typer.Option("--feed", metavar="ID|URL", help="Only articles of this feed. Repeat it.")
]
Include = Annotated[
    list[str] | None,
    typer.Option("--include", metavar="W", help="Only statements with this word or phrase. Repeat it."),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="W", help="No statement with this word or phrase. Repeat it."),
]
MaxActors = Annotated[
    int | None,
    typer.Option("--max-actors", metavar="N", help="At most so many actors; 0 for the desk's setting."),
]
MaxBullets = Annotated[
    int | None, typer.Option("--max-bullets", metavar="N", help="At most so many lines an actor; 0 likewise.")
]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The options by which a command changes what is followed: None leaves alone, one "none" empties a list.

    Attributes:
        max_actors: 0 for the desk's setting, like ``max_bullets``.
    """

    actor: Follow = None
    mute: Mute = None
    feed: FromFeed = None
    include: Include = None
    exclude: Exclude = None
    max_actors: MaxActors = None
    max_bullets: MaxBullets = None


_NUMBERED = re.compile(r"[sS]?(\d{1,18})")
_SHOWN = 10


@dataclass(frozen=True)
class Wishes:
    """The store while a command runs, and what its words mean there."""

    store: Store
    settings: Settings

    @cached_property
    def registry(self) -> Registry:
        """Read only when somebody is named."""
        from bot.app import load_actors

        return load_actors(self.settings)

    def actor(self, name: str, /) -> ActorId:
        """The one actor that a name means.

        Raises:
            UnknownWish: Nobody is called so.
            WishError: Several are.
        """
        from newsdesk.errors import UnknownWish, WishError
        from newsdesk.repairs import find

        found = find(self.store, self.registry, name)
        if len(found) == 1:
            return found[0].id
        if not found:
            raise UnknownWish(f"nobody is called {name!r}. Look with: newsdesk actors list PART-OF-THE-NAME")
        choices = "\n".join(f"{actor.id}: {actor.name} ({actor.kind.value})" for actor in found[:_SHOWN])
        raise WishError(f"{name!r} could be {len(found)} actors. Name one by its id:\n{choices}")

    def name_of(self, actor: ActorId, /) -> str:
        """What an actor is called; its id, when neither registry nor archive knows it."""
        if entry := self.registry.by_id.get(actor):
            return entry.actor.name
        known = self.store.actors.forms(actor)
        return known.actor.name if known else actor

    def feed(self, word: str, /) -> FeedId:
        """The feed of an id or URL.

        Raises:
            UnknownWish: There is no such feed.
        """
        from newsdesk.errors import UnknownWish
        from newsdesk.model import FeedId

        number = word.isascii() and word.isdigit() and len(word) < 19
        feed = self.store.feeds.get(FeedId(int(word))) if number else self.store.feeds.find(word)
        if feed is None or not feed.wanted:
            raise UnknownWish(
                f"there is no feed {word!r}. See them with: newsdesk feeds list; or: newsdesk feeds add URL"
            )
        return feed.id

    def channel(self, word: str, /) -> Channel:
        """The channel of an id or address.

        Raises:
            UnknownWish: There is no such channel.
        """
        from newsdesk.errors import UnknownWish
        from newsdesk.model import ChannelId

        number = word.isascii() and word.isdigit() and len(word) < 19
        found = (
            self.store.channels.get(ChannelId(int(word)))
            if number
            else self.store.channels.find(address_of(word))
        )
        if found is None:
            raise UnknownWish(f"there is no channel {word!r}. See them with: newsdesk channels")
        return found

    def following(self, old: Following, wanted: Wanted, /) -> Following:
        """What is followed, as a command changes it."""
        w = wanted
        return replace(
            old,
            actors=old.actors if w.actor is None else self.actors(w.actor),
            muted=old.muted if w.mute is None else self.actors(w.mute),
            feeds=old.feeds if w.feed is None else frozenset(map(self.feed, given(w.feed))),
            include=old.include if w.include is None else tuple(given(w.include)),
            exclude=old.exclude if w.exclude is None else tuple(given(w.exclude)),
            max_actors=old.max_actors if w.max_actors is None else w.max_actors or None,
            max_bullets=old.max_bullets if w.max_bullets is None else w.max_bullets or None,
        )

    def actors(self, names: Sequence[str], /) -> frozenset[ActorId]:
        """The actors that names mean; none for a single "none"."""
        return frozenset(map(self.actor, given(names)))


def given(words: Sequence[str], /) -> Sequence[str]:
    """The values of an option that may be repeated; none for a single "none"."""
    return [] if [word.casefold() for word in words] == ["none"] else words


def address_of(word: str, /) -> Address:
    """The address of a word, files from where the command runs, so that the desk finds them from anywhere.

    Raises:
        WishError: It is no address.
    """
    from newsdesk.addresses import STANDARD_OUTPUT, parse_address

    address = parse_address(word)
    if address.platform != "console" or address.chat == STANDARD_OUTPUT:
        return address
    return address._replace(chat=str(Path(address.chat).expanduser().absolute()))


def subscription_number(word: str, /) -> SubscriptionId:
    """The number of a subscription, as "7" or "s7".

    Raises:
        WishError: It is neither.
    """
    from newsdesk.errors import WishError
    from newsdesk.model import SubscriptionId

    match = _NUMBERED.fullmatch(word)
    if not match:
        raise WishError(
            f"{word!r} is no subscription: give its number, as newsdesk channels shows it, like s7."
        )
    return SubscriptionId(int(match[1]))


@contextmanager
def wishes() -> Iterator[Wishes]:
    """The open store; a wish that cannot be had ends the command with 2, one for what is not there with 3."""
    from bot.app import open_store
    from config.settings import load_settings
    from newsdesk.errors import UnknownWish, WishError

    settings = load_settings()
    store = open_store(settings)
    try:
        yield Wishes(store, settings)
    except WishError as error:
        for line in f"newsdesk: {error}".splitlines():
            note(line)
        if isinstance(error, UnknownWish) and "newsdesk" not in str(error):
            note("See those there are with: newsdesk channels")
        raise typer.Exit(NOTHING_FOUND if isinstance(error, UnknownWish) else WRONG_USAGE) from error
    finally:
        store.housekeeping.close()


def present() -> datetime:
    """The present instant."""
    return datetime.now(UTC)
