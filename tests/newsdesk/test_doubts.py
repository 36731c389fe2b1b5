"""A platform that can tell what became of a message, when it can be asked."""

import asyncio

import pytest

from newsdesk.deliver import Deliverer
from newsdesk.model import DeliveryState
from newsdesk.outdated import SUPERSEDED
from newsdesk.ports import NotTaken, Sent, Unknown
from newsdesk.store.memory import MemoryStore

from .readers import EIGHT, Clock, add_channel, publish_parts, subscribe

PENDING, SENT, UNCERTAIN = DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN
DROPPED = DeliveryState.DROPPED


class Telling:
    """A platform that loses the first message, or its answer, and tells so as soon as it is ``answering``."""

    platform = "console"
    concurrency = 1

    def __init__(self, *, taken, answering=True):
        self.taken = taken
        self.answering = answering
        self.arrived = []
        self.asked = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def send(self, delivery):
        first = not self.asked and delivery.part == 1 and delivery.message.body == "one"
        if not first or self.taken:
            self.arrived.append(delivery.message.body)
        return Unknown("The line broke.") if first else Sent(delivery.message.body)

    async def look_up(self, delivery):
        self.asked += 1
        await self.gate.wait()
        if not self.answering:
            return Unknown("It cannot be reached.")
        return Sent("found") if delivery.message.body in self.arrived else NotTaken("It is not there.", 0.0)


class Desk:
    def __init__(self, sender, channels=1):
        self.store = MemoryStore()
        self.clock = Clock(EIGHT)
        self.wishes = [subscribe(self.store, add_channel(self.store, f"chat{n}")) for n in range(channels)]
        self.deliverer = Deliverer(self.store, {"console": sender}, clock=self.clock)

    @property
    def states(self):
        return [d.state for d in self.store.ledger.deliveries()]

    async def restart(self, **senders):
        """A process that dies with all that it has claimed on its way, and the next one."""
        for platform in senders:
            self.store.ledger.claim(platform, now=self.clock(), limit=1000)
        self.deliverer = Deliverer(self.store, senders, clock=self.clock)
        async with asyncio.timeout(2):
            await self.deliverer.recover(self.clock())

    async def drain(self, after_s=0.0):
        self.clock.forward(after_s)
        await self.deliverer.drain("console")

    async def settle(self, after_s=0.0):
        self.clock.forward(after_s)
        await self.deliverer.settle(self.clock())


@pytest.mark.parametrize("taken", [True, False])
def test_what_the_platform_can_tell_is_settled_before_anything_behind_it(taken):
    async def scene():
        sender = Telling(taken=taken)
        desk = Desk(sender)
        publish_parts(desk.store, desk.wishes[0], "one", "two")
        await desk.drain()
        await desk.drain(after_s=5)
        assert sender.arrived == ["one", "two"]
        assert desk.states == [SENT, SENT]

    asyncio.run(scene())


@pytest.mark.parametrize("taken", [True, False])
def test_parts_wait_while_the_platform_cannot_be_asked(taken):
    async def scene():
        sender = Telling(taken=taken, answering=False)
        desk = Desk(sender)
        publish_parts(desk.store, desk.wishes[0], "one", "two")
        await desk.drain()
        await desk.settle(after_s=15)
        await desk.drain(after_s=15)
        assert desk.states == [UNCERTAIN, PENDING]
        sender.answering = True
        await desk.settle(after_s=15)
        await desk.drain(after_s=15)
        assert sender.arrived == ["one", "two"]
        assert desk.states == [SENT, SENT]

    asyncio.run(scene())


def test_parts_do_not_wait_for_ever_and_it_is_still_asked():
    async def scene():
        sender = Telling(taken=True, answering=False)
        desk = Desk(sender)
        publish_parts(desk.store, desk.wishes[0], "one", "two")
        await desk.drain()
        await desk.drain(after_s=1700)
        assert sender.arrived == ["one"]
        await desk.drain(after_s=200)
        assert sender.arrived == ["one", "two"]
        assert desk.states == [UNCERTAIN, SENT]
        sender.answering = True
        await desk.settle(after_s=3600)
        assert desk.states == [SENT, SENT]
        asked = sender.asked
        await desk.settle(after_s=3600)
        assert sender.asked == asked

    asyncio.run(scene())


def test_a_part_that_is_being_asked_about_holds_what_is_behind_it_until_it_is_written_down():
    """Between the platform's answer and the ledger nothing may slip through."""

    async def scene():
        sender = Telling(taken=False, answering=False)
        desk = Desk(sender)
        publish_parts(desk.store, desk.wishes[0], "one", "two")
        await desk.drain()
        sender.answering = True
        sender.gate.clear()
        settling = asyncio.ensure_future(desk.settle(after_s=15))
        await asyncio.sleep(0)
        await desk.drain(after_s=15)
        assert sender.arrived == []
        sender.gate.set()
        await settling
        await desk.drain(after_s=15)
        assert sender.arrived == ["one", "two"]

    asyncio.run(scene())


def test_asking_takes_no_place_from_other_channels():
    async def scene():
        sender = Telling(taken=True)
        desk = Desk(sender, channels=2)
        sender.gate.clear()
        publish_parts(desk.store, desk.wishes[0], "one")
        publish_parts(desk.store, desk.wishes[1], "other")
        draining = asyncio.ensure_future(desk.drain())
        async with asyncio.timeout(5):
            while sender.arrived != ["one", "other"]:  # noqa: ASYNC110  # the timeout ends it
                await asyncio.sleep(0.01)
        sender.gate.set()
        await draining
        assert desk.states == [SENT, SENT]

    asyncio.run(scene())


def test_a_stop_does_not_wait_for_an_answer_and_leaves_it_uncertain():
    async def scene():
        sender = Telling(taken=True)
        desk = Desk(sender)
        sender.gate.clear()
        publish_parts(desk.store, desk.wishes[0], "one", "two")
        draining = asyncio.ensure_future(desk.drain())
        async with asyncio.timeout(5):
            while not sender.asked:  # noqa: ASYNC110  # the timeout ends it
                await asyncio.sleep(0.01)
            draining.cancel()
            await asyncio.wait({draining})
        assert desk.states == [UNCERTAIN, PENDING]

    asyncio.run(scene())


def test_what_never_arrived_and_is_in_a_newer_brief_is_not_sent():
    async def scene():
        sender = Telling(taken=False, answering=False)
        desk = Desk(sender)
        publish_parts(desk.store, desk.wishes[0], "one", day=12)
        await desk.drain()
        publish_parts(desk.store, desk.wishes[0], "newer", day=13, until=2)
        sender.answering = True
        await desk.settle(after_s=15)
        (one, _) = desk.store.ledger.deliveries()
        assert (one.state, one.error) == (DROPPED, SUPERSEDED)
        await desk.drain()
        assert sender.arrived == ["newer"]

    asyncio.run(scene())


def test_a_start_asks_nobody_and_parts_wait_until_somebody_was_asked():
    async def scene():
        sender = Telling(taken=False)
        sender.gate.clear()
        desk = Desk(sender)
        publish_parts(desk.store, desk.wishes[0], "one", "two")
        await desk.restart(console=sender)
        assert sender.asked == 0
        assert desk.states == [UNCERTAIN, PENDING]
        await desk.drain()
        assert sender.arrived == []
        sender.gate.set()
        await desk.settle()
        await desk.drain(after_s=15)
        assert sender.arrived == ["one", "two"]

    asyncio.run(scene())


def test_a_platform_that_hangs_keeps_no_other_from_being_asked_and_no_round_for_ever(monkeypatch):
    monkeypatch.setattr("newsdesk.looking.ROUND_S", 0.2)

    async def scene():
        slow, quick = Telling(taken=True), Telling(taken=True)
        desk = Desk(quick)
        for n in range(40):
            channel = add_channel(desk.store, f"C{n}", "slack")
            publish_parts(desk.store, subscribe(desk.store, channel), f"slow {n}")
        publish_parts(desk.store, desk.wishes[0], "one")
        slow.gate.clear()
        quick.arrived.append("one")
        await desk.restart(slack=slow, console=quick)
        async with asyncio.timeout(2):
            await desk.settle()
        assert desk.states.count(SENT) == 1
        assert slow.asked == 16
        async with asyncio.timeout(2):
            await desk.settle(after_s=15)
        assert slow.asked == 32, "those not asked yet come first"
        slow.gate.set()
        for _ in range(2):
            await desk.settle(after_s=15)
        assert desk.states.count(UNCERTAIN) == 0

    asyncio.run(scene())


def test_what_a_platform_has_told_is_not_asked_again_when_a_round_ends(monkeypatch):
    """Of many parts in one channel, each round learns some."""
    monkeypatch.setattr("newsdesk.looking.ROUND_S", 0.2)

    class OneARound(Telling):
        free = 1

        async def look_up(self, delivery):
            self.asked += 1
            if not self.free:
                await asyncio.Event().wait()
            self.free -= 1
            return NotTaken("It is not there.", 0.0)

    async def scene():
        sender = OneARound(taken=False)
        desk = Desk(sender)
        publish_parts(desk.store, desk.wishes[0], "zero", "one", "two")
        for delivery in desk.store.ledger.deliveries():
            desk.store.ledger.settle(delivery.id, UNCERTAIN, now=desk.clock())
        await desk.restart(console=sender)
        for _ in range(3):
            assert desk.states == [UNCERTAIN] * 3
            sender.free = 1
            await desk.settle(after_s=15)
        assert desk.states == [PENDING] * 3

    asyncio.run(scene())


def test_channels_of_which_nobody_has_asked_get_no_new_brief_yet():
    """The brief that was cut off may have arrived, and the new one would hold all of it again."""

    async def scene():
        sender = Telling(taken=True)
        desk = Desk(sender, channels=2)
        (channel, _) = (wish.channel for wish in desk.wishes)
        publish_parts(desk.store, desk.wishes[0], "one")
        await desk.restart(console=sender)
        assert desk.deliverer.unasked(desk.clock()) == {channel}
        sender.answering = False
        await desk.settle()
        assert desk.deliverer.unasked(desk.clock()) == frozenset()

    asyncio.run(scene())
