"""Feeds of a chat: found on real pages of a loopback server, followed, listed, taken out."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from bot.talk.permits import Needs, Permits
from newsdesk.gather.post import DEFAULT_RULES, Rules
from newsdesk.ingest.fetch import Limits
from newsdesk.model import Address, Following
from newsdesk.schedule import Schedule
from newsdesk.subscribe import subscribe

from ...newsdesk.gather.web import HTML, RSS, Web, item, ok, rss
from .asking import ANN, BOB, GROUP, NOW, PRIVATE
from .office import channel, office_chat

pytestmark = pytest.mark.anyio


@pytest.fixture
def web():
    made = Web()
    yield made
    made.close()


@pytest.fixture
def chat(web):
    allowed = frozenset({"127.0.0.1", "localhost"})
    return office_chat(rules=Rules(limits=Limits(allow=allowed)))


def add(chat, *urls):
    return [chat.store.feeds.add(url, title=f"Feed {n}", now=NOW) for n, url in enumerate(urls, 1)]


def other(chat):
    """Another chat that gets briefs of everything."""
    schedule = Schedule((time(8),))
    return subscribe(chat.store, Address("telegram", "-900"), schedule, now=NOW).channel


async def test_a_page_leads_to_its_feed(chat, web):
    link = '<link rel="alternate" type="application/rss+xml" href="/feed">'
    web.answers["/"] = ok(f"<html><head>{link}</head><body>News</body></html>", HTML)
    web.answers["/feed"] = ok(rss(item(1, web.url("/1"), title="Bridge closed"), item(2, web.url("/2"))), RSS)
    nudged = []
    object.__setattr__(chat.services, "nudge", nudged.append)
    seen = await chat.say(f"/feeds add {web.url('/')}", place=GROUP)
    (feed,) = chat.store.feeds.all()
    assert feed.url == web.url("/feed")
    assert "Added: Harbour Wire" in seen.text
    assert "Newest: Bridge closed" in seen.text
    assert "gets all sources" in seen.text
    assert nudged == ["feeds"]
    await chat.press(seen, "Undo")
    assert chat.store.feeds.all() == []


async def test_a_chat_that_names_its_feeds_names_the_new_one_too(chat, web):
    (known,) = add(chat, "https://a.example/feed")
    await chat.say("/settings zone UTC", place=GROUP)
    chat.store.channels.update(replace(channel(chat), following=Following(feeds=frozenset({known.id}))))
    web.answers["/feed"] = ok(rss(item(1, web.url("/1"))), RSS)
    seen = await chat.say(f"/feeds add {web.url('/feed')}", place=GROUP)
    assert channel(chat).following.feeds == {f.id for f in chat.store.feeds.all()}
    assert "This chat gets it too" in seen.text
    await chat.press(seen, "Undo")
    assert channel(chat).following.feeds == {known.id}


async def test_addresses_of_our_own_network_are_refused_without_a_word_about_it(web):
    chat = office_chat(rules=DEFAULT_RULES)
    seen = await chat.say(f"/feeds add {web.url('/feed')}", place=GROUP)
    assert "At 127.0.0.1 I found no feed that I can read." in seen.text
    assert (web.seen, chat.store.feeds.all(), chat.store.channels.all()) == ([], [], [])


async def test_adding_needs_what_the_operator_says(web):
    chat = office_chat(permits=Permits(feeds_need=Needs.OPERATOR, operators=frozenset({"telegram:9"})))
    seen = await chat.say(f"/feeds add {web.url('/feed')}", place=GROUP)
    assert seen.text == "Only the operators of this bot can do that."
    assert web.seen == []


async def test_everybody_sees_the_list_and_managers_change_it(chat):
    feed, _ = add(chat, "https://user:secret@a.example/feed?key=hidden", "https://b.example/feed")
    failing = replace(feed, failures=3, failing_since_at=NOW - timedelta(days=1), error="x", next_check_at=NOW)
    chat.store.feeds.checked(failing, now=NOW)
    seen = await chat.say("/feeds", place=GROUP, by=BOB)
    assert "1. Feed 1" in seen.text.replace("⚠ ", "")
    assert "cannot be read since 13 May 2026" in seen.text
    assert "secret" not in seen.text
    assert "hidden" not in seen.text
    assert "administrators" in (await chat.say("/feeds remove 1", place=GROUP, by=BOB)).text
    assert len(chat.store.feeds.all()) == 2


async def test_a_feed_that_nobody_else_reads_leaves_the_desk(chat):
    add(chat, "https://a.example/feed", "https://b.example/feed")
    seen = await chat.say("/feeds remove 1", place=GROUP)
    assert [f.title for f in chat.store.feeds.all()] == ["Feed 2"]
    assert "read no longer" in seen.text
    gone = await chat.say("/feeds remove 5", place=GROUP)
    assert "no such source" in gone.text


async def test_a_feed_that_others_read_leaves_this_chat_alone(chat):
    first, second = add(chat, "https://a.example/feed", "https://b.example/feed")
    other(chat)
    await chat.say("/subscribe daily 8:00", place=GROUP)
    buttons = await chat.say("/feeds remove", place=GROUP)
    seen = await chat.press(buttons, "1. Feed 1")
    assert len(chat.store.feeds.all()) == 2
    assert channel(chat).following.feeds == {second.id}
    assert "Others still get it" in seen.text
    assert first.id != second.id


async def test_without_its_last_feed_a_chat_would_get_everything_so_it_stays(chat):
    first, _ = add(chat, "https://a.example/feed", "https://b.example/feed")
    other(chat)
    await chat.say("/settings zone UTC", place=GROUP)
    chat.store.channels.update(replace(channel(chat), following=Following(feeds=frozenset({first.id}))))
    seen = await chat.say("/feeds remove 1", place=GROUP)
    assert "only source here" in seen.text
    assert channel(chat).following.feeds == {first.id}


async def test_an_operator_in_private_takes_a_feed_from_the_desk(chat):
    chat = office_chat(permits=Permits(operators=frozenset({f"telegram:{ANN.id}"})))
    add(chat, "https://a.example/feed", "https://b.example/feed")
    other(chat)
    await chat.say("/feeds remove 1", place=PRIVATE)
    assert [f.title for f in chat.store.feeds.all()] == ["Feed 2"]


@pytest.mark.parametrize("line", ["/feeds add", "/feeds add not an address", "/feeds burn it"])
async def test_what_is_no_address_gets_an_example(chat, line):
    assert "/feeds add" in (await chat.say(line, place=GROUP)).text
    assert chat.store.feeds.all() == []
