"""How a bot stands with Telegram: whether its token is known, and whether its settings at @BotFather suit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..standing import Standing
from .calls import Refused, raw
from .failures import Cause

if TYPE_CHECKING:
    from telegram import Bot


async def standing(bot: Bot, /, *, webhook: bool) -> tuple[Standing, ...]:
    """Ask Telegram who this is; changes nothing, and may be asked while the bot is running.

    Args:
        bot: As ``build_bot`` makes it; its connections are closed afterwards.
        webhook: Whether Telegram is to call us.
    """
    async with bot.request:
        try:
            me = await raw(bot, "get_me")
            calls = await raw(bot, "get_webhook_info") if webhook else None
        except Refused as refused:
            return (_refused(refused),)
    name = me.get("username") if isinstance(me, dict) else None
    if not name:
        return (Standing("Telegram's answer names no bot", "Look at NEWSDESK_TELEGRAM_BASE_URL.", works=False),)
    found = [Standing(f"the token is of @{name}")]
    if me.get("can_join_groups") is False:
        advice = "For groups and channels write /setjoingroups to @BotFather: Enable."
        found.append(Standing(f"@{name} cannot be added to groups", advice))
    if me.get("can_read_all_group_messages"):
        advice = (
            "It needs none of that: write /setprivacy to @BotFather: Enable, then add it to its groups anew."
        )
        found.append(Standing(f"@{name} is sent everything that is written in its groups", advice))
    if isinstance(calls, dict) and (reason := calls.get("last_error_message")):
        advice = "Look at the proxy in front of NEWSDESK_HTTP_PORT, its certificate and path."
        found.append(Standing(f"Telegram could not call the webhook: {reason}", advice))
    return tuple(found)


def _refused(refused: Refused) -> Standing:
    if refused.failure.cause is Cause.TOKEN:
        advice = "Write /token to @BotFather, and put what it answers into NEWSDESK_TELEGRAM_TOKEN."
        return Standing("Telegram does not know the token", advice, works=False)
    advice = "Look at this machine's way to Telegram, and at NEWSDESK_TELEGRAM_BASE_URL."
    return Standing(refused.failure.reason.rstrip("."), advice, works=False)
