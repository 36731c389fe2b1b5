"""One key for one article, however its address is dressed up, and never another article's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.ingest.canonical import (
    canonical_url,
    declared_canonical,
    outlet_of,
    same_site,
    site_of,
    text_key,
)

KEY = "https://example.com/news/story?id=7"


@pytest.mark.parametrize(
    "disguise",
    [
        "http://example.com/news/story?id=7",
        "HTTPS://WWW.Example.COM:443/news/story/?id=7",
        "https://m.example.com/news/story?id=7#comments",
        "https://mobile.example.com/news/story?id=7",
        "https://amp.example.com/news/story?id=7",
        "https://example.com/news/story/amp/?id=7",
        "https://example.com/amp/news/story?id=7",
        "https://example.com/news/story?id=7&amp=1",
        "https://example.com/news/story?outputType=amp&id=7",
        "https://example.com/news/story/index.html?id=7",
        "https://example.com./news/%73tory?id=7",
        "https://example.com/news/./old/../story?id=7",
        "https://example.com/news/story?utm_source=rss&utm_medium=feed&id=7&fbclid=AbC&gclid=1&mc_cid=2&igshid=3",
        "https://example.com/news/story?CMP=share_btn_tw&id=7&at_medium=RSS&at_campaign=KARANGA",
        "https://example.com/news/story?id=7&source=rss&ref=homepage",
        "https://www.google.com/amp/s/www.example.com/news/story/amp/%3Fid=7".replace("%3F", "?"),
        "https://www-example-com.cdn.ampproject.org/c/s/www.example.com/news/story/amp?id=7&usqp=mq331AQ",
        "https://www.google.com/url?q=https%3A%2F%2Fexample.com%2Fnews%2Fstory%3Fid%3D7&sa=U",
        " https://example.com/news/story?id=7\u200b\n",
        "https://user:secret@example.com/news/story?id=7",
    ],
)
def test_disguises_of_one_article(disguise):
    assert canonical_url(disguise) == KEY


@pytest.mark.parametrize(
    "other",
    [
        "https://example.com/news/story",
        "https://example.com/news/story?id=8",
        "https://example.com/news/story?p=7",
        "https://example.com/news/story?article=7",
        "https://example.com/news/Story?id=7",
        "https://example.com:8443/news/story?id=7",
        "https://sport.example.com/news/story?id=7",
        "https://example.org/news/story?id=7",
        "https://example.com/news/story?id=7&source=4711",
        "https://example.com/news%2Fstory?id=7",
        "https://example.com/news/story?id=7#!page2",
    ],
)
def test_other_articles_keep_keys_of_their_own(other):
    assert canonical_url(other) != KEY


def test_the_order_of_parameters_does_not_count():
    assert canonical_url("https://e.com/a?b=2&a=1") == canonical_url("https://e.com/a?a=1&b=2&")


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("http://en.m.wikipedia.org/wiki/A", "https://en.wikipedia.org/wiki/A"),
        ("http://münchen.de/ä", "https://xn--mnchen-3ya.de/%C3%A4"),
        ("https://e.com", "https://e.com/"),
        ("https://m.co.uk/a", "https://m.co.uk/a"),
        ("https://[::1]:8080/a", "https://[::1]:8080/a"),
        ("mailto:a@e.com", "mailto:a@e.com"),
        ("https://[bad", "https://[bad"),
        ("", ""),
    ],
)
def test_odd_addresses(url, key):
    assert canonical_url(url) == key


PIECES = [
    "/",
    "//",
    ".",
    "..",
    "amp",
    ".amp",
    "index.html",
    "%2e",
    "%",
    "%25",
    "%41",
    "é",
    "a",
    "?",
    "&",
    "=",
    "id=1",
]
PIECES += [
    "utm_x=1",
    "#",
    "#!",
    "@",
    ":80",
    "www.",
    "m.",
    "e.com",
    "/url?q=",
    "http://",
    "https://www.google.com",
    ";",
    "+",
]


@given(
    st.lists(st.sampled_from(PIECES), max_size=12),
    st.sampled_from(["https://e.com/", "http://", "https://www.m.e.co.uk"]),
)
def test_a_key_is_its_own_key(parts, start):
    key = canonical_url(start + "".join(parts))
    assert canonical_url(key) == key


@given(st.text(max_size=40))
def test_nothing_crashes_it(text):
    key = canonical_url(text)
    assert canonical_url(key) == key


def test_a_page_names_its_own_address():
    page = '<head><link href="/a/b?utm_source=x" rel="canonical"><meta property="og:url" content="https://e.com/z">'
    assert declared_canonical(page, "https://www.e.com/q") == "https://e.com/a/b"
    assert (
        declared_canonical('<meta content="https://e.com/z" property=og:url>', "http://e.com/q")
        == "https://e.com/z"
    )


@pytest.mark.parametrize(
    "said",
    [
        "https://other.com/a",
        "https://e.com/",
        "https://e.com.evil.com/a",
        "javascript:alert(1)",
        "https://[bad",
        "",
    ],
)
def test_a_page_cannot_take_the_address_of_another_site_or_of_the_front_page(said):
    assert declared_canonical(f'<link rel="canonical" href="{said}">', "https://e.com/q") == ""


def test_blogs_of_one_host_are_sites_of_their_own():
    assert site_of("https://news.bbc.co.uk/a") == "bbc.co.uk"
    assert same_site("https://a.example.com/", "https://b.example.com/x")
    assert not same_site("https://a.blogspot.com/", "https://b.blogspot.com/")
    assert not same_site("", "")


def test_a_text_without_an_address_has_a_key():
    assert text_key("The  Mayor\nspoke.") == text_key("the mayor spoke.")
    assert text_key("The mayor spoke.") != text_key("The mayor spoke twice.")


@pytest.mark.parametrize(
    ("sitename", "feed", "outlet"),
    [
        ("The Estuary Times", "x", "The Estuary Times"),
        ("", "The Estuary Times - World", "The Estuary Times"),
        ("", "The Estuary Times RSS Feed", "The Estuary Times"),
        ("https://estuary.example.com", "", "example.com"),
        ("", "", "example.com"),
    ],
)
def test_what_an_outlet_is_called(sitename, feed, outlet):
    assert outlet_of("https://www.example.com/a", sitename, feed) == outlet


def test_a_host_that_is_no_name_has_one_spelling():
    key = canonical_url("http://.é")
    assert canonical_url(key) == key
