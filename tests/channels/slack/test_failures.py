"""What a failed call of Slack means: seen through the real client on a loopback server."""

import asyncio
import logging

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError

from bot.channels.slack.client import build_client, close_client
from bot.channels.slack.failures import Trouble, failure_of, failure_of_code
from tests.servers.slack import BOT_TOKEN, Fate, SlackServer

# An AttributeError is what the library makes of a text where it expects an object.
FAILURES = (SlackApiError, aiohttp.ClientError, TimeoutError, OSError, AttributeError)


def failed(*, fate=None, method="chat.postMessage", timeout_s=20.0, base_url="", token=BOT_TOKEN, **arguments):
    """What a call comes to that fails."""

    async def call():
        async with SlackServer() as server:
            if fate is not None:
                server.fail(method, fate)
            client = build_client(token, base_url or server.base_url, timeout_s=timeout_s)
            try:
                await client.api_call(method, json={"channel": "C1", "text": "x", **arguments})
            except FAILURES as error:
                return failure_of(error), len(server.messages("C1"))
            finally:
                await close_client(client)
            raise AssertionError("it did not fail")

    return asyncio.run(call())


@pytest.mark.parametrize(
    ("fate", "trouble", "arrived"),
    [
        (Fate.BUSY, Trouble.BUSY, 0),
        (Fate.ERROR, Trouble.FAILED, 0),
        (Fate.UNAVAILABLE, Trouble.FAILED, 0),
        (Fate.ERROR_AFTER, Trouble.FAILED, 1),
        (Fate.INTERNAL, Trouble.UNSURE, 0),
        (Fate.CUT_BEFORE, Trouble.UNSURE, 0),
        (Fate.CUT_AFTER, Trouble.UNSURE, 1),
        (Fate.ARCHIVE, Trouble.GONE, 0),
        (Fate.KICK, Trouble.GONE, 0),
    ],
)
def test_what_the_server_did_is_told_as_far_as_it_can_be(fate, trouble, arrived):
    failure, messages = failed(fate=fate)
    assert failure.trouble is trouble
    assert messages == arrived


def test_slack_says_how_long_to_wait():
    assert failed(fate=Fate.BUSY)[0].after_s == 1.0


@pytest.mark.parametrize("fate", [Fate.HANG_BEFORE, Fate.HANG_AFTER])
def test_no_answer_in_time_is_unsure(fate):
    assert failed(fate=fate, timeout_s=0.3)[0].trouble is Trouble.UNSURE


@pytest.mark.parametrize("base_url", ["http://127.0.0.1:1/api/", "http://no-such-host.invalid/api/"])
def test_what_never_reached_slack_was_surely_not_taken(base_url):
    assert failed(base_url=base_url)[0].trouble is Trouble.LATER


def test_codes_of_the_token_of_the_form_and_of_the_channel_are_told_apart():
    assert failed(token="xoxb-wrong")[0].trouble is Trouble.OPERATOR
    assert failed(blocks=[{"type": "nonsense"}])[0].trouble is Trouble.MARKUP
    assert failed(thread_ts="1.000001")[0].trouble is Trouble.THREAD
    assert failed(channel="C99")[0].code == "channel_not_found"
    assert failed(method="chat.update", ts="1.000001")[0].trouble is Trouble.MISSING
    assert failure_of_code("some_new_code").trouble is Trouble.REFUSED
    assert "channels:history" in failure_of_code("missing_scope", needed="channels:history").reason


@pytest.mark.parametrize(
    ("status", "text", "content_type", "trouble"),
    [
        (502, "<html>", "text/html", Trouble.UNSURE),
        (504, "<html>", "text/html", Trouble.UNSURE),
        (200, "{broken", "application/json", Trouble.UNSURE),
        (500, "{broken", "application/json", Trouble.FAILED),
        (200, "ok", "text/plain", Trouble.UNSURE),
        (404, "<html>", "text/html", Trouble.OPERATOR),
        (413, "<html>", "text/html", Trouble.MARKUP),
        (429, "<html>", "text/html", Trouble.BUSY),
    ],
)
def test_answers_of_whatever_stands_between(status, text, content_type, trouble):
    async def call():
        async def answer(_):
            return web.Response(status=status, text=text, content_type=content_type)

        app = web.Application()
        app.router.add_post("/api/auth.test", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        client = build_client(BOT_TOKEN, f"http://127.0.0.1:{runner.addresses[0][1]}/api")
        try:
            await client.api_call("auth.test")
        except FAILURES as error:
            return failure_of(error)
        finally:
            await close_client(client)
            await runner.cleanup()

    assert asyncio.run(call()).trouble is trouble


def test_neither_token_nor_words_of_people_reach_a_log_at_any_level(caplog):
    caplog.set_level(logging.DEBUG)

    async def call():
        async with SlackServer() as server:
            client = build_client(BOT_TOKEN, server.base_url)
            await client.chat_postMessage(channel="C1", text="private words")
            server.fail("chat.postMessage", Fate.CUT_AFTER)
            for text in ("private words", "private words"):
                try:
                    await client.chat_postMessage(channel="C2", text=text)
                except FAILURES as error:
                    logging.getLogger("test").debug("failed: %s %r", error, error)
            await close_client(client)

    asyncio.run(call())
    assert "failed: " in caplog.text
    assert BOT_TOKEN not in caplog.text
    assert "private words" not in caplog.text
