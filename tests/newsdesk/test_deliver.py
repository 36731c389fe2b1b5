"""Delivering: once or marked as uncertain, in order, whatever the platform does."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from threading import Event

import pytest
import structlog

from bot.channels.console_sender import ConsoleSender
from bot.channels.frames import frames
from bot.channels.recording import Fate, RecordingSender
from newsdesk.deliver import Deliverer, backoff_s
from newsdesk.model import (
    Address,
    BriefId,
    BriefKind,
    BriefRecord,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Message,
    Position,
    Window,
)
from newsdesk.store.memory import MemoryStore

from .marking import brief
from .readers import EIGHT, Clock, add_channel, publish_parts, subscribe

PENDING, SENT, UNCERTAIN = DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN
FAILED, DROPPED = DeliveryState.FAILED, DeliveryState.DROPPED


class World:
    """A store, one sender and a clock, with as many channels as wanted."""

    def __init__(self, channels: int = 1) -> None:
        self.store = MemoryStore()
        self.clock = Clock(EIGHT)
        self.sender = RecordingSender()
        self.channels = [add_channel(self.store, f"chat{n}") for n in range(channels)]
        self.wishes = [subscribe(self.store, channel) for channel in self.channels]

    def deliverer(self) -> Deliverer:
        return Deliverer(self.store, {"console": self.sender}, clock=self.clock)

    def drain(self) -> None:
        asyncio.run(self.deliverer().drain("console"))

    def recover(self) -> None:
        """A start, and the first look of it."""

        async def started() -> None:
            deliverer = self.deliverer()
            await deliverer.recover(self.clock())
            await deliverer.settle(self.clock())

        asyncio.run(started())

    def states(self, channel: int = 0) -> list[DeliveryState]:
        return [d.state for d in self.store.ledger.deliveries(channel=self.channels[channel].id)]

    def bodies(self) -> list[str]:
        return [d.message.body for d in self.sender.taken]

    def confirmed(self, channel: int = 0) -> int:
        wish = self.store.subscriptions.get(self.wishes[channel].id)
        assert wish
        return wish.confirmed


def once(*fates: Fate) -> Callable[[Delivery], Fate]:
    """These in turn, then everything is taken."""
    rest = list(fates)
    return lambda _: rest.pop(0) if rest else Fate.TAKEN


async def until(happened: Callable[[], bool]) -> None:
    """Let the others work until something has happened."""
    while not happened():  # noqa: ASYNC110  # the tests' time limit ends it
        await asyncio.sleep(0)


@pytest.fixture
def world() -> World:
    return World()


def test_parts_arrive_in_order_and_confirm_the_window(world: World) -> None:
    """The next brief begins where this one ends."""
    publish_parts(world.store, world.wishes[0], "one", "two", "three", until=5)
    world.drain()
    assert world.bodies() == ["one", "two", "three"]
    assert world.states() == [SENT] * 3
    assert world.confirmed() == 5


@pytest.mark.parametrize("fate", [Fate.TAKEN_UNSURE, Fate.LOST, Fate.CRASHED, Fate.TAKEN_CRASHED])
def test_a_digest_sent_three_times_because_the_send_timed_out_after_it_had_been_accepted(
    world: World, fate: Fate
) -> None:
    """An unknown outcome is never repeated, and confirms nothing."""
    publish_parts(world.store, world.wishes[0], "one")
    world.sender.fate = once(fate)
    for _ in range(3):
        world.drain()
        world.clock.forward(7200)
        world.recover()
    assert len(world.sender.tried) == 1
    assert world.states() == [UNCERTAIN]
    assert world.confirmed() == 0


def test_a_failed_send_marked_as_done(world: World) -> None:
    """A message that is refused for good is failed, what is behind it is dropped, and nothing is confirmed."""
    publish_parts(world.store, world.wishes[0], "one", "two")
    world.sender.fate = once(Fate.REFUSED)
    world.drain()
    assert world.states() == [FAILED, DROPPED]
    assert world.bodies() == []
    assert world.confirmed() == 0


def test_news_of_an_uncertain_brief_come_again(world: World) -> None:
    """The next window begins at the last brief that surely arrived."""
    publish_parts(world.store, world.wishes[0], "monday", until=3)
    world.sender.fate = once(Fate.LOST)
    world.drain()
    publish_parts(world.store, world.wishes[0], "tuesday", until=6, day=13)
    (record,) = {d.brief for d in world.store.ledger.deliveries(states={PENDING})}
    assert record is not None
    kept = world.store.ledger.brief(record)
    assert kept is not None
    assert kept.window == (0, 6)
    world.drain()
    assert world.bodies() == ["tuesday"]
    assert world.confirmed() == 6


def test_a_busy_platform_is_asked_again_after_as_long_as_it_says(world: World) -> None:
    """And what is behind the message waits with it."""
    publish_parts(world.store, world.wishes[0], "one", "two")
    world.sender = RecordingSender(fate=once(Fate.BUSY), after_s=30)
    world.drain()
    assert world.states() == [PENDING, PENDING]
    world.clock.forward(29)
    world.drain()
    assert world.bodies() == []
    world.clock.forward(1)
    world.drain()
    assert world.bodies() == ["one", "two"]


def test_repeated_refusals_are_asked_ever_more_rarely_and_given_up_after_a_day(world: World) -> None:
    """The operator is told; the window stays open."""
    publish_parts(world.store, world.wishes[0], "one")
    world.sender.fate = lambda _: Fate.BUSY
    for _ in range(60 * 25):
        world.drain()
        world.clock.forward(60)
    assert world.states() == [FAILED]
    assert 24 + 8 <= len(world.sender.tried) <= 24 + 12
    assert world.confirmed() == 0


def test_a_platform_that_wants_a_week_of_peace_keeps_nothing_waiting_so_long(world: World) -> None:
    """What would be too old by then is given up at once: what comes behind it may go."""
    publish_parts(world.store, world.wishes[0], "one")
    world.sender = RecordingSender(fate=once(Fate.BUSY), after_s=7 * 24 * 3600)
    world.drain()
    assert world.states() == [FAILED]
    publish_parts(world.store, world.wishes[0], "both", day=13)
    world.drain()
    assert world.bodies() == ["both"]


def test_backoff_doubles_to_an_hour() -> None:
    """From five seconds."""
    assert [backoff_s(n) for n in (0, 1, 2, 3, 10, 11, 1000)] == [1, 1, 2, 4, 512, 1024, 3600]


def test_a_brief_that_was_held_up_is_dropped_for_the_newer_one_that_holds_all_of_it(world: World) -> None:
    """The platform was down from Monday to Tuesday: one brief arrives, not two with the same news."""
    publish_parts(world.store, world.wishes[0], "monday", until=3)
    world.sender.fate = once(Fate.BUSY)
    world.drain()
    world.clock.forward(24 * 3600 - 60)
    publish_parts(world.store, world.wishes[0], "monday and tuesday", until=6, day=13, now=world.clock())
    world.drain()
    assert world.bodies() == ["monday and tuesday"]
    assert world.states() == [DROPPED, SENT]
    assert world.confirmed() == 6


def test_a_brief_that_was_never_tried_is_dropped_for_a_newer_one_too(world: World) -> None:
    """The process was down between publishing and sending."""
    publish_parts(world.store, world.wishes[0], "monday", until=3)
    world.clock.forward(24 * 3600)
    publish_parts(world.store, world.wishes[0], "both", until=6, day=13, now=world.clock())
    world.drain()
    assert world.bodies() == ["both"]


def test_a_channel_that_is_gone_gets_nothing_more(world: World) -> None:
    """The bot was blocked: the operator is told, and nobody is asked again."""
    publish_parts(world.store, world.wishes[0], "one", "two")
    world.sender.fate = once(Fate.GONE)
    world.drain()
    channel = world.store.channels.get(world.channels[0].id)
    assert channel is not None
    assert (channel.gone_at, channel.gone_reason) == (EIGHT, "The bot was blocked.")
    assert world.states() == [DROPPED, DROPPED]
    publish_parts(world.store, world.wishes[0], "three", day=13)
    world.drain()
    assert len(world.sender.tried) == 1


def test_what_waited_for_a_channel_that_was_gone_is_not_sent_when_it_is_back(world: World) -> None:
    """Its news comes with the next brief; notes and alerts of then help nobody."""
    publish_parts(world.store, world.wishes[0], "one")
    world.store.ledger.note([world.channels[0].id], "note", [Message("A feed is gone.")], now=EIGHT)
    world.sender.fate = once(Fate.GONE)
    world.drain()
    world.store.channels.add(world.channels[0].address, now=world.clock.forward(60))
    world.drain()
    assert world.bodies() == []
    assert world.states() == [DROPPED, DROPPED]


def test_a_database_that_cannot_keep_a_new_address_is_no_reason_to_be_unsure(world: World) -> None:
    """The platform has said that it did not take the message."""
    publish_parts(world.store, world.wishes[0], "one")
    channels = world.store.channels

    class Locked:
        def __getattr__(self, name):
            return getattr(channels, name)

        def moved(self, *_):
            raise OSError("database is locked")

    world.store.channels = Locked()  # type: ignore[assignment]
    world.sender.fate = once(Fate.MOVED)
    world.drain()
    assert world.states() == [PENDING]


def test_a_chat_that_moved_gets_its_message_at_the_new_address(world: World) -> None:
    """A group became a supergroup."""
    moved = Address("console", "chat-1000")
    world.sender = RecordingSender(fate=once(Fate.MOVED), moved_to=moved)
    publish_parts(world.store, world.wishes[0], "one")
    world.drain()
    assert [d.address for d in world.sender.taken] == [moved]
    assert world.store.channels.find(moved) is not None
    assert world.states() == [SENT]


def test_a_chat_that_moved_to_another_channel_of_ours_is_gone() -> None:
    """Its readers get the other channel's briefs; two channels cannot share an address."""
    world = World(channels=2)
    world.sender = RecordingSender(fate=once(Fate.MOVED), moved_to=world.channels[1].address)
    publish_parts(world.store, world.wishes[0], "one")
    world.drain()
    channel = world.store.channels.get(world.channels[0].id)
    assert channel is not None
    assert channel.gone_at == EIGHT
    assert world.states(0) == [DROPPED]


def test_a_chat_that_keeps_moving_is_not_chased(world: World) -> None:
    """At most a few sends at once."""
    world.sender.fate = lambda _: Fate.MOVED
    publish_parts(world.store, world.wishes[0], "one")
    world.drain()
    assert len(world.sender.tried) == 3
    assert world.states() == [PENDING]


def test_a_slow_channel_holds_up_nobody_else() -> None:
    """Twenty channels, of which one hangs: nineteen have all of their parts, in order."""
    world = World(channels=20)
    for wish in world.wishes:
        publish_parts(world.store, wish, "one", "two")
    slow = world.channels[3].id
    world.sender.fate = lambda d: Fate.HANGS if d.channel == slow else Fate.TAKEN

    async def stopped() -> None:
        task = asyncio.create_task(world.deliverer().drain("console"))
        await until(lambda: len(world.sender.taken) == 38)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(asyncio.wait_for(stopped(), 20))
    for channel in world.channels:
        got = [d.message.body for d in world.sender.taken if d.channel == channel.id]
        assert got == ([] if channel.id == slow else ["one", "two"])
    assert world.states(3) == [UNCERTAIN, PENDING]


def test_at_most_one_message_of_a_channel_is_on_its_way() -> None:
    """However many channels are served at the same time."""
    world = World(channels=5)
    for day in (12, 13):
        for wish in world.wishes:
            publish_parts(world.store, wish, f"{day} one", f"{day} two", day=day)
    busy: set[int] = set()
    sender = world.sender

    class Watching:
        platform = "console"
        concurrency = 8
        most = 0

        async def send(self, delivery):
            assert delivery.channel not in busy
            busy.add(delivery.channel)
            self.most = max(self.most, len(busy))
            outcome = await sender.send(delivery)
            busy.remove(delivery.channel)
            return outcome

        async def look_up(self, delivery):
            return None

    watching = Watching()
    asyncio.run(
        Deliverer(world.store, {"console": watching}, clock=world.clock, concurrency=3).drain("console")
    )
    assert watching.most == 3
    assert len(sender.taken) == 20


def test_a_round_that_is_to_end_sends_what_it_has_claimed_and_claims_nothing_more() -> None:
    world = World(channels=8)
    for wish in world.wishes:
        publish_parts(world.store, wish, "one", "two")
    deliverer = Deliverer(world.store, {"console": world.sender}, clock=world.clock, concurrency=3)

    def stops(_: Delivery) -> Fate:
        deliverer.stop()
        return Fate.TAKEN

    world.sender.fate = stops
    asyncio.run(deliverer.drain("console"))
    asyncio.run(deliverer.drain("console"))
    assert world.bodies() == ["one"] * 3
    assert [world.states(n) for n in range(4)] == [[SENT, PENDING]] * 3 + [[PENDING, PENDING]]


def test_a_stop_leaves_nothing_between_two_states() -> None:
    """What was begun is uncertain; what was only claimed waits again."""
    world = World(channels=8)
    for wish in world.wishes:
        publish_parts(world.store, wish, "one")
    world.sender.fate = lambda _: Fate.HANGS

    async def stopped() -> None:
        task = asyncio.create_task(world.deliverer().drain("console"))
        await until(lambda: bool(world.sender.tried))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(stopped())
    begun = {d.channel for d in world.sender.tried}
    for n, channel in enumerate(world.channels):
        assert world.states(n) == [UNCERTAIN if channel.id in begun else PENDING]


@pytest.mark.parametrize(("fate", "state"), [(Fate.TAKEN_UNSURE, SENT), (Fate.LOST, PENDING)])
def test_a_platform_that_can_tell_settles_what_was_uncertain(fate: Fate, state: DeliveryState) -> None:
    """At the next start it is asked, and believed."""
    world = World()
    publish_parts(world.store, world.wishes[0], "one", until=4)
    world.sender.fate = once(fate)
    world.drain()
    world.sender.can_tell = True
    world.recover()
    assert world.states() == [state]
    world.drain()
    assert world.bodies() == ["one"]
    assert world.confirmed() == 4


def test_what_was_lost_long_ago_is_not_sent_after_newer_briefs(world: World) -> None:
    """Incremental mode sending old items again: Tuesday's brief has brought Monday's news."""
    publish_parts(world.store, world.wishes[0], "monday", until=3)
    world.sender.fate = once(Fate.LOST)
    world.drain()
    publish_parts(world.store, world.wishes[0], "both", until=6, day=13)
    world.drain()
    world.sender.can_tell = True
    world.recover()
    world.drain()
    assert world.bodies() == ["both"]


def test_a_crash_in_the_middle_of_a_send_is_uncertain_and_asked_about(world: World) -> None:
    """SENDING at the start means that the process died there."""
    publish_parts(world.store, world.wishes[0], "one", "two")
    world.store.ledger.claim("console", now=EIGHT, limit=1)
    world.recover()
    assert world.states() == [UNCERTAIN, PENDING]
    world.drain()
    assert world.bodies() == ["two"]
    assert world.confirmed() == 0


def test_a_database_that_fails_after_the_send_is_told_later(world: World) -> None:
    """The message is not sent again, and counts as sent."""
    publish_parts(world.store, world.wishes[0], "one", until=4)
    ledger = world.store.ledger

    class Locked:
        """A ledger whose database is locked the first time."""

        failed = False

        def __getattr__(self, name):
            return getattr(ledger, name)

        def settle(self, *args, **kwargs):
            if not self.failed:
                self.failed = True
                raise OSError("database is locked")
            ledger.settle(*args, **kwargs)

    world.store.ledger = Locked()  # type: ignore[assignment]
    deliverer = world.deliverer()
    asyncio.run(deliverer.drain("console"))
    world.clock.forward(5)
    deliverer._draining = {"console": asyncio.Lock()}
    asyncio.run(deliverer.drain("console"))
    assert world.bodies() == ["one"]
    assert world.states() == [SENT]
    assert world.confirmed() == 4


def alert(world: World, body: str = "alert") -> None:
    record = BriefRecord(
        BriefId(0), BriefKind.ALERT, "k", Window(Position(0), Position(1)), brief("Said a thing"), world.clock()
    )
    world.store.ledger.alert(record, [Message(body, (0,))], [world.channels[0].id], now=world.clock())


def test_an_alert_that_was_lost_two_months_ago_is_not_sent_at_the_next_start(world: World) -> None:
    """Nobody wants to be alerted of what was new in spring."""
    alert(world)
    world.sender.fate = once(Fate.LOST)
    world.drain()
    world.sender.can_tell = True
    world.clock.forward(60 * 24 * 3600)
    world.recover()
    world.drain()
    assert world.bodies() == []
    assert world.states() == [DROPPED]


def test_what_waited_for_longer_than_a_day_is_dropped_unsent(world: World) -> None:
    """The process was down: an alert helps nobody, and a brief's news comes with the next one."""
    alert(world)
    publish_parts(world.store, world.wishes[0], "one", "two", until=4)
    world.clock.forward(24 * 3600)
    world.drain()
    assert world.sender.tried == []
    assert world.states() == [DROPPED] * 3
    assert world.confirmed() == 0


def test_an_edit_is_still_right_after_a_day(world: World) -> None:
    """What a message wrongly says is corrected, however long the desk was down."""
    publish_parts(world.store, world.wishes[0], "one")
    world.drain()
    (sent,) = world.store.ledger.deliveries()
    world.store.ledger.correct({sent.id: Message("one, corrected", (0,))}, now=world.clock())
    world.clock.forward(3 * 24 * 3600)
    world.drain()
    assert world.bodies() == ["one", "one, corrected"]


def test_a_part_that_was_lost_does_not_come_after_the_parts_behind_it(world: World) -> None:
    """Its brief is broken: all of it comes again with the next one."""
    publish_parts(world.store, world.wishes[0], "one", "two", "three")
    world.sender.fate = once(Fate.LOST, Fate.TAKEN_UNSURE, Fate.BUSY)
    world.drain()
    assert world.states() == [UNCERTAIN, UNCERTAIN, PENDING]
    world.sender.can_tell = True
    world.recover()
    world.clock.forward(60)
    world.drain()
    assert world.bodies() == ["two"]
    assert world.states() == [DROPPED, SENT, DROPPED]
    assert world.confirmed() == 0


def test_what_is_written_while_another_send_hangs_goes_out_at_once() -> None:
    """A slow chat holds up nobody whose brief is written later."""
    world = World(channels=2)
    hung = world.channels[0].id
    world.sender.fate = lambda d: Fate.HANGS if d.channel == hung else Fate.TAKEN
    publish_parts(world.store, world.wishes[0], "slow")

    async def main() -> None:
        task = asyncio.create_task(world.deliverer().drain("console"))
        await until(lambda: bool(world.sender.tried))
        publish_parts(world.store, world.wishes[1], "quick")
        await until(lambda: world.bodies() == ["quick"])
        assert not task.done()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(asyncio.wait_for(main(), 20))


class LockedForClaims:
    """A ledger that cannot be claimed from at some of the tries, numbered from 1."""

    def __init__(self, ledger: object, *tries: int) -> None:
        self._ledger = ledger
        self._tries = tries
        self.claims = 0

    def __getattr__(self, name):
        return getattr(self._ledger, name)

    def claim(self, *args, **kwargs):
        self.claims += 1
        if self.claims in self._tries:
            raise OSError("database is locked")
        return self._ledger.claim(*args, **kwargs)


@pytest.mark.parametrize("fails", [range(2, 3), range(2, 100)])
def test_a_claim_that_fails_cuts_off_no_send(fails: range) -> None:
    """What is on its way arrives; the failure is told when nothing is on its way any more, if it lasts."""
    world = World(channels=3)
    for wish in world.wishes:
        publish_parts(world.store, wish, "one", "two")
    ledger = LockedForClaims(world.store.ledger, *fails)
    world.store.ledger = ledger  # type: ignore[assignment]
    slow = world.channels[0].id

    class Waiting(RecordingSender):
        async def send(self, delivery):
            if delivery.channel == slow:
                await until(lambda: ledger.claims >= 3)
            return await super().send(delivery)

    world.sender = Waiting()
    if 99 in fails:
        with pytest.raises(OSError, match="locked"):
            world.drain()
        assert world.bodies() == ["one"] * 3
    else:
        world.drain()
        assert sorted(world.bodies()) == ["one"] * 3 + ["two"] * 3
    assert UNCERTAIN not in [state for n in range(3) for state in world.states(n)]


class Slow(io.BytesIO):
    """An output that blocks until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.may_end = Event(), Event()

    def write(self, data, /):
        self.begun.set()
        assert self.may_end.wait(20)
        return super().write(data)


def test_an_output_that_is_being_written_when_the_desk_stops_holds_whole_messages() -> None:
    """The stop waits for the write, and nothing else is written into the middle of it."""
    store, clock, output = MemoryStore(), Clock(EIGHT), Slow()
    publish_parts(store, subscribe(store, add_channel(store, "-")), "A" * 2000, "B" * 200)

    async def main() -> None:
        deliverer = Deliverer(store, {"console": ConsoleSender(output=output)}, clock=clock)
        task = asyncio.create_task(deliverer.drain("console"))
        await until(output.begun.is_set)
        task.cancel()
        await asyncio.sleep(0.05)
        assert not task.done()
        output.may_end.set()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert len(frames(output.getvalue()).complete) == 1
        await deliverer.drain("console")

    asyncio.run(main())
    found = frames(output.getvalue())
    assert [key.rsplit(":", 1)[1] for key, _ in found.complete] == ["1", "2"]
    assert found.torn_at is None


def test_no_log_line_holds_a_word_of_a_message(world: World) -> None:
    """What a defect of a sender or a database says may quote what was sent."""
    publish_parts(world.store, world.wishes[0], "secret words")
    ledger = world.store.ledger

    class Quoting:
        def __getattr__(self, name):
            return getattr(ledger, name)

        def settle(self, *args, **kwargs):
            raise OSError("could not write 'secret words'")

    class Crashing(RecordingSender):
        async def send(self, delivery):
            raise RuntimeError(f"cannot send {delivery.message.body!r}")

        async def look_up(self, delivery):
            raise RuntimeError(f"cannot find {delivery.message.body!r}")

    world.store.ledger = Quoting()  # type: ignore[assignment]
    deliverer = Deliverer(world.store, {"console": Crashing()}, clock=world.clock)
    with structlog.testing.capture_logs() as lines:
        asyncio.run(deliverer.drain("console"))
    assert {"sender_failed", "look_up_failed", "delivery_unsettled"} <= {line["event"] for line in lines}
    assert not [line for line in lines if "secret" in repr(line) or "exc_info" in line]


def test_edits_go_to_the_message_that_they_replace(world: World) -> None:
    """With the id that the platform gave it."""
    publish_parts(world.store, world.wishes[0], "one")
    world.drain()
    (sent,) = world.store.ledger.deliveries()
    world.store.ledger.correct({sent.id: Message("one, corrected", (0,))}, now=world.clock())
    world.drain()
    edit = world.sender.taken[-1]
    assert (edit.kind, edit.edits, edit.message.body) == (DeliveryKind.CORRECTION, "r1", "one, corrected")


def test_a_sender_of_another_platform_is_left_alone() -> None:
    """Each platform is drained by itself."""
    world = World()
    other = add_channel(world.store, "C1", "slack")
    publish_parts(world.store, subscribe(world.store, other), "slack's")
    publish_parts(world.store, world.wishes[0], "console's")
    world.drain()
    assert world.bodies() == ["console's"]
    assert [d.state for d in world.store.ledger.deliveries(channel=other.id)] == [PENDING]


def test_a_send_that_is_not_taken_is_logged_aloud_the_first_time() -> None:
    """The operator hears of it at once, and not again at each of a hundred tries."""
    world = World()
    publish_parts(world.store, world.wishes[0], "one")
    world.sender.fate = once(Fate.BUSY, Fate.BUSY)
    with structlog.testing.capture_logs() as lines:
        for _ in range(3):
            world.drain()
            world.clock.forward(60)
    assert [line["log_level"] for line in lines if line["event"] == "delivery_not_taken"] == ["warning", "info"]
    assert lines[0]["reason"] == "Too many requests."
    assert world.states() == [SENT]
