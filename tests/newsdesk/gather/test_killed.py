"""The process dies between any two steps, or inside one: no article is lost and none is read twice."""

import asyncio
from datetime import timedelta

import pytest

from newsdesk.digest import digest
from newsdesk.ingest.transport import FakeTransport, Reply
from newsdesk.model import Address, Subscription, SubscriptionId
from newsdesk.schedule import Schedule
from newsdesk.store.memory import MemoryStore
from summarizer.model import Reading

from .web import BODY, HTML, NOW, RSS, WALL, Plain, gatherer, item, page, rss

SITE = "https://news.example"


class Killed(BaseException):
    """The process is no more; nothing catches it."""


class Mortal:
    """A store that dies at its n-th call, before the call takes effect or after."""

    def __init__(self, store, at=None, *, after=False):
        self.calls, self._at, self._after = 0, at, after
        for name in ("feeds", "articles", "readings", "channels", "subscriptions", "ledger"):
            setattr(self, name, _Part(self, getattr(store, name)))

    def call(self, method, args, kwargs):
        self.calls += 1
        if self.calls == self._at and not self._after:
            raise Killed
        found = method(*args, **kwargs)
        if self.calls == self._at:
            raise Killed
        return found


class _Part:
    def __init__(self, mortal, part):
        self._mortal, self._part = mortal, part

    def __getattr__(self, name):
        method = getattr(self._part, name)
        return lambda *args, **kwargs: self._mortal.call(method, args, kwargs)


class Reader:
    """Finds nothing, but says what it was given."""

    def read(self, articles, /, *, condense=True):
        return (Reading(article, ()) for article in articles)


def site():
    paths = ["/a", "/b", "/wall", "/down"]
    pages = {SITE + p: Reply(200, HTML, page(f"Report {p}", f"{p} {BODY}").encode()) for p in paths[:2]}
    feed = rss(*[item(n, SITE + path, text=f"{path} {BODY}" * 2) for n, path in enumerate(paths)])
    return FakeTransport(
        {
            **pages,
            SITE + "/wall": Reply(200, HTML, WALL.encode()),
            SITE + "/down": Reply(500),
            SITE + "/feed": Reply(200, {**RSS, "etag": '"1"'}, feed.encode()),
            SITE + "/gone": Reply(410),
            SITE + "/gone?too": Reply(410),
            SITE + "/robots.txt": Reply(404),
        }
    )


def fresh():
    store = MemoryStore()
    store.feeds.add(SITE + "/feed", now=NOW)
    gone = store.feeds.add(SITE + "/gone", now=NOW)
    store.feeds.add(SITE + "/gone?too", now=NOW)
    channel = store.channels.add(Address("console", "-"), now=NOW)
    store.subscriptions.add(Subscription(SubscriptionId(0), channel.id, Schedule(())))
    assert gone.id
    return store


def run(store, now):
    """One run of everything, as the running desk does it."""

    async def gather():
        desk = gatherer(store, transport=site(), renderer=Plain())
        await desk.check_feeds(now)
        await desk.fetch_pages(now)

    asyncio.run(gather())
    digest(store, Reader(), now, batch=2)


def what_is_there(store):
    readings = store.readings.of([f.article.id for f in store.articles.newest(limit=99)])
    return {
        "read": sorted(r.article.text[:5] for r in readings),
        "positions": store.readings.head(),
        "refused": [f.key for f in store.articles.newest(limit=99, refused=True)],
        "unread": store.articles.unread(limit=99),
        "revisions": {r.article.revision for r in readings},
        "notes": [d.message.body for d in store.ledger.deliveries()],
    }


def calls_of_one_run():
    counting = Mortal(fresh())
    run(counting, NOW)
    return counting.calls


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_killed_at_any_step_and_started_again_nothing_is_lost_or_repeated(after):
    sound = fresh()
    run(sound, NOW)
    run(sound, NOW + timedelta(days=1))
    expected = what_is_there(sound)
    assert len(expected["read"]) == 4
    (note,) = expected["notes"]
    assert note.startswith("console: 2 feeds are gone. ")
    steps = calls_of_one_run()
    assert steps > 15
    for step in range(1, steps + 1):
        store = fresh()
        with pytest.raises((Killed, BaseExceptionGroup)):
            run(Mortal(store, step, after=after), NOW)
        run(store, NOW + timedelta(minutes=1))
        run(store, NOW + timedelta(days=1))
        found = what_is_there(store)
        assert sum(note.count("/gone") for note in found["notes"]) == 2, f"killed at call {step}"
        assert found | {"notes": ()} == expected | {"notes": ()}, f"killed at call {step}"
