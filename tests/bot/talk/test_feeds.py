"""Feeds of a chat: found on real pages of a loopback server, followed, listed, taken out."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import time, timedelta
from time import sleep

import pytest

from bot.talk.commands import feeds
from bot.talk.commands.feeds import MAX_FEEDS
from bot.talk.permits import Needs, Permits
from newsdesk.gather.post import DEFAULT_RULES, Rules
from newsdesk.ingest.fetch import Limits
from newsdesk.model import Address, Following
from newsdesk.schedule import Schedule
from newsdesk.subscribe import subscribe

from ...newsdesk.gather.web import HTML, RSS, Reply, Web, item, ok, rss
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


async def test_addresses_of_our_own_network_are_refused_and_never_asked(web):
    chat = office_chat(rules=DEFAULT_RULES)
    seen = await chat.say(f"/feeds add {web.url('/feed')}", place=GROUP)
    assert seen.text == "127.0.0.1 is not on the public internet."
    assert (web.seen, chat.store.feeds.all(), chat.store.channels.all()) == ([], [], [])


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("ftp://x.example/feed", "begin with http://"),
        ("not an address", "“not an address” is no address"),
        ("http://169.254.169.254/", "169.254.169.254 is not on the public internet"),
        ("http://[::1]/feed", "not on the public internet"),
        ("/nothing", "no such page"),
        ("/away", "leads on to one that I do not open"),
        ("/broken", "could not be reached"),
        ("/page", "no feed that I can read"),
    ],
)
async def test_why_there_is_no_feed_is_told(chat, web, said, why):
    web.answers["/away"] = Reply(302, {"location": "http://10.0.0.1/x"}, b"")
    web.answers["/broken"] = Reply(500, {}, b"")
    web.answers["/page"] = ok("<html><body>News</body></html>", HTML)
    url = web.url(said) if said.startswith("/") else said
    seen = await chat.say(f"/feeds add {url}", place=GROUP)
    assert why in seen.text
    assert seen.reply.hidden
    assert chat.store.feeds.all() == []


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


async def test_a_chat_takes_no_feed_from_the_desk_and_names_the_others_from_then_on(chat):
    add(chat, "https://a.example/feed", "https://b.example/feed")
    seen = await chat.say("/feeds remove 1", place=GROUP)
    assert len(chat.store.feeds.all()) == 2
    assert [f.title for f in chat.store.feeds.all() if f.id in channel(chat).following.feeds] == ["Feed 2"]
    assert "does not come here any more. From now on this chat gets 1 source by name" in seen.text
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
    assert "gets 1 source by name" in seen.text
    assert first.id != second.id


async def test_only_whoever_added_a_feed_takes_it_back_and_once(chat, web):
    chat.face.managers = frozenset({ANN.id, BOB.id})
    web.answers["/feed"] = ok(rss(item(1, web.url("/1"))), RSS)
    seen = await chat.say(f"/feeds add {web.url('/feed')}", place=GROUP)
    assert (await chat.press(seen, "Undo", by=BOB)).reply.toast
    assert len(chat.store.feeds.all()) == 1
    assert "read no longer" in (await chat.press(seen, "Undo")).text
    assert chat.store.feeds.all() == []
    await chat.say(f"/feeds add {web.url('/feed')}", place=GROUP)
    assert (await chat.press(seen, data=seen.button("Undo").data)).reply.toast
    assert len(chat.store.feeds.all()) == 1


async def test_what_others_name_meanwhile_stays_on_the_desk(chat, web):
    web.answers["/feed"] = ok(rss(item(1, web.url("/1"))), RSS)
    (known,) = add(chat, "https://a.example/feed")
    seen = await chat.say(f"/feeds add {web.url('/feed')}", place=GROUP)
    (feed,) = [f for f in chat.store.feeds.all() if f.id != known.id]
    there = other(chat)
    chat.store.channels.update(replace(there, following=Following(feeds=frozenset({feed.id}))))
    await chat.press(seen, "Undo")
    assert len(chat.store.feeds.all()) == 2
    assert channel(chat).following.feeds == {known.id}


async def test_in_a_chat_that_names_its_feeds_one_goes_and_the_others_stay(chat):
    first, second, _ = add(chat, *(f"https://{n}.example/feed" for n in "abc"))
    await chat.say("/settings zone UTC", place=GROUP)
    following = Following(feeds=frozenset({first.id, second.id}))
    chat.store.channels.update(replace(channel(chat), following=following))
    assert "Others can still get it" in (await chat.say("/feeds remove 1", place=GROUP)).text
    assert channel(chat).following.feeds == {second.id}


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


async def test_a_chat_has_so_many_feeds_at_most_and_nothing_is_fetched_for_one_more(chat, web):
    add(chat, *(f"https://h{n}.example/feed" for n in range(MAX_FEEDS)))
    web.answers["/feed"] = ok(rss(item(1, web.url("/1"))), RSS)
    seen = await chat.say(f"/feeds add {web.url('/feed')}", place=GROUP)
    assert f"has {MAX_FEEDS} sources" in seen.text
    assert (len(chat.store.feeds.all()), web.seen) == (MAX_FEEDS, [])
    await chat.say("/feeds remove 1", place=GROUP)
    await chat.say(f"/feeds add {web.url('/feed')}", place=GROUP)
    assert web.url("/feed") in {f.url for f in chat.store.feeds.all()}


async def test_a_chat_looks_for_one_feed_at_a_time(chat, web):
    asked, most = [], []

    def slow(_headers):
        asked.append(1)
        most.append(len(asked))
        sleep(0.05)
        asked.pop()
        return ok(rss(item(1, web.url("/1"))), RSS)

    for n in range(6):
        web.answers[f"/feed{n}"] = slow
    await asyncio.gather(*(chat.say(f"/feeds add {web.url(f'/feed{n}')}", place=GROUP) for n in range(6)))
    assert (len(most), max(most)) == (6, 1)
    assert len(chat.store.feeds.all()) == 6


async def test_who_waits_too_long_for_other_feeds_is_told_to_try_again(chat, web, monkeypatch):
    monkeypatch.setattr(feeds, "_PATIENCE_S", 0.01)
    with feeds._TURNS.turn(GROUP.address):
        seen = await chat.say(f"/feeds add {web.url('/feed')}", place=GROUP)
    assert "Please try again in a moment." in seen.text
    assert web.seen == []


async def test_an_address_is_never_shown_where_it_may_hold_a_key(chat):
    for url in (
        "https://user:secret@a.example/feed?key=hidden",
        "https://www.b.example/secret/feed?key=hidden",
    ):
        feed = chat.store.feeds.add(url, now=NOW)
        failing = replace(
            feed, failures=3, failing_since_at=NOW - timedelta(days=1), error="x", next_check_at=NOW
        )
        chat.store.feeds.checked(failing, now=NOW)
    await chat.say("/subscribe daily 8:00", place=GROUP)
    chat.face.forms = True
    await chat.say("/subscribe", place=GROUP, trigger="t")
    ((_, _, form),) = chat.face.opened
    shown = " ".join([str(form), *[(await chat.say(c, place=GROUP)).text for c in ("/feeds", "/status")]])
    assert "a.example" in shown
    assert "b.example" in shown
    assert "secret" not in shown
    assert "hidden" not in shown


def only(chat, *feeds, place=GROUP):
    """A subscription that names its feeds, in a chat that names none."""
    made = chat.store.channels.add(place.home, now=NOW)
    named = Following(feeds=frozenset(feed.id for feed in feeds))
    schedule = Schedule((time(8),), "UTC")
    return subscribe(chat.store, made.address, schedule, following=named, now=NOW)


async def test_feeds_of_the_subscriptions_alone_are_those_of_the_chat(chat):
    one, two, _three = add(chat, *(f"https://{n}.example/f" for n in ("one", "two", "three")))
    only(chat, one, two)
    seen = await chat.say("/feeds", place=GROUP)
    assert "one.example" in seen.text
    assert "three.example" not in seen.text
    await chat.say("/feeds remove 1", place=GROUP)
    seen = await chat.say("/feeds", place=GROUP)
    assert "two.example" in seen.text
    assert "one.example" not in seen.text
    assert "three.example" not in seen.text
