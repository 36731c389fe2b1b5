from dataclasses import replace

from newsdesk.model import EntryState, FeedId

from .builders import NOW, days, entry, filed, minutes

URL = "https://wire.example/feed"


def test_a_feed_is_due_at_once_and_known_by_its_url(store):
    feed = store.feeds.add(URL, title="Wire", now=NOW)
    assert store.feeds.due(NOW, limit=9) == [feed]
    assert store.feeds.add(URL, title="other", now=minutes(5)) == feed
    assert (store.feeds.find(URL), store.feeds.get(feed.id), feed.added_at) == (feed, feed, NOW)


def test_the_longest_overdue_feed_comes_first(store):
    late = store.feeds.add("https://a.example/", now=NOW)
    later = store.feeds.add("https://b.example/", now=NOW)
    store.feeds.checked(replace(late, next_check_at=minutes(9)), now=NOW)
    store.feeds.checked(replace(later, next_check_at=minutes(5)), now=NOW)
    assert store.feeds.due(minutes(4), limit=9) == []
    assert [f.id for f in store.feeds.due(minutes(9), limit=9)] == [later.id, late.id]
    assert [f.id for f in store.feeds.due(minutes(9), limit=1)] == [later.id]


def test_a_removed_feed_is_not_fetched_and_comes_back_healthy(store):
    feed = store.feeds.add(URL, title="Wire", now=NOW)
    store.feeds.checked(replace(feed, failures=3, error="gone", failing_since_at=NOW), now=NOW)
    assert store.feeds.remove(feed.id)
    assert not store.feeds.remove(feed.id)
    assert (store.feeds.all(), store.feeds.due(days(9), limit=9)) == ([], [])
    back = store.feeds.add(URL, now=days(1))
    assert (back.id, back.title, back.failures, back.error, back.next_check_at) == (
        feed.id,
        "Wire",
        0,
        "",
        days(1),
    )


def test_a_check_that_ends_after_the_removal_does_not_bring_the_feed_back(store):
    feed = store.feeds.add(URL, now=NOW)
    store.feeds.remove(feed.id)
    store.feeds.checked(replace(feed, etag='"2"'), now=NOW)
    assert store.feeds.all() == []


def test_every_attribute_of_a_feed_comes_back(store):
    feed = store.feeds.add(URL, now=NOW)
    full = replace(
        feed,
        url="https://wire.example/new",
        title="Wire",
        site_url="https://wire.example/",
        etag='"1"',
        last_modified="Tue, 12 May 2026 08:00:00 GMT",
        next_check_at=minutes(30),
        interval_s=1234,
        checked_at=minutes(1),
        changed_at=minutes(2),
        failures=2,
        failing_since_at=minutes(3),
        error="no answer",
        told_at=minutes(4),
    )
    store.feeds.checked(full, now=NOW)
    assert store.feeds.get(feed.id) == full


def test_told_is_noted_of_feeds_that_fail_still_and_changes_nothing_else(store):
    failing, well, other = (store.feeds.add(f"https://{n}.example/", now=NOW) for n in "abc")
    failing, other = (replace(f, failures=5, failing_since_at=NOW, error="500") for f in (failing, other))
    for feed in (failing, other):
        store.feeds.checked(feed, now=NOW)
    store.feeds.told([failing.id, well.id, FeedId(999)], now=minutes(3))
    assert store.feeds.all() == [replace(failing, told_at=minutes(3)), well, other]


def test_a_url_that_another_feed_has_is_not_taken(store):
    first = store.feeds.add(URL, now=NOW)
    second = store.feeds.add("https://b.example/", now=NOW)
    store.feeds.checked(replace(second, url=URL, etag='"1"'), now=NOW)
    assert store.feeds.find(URL) == first
    assert (store.feeds.get(second.id).url, store.feeds.get(second.id).etag) == ("https://b.example/", '"1"')


def test_new_and_changed_entries_wait_and_known_ones_are_left_alone(store):
    feed = store.feeds.add(URL, now=NOW)
    assert store.feeds.checked(feed, [entry("a"), entry("b")], now=NOW) == 2
    assert store.feeds.checked(feed, [entry("a"), entry("b")], now=minutes(1)) == 0
    first, second = store.feeds.waiting(minutes(1), limit=9)
    assert (first.content, first.feed, first.seen_at, first.attempts) == (entry("a"), feed.id, NOW, 0)
    store.articles.file(filed(), entry=first.id, now=NOW)
    store.feeds.settle(second.id, now=NOW, reason="404")
    assert store.feeds.waiting(days(9), limit=9) == []
    assert store.feeds.checked(feed, [entry("a", "f2"), entry("b")], now=minutes(2)) == 1
    (again,) = store.feeds.waiting(minutes(2), limit=9)
    assert (again.id, again.content, again.state) == (first.id, entry("a", "f2"), EntryState.PENDING)
    assert store.feeds.known(feed.id, ["a", "b", "c"]) == {"a": "f2", "b": "f1"}


def test_an_edit_of_an_entry_of_the_backlog_is_no_news(store):
    feed = store.feeds.add(URL, now=NOW)
    store.feeds.checked(feed, [entry("a", is_news=False), entry("b")], now=NOW)
    store.feeds.checked(feed, [entry("a", "f2"), entry("b", "f2")], now=minutes(9))
    waiting = {e.content.key: e.content.is_news for e in store.feeds.waiting(minutes(9), limit=9)}
    assert waiting == {"a": False, "b": True}


def test_an_entry_keeps_all_that_the_feed_says(store):
    feed = store.feeds.add(URL, now=NOW)
    full = entry(
        "a", byline="J. Doe", published_at=minutes(-9), text="A teaser.", is_news=False, origin="x.example"
    )
    store.feeds.checked(feed, [full], now=NOW)
    assert store.feeds.waiting(NOW, limit=9)[0].content == full


def test_an_entry_is_tried_again_when_its_time_has_come(store):
    feed = store.feeds.add(URL, now=NOW)
    store.feeds.checked(feed, [entry("a")], now=NOW)
    (waiting,) = store.feeds.waiting(NOW, limit=9)
    store.feeds.settle(waiting.id, now=NOW, retry_at=minutes(10))
    assert store.feeds.waiting(minutes(9), limit=9) == []
    (again,) = store.feeds.waiting(minutes(10), limit=9)
    assert (again.attempts, again.next_try_at) == (1, minutes(10))


def waiting(store, **options):
    return [e.content.key for e in store.feeds.waiting(days(1), **{"limit": 99, **options})]


def test_news_goes_before_backlog_and_every_host_before_anybodys_second(store):
    """Three thousand entries of one feed hold up nobody else's news."""
    big, small = (store.feeds.add(f"https://{n}.example/feed", now=NOW) for n in ("big", "small"))

    def at(host, key, **more):
        return replace(entry(key, **more), url=f"https://{host}.example/{key}")

    store.feeds.checked(big, [at("big", f"k{n:04}", is_news=False) for n in range(3000)], now=NOW)
    store.feeds.checked(big, [at("big", "n1"), at("big", "n2"), at("big", "n3")], now=minutes(1))
    store.feeds.checked(
        small, [at("small", "m1"), at("small", "m2"), at("small", "m3", is_news=False)], now=days(1)
    )
    assert waiting(store, limit=7) == ["n1", "m1", "n2", "m2", "n3", "m3", "k0000"]
    assert waiting(store, per_host=2) == ["n1", "m1", "n2", "m2"]
    assert waiting(store, per_host=4) == ["n1", "m1", "n2", "m2", "n3", "m3", "k0000"]
    assert waiting(store, without=["big.example"]) == ["m1", "m2", "m3"]


def test_entries_without_a_page_are_of_no_host_and_all_come(store):
    feed = store.feeds.add(URL, now=NOW)
    store.feeds.checked(feed, [replace(entry(key), url="") for key in "abc"], now=NOW)
    store.feeds.checked(feed, [replace(entry("d"), url="HTTPS://me@Wire.example:8000/x")], now=minutes(1))
    assert waiting(store, per_host=1) == ["a", "d", "b", "c"]
    assert waiting(store, without={"wire.example:8000"}) == ["a", "b", "c"]


def test_a_page_that_has_moved_is_of_its_new_host(store):
    feed = store.feeds.add(URL, now=NOW)
    store.feeds.checked(feed, [entry("a")], now=NOW)
    store.feeds.checked(feed, [replace(entry("a", "f2"), url="https://new.example/a")], now=minutes(1))
    assert (waiting(store, without=["new.example"]), waiting(store, without=["wire.example"])) == ([], ["a"])


def test_many_entries_of_one_check(store):
    feed = store.feeds.add(URL, now=NOW)
    many = [entry(f"k{i}") for i in range(1200)]
    assert store.feeds.checked(feed, many, now=NOW) == 1200
    assert len(store.feeds.known(feed.id, [e.key for e in many])) == 1200


def test_a_removed_feed_has_no_waiting_entries(store):
    feed = store.feeds.add(URL, now=NOW)
    store.feeds.checked(feed, [entry("a")], now=NOW)
    store.feeds.remove(feed.id)
    assert store.feeds.waiting(NOW, limit=9) == []
