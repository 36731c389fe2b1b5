"""Checking feeds that real servers on loopback serve."""

import asyncio
import gzip
from datetime import timedelta
from email.utils import format_datetime

import pytest

from newsdesk.gather.decide import should_tell
from newsdesk.gather.rounds import whole_round
from newsdesk.ingest.transport import FakeTransport, Reply
from newsdesk.model import Address, DeliveryKind, Following, Subscription, SubscriptionId
from newsdesk.schedule import Schedule
from newsdesk.store.memory import MemoryStore

from .web import BODY, HTML, NOW, RSS, Plain, gatherer, item, ok, page, rss


@pytest.fixture
def store():
    return MemoryStore()


def check(store, now=NOW, **settings):
    return asyncio.run(gatherer(store, **settings).check_feeds(now))


def subscribe(store, chat, *feeds):
    channel = store.channels.add(Address("console", chat), now=NOW)
    following = Following(feeds=frozenset(feeds))
    store.subscriptions.add(Subscription(SubscriptionId(0), channel.id, Schedule(()), following=following))
    return channel


def test_a_second_check_asks_for_what_has_changed_only(store, web):
    """ETag and Last-Modified go back as they came; 304 costs no parsing and brings nothing."""
    tags = {**RSS, "etag": 'W/"a1"', "last-modified": "Mon, 02 Mar 2026 10:00:00 GMT"}

    def answer(headers):
        return Reply(304, tags) if headers.get("If-None-Match") == 'W/"a1"' else ok(rss(item(1, "")), tags)

    web.answers["/feed"] = answer
    feed = store.feeds.add(web.url("/feed"), now=NOW)
    assert [o.entries for o in check(store)] == [1]
    later = store.feeds.get(feed.id).next_check_at
    assert [(o.entries, o.feed.error) for o in check(store, later)] == [(0, "")]
    first, second = web.asked("/feed")
    assert "If-None-Match" not in first
    assert second["If-Modified-Since"] == "Mon, 02 Mar 2026 10:00:00 GMT"
    after = store.feeds.get(feed.id)
    assert (after.title, after.etag, after.changed_at, after.checked_at) == (
        "Harbour Wire",
        'W/"a1"',
        NOW,
        later,
    )


def test_a_feed_that_cannot_be_parsed_is_asked_for_whole_the_next_time(store, web):
    """An ETag is saved only together with the entries that came with it."""
    web.answers["/feed"] = ok("<html><body>Down for maintenance</body></html>", {**RSS, "etag": '"x"'})
    feed = store.feeds.add(web.url("/feed"), now=NOW)
    (outcome,) = check(store)
    assert outcome.feed.failures == 1
    assert outcome.feed.error
    assert store.feeds.get(feed.id).etag == ""


@pytest.mark.parametrize(
    ("chain", "ends_at"),
    [((301, 308), "/c"), ((301, 302), "/b"), ((302, 301), ""), ((307,), ""), ((308,), "/b")],
)
def test_permanent_redirects_change_the_feeds_url_and_others_do_not(store, web, chain, ends_at):
    names = ["/a", "/b", "/c"]
    for status, here, there in zip(chain, names, names[1:], strict=False):
        web.answers[here] = Reply(status, {"location": there})
    web.answers[names[len(chain)]] = ok(rss(item(1, "")), RSS)
    feed = store.feeds.add(web.url("/a"), now=NOW)
    assert [o.entries for o in check(store)] == [1]
    assert store.feeds.get(feed.id).url == web.url(ends_at or "/a")


def test_a_permanent_redirect_to_what_is_no_feed_changes_nothing(store, web):
    web.answers["/a"] = Reply(301, {"location": "/parked"})
    web.answers["/parked"] = ok(page())
    feed = store.feeds.add(web.url("/a"), now=NOW)
    check(store)
    assert store.feeds.get(feed.id).url == web.url("/a")


@pytest.mark.parametrize("status", [301, 302, 308])
def test_a_redirect_loop_is_a_reason(store, web, status):
    web.answers["/a"] = Reply(status, {"location": "/b"})
    web.answers["/b"] = Reply(status, {"location": "/a"})
    store.feeds.add(web.url("/a"), now=NOW)
    (outcome,) = check(store)
    assert "redirects more than 5 times" in outcome.feed.error
    assert len(web.seen) == 6


def test_one_bad_feed_is_a_value_and_the_others_are_checked(store, webs):
    good, bad = webs(), webs()
    good.answers["/feed"] = ok(rss(item(1, "")), RSS)
    bad.answers |= {
        "/500": Reply(500, HTML, b"on fire"),
        "/bomb": Reply(200, {**RSS, "content-encoding": "gzip"}, gzip.compress(b" " * 50_000_000)),
        "/nested": Reply(200, {**RSS, "content-encoding": "gzip, gzip"}, gzip.compress(gzip.compress(b"x"))),
        "/inside": Reply(302, {"location": "http://169.254.169.254/latest/meta-data/"}),
        "/localhost": Reply(302, {"location": f"http://localhost:{good.server.server_address[1]}/feed"}),
        "/image": ok(b"\x89PNG\r\n\x1a\n", {"content-type": "image/png"}),
        "/odd": Reply(302, {"location": "http://[x"}),
    }
    feeds = {p: store.feeds.add(bad.url(p), now=NOW) for p in bad.answers}
    store.feeds.add(good.url("/feed"), now=NOW)
    outcomes = {o.feed.url: o for o in check(store)}
    assert outcomes[good.url("/feed")].entries == 1
    errors = {path: outcomes[feed.url].feed.error for path, feed in feeds.items()}
    assert "status 500" in errors["/500"]
    assert "larger than 5 MB" in errors["/bomb"]
    assert "not asked for" in errors["/nested"]
    assert "not on the public internet" in errors["/inside"]
    assert "not on the public internet" in errors["/localhost"]
    assert errors["/image"]
    assert errors["/odd"]
    assert len(good.seen) == 1


def test_retry_after_makes_the_whole_host_wait(store, web):
    """In seconds or as a date; feeds of the host that were not asked have not failed."""
    until = format_datetime(NOW + timedelta(hours=3), usegmt=True)
    web.answers["/a"] = Reply(429, {"retry-after": until})
    web.answers["/b"] = ok(rss(item(1, "")), RSS)
    first = store.feeds.add(web.url("/a"), now=NOW)
    second = store.feeds.add(web.url("/b"), now=NOW)
    outcomes = check(store)
    assert [o.asked for o in outcomes] == [True, False]
    assert store.feeds.get(first.id).next_check_at >= NOW + timedelta(hours=3)
    assert (store.feeds.get(first.id).failures, store.feeds.get(second.id).failures) == (1, 0)
    assert timedelta(hours=3) - timedelta(seconds=5) <= store.feeds.get(second.id).next_check_at - NOW
    assert [path for path, _ in web.seen] == ["/a"]


def test_cache_control_puts_the_next_check_off(store, web):
    web.answers["/a"] = ok(rss(item(1, "")), {**RSS, "cache-control": "public, max-age=14400", "age": "3600"})
    feed = store.feeds.add(web.url("/a"), now=NOW)
    check(store)
    assert store.feeds.get(feed.id).next_check_at >= NOW + timedelta(hours=3)


def test_a_slow_host_does_not_hold_the_others_up(store, webs):
    slow, quick = webs(), webs()
    slow.answers["/a"] = Reply(200, RSS, [b"<rss>", *[0.1, b" "] * 300])
    quick.answers["/a"] = ok(rss(item(1, "")), RSS)
    store.feeds.add(slow.url("/a"), now=NOW)
    store.feeds.add(quick.url("/a"), now=NOW)
    finished = []
    told = lambda o: finished.append((o.feed.url, o.entries))  # noqa: E731
    asyncio.run(gatherer(store, timeout_s=1.0).check_feeds(NOW, told=told))
    assert finished == [(quick.url("/a"), 1), (slow.url("/a"), 0)]
    assert "took longer" in store.feeds.find(slow.url("/a")).error


def test_a_new_feed_does_not_flood_the_chat_with_its_backlog(store, web):
    """Only the newest few entries count as news; the others are filed all the same."""
    web.answers["/a"] = ok(rss(*[item(n, "", at=NOW - timedelta(hours=n), text=BODY) for n in range(40)]), RSS)
    store.feeds.add(web.url("/a"), now=NOW)
    assert [o.entries for o in check(store)] == [40]
    waiting = store.feeds.waiting(NOW, limit=100)
    news = sorted(e.content.title for e in waiting if e.content.is_news)
    assert len(waiting) == 40
    assert 1 <= len(news) <= 10
    assert "Report 0" in news


def test_feed_dates_that_are_unreliable_or_missing_neither_repeat_nor_lose_entries(store, web):
    dates = iter([None, NOW, NOW + timedelta(days=400), None])
    web.answers["/a"] = lambda _: ok(rss(item(1, "https://h.example/1", text=BODY, at=next(dates))), RSS)
    feed = store.feeds.add(web.url("/a"), now=NOW)
    found, now = [], NOW
    for _ in range(4):
        found += [o.entries for o in check(store, now)]
        now = store.feeds.get(feed.id).next_check_at
    assert found == [1, 0, 0, 0]


def test_a_failing_feed_backs_off_then_tells_its_subscribers_why_and_only_once(store, web):
    web.answers["/a"] = Reply(500, HTML, b"on fire")
    feed = store.feeds.add(web.url("/a"), now=NOW)
    mine, everything = subscribe(store, "mine", feed.id), subscribe(store, "all")
    other = subscribe(
        store, "other", store.feeds.add("https://other.example/", now=NOW + timedelta(days=99)).id
    )
    now, waits = NOW, []
    for _ in range(8):
        (outcome,) = check(store, now, renderer=Plain())
        waits.append(outcome.feed.next_check_at - now)
        now = outcome.feed.next_check_at
    assert waits == sorted(waits)
    assert waits[0] < timedelta(hours=1) < waits[-1] <= timedelta(hours=24)
    for channel in (mine, everything):
        (note,) = store.ledger.deliveries(channel=channel.id)
        assert note.kind is DeliveryKind.NOTE
        assert note.message.body.startswith(
            f"console: The feed {web.url('/a')} has brought nothing since 2 March 2026"
        )
        assert "status 500" in note.message.body
    assert store.ledger.deliveries(channel=other.id) == []
    web.answers["/a"] = ok(rss(item(1, "")), RSS)
    (outcome,) = check(store, now, renderer=Plain())
    assert (outcome.feed.failures, outcome.feed.told_at, outcome.feed.error) == (0, None, "")


def notes(store, channel):
    return [d.message.body for d in store.ledger.deliveries(channel=channel.id)]


def test_feeds_that_fail_together_make_one_note_a_channel(store, web):
    feeds = [store.feeds.add(web.url(f"/{name}"), title=name.upper(), now=NOW) for name in "abcdefghijk"]
    everything, one = subscribe(store, "all"), subscribe(store, "one", feeds[4].id)
    two = subscribe(store, "two", *[f.id for f in feeds[:2]])
    desk = gatherer(store, renderer=Plain())
    for hours in (0, 25):
        outcomes = asyncio.run(desk.check_feeds(NOW + timedelta(hours=hours)))
    assert [o.told for o in outcomes] == [True] * 11
    said = "since 2 March 2026, 12:00 (UTC): The server answered with status 404."
    (note,) = notes(store, everything)
    assert note == (
        f"console: 11 feeds bring nothing. {' '.join(f'{name}, {said}' for name in 'ABCDEFGH')} And 3 more. "
        "They are tried again, less often."
    )
    (note,) = notes(store, two)
    assert note == f"console: 2 feeds bring nothing. A, {said} B, {said} They are tried again, less often."
    (note,) = notes(store, one)
    assert note == f"console: The feed E has brought nothing {said} It is tried again, less often."
    asyncio.run(desk.check_feeds(NOW + timedelta(hours=60)))
    assert len(store.ledger.deliveries()) == 3


def test_every_round_at_the_same_instant_has_a_note_of_its_own(store, web):
    """More feeds are due than one round takes; nobody's failure is lost for that."""
    for name in "abc":
        store.feeds.add(web.url(f"/{name}"), title=name, now=NOW)
    channel = subscribe(store, "all")
    for hours in (0, 25):
        desk = gatherer(store, renderer=Plain(), feeds_at_once=2)
        asyncio.run(whole_round(desk, NOW + timedelta(hours=hours)))
    first, second = notes(store, channel)
    assert "2 feeds" in first
    assert "The feed " in second


def test_while_nobody_answers_at_all_nobody_is_told_of_feeds(store):
    """It is our own connection; once it is back, those that are well again are never spoken of."""
    down = [f"https://n{n}.example/feed" for n in range(30)]
    for url in down:
        store.feeds.add(url, now=NOW)
    channel = subscribe(store, "all")
    offline, now = FakeTransport({}), NOW
    desk = gatherer(store, transport=offline, renderer=Plain())
    for hour in range(48):
        now = NOW + timedelta(hours=hour)
        asyncio.run(desk.check_feeds(now))
    assert notes(store, channel) == []
    assert all(should_tell(feed, now) for feed in store.feeds.all())
    online = FakeTransport({url: ok(rss(item(1, "")), RSS) for url in down[1:]})
    asyncio.run(gatherer(store, transport=online, renderer=Plain()).check_feeds(now + timedelta(days=2)))
    (note,) = notes(store, channel)
    assert note.startswith(f"console: The feed {down[0]} has brought nothing since 2 March 2026, 12:00 (UTC):")


def test_a_note_that_a_broken_store_did_not_take_is_written_in_the_next_round(store, web):
    web.answers["/a"] = Reply(410, HTML, b"gone")
    store.feeds.add(web.url("/a"), now=NOW)
    channel = subscribe(store, "all")
    sound = store.ledger.note

    def full(*args, **kwargs):
        raise OSError("disk full")

    store.ledger.note = full
    desk = gatherer(store, renderer=Plain())
    (outcome,) = asyncio.run(desk.check_feeds(NOW))
    assert (outcome.told, desk.failures) == (False, 1)
    store.ledger.note = sound
    asyncio.run(desk.check_feeds(NOW + timedelta(seconds=30)))
    (note,) = notes(store, channel)
    assert "is gone" in note


def test_a_feed_that_is_gone_is_asked_no_more_and_its_subscribers_hear_it(store, web):
    web.answers["/a"] = Reply(410, HTML, b"gone")
    feed = store.feeds.add(web.url("/a"), now=NOW)
    channel = subscribe(store, "mine", feed.id)
    check(store, renderer=Plain())
    assert check(store, NOW + timedelta(days=400)) == []
    (note,) = store.ledger.deliveries(channel=channel.id)
    assert "is gone" in note.message.body
    assert store.feeds.all()[0].error


def test_a_broken_store_is_counted_and_the_feed_stays_due(web):
    class Full(MemoryStore):
        def __init__(self):
            super().__init__()
            outer = self.feeds.checked
            self.full = True

            def checked(*args, **kwargs):
                if self.full:
                    raise OSError("disk full")
                return outer(*args, **kwargs)

            self.feeds.checked = checked

    web.answers["/a"] = ok(rss(item(1, "")), RSS)
    store = Full()
    store.feeds.add(web.url("/a"), now=NOW)
    desk = gatherer(store)
    (outcome,) = asyncio.run(desk.check_feeds(NOW))
    assert outcome.feed.failures == 1
    assert desk.failures == 1
    store.full = False
    assert [o.entries for o in check(store)] == [1]


def test_lying_content_types_hide_no_feed(store, web):
    for number, kind in enumerate(["text/html", "text/plain", "application/octet-stream", "image/png", ""]):
        headers = {"content-type": kind} if kind else {}
        web.answers[f"/{number}"] = ok(rss(item(number, "")), headers)
        store.feeds.add(web.url(f"/{number}"), now=NOW)
    assert [o.entries for o in check(store)] == [1] * 5


def test_incremental_mode_sending_old_items_again(store, web):
    """A feed that makes up new ids at every request brings its entries once."""
    ids = iter(range(100))
    web.answers["/a"] = lambda _: ok(
        rss(*[item(next(ids), f"https://h.example/{n}", title=f"News {n}") for n in range(3)]), RSS
    )
    feed = store.feeds.add(web.url("/a"), now=NOW)
    found, now = [], NOW
    for _ in range(3):
        found += [o.entries for o in check(store, now)]
        now = store.feeds.get(feed.id).next_check_at
    assert found == [3, 0, 0]
