"""Both platforms in one process: subscribe, an article arrives, 08:00 passes, the brief is there, questions are
answered in their place.  What a reader would have seen is written to ``transcript.txt`` in the test's folder.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime

import pytest

from .chat_desk import ChatDesk
from .site import Page

FIVE_TO_EIGHT = datetime(2025, 5, 13, 4, 55, tzinfo=UTC)
EIGHT = datetime(2025, 5, 13, 5, 0, 5, tzinfo=UTC)  # 08:00 in Kyiv, and five seconds
# What a busy machine may take; ``transcript.txt`` tells what it did take, and benchmarks.talking measures it.
SIGN_S = 2.0
ANSWER_S = 10.0
# Slack takes a message a second in a channel; people take as long to read an answer.
BREATH_S = 1.1


def publish(site, seeds, *names):
    """Sample articles, as the outlet "harbour" would publish them."""
    for number, name in enumerate(names):
        title, _, text = (seeds / "articles" / f"{name}.txt").read_text().partition("\n\n")
        at = FIVE_TO_EIGHT.replace(minute=number)
        site.publish("harbour", Page(f"/harbour/{name}", title, text.strip(), at))


class Telegram:
    """What the people of one topic do and see, written into the transcript."""

    def __init__(self, desk: ChatDesk) -> None:
        self.desk = desk
        self.server = desk.telegram
        self.ann, self.bob = (self.server.world.user(n) for n in ("Ann", "Bob"))
        self.chat = self.server.world.supergroup("Press desk", [self.ann, self.bob], is_forum=True)
        self.chat.members[self.ann.id] = "administrator"
        self.topic = self.chat.topic("Briefs")
        self.took: list[tuple[float, float]] = []

    async def say(self, who, words, *, reply_to=None, expect="", within_s=10.0):
        self.desk.note(f"Telegram · {who.first_name}", words)
        begun, actions = time.monotonic(), len(self.server.actions)
        self.server.say(self.chat, who, words, thread=self.topic, reply_to=reply_to)
        found = await self.server.expect(self.chat, expect, within_s=within_s)
        answered = time.monotonic()
        signs = [at for _, _, at in self.server.actions[actions:]]
        self.took.append((min([*signs, answered]) - begun, answered - begun))
        return self.saw(found)

    async def press(self, message, label, who, *, expect=""):
        self.desk.note(f"Telegram · {who.first_name} presses", label)
        self.server.press(message, label, who)
        return self.saw(await self.server.expect(self.chat, expect))

    def saw(self, message):
        self.desk.note("Telegram · Newsdesk", message.text, list(message.buttons))
        assert message.thread == self.topic, "it is answered where it was asked"
        return message


class Slack:
    """What the people of #news do and see."""

    def __init__(self, desk: ChatDesk) -> None:
        self.desk = desk
        self.server = desk.slack
        self.took: list[tuple[float, float]] = []

    async def mention(self, who, words, *, thread="", expect):
        self.desk.note(f"Slack · {who}", f"@newsdesk {words}")
        await asyncio.sleep(BREATH_S)
        begun = time.monotonic()
        said = asyncio.create_task(self.server.mention("C1", who, words, thread_ts=thread))
        while not (posted := [p for p in self.server.messages("C1") if p.user == who and words in p.text]):  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        root = thread or posted[-1].ts
        await self.server.expect("C1", thread=root, after=posted[-1].ts)
        sign = time.monotonic()
        found = await self.server.expect("C1", *expect, thread=root, after=posted[-1].ts)
        self.took.append((sign - begun, time.monotonic() - begun))
        assert (await said).thread_ts == thread
        return self.saw(found)

    def saw(self, message):
        labels = [b["text"]["text"] for b in message.buttons if "text" in b]
        where = "in the thread" if message.thread_ts else "in the channel"
        self.desk.note(f"Slack · Newsdesk, {where}", message.words, labels)
        return message


async def play(desk, seeds):
    await desk.start()
    telegram, slack = Telegram(desk), Slack(desk)
    await subscribe(desk, telegram, slack)
    publish(desk.site, seeds, "2025-05-13-harbour-wire-zelenskyy-travels", *OTHERS)
    await desk.until(lambda: desk.rows("select count(*) from statements") > 20 and not desk.rows(UNREAD))
    assert not _briefs(desk, telegram), "nothing comes before its time"
    desk.set_clock(EIGHT)
    brief = telegram.saw(await desk.telegram.expect(telegram.chat, "Volodymyr Zelenskyy", within_s=30))
    await slack_brief(slack)
    await evidence(telegram, brief)
    await conversation_on_telegram(telegram)
    await conversation_on_slack(slack)
    return telegram, slack


UNREAD = "select count(*) from articles where id not in (select article_id from readings)"
OTHERS = (
    "2025-05-11-harbour-wire-istanbul-offer",
    "2025-05-12-northgate-courier-barrier-october",
    "2025-05-13-meridian-post-barrier-delayed",
)


async def subscribe(desk, telegram, slack):
    desk.site.publish(
        "harbour", Page("/harbour/quiet", "A quiet day", "Nobody said anything at all. " * 40, desk.now())
    )
    added = await telegram.say(telegram.ann, f"/feeds add {desk.site.feed('harbour')}")
    assert "Harbour" in added.text
    told = await telegram.say(telegram.ann, "/subscribe daily 08:00 Europe/Kyiv")
    assert "08:00 (Europe/Kyiv)" in told.text
    desk.note("Slack · U1", "/newsdesk subscribe daily 08:00 Europe/Kyiv")
    answer = await slack.server.slash("C1", "U1", "subscribe daily 08:00 Europe/Kyiv")
    assert answer.acked
    slack.saw(await slack.server.expect("C1", "08:00 (Europe/Kyiv)"))


async def slack_brief(slack):
    parent = slack.saw(
        await slack.server.expect("C1", "News brief", "Volodymyr Zelenskyy", thread="", within_s=30)
    )
    below = await slack.server.expect("C1", "Volodymyr Zelenskyy", "Ankara", thread=parent.ts, within_s=10)
    slack.saw(below)
    assert not below.unfurl
    # One a second, and a placeholder would have to wait among them.
    await slack.server.expect("C1", "European leaders", thread=parent.ts, within_s=30)


async def evidence(telegram, brief):
    shown = await telegram.press(brief, "Evidence", telegram.bob, expect="Harbour")
    assert any(e["type"] == "expandable_blockquote" for e in shown.entities)


async def conversation_on_telegram(telegram):
    bob = telegram.bob
    first = await telegram.say(
        bob, "@newsdesk_bot What did Zelenskyy say about the ceasefire?", expect="ceasefire"
    )
    assert "[1]" in first.text
    await telegram.press(first, "Evidence", bob, expect="Harbour")
    second = await telegram.say(bob, "and about Putin?", reply_to=first, expect="Putin")
    assert "Ankara" in second.text or "meet" in second.text
    nothing = await telegram.say(bob, "and about fishing quotas?", reply_to=second, expect="Zelenskyy")
    assert "[1]" not in nothing.text
    choice = await telegram.say(bob, "/said Calder", expect="Calder")
    assert {"Ruth Calder", "Owen Calder"} <= set(choice.buttons)
    chosen = await telegram.press(choice, "Ruth Calder", bob, expect="[1]")
    assert "Owen Calder said" not in chosen.text


async def conversation_on_slack(slack):
    first = await slack.mention(
        "U2", "What did Zelenskyy say about the ceasefire?", expect=("ceasefire", "Zelenskyy", "[1]")
    )
    await slack.mention("U2", "and about Putin?", thread=first.thread_ts, expect=("Putin", "[1]"))
    await slack.mention(
        "U2", "and about fishing quotas?", thread=first.thread_ts, expect=("quotas", "Zelenskyy")
    )


def _briefs(desk, telegram):
    return [m for m in desk.telegram.messages(telegram.chat) if "News brief" in m.text]


@pytest.mark.slow
def test_a_conversation_on_both_platforms_in_one_process(tmp_path, root):
    async def main():
        async with ChatDesk(tmp_path) as desk:
            desk.set_clock(FIVE_TO_EIGHT)
            telegram, slack = await play(desk, root / "seeds")
            code, took = await desk.stop()
            took_s = f"sign and answer in seconds: Telegram {telegram.took}, Slack {slack.took}"
            (tmp_path / "transcript.txt").write_text("\n\n".join([*desk.lines, took_s]))
            return desk, telegram, slack, code, took

    desk, telegram, slack, code, took = asyncio.run(main())
    assert code == 0
    assert took < 10
    assert max(sign for sign, _ in telegram.took[2:]) < SIGN_S
    assert max(sign for sign, _ in slack.took) < SIGN_S
    assert max(answer for _, answer in telegram.took[2:] + slack.took) < ANSWER_S
    assert desk.telegram.rates.violations == []
    assert desk.slack.rates.violations == []
    assert [c for c in desk.telegram.calls if c.status not in {0, 200}] == []
    assert desk.slack.refused == []
    assert " level='error'" not in desk.log
