"""The doctor about chats: tokens that cannot be right, and what the platforms say of those that may be."""

from __future__ import annotations

import asyncio
import json
import os
import re
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.channels.slack.standing import NEEDED, OPTIONAL, VITAL
from bot.cli.chat_checks import access, asked, shapes
from bot.cli.checks import HOME, Level
from config.settings import load
from tests.servers.slack import APP_TOKEN, BOT_TOKEN, SlackServer
from tests.servers.telegram import TOKEN, Fault, TelegramServer

TELEGRAM = "123456789:AAF0bC1dE2fG3hI4jK5lM6nO7pQ8rS9tU0v"
SIGNING = "8f742231b10e8888abcd99deadbeef85"
SCOPE = re.compile(r"^ *(?:# )?- ([a-z_]+:?[a-z]*)\b", re.MULTILINE)


def settings(**given):
    return load(**given).settings


def said(findings):
    return [(f.check, f.level, f.message) for f in findings]


def ask(given, *servers):
    """What the platforms on the loopback interface say; ``given`` makes settings of the servers."""

    async def main():
        async with AsyncExitStack() as stack:
            for server in servers:
                await stack.enter_async_context(server)
            return await asked(settings(**given(*servers)))

    return asyncio.run(main())


def of_telegram(server):
    return {"telegram_token": TOKEN, "telegram_base_url": server.base_url}


def of_slack(server, app_token=APP_TOKEN):
    return {"slack_bot_token": BOT_TOKEN, "slack_app_token": app_token, "slack_base_url": server.base_url}


def test_without_tokens_all_is_well_and_nobody_is_asked():
    assert said(shapes(settings())) == [("tokens", Level.OK, "none: `newsdesk run` serves the console only")]
    assert asyncio.run(asked(settings())) == []


def test_tokens_of_the_usual_form_are_named_by_platform_alone():
    given = {"telegram_token": TELEGRAM, "slack_bot_token": "xoxb-1-2-aB3", "slack_signing_secret": SIGNING}
    assert said(shapes(settings(**given))) == [("tokens", Level.OK, "Telegram and Slack: of the usual form")]


def test_a_desk_that_strangers_may_change_is_warned_of():
    (finding,) = access(settings(telegram_token=TELEGRAM))
    assert (finding.check, finding.level) == ("access", Level.WARN)
    assert "NEWSDESK_OPERATORS" in finding.advice


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"telegram_token": TELEGRAM, "allowed_chats": "telegram:-100"},
        {"telegram_token": TELEGRAM, "operators": "telegram:7"},
        {"telegram_token": TELEGRAM, "feeds_by": "operators"},
    ],
)
def test_a_desk_that_is_limited_or_serves_no_chat_is_not(given):
    assert list(access(settings(**given))) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("telegram_token", "AAF0bC1dE2fG3hI4jK5lM6nO7pQ8rS9tU0v"),
        ("telegram_token", "123456:ABC-DEF…"),
        ("slack_bot_token", "xoxb-copied-by-halves"),
        ("slack_app_token", "xapp-1-2-3"),
        ("slack_signing_secret", BOT_TOKEN),
    ],
)
def test_a_token_that_was_not_copied_whole_is_named_and_not_shown(key, value):
    whole = {"slack_bot_token": "xoxb-1-2-aB3", "slack_signing_secret": SIGNING}
    findings = shapes(settings(**whole | {key: value}))
    assert [(f.level, f.message.split()[0]) for f in findings] == [(Level.WARN, key)]
    assert value not in str(findings)
    assert findings[0].advice


@pytest.mark.parametrize(
    ("url", "secret", "refused"),
    [
        ("https://news.example.org:8443/telegram", "a-long_random-word", []),
        ("http://news.example.org/telegram", "word", ["telegram_webhook_url"]),
        ("https://news.example.org:8080/telegram", "word", ["telegram_webhook_url"]),
        ("https://news.example.org/telegram", "wörd!", ["telegram_webhook_secret"]),
    ],
)
def test_a_webhook_that_telegram_would_refuse_is_a_failure(url, secret, refused):
    given = {"telegram_token": TELEGRAM, "telegram_webhook_url": url, "telegram_webhook_secret": secret}
    findings = [f for f in shapes(settings(**given)) if f.level is Level.FAIL]
    assert [f.message.split()[-1] for f in findings] == refused


def test_telegram_says_whose_the_token_is():
    found = ask(of_telegram, TelegramServer())
    assert said(found) == [("telegram", Level.OK, "the token is of @newsdesk_bot")]


def test_a_token_that_telegram_does_not_know_is_a_failure_with_advice():
    (found,) = ask(of_telegram, TelegramServer(token="654321:another-token-of-the-tests"))
    assert (found.level, found.message) == (Level.FAIL, "Telegram does not know the token")
    assert "@BotFather" in found.advice
    assert TOKEN not in str(found)


def test_what_a_bot_is_set_to_at_botfather_is_looked_at(monkeypatch):
    from tests.servers.telegram.methods import METHODS

    me = {
        "id": 1,
        "is_bot": True,
        "username": "n_bot",
        "can_join_groups": False,
        "can_read_all_group_messages": True,
    }
    monkeypatch.setitem(METHODS, "getme", lambda *_: me)
    found = ask(of_telegram, TelegramServer())
    assert [f.level for f in found] == [Level.OK, Level.WARN, Level.WARN]
    assert ["/setjoingroups" in found[1].advice, "/setprivacy" in found[2].advice] == [True, True]


def test_a_webhook_that_telegram_cannot_call_is_told(monkeypatch):
    from tests.servers.telegram.updates import Updates

    monkeypatch.setattr(Updates, "info", lambda _: {"url": "x", "last_error_message": "Connection refused"})
    hook = {"telegram_webhook_url": "https://news.example.org/telegram", "telegram_webhook_secret": "word"}
    found = ask(lambda server: of_telegram(server) | hook, TelegramServer())
    assert said(found)[1:] == [
        ("telegram", Level.WARN, "Telegram could not call the webhook: Connection refused")
    ]
    assert len(ask(of_telegram, TelegramServer())) == 1  # without a webhook of ours nobody asks


@pytest.mark.parametrize("fault", [Fault.ERROR, Fault.CUT_BEFORE, Fault.FLOOD])
def test_when_telegram_cannot_be_asked_that_is_said_without_the_token(fault):
    server = TelegramServer()
    server.plan.then(fault, method="getme")
    (found,) = ask(of_telegram, server)
    assert found.level is Level.FAIL
    assert found.message
    assert TOKEN not in str(found)


def test_slack_says_whose_both_tokens_are():
    found = ask(of_slack, SlackServer())
    assert said(found) == [
        ("slack", Level.OK, "the bot token is of newsdesk in Newsdesk"),
        ("slack", Level.OK, "the app token opens connections"),
    ]


def test_missing_scopes_are_named_with_what_they_are_for():
    server = SlackServer()
    server.web.scopes = set(NEEDED) - {"chat:write", "files:read"}
    found = ask(of_slack, server)
    assert said(found)[1:4] == [
        ("slack", Level.FAIL, "scope chat:write is missing (briefs and answers)"),
        ("slack", Level.WARN, "scope files:read is missing (summarising files)"),
        (
            "slack",
            Level.OK,
            "without channels:history, groups:history: a message whose connection broke stays uncertain",
        ),
    ]
    assert all("install the app again" in f.advice for f in found[1:3])


def test_the_scopes_are_those_of_the_manifest(root):
    manifest = (root / "bot" / "channels" / "slack" / "manifest.yaml").read_text(encoding="utf-8")
    bot = manifest.partition("    bot:\n")[2].partition("\nsettings:")[0]
    assert set(SCOPE.findall(bot)) == {*NEEDED, *OPTIONAL}
    assert set(NEEDED) >= VITAL


@pytest.mark.parametrize(
    ("bot", "app", "message"),
    [
        ({"xoxb-9-9-other"}, {APP_TOKEN}, "Slack does not accept the bot token (invalid_auth)"),
        ({BOT_TOKEN}, {"xapp-1-A0-9-other"}, "Slack does not accept the app token (invalid_auth)"),
    ],
)
def test_tokens_that_slack_does_not_know_are_failures(bot, app, message):
    server = SlackServer()
    server.tokens, server.app_tokens = bot, app
    (found,) = [f for f in ask(of_slack, server) if f.level is Level.FAIL]
    assert found.message == message
    assert "Take NEWSDESK_SLACK_" in found.advice


def test_tokens_of_two_apps_are_told_apart():
    server, other = SlackServer(), "xapp-1-A0ANOTHER-3333-thisIsASecretOfTheTests"
    server.app_tokens = {other}
    (found,) = [f for f in ask(lambda s: of_slack(s, other), server) if f.level is Level.FAIL]
    assert found.message == "the two tokens are of different apps"
    assert "A0NEWSDESK" in found.advice
    assert "A0ANOTHER" in found.advice


def test_platforms_that_are_not_there_are_failures():
    given = {
        "telegram_token": TOKEN,
        "telegram_base_url": "http://127.0.0.1:9/bot",
        "slack_bot_token": BOT_TOKEN,
        "slack_app_token": APP_TOKEN,
        "slack_base_url": "http://127.0.0.1:9/api/",
    }
    found = asyncio.run(asked(settings(**given)))
    assert [(f.check, f.level) for f in found] == [
        ("telegram", Level.FAIL),
        ("slack", Level.FAIL),
        ("slack", Level.FAIL),
    ]
    assert [f for f in found if not f.advice] == []


def test_the_command_prints_all_that_and_no_token(tmp_path):
    """As an operator calls it, with one platform that accepts its token and one that does not."""

    async def main():
        async with TelegramServer() as telegram, SlackServer() as slack:
            slack.tokens = {"xoxb-9-9-other"}
            given = {
                "NEWSDESK_TELEGRAM_TOKEN": TOKEN,
                "NEWSDESK_TELEGRAM_BASE_URL": telegram.base_url,
                "NEWSDESK_SLACK_BOT_TOKEN": BOT_TOKEN,
                "NEWSDESK_SLACK_APP_TOKEN": APP_TOKEN,
                "NEWSDESK_SLACK_BASE_URL": slack.base_url,
                "NEWSDESK_DATABASE_URL": f"sqlite:///{tmp_path}/n.sqlite3",
            }
            process = await asyncio.create_subprocess_exec(
                sys.executable,
                *("-c", "from bot.cli import main; main()", "doctor", "--json", "--quick", "--online"),
                cwd=tmp_path,
                env={**os.environ, **given, "PYTHONPATH": str(HOME)},
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
            )
            printed, _ = await asyncio.wait_for(process.communicate(), 60)
            assert process.returncode == 1, printed
            return printed.decode()

    printed = asyncio.run(main())
    checks = [(c["check"], c["level"]) for c in json.loads(printed)["checks"]]
    assert checks[-4:] == [("tokens", "ok"), ("telegram", "ok"), ("slack", "fail"), ("slack", "ok")]
    assert not any(secret in printed for secret in (TOKEN, BOT_TOKEN, APP_TOKEN))
    assert list(Path(tmp_path).iterdir()) == []
