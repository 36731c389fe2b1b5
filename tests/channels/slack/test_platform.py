"""Slack from start to stop: what comes is remembered first, acknowledged soon, answered once, nothing lost."""

from __future__ import annotations

import asyncio
import io
import logging
import socket
import time

import aiohttp
import pytest
import structlog

from bot.logs import configure_logging
from newsdesk.errors import StoreError
from newsdesk.store.memory import MemoryStore
from tests.servers.slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Fate, SlackServer, payloads

from .playing import Listening, answer_with, lines, platform_of, play, running, until


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def mention(ts="1700000000.000100", text="<@U0BOT> hello"):
    return {"type": "app_mention", "user": "U1", "ts": ts, "text": text, "channel": "C1", "event_ts": ts}


@pytest.mark.parametrize("by_http", [False, True])
def test_everything_is_acknowledged_long_before_it_is_answered(by_http):
    async def on_hear(heard, face):
        await asyncio.sleep(1.0)

    async def work(server, listener):
        for answer in (
            await server.event(mention()),
            await server.slash("C1", "U2", "brief"),
            await server.open_home("U1"),
        ):
            assert answer.acked
            assert answer.after_s < 0.3

    play(work, Listening(on_hear), by_http=by_http)


@pytest.mark.parametrize("by_http", [False, True])
def test_an_event_that_comes_again_is_acknowledged_and_answered_once_even_after_a_restart(by_http):
    store, first, second = MemoryStore(), Listening(), Listening()

    async def work(server, listener):
        for _ in range(3):
            assert (await server.event(mention(), event_id="Ev1")).acked
        assert (await server.event(mention(ts="1700000001.000100", text="<@U0BOT> last"), event_id="Ev2")).acked
        await until(lambda: [h.text for h in listener.heard][-1:] == ["last"])

    play(work, first, store=store, by_http=by_http)
    assert [h.text for h in first.heard] == ["hello", "last"]

    async def again(server, listener):
        assert (await server.event(mention(), event_id="Ev1")).acked
        assert (await server.event(mention(), event_id="Ev3")).acked
        await until(lambda: listener.heard)

    play(again, second, store=store, by_http=by_http)
    assert [h.event for h in second.heard] == ["Ev3"]


def test_a_command_a_button_and_a_form_that_come_again_are_answered_once():
    async def work(server, listener):
        place, who = server.world.channels["C1"], server.world.users["U1"]
        body = payloads.slash("/newsdesk", "brief", place, who, trigger="1.1.x", url="")
        for _ in range(2):
            assert (await server.deliver("slash_commands", body)).acked
        await until(lambda: listener.heard)
        await asyncio.sleep(0.1)
        assert len(listener.heard) == 1

    play(work)


def test_what_cannot_be_remembered_is_not_acknowledged_and_comes_again():
    store = MemoryStore()
    take, left = store.talks.take, [2]

    def failing(events, /, *, now):
        if left[0]:
            left[0] -= 1
            raise OSError("disk full")
        return take(events, now=now)

    store.talks.take = failing

    async def main():
        async with (
            SlackServer(ack_s=0.3, retry_pauses_s=(0.05, 0.05, 0.05)) as server,
            running(platform_of(server, listener, store=store), server),
        ):
            answer = await server.event(mention(), tries=4)
            assert (answer.acked, answer.tries) == (True, 3)
            await until(lambda: listener.heard)

    listener = Listening()
    asyncio.run(main())
    assert len(listener.heard) == 1


@pytest.mark.parametrize(
    ("how", "reason"),
    [
        ({"forged": True}, "forged signature"),
        ({"ago_s": 400}, "stale signature"),
        ({"ago_s": -400}, "stale signature"),
        ({"headers": {"X-Slack-Signature": ""}}, "no signature"),
        ({"headers": {"X-Slack-Request-Timestamp": "soon"}}, "forged signature"),
        ({"headers": {"X-Slack-Signature": "v0=\xe4"}}, "forged signature"),
    ],
)
def test_a_request_that_slack_has_not_signed_is_refused_and_changes_nothing(how, reason):
    how = dict(how)

    async def work(server, listener):
        body = payloads.event_callback(mention(), event_id="Ev9", event_time=1)
        if ago_s := how.pop("ago_s", 0):
            how["at"] = time.time() - ago_s
        with structlog.testing.capture_logs() as logs:
            status, _ = await server.http.deliver("events_api", body, **how)
        assert status == 401
        said = [line for line in logs if line["event"] == "slack_request_refused"]
        assert [(line["reason"], line["log_level"]) for line in said] == [(reason, "warning")]
        assert store.talks.waiting("slack") == []
        # It was not remembered either: the real one is new.
        assert await server.http.deliver("events_api", body) == (200, "")
        await until(lambda: listener.heard)

    store = MemoryStore()
    play(work, by_http=True, store=store)


def test_http_answers_slacks_challenge_and_refuses_what_is_too_large():
    async def work(server, listener):
        challenge = {"type": "url_verification", "token": "t", "challenge": "abc"}
        status, text = await server.http.deliver("events_api", challenge)
        assert (status, "abc" in text) == (200, True)
        async with aiohttp.ClientSession() as session:
            large = io.BytesIO(b'{"type": "' + b"x" * 1024 * 1024 + b'"}')
            async with session.post(server.http.url, data=large) as answer:
                assert answer.status == 413
            async with session.get(server.http.url) as answer:
                assert answer.status == 405

    play(work, by_http=True)


def test_chats_that_the_bot_is_added_to_and_removed_from():
    async def work(server, listener):
        await server.invite("C2", "U2")
        await server.kick("C2")
        await server.event({"type": "channel_archive", "channel": "C1", "user": "U1"})
        await server.event({"type": "channel_id_changed", "old_channel_id": "C1", "new_channel_id": "C9"})
        await server.event({"type": "member_joined_channel", "user": "U1", "channel": "C1"})
        await until(lambda: len(listener.chats) == 4)
        assert listener.chats == [
            ("arrived", "slack:C2", "U2"),
            ("left", "slack:C2", "group_left"),
            ("left", "slack:C1", "channel_archive"),
            ("moved", "slack:C1", "slack:C9"),
        ]

    play(work)


def test_what_others_say_in_a_channel_is_neither_answered_nor_kept():
    async def work(server, listener):
        server.subscribed |= {"message.channels"}
        said = await server.say("C1", "U1", "between us")
        await server.say("C1", "U2", "in a thread", thread_ts=said.ts)
        assert store.talks.take([], now=None) == []
        asked = await server.mention("C1", "U1", "hello", said.ts)
        await server.expect("C1", "Hello.", thread=said.ts)
        await server.say("C1", "U2", "and then?", thread_ts=said.ts)
        await until(lambda: len(listener.heard) == 2)
        assert [h.text for h in listener.heard] == ["hello", "and then?"]
        assert asked.ts == listener.heard[0].message

    store = MemoryStore()
    play(work, Listening(answer_with(lines("Hello."))), store=store)


def test_slack_that_cannot_be_reached_at_first_is_tried_until_it_can():
    async def main():
        port, listener = free_port(), Listening()
        server = SlackServer()
        server.base_url = f"http://127.0.0.1:{port}/api/"
        platform, stop = platform_of(server, listener), asyncio.Event()
        task = asyncio.create_task(platform.run(stop))
        await asyncio.sleep(0.3)
        assert not task.done()
        await server.start(port)
        await until(lambda: server.socket.alive)
        assert (await server.event(mention())).acked
        await until(lambda: listener.heard)
        stop.set()
        await asyncio.wait_for(task, 5)
        await platform.close()
        await server.stop()

    asyncio.run(main())


def test_told_to_stop_while_slack_cannot_be_reached_it_stops():
    async def main():
        server = SlackServer()
        server.base_url = f"http://127.0.0.1:{free_port()}/api/"
        platform, stop = platform_of(server, Listening()), asyncio.Event()
        task = asyncio.create_task(platform.run(stop))
        await asyncio.sleep(0.1)
        stop.set()
        await asyncio.wait_for(task, 2)
        await platform.close()

    asyncio.run(main())


@pytest.mark.parametrize("trouble", ["stall", "cut", "disconnect"])
def test_a_connection_that_fails_is_built_anew(trouble):
    async def work(server, listener):
        before = set(map(id, server.socket.alive))
        if trouble == "stall":
            server.socket.stall()
        elif trouble == "cut":
            await server.socket.cut()
        else:
            await server.socket.disconnect()
        await until(lambda: [s for s in server.socket.alive if id(s) not in before and not s.stalled])
        assert (await server.event(mention(), tries=4)).acked
        await until(lambda: listener.heard)
        assert len(listener.heard) == 1

    play(work)


def test_the_watchdog_builds_a_new_connection_when_the_library_gives_up():
    async def work(server, listener):
        await until(lambda: server.socket.alive)
        # What a loop on "Session is closed" comes to: the library's own tasks do nothing any more.
        import gc

        from slack_sdk.socket_mode.aiohttp import SocketModeClient

        clients = [c for c in gc.get_objects() if isinstance(c, SocketModeClient) and not c.closed]
        for client in clients:
            client.current_session_monitor.cancel()
            client.message_receiver.cancel()
        before = len(server.calls_of("apps.connections.open"))
        await until(lambda: len(server.calls_of("apps.connections.open")) > before, within_s=6)
        await until(lambda: server.socket.alive)
        assert (await server.event(mention(), tries=4)).acked
        await until(lambda: listener.heard)

    play(work)


def test_an_answer_under_way_is_finished_when_told_to_stop():
    async def main():
        listener = Listening(answer_with(lines("The answer."), after_s=0.5))
        async with SlackServer() as server:
            async with running(platform_of(server, listener), server):
                await server.mention("C1", "U1", "hello")
                await until(lambda: listener.heard)
            await server.expect("C1", "The answer.", within_s=0.1)

    asyncio.run(main())


def test_a_stop_takes_back_the_line_of_what_waits_and_the_next_process_answers():
    async def main():
        store, release = MemoryStore(), asyncio.Event()

        async def slow(heard, face):
            await release.wait()

        async with SlackServer() as server:
            stop, listener = asyncio.Event(), Listening(slow)
            async with running(platform_of(server, listener, store=store), server, stop=stop):
                await server.mention("C1", "U1", "first")
                await until(lambda: listener.heard)
                await server.mention("C1", "U1", "second")
                await server.expect("C1", "Working on it")
                stop.set()
                await until(lambda: not [m for m in server.messages("C1") if m.by_bot])
                release.set()
            second = Listening(answer_with(lines("The answer.")))
            async with running(platform_of(server, second, store=store), server):
                await server.expect("C1", "The answer.")
            assert [h.text for h in second.heard] == ["second"]

    asyncio.run(main())


def test_a_store_that_fails_at_the_start_is_told_to_whoever_runs_the_platform(monkeypatch):
    async def main():
        store = MemoryStore()
        waiting, failures = store.talks.waiting, iter([True])

        def fragile(name, /):
            if next(failures, False):
                raise StoreError("it", "database is locked")
            return waiting(name)

        monkeypatch.setattr(store.talks, "waiting", fragile)
        listener = Listening(answer_with(lines("The answer.")))
        async with SlackServer() as server:
            platform = platform_of(server, listener, store=store)
            with pytest.raises(StoreError):
                await platform.run(asyncio.Event())
            async with running(platform, server):
                await server.mention("C1", "U1", "hello")
                await server.expect("C1", "The answer.")

    asyncio.run(main())


def test_a_missing_method_does_not_keep_the_bot_from_answering():
    async def work(server, listener):
        await server.slash("", "U1", "brief")
        await server.expect(server.world.im_of("U1").id, "The brief.")

    async def main():
        listener = Listening(answer_with(lines("The brief.")))
        async with SlackServer(second=0.05) as server:
            for method in ("auth_test", "conversations_open", "chat_delete"):
                setattr(server.web, method, None)
            async with running(platform_of(server, listener), server):
                await work(server, listener)

    asyncio.run(main())


def test_no_line_at_any_level_holds_a_secret(capfd):
    """A run with failures on debug level, by both ways, and every line that anybody has logged."""

    async def on_hear(heard, face):
        async with face.answering(heard) as draft:
            await draft.finish(lines("Hello."))
        raise RuntimeError(f"a defect with {heard.answer_url}")

    urls = []

    async def work(server, listener):
        tokens = [APP_TOKEN, BOT_TOKEN, SIGNING_SECRET]
        server.fail("chat.update", Fate.ERROR, times=2)
        server.fail("chat.postMessage", Fate.CUT_BEFORE, times=2)
        await server.mention("C1", "U1", "hello")
        await server.slash("C1", "U1", "brief")
        server.fail("apps.connections.open", Fate.ERROR, times=1)
        if server.http is None:
            await server.socket.cut()
            await asyncio.sleep(0.5)
        else:
            body = payloads.event_callback(mention(), event_id="Ev9", event_time=1)
            await server.http.deliver("events_api", body, forged=True)
        urls.extend([*tokens, f":{server.port}/answers/", "ticket="])

    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    defaults = structlog.get_config()
    try:
        configure_logging("debug")
        for by_http in (False, True):
            play(work, Listening(on_hear), by_http=by_http)
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        structlog.configure(**defaults)
    out, err = capfd.readouterr()
    assert "slack_request_refused" in out + err
    for secret in urls:
        assert secret not in out + err
