"""The strict Slack, driven by the libraries that the bot uses."""

import asyncio

import pytest
from slack_sdk.errors import SlackApiError

from bot.channels.slack.client import build_client, close_client
from tests.servers.slack import APP_TOKEN, BOT_TOKEN, BOT_USER, SIGNING_SECRET, Fate, SlackServer


def played(scene, **more):
    """Run a scene with a server and a client."""

    async def play():
        async with SlackServer(**more) as server:
            client = build_client(BOT_TOKEN, server.base_url)
            try:
                await scene(server, client)
            finally:
                await close_client(client)

    asyncio.run(play())


def bolt(client):
    from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
    from slack_bolt.app.async_app import AsyncApp

    app = AsyncApp(client=client, signing_secret=SIGNING_SECRET)
    return app, AsyncSocketModeHandler(app, APP_TOKEN)


def test_a_message_is_there_and_can_be_changed_and_taken_back():
    async def scene(server, client):
        posted = await client.chat_postMessage(channel="C1", text="One", unfurl_links=False)
        await client.chat_update(channel="C1", ts=posted["ts"], text="Two")
        assert [(m.text, m.edited, m.ts) for m in server.messages("C1")] == [("Two", True, posted["ts"])]
        await client.chat_delete(channel="C1", ts=posted["ts"])
        assert server.messages("C1") == []

    played(scene)


@pytest.mark.parametrize(
    ("blocks", "why"),
    [
        ([{"type": "divider"}] * 51, "50 items"),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 3001}}], "less than 3001"),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": ""}}], "more than 0"),
        ([{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}], "less than 151"),
        ([{"type": "header", "text": {"type": "mrkdwn", "text": "x"}}], "plain_text"),
        ([{"type": "divider", "block_id": "a"}] * 2, "already exists"),
        (
            [
                {
                    "type": "actions",
                    "elements": [{"type": "button", "text": {"type": "plain_text", "text": "x" * 76}}],
                }
            ],
            "less than 76",
        ),
        (
            [
                {
                    "type": "actions",
                    "elements": [
                        {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x"}}
                        for _ in range(2)
                    ],
                }
            ],
            "already exists",
        ),
        ([{"type": "video"}], "unsupported"),
        ([{"type": "rich_text", "elements": []}], "not be empty"),
        (
            [
                {
                    "type": "rich_text",
                    "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}],
                }
            ],
            "more than 0",
        ),
    ],
)
def test_blocks_that_slack_refuses_are_refused(blocks, why):
    async def scene(server, client):
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel="C1", text="x", blocks=blocks)
        assert caught.value.response["error"] == "invalid_blocks"
        assert why in caught.value.response["errors"][0]
        assert server.messages("C1") == []

    played(scene)


def test_wrong_channels_tokens_and_methods_are_refused():
    async def scene(server, client):
        server.channel("C3").members.discard(BOT_USER)
        server.channel("C4").is_archived = True

        async def code(method, **args):
            with pytest.raises(SlackApiError) as caught:
                await client.api_call(method, json=args)
            return caught.value.response["error"]

        big = [{"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2900}}] * 5
        assert await code("chat.postMessage", channel="C9", text="x") == "channel_not_found"
        assert await code("chat.postMessage", channel="C3", text="x") == "not_in_channel"
        assert await code("chat.postMessage", channel="C4", text="x") == "is_archived"
        assert await code("chat.postMessage", channel="C1") == "no_text"
        await asyncio.sleep(0.06)
        assert await code("chat.postMessage", channel="C1", text="x", blocks=big) == "msg_blocks_too_long"
        assert await code("chat.postTelegram", channel="C1", text="x") == "unknown_method"
        server.web.scopes.discard("channels:history")
        assert await code("conversations.history", channel="C1") == "missing_scope"
        server.tokens.clear()
        assert await code("auth.test") == "invalid_auth"

    played(scene, second=0.05)


def test_a_channel_takes_one_message_a_second():
    async def scene(server, client):
        await client.chat_postMessage(channel="C1", text="One")
        await client.chat_postMessage(channel="C2", text="Two")
        with pytest.raises(SlackApiError) as caught:
            await client.chat_postMessage(channel="C1", text="Three")
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "1"
        assert [(method, channel) for method, channel, _ in server.rates.violations] == [
            ("chat.postMessage", "C1")
        ]

    played(scene)


def test_a_cut_after_the_commit_leaves_one_message_and_the_client_does_not_repeat():
    async def scene(server, client):
        server.fail("chat.postMessage", Fate.CUT_AFTER)
        with pytest.raises(Exception, match=r"disconnected|reset"):
            await client.chat_postMessage(channel="C1", text="One")
        assert len(server.messages("C1")) == 1
        assert len(server.calls_of("chat.postMessage")) == 1

    played(scene)


def test_bolt_hears_a_mention_answers_it_and_a_button():
    async def scene(server, client):
        app, handler = bolt(client)
        pressed = []

        @app.event("app_mention")
        async def heard(event, say):
            button = {
                "type": "button",
                "action_id": "a",
                "value": "v",
                "text": {"type": "plain_text", "text": "Go"},
            }
            blocks = [{"type": "actions", "elements": [button]}]
            await say(text=f"heard {event['text']}", blocks=blocks, thread_ts=event["ts"])

        @app.action("a")
        async def press(ack, body, respond):
            await ack()
            pressed.append(body["actions"][0]["value"])
            await respond(text="done", replace_original=True)

        @app.command("/newsdesk")
        async def command(ack, body, client):
            await ack()
            view = {
                "type": "modal",
                "callback_id": "form",
                "title": {"type": "plain_text", "text": "Form"},
                "submit": {"type": "plain_text", "text": "Send"},
                "blocks": [
                    {
                        "type": "input",
                        "block_id": "when",
                        "label": {"type": "plain_text", "text": "When"},
                        "element": {"type": "plain_text_input", "action_id": "when"},
                    }
                ],
            }
            await client.views_open(trigger_id=body["trigger_id"], view=view)

        @app.view("form")
        async def form(ack, body):
            await ack(response_action="errors", errors={"when": "not a time"})

        await handler.connect_async()
        said = await server.mention("C1", "U1", "hello")
        answer = await server.expect("C1", "heard", thread=said.ts)
        assert (await server.press(answer, "Go", "U1")).acked
        await server.expect("C1", where=lambda m: m.edited and m.text == "done")
        assert pressed == ["v"]
        assert (await server.slash("C1", "U1", "subscribe")).acked
        answer = await server.submit_view(await server.view("U1"), {"when": "8"})
        assert answer.body == {"response_action": "errors", "errors": {"when": "not a time"}}
        await handler.close_async()

    played(scene)


def test_an_event_that_nobody_acknowledges_comes_again():
    async def scene(server, client):
        app, handler = bolt(client)
        heard = []

        @app.event("app_home_opened")
        async def opened(body, ack):
            heard.append(body["event_id"])
            if len(heard) == 1:
                server.socket.stall()
                await server.socket.close()
                await asyncio.sleep(1.0)

        await handler.connect_async()
        sent = asyncio.ensure_future(server.open_home("U1"))
        await asyncio.sleep(0.3)
        await handler.client.connect_to_new_endpoint(force=True)
        answer = await sent
        assert answer.acked
        assert answer.tries == 2
        assert len(heard) == 2
        assert len(set(heard)) == 1
        await handler.close_async()

    played(scene, ack_s=0.5, retry_pauses_s=(0.2, 0.2, 0.2))
