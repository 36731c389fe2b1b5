"""Lists of feeds: what others export is read, what we write reads back equal."""

from hypothesis import given, settings
from hypothesis import strategies as st

from newsdesk.ingest.feeds.opml import read_opml, write_opml
from newsdesk.ingest.feeds.values import FeedList, FeedOutline
from newsdesk.ingest.loaded import Refused

LIST = """<?xml version="1.0"?><opml version="1.0"><head><title>Mine</title></head><body>
<outline text="World"><outline text="Deep"><outline type="rss" TEXT="One &amp; only" xmlURL="https://a.example/1"
 htmlurl="https://a.example/"/></outline></outline>
<outline text="Again" xmlUrl="https://a.example/1"/><outline text="Folder"/>
<outline type="rss" text="Lost"/><outline type="rss" text="Mail" xmlUrl="mailto:x@a.example"/>
<outline text="Two" xmlUrl="http://b.example/rss"/></body></opml>"""


def test_nested_lists_are_read_once_each_and_what_is_no_feed_is_told():
    found = read_opml(LIST.encode())
    assert isinstance(found, FeedList)
    assert found.title == "Mine"
    assert found.feeds == (
        FeedOutline("https://a.example/1", "One & only", "https://a.example/"),
        FeedOutline("http://b.example/rss", "Two"),
    )
    assert found.problems == (
        "Lost: it has no address.",
        "Mail: 'mailto:x@a.example' is no address of the web.",
    )


def test_a_broken_list_is_read_as_far_as_possible():
    broken = LIST.replace("&amp;", "&").replace("</body></opml>", "")
    found = read_opml(broken.encode())
    assert isinstance(found, FeedList)
    assert [f.url for f in found.feeds] == ["https://a.example/1", "http://b.example/rss"]


def test_a_bomb_and_what_is_no_list_are_refused():
    bomb = '<!DOCTYPE o [<!ENTITY a "b"><!ENTITY x SYSTEM "file:///x">]><opml><outline text="&x;"/></opml>'
    for data in (bomb.encode(), b"", b"hello", b"<html><p>x</p></html>"):
        assert isinstance(read_opml(data), Refused)


NO_SIGNS = ("Cc", "Cf", "Cn", "Co", "Zs", "Zl", "Zp")
NAMES = st.text(st.characters(codec="utf-8", exclude_categories=NO_SIGNS), max_size=20)


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.dictionaries(st.integers(0, 99), NAMES, max_size=5))
def test_what_is_written_reads_back_equal(names):
    feeds = tuple(
        FeedOutline(f"https://x.example/{n}?a=1&b=\"{n}'", name, "https://x.example/" if n % 2 else "")
        for n, name in names.items()
    )
    found = read_opml(write_opml([*feeds, FeedOutline("https://last.example/", "Last")]).encode())
    assert isinstance(found, FeedList)
    assert found.feeds == (*feeds, FeedOutline("https://last.example/", "Last"))
    assert found.problems == ()
