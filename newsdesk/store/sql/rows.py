"""Rows to values and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from newsdesk.model import (
    Address,
    BriefId,
    BriefKind,
    BriefRecord,
    Channel,
    ChannelId,
    Delivery,
    DeliveryId,
    DeliveryKind,
    DeliveryState,
    Entry,
    EntryId,
    EntryState,
    Feed,
    FeedId,
    Filed,
    Following,
    Layout,
    Message,
    NewEntry,
    Position,
    Repair,
    RepairId,
    RepairKind,
    Subscription,
    SubscriptionId,
    WhenEmpty,
    Window,
)
from newsdesk.schedule import QuietHours, Schedule
from summarizer.model import Act, Actor, ActorId, ActorKind, Article, ArticleId, Brief, Reading, Statement

from .codec import pack_spans, packed, unpack_spans, unpacked
from .database import CHUNK

if TYPE_CHECKING:
    from sqlalchemy.engine import RowMapping

T = TypeVar("T")
Row = dict[str, Any]

# In the database alone: an edit whose message is itself still on its way.
HELD = "held"


def chunks(values: Iterable[T], /) -> Iterator[Sequence[T]]:
    """The values in lists that are short enough for one statement."""
    listed = list(values)
    return (listed[i : i + CHUNK] for i in range(0, len(listed), CHUNK))


def row_ids(articles: Iterable[ArticleId], /) -> list[int]:
    """Articles as the rows they stand in; whatever cannot be a row's id is left out."""
    return sorted({int(a) for a in articles if a.isascii() and a.isdecimal() and len(a) < 10})


def feed_of(row: RowMapping, /) -> Feed:
    """A feed of its row."""
    return Feed(**{**row, "id": FeedId(row["id"])})


def entry_of(row: RowMapping, /) -> Entry:
    """An entry of its row."""
    content = NewEntry(
        key=row["key"],
        fingerprint=row["fingerprint"],
        url=row["url"],
        title=row["title"],
        byline=row["byline"],
        published_at=row["published_at"],
        text=row["text"],
        is_news=row["is_news"],
        origin=row["origin"],
    )
    return Entry(
        EntryId(row["id"]),
        FeedId(row["feed_id"]),
        content,
        seen_at=row["seen_at"],
        state=EntryState(row["state"]),
        attempts=row["attempts"],
        next_try_at=row["next_try_at"],
    )


def article_of(row: RowMapping, /) -> Article:
    """A text of its row in ``revisions``."""
    return Article(
        id=ArticleId(str(row["article_id"])),
        text=row["text"],
        title=row["title"],
        outlet=row["outlet"],
        url=row["url"],
        byline=row["byline"],
        published_at=row["published_at"],
        revision=row["revision"],
    )


def filed_of(row: RowMapping, feeds: Collection[int], /) -> Filed:
    """An article of its row, joined with that of its latest text."""
    return Filed(
        key=row["key"],
        article=article_of(row),
        stored_at=row["stored_at"],
        language=row["language"],
        refused=row["refused"],
        is_news=row["is_news"],
        feeds=frozenset(FeedId(feed) for feed in feeds),
    )


def _actor_of(row: RowMapping, prefix: str) -> Actor | None:
    if row[f"{prefix}_id"] is None:
        return None
    return Actor(ActorId(row[f"{prefix}_id"]), row[f"{prefix}_name"], ActorKind(row[f"{prefix}_kind"]))


def _actor_row(actor: Actor | None, prefix: str) -> Row:
    return {
        f"{prefix}_id": actor and actor.id,
        f"{prefix}_name": actor and actor.name,
        f"{prefix}_kind": actor and actor.kind.value,
    }


def statement_of(row: RowMapping, /) -> Statement:
    """A statement of its row."""
    source, cue, content, evidence = unpack_spans(row["spans"])
    return Statement(
        article=ArticleId(str(row["article_id"])),
        actor=_actor_of(row, "actor"),
        act=Act(row["act"]),
        source=source,
        cue=cue,
        content=content,
        evidence=evidence,
        confidence=row["confidence"],
        gist=row["gist"],
        carried=row["carried"],
        reported=row["reported"],
        via=_actor_of(row, "via"),
        silent=row["silent"],
    )


def statement_row(statement: Statement, /, *, article: int, place: int, words: str) -> Row:
    """A statement as a row."""
    return {
        "article_id": article,
        "place": place,
        **_actor_row(statement.actor, "actor"),
        **_actor_row(statement.via, "via"),
        "act": statement.act.value,
        "spans": pack_spans(statement),
        "words": words,
        "confidence": float(statement.confidence),
        "gist": statement.gist,
        "carried": statement.carried,
        "reported": statement.reported,
        "silent": statement.silent,
    }


def reading_of(row: RowMapping, statements: Sequence[Statement], /) -> Reading:
    """A reading of its row, joined with that of its text."""
    return Reading(
        article=article_of(row),
        statements=tuple(statements),
        roles={ActorId(actor): role for actor, role in row["roles"].items()},
        sentences=row["sentences"],
        replaced=row["replaced"],
    )


def repair_of(row: RowMapping, /) -> Repair:
    """A repair of its row."""
    return Repair(
        RepairId(row["id"]),
        RepairKind(row["kind"]),
        ActorId(row["actor_id"]),
        by=row["by"],
        at=row["at"],
        other=_actor_of(row, "other"),
        name=row["name"],
        undone_at=row["undone_at"],
        undone_by=row["undone_by"],
    )


def repair_row(repair: Repair, /) -> Row:
    """A repair as a row, without its id."""
    return {
        "kind": repair.kind.value,
        "actor_id": repair.actor,
        **_actor_row(repair.other, "other"),
        "name": repair.name,
        "by": repair.by,
        "at": repair.at,
        "undone_at": repair.undone_at,
        "undone_by": repair.undone_by,
    }


def channel_of(row: RowMapping, alerts: Collection[str], /) -> Channel:
    """A channel of its row."""
    return Channel(
        ChannelId(row["id"]),
        Address(row["platform"], row["chat"], row["thread"]),
        title=row["title"],
        language=row["language"],
        zone=row["zone"],
        following=unpacked(Following, row["following"]),
        alert_actors=frozenset(ActorId(actor) for actor in alerts),
        alerts_per_day=row["alerts_per_day"],
        quiet=None if row["quiet"] is None else unpacked(QuietHours, row["quiet"]),
        when_empty=WhenEmpty(row["when_empty"]),
        layout=Layout(row["layout"]),
        created_at=row["created_at"],
        gone_at=row["gone_at"],
        gone_reason=row["gone_reason"],
    )


def settings_row(channel: Channel, /) -> Row:
    """What people decide of a channel, as a row."""
    return {
        "title": channel.title,
        "language": channel.language,
        "zone": channel.zone,
        "following": packed(Following, channel.following),
        "alerts_per_day": channel.alerts_per_day,
        "quiet": None if channel.quiet is None else packed(QuietHours, channel.quiet),
        "when_empty": channel.when_empty.value,
        "layout": channel.layout.value,
    }


def subscription_of(row: RowMapping, /) -> Subscription:
    """A subscription of its row."""
    return Subscription(
        SubscriptionId(row["id"]),
        ChannelId(row["channel_id"]),
        unpacked(Schedule, row["schedule"]),
        name=row["name"],
        following=unpacked(Following, row["following"]),
        next_due_at=row["next_due_at"],
        confirmed=Position(row["confirmed"]),
        last_brief=None if row["last_brief"] is None else BriefId(row["last_brief"]),
        created_at=row["created_at"],
    )


def subscription_row(subscription: Subscription, /) -> Row:
    """What people decide about a subscription, as a row."""
    return {
        "name": subscription.name,
        "schedule": packed(Schedule, subscription.schedule),
        "following": packed(Following, subscription.following),
        "next_due_at": subscription.next_due_at,
    }


def brief_of(row: RowMapping, /) -> BriefRecord:
    """A brief of its row."""
    return BriefRecord(
        BriefId(row["id"]),
        BriefKind(row["kind"]),
        row["spec_key"],
        Window(Position(row["after"]), Position(row["until"])),
        unpacked(Brief, row["brief"]),
        created_at=row["created_at"],
        language=row["language"],
        previous=None if row["previous"] is None else BriefId(row["previous"]),
        withdrawn=frozenset(row["withdrawn"]),
    )


def brief_row(record: BriefRecord, /) -> Row:
    """A brief as a row, without its id."""
    return {
        "kind": record.kind.value,
        "spec_key": record.spec_key,
        "after": record.window.after,
        "until": record.window.until,
        "brief": packed(Brief, record.brief),
        "created_at": record.created_at,
        "language": record.language,
        "previous": record.previous,
        "withdrawn": sorted(record.withdrawn),
    }


def delivery_of(row: RowMapping, /) -> Delivery:
    """A delivery of its row, joined with those of its channel and its message."""
    return Delivery(
        DeliveryId(row["id"]),
        ChannelId(row["channel_id"]),
        Address(row["platform"], row["chat"], row["thread"]),
        row["key"],
        DeliveryKind(row["kind"]),
        Message(row["body"], tuple(row["bullets"])),
        state=DeliveryState.PENDING if row["state"] == HELD else DeliveryState(row["state"]),
        part=row["part"],
        parts=row["parts"],
        brief=None if row["brief_id"] is None else BriefId(row["brief_id"]),
        subscription=None if row["subscription_id"] is None else SubscriptionId(row["subscription_id"]),
        edits=row["edits"],
        remote_id=row["remote_id"],
        attempts=row["attempts"],
        late=row["late"],
        next_try_at=row["next_try_at"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        error=row["error"],
    )
