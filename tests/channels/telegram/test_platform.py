"""Telegram from start to stop: what comes is remembered first, answered once, and nothing lost."""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys
import time

import aiohttp
import pytest

from bot.channels.http import HttpServer
from bot.channels.telegram.heard import ALLOWED_UPDATES
from bot.channels.telegram.polling import Polling
from bot.talk.context import Command
from bot.talk.permits import Needs
from newsdesk.errors import StoreError
from newsdesk.store.memory import MemoryStore
from tests.servers.telegram import TelegramServer, until

from .playing import Listening, platform_of, running

SECRET = "a-long-random-word"


def run(work):
    async def main():
        async with TelegramServer() as server:
            await work(server)

    asyncio.run(main())


async def nothing(ctx):
    return None


def test_updates_are_answered_once_and_in_order_across_a_restart():
    async def work(server):
        store, ann = MemoryStore(), server.world.user("Ann")
        chat = server.world.private(ann)
        first = Listening()
        async with running(platform_of(server, first, store=store)):
            for number in range(5):
                server.say(chat, ann, f"question {number}")
            update = server.updates.queue[0]
            await until(lambda: len(first.heard) == 5)
            server.updates.again(update)
            await asyncio.sleep(0.1)
        assert first.texts == [f"question {n}" for n in range(5)]
        assert server.calls[-1].method == "getupdates" or server.updates.polls > 1
        second = Listening()
        server.updates.again(update)
        server.say(chat, ann, "question 5")
        async with running(platform_of(server, second, store=store)):
            await until(lambda: len(second.heard) == 1)
        assert second.texts == ["question 5"]

    run(work)


def test_what_cannot_be_remembered_is_not_acknowledged_and_comes_again(monkeypatch):
    async def work(server):
        store, listener, ann = MemoryStore(), Listening(), server.world.user("Ann")
        take, failures = store.talks.take, iter([True, True, False])

        def fragile(events, /, *, now):
            if next(failures, False):
                raise OSError("disk full")
            return take(events, now=now)

        monkeypatch.setattr(store.talks, "take", fragile)
        async with running(platform_of(server, listener, store=store)):
            server.say(server.world.private(ann), ann, "keep me")
            await until(lambda: len(listener.heard) == 1)
        assert listener.texts == ["keep me"]

    run(work)


def test_group_talk_is_not_even_remembered(monkeypatch):
    async def work(server):
        store, listener, ann = MemoryStore(), Listening(), server.world.user("Ann")
        taken = []
        take = store.talks.take
        monkeypatch.setattr(
            store.talks, "take", lambda events, /, *, now: taken.extend(events) or take(events, now=now)
        )
        chat = server.world.supergroup("Desk", [ann])
        async with running(platform_of(server, listener, store=store)):
            server.say(chat, ann, "the secret plan")
            server.say(chat, ann, "@newsdesk_bot who?")
            await until(lambda: len(listener.heard) == 1)
        assert len(taken) == 1
        assert "secret plan" not in taken[0].payload

    run(work)


def test_one_person_who_waits_keeps_nobody_else_waiting():
    async def work(server):
        release = asyncio.Event()

        async def hear(heard, face):
            if heard.text == "slow":
                await release.wait()

        listener = Listening(on_hear=hear)
        ann, bob = server.world.user("Ann"), server.world.user("Bob")
        chat = server.world.supergroup("Desk", [ann], [bob])
        async with running(platform_of(server, listener)):
            for user, text in ((ann, "slow"), (ann, "after"), (bob, "quick")):
                server.say(chat, user, f"@newsdesk_bot {text}")
            await until(lambda: "quick" in listener.texts)
            await until(lambda: "slow" in listener.texts)
            assert "after" not in listener.texts
            release.set()
            await until(lambda: "after" in listener.texts)

    run(work)


def test_an_unreachable_telegram_is_tried_again_until_it_is_there():
    async def work(server):
        listener, ann = Listening(), server.world.user("Ann")
        server.is_up = False
        async with running(platform_of(server, listener)) as task:
            await asyncio.sleep(0.2)
            assert not task.done()
            server.is_up = True
            server.say(server.world.private(ann), ann, "hello")
            await until(lambda: len(listener.heard) == 1)
            server.is_up = False
            server.say(server.world.private(ann), ann, "again")
            server.updates._fresh.set()
            await asyncio.sleep(0.2)
            server.is_up = True
            await until(lambda: len(listener.heard) == 2)

    run(work)


def test_a_second_poller_is_told_to_the_operator_and_outlived(capsys):
    async def work(server):
        listener, ann = Listening(), server.world.user("Ann")
        async with running(platform_of(server, listener)):
            await until(lambda: server.updates.polls > 0)
            async with aiohttp.ClientSession() as session:
                await session.post(f"{server.base_url}{server.token}/getUpdates", data={"timeout": 0})
            await until(lambda: server.updates.conflicts > 0)
            server.say(server.world.private(ann), ann, "hello")
            await until(lambda: len(listener.heard) == 1)

    run(work)
    assert "telegram_polled_by_another" in "".join(capsys.readouterr())


def test_a_question_that_hangs_is_given_up_and_everything_built_anew():
    async def work(server):
        built, taken = [], []

        def build():
            built.append(platform_of(server, Listening())._bot)
            return built[-1]

        async def take(updates):
            taken.extend(updates)

        poll, hanging = server.updates.poll, iter([True])

        async def stalls(params):
            if next(hanging, False):
                await asyncio.sleep(60)
            return await poll(params)

        server.updates.poll = stalls
        ann = server.world.user("Ann")
        server.say(server.world.private(ann), ann, "hello")
        task = asyncio.create_task(Polling(build, take, timeout_s=1, stall_s=0.3).run())
        await until(lambda: len(taken) == 1)
        assert len(built) == 2
        task.cancel()
        await asyncio.wait({task})

    run(work)


def test_a_stop_waits_for_answers_under_way_and_cuts_off_the_rest():
    async def work(server):
        done = []

        async def hear(heard, face):
            await asyncio.sleep(0.5 if heard.text == "short" else 60)
            done.append(heard.text)

        listener = Listening(on_hear=hear)
        ann, bob = server.world.user("Ann"), server.world.user("Bob")
        stop = asyncio.Event()
        platform = platform_of(server, listener)
        task = asyncio.create_task(platform.run(stop))
        server.say(server.world.private(ann), ann, "short")
        server.say(server.world.private(bob), bob, "long")
        await until(lambda: len(listener.heard) == 2)
        began = time.monotonic()
        stop.set()
        await task
        assert time.monotonic() - began < 4.0
        assert done == ["short"]
        await platform.close()

    run(work)


def test_a_store_that_fails_at_the_start_is_asked_again_when_receiving_begins_again(monkeypatch):
    async def work(server):
        store, ann = MemoryStore(), server.world.user("Ann")
        cut = asyncio.Event()

        async def hear(heard, face):
            cut.set()
            await asyncio.sleep(60)

        platform = platform_of(server, Listening(on_hear=hear), store=store, grace_s=0.05)
        async with running(platform):
            server.say(server.world.private(ann), ann, "first")
            await cut.wait()
            server.say(server.world.private(ann), ann, "second")
            await until(lambda: len(store.talks.waiting("telegram")) == 1)
        waiting, failures = store.talks.waiting, iter([True])

        def fragile(name, /):
            if next(failures, False):
                raise StoreError("it", "database is locked")
            return waiting(name)

        monkeypatch.setattr(store.talks, "waiting", fragile)
        listener = Listening()
        again = platform_of(server, listener, store=store)
        with pytest.raises(StoreError):
            await again.run(asyncio.Event())
        async with running(again):
            await until(lambda: listener.texts == ["second"])

    run(work)


def test_removed_and_added_again_while_the_bot_was_away_is_told_in_this_order():
    async def work(server):
        listener, ann = Listening(), server.world.user("Ann")
        group = server.world.supergroup("Desk", [ann])
        left = listener.left

        async def slowly(place, reason, /):
            await asyncio.sleep(0.2)
            await left(place, reason)

        listener.left = slowly
        server.add_bot(group, ann)
        server.remove_bot(group, ann)
        server.add_bot(group, ann)
        async with running(platform_of(server, listener)):
            await until(lambda: len(listener.chats) == 3)
        assert [c[0] for c in listener.chats] == ["arrived", "left", "arrived"]

    run(work)


def test_a_stop_while_telegram_cannot_be_reached_is_quick():
    async def work(server):
        server.is_up = False
        stop = asyncio.Event()
        platform = platform_of(server, Listening(), pause_s=30.0)
        task = asyncio.create_task(platform.run(stop))
        await asyncio.sleep(0.1)
        began = time.monotonic()
        stop.set()
        await task
        await platform.close()
        assert time.monotonic() - began < 1.0

    run(work)


def test_arriving_leaving_and_moving_are_told():
    async def work(server):
        listener, ann = Listening(), server.world.user("Ann")
        group, old = server.world.supergroup("Desk", [ann]), server.world.group("Old", [ann])
        async with running(platform_of(server, listener)):
            server.add_bot(group, ann)
            server.remove_bot(group, ann)
            server.remove_bot(server.world.private(ann), ann)
            new = server.upgrade(old)
            await until(lambda: len(listener.chats) == 5)
        assert sorted(listener.chats) == sorted(
            [
                ("arrived", f"telegram:{group.id}", str(ann.id)),
                ("left", f"telegram:{group.id}", "removed from the chat"),
                ("left", f"telegram:{ann.id}", "blocked by the person"),
                ("moved", f"telegram:{old.id}", f"telegram:{new.id}"),
                ("moved", f"telegram:{old.id}", f"telegram:{new.id}"),
            ]
        )

    run(work)


def test_only_what_is_used_is_asked_for():
    async def work(server):
        async with running(platform_of(server, Listening())):
            await until(lambda: server.updates.polls > 0)
            assert server.updates._allowed == list(ALLOWED_UPDATES)

    run(work)


def test_menus_differ_by_chat_and_language():
    commands = (
        Command("start", nothing, listed=False),
        Command("help", nothing),
        Command("subscribe", nothing, Needs.MANAGER),
        Command("undescribed", nothing),
    )

    async def work(server):
        async with running(platform_of(server, Listening(), commands=commands)):
            await until(lambda: len(server.commands) == 12)
        shown = {
            (scope, language): {c["command"]: c["description"] for c in menu}
            for (scope, language), menu in server.commands.items()
        }
        for (scope, _), menu in shown.items():
            assert menu.keys() == ({"help"} if "all_group_chats" in scope else {"help", "subscribe"})
        assert {language for _, language in shown} == {"", "uk", "de", "es"}
        (german,) = (m for (s, code), m in shown.items() if code == "de" and "private" in s)
        assert german["help"] == "Alle Befehle"

    run(work)


def test_in_groups_commands_of_other_names_are_left_to_other_bots():
    async def work(server):
        listener, ann = Listening(), server.world.user("Ann")
        chat = server.world.supergroup("Desk", [ann])
        commands = (Command("brief", nothing, aliases=("digest",)),)
        async with running(platform_of(server, listener, commands=commands)):
            for text in ("/weather", "/digest", "/brief"):
                server.say(chat, ann, text)
            await until(lambda: len(listener.heard) == 2)
        assert [h.command for h in listener.heard] == ["digest", "brief"]

    run(work)


def webhook_of(server, listener, http, **options):
    """A platform that listens on a loopback port of its own; its address is known when it listens."""
    return platform_of(
        server, listener, http=http, webhook=(f"http://127.0.0.1:{http.port}/telegram", SECRET), **options
    )


async def listening():
    http = HttpServer("127.0.0.1", 0)
    await http.start()
    return http


def test_updates_come_by_webhook_and_are_acknowledged_when_they_are_remembered(monkeypatch):
    async def work(server):
        http, store, listener, ann = await listening(), MemoryStore(), Listening(), server.world.user("Ann")
        take, failures = store.talks.take, iter([True, False])

        def fragile(events, /, *, now):
            if next(failures, False):
                raise OSError("disk full")
            return take(events, now=now)

        monkeypatch.setattr(store.talks, "take", fragile)
        async with running(webhook_of(server, listener, http, store=store)):
            server.say(server.world.private(ann), ann, "by webhook")
            await until(lambda: len(listener.heard) == 1)
            await until(lambda: len(server.updates.posted) == 2)
            assert [status for _, status in server.updates.posted] == [500, 200]
            assert server.updates.polls == 0
        assert listener.texts == ["by webhook"]

    run(work)


@pytest.mark.parametrize("given", [None, "", "wrong", SECRET + "x", SECRET[:-1], "пароль"])
def test_a_wrong_webhook_secret_is_refused_logged_and_nothing_is_remembered(capsys, given):
    async def work(server):
        http, listener = await listening(), Listening()
        async with running(webhook_of(server, listener, http)):
            await until(lambda: bool(server.updates.webhook))
            headers = {} if given is None else {"X-Telegram-Bot-Api-Secret-Token": given}
            update = {"update_id": 7, "message": {"message_id": 1, "chat": {"id": 5, "type": "private"}}}
            async with (
                aiohttp.ClientSession() as session,
                session.post(f"http://127.0.0.1:{http.port}/telegram", json=update, headers=headers) as answer,
            ):
                assert answer.status == 401
        assert listener.heard == []

    run(work)
    lines = "".join(capsys.readouterr())
    assert "webhook_secret_wrong" in lines
    assert SECRET not in lines
    if given:
        assert given not in lines.replace("webhook_secret_wrong", "")


def test_a_secret_that_is_no_text_is_refused_too():
    async def work(server):
        http = await listening()
        async with running(webhook_of(server, Listening(), http)):
            await until(lambda: bool(server.updates.webhook))
            reader, writer = await asyncio.open_connection("127.0.0.1", http.port)
            head = b"POST /telegram HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n"
            writer.write(head + b"X-Telegram-Bot-Api-Secret-Token: \xff\xfe\r\n\r\n{}")
            assert (await reader.readline()).split()[1] == b"401"
            writer.close()
            await writer.wait_closed()

    run(work)


def test_the_listener_refuses_what_is_no_update():
    async def work(server):
        http, listener = await listening(), Listening()
        async with running(webhook_of(server, listener, http)):
            await until(lambda: bool(server.updates.webhook))
            base = f"http://127.0.0.1:{http.port}"
            headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            async with aiohttp.ClientSession(headers=headers) as session:

                async def status(method, path, **body):
                    async with session.request(method, base + path, **body) as answer:
                        return answer.status

                assert await status("GET", "/healthz") == 200
                assert await status("GET", "/telegram") == 405
                assert await status("POST", "/elsewhere", json={}) == 404
                for body in (b"{", b"[]", b'{"update_id": "x"}', b"\xff"):
                    assert await status("POST", "/telegram", data=body) == 400
                assert await status("POST", "/telegram", data=io.BytesIO(b"x" * (1024 * 1024 + 1))) == 413
                odd = {"update_id": 9, "message": {"chat": "no object"}}
                assert await status("POST", "/telegram", json=odd) == 200

    run(work)


def test_a_webhook_needs_a_secret():
    with pytest.raises(ValueError, match="secret"):
        platform_of(
            TelegramServer(), Listening(), http=HttpServer("127.0.0.1", 0), webhook=("https://x.org/t", "")
        )


def test_the_token_stands_in_no_line_of_the_log(tmp_path, root):
    """A run with failures of every kind, at the most talkative level, with what the libraries log."""
    script = tmp_path / "talkative.py"
    script.write_text(_TALKATIVE)
    done = subprocess.run(
        [sys.executable, script],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=os.environ | {"PYTHONPATH": str(root)},
    )
    assert done.returncode == 0, done.stderr[-2000:]
    lines = done.stdout + done.stderr
    assert "httpx" in lines
    assert "telegram_token_refused" in lines or "telegram_not_started" in lines
    assert "loopback-token" not in lines
    assert SECRET not in lines


_TALKATIVE = f'''
import asyncio
import logging
from bot.logs import configure_logging
from tests.channels.telegram.playing import Listening, platform_of, running
from bot.render.blocks import Note
from bot.talk.model import Button, Reply
from tests.channels.telegram.test_platform import webhook_of, listening
from tests.servers.telegram import TOKEN, Fault, TelegramServer, until

async def hear(heard, face):
    async with face.answering(heard) as draft:
        await draft.finish(Reply((Note("yes"),), ((Button("Go", "go"),),)))

async def main():
    async with TelegramServer() as server:
        listener, ann = Listening(on_hear=hear), server.world.user("Ann")
        chat = server.world.private(ann)
        platform = platform_of(server, listener)
        server.is_up = False
        async with running(platform):
            await asyncio.sleep(0.1)
            server.is_up = True
            for fault in (Fault.FLOOD, Fault.ERROR, Fault.BAD_GATEWAY, Fault.CUT_BEFORE, Fault.CUT_AFTER):
                server.plan.then(fault)
                somebody = server.world.user(fault.name)
                server.say(server.world.private(somebody), somebody, "well?")
            await until(lambda: len(server.plan.happened) == 5, within_s=20)
            server.remove_bot(chat, ann)
            server.say(chat, ann, "blocked")
            await until(lambda: "blocked" in listener.texts)
            server.token = "123456:another"
            await asyncio.sleep(0.2)
            server.token = TOKEN
        wrong = platform_of(server, listener)
        server.token = "123456:another"
        async with running(wrong):
            await asyncio.sleep(0.2)
        server.token = TOKEN
        async with running(webhook_of(server, listener, await listening())):
            await until(lambda: bool(server.updates.webhook))

configure_logging("debug", secrets=[TOKEN, "{SECRET}"])
for library in ("httpx", "httpcore", "telegram", "aiohttp", "asyncio"):
    logging.getLogger(library).setLevel(logging.DEBUG)
asyncio.run(main())
'''
