"""The ledger and the deliverer under everything that may happen: nothing twice, nothing lost, in order."""

from __future__ import annotations

import asyncio
from datetime import time, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.channels.recording import Fate, RecordingSender
from newsdesk.deliver import Deliverer
from newsdesk.model import DeliveryState, Message
from newsdesk.publish import publish_due
from newsdesk.schedule import Schedule
from newsdesk.store import open_store
from newsdesk.store.memory import MemoryStore
from summarizer.model import BriefSpec

from .readers import EIGHT, Clock, add_channel, read, subscribe

HOUR = timedelta(hours=1)
HOURLY = Schedule(tuple(time(h) for h in range(24)))
EVERYTHING = BriefSpec(max_actors=1000, max_bullets=1000)
SENT, UNCERTAIN = DeliveryState.SENT, DeliveryState.UNCERTAIN
FATES = [f for f in Fate if f not in {Fate.HANGS, Fate.TAKEN_HANGS, Fate.GONE}]
fates = st.lists(st.sampled_from(FATES), max_size=6)


class Cards:
    """Renders each bullet as a message of its own, so that briefs have many parts."""

    def brief(self, brief, /, **_):
        bullets = [b for s in brief.sections for b in s.bullets]
        return tuple(Message(b.text, (n,)) for n, b in enumerate(bullets))

    def note(self, text, /, *, platform):
        return Message(text)

    def nothing_new(self, *, platform, language):
        return Message("nothing new")

    def failing(self, feeds, /, *, platform, language):
        return Message(f"{len(feeds)} feeds fail")


def fact(number: int) -> str:
    """A line that is like no other."""
    word = "".join("bdfgklmnprst"[int(d)] + "aeiou"[int(d) % 5] for d in f"{number:06d}"[::-1])
    return f"Opened {word} near {word[::-1]}"


class Life(RuleBasedStateMachine):
    """A desk with three subscriptions in two channels, on a platform that fails in every way."""

    def __init__(self) -> None:
        super().__init__()
        self.store = self.new_store()
        self.clock = Clock(EIGHT - timedelta(minutes=30))
        self.sender = RecordingSender(after_s=60)
        self.facts: list[str] = []
        self.channels = [add_channel(self.store, f"chat{n}") for n in range(2)]
        for channel in (*self.channels, self.channels[0]):
            subscribe(self.store, channel, schedule=HOURLY, name=f"{channel.id}")
        self.deliverer = self.new_deliverer()

    def new_store(self):
        return MemoryStore()

    def new_deliverer(self) -> Deliverer:
        return Deliverer(self.store, {"console": self.sender}, clock=self.clock, concurrency=2)

    @initialize()
    def something_was_read(self) -> None:
        self.an_article_is_read()

    @rule()
    def an_article_is_read(self) -> None:
        found = [fact(len(self.facts) + n) for n in range(2)]
        self.facts += found
        read(self.store, f"a{len(self.facts)}", *found, at=self.clock())

    @rule(hours=st.integers(1, 3))
    def slots_are_due(self, hours: int) -> None:
        self.clock.at += hours * HOUR
        assert publish_due(self.store, Cards(), self.clock(), defaults=EVERYTHING).failed == 0

    @rule(coming=fates, seconds=st.integers(0, 400))
    def messages_are_sent(self, coming: list[Fate], seconds: int) -> None:
        self.clock.forward(seconds)
        rest = list(coming)
        self.sender.fate = lambda _: rest.pop(0) if rest else Fate.TAKEN
        asyncio.run(self.deliverer.drain("console"))

    @rule(coming=fates, sends=st.integers(1, 4), taken=st.booleans())
    def it_is_stopped_in_the_middle(self, coming: list[Fate], sends: int, taken: bool) -> None:
        """Cancelled while some sends hang; then started again."""
        rest = [f for f in coming if f is not Fate.BUSY][:sends]
        hanging = Fate.TAKEN_HANGS if taken else Fate.HANGS
        self.sender.fate = lambda _: rest.pop(0) if rest else hanging

        async def stopped() -> None:
            task = asyncio.create_task(self.deliverer.drain("console"))
            await asyncio.wait([task], timeout=0.02)
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

        asyncio.run(stopped())
        self.starts_again(can_tell=False)

    @rule(sends=st.integers(1, 2), taken=st.integers(0, 2), can_tell=st.booleans())
    def it_is_killed_in_the_middle(self, sends: int, taken: int, can_tell: bool) -> None:
        """SIGKILL: some messages are claimed, some of these have reached the platform, nothing is settled."""
        claimed = self.store.ledger.claim("console", now=self.clock(), limit=sends)
        self.sender.taken += claimed[:taken]
        self.starts_again(can_tell=can_tell)

    def starts_again(self, *, can_tell: bool) -> None:
        self.deliverer = self.new_deliverer()
        self.sender.can_tell = can_tell
        asyncio.run(self.deliverer.recover(self.clock()))
        asyncio.run(self.deliverer.settle(self.clock()))
        self.sender.can_tell = False

    @invariant()
    def every_part_arrives_once_or_is_uncertain(self) -> None:
        arrived = [d.id for d in self.sender.taken]
        assert len(arrived) == len(set(arrived)), "a message was sent twice"
        for delivery in self.store.ledger.deliveries(limit=100_000):
            assert delivery.state is not DeliveryState.SENDING
            if delivery.state is not UNCERTAIN:
                assert (delivery.id in arrived) == (delivery.state is SENT), delivery

    @invariant()
    def parts_arrive_in_order(self) -> None:
        for channel in self.channels:
            keys = [d.id for d in self.sender.taken if d.channel == channel.id]
            parts = [(d.brief, d.part) for d in self.sender.taken if d.channel == channel.id]
            for brief in {b for b, _ in parts}:
                of_brief = [p for b, p in parts if b == brief]
                assert of_brief == sorted(of_brief), keys

    def teardown(self) -> None:
        """The platform works again: whatever happened before, every channel gets all the news."""
        self.starts_again(can_tell=False)
        self.sender.fate = lambda _: Fate.TAKEN
        for _ in range(3):
            self.clock.at += 2 * HOUR
            publish_due(self.store, Cards(), self.clock(), defaults=EVERYTHING)
            asyncio.run(self.deliverer.drain("console"))
        self.every_part_arrives_once_or_is_uncertain()
        for channel in self.channels:
            sure = self.store.ledger.deliveries(channel=channel.id, states={SENT}, limit=100_000)
            missing = set(self.facts) - {d.message.body for d in sure}
            assert not missing, "news was lost"
        assert all(s.confirmed == self.store.readings.head() for s in self.store.subscriptions.of())


class LifeInADatabase(Life):
    """The same in SQLite."""

    def new_store(self):
        return open_store("sqlite:///:memory:")

    def teardown(self) -> None:
        """Let go of the database too."""
        try:
            super().teardown()
        finally:
            self.store.housekeeping.close()


@pytest.mark.parametrize("life", [Life, LifeInADatabase])
def test_whatever_happens_nothing_comes_twice_and_nothing_is_lost(life: type[Life]) -> None:
    """Random outcomes, stops, kills and restarts."""
    from hypothesis.stateful import run_state_machine_as_test

    examples, steps = (20, 20) if life is Life else (3, 12)
    run_state_machine_as_test(
        life,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )
