from dataclasses import replace
from datetime import timedelta
from threading import Event, Thread

import sqlalchemy as sa

from newsdesk.model import BriefKind, DeliveryState, Retention, Tally
from newsdesk.store.sql.tables import brief_articles

from .builders import NOW, TEXT, brief, channel, days, entry, file_and_read, filed, published, subscription

KEEP_ALL = Retention(0, 0, 0, 0, 0)


def test_an_empty_store_counts_nothing(store):
    assert store.housekeeping.tally(now=NOW) == Tally()


def test_what_the_operator_is_told(store):
    feed = store.feeds.add("https://wire.example/feed", now=NOW)
    store.feeds.checked(replace(feed, failures=2, error="500"), [entry("a")], now=NOW)
    file_and_read(store, "a", now=days(-3))
    store.articles.file(filed("b"), now=NOW)
    store.articles.file(filed("c", refused="too short"), now=NOW)
    wish, gone = (subscription(store, channel(store, chat), due=due) for chat, due in (("1", 9), ("2", 0)))
    published(store, wish, parts=2)
    store.ledger.claim("console", now=NOW, limit=9)
    (lost,) = store.ledger.recover(now=NOW)
    home = store.channels.get(gone.channel)
    store.channels.gone(home.id, NOW, "blocked")
    tally = store.housekeeping.tally(now=NOW)
    assert tally == Tally(
        feeds=1,
        feeds_failing=(store.feeds.get(feed.id),),
        entries_waiting=1,
        articles=2,
        articles_refused=1,
        articles_unread=1,
        statements=1,
        channels=2,
        channels_gone=(replace(home, gone_at=NOW, gone_reason="blocked"),),
        subscriptions=2,
        next_due_at=store.subscriptions.get(wish.id).next_due_at,
        deliveries={DeliveryState.PENDING: 1, DeliveryState.UNCERTAIN: 1},
        uncertain=(lost,),
        last_brief_at=NOW,
        oldest_day=days(-3).date(),
    )


def test_slots_that_wait_for_earlier_briefs_are_counted_apart(store):
    """Not those of channels that are gone, nor what is not due yet."""
    waits, free, gone = (subscription(store, channel(store, chat)) for chat in "123")
    published(store, waits, gone)
    store.channels.gone(gone.channel, NOW, "blocked")
    soon = store.housekeeping.tally(now=days(1) - timedelta(seconds=1))
    assert (soon.slots_waiting, soon.waiting_since_at, soon.next_due_at) == (0, None, NOW)
    store.subscriptions.update(replace(free, next_due_at=days(2)))
    tally = store.housekeeping.tally(now=days(1))
    assert (tally.slots_waiting, tally.waiting_since_at, tally.next_due_at) == (1, days(1), days(2))


def test_old_articles_go_unless_a_kept_brief_cites_them(store):
    cited, old, young = (
        file_and_read(store, key, now=at) for key, at in (("a", NOW), ("b", NOW), ("c", days(9)))
    )
    published(store, subscription(store, channel(store)), record=brief(cited.id))
    counts = store.housekeeping.forget(Retention(articles=7), now=days(10))
    assert counts["articles"] == 1
    assert set(store.articles.get([cited.id, old.id, young.id])) == {cited.id, young.id}
    assert store.articles.revision(old.id, 1) is None
    assert {r.article.id for r in store.readings.of([cited.id, old.id, young.id])} == {cited.id, young.id}
    assert set(store.articles.search(["harbour"], limit=9)) == {cited.id, young.id}
    assert store.articles.find("b") is None


def test_an_id_is_never_given_twice(store):
    gone = file_and_read(store, "a")
    store.housekeeping.forget(Retention(articles=1), now=days(9))
    assert file_and_read(store, "a", now=days(9)).id != gone.id


def test_refused_pages_go_sooner(store):
    store.articles.file(filed("a", refused="too short"), now=NOW)
    store.articles.file(filed("b"), now=NOW)
    assert store.housekeeping.forget(Retention(), now=days(15))["refused"] == 1
    assert (store.articles.find("a"), store.articles.find("b") is None) == (None, False)


def test_old_deliveries_go_with_briefs_and_slots_but_never_what_is_on_its_way(store):
    one, two = (subscription(store, channel(store, chat)) for chat in "12")
    (old,) = published(store, one)
    store.ledger.claim("console", now=NOW, limit=9)
    store.ledger.settle(old.id, DeliveryState.FAILED, now=NOW)
    *_, waiting = published(store, two)
    counts = store.housekeeping.forget(Retention(deliveries=5), now=days(6))
    assert (counts["deliveries"], counts["briefs"], counts["slots"]) == (1, 1, 2)
    assert [d.id for d in store.ledger.deliveries()] == [waiting.id]
    assert (store.ledger.brief(old.brief), store.ledger.brief(waiting.brief) is None) == (None, False)


def test_the_brief_that_the_next_one_compares_with_stays(store):
    wish = subscription(store, channel(store))
    (sent,) = published(store, wish)
    store.ledger.claim("console", now=NOW, limit=9)
    store.ledger.settle(sent.id, DeliveryState.SENT, now=NOW, remote_id="m1")
    counts = store.housekeeping.forget(Retention(deliveries=5), now=days(6))
    assert (counts["deliveries"], counts["briefs"]) == (1, 0)
    assert store.ledger.brief(store.subscriptions.get(wish.id).last_brief).kind is BriefKind.BRIEF


def test_settled_entries_go_when_their_feed_shows_them_no_more(store):
    feed = store.feeds.add("https://wire.example/feed", now=NOW)
    store.feeds.checked(replace(feed, checked_at=NOW), [entry("old"), entry("shown"), entry("waits")], now=NOW)
    for waiting in store.feeds.waiting(NOW, limit=9):
        if waiting.content.key != "waits":
            store.feeds.settle(waiting.id, now=NOW, reason="gone")
    assert store.housekeeping.forget(Retention(entries=5), now=days(99))["entries"] == 0
    store.feeds.checked(replace(feed, checked_at=days(50)), [entry("shown")], now=days(50))
    assert store.housekeeping.forget(Retention(entries=5), now=days(99))["entries"] == 1
    assert set(store.feeds.known(feed.id, ["old", "shown", "waits"])) == {"shown", "waits"}


def test_an_entry_that_a_feed_is_known_to_show_stays(store):
    feed = store.feeds.add("https://wire.example/feed", now=NOW)
    store.feeds.checked(replace(feed, checked_at=NOW), [entry("shown")], now=NOW)
    store.feeds.settle(store.feeds.waiting(NOW, limit=1)[0].id, now=NOW)
    store.feeds.checked(replace(feed, checked_at=days(50)), [], now=days(50))
    store.feeds.known(feed.id, ["shown"])
    store.feeds.checked(replace(feed, checked_at=days(51)), [entry("new")], now=days(51))
    assert store.housekeeping.forget(Retention(entries=5), now=days(99))["entries"] == 0


def test_others_write_while_much_is_forgotten(sql):
    """Neither a thread nor another process has to wait until all is done."""
    for number in range(500):
        sql.articles.file(filed(str(number), text=f"{TEXT} {number}"), now=NOW)
    done, at = Event(), []

    def write():
        while not done.is_set():
            sql.feeds.add(f"https://wire.example/{len(at)}", now=NOW)
            at.append(len(sql.articles.newest(limit=999)))

    writer = Thread(target=write)
    writer.start()
    try:
        assert sql.housekeeping.forget(Retention(articles=1), now=days(9))["articles"] == 500
    finally:
        done.set()
        writer.join()
    assert any(0 < left < 500 for left in at)


def test_what_comes_to_be_needed_while_much_is_forgotten_stays(sql):
    kept = file_and_read(sql, "kept")
    others = [file_and_read(sql, str(number)) for number in range(2)]

    @sa.event.listens_for(sa.Engine, "begin")
    def cite(connection):
        if connection.get_execution_options().get("newsdesk_write") and not cited:
            cited.append(kept)
            row = {"brief_id": record, "article": kept.id}
            connection.execute(sa.insert(brief_articles).values(row))

    cited = [None]
    published(sql, subscription(sql, channel(sql)), record=brief(others[0].id))
    record = sql.ledger.deliveries()[0].brief
    cited.clear()
    try:
        assert sql.housekeeping.forget(Retention(articles=1), now=days(9))["articles"] == 1
    finally:
        sa.event.remove(sa.Engine, "begin", cite)
    assert set(sql.articles.get([a.id for a in (kept, *others)])) == {kept.id, others[0].id}


def test_zero_days_keep_for_ever(store):
    file_and_read(store, "a")
    published(store, subscription(store, channel(store)))
    assert store.housekeeping.forget(KEEP_ALL, now=days(9999)) == {}
    assert len(store.articles.newest(limit=9)) == len(store.ledger.deliveries()) == 1
