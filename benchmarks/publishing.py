"""What a tick costs: thousands of subscriptions with 50 specs due in a minute, nothing due, everything waiting.

Twice: with windows of a day in an archive of a week, as a desk that runs has them, and with all of the archive
inside every window, as after a week's downtime.  What briefs need of each text was worked out when it was read
(``learn``), as ``bot.work`` does it; its time is given apart.  What waits has an earlier brief on a platform
that takes nothing.

python -m benchmarks.publishing [--memory] [articles] [subscriptions]
"""

from __future__ import annotations

import sqlite3
import sys
import tempfile
import time as clock
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.app import build_summarizer
from bot.render.desk import DeskRenderer
from config.paths import samples_dir
from config.settings import load_settings
from newsdesk.alerts import raise_alerts
from newsdesk.ingest.files import load_paths
from newsdesk.ingest.loaded import Loaded
from newsdesk.model import Address, FeedId, Filed, Following, Position, Subscription, SubscriptionId, Window
from newsdesk.ports import Store
from newsdesk.publish import publish_due
from newsdesk.publish.press import Press
from newsdesk.schedule import Schedule
from newsdesk.store import open_store
from newsdesk.store.memory import MemoryStore
from summarizer.brief import Shared
from summarizer.model import ArticleId, BriefSpec, Reading

from .clock import resident_mb, seconds
from .made import made_readings

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
SPECS = 50
FEEDS = 40
BEGINNING = Position(0)
DAYS = 7
IDLE = (1_000, 10_000, 100_000)


def main(arguments: list[str]) -> None:
    """Print seconds of a full tick, by part, and of idle ticks as subscriptions grow."""
    numbers = [int(a) for a in arguments if a.isdigit()]
    articles, subscriptions = (*numbers, 1_000, 1_000)[:2] if len(numbers) < 2 else numbers[:2]
    base = _base()
    for share in (100, 10, 1):
        with tempfile.TemporaryDirectory() as folder:
            store = _store(folder, in_memory="--memory" in arguments)
            _fill(store, base, articles // share)
            size = f"{articles // share:6} articles, {subscriptions // share:6} subscriptions"
            shared, took = _learned(store)
            print(f"{size}: learned in {took:.2f} s")
            for name, days in (("a day", DAYS - 1), ("everything", 0)):
                confirmed = Position(articles // share * days // DAYS)
                _subscribe(store, subscriptions // share, due_at=NOW, confirmed=confirmed, name=name)
                print(f"{size}, windows of {name}: {_tick(store, shared, confirmed)}")
    for count in IDLE:
        with tempfile.TemporaryDirectory() as folder:
            store = _store(folder, in_memory=False)
            _fill(store, base, 100)
            _subscribe(store, SPECS, due_at=NOW + timedelta(hours=1))
            _multiply(folder, count)
            assert store.housekeeping.tally(now=NOW).subscriptions == count
            _idle(store)
            print(f"{count:6} subscriptions, none due: {seconds(lambda s=store: _idle(s)) * 1000:.2f} ms")
            _hold_up(folder)
            assert store.housekeeping.tally(now=NOW).slots_waiting == count
            print(f"{count:6} subscriptions, all waiting: {seconds(lambda s=store: _idle(s)) * 1000:.2f} ms")


def _multiply(folder: str, count: int) -> None:
    """Copy the channels and subscriptions of a file until there are so many; one by one takes minutes."""
    with closing(sqlite3.connect(Path(folder) / "desk.sqlite3")) as rows, rows:
        for table in ("channels", "subscriptions"):
            columns = [c[1] for c in rows.execute(f"pragma table_info({table})")]
            changed = {"id": "id + :by", "chat": "chat || '-' || :by", "channel_id": "channel_id + :by"}
            values = ", ".join(changed.get(c, c) for c in columns)
            copy = (
                f"insert into {table} ({', '.join(columns)}) select {values} from {table} where id <= {SPECS}"  # noqa: S608
            )
            rows.executemany(copy, ({"by": by} for by in range(SPECS, count, SPECS)))


def _hold_up(folder: str) -> None:
    """Make everything due, in channels with a brief on its way to a platform that is not served."""
    with closing(sqlite3.connect(Path(folder) / "desk.sqlite3")) as rows, rows:
        rows.execute("update subscriptions set next_due_at = ?", (f"{NOW:%Y-%m-%d %H:%M:%S.%f}",))
        rows.execute("insert into messages (id, body, bullets) values (1, 'x', '[]')")
        rows.execute(
            """
            insert into deliveries (channel_id, platform, batch, key, kind, message_id, state, part, parts,
                edits, remote_id, attempts, late, created_at, updated_at, error)
            select channel_id, 'telegram', 'brief:1', 'brief:1:1', 'brief', 1, 'pending', 1, 1,
                '', '', 0, 0, next_due_at, next_due_at, '' from subscriptions
            """
        )


def _base() -> list[Reading]:
    summarizer = build_summarizer(load_settings())
    outcomes = load_paths([str(samples_dir())], max_bytes=100_000_000)
    return list(summarizer.read([o.article for o in outcomes if isinstance(o, Loaded)]))


def _store(folder: str, *, in_memory: bool) -> Store:
    return MemoryStore() if in_memory else open_store(f"sqlite:///{Path(folder) / 'desk.sqlite3'}")


def _fill(store: Store, base: list[Reading], count: int) -> None:
    feeds = [store.feeds.add(f"https://feed{n}.example/rss", now=NOW).id for n in range(FEEDS)]
    batch: list[Reading] = []
    for n, reading in enumerate(made_readings(base, count, until=NOW)):
        carried = frozenset({feeds[n % FEEDS]})
        filed = Filed(reading.article.id, reading.article, NOW, feeds=carried)
        filing = store.articles.file(filed, now=NOW)
        batch.append(_renamed(reading, filing.article, filing.revision))
        if len(batch) == 200 or n == count - 1:
            store.readings.save(batch, now=NOW)
            batch.clear()
    assert store.readings.head() == count


def _renamed(reading: Reading, name: ArticleId, revision: int) -> Reading:
    article = replace(reading.article, id=name, revision=revision)
    return replace(
        reading, article=article, statements=tuple(replace(s, article=name) for s in reading.statements)
    )


def _specs(feeds: list[FeedId]) -> list[Following]:
    """Fifty wishes: everything, some feeds, words to include and to exclude, lengths."""
    words = "ceasefire talks president war peace minister trade army border sanctions".split()
    made = [Following(max_actors=3 + n) for n in range(20)]
    made += [Following(feeds=frozenset(feeds[n::4])) for n in range(4)]
    made += [Following(feeds=frozenset(feeds[n::20])) for n in range(6)]
    made += [Following(include=(w,)) for w in words]
    made += [Following(exclude=(w,)) for w in words]
    assert len(set(made)) == SPECS
    return made


def _learned(store: Store) -> tuple[Shared, float]:
    shared = Shared()
    begun = clock.perf_counter()
    for reading in store.readings.window(Window(Position(0), store.readings.head())):
        shared.learn(reading)
    return shared, clock.perf_counter() - begun


def _subscribe(
    store: Store, count: int, *, due_at: datetime, confirmed: Position = BEGINNING, name: str = ""
) -> None:
    specs = _specs([f.id for f in store.feeds.all()])
    at = time(due_at.hour, due_at.minute)
    for n in range(count):
        channel = store.channels.add(Address("console", f"{name}{n}"), now=NOW)
        wish = Subscription(
            SubscriptionId(0),
            channel.id,
            Schedule((at,)),
            following=specs[n % SPECS],
            next_due_at=due_at,
            confirmed=confirmed,
        )
        store.subscriptions.add(wish)


def _tick(store: Store, shared: Shared, confirmed: Position) -> str:
    begun = clock.perf_counter(), clock.process_time()
    published = publish_due(store, DeskRenderer(), NOW, defaults=BriefSpec(), shared=shared)
    took = clock.perf_counter() - begun[0], clock.process_time() - begun[1]
    # The same again without the ledger's part, to tell the parts from each other.
    press = Press(store, defaults=BriefSpec(), now=NOW, shared=shared)
    loading = seconds(lambda: press.open([confirmed]), rounds=1)
    window = press.window(confirmed)
    wishes = _specs([f.id for f in store.feeds.all()])
    first = seconds(lambda: press.brief(wishes[0], window, earlier=()), rounds=1)
    others = seconds(lambda: [press.brief(w, window, earlier=()) for w in wishes[1:]], rounds=1)
    assert published.failed == 0
    return (
        f"{took[0]:.2f} s ({took[1]:.2f} s of processor), {published.briefs} briefs to {published.sent}, "
        f"{published.empty} with nothing; of it loading {loading:.2f} s, first brief {first:.2f} s, "
        f"{SPECS - 1} others {others:.2f} s, slots and deliveries "
        f"{took[0] - loading - first - others:.2f} s; {resident_mb():.0f} MB"
    )


def _idle(store: Store) -> None:
    publish_due(store, DeskRenderer(), NOW, defaults=BriefSpec())
    raise_alerts(store, DeskRenderer(), NOW, defaults=BriefSpec())
    store.ledger.claim("console", now=NOW, limit=100)


if __name__ == "__main__":
    main(sys.argv[1:])
