"""Platforms as they are built of tokens; a desk that strangers may change says so once."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from bot.chats import Tokens, build_platforms
from bot.talk.permits import Needs, Permits
from tests.servers.telegram import TOKEN

from .talk.asking import Chat


def said(permits):
    services = replace(Chat().services, permits=permits)

    async def main():
        for platform in build_platforms(Tokens(telegram=TOKEN), services):
            await platform.close()

    with capture_logs() as logs:
        asyncio.run(main())
    return [entry["event"] for entry in logs if entry["log_level"] == "warning"]


def test_a_desk_that_is_open_to_all_says_so_once():
    assert said(Permits()) == ["desk_open_to_all"]


@pytest.mark.parametrize(
    "permits",
    [
        Permits(chats=frozenset({"telegram:1"})),
        Permits(operators=frozenset({"telegram:1"})),
        Permits(feeds_need=Needs.OPERATOR),
    ],
)
def test_a_desk_that_is_not_open_says_nothing(permits):
    assert said(permits) == []
