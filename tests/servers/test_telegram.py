"""The strict Bot API refuses what Telegram refuses, through the real library."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)

from bot.channels.telegram.client import build_bot

from .telegram import BadMarkup, Rates, TelegramServer, parse, until

Play = Callable[[TelegramServer, Bot], Awaitable[None]]


def play(work: Play, **options: object) -> None:
    async def run() -> None:
        async with TelegramServer(**options) as server:
            bot = build_bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url)
            async with bot:
                await work(server, bot)

    asyncio.run(run())


async def refusal(call: Awaitable[object]) -> TelegramError:
    with pytest.raises(TelegramError) as caught:
        await call
    return caught.value


def test_html_becomes_text_and_entities_with_offsets_in_utf16():
    text, entities = parse('😀 <b>bold</b> <a href="https://x.org/?a=1&amp;b=2">link</a> &lt;3 &#8211;')
    assert text == "😀 bold link <3 –"
    assert entities == [
        {"type": "bold", "offset": 3, "length": 4},
        {"type": "text_link", "offset": 8, "length": 4, "url": "https://x.org/?a=1&b=2"},
    ]


def test_a_block_quote_may_be_expandable():
    assert parse("<blockquote expandable>a <b>b</b></blockquote>")[1] == [
        {"type": "expandable_blockquote", "offset": 0, "length": 3},
        {"type": "bold", "offset": 2, "length": 1},
    ]


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("a<br>b", 'Unsupported start tag "br" at byte offset 1'),
        ("ä < b", 'Unsupported start tag "" at byte offset 3'),
        ("a <b", "Unclosed start tag at byte offset 2"),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b><i>a</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_what_is_no_html_of_telegrams_is_refused(html, words):
    with pytest.raises(BadMarkup, match="can't parse entities") as caught:
        parse(html)
    assert words in str(caught.value)


def test_what_telegram_refuses_is_refused():
    async def work(server: TelegramServer, bot: Bot) -> None:
        ann = server.world.user("Ann")
        chat = server.world.supergroup("Desk", [ann], is_forum=True)
        open_topic, closed = chat.topic("News"), chat.topic("Old", closed=True)
        send = bot.send_message

        assert "Chat not found" in str(await refusal(send(777, "x")))
        assert "text is empty" in str(await refusal(send(ann.id, "<b> </b>", parse_mode="HTML")))
        assert "too long" in str(await refusal(send(ann.id, "x" * 4097)))
        assert "too long" in str(await refusal(send(ann.id, "<b></b>" * 5000 + "x", parse_mode="HTML")))
        assert "parse entities" in str(await refusal(send(ann.id, "a<br>b", parse_mode="HTML"))).lower()
        assert "thread not found" in str(await refusal(send(chat.id, "x", message_thread_id=9999)))
        assert "topic_closed" in str(await refusal(send(chat.id, "x", message_thread_id=closed))).lower()
        for data in ("ä" * 33, ""):
            markup = InlineKeyboardMarkup([[InlineKeyboardButton("b", callback_data=data)]])
            assert isinstance(await refusal(send(ann.id, "x", reply_markup=markup)), BadRequest)
        row = [InlineKeyboardButton(str(n), callback_data=str(n)) for n in range(9)]
        wide = InlineKeyboardMarkup([row])
        assert isinstance(await refusal(send(ann.id, "x", reply_markup=wide)), BadRequest)
        many = InlineKeyboardMarkup([row[:8]] * 13)
        assert isinstance(await refusal(send(ann.id, "x", reply_markup=many)), BadRequest)
        assert server.sent == []

        sent = await send(chat.id, "<b>x</b>" * 101, parse_mode="HTML", message_thread_id=open_topic)
        assert (sent.message_thread_id, len(sent.entities), server.dropped_entities) == (open_topic, 100, 1)
        assert len((await send(ann.id, "<b>" + "x" * 4096 + "</b>", parse_mode="HTML")).text) == 4096

    play(work)


def test_only_its_own_messages_are_edited_and_only_when_something_changes():
    async def work(server: TelegramServer, bot: Bot) -> None:
        ann = server.world.user("Ann")
        asked = server.say(server.world.private(ann), ann, "hello")
        sent = await bot.send_message(ann.id, "one")

        async def edit(text: str, number: int) -> TelegramError:
            return await refusal(bot.edit_message_text(text, ann.id, number))

        assert "not modified" in str(await edit("one", sent.message_id))
        assert "to edit not found" in str(await edit("two", 999))
        assert "can't be edited" in str(await edit("two", asked.id))
        await bot.edit_message_text("two", ann.id, sent.message_id)
        assert [m.text for m in server.messages(server.world.private(ann))] == ["two"]

    play(work)


def test_chats_that_are_gone_or_have_moved_say_so():
    async def work(server: TelegramServer, bot: Bot) -> None:
        ann = server.world.user("Ann")
        group = server.world.group("G", [ann])
        made = server.upgrade(group)
        moved = await refusal(bot.send_message(group.id, "x"))
        assert isinstance(moved, ChatMigrated)
        assert moved.new_chat_id == made.id
        server.remove_bot(server.world.private(ann), ann)
        assert isinstance(await refusal(bot.send_message(ann.id, "x")), Forbidden)
        wrong = build_bot("1:wrong", base_url=server.base_url)
        assert isinstance(await refusal(wrong.initialize()), InvalidToken)
        await wrong.shutdown()

    play(work)


def test_a_button_is_answered_once_and_not_too_late():
    async def work(server: TelegramServer, bot: Bot) -> None:
        ann = server.world.user("Ann")
        markup = InlineKeyboardMarkup([[InlineKeyboardButton("More", callback_data="more:1")]])
        await bot.send_message(ann.id, "x", reply_markup=markup)
        shown = await server.expect(server.world.private(ann), "x")
        server.press(shown, "More", ann)
        (update,) = await bot.get_updates()
        assert update.callback_query.data == "more:1"
        await bot.answer_callback_query(update.callback_query.id, "done")
        assert server.toasts == [(ann, "done", False)]
        assert "too old" in str(await refusal(bot.answer_callback_query(update.callback_query.id)))
        server.query_age_s = 0.0
        late = server.press(shown, "More", ann)
        await asyncio.sleep(0.01)
        assert "too old" in str(await refusal(bot.answer_callback_query(late)))

    play(work)


def test_rates_are_counted_over_sliding_windows():
    async def work(server: TelegramServer, bot: Bot) -> None:
        ann = server.world.user("Ann")
        await bot.send_message(ann.id, "one")
        flood = await refusal(bot.send_message(ann.id, "two"))
        assert isinstance(flood, RetryAfter)
        assert [rule for _, _, rule in server.rates.violations] == ["1 a second"]

    play(work, rates=Rates())
    rates = Rates()
    assert [rates.arrived(-5, at * 1.0) for at in range(20)] == [0.0] * 20
    assert rates.arrived(-5, 59.0) == 1.0
    assert rates.arrived(-5, 60.0) == 0.0
    rates = Rates()
    assert [rates.arrived(n, 0.0) for n in range(1, 31)] == [0.0] * 30
    assert rates.arrived(31, 0.5) == 0.5


def test_updates_stay_until_they_are_confirmed_and_a_second_poller_ends_the_first():
    async def work(server: TelegramServer, bot: Bot) -> None:
        ann = server.world.user("Ann")
        server.say(server.world.private(ann), ann, "/start now")
        (update,) = await bot.get_updates()
        assert update.message.entities[0].type == "bot_command"
        assert await bot.get_updates() == (update,)
        waiting = asyncio.create_task(bot.get_updates(offset=update.update_id + 1, timeout=5))
        await until(lambda: server.updates.polls == 3)
        await bot.get_updates(offset=update.update_id + 1, timeout=0)
        assert isinstance(await refusal(waiting), Conflict)

    play(work)


def test_files_can_be_fetched_and_members_looked_up():
    async def work(server: TelegramServer, bot: Bot) -> None:
        ann, bob = server.world.user("Ann"), server.world.user("Bob")
        group = server.world.supergroup("G", [ann], [bob])
        server.say(server.world.private(ann), ann, "read this", file=("a.txt", b"hello"))
        (update,) = await bot.get_updates()
        file = await bot.get_file(update.message.document.file_id)
        assert bytes(await file.download_as_bytearray()) == b"hello"
        assert (await bot.get_chat_member(group.id, bob.id)).status == "member"
        assert [m.user.id for m in await bot.get_chat_administrators(group.id)] == [ann.id]
        assert (await bot.get_chat(group.id)).title == "G"

    play(work)
