"""From pages to the addresses of their feeds."""

import time

from newsdesk.ingest.feeds.discovery import GUESSES, find_feeds

PAGE = """<html><head><base href="https://x.example/en/">
<!-- <link rel="alternate" type="application/rss+xml" href="/old.xml"> -->
<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
<link rel='alternate' type='application/atom+xml' title='News &amp; more' href='news.atom'>
<link REL="Alternate" TYPE="application/rss+xml; charset=utf-8" href="https://cdn.example/rss?a=1&amp;b=2">
<link rel="alternate" type="application/json+oembed" href="/oembed">
<link rel="alternate" hreflang="de" href="/de">
<link rel="alternate" type="application/rss+xml" href="javascript:alert(1)">
</head><body><a href="/feedback.html">Tell us</a><a title="All" href="feed:https://x.example/all.rss">RSS</a>
<a href="news.atom">again</a></body></html>"""


def test_declared_feeds_come_first_then_links_then_guesses():
    found = find_feeds(PAGE.encode(), url="https://x.example/start?x")
    assert [link.url for link in found] == [
        "https://x.example/en/news.atom",
        "https://cdn.example/rss?a=1&b=2",
        "https://x.example/comments/feed",
        "https://x.example/all.rss",
        *(f"https://x.example{path}" for path in GUESSES),
    ]
    assert [link.declared for link in found[:5]] == [True, True, True, False, False]
    assert found[0].title == "News & more"


def test_a_page_without_feeds_has_guesses_only_when_wanted():
    assert find_feeds(b"<p>Hi</p>", url="https://x.example/", guesses=False) == []
    assert len(find_feeds(b"<p>Hi</p>", url="https://x.example/")) == len(GUESSES)


def test_hostile_pages_end_soon():
    for unit in (b"<!--", b'<a "', b"<link href='", b"<a href=x ", b"<link rel=alternate type=a "):
        started = time.thread_time()
        find_feeds(unit * (1_000_000 // len(unit)), url="https://x.example/")
        assert time.thread_time() - started < 5
