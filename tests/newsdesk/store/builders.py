"""Values for the store's tests."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from newsdesk.model import (
    Address,
    BriefId,
    BriefKind,
    BriefRecord,
    Channel,
    Filed,
    Message,
    NewEntry,
    Position,
    Publication,
    Recipient,
    Subscription,
    SubscriptionId,
    Window,
)
from newsdesk.ports import Store
from newsdesk.schedule import Schedule, SlotKey
from summarizer.model import (
    Act,
    Actor,
    ActorId,
    ActorKind,
    Article,
    ArticleId,
    Brief,
    Bullet,
    Citation,
    Coverage,
    Reading,
    Section,
    Span,
    Statement,
)

NOW = datetime(2026, 5, 12, 8, 0, tzinfo=UTC)
TODAY = NOW.date()
NAME = Span(0, 8)
ROE = Actor(ActorId("jane-roe"), "Jane Roe", ActorKind.PERSON)
PORT = Actor(ActorId("harbour-board"), "Harbour Board", ActorKind.ORG)
TEXT = "Jane Roe said the harbour is closed. The ferry waits."


def minutes(number):
    return NOW + timedelta(minutes=number)


def days(number):
    return NOW + timedelta(days=number)


def entry(key, fingerprint="f1", **options):
    return NewEntry(key, fingerprint, url=f"https://wire.example/{key}", title=key, **options)


def filed(key="https://wire.example/1", text=TEXT, *, refused="", is_news=True, feeds=(), **article):
    return Filed(
        key,
        Article(ArticleId("ignored"), text, **article),
        stored_at=NOW,
        language="en",
        refused=refused,
        is_news=is_news,
        feeds=frozenset(feeds),
    )


def statement(article, actor=ROE, source=NAME, **options):
    return Statement(
        article.id,
        actor,
        Act.SAID,
        source=(source,),
        cue=(Span(9, 13),),
        content=(Span(14, 35),),
        evidence=(Span(0, 36),),
        confidence=0.9,
        **options,
    )


def reading(article, *actors):
    statements = tuple(statement(article, actor) for actor in actors or (ROE,))
    return Reading(article, statements, roles={ROE.id: "harbour master"}, sentences=2, replaced=1)


def file_and_read(store: Store, key="https://wire.example/1", *actors, now=NOW, **options):
    """File an article and save its reading; the article."""
    filing = store.articles.file(filed(key, **options), now=now)
    article = store.articles.revision(filing.article, filing.revision)
    store.readings.save([reading(article, *actors)], now=now)
    return article


def channel(store: Store, chat="1", platform="console") -> Channel:
    return store.channels.add(Address(platform, chat), now=NOW)


def subscription(store: Store, of: Channel, *, due=0) -> Subscription:
    wish = Subscription(
        SubscriptionId(0),
        of.id,
        Schedule((time(8),), zone="Europe/Madrid"),
        next_due_at=None if due is None else minutes(due),
        created_at=NOW,
    )
    return store.subscriptions.add(wish)


def brief(*articles, kind=BriefKind.BRIEF, until=5, created_at=NOW):
    """A brief of one bullet an article; its articles have texts, which the store must not keep."""
    bullets = tuple(
        Bullet(f"the harbour is closed ({a})", ROE, Act.SAID, (Citation(ArticleId(a), Span(0, 36)),))
        for a in articles or ("1",)
    )
    sections = (Section(ROE, "harbour master", bullets),)
    texts = tuple(Article(ArticleId(a), TEXT, published_at=NOW) for a in articles or ("1",))
    record = Brief(sections, Coverage(articles=1, bullets=len(bullets)), texts)
    return BriefRecord(BriefId(0), kind, "spec", Window(Position(0), Position(until)), record, created_at)


def recipient(wish: Subscription, *, day=TODAY, name="08:00", due=0, missed=()):
    return Recipient(wish.id, wish.channel, SlotKey(day, name), minutes(due), minutes(due + 1440), missed)


def publication(*recipients, record=None, parts=1, late=False, until=5):
    messages = tuple(Message(f"part {part}", (part - 1,)) for part in range(1, parts + 1))
    window = Window(Position(0), Position(until))
    return Publication(record, window, messages, recipients, late=late)


def published(store: Store, *wishes, parts=1, record=None, **options):
    """Publish a brief to subscriptions; the deliveries made."""
    record = record or brief()
    store.ledger.publish(
        publication(
            *(recipient(w, **options) for w in wishes), record=record, parts=parts, until=record.window.until
        ),
        now=NOW,
    )
    return store.ledger.deliveries()
