"""Stops, kills and platforms that are away: nothing is lost, nothing comes twice."""

from __future__ import annotations

import asyncio
import copy
from collections import Counter
from datetime import UTC, datetime

import aiohttp
import pytest

from tests.servers.slack import Fate
from tests.servers.telegram import Fault

from .chat_proofs import count, idle, played, rows, told
from .invented import page

BEFORE = datetime(2025, 5, 13, 7, 58, tzinfo=UTC)
DUE = datetime(2025, 5, 13, 8, 0, 5, tzinfo=UTC)
ARTICLES = 8
READERS = 6
OPEN = "select 1 from deliveries where state not in ('sent', 'edited')"
RESTARTED = "I was restarted while I worked on this."
HELLO = "who said what"


async def subscribed(desk, folder):
    """Readers on both platforms, and articles that are read."""
    desk.set_clock(BEFORE)
    for number in range(ARTICLES):
        desk.site.publish("harbour", page("harbour", number, BEFORE))
    people = [desk.telegram.world.user(f"Reader {n}") for n in range(READERS)]
    await desk.start()
    await desk.until(lambda: desk.slack.socket.alive)
    first = desk.telegram.world.private(people[0])
    desk.telegram.say(first, people[0], f"/feeds add {desk.site.feed('harbour')}")
    await desk.telegram.expect(first, "Harbour", within_s=15)
    for person in people:
        desk.telegram.say(desk.telegram.world.private(person), person, "/subscribe daily 08:00 UTC")
    for channel in ("C1", "C2"):
        assert (await desk.slack.slash(channel, "U1", "subscribe daily 08:00 UTC")).acked
    await desk.until(lambda: count(folder, "subscriptions") == READERS + 2)
    await desk.until(lambda: count(folder, "readings") == ARTICLES, within_s=60)
    await idle(desk, folder)
    return people


@pytest.mark.slow
def test_a_stop_in_the_middle_loses_nothing_and_sends_nothing_twice(tmp_path):
    async def scene(desk):
        people = await subscribed(desk, tmp_path)
        server, slack = desk.telegram, desk.slack
        private = [server.world.private(p) for p in people]
        server.plan.chances, server.plan.slow_s = {Fault.SLOW: 1.0}, 0.4
        sent, posted = len(server.sent), len(slack.world.posted)
        desk.set_clock(DUE)
        await desk.until(lambda: len(server.sent) > sent + 2 and len(slack.world.posted) > posted + 2)
        for chat, person in zip(private, people, strict=True):
            server.say(chat, person, "/start")
        asked = asyncio.create_task(slack.mention("C1", "U1", "start"))
        await desk.until(lambda: rows(tmp_path, "select 1 from events where state <> 'done'"))
        code, took = await desk.stop()
        await asked
        print(f"stopped after {took:.2f} s")
        assert (code, took < 10) == (0, True), desk.log[-2000:]
        left = len(rows(tmp_path, "select 1 from deliveries where state in ('pending', 'retry')"))
        assert left, "it was stopped in the middle"
        assert not rows(tmp_path, "select 1 from deliveries where state in ('sending', 'uncertain')")
        server.plan.chances = {}
        await desk.start()
        await desk.until(lambda: not rows(tmp_path, OPEN), within_s=60)
        await idle(desk, tmp_path)
        _once(desk, private)
        code, took = await desk.stop()
        assert (code, took < 3) == (0, True), "with nothing to do it stops at once"

    def _once(desk, private):
        """Every part is where it belongs once, and everybody who said hello was greeted once."""
        keys = rows(tmp_path, "select channel_id, key, part, parts, state from deliveries")
        assert len(keys) == len({row[:2] for row in keys})
        for chat in private:
            texts = Counter(m.text for m in desk.telegram.messages(chat))
            assert max(texts.values()) == 1, texts
            assert sum(HELLO in text for text in texts) == 1
            assert sum("News brief" in text for text in texts) == 1
        for channel in ("C1", "C2"):
            briefs = [m for m in desk.slack.messages(channel) if m.by_bot and "lamps" in m.words]
            assert len({m.words for m in briefs}) == len(briefs)
            assert sum("News brief" in m.words for m in desk.slack.messages(channel)) == 1
        number = rows(tmp_path, "select count(*) from deliveries where platform = 'slack'")[0][0]
        made = [m for m in desk.slack.world.posted if m.by_bot and m.metadata and not m.deleted]
        assert len(made) == number
        assert sum(HELLO in m.words for m in desk.slack.messages("C1")) == 1
        assert desk.slack.rates.violations == []
        assert desk.telegram.rates.violations == []

    played(scene, tmp_path)


def test_what_was_taken_before_a_kill_is_answered_after_it_once_and_what_comes_again_is_dropped(tmp_path):
    async def scene(desk):
        server, slack = desk.telegram, desk.slack
        ann = server.world.user("Ann")
        chat = server.world.private(ann)
        await desk.start()
        await desk.until(lambda: slack.socket.alive)
        server.plan.slow_s = 60.0
        server.plan.then(Fault.SLOW)
        slack.fail("chat.postMessage", Fate.HANG_BEFORE)
        server.say(chat, ann, "/help")  # hangs, so that what follows waits for it
        server.say(chat, ann, "/start")
        taken = copy.deepcopy(server.updates.queue)
        im = slack.world.im_of("U1").id
        root = await slack.dm("U1", "help")
        event = {"type": "message", "channel": im, "channel_type": "im", "user": "U1", "text": "start"}
        event["ts"] = (await slack.say("C1", "U1", "elsewhere")).ts
        assert (await slack.event(event, event_id="Ev0KILLED")).acked
        await desk.until(lambda: _states() == {("begun", 2), ("taken", 2)})
        await desk.until(lambda: server.plan.happened[Fault.SLOW] and not slack.fates.plans[0].times)
        desk.process.kill()
        desk.process.wait()
        assert not [m for m in server.messages(chat) if HELLO in m.text]
        await desk.start()
        await server.expect(chat, HELLO, within_s=20)
        await slack.expect(im, HELLO, within_s=20)
        await idle(desk, tmp_path)
        for update in taken:
            server.updates.again(update)
        await desk.until(lambda: slack.socket.alive)
        assert (await slack.event(event, event_id="Ev0KILLED")).acked
        await desk.until(lambda: len(told(desk, "events_repeated")) >= 2)
        await idle(desk, tmp_path)
        assert sum(HELLO in m.text for m in server.messages(chat)) == 1
        assert sum(HELLO in m.words for m in slack.messages(im)) == 1
        assert root.ts
        # Who asked for what was cut off in the middle is told, once: its answer may have come, and may not.
        assert sum(RESTARTED in m.text for m in server.messages(chat)) == 1
        assert sum(RESTARTED in m.words for m in slack.messages(im)) == 1
        assert told(desk, "events_interrupted", "telegram")
        assert count(tmp_path, "events") == 4

    def _states():
        return set(rows(tmp_path, "select state, count(*) from events group by state"))

    played(scene, tmp_path)


def test_a_platform_that_is_away_at_the_start_keeps_no_other_waiting_and_works_when_it_comes(tmp_path):
    async def scene(desk):
        server, slack = desk.telegram, desk.slack
        ann = server.world.user("Ann")
        chat = server.world.private(ann)
        server.is_up = False
        await desk.start()
        await desk.until(lambda: slack.socket.alive)
        assert (await slack.slash("C1", "U1", "start")).acked
        await slack.expect("C1", HELLO, within_s=20)
        await desk.until(lambda: told(desk, "telegram_not_started"))
        server.say(chat, ann, "/start")
        server.is_up = True
        await server.expect(chat, HELLO, within_s=12)
        code, took = await desk.stop()
        assert (code, took < 5) == (0, True)

    played(scene, tmp_path)


def test_slack_away_at_the_start_keeps_telegram_not_waiting(tmp_path):
    async def scene(desk):
        server, slack = desk.telegram, desk.slack
        ann = server.world.user("Ann")
        chat = server.world.private(ann)
        slack.fates.chance = lambda call: Fate.CUT_BEFORE
        await desk.start()
        server.say(chat, ann, "/start")
        await server.expect(chat, HELLO, within_s=20)
        await desk.until(lambda: told(desk, "slack_not_reached"))
        slack.fates.chance = lambda call: Fate.OK
        await desk.until(lambda: slack.socket.alive, within_s=12)
        assert (await slack.slash("C1", "U1", "start")).acked
        await slack.expect("C1", HELLO)

    played(scene, tmp_path)


def test_platforms_that_are_away_hold_no_stop_up(tmp_path):
    async def scene(desk):
        desk.telegram.is_up = False
        desk.slack.fates.chance = lambda call: Fate.HANG_BEFORE
        await desk.start()
        await desk.until(lambda: told(desk, "telegram_not_started") and desk.slack.calls_of("auth.test"))
        code, took = await desk.stop()
        print(f"stopped after {took:.2f} s")
        assert (code, took < 5) == (0, True)

    played(scene, tmp_path)


def test_another_process_with_the_same_token_is_reported_and_survived(tmp_path):
    async def scene(desk):
        server = desk.telegram
        ann = server.world.user("Ann")
        chat = server.world.private(ann)
        await desk.start()
        await desk.until(lambda: server.updates.polls)
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{server.base_url}{server.token}/getUpdates"),
        ):
            pass
        await desk.until(lambda: told(desk, "telegram_polled_by_another"))
        server.say(chat, ann, "/start")
        await server.expect(chat, HELLO, within_s=15)

    played(scene, tmp_path)


@pytest.mark.slow
def test_a_socket_that_stalls_is_built_anew(tmp_path):
    async def scene(desk):
        slack = desk.slack
        await desk.start()
        await desk.until(lambda: slack.socket.alive)
        slack.socket.stall()
        await desk.until(lambda: slack.socket.opened > 1, within_s=50)
        await desk.until(lambda: any(not s.stalled for s in slack.socket.alive))
        assert (await slack.slash("C1", "U1", "start")).acked
        await slack.expect("C1", HELLO)

    played(scene, tmp_path)
