"""How an app stands with Slack: whether its tokens are known, of one app, and allowed what they need."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

import aiohttp
from slack_sdk.errors import SlackApiError

from ..standing import Standing
from .client import close_client
from .failures import Failure, Trouble, failure_of

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient
    from slack_sdk.web.async_slack_response import AsyncSlackResponse

# What each permission of the manifest is for.
NEEDED: Mapping[str, str] = {
    "commands": "the slash command",
    "chat:write": "briefs and answers",
    "app_mentions:read": "questions in channels",
    "im:history": "questions in direct messages",
    "im:read": "direct messages",
    "im:write": "direct messages",
    "channels:read": "who manages a channel",
    "groups:read": "who manages a private channel",
    "users:read": "who is an admin",
    "files:read": "summarising files",
}
# Without these nothing is heard or said.
VITAL = frozenset({"commands", "chat:write", "app_mentions:read", "im:history"})
OPTIONAL = ("channels:history", "groups:history")
_SCOPES_HEADER = "x-oauth-scopes"
_APP = re.compile(r"xapp-\d+-(A[A-Z0-9]+)-")
_REINSTALL = "Add them at api.slack.com/apps under OAuth & Permissions, then install the app again."


async def standing(client: AsyncWebClient, app: AsyncWebClient | None = None, /) -> tuple[Standing, ...]:
    """Ask Slack who this is; changes nothing, and may be asked while the app is running.

    Args:
        client: With the bot token; it is closed afterwards, as the other.
        app: With the app token; None when events come over HTTP.
    """
    try:
        found = await _of_bot(client)
        if app is not None:
            found += await _of_app(app)
            if all(s.works for s in found):
                found += await _of_both(client, app)
        return tuple(found)
    finally:
        await close_client(client)
        if app is not None:
            await close_client(app)


async def _of_bot(client: AsyncWebClient) -> list[Standing]:
    answer = await _asked(client, "auth.test")
    if isinstance(answer, Failure):
        return [_refused(answer, "bot token", "Take NEWSDESK_SLACK_BOT_TOKEN from OAuth & Permissions.")]
    told = next((v for name, v in answer.headers.items() if name.lower() == _SCOPES_HEADER), None)
    whose = Standing(f"the bot token is of {answer.get('user')} in {answer.get('team')}")
    return [whose, *([] if told is None else _missing({s.strip() for s in told.split(",")}))]


def _missing(scopes: Collection[str]) -> Iterator[Standing]:
    for scope, purpose in NEEDED.items():
        if scope not in scopes:
            yield Standing(f"scope {scope} is missing ({purpose})", _REINSTALL, works=scope not in VITAL)
    if absent := [scope for scope in OPTIONAL if scope not in scopes]:
        yield Standing(f"without {', '.join(absent)}: a message whose connection broke stays uncertain")


async def _of_app(app: AsyncWebClient) -> list[Standing]:
    answer = await _asked(app, "apps.connections.open")
    if not isinstance(answer, Failure):
        return [Standing("the app token opens connections")]
    if answer.code == "missing_scope":
        advice = "Basic Information > App-Level Tokens: generate one with the scope connections:write."
        return [Standing("the app token may not open connections", advice, works=False)]
    where = "Take NEWSDESK_SLACK_APP_TOKEN from Basic Information > App-Level Tokens."
    return [_refused(answer, "app token", where)]


async def _of_both(client: AsyncWebClient, app: AsyncWebClient) -> list[Standing]:
    """An app token names its app (``xapp-1-A0123-…``); that of another app would hear of other chats."""
    who = await _asked(client, "auth.test")
    about = who if isinstance(who, Failure) else await _asked(client, "bots.info", bot=str(who.get("bot_id")))
    named = _APP.match(app.token or "")
    if isinstance(about, Failure) or named is None:
        return []
    mine = (about.get("bot") or {}).get("app_id")
    if not mine or mine == named[1]:
        return []
    advice = f"Take both of one app: the bot token is of {mine}, the app token of {named[1]}."
    return [Standing("the two tokens are of different apps", advice, works=False)]


async def _asked(client: AsyncWebClient, method: str, **arguments: str) -> AsyncSlackResponse | Failure:
    try:
        return await client.api_call(method, params=arguments)
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
        return failure_of(error)


def _refused(failure: Failure, token: str, where: str) -> Standing:
    if failure.trouble is Trouble.OPERATOR:
        return Standing(f"Slack does not accept the {token} ({failure.code})", where, works=False)
    advice = "Look at this machine's way to Slack, and at NEWSDESK_SLACK_BASE_URL."
    return Standing(f"{token}: {failure.reason.rstrip('.')}", advice, works=False)
