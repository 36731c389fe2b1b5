"""Servers that know few methods: the desk works, and lets nobody in."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from .chat_proofs import count, idle, played, rows, told, wishes
from .invented import FIRST, LAST, claim, page

BEFORE = datetime(2025, 5, 13, 7, 58, tzinfo=UTC)
DUE = datetime(2025, 5, 13, 8, 0, 5, tzinfo=UTC)
HELLO = "who said what"
WHO = f"{FIRST[0]} {LAST[0]}"
ONLY_ON_TELEGRAM = frozenset(
    """
    setmycommands deletemycommands sendchataction deletewebhook getwebhookinfo getchat getchatmember
    getchatadministrators answercallbackquery editmessagereplymarkup deletemessage
    """.split()
)
ONLY_ON_SLACK = frozenset(
    """
    users.info users.list users.conversations conversations.info conversations.list conversations.members
    conversations.open conversations.history conversations.replies views.publish views.open views.update
    reactions.add chat.delete chat.postEphemeral files.info
    """.split()
)


async def greeted(desk, ann, chat):
    desk.telegram.say(chat, ann, "/start")
    hello = await desk.telegram.expect(chat, HELLO)
    desk.telegram.press(hello, "go:help", ann)
    await desk.telegram.expect(chat, "/ask")
    root = await desk.slack.mention("C1", "U1", "start")
    await desk.slack.expect("C1", HELLO, thread=root.ts)


async def answered(desk, ann, chat):
    question = f"What did {WHO} say?"
    desk.telegram.say(chat, ann, question)
    await desk.telegram.expect(chat, claim(0), within_s=15)
    root = await desk.slack.mention("C1", "U2", question)
    await desk.slack.expect("C1", claim(0), thread=root.ts, within_s=15)


async def closed(desk, ann, group, folder):
    """Who manages a chat cannot be learnt: then nobody does."""
    await idle(desk, folder)
    before = wishes(folder)
    since = len(desk.log)
    desk.telegram.say(group, ann, "/subscribe 10:00")
    await desk.telegram.expect(group)
    assert (await desk.slack.slash("C1", "U1", "subscribe 10:00")).acked
    assert (await desk.slack.slash("C1", "UADMIN", "unsubscribe")).acked
    await idle(desk, folder)
    assert len(told(desk, "platform_failed", since=since) + told(desk, "not_permitted", since=since)) == 3
    assert wishes(folder) == before


@pytest.mark.slow
@pytest.mark.parametrize("identity", ["minimal", "none"])
def test_a_server_with_few_methods_is_enough_and_permissions_fail_closed(tmp_path, identity):
    async def scene(desk):
        server, slack = desk.telegram, desk.slack
        server.lacking, slack.web.lacking = ONLY_ON_TELEGRAM, ONLY_ON_SLACK
        if identity == "none":
            slack.web.lacking |= {"auth.test"}
        else:
            slack.web.auth_test = lambda args, now: {"user_id": "U0BOT"}
        ann = server.world.user("Ann")
        chat, group = server.world.private(ann), server.world.supergroup("Press", [ann])
        desk.set_clock(BEFORE)
        desk.site.publish("harbour", page("harbour", 0, BEFORE))
        await desk.start()
        await desk.until(lambda: slack.socket.alive)
        await greeted(desk, ann, chat)
        server.say(chat, ann, f"/feeds add {desk.site.feed('harbour')}")
        await server.expect(chat, "Harbour", within_s=15)
        server.say(chat, ann, "/subscribe daily 08:00 UTC")
        await server.expect(chat, "08:00")
        await slack.dm("U1", "/newsdesk subscribe daily 08:00 UTC")
        im = slack.world.im_of("U1").id
        await slack.expect(im, "08:00")
        await closed(desk, ann, group, tmp_path)
        await desk.until(lambda: count(tmp_path, "readings") == 1, within_s=60)
        await answered(desk, ann, chat)
        desk.set_clock(DUE)
        await server.expect(chat, "News brief", within_s=20)
        await slack.expect(im, "News brief", within_s=20)
        await slack.expect(im, claim(0))
        await desk.until(lambda: not rows(tmp_path, "select 1 from deliveries where state <> 'sent'"))
        assert "unknown_method" in {code for _, code in slack.refused}
        assert {c.method for c in server.calls if c.status == 404} >= {"sendchataction", "answercallbackquery"}
        code, took = await desk.stop()
        assert (code, took < 10) == (0, True)

    played(scene, tmp_path)
