"""The store in memory as a whole: counts and forgetting."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newsdesk.model import (
    LASTING_NOTES,
    BriefKind,
    DeliveryState,
    EntryState,
    Feed,
    Filed,
    Retention,
    Tally,
)
from newsdesk.store.rules import EVENT_KEYS, SHOWN_SLACK, EventState, cited
from summarizer.model import ArticleId

from .state import State, locked
from .subscriptions import channels_waiting


class MemoryHousekeeping:
    """See ``newsdesk.ports.Housekeeping``."""

    def __init__(self, state: State, /) -> None:
        self._state = state

    @locked
    def tally(self, *, now: datetime) -> Tally:
        """Counts for the operator."""
        state = self._state
        wanted = sorted((f for f in state.feeds.values() if f.wanted), key=lambda f: f.id)
        gone = tuple(c for c in state.channels.values() if c.gone_at is not None)
        away = {channel.id for channel in gone}
        due = [
            (s.next_due_at, s.channel)
            for s in state.subscriptions.values()
            if s.next_due_at and s.channel not in away
        ]
        busy = channels_waiting(state)
        held = [at for at, channel in due if at <= now and channel in busy]
        deliveries = sorted(state.deliveries.values(), key=lambda d: d.id)
        refused = sum(bool(filed.refused) for filed in state.filed.values())
        waiting = {feed.id for feed in wanted}
        return Tally(
            feeds=len(wanted),
            feeds_failing=tuple(f for f in wanted if f.failures),
            entries_waiting=sum(
                e.state is EntryState.PENDING and e.feed in waiting for e in state.entries.values()
            ),
            articles=len(state.filed) - refused,
            articles_refused=refused,
            articles_unread=len(state.unread),
            statements=sum(len(read.reading.statements) for read in state.readings.values()),
            channels=len(state.channels),
            channels_gone=gone,
            subscriptions=len(state.subscriptions),
            slots_waiting=len(held),
            waiting_since_at=min(held, default=None),
            next_due_at=min((at for at, channel in due if at > now or channel not in busy), default=None),
            deliveries=dict(Counter(d.state for d in deliveries)),
            uncertain=tuple(d for d in deliveries if d.state is DeliveryState.UNCERTAIN),
            last_brief_at=max(
                (b.created_at for b in state.briefs.values() if b.kind is BriefKind.BRIEF), default=None
            ),
            oldest_day=min((f.stored_at.date() for f in state.filed.values()), default=None),
        )

    @locked
    def forget(self, retention: Retention, /, *, now: datetime) -> dict[str, int]:
        """Delete what is past its time."""
        counts: dict[str, int] = {}
        if retention.deliveries:
            counts |= self._forget_deliveries(now - timedelta(days=retention.deliveries))
        if retention.articles:
            counts["articles"] = self._forget_articles(now - timedelta(days=retention.articles), refused=False)
        if retention.refused:
            counts["refused"] = self._forget_articles(now - timedelta(days=retention.refused), refused=True)
        if retention.entries:
            counts["entries"] = self._forget_entries(now - timedelta(days=retention.entries))
        if retention.talk:
            counts |= self._forget_talk(retention.talk, now)
        return counts

    def _forget_deliveries(self, before: datetime) -> dict[str, int]:
        state = self._state
        on_the_way = {DeliveryState.PENDING, DeliveryState.SENDING}
        old = [
            d.id
            for d in state.deliveries.values()
            if d.created_at is not None
            and d.created_at < before
            and (d.state not in on_the_way or state.channels[d.channel].gone_at is not None)
        ]
        for delivery in old:
            del state.deliveries[delivery], state.batches[delivery]
            state.targets.pop(delivery, None)
        slots = [key for key, slot in state.slots.items() if slot.due_at < before]
        for slot in slots:
            del state.slots[slot]
        needed = {d.brief for d in state.deliveries.values()} | {s.brief for s in state.slots.values()}
        needed |= {s.last_brief for s in state.subscriptions.values()}
        briefs = [b.id for b in state.briefs.values() if b.created_at < before and b.id not in needed]
        for brief in briefs:
            del state.briefs[brief]
        return {"deliveries": len(old), "slots": len(slots), "briefs": len(briefs)}

    def _forget_articles(self, before: datetime, *, refused: bool) -> int:
        kept = frozenset[ArticleId]().union(*(cited(record) for record in self._state.briefs.values()))
        old = [
            filed
            for filed in self._state.filed.values()
            if bool(filed.refused) is refused and filed.stored_at < before and filed.article.id not in kept
        ]
        for filed in old:
            self._forget_article(filed)
        return len(old)

    def _forget_article(self, filed: Filed) -> None:
        state, identifier = self._state, filed.article.id
        del state.filed[identifier], state.article_ids[filed.key]
        state.readings.pop(identifier, None)
        state.told.pop(identifier, None)
        state.unread.discard(identifier)
        for revision in [key for key in state.revisions if key[0] == identifier]:
            del state.revisions[revision]

    def _forget_entries(self, before: datetime) -> int:
        state = self._state
        shown: dict[int, datetime] = {}
        for entry in state.entries.values():
            shown[entry.feed] = max(state.shown_at[entry.id], shown.get(entry.feed, state.shown_at[entry.id]))
        old = [
            entry
            for entry in state.entries.values()
            if entry.state is not EntryState.PENDING
            and state.shown_at[entry.id]
            < min(before, _shown_before(state.feeds[entry.feed], shown[entry.feed]) or before)
        ]
        for entry in old:
            del state.entries[entry.id], state.shown_at[entry.id]
            del state.entry_ids[entry.feed, entry.content.key]
        return len(old)

    def _forget_talk(self, days: int, now: datetime) -> dict[str, int]:
        state, before = self._state, now - timedelta(days=days)
        keys_before = now - timedelta(days=max(days, EVENT_KEYS))
        events = [key for key, (event, _) in state.events.items() if _at(event.received_at) < keys_before]
        memos = [memo.id for memo in state.memos.values() if _at(memo.created_at) < before]
        notes = [
            key for key, note in state.notes.items() if note.noted_at < before and key[1] not in LASTING_NOTES
        ]
        for event in events:
            del state.events[event]
        for key, (late, _) in state.events.items():
            if _at(late.received_at) < before:
                state.events[key] = (replace(late, payload=""), EventState.DONE)
        for memo in memos:
            del state.memos[memo]
        for note in notes:
            del state.notes[note]
        return {"events": len(events), "memos": len(memos), "notes": len(notes)}

    @locked
    def close(self) -> None:
        """Nothing is open."""


def _at(instant: datetime | None) -> datetime:
    """An instant that the store has always set."""
    return instant or datetime.max.replace(tzinfo=UTC)


def _shown_before(feed: Feed, last: datetime) -> datetime | None:
    """What a feed last showed before this, it shows no more; None for a removed feed, which shows nothing."""
    return last - SHOWN_SLACK if feed.wanted else None
