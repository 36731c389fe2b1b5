"""A small world of channels and readings in a store, and a renderer that writes what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from newsdesk.model import (
    Address,
    BriefId,
    BriefKind,
    BriefRecord,
    Channel,
    Filed,
    Message,
    Position,
    Publication,
    Recipient,
    Subscription,
    SubscriptionId,
    Window,
)
from newsdesk.ports import Store
from newsdesk.schedule import Schedule, SlotKey
from summarizer.model import Act, Actor, Article, ArticleId, Brief, Reading, Span, Statement

from .marking import HOLM, brief

START = datetime(2025, 5, 12, 6, 0, tzinfo=UTC)
EIGHT = datetime(2025, 5, 12, 8, 0, tzinfo=UTC)


class Clock:
    """Moves when it is told to."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, seconds: float) -> datetime:
        self.at += timedelta(seconds=seconds)
        return self.at


def add_channel(store: Store, chat: str = "-", platform: str = "console", **settings: object) -> Channel:
    """A channel with settings of its own."""
    channel = store.channels.add(Address(platform, chat), now=START)
    changed = replace(channel, **settings)  # type: ignore[arg-type]  # tests name real fields
    store.channels.update(changed)
    return changed


def subscribe(store: Store, channel: Channel, *, due_at: datetime = EIGHT, **settings: object) -> Subscription:
    """A daily wish at 08:00 UTC."""
    wish = Subscription(SubscriptionId(0), channel.id, Schedule((time(8),)), next_due_at=due_at)
    return store.subscriptions.add(replace(wish, **settings))  # type: ignore[arg-type]  # the same


def article_text(lines: Sequence[str], actor: Actor = HOLM) -> str:
    return " ".join(f"{actor.name} {line[0].lower()}{line[1:]}." for line in lines)


def reading_of(article: Article, lines: Sequence[str], actor: Actor = HOLM) -> Reading:
    """One statement a sentence, as the summarizer would find them in ``article_text``."""
    statements, at = [], 0
    for line in lines:
        end = at + len(actor.name) + 1 + len(line) + 1
        sentence, cue = Span(at, end), at + len(actor.name) + 1
        statements.append(
            Statement(
                article.id,
                actor,
                Act.SAID,
                (Span(at, at + len(actor.name)),),
                (Span(cue, cue + 4),),
                (Span(cue, end - 1),),
                (sentence,),
                0.9,
                gist=line,
            )
        )
        at = end + 1
    return Reading(article, tuple(statements), sentences=len(lines))


def read(
    store: Store,
    key: str,
    *lines: str,
    actor: Actor = HOLM,
    at: datetime = START,
    outlet: str = "Harbour Wire",
    **filed: object,
) -> ArticleId:
    """File an article in which somebody says the lines, and save its reading; again for a new revision."""
    url = f"https://wire.example/{key}"
    article = Article(
        ArticleId(""), article_text(lines, actor), title=f"Title of {key}", outlet=outlet, url=url
    )
    found = Filed(url, article, at, language="en", **filed)  # type: ignore[arg-type]  # tests name real fields
    filing = store.articles.file(found, now=at)
    kept = store.articles.revision(filing.article, filing.revision)
    assert kept is not None
    store.readings.save([reading_of(kept, lines, actor)], now=at)
    return filing.article


def publish_parts(
    store: Store,
    wish: Subscription,
    *parts: str,
    now: datetime = EIGHT,
    day: int = 12,
    until: int = 1,
    of: Brief | None = None,
) -> int:
    """A brief for one subscription, written to the ledger as ``publish_due`` would."""
    current = store.subscriptions.get(wish.id)
    assert current is not None
    window = Window(current.confirmed, Position(until))
    record = BriefRecord(
        BriefId(0), BriefKind.BRIEF, "k", window, of or brief("Said a thing"), now, previous=current.last_brief
    )
    slot = SlotKey(date(2025, 5, day), "08:00")
    recipient = Recipient(wish.id, wish.channel, slot, now, now + timedelta(days=1))
    messages = tuple(Message(part, (n,)) for n, part in enumerate(parts))
    return store.ledger.publish(Publication(record, window, messages, (recipient,)), now=now)
