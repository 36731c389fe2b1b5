"""What becomes of an entry whose page fails, is none, or shows something else."""

import pytest

from newsdesk.gather.outcomes import PageState
from newsdesk.ingest.transport import Reply
from newsdesk.model import NewEntry
from newsdesk.store.memory import MemoryStore

from .web import BODY, HTML, LONG, NOW, TEASER, WALL, fetch, ok, only, page

FRENCH = (
    "Le vieux pont sur la rivière restera fermé jusqu'au printemps, a déclaré mardi la maire de la ville,"
    " parce que les ingénieurs ont trouvé des fissures dans deux de ses piliers. Les commerçants de la "
    "rive disent qu'ils ont perdu un tiers de leurs clients et que la mairie ne leur a rien promis pour "
    "les prochains mois de travaux."
)
OFFER = (
    "Our newsroom covers the coast on every day of the week. Subscribe to the morning letter and you will get "
    "the best reports before breakfast. The editors choose ten stories, from the fish market to the timetable. "
    "You can leave at any time. Our reporters live where you live and know us. We print since 1921. "
) * 3


def test_a_cookie_banner_summarised_as_the_article(store, enter, web):
    """It is kept with the reason and never read; the feed's own text stands in where it is long enough."""
    web.answers["/a"] = ok(WALL)
    web.answers["/b"] = ok(WALL)
    enter(web.url("/a"), TEASER)
    enter(web.url("/b"), LONG)
    assert {o.state for o in fetch(store)} == {PageState.REFUSED, PageState.OWN_TEXT}
    refused, own = only(store, refused=True), only(store)
    assert "cookie wall" in refused.refused
    assert "privacy" not in refused.article.text
    assert (own.article.text, own.article.title, own.article.byline) == (LONG, "Bridge closed", "Eva Lind")
    assert own.article.outlet == "Harbour Wire"
    assert own.article.url == web.url("/b")
    assert [a.text for a in store.articles.unread(limit=9)] == [LONG]


def test_a_page_that_shows_less_than_the_feed_gives_way_to_the_feed(store, enter, web):
    web.answers["/a"] = ok(page(body=BODY[:260]))
    enter(web.url("/a"), LONG)
    (outcome,) = fetch(store)
    assert outcome.state is PageState.OWN_TEXT
    assert only(store).article.text == LONG


@pytest.mark.parametrize(
    "reply",
    [
        *(Reply(status, HTML, b"no") for status in (204, 304, 401, 402, 403, 404, 410, 451)),
        *(ok(text) for text in ("", "<html></html>", WALL, page(body=OFFER), page("Le pont", FRENCH * 3))),
        *(ok(b"\x89PNG\r\n\x1a\n", {"content-type": kind}) for kind in ("image/png", "text/html", "video/mp4")),
        ok(b"%PDF-1.4 no", {"content-type": "application/pdf"}),
        *(Reply(status, HTML, b"no") for status in (429, 500, 503)),
        Reply(302, {"location": "/"}),
        Reply(302, {"location": "/a"}),
        Reply(302, {"location": "http://169.254.169.254/"}),
        Reply(200, {**HTML, "content-encoding": "gzip"}, b"nonsense"),
    ],
    ids=lambda reply: f"{reply.status}-{reply.headers.get('content-type', '')[:9]}-{len(reply.body)}",
)
def test_a_whole_article_in_the_feed_survives_a_page_that_fails(store, enter, web, reply):
    """However it fails, and whatever else is shown in its place."""
    web.answers |= {"/a": reply, "/": ok(page("Welcome", OFFER))}
    enter(web.url("/a"), LONG)
    (outcome,) = fetch(store)
    if outcome.state is PageState.WAITS:
        (outcome,) = fetch(store, outcome.retry_at)
    assert outcome.state is PageState.OWN_TEXT
    assert [(a.text, a.title) for a in store.articles.unread(limit=9)] == [(LONG, "Bridge closed")]


def test_a_page_that_tells_the_feeds_article_in_other_words_is_filed(store, enter, web):
    told = BODY.replace("will stay closed", "remains shut").replace("Shop owners", "Traders") + f" {OFFER}"
    web.answers["/a"] = ok(page(body=told))
    enter(web.url("/a"), LONG)
    assert [o.state for o in fetch(store)] == [PageState.FILED]
    assert "remains shut" in only(store).article.text


def test_entries_without_a_page_are_filed_by_their_text(store, enter):
    enter("", BODY)
    enter("", "Too short.")
    assert {o.state for o in fetch(store)} == {PageState.OWN_TEXT, PageState.REFUSED}
    assert only(store).key.startswith("text:")
    assert "teaser" in only(store, refused=True).refused


def test_another_language_is_kept_with_that_reason(store, enter, web):
    web.answers["/a"] = ok(page("Le pont", FRENCH))
    enter(web.url("/a"), TEASER)
    fetch(store)
    assert "another language (fr)" in only(store, refused=True).refused
    again = MemoryStore()
    feed = again.feeds.add("https://f.example/feed", now=NOW)
    again.feeds.checked(feed, [NewEntry("k", "f", web.url("/a"))], now=NOW)
    fetch(again, languages=frozenset({"en", "fr"}))
    assert only(again).language == "fr"


def test_a_whole_text_in_the_feed_waits_for_its_page_only_once(store, enter, web):
    web.answers["/a"] = Reply(500, HTML, b"on fire")
    enter(web.url("/a"), LONG)
    (first,) = fetch(store)
    (second,) = fetch(store, first.retry_at)
    assert (first.state, second.state) == (PageState.WAITS, PageState.OWN_TEXT)
