"""A run on the level debug in which everything fails: no secret and nobody's words stand in its output."""

from __future__ import annotations

import asyncio
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from aiohttp import web

from tests.servers.slack import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, Fate
from tests.servers.telegram import TOKEN, Fault

from .chat_proofs import WEBHOOK_SECRET, by_http, free_port, idle, played, told
from .invented import claim, page

WORDS = "zucchini-umbrella-telescope"
HELLO = "who said what"


def secrets():
    """Every form in which a secret could be written down."""
    plain = [TOKEN, TOKEN.partition(":")[2], BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, WEBHOOK_SECRET]
    plain += [BOT_TOKEN.rpartition("-")[2]]
    return {form for s in plain for form in (s, quote(s), quote(s, safe=""), quote_plus(s), repr(s)[1:-1])}


def found_in(folder: Path, words):
    """Those words that stand in what the desk has printed."""
    said = "".join((folder / name).read_text(errors="replace") for name in ("stdout.txt", "stderr.txt"))
    assert "level='debug'" in said or "level='info'" in said, "there is an output to look at"
    return [w for w in words if w in said]


async def fail_on_telegram(desk, person):
    """Each failure meets a call that somebody waits for."""
    server = desk.telegram
    chat = server.world.private(person)
    server.plan.retry_after_s = 1
    faults = (Fault.ERROR, Fault.BAD_GATEWAY, Fault.CUT_BEFORE, Fault.CUT_AFTER, Fault.FLOOD, Fault.BLOCK)
    for fault in faults:
        happened = server.plan.happened[fault]
        server.plan.then(fault)
        server.say(chat, person, "/start")
        await desk.until(lambda fault=fault, happened=happened: server.plan.happened[fault] > happened)
    chat.refuses = ""
    server.plan.next.clear()


async def fail_on_slack(desk):
    slack = desk.slack
    fates = (Fate.ERROR, Fate.UNAVAILABLE, Fate.INTERNAL, Fate.CUT_BEFORE, Fate.CUT_AFTER, Fate.BUSY)
    for fate in fates:
        slack.fail("chat.postMessage", fate)
        plan = slack.fates.plans[-1]
        await slack.mention("C1", "U1", f"start {WORDS}")
        await desk.until(lambda plan=plan: not plan.times)
    slack.web.scopes.clear()
    await slack.mention("C2", "U1", "start")
    await slack.slash("C2", "U2", "unsubscribe")
    await desk.until(lambda: told(desk, "missing_scope") or told(desk, "permission_unknown"))


class Nonsense:
    """A host that answers what is neither Telegram's nor Slack's."""

    def __init__(self) -> None:
        self.served = 0

    async def answer(self, request):
        self.served += 1
        url = str(request.url)
        match self.served % 5:
            case 0:
                return web.Response(text="<html>not JSON</html>", content_type="text/html")
            case 1:
                return web.Response(text=f'{{"{WORDS}', content_type="application/json")
            case 2:
                return web.json_response(
                    {"ok": False, "error_code": 401, "description": "Unauthorized"}, status=401
                )
            case 3:
                return web.json_response([url])
        return web.json_response({"ok": False, "error": "what", "description": url}, status=404)


@pytest.mark.slow
def test_no_secret_and_no_words_stand_in_the_log_of_a_run_with_every_failure(tmp_path):
    async def scene(desk):
        server, slack = desk.telegram, desk.slack
        eve = server.world.user("Eve")
        chat = server.world.private(eve)
        desk.site.publish("harbour", page("harbour", 1, desk.now()))
        await desk.start()
        await desk.until(lambda: slack.socket.alive)
        server.say(chat, eve, f"/feeds add {desk.site.feed('harbour')}")
        await server.expect(chat, "Harbour", within_s=15)
        server.say(chat, eve, f"what did anybody say about {WORDS}?")
        await asyncio.gather(fail_on_telegram(desk, eve), fail_on_slack(desk))
        await idle(desk, tmp_path)
        tickets = [str(s.request.url) for s in slack.socket.sockets]
        await slack.socket.cut()
        await desk.until(lambda: slack.socket.opened > 1)
        server.token = "1:another"  # what the desk has is refused now
        slack.tokens.clear()
        slack.app_tokens.clear()
        await slack.socket.close()
        await desk.until(lambda: told(desk, "telegram_token_refused"))
        await desk.until(lambda: told(desk, "invalid_auth"), within_s=15)
        code, _ = await desk.stop()
        assert code == 0
        urls = list(slack._urls) + [t.partition("ticket=")[2][:32] for t in tickets]
        assert urls
        assert found_in(tmp_path, secrets()) == []
        assert found_in(tmp_path, [f"/answers/{u}" for u in slack._urls]) == []
        assert found_in(tmp_path, ["ticket=", "/link/"]) == []
        assert found_in(tmp_path, [WORDS, claim(1), "lies beside the", HELLO]) == []

    played(scene, tmp_path)


def test_no_secret_stands_in_the_log_when_platforms_answer_nonsense_or_are_nowhere(tmp_path):
    port, nowhere = free_port(), free_port()

    async def scene(desk):
        application = web.Application()
        host = Nonsense()
        application.router.add_route("*", "/{path:.*}", host.answer)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", nowhere).start()
        await desk.start()
        await desk.until(lambda: told(desk, "telegram_not_started") and told(desk, "slack_not_reached"))
        await desk.until(lambda: host.served >= 6)
        await runner.cleanup()  # and now nobody is there
        away = len(desk.log)
        await desk.until(
            lambda: (
                told(desk, "telegram_not_started", since=away) and told(desk, "slack_not_reached", since=away)
            ),
            within_s=20,
        )
        code, _ = await desk.stop()
        assert code == 0
        assert found_in(tmp_path, {*secrets(), WORDS}) == []

    base = f"http://127.0.0.1:{nowhere}"
    more = {
        "NEWSDESK_TELEGRAM_BASE_URL": f"{base}/bot",
        "NEWSDESK_TELEGRAM_BASE_FILE_URL": f"{base}/file/bot",
        "NEWSDESK_SLACK_BASE_URL": f"{base}/api/",
    }
    played(scene, tmp_path, **by_http(port), **more)
