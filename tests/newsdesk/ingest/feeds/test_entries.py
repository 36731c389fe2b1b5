"""Entries keep their identity whatever feeds do to ids, links and dates; a new feed does not flood."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from newsdesk.ingest.feeds.entries import FIRST_NEWS, fingerprint, marks_of, new_entries
from newsdesk.ingest.feeds.values import FeedEntry, ParsedFeed

NOW = datetime(2025, 5, 13, 12, tzinfo=UTC)


def entry(number: int = 1, **changes) -> FeedEntry:
    found = FeedEntry(
        id=f"g{number}",
        url=f"https://x.example/news/{number}",
        title=f"Headline {number}",
        published_at=NOW - timedelta(hours=number),
        text=f"The text of article {number}.",
    )
    return replace(found, **changes)


class Memory:
    """What a feed has shown, as the store keeps it."""

    def __init__(self):
        self.known = {}

    def show(self, *entries: FeedEntry, now: datetime = NOW, feed_is_new: bool = False):
        parsed = ParsedFeed(site_url="https://x.example/", entries=entries)
        known = {mark: self.known[mark] for mark in marks_of(parsed) if mark in self.known}
        found = new_entries(parsed, known, feed_is_new=feed_is_new, now=now)
        self.known |= {e.key: e.fingerprint for e in found}
        return found


def shown_twice(first: FeedEntry, second: FeedEntry) -> int:
    """How many entries come out of the second showing."""
    memory = Memory()
    assert len(memory.show(first)) == 1
    return len(memory.show(second))


def test_the_same_entry_is_new_once():
    assert shown_twice(entry(), entry()) == 0


def test_a_changed_id_does_not_repeat_an_article():
    assert shown_twice(entry(id="session-1"), entry(id="session-2")) == 0


def test_a_disguised_link_does_not_repeat_an_article():
    assert shown_twice(entry(), entry(id="", url="http://x.example/news/1/?utm_source=rss#top")) == 0


def test_a_session_in_an_id_does_not_repeat_an_entry_without_link():
    first = entry(url="", id="https://x.example/?p=1&sid=abc")
    assert shown_twice(first, replace(first, id="http://x.example/?p=1&sid=def")) == 0


def test_ids_that_change_at_every_request_repeat_no_entry_without_link():
    memory = Memory()
    rounds = [[entry(i, id=f"{n}-{i}", url="", published_at=None) for i in range(4)] for n in range(4)]
    assert [len(memory.show(*shown)) for shown in rounds] == [4, 0, 0, 0]


def test_entries_without_id_link_or_date_neither_repeat_nor_vanish():
    memory = Memory()
    bare = [entry(i, id="", url="", published_at=None) for i in range(3)]
    assert [e.title for e in memory.show(*bare)] == ["Headline 0", "Headline 1", "Headline 2"]
    assert memory.show(*bare) == []
    assert [e.title for e in memory.show(entry(9, id="", url="", published_at=None), *bare[:2])] == [
        "Headline 9"
    ]


def test_one_id_for_all_entries_merges_none():
    memory = Memory()
    same = [entry(i, id="feed", url="https://x.example/") for i in range(3)]
    assert len({e.key for e in memory.show(*same)}) == 3
    assert memory.show(*same) == []
    assert [e.title for e in memory.show(entry(7, id="feed", url="https://x.example/"), *same[:2])] == [
        "Headline 7"
    ]


def test_a_reused_id_is_another_article():
    memory = Memory()
    (first,) = memory.show(entry(1, id="latest", url=""))
    (second,) = memory.show(entry(2, id="latest", url=""))
    assert first.key != second.key
    assert memory.show(entry(2, id="latest", url="")) == []


def test_a_changed_text_is_a_revision_under_the_same_key():
    memory = Memory()
    (first,) = memory.show(entry())
    (second,) = memory.show(entry(text="The text of article 1, corrected."))
    assert first.key == second.key
    assert first.fingerprint != second.fingerprint
    assert memory.show(entry(text="The text of article 1, corrected.")) == []


def test_an_article_shown_twice_in_one_feed_is_one():
    assert len(Memory().show(entry(), entry(id="other"))) == 1


def test_a_link_that_two_articles_share_merges_none():
    memory = Memory()
    pair = (entry(1, url="https://x.example/live"), entry(2, url="https://x.example/live"))
    assert len({e.key for e in memory.show(*pair)}) == 2
    assert memory.show(*pair) == []
    assert memory.show(pair[1]) == []


def test_a_fingerprint_ignores_counters_and_white_space_but_no_news():
    plain = fingerprint("Gates leak", "Twelve dead. 1,204 views 3 comments (5 minutes ago)")
    assert fingerprint("Gates  leak ", "Twelve dead.\n\n9,999 views  14 Comments (2 hours ago)") == plain
    assert fingerprint("Gates leak", "12 dead") != fingerprint("Gates leak", "15 dead")
    assert fingerprint("A", "") != fingerprint("", "A")


def test_a_new_feed_does_not_flood():
    """Complaint: a new feed flooding the chat with its backlog."""
    found = Memory().show(*(entry(i) for i in range(30, 0, -1)), feed_is_new=True)
    assert len(found) == 30
    assert [e.title for e in found if e.is_news] == [f"Headline {i}" for i in range(FIRST_NEWS, 0, -1)]


def test_a_new_feed_of_old_entries_brings_no_news():
    old = entry(published_at=NOW - timedelta(days=4))
    assert [e.is_news for e in Memory().show(old, feed_is_new=True)] == [False]


def test_undated_entries_of_a_new_feed_are_news_in_its_order():
    found = Memory().show(*(entry(i, published_at=None) for i in range(9)), feed_is_new=True)
    assert [e.is_news for e in found] == [True] * FIRST_NEWS + [False] * (9 - FIRST_NEWS)


def test_dates_of_the_future_are_now_and_missing_ones_stay_missing():
    """Complaint: feed dates that are unreliable or missing."""
    found = Memory().show(entry(1, published_at=NOW + timedelta(days=400)), entry(2, published_at=None))
    assert [(e.published_at, e.is_news) for e in found] == [(NOW, True), (None, True)]


def test_an_old_article_put_into_a_feed_later_is_no_news():
    found = Memory().show(entry(1, published_at=NOW - timedelta(days=31)), entry(2))
    assert [e.is_news for e in found] == [False, True]


def test_an_entry_that_is_called_updated_is_fetched_again_once():
    memory = Memory()
    others = [entry(i, updated_at=NOW - timedelta(hours=9 - i)) for i in (2, 3)]
    edited = entry(1, updated_at=NOW + timedelta(hours=1))
    assert len(memory.show(entry(), *others)) == 3
    later = NOW + timedelta(hours=2)
    (found,) = memory.show(edited, *others, now=later)
    assert found.url == entry().url
    assert memory.show(edited, *others, now=later + timedelta(hours=1)) == []


def test_an_update_repeats_no_entry_without_link_nor_one_that_stands_in_the_feed_twice():
    memory = Memory()
    bare = entry(1, url="", id="latest")
    (first,) = memory.show(bare)
    (second,) = memory.show(replace(bare, updated_at=NOW - timedelta(minutes=5)))
    assert first.key == second.key
    twice = [entry(7, updated_at=NOW - timedelta(minutes=m)) for m in (10, 20)]
    assert len(Memory().show(*twice)) == 1


def test_a_feed_that_calls_everything_updated_whenever_it_is_made_fetches_nothing_again():
    """By its clock at the request, or once for all entries some time before."""
    for before, count in ((timedelta(0), 1), (timedelta(seconds=40), 3), (timedelta(minutes=20), 3)):
        memory = Memory()
        news = [
            len(memory.show(*(entry(i, updated_at=now - before) for i in range(count)), now=now))
            for now in (NOW + timedelta(hours=h) for h in range(4))
        ]
        assert news == [count, 0, 0, 0]
