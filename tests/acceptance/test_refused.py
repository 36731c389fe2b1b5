"""Who may not, and what is forged: refused, logged, and nothing has changed.  The desk runs in its process."""

from __future__ import annotations

import io
import json
import time
from datetime import UTC, datetime

import aiohttp
import pytest

from tests.servers.slack import SIGNING_SECRET, signed

from .chat_proofs import (
    SECRET_HEADER,
    WEBHOOK_SECRET,
    by_http,
    count,
    free_port,
    idle,
    played,
    posted,
    rows,
    settled,
    slack_events,
    told,
    wishes,
)
from .invented import FIRST, LAST, claim, page

DAILY = "subscribe daily 08:00 Europe/Kyiv"


def slash_body(text, *, user="U1", trigger="1.1.forged"):
    return {
        "command": "/newsdesk",
        "text": text,
        "user_id": user,
        "user_name": "ada",
        "channel_id": "C1",
        "channel_name": "news",
        "team_id": "T0NEWSDESK",
        "trigger_id": trigger,
        "response_url": "http://127.0.0.1:9/answers/none",
    }


def test_what_slack_has_not_signed_within_five_minutes_is_refused_and_what_it_repeats_is_answered_once(
    tmp_path,
):
    port = free_port()

    async def scene(desk):
        await desk.start()
        desk.slack.http = http = slack_events(port)
        await desk.until(lambda: told(desk, "slack_listening"))
        assert (await desk.slack.slash("C1", "U1", DAILY)).acked
        await desk.slack.expect("C1", "08:00")
        await idle(desk, tmp_path)
        before = wishes(tmp_path)
        assert before["subscriptions"], "there is something that could change"
        forged, now = slash_body("unsubscribe"), time.time()
        other = signed(SIGNING_SECRET, b"text=help")
        foreign = signed("0" * 32, b"")
        refused = [
            ({"forged": True}, "forged signature"),
            ({"at": now - 301}, "stale signature"),
            ({"at": now + 301}, "stale signature"),
            ({"headers": other}, "forged signature"),
            ({"headers": foreign}, "forged signature"),
            ({"headers": {"X-Slack-Signature": ""}}, "no signature"),
            ({"headers": {"X-Slack-Request-Timestamp": ""}}, "no signature"),
            ({"headers": {"X-Slack-Request-Timestamp": "yesterday"}}, "forged signature"),
        ]
        for more, why in refused:
            since = len(desk.log)
            status, body = await http.deliver("slash_commands", forged, **more)
            assert (status, "subscri" in body) == (401, False), (more, body)
            await desk.until(lambda since=since, why=why: told(desk, "slack_request_refused", why, since=since))
        assert count(tmp_path, "events") == 1, "nothing of it was even remembered"
        assert wishes(tmp_path) == before
        await _replayed(desk, http, tmp_path)

    async def _replayed(desk, http, folder):
        event = {
            "type": "app_mention",
            "user": "U1",
            "channel": "C1",
            "ts": desk.slack.world.ts(),
            "text": "<@U0BOT> start",
        }
        root = (await desk.slack.say("C1", "U1", "hello")).ts
        event |= {"ts": root, "event_ts": root}
        for _ in range(3):
            assert (await desk.slack.event(event, event_id="Ev0REPLAYED")).status == 200
        await desk.slack.expect("C1", "who said what", thread=root)
        body = slash_body("unsubscribe", trigger="77.1.U1")
        status = [(await http.deliver("slash_commands", body))[0] for _ in range(2)]
        assert status == [200, 200]
        await settled(desk, folder, 3)
        assert len(desk.slack.messages("C1", thread=root)) == 1
        assert count(folder, "events") == 3
        assert len(told(desk, "events_repeated")) == 3

    played(scene, tmp_path, **by_http(port))


def test_a_webhook_that_does_not_know_the_secret_is_refused(tmp_path):
    port = free_port()
    url = f"http://127.0.0.1:{port}/telegram/hook"

    async def scene(desk):
        ann = desk.telegram.world.user("Ann")
        chat = desk.telegram.world.private(ann)
        await desk.start()
        await desk.until(lambda: told(desk, "telegram_webhook_set"))
        desk.telegram.say(chat, ann, f"/{DAILY}")
        await desk.telegram.expect(chat, "08:00")
        await idle(desk, tmp_path)
        before = wishes(tmp_path)
        forged = {
            "update_id": 900_000,
            "message": desk.telegram.say(chat, ann, "").json() | {"text": "/unsubscribe"},
        }
        await idle(desk, tmp_path)
        taken = count(tmp_path, "events")
        for headers in (
            {},
            {SECRET_HEADER: ""},
            {SECRET_HEADER: "wrong"},
            {SECRET_HEADER: WEBHOOK_SECRET + "x"},
        ):
            since = len(desk.log)
            assert await posted(url, json.dumps(forged), headers) == 401
            await desk.until(lambda since=since: told(desk, "webhook_secret_wrong", since=since))
        assert count(tmp_path, "events") == taken
        assert wishes(tmp_path) == before
        right = {SECRET_HEADER: WEBHOOK_SECRET}
        for body in ("{", "[]", '{"message": {}}', '{"update_id": "1"}', "[" * 100_000):
            assert await posted(url, body, right) == 400
        for path in ("/", "/slack/event", "/telegram/hook/"):
            assert await posted(f"http://127.0.0.1:{port}{path}", "{}", right) == 404
        await _too_large(desk, right)
        assert wishes(tmp_path) == before
        for _ in range(2):
            assert await posted(url, json.dumps(forged), right) == 200
        await settled(desk, tmp_path, taken + 1)
        assert [m.text for m in desk.telegram.messages(chat)].count(desk.telegram.messages(chat)[-1].text) == 1
        assert len(told(desk, "events_repeated")) == 1
        assert not rows(tmp_path, "select 1 from subscriptions")

    async def _too_large(desk, right):
        """Five megabytes are not read; the next request is answered."""
        begun = time.monotonic()
        for where in (url, f"http://127.0.0.1:{port}/slack/events"):
            try:
                status = await posted(where, io.BytesIO(b"x" * 5_000_000), right)
            except aiohttp.ClientError:
                status = 413  # the desk hung up before all of it was sent
            assert status == 413
        assert await posted(url, "{", right) == 400
        assert time.monotonic() - begun < 2

    played(scene, tmp_path, **by_http(port))


def test_who_administrates_no_chat_on_telegram_changes_nothing_there(tmp_path):
    async def scene(desk):
        world, server = desk.telegram.world, desk.telegram
        ann, eve = world.user("Ann"), world.user("Eve")
        group = world.supergroup("Press", [ann], [eve])
        own = world.supergroup("Eve's", [eve])
        await desk.start()
        server.say(group, ann, f"/{DAILY}")
        made = await server.expect(group, "08:00")
        server.say(group, ann, "/subscribe")
        steps = await server.expect(group)
        await settled(desk, tmp_path, 2)
        before = wishes(tmp_path)
        assert before["subscriptions"]
        assert before["memos"], "a draft that could be pressed on"
        commands = (
            f"/feeds add {desk.site.feed('harbour')}",
            "/unsubscribe",
            "/mute Ada",
            "/settings",
            "/subscribe@newsdesk_bot 11:00",
        )
        for words in commands:
            await _refused(desk, lambda words=words: server.say(group, eve, words), words)
        for message in (made, steps):
            for label, data in message.buttons.items():
                if data.startswith(("sub", "go:sub")):
                    await _refused(desk, lambda m=message, b=label: server.press(m, b, eve), label)
        assert wishes(tmp_path) == before
        assert [m.text for m in server.messages(group)].count(made.text) == 1
        await _forged(desk, own, eve, made, steps)
        assert wishes(tmp_path) == before

    async def _refused(desk, act, what):
        since, toasts, sent = len(desk.log), len(desk.telegram.toasts), len(desk.telegram.sent)
        act()
        await desk.until(lambda: told(desk, "not_permitted", since=since), within_s=5)
        words = "Only the administrators"
        await desk.until(
            lambda: (
                any(words in m.text for m in desk.telegram.sent[sent:])
                or any(words in text for _, text, _ in desk.telegram.toasts[toasts:])
            )
        )
        await idle(desk, tmp_path)

    async def _forged(desk, own, eve, made, steps):
        """In a group of her own she presses what belongs to another chat, and what no button carries."""
        server = desk.telegram
        server.say(own, eve, "/start")
        hers = await server.expect(own)
        stolen = [*made.buttons.values(), *steps.buttons.values()]
        stolen = [d for d in stolen if d.startswith("sub")]
        made_up = """
            subundo:0:1 sub:1:time:0900 sub:999:time:0900 sub:1 sub sub:: sub:-1:x sub:1e9:time:0900 feedx:0:1
            ev:1:0 ev:1:-1 evb:1 evb:99999999999999999999 aev:1:0 amore:1:0 adrop:1:time abrief:1:0
            go:unsubscribe:1 go:status:x go nothing : :1 \x00
        """
        for data in [*stolen, *made_up.split(), "x" * 64]:
            toasts = len(server.toasts)
            server.press_forged(hers, data, eve)
            await desk.until(lambda toasts=toasts: len(server.toasts) > toasts)
        await idle(desk, tmp_path)
        assert not told(desk, "command_failed"), told(desk, "command_failed")
        assert not told(desk, "event_failed"), told(desk, "event_failed")
        assert not [m for m in server.messages(own) if "08:00" in m.text]

    played(scene, tmp_path, NEWSDESK_USER_LIMIT="1000", NEWSDESK_CHAT_LIMIT="1000")


def test_who_manages_no_channel_on_slack_changes_nothing_there(tmp_path):
    async def scene(desk):
        slack = desk.slack
        await desk.start()
        await desk.until(lambda: slack.socket.alive)
        assert (await slack.slash("C1", "U1", DAILY)).acked
        made = await slack.expect("C1", "08:00")
        await idle(desk, tmp_path)
        before = wishes(tmp_path)
        assert before["subscriptions"]
        for words in (
            "unsubscribe",
            "subscribe 10:00",
            "subscribe",
            "mute Ada",
            "settings",
            f"feeds add {desk.site.feed('harbour')}",
        ):
            since, seen = len(desk.log), len(slack.hidden("U2"))
            assert (await slack.slash("C1", "U2", words)).acked
            await desk.until(lambda since=since: told(desk, "not_permitted", "U2", since=since), within_s=5)
            await desk.until(
                lambda seen=seen: any("Only the administrators" in m.words for m in slack.hidden("U2")[seen:])
            )
        assert not slack.views("U2"), "no form opens for who may not send it"
        since = len(desk.log)
        assert (await slack.press(made, "Undo", "U2")).acked
        await desk.until(lambda: told(desk, "not_permitted", "U2", since=since))
        await idle(desk, tmp_path)
        assert wishes(tmp_path) == before
        await _form(desk, before)

    async def _form(desk, before):
        """A form that the creator opened is sent by somebody else."""
        slack = desk.slack
        assert (await slack.slash("C1", "U1", "subscribe")).acked
        view = await slack.view("U1")
        since = len(desk.log)
        answer = await slack.submit_view(view, {}, user="U2")
        assert answer.acked
        assert answer.body["response_action"] == "errors"
        assert "Only the administrators" in str(answer.body["errors"])
        await desk.until(lambda: told(desk, "not_permitted", "U2", since=since))
        await idle(desk, tmp_path)
        assert wishes(tmp_path) == before

    played(scene, tmp_path)


def test_who_asks_too_much_is_told_once_and_nothing_more_is_done_for_him(tmp_path):
    async def scene(desk):
        server, slack = desk.telegram, desk.slack
        eve, ann = server.world.user("Eve"), server.world.user("Ann")
        chat = server.world.private(eve)
        await desk.start()
        await desk.until(lambda: slack.socket.alive)
        for number in range(3):
            server.say(chat, eve, "/start")
            await desk.until(lambda number=number: len(server.messages(chat)) > number)
            assert (await slack.slash("C1", "U2", "start")).acked
        await settled(desk, tmp_path, 6)
        before = wishes(tmp_path)
        for hour in range(5):
            server.say(chat, eve, f"/subscribe {hour:02}:00")
            assert (await slack.slash("", "U2", f"subscribe {hour:02}:00")).acked
        await settled(desk, tmp_path, 16)
        assert wishes(tmp_path) == before
        assert len(told(desk, "limit_reached", str(eve.id))) == 5
        assert len(told(desk, "limit_reached", "U2")) == 5
        assert sum("lot at once" in m.text for m in server.messages(chat)) == 1
        mine = server.world.private(ann)
        server.say(mine, ann, "/start")
        await server.expect(mine)

    played(scene, tmp_path, NEWSDESK_USER_LIMIT="3")


def test_a_chat_that_is_not_allowed_hears_nothing(tmp_path):
    async def scene(desk):
        server, slack = desk.telegram, desk.slack
        ann, eve = server.world.user("Ann"), server.world.user("Eve")
        inside = server.world.supergroup("In", [ann])
        outside = server.world.supergroup("Out", [eve])
        assert inside.id == -1_000_000_000_001
        await desk.start()
        await desk.until(lambda: slack.socket.alive)
        server.say(inside, ann, f"/{DAILY}")
        shown = await server.expect(inside, "08:00")
        before = wishes(tmp_path)
        for who, where in ((eve, outside), (eve, server.world.private(eve))):
            for words in ("/start", f"/{DAILY}", "@newsdesk_bot what did Ada Holm say?"):
                server.say(where, who, words)
        server.say(outside, eve, "/start")
        shown.chat, kept = outside, shown.chat
        server.press_forged(shown, next(iter(shown.buttons.values())), eve)
        shown.chat = kept
        server.add_bot(outside, eve)
        for words in ("start", DAILY):
            assert (await slack.slash("C2", "U1", words)).acked
        await slack.mention("C2", "U1", "start")
        await slack.dm("U1", "start")
        await settled(desk, tmp_path, 13)
        assert len(told(desk, "chat_not_served")) >= 12
        assert server.messages(outside) == server.messages(server.world.private(eve)) == []
        assert [m for m in slack.messages("C2") if m.by_bot] == []
        assert wishes(tmp_path) == before
        assert (await slack.slash("C1", "U1", DAILY)).acked
        await slack.expect("C1", "08:00")

    played(scene, tmp_path, NEWSDESK_ALLOWED_CHATS="telegram:-1000000000001,slack:C1")


@pytest.mark.slow
def test_what_was_sent_to_one_chat_is_shown_in_no_other(tmp_path):
    """The numbers of another chat's brief and of another chat's answer, in buttons that nobody was given."""
    before, due = datetime(2025, 5, 13, 7, 58, tzinfo=UTC), datetime(2025, 5, 13, 8, 0, 5, tzinfo=UTC)

    async def scene(desk):
        server = desk.telegram
        ann, eve = server.world.user("Ann"), server.world.user("Eve")
        hers, others = server.world.private(ann), server.world.private(eve)
        desk.set_clock(before)
        for number in range(2):
            desk.site.publish("harbour", page("harbour", number, before))
        await desk.start()
        server.say(hers, ann, f"/feeds add {desk.site.feed('harbour')}")
        await server.expect(hers, "Harbour", within_s=15)
        server.say(hers, ann, "/subscribe daily 08:00 UTC")
        await desk.until(lambda: count(tmp_path, "readings") == 2, within_s=60)
        server.say(hers, ann, f"What did {FIRST[0]} {LAST[0]} say?")
        answer = await server.expect(hers, claim(0), within_s=15)
        desk.set_clock(due)
        brief = await server.expect(hers, "News brief", within_s=20)
        carried = {*answer.buttons.values(), *brief.buttons.values()}
        assert any(data.startswith("ev") for data in carried), carried
        assert any(data.startswith("aev") for data in carried), carried
        server.say(others, eve, "/start")
        shown = await server.expect(others, "who said what")
        await idle(desk, tmp_path)
        known = wishes(tmp_path)
        for data in sorted(carried):
            toasts = len(server.toasts)
            server.press_forged(shown, data, eve)
            await desk.until(lambda toasts=toasts: len(server.toasts) > toasts)
        await idle(desk, tmp_path)
        assert [m.text for m in server.messages(others)] == [shown.text], "she is told nothing"
        assert {text for _, text, _ in server.toasts} <= {t for _, t, _ in server.toasts if "out of date" in t}
        assert wishes(tmp_path) == known

    played(scene, tmp_path)
