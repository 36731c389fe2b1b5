"""Servers on loopback, and feeds whose entries lead to them."""

from datetime import timedelta

import pytest

from newsdesk.ingest.canonical import site_of
from newsdesk.model import NewEntry
from newsdesk.store.memory import MemoryStore

from .web import NOW, Web


@pytest.fixture
def webs():
    """Makes servers, each a host of its own."""
    made = []

    def make():
        made.append(Web())
        return made[-1]

    yield make
    for web in made:
        web.close()


@pytest.fixture
def web(webs):
    return webs()


@pytest.fixture
def store():
    return MemoryStore()


@pytest.fixture
def enter(store):
    """Adds an entry to a feed, as a check of it would; without another feed, to one of the page's own host."""

    def enter(url, text="", *, key="", feed="", at=NOW - timedelta(hours=2), **changes):
        feed = feed or ("/".join([*url.split("/")[:3], "feed"]) if url else "https://f.example/feed")
        found = store.feeds.add(feed, title="Harbour Wire", now=NOW - timedelta(days=9))
        entry = NewEntry(
            key or url or text,
            f"{text}{changes}",
            url,
            "Bridge closed",
            "Eva Lind",
            at,
            text,
            origin=site_of(feed),
            **changes,
        )
        store.feeds.checked(found, [entry], now=NOW - timedelta(minutes=5))
        return found

    return enter
