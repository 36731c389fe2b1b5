"""What the listener tells of the platforms that the desk has built."""

from __future__ import annotations

import asyncio

import aiohttp

from bot.chats import Tokens, build_platforms
from tests.bot.talk.asking import Chat
from tests.servers.slack import BOT_TOKEN, SIGNING_SECRET, SlackServer
from tests.servers.telegram import TelegramServer, until

SECRET = "a-long-random-word"


def tokens_of(telegram, slack):
    return Tokens(
        telegram=telegram.token,
        telegram_base_url=telegram.base_url,
        telegram_base_file_url=telegram.base_file_url,
        telegram_webhook_url="http://127.0.0.1:1/telegram",
        telegram_webhook_secret=SECRET,
        slack_bot=BOT_TOKEN,
        slack_signing_secret=SIGNING_SECRET,
        slack_base_url=slack.base_url,
        http_port=0,
    )


async def health(http, wanted):
    """What the listener tells, once it is as wanted, or after some seconds."""
    status = 0
    async with aiohttp.ClientSession() as session:
        for _ in range(300):
            async with session.get(f"http://127.0.0.1:{http.port}/healthz") as answer:
                status = answer.status
            if status == wanted:
                break
            await asyncio.sleep(0.02)
    return status


def test_the_listener_is_well_while_every_platform_takes_what_people_say():
    async def main():
        async with TelegramServer() as telegram, SlackServer() as slack:
            slack.tokens.clear()  # it cannot learn yet who it is
            platforms = build_platforms(tokens_of(telegram, slack), Chat().services)
            stops = {platform.platform: asyncio.Event() for platform in platforms}
            http = platforms[0]._http
            seen = []
            telegraph, slacker = (
                asyncio.create_task(platform.run(stops[platform.platform])) for platform in platforms
            )
            await until(lambda: platforms[0].is_receiving and http.port)
            seen.append(await health(http, 503))
            slack.tokens.add(BOT_TOKEN)
            seen.append(await health(http, 200))
            stops["slack"].set()
            await slacker
            seen.append(await health(http, 503))
            stops["telegram"].set()
            await telegraph
            for platform in platforms:
                await platform.close()
            assert seen == [503, 200, 503]

    asyncio.run(main())
