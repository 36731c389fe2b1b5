"""A brief with its threads to more than a hundred channels of Slack, while everything goes wrong that can.

Slack's seconds are a twentieth of a second here, on both sides; nothing else is quicker.
"""

import asyncio
import json
import time
from collections import Counter
from datetime import timedelta

import pytest

from bot.channels.pace import SLACK, Pace
from bot.channels.slack.client import build_client, close_client
from bot.channels.slack.parents import parent_in
from bot.channels.slack.sender import LOOKS, SlackSender
from newsdesk.deliver import Deliverer
from newsdesk.model import DeliveryState
from newsdesk.store import open_store
from tests.newsdesk.readers import EIGHT, add_channel, publish_parts, subscribe
from tests.pacing import faster
from tests.servers.slack import BOT_TOKEN, BOT_USER, Fate, SlackServer, by_chance

TIMES = 20
CHANNELS = 110
PARTS = 4
TROUBLE = {
    Fate.BUSY: 0.05,
    Fate.ERROR: 0.04,
    Fate.ERROR_AFTER: 0.01,
    Fate.CUT_BEFORE: 0.05,
    Fate.CUT_AFTER: 0.05,
    Fate.ARCHIVE: 0.005,
    Fate.KICK: 0.005,
}


def body(part):
    """A part as ``bot.render`` writes it, with a button."""
    elements = [{"type": "text", "text": f"part {part}"}]
    button = {
        "type": "button",
        "action_id": "press0",
        "value": "ev:$",
        "text": {"type": "plain_text", "text": "Evidence"},
    }
    blocks = [
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]},
        {"type": "actions", "elements": [button]},
    ]
    thread = {"thread": True} if part > 1 else {}
    return json.dumps({"text": f"part {part}", "mrkdwn": False, "blocks": blocks, **thread})


class Desk:
    """A ledger with one brief for each channel, and who delivers it."""

    def __init__(self, tmp_path, server, client, channels):
        begun = time.monotonic()
        self.clock = lambda: EIGHT + timedelta(seconds=(time.monotonic() - begun) * TIMES)
        self.store = open_store(f"sqlite:///{tmp_path}/desk.db")
        self.server = server
        self.names = [f"C{n:03}" for n in range(100, 100 + channels)]
        for name in self.names:
            server.channel(name)
            wish = subscribe(self.store, add_channel(self.store, name, "slack"))
            publish_parts(self.store, wish, *(body(p) for p in range(1, PARTS + 1)))
        self.sender = SlackSender(
            client,
            Pace(faster(SLACK, TIMES)),
            parent_of=parent_in(self.store.ledger),
            clock=self.clock,
            looks=faster(LOOKS, TIMES),
            believed_s=10 / TIMES,
        )

    def states(self):
        return Counter(d.state for d in self.store.ledger.deliveries(limit=10_000))

    async def deliver(self):
        deliverer = Deliverer(self.store, {"slack": self.sender}, clock=self.clock)
        while self.states().keys() & {DeliveryState.PENDING, DeliveryState.SENDING}:
            await deliverer.drain("slack")
            await deliverer.settle(self.clock())
            await asyncio.sleep(1 / TIMES)

    def check(self, name, *, below=True):
        """Each part at most once, in order, below the first one; and which there are."""
        shown = self.server.messages(name)
        parts = [int(m.text.removeprefix("part ")) for m in shown]
        assert parts == sorted(set(parts)), (name, parts)
        if below and shown:
            assert [m.thread_ts for m in shown] == ["", *[shown[0].ts] * (len(shown) - 1)]
        for delivery in self.store.ledger.deliveries(channel=self.ids[name]):
            if delivery.state is DeliveryState.SENT:
                message = shown[parts.index(delivery.part)]
                assert message.ts == delivery.remote_id
                assert message.buttons[0]["value"] == f"ev:{delivery.id}"
        return parts

    @property
    def ids(self):
        return {channel.address.chat: channel.id for channel in self.store.channels.all()}

    def is_open(self, name):
        place = self.server.world.channels[name]
        return BOT_USER in place.members and not place.is_archived


def played(scene, tmp_path, *, channels=CHANNELS):
    async def play():
        async with SlackServer(second=1 / TIMES) as server:
            client = build_client(BOT_TOKEN, server.base_url)
            desk = Desk(tmp_path, server, client, channels)
            try:
                await scene(desk, server)
            finally:
                await close_client(client)
                desk.store.housekeeping.close()

    asyncio.run(play())


@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_every_part_arrives_exactly_once_in_order_below_its_first(tmp_path, seed):
    """With history scope nothing stays uncertain."""

    async def scene(desk, server):
        server.fates.chance = by_chance(seed, TROUBLE)
        await desk.deliver()
        states = desk.states()
        assert server.drops_after_commit >= 10
        for name in desk.names:
            parts = desk.check(name)
            assert parts == list(range(1, (PARTS if desk.is_open(name) else len(parts)) + 1)), name
        assert states.keys() <= {DeliveryState.SENT, DeliveryState.DROPPED}
        gone = [name for name in desk.names if not desk.is_open(name)]
        assert 0 < len(gone) < 20
        assert {c.address.chat for c in desk.store.channels.all() if c.gone_at} == set(gone)
        assert states[DeliveryState.DROPPED] == sum(PARTS - len(server.messages(name)) for name in gone)
        assert server.rates.violations == []
        assert server.web.complaints == []

    played(scene, tmp_path)


def test_without_the_scope_uncertain_is_what_was_cut_off_and_nothing_comes_twice(tmp_path):
    async def scene(desk, server):
        server.web.scopes.discard("channels:history")
        cuts = []
        chance = by_chance(3, {f: s for f, s in TROUBLE.items() if f is not Fate.ERROR_AFTER})

        def fate(call):
            drawn = chance(call)
            if drawn in {Fate.CUT_BEFORE, Fate.CUT_AFTER}:
                cuts.append(call)
            return drawn

        server.fates.chance = fate
        await desk.deliver()
        states = desk.states()
        for name in desk.names:
            desk.check(name, below=False)
        assert states.keys() <= {DeliveryState.SENT, DeliveryState.DROPPED, DeliveryState.UNCERTAIN}
        assert 0 < states[DeliveryState.UNCERTAIN] <= len(cuts)
        assert server.rates.violations == []

    played(scene, tmp_path)


def test_parts_wait_while_slack_cannot_be_asked_what_became_of_the_first(tmp_path):
    async def scene(desk, server):
        server.fail("chat.postMessage", Fate.CUT_BEFORE, channel="C100")
        server.fail("chat.postMessage", Fate.CUT_AFTER, channel="C101")
        for channel in ("C100", "C101"):
            server.fail("conversations.history", Fate.UNAVAILABLE, times=3, channel=channel)
        await desk.deliver()
        assert desk.states() == {DeliveryState.SENT: 3 * PARTS}
        assert [desk.check(name) for name in desk.names] == [list(range(1, PARTS + 1))] * 3
        assert len(server.calls_of("conversations.history")) >= 6

    played(scene, tmp_path, channels=3)
