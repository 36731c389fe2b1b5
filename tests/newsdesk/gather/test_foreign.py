"""A feed that links to another site's article never speaks for that site."""

import asyncio
from datetime import timedelta

import pytest

from newsdesk.gather.filing import Wanted, from_feed
from newsdesk.gather.outcomes import PageState
from newsdesk.ingest.feeds.entries import new_entries
from newsdesk.ingest.feeds.parse import parse_feed
from newsdesk.ingest.transport import Reply

from .web import BODY, HTML, LONG, NOW, RSS, WALL, fetch, gatherer, item, ok, only, page, rss

INVENTED = LONG.replace("Anna Holm", "Olaf Krogh").replace("four million", "ninety million")
HOSTILE = "https://forger.example/feed"


@pytest.fixture
def honest(store, enter, web):
    """The page, brought by its own site's feed and read; its key."""
    web.answers["/a"] = ok(page())
    enter(web.url("/a"), "A teaser.")
    fetch(store)
    return only(store).key


@pytest.mark.parametrize(
    "reply",
    [ok(page()), ok(page(body=BODY[:260])), ok(WALL), Reply(404, HTML, b"no"), Reply(500, HTML, b"no")],
    ids=["page", "stub", "wall", "gone", "down"],
)
def test_the_article_of_another_site_is_never_replaced(store, enter, web, honest, reply):
    before = store.articles.find(honest)
    web.answers["/a"] = reply
    enter(web.url("/a"), INVENTED, feed=HOSTILE)
    later = NOW + timedelta(hours=2)
    for _ in range(8):
        outcomes = fetch(store, later)
        later += timedelta(days=1)
        if not outcomes:
            break
    after = store.articles.find(honest)
    assert "Olaf Krogh" not in after.article.text
    assert (after.article.outlet, after.article.title) == (before.article.outlet, before.article.title)
    assert after.article.url == before.article.url
    forged = [f for f in store.articles.newest(limit=9) if "Olaf Krogh" in f.article.text]
    assert {(f.article.outlet, f.article.url) for f in forged} <= {
        ("forger.example", "https://forger.example/")
    }
    assert all(web.url() not in f.key for f in forged)


def test_a_page_that_is_had_is_all_that_an_entry_of_another_site_brings(store, enter, web):
    web.answers["/a"] = ok(page(body=BODY[:260]))
    enter(web.url("/a"), INVENTED, feed=HOSTILE)
    assert [o.state for o in fetch(store)] == [PageState.FILED]
    filed = only(store)
    assert filed.article.text in page(body=BODY[:260])
    assert filed.article.byline == ""
    assert filed.article.outlet.startswith("127.0.0.1")


def test_a_forgery_does_not_keep_the_honest_page_from_being_fetched(store, enter, web):
    web.answers["/a"] = Reply(404, HTML, b"no")
    enter(web.url("/a"), INVENTED, feed=HOSTILE)
    assert [o.state for o in fetch(store)] == [PageState.OWN_TEXT]
    assert only(store).article.outlet == "forger.example"
    web.answers["/a"] = ok(page())
    enter(web.url("/a"), "A teaser.")
    assert [o.state for o in fetch(store, NOW + timedelta(minutes=5))] == [PageState.FILED]
    assert len(web.asked("/a")) == 2
    assert {f.article.outlet for f in store.articles.newest(limit=9)} == {"forger.example", web.url()[7:]}


def test_a_page_that_is_late_is_waited_for_although_the_feed_has_a_text(store, enter, web):
    web.answers["/a"] = Reply(500, HTML, b"on fire")
    enter(web.url("/a"), INVENTED, feed=HOSTILE)
    (first,) = fetch(store)
    (second,) = fetch(store, first.retry_at)
    assert second.state is PageState.WAITS
    web.answers["/a"] = ok(page())
    assert [o.state for o in fetch(store, second.retry_at)] == [PageState.FILED]


def test_a_site_that_a_feed_claims_for_itself_does_not_count(store, web):
    """Nor does the address that leads to it, nor where the feed moves afterwards: only who answered."""
    body = rss(item(1, "https://h.example/a", text=INVENTED)).encode()
    for url, origin in ((HOSTILE, "forger.example"), ("https://h.example/feed", "h.example")):
        parsed = parse_feed(body, url=url, content_type="", charset=None)
        (entry,) = new_entries(parsed, {}, feed_is_new=False, now=NOW, url=url)
        assert entry.origin == origin
    web.answers["/feed"] = ok(body, RSS)
    store.feeds.add(web.url("/feed"), now=NOW)
    asyncio.run(gatherer(store).check_feeds(NOW))
    (waiting,) = store.feeds.waiting(NOW, limit=9)
    assert waiting.content.origin == "127.0.0.1"


def test_a_redirector_inside_the_feeds_own_site_opens_no_other(store, enter):
    enter("https://www.google.com/url?q=https://h.example/a", INVENTED, feed="https://sites.google.com/feed")
    (entry,) = store.feeds.waiting(NOW, limit=9)
    filed = from_feed(Wanted(entry.content, entry.feed, "H"), NOW, languages=frozenset({"en"}))
    assert (filed.article.outlet, "h.example" in filed.key) == ("google.com", False)
