"""Deliveries on Telegram: what every failure comes to, through the real library and the strict server."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    TelegramError,
    TimedOut,
)

from bot.channels.pace import TELEGRAM, Pace
from bot.channels.telegram.client import Flood, build_bot
from bot.channels.telegram.failures import Cause, failure
from bot.channels.telegram.sender import TelegramSender, plain
from newsdesk.model import Address, ChannelId, Delivery, DeliveryId, DeliveryKind, Message
from newsdesk.ports import Gone, Moved, NotTaken, Sent, Unknown
from tests.pacing import faster
from tests.servers.telegram import Fault, Rates, TelegramServer, until

Play = Callable[[TelegramServer, TelegramSender, Pace], Awaitable[None]]


def play(work: Play, *, times: float = 20.0, **options: object) -> None:
    async def run() -> None:
        async with TelegramServer(**options) as server:
            bot = build_bot(server.token, base_url=server.base_url, read_s=1.0)
            pace = Pace(faster(TELEGRAM, times))
            async with bot:
                await work(server, TelegramSender(bot, pace), pace)

    asyncio.run(run())


def made(chat: int | str, text: str = "<b>News</b>", *, thread: int | str = "", **options: object) -> Delivery:
    body = json.dumps({"text": text, "buttons": options.pop("buttons", [])})
    return Delivery(
        DeliveryId(123),
        ChannelId(7),
        Address("telegram", str(chat), str(thread)),
        "brief:12:1",
        DeliveryKind.BRIEF,
        Message(str(options.pop("body", body))),
        **options,
    )


def test_a_message_goes_into_its_topic_with_its_buttons_and_without_previews():
    async def work(server: TelegramServer, sender: TelegramSender, _: Pace) -> None:
        forum = server.world.supergroup("F", [server.world.user("Ann")], is_forum=True)
        topic = forum.topic("News")
        buttons = [[{"label": "Evidence", "data": "bv:$:1"}]]
        outcome = await sender.send(made(forum.id, thread=topic, buttons=buttons))
        (message,) = server.messages(forum, thread=topic)
        assert outcome == Sent(str(message.id))
        assert message.text == "News"
        assert message.entities == [{"type": "bold", "offset": 0, "length": 4}]
        assert message.buttons == {"Evidence": "bv:123:1"}
        assert message.params["link_preview_options"] == {"is_disabled": True}

    play(work)


def test_an_edit_changes_the_message_and_one_that_changes_nothing_has_arrived():
    async def work(server: TelegramServer, sender: TelegramSender, _: Pace) -> None:
        ann = server.world.user("Ann")
        sent = await sender.send(made(ann.id))
        assert isinstance(sent, Sent)
        edit = made(ann.id, "<s>News</s>", edits=sent.remote_id)
        assert await sender.send(edit) == sent
        assert await sender.send(edit) == sent
        (message,) = server.messages(server.world.private(ann))
        assert message.entities[0]["type"] == "strikethrough"
        server.plan.then(Fault.CUT_AFTER, method="editMessageText")
        again = await sender.send(made(ann.id, "x", edits=sent.remote_id))
        assert isinstance(again, NotTaken)
        assert again.after_s == 1.0
        gone = await sender.send(made(ann.id, "y", edits="999"))
        assert isinstance(gone, NotTaken)
        assert gone.after_s is None

    play(work)


def test_markup_that_is_refused_goes_once_more_as_plain_words_with_its_links():
    async def work(server: TelegramServer, sender: TelegramSender, _: Pace) -> None:
        ann = server.world.user("Ann")
        bad = 'Ann &amp; Bob: a<br>b <a href="https://x.org/?a=1&amp;b=2">[1]</a>'
        assert isinstance(await sender.send(made(ann.id, bad)), Sent)
        (message,) = server.messages(server.world.private(ann))
        assert message.text == "Ann & Bob: ab [1] (https://x.org/?a=1&b=2)"
        assert "parse_mode" not in message.params
        assert [c.status for c in server.calls if c.method == "sendmessage"] == [400, 200]

    play(work)


@pytest.mark.parametrize("words", ["x" * 5000, "😀" * 3000, '<a href="https://x.org">y</a>' * 1000])
def test_plain_words_are_never_longer_than_a_message(words):
    assert 0 < len(plain(words).encode("utf-16-le")) // 2 <= 4096


def test_a_flood_waits_exactly_that_chat():
    async def work(server: TelegramServer, sender: TelegramSender, pace: Pace) -> None:
        ann, bob = server.world.user("Ann"), server.world.user("Bob")
        server.plan.retry_after_s = 7
        server.plan.then(Fault.FLOOD)
        assert await sender.send(made(ann.id)) == NotTaken("Too many requests.", 7.0)
        assert 6.0 < pace.held_s(str(ann.id)) <= 7.0
        assert isinstance(await sender.send(made(bob.id)), Sent)
        put_off = await sender.send(made(ann.id))
        assert isinstance(put_off, NotTaken)
        assert 6.0 < put_off.after_s <= 7.0
        assert len([c for c in server.calls if c.method == "sendmessage"]) == 2

    play(work)


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.BAD_GATEWAY])
def test_a_server_error_is_tried_again(fault):
    async def work(server: TelegramServer, sender: TelegramSender, _: Pace) -> None:
        ann = server.world.user("Ann")
        server.plan.then(fault)
        assert await sender.send(made(ann.id)) == NotTaken("Telegram answered with a server error.", 1.0)
        assert isinstance(await sender.send(made(ann.id)), Sent)

    play(work)


@pytest.mark.parametrize("fault", [Fault.CUT_BEFORE, Fault.CUT_AFTER, Fault.SLOW])
def test_a_connection_that_breaks_leaves_it_unknown(fault):
    async def work(server: TelegramServer, sender: TelegramSender, _: Pace) -> None:
        ann = server.world.user("Ann")
        server.plan.slow_s = 1.5
        server.plan.then(fault)
        assert isinstance(await sender.send(made(ann.id)), Unknown)

    play(work)


def test_a_platform_that_cannot_be_reached_has_surely_not_taken_it():
    async def work(server: TelegramServer, sender: TelegramSender, _: Pace) -> None:
        ann = server.world.user("Ann")
        await server.__aexit__()
        assert await sender.send(made(ann.id)) == NotTaken("Telegram was not reached: ConnectError.", 1.0)

    play(work)


def test_chats_that_are_gone_moved_or_closed():
    async def work(server: TelegramServer, sender: TelegramSender, _: Pace) -> None:
        ann = server.world.user("Ann")
        group = server.world.group("G", [ann])
        moved = server.world.upgrade(group)
        assert await sender.send(made(group.id)) == Moved(Address("telegram", str(moved.id)))
        assert isinstance(await sender.send(made(4711)), Gone)
        server.remove_bot(server.world.private(ann), ann)
        assert isinstance(await sender.send(made(ann.id)), Gone)
        forum = server.world.supergroup("F", [ann], is_forum=True)
        closed = await sender.send(made(forum.id, thread=forum.topic("Old", closed=True)))
        assert isinstance(closed, NotTaken)
        assert closed.after_s is None
        assert "topic_closed" in closed.reason.lower()

    play(work)


@pytest.mark.parametrize(
    "body", ["<b>no JSON</b>", "[]", '{"buttons": []}', '{"text": "x", "buttons": [[{}]]}']
)
def test_a_body_that_no_renderer_has_written_is_never_sent(body):
    async def work(server: TelegramServer, sender: TelegramSender, _: Pace) -> None:
        outcome = await sender.send(made(server.world.user("Ann").id, body=body))
        assert isinstance(outcome, NotTaken)
        assert outcome.after_s is None
        assert server.sent == []

    play(work)


def test_a_stop_before_its_turn_has_sent_nothing_and_one_later_may_have():
    async def work(server: TelegramServer, sender: TelegramSender, _: Pace) -> None:
        ann = server.world.user("Ann")
        await sender.send(made(ann.id, "one"))
        waiting = asyncio.create_task(sender.send(made(ann.id, "two")))
        await asyncio.sleep(0.1)
        waiting.cancel()
        stopped = await waiting
        assert isinstance(stopped, NotTaken)
        assert stopped.after_s == 0.0
        assert [m.text for m in server.sent] == ["one"]
        bob = server.world.user("Bob")
        server.plan.then(Fault.SLOW)
        under_way = asyncio.create_task(sender.send(made(bob.id)))
        await until(lambda: server.plan.happened[Fault.SLOW] == 1)
        under_way.cancel()
        with pytest.raises(asyncio.CancelledError):
            await under_way

    play(work, times=1.0, rates=Rates())


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (Flood(3), Cause.FLOOD),
        (ChatMigrated(-1005), Cause.MOVED),
        (Forbidden("Forbidden: bot was blocked by the user"), Cause.GONE),
        (BadRequest("Bad Request: chat not found"), Cause.GONE),
        (BadRequest("Bad Request: can't parse entities: Unsupported start tag"), Cause.MARKUP),
        (BadRequest("Bad Request: message is not modified: specified new"), Cause.UNCHANGED),
        (BadRequest("Bad Request: query is too old and response timeout expired"), Cause.TOO_OLD),
        (BadRequest("Bad Request: TOPIC_CLOSED"), Cause.REFUSED),
        (BadRequest("Bad Request: message thread not found"), Cause.REFUSED),
        (BadRequest("Bad Request: message is too long"), Cause.REFUSED),
        (InvalidToken(), Cause.TOKEN),
        (Conflict("Conflict: terminated by other getUpdates request"), Cause.CONFLICT),
        (NetworkError("Answered with status 500"), Cause.UNREACHABLE),
        (TimedOut("Gateway Timeout (504)"), Cause.UNSURE),
        (TelegramError("Invalid server response"), Cause.UNSURE),
    ],
)
def test_every_error_of_the_library_means_one_thing(error, cause):
    assert failure(error).cause is cause


def test_a_token_that_is_not_known_is_no_chat_that_is_gone():
    async def work(server: TelegramServer, sender: TelegramSender, _: Pace) -> None:
        ann = server.world.user("Ann")
        server.token = "1:other"
        outcome = await sender.send(made(ann.id))
        assert outcome == NotTaken("Telegram does not know the token.", 60.0)

    play(work)


def test_no_reason_holds_the_token():
    """The library tells httpx's errors, and those hold the address; reasons are logged."""

    async def work(server: TelegramServer, sender: TelegramSender, _: Pace) -> None:
        ann = server.world.user("Ann")
        faults = [Fault.FLOOD, Fault.ERROR, Fault.BAD_GATEWAY, Fault.CUT_BEFORE, Fault.CUT_AFTER, Fault.BLOCK]
        server.plan.then(*faults)
        reasons = [getattr(await sender.send(made(server.world.user("B").id)), "reason", "") for _ in faults]
        await server.__aexit__()
        reasons.append(getattr(await sender.send(made(ann.id)), "reason", ""))
        assert all(reasons)
        assert not any(server.token in reason for reason in reasons)

    play(work)
