"""From the entries of feeds to filed articles, over real servers on loopback."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
import structlog

from newsdesk.gather.outcomes import PageState
from newsdesk.ingest.canonical import canonical_url
from newsdesk.ingest.politeness import Manners
from newsdesk.ingest.transport import FakeTransport, Reply
from newsdesk.model import FilingOutcome

from .web import BODY, HTML, LONG, NOW, TEASER, WALL, fetch, gatherer, ok, only, page


def test_a_page_is_filed_under_its_canonical_url_with_its_own_words(store, enter, web):
    head = (
        "<meta property='article:published_time' content='2026-03-01T09:30:00+01:00'>"
        "<meta property='og:site_name' content='The Harbour'><meta name='author' content='Jo Berg'>"
        "<link rel='canonical' href='/bridge'>"
    )
    web.answers["/bridge?utm_source=rss"] = ok(page("The bridge", head=head))
    feed = enter(web.url("/bridge?utm_source=rss"), TEASER)
    (outcome,) = fetch(store)
    assert (outcome.state, outcome.filing.outcome) == (PageState.FILED, FilingOutcome.NEW)
    filed = only(store)
    assert filed.key == canonical_url(web.url("/bridge"))
    assert filed.feeds == {feed.id}
    assert filed.language == "en"
    article = filed.article
    assert article.text.endswith(BODY)
    assert (article.title, article.outlet, article.byline) == ("The bridge", "The Harbour", "Jo Berg")
    assert article.published_at == datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    assert article.url in {web.url("/bridge"), web.url("/bridge?utm_source=rss")}
    assert store.feeds.waiting(NOW + timedelta(days=99), limit=9) == []


@pytest.mark.parametrize(
    ("declared", "link"),
    [
        ("", "http://www.n.example/a/"),
        ("http://www.n.example/b", "http://www.n.example/b"),
        ("https://elsewhere.example/b", "http://www.n.example/a/"),
    ],
)
def test_the_link_of_an_article_is_one_that_leads_there(store, enter, declared, link):
    """The canonical URL says https and leaves www. out; not every site answers to that."""
    body = page(head=f"<link rel='canonical' href='{declared}'>" if declared else "")
    site = "http://www.n.example"
    web = FakeTransport({f"{site}/a/": Reply(200, HTML, body.encode()), f"{site}/robots.txt": Reply(404)})
    enter(f"{site}/a/", TEASER)
    fetch(store, transport=web)
    assert only(store).article.url == link
    assert only(store).key == canonical_url(link)


@pytest.mark.parametrize(
    ("said", "of_feed", "kept"),
    [
        ("2026-03-01", NOW - timedelta(hours=2), NOW - timedelta(hours=2)),
        ("", NOW - timedelta(hours=2), NOW - timedelta(hours=2)),
        ("2026-03-01T09:30:00Z", None, datetime(2026, 3, 1, 9, 30, tzinfo=UTC)),
        ("2027-03-01T09:30:00Z", None, NOW),
        ("", NOW + timedelta(days=4), NOW),
        ("", datetime(1970, 1, 1, tzinfo=UTC), None),
        ("", None, None),
    ],
)
def test_feed_dates_that_are_unreliable_or_missing(store, enter, web, said, of_feed, kept):
    meta = f"<meta property='article:published_time' content='{said}'>" if said else ""
    web.answers["/a"] = ok(page(head=meta))
    enter(web.url("/a"), at=of_feed)
    fetch(store)
    assert only(store).article.published_at == kept


def test_the_same_page_of_two_feeds_is_one_article_fetched_once(store, enter, web):
    web.answers["/a"] = ok(page())
    one = enter(web.url("/a"))
    two = enter(web.url("/a?utm_medium=feed"), feed="https://g.example/feed")
    outcomes = fetch(store)
    assert [o.filing.outcome for o in outcomes] == [FilingOutcome.NEW, FilingOutcome.SAME]
    assert only(store).feeds == {one.id, two.id}
    assert len(web.asked("/a")) == 1


@pytest.mark.parametrize("text", ["", LONG])
def test_backlog_of_one_feed_is_news_when_another_brings_it_as_news(store, enter, web, text):
    """By its page, and by the first feed's longer text where there is none."""
    if not text:
        web.answers["/a"] = ok(page())
    enter(web.url("/a"), text, is_news=False)
    fetch(store)
    assert not only(store).is_news
    enter(web.url("/a"), text[:600], feed="https://g.example/feed")
    fetch(store, NOW + timedelta(minutes=20))
    assert only(store).is_news


def test_a_changed_entry_fetches_its_page_again_and_makes_a_revision(store, enter, web):
    web.answers["/a"] = ok(page())
    enter(web.url("/a"), "First words.")
    fetch(store)
    web.answers["/a"] = ok(page(body=BODY.replace("four million", "nine million")))
    enter(web.url("/a"), "Other words.")
    (outcome,) = fetch(store, NOW + timedelta(minutes=10))
    assert (outcome.filing.outcome, outcome.filing.revision) == (FilingOutcome.CHANGED, 2)


def test_robots_txt_is_respected_and_the_feeds_own_text_used(store, enter, web):
    web.answers["/robots.txt"] = ok("User-agent: *\nDisallow: /closed\n", {"content-type": "text/plain"})
    web.answers["/open"] = Reply(302, {"location": "/closed/b"})
    web.answers["/free"] = ok(page())
    for path in ("/closed/a", "/open", "/free"):
        enter(web.url(path), LONG if path == "/closed/a" else TEASER)
    states = {o.url: o.state for o in fetch(store)}
    assert states == {
        web.url("/closed/a"): PageState.OWN_TEXT,
        web.url("/open"): PageState.REFUSED,
        web.url("/free"): PageState.FILED,
    }
    assert "asks programs not to read" in only(store, refused=True).refused
    assert len(web.asked("/robots.txt")) == 1
    assert not web.asked("/closed/a")
    assert not web.asked("/closed/b")


def test_a_site_whose_robots_txt_fails_is_left_alone_for_a_while(store, enter, web):
    web.answers["/robots.txt"] = Reply(503, HTML, b"")
    web.answers["/a"] = ok(page())
    enter(web.url("/a"))
    (outcome,) = fetch(store)
    assert outcome.state is PageState.WAITS
    assert not web.asked("/a")
    del web.answers["/robots.txt"]
    (outcome,) = fetch(store, outcome.retry_at)
    assert outcome.state is PageState.FILED


def test_failures_that_may_pass_are_retried_and_nothing_is_lost(store, enter, web):
    web.answers["/a"] = Reply(500, HTML, b"on fire")
    enter(web.url("/a"), TEASER)
    now, tries = NOW, 0
    while (outcome := fetch(store, now)[0]).state is PageState.WAITS:
        tries += 1
        assert fetch(store, outcome.retry_at - timedelta(seconds=1)) == []
        now = outcome.retry_at
    assert tries == 4
    assert (outcome.state, only(store, refused=True).refused) == (
        PageState.REFUSED, "The server answered with status 500.",
    )  # fmt: skip
    assert only(store, refused=True).article.text == TEASER


def test_an_outage_of_our_own_loses_no_article(store, enter):
    """Not one host answers for two days; afterwards the page is there as if nothing had been."""
    enter("https://news.example/a", TEASER)
    now = NOW
    while now < NOW + timedelta(days=2):
        (outcome,) = fetch(store, now, transport=FakeTransport({}))
        assert outcome.state is PageState.WAITS
        now = outcome.retry_at
    back = FakeTransport(
        {"https://news.example/a": ok(page()), "https://news.example/robots.txt": Reply(404)},
    )
    (outcome,) = fetch(store, now, transport=back)
    assert outcome.state is PageState.FILED


def test_a_host_that_asks_to_slow_down_is_left_alone_with_all_its_pages(store, enter, web):
    web.answers["/a"] = Reply(429, {"retry-after": "7200"})
    web.answers["/b"] = ok(page())
    enter(web.url("/a"))
    enter(web.url("/b"))
    first, second = fetch(store)
    assert (first.state, second.state) == (PageState.WAITS, PageState.WAITS)
    assert first.retry_at == NOW + timedelta(hours=2)
    assert not web.asked("/b")


def test_what_was_never_asked_for_was_never_tried(store, enter):
    """A host is left alone for a while, over and over; only what it really refused counts as a try."""
    site = "https://big.example"
    busy = {f"{site}/{n}": Reply(503, {"retry-after": "600"}) for n in range(9)}
    for url in busy:
        enter(url, TEASER)
    asked = []
    for hours in range(4):
        web = FakeTransport({**busy, f"{site}/robots.txt": Reply(404)})
        fetch(store, NOW + timedelta(hours=13 * hours), transport=web, entries_at_once=3)
        asked += [hop.target.path for hop in web.asked if hop.target.path != "/robots.txt"]
    tries = {e.content.url: e.attempts for e in store.feeds.waiting(NOW + timedelta(days=99), limit=99)}
    assert (len(asked), len(tries)) == (4, 9)
    assert {url: n for url, n in tries.items() if n} == {site + path: asked.count(path) for path in asked}


def test_a_host_that_hangs_is_left_alone_for_the_rest_of_the_run(store, enter, webs):
    slow, quick = webs(), webs()
    quick.answers["/a"] = ok(page())
    for number in range(6):
        slow.answers[f"/{number}"] = Reply(200, HTML, [0.2, b"<p>drop</p>"] * 50)
        enter(slow.url(f"/{number}"))
    enter(quick.url("/a"))
    done = []
    outcomes = asyncio.run(gatherer(store, timeout_s=0.5).fetch_pages(NOW, told=lambda o: done.append(o.state)))
    assert done == [PageState.FILED] + [PageState.WAITS] * 6
    assert sum(path != "/robots.txt" for path, _ in slow.seen) == 3
    assert [o.retry_at is None for o in outcomes if o.state is PageState.WAITS] == [False] * 3 + [True] * 3
    assert len(store.feeds.waiting(NOW, limit=99)) == 3


def test_requests_to_one_host_come_one_by_one_with_a_pause(store, enter, web):
    for number in range(3):
        web.answers[f"/{number}"] = ok(page())
        enter(web.url(f"/{number}"))
    fetch(store, manners=Manners(pause_s=0.3))
    gaps = [b - a for a, b in zip(web.times, web.times[1:], strict=False)]
    assert len(gaps) == 3
    assert min(gaps) >= 0.29


def test_a_long_queue_of_one_host_is_left_for_the_next_run_news_first(store, enter, web):
    for number in range(6):
        web.answers[f"/{number}"] = ok(page())
        enter(web.url(f"/{number}"), is_news=number == 5)
    outcomes = fetch(store, per_host=2)
    assert [o.url for o in outcomes] == [web.url("/5"), web.url("/0")]
    assert len(store.feeds.waiting(NOW, limit=99)) == 4


def test_a_run_gives_no_host_more_than_its_time_and_every_host_one_page(store, enter, webs):
    """A host that wants long pauses leaves the rest of its pages for the next run."""
    hosts = [webs(), webs()]
    for web in hosts:
        for number in range(3):
            web.answers[f"/{number}"] = ok(page())
            enter(web.url(f"/{number}"))
    for left in (4, 2, 0):
        assert len(fetch(store, budget_s=0.0)) == 2
        assert len(store.feeds.waiting(NOW, limit=99)) == left
    assert [len(web.asked("/robots.txt")) for web in hosts] == [3, 3]


@pytest.mark.parametrize(
    "where",
    ["http://169.254.169.254/latest/meta-data/", "http://localhost/", "http://2130706433/", "http://[::ffff:127.0.0.1]/",
     "http://inside.example/", "file:///etc/passwd"],
)  # fmt: skip
def test_a_page_that_redirects_inwards_is_refused(store, enter, where):
    web = FakeTransport(
        {
            "https://news.example/a": Reply(302, {"location": where}),
            "https://news.example/robots.txt": Reply(404),
        },
        names={"inside.example": [["10.1.2.3"]]},
    )
    enter("https://news.example/a", TEASER)
    (outcome,) = fetch(store, transport=web)
    assert outcome.state is PageState.REFUSED
    assert [hop.target.host for hop in web.asked] == ["news.example", "news.example"]


def test_one_bad_page_does_not_end_the_run(store, enter, web):
    web.answers["/a"] = ok(page())
    web.answers["/pdf"] = ok(b"%PDF-1.4 nothing", {"content-type": "text/html"})
    for url in (
        web.url("/pdf"),
        "http://[x/",
        "not a url",
        "https://" + "a" * 5000,
        web.url("/a"),
        web.url("/none"),
    ):
        enter(url, TEASER)
    outcomes = fetch(store)
    assert len(outcomes) == 6
    assert sum(o.state is PageState.FILED for o in outcomes) == 1
    assert {o.state for o in outcomes} == {PageState.FILED, PageState.REFUSED}
    assert len(store.articles.newest(limit=9, refused=True)) == 5


def test_a_defect_holds_up_one_entry_and_no_word_of_an_article_is_logged(store, enter, web):
    class Choosy(type(store.articles)):
        def file(self, article, /, **kwargs):
            if "nine million" in article.article.text:
                raise ValueError(article.article.text)
            return super().file(article, **kwargs)

    web.answers |= {
        "/a": ok(page()),
        "/b?token=hush": ok(page(body=BODY.replace("four million", "nine million"))),
    }
    enter(web.url("/b?token=hush"), TEASER)
    enter(web.url("/a"), TEASER)
    sound = store.articles
    store.articles = Choosy(store.articles._state)
    with structlog.testing.capture_logs() as lines:
        desk = gatherer(store)
        outcomes = asyncio.run(desk.fetch_pages(NOW))
    assert [o.state for o in outcomes] == [PageState.WAITS, PageState.FILED]
    assert desk.failures == 1
    (line,) = lines
    assert (line["event"], line["error"]) == ("entry_failed", "ValueError")
    assert not any(secret in str(lines) for secret in ("bridge", "million", "hush", "token"))
    store.articles = sound
    (outcome,) = fetch(store, outcomes[0].retry_at)
    assert outcome.state is PageState.FILED


def test_a_single_url_is_filed(store, web):
    web.answers["/a"] = ok(page())
    web.answers["/plain"] = ok(page(), {"content-type": "text/plain"})
    web.answers["/wall"] = ok(WALL)
    web.answers["/500"] = Reply(500)
    desk = gatherer(store)

    async def all_four():
        return [await desk.file_url(f" {web.url(p)} ", NOW) for p in ("/a", "/plain", "/wall", "/500")]

    outcomes = asyncio.run(all_four())
    assert [o.state for o in outcomes] == [
        PageState.FILED, PageState.FILED, PageState.REFUSED, PageState.WAITS,
    ]  # fmt: skip
    assert all(a.text.endswith(BODY) and "<" not in a.text for a in store.articles.unread(limit=9))
    assert "cookie wall" in outcomes[2].reason
    assert "status 500" in outcomes[3].reason


@pytest.mark.parametrize("body", [page(), None])
def test_the_link_of_an_article_does_not_tell_how_it_was_found(store, enter, web, body):
    """By its page or by the feed; what the page needs stays as it is written."""
    path = "/a?b=2&utm_source=rss&a=%20x&fbclid=IwAR1&id=7"
    if body:
        web.answers[path] = ok(body)
    enter(web.url(f"{path}#part"), LONG)
    fetch(store)
    assert only(store).article.url.partition("#")[0] == web.url("/a?b=2&a=%20x&id=7")
