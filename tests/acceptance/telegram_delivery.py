"""One brief of three parts for hundreds of Telegram chats: store, ledger, Deliverer, sender, library, HTTP.

Everything is what runs in earnest but the far end, which is the strict Bot API of ``tests.servers.telegram``.
"""

from __future__ import annotations

import asyncio
import json
import time as clock
from collections import Counter, defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from bot.channels.pace import TELEGRAM, Pace
from bot.channels.telegram.client import build_bot
from bot.channels.telegram.sender import TelegramSender
from newsdesk.deliver import Deliverer
from newsdesk.model import (
    Address,
    BriefId,
    BriefKind,
    BriefRecord,
    Delivery,
    DeliveryState,
    Message,
    Position,
    Publication,
    Recipient,
    Subscription,
    SubscriptionId,
    Window,
)
from newsdesk.ports import Store
from newsdesk.schedule import Schedule, SlotKey
from summarizer.model import Brief, Coverage
from tests.pacing import faster
from tests.servers.telegram import Chat, Fault, Plan, Rates, TelegramServer

PARTS = 3
FAULTS = {
    Fault.FLOOD: 0.02,
    Fault.ERROR: 0.02,
    Fault.BAD_GATEWAY: 0.01,
    Fault.CUT_BEFORE: 0.01,
    Fault.CUT_AFTER: 0.01,
    Fault.MIGRATE: 0.03,
    Fault.BLOCK: 0.005,
    Fault.KICK: 0.01,
}
SETTLED = frozenset(DeliveryState) - {DeliveryState.PENDING, DeliveryState.SENDING}


@dataclass(slots=True)
class Outcome:
    """What a run came to.

    Attributes:
        took_s: From the first claim to the last settled delivery.
        allowed_s: What the limits alone ask for the calls that were made.
        arrived: For each chat, the numbers of the parts that it shows, in order.
        wrong: Everything that must not be, as sentences.
    """

    took_s: float
    allowed_s: float
    calls: int
    states: Counter[DeliveryState]
    faults: Counter[Fault]
    violations: int
    cut_after: int
    busiest: int
    arrived: dict[int, list[int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        states = ", ".join(f"{n} {state}" for state, n in sorted(self.states.items()))
        faults = ", ".join(f"{n} × {fault}" for fault, n in sorted(self.faults.items())) or "none"
        return (
            f"{self.calls} calls in {self.took_s:.2f} s; the limits ask for {self.allowed_s:.2f} s "
            f"(× {self.took_s / self.allowed_s:.3f})\n"
            f"deliveries: {states}\nfaults: {faults}\n"
            f"drops after commit: {self.cut_after}; over a limit: {self.violations}; "
            f"most calls in one window of the token: {self.busiest}; wrong: {len(self.wrong)}"
        )


async def deliver(
    store: Store,
    *,
    chats: int,
    times: float = 1.0,
    faults: dict[Fault, float] | None = None,
    seed: int = 1,
    cut_after_s: Sequence[float] = (),
) -> Outcome:
    """Send one brief to so many chats, and look what became of it.

    Args:
        times: The limits of both sides are so much faster than Telegram's.
        cut_after_s: Rounds that are cancelled after so long, before the one that ends by itself.
    """
    rates = Rates(times=times)
    plan = Plan(chances=FAULTS if faults is None else faults, seed=seed)
    async with TelegramServer(rates=rates, plan=plan) as server:
        addresses = _people(server, chats)
        _publish(store, addresses)
        bot = build_bot(server.token, base_url=server.base_url, base_file_url=server.base_file_url)
        pace = Pace(faster(TELEGRAM, times))
        async with bot:
            deliverer = Deliverer(store, {"telegram": TelegramSender(bot, pace)}, clock=_now)
            began = clock.monotonic()
            for cut_s in cut_after_s:
                with suppress(TimeoutError):
                    await asyncio.wait_for(deliverer.drain("telegram"), cut_s)
                assert not store.ledger.deliveries(states={DeliveryState.SENDING})
            while True:
                await deliverer.drain("telegram")
                if not await asyncio.to_thread(_waiting, store):
                    break
                await asyncio.sleep(0.1)
            took_s = clock.monotonic() - began
        return _outcome(store, server, rates, took_s, times)


def _now() -> datetime:
    return datetime.now(UTC)


def _waiting(store: Store) -> bool:
    unsettled = {DeliveryState.PENDING, DeliveryState.SENDING}
    return bool(store.ledger.deliveries(states=unsettled, limit=1))


def _people(server: TelegramServer, chats: int) -> list[Address]:
    """Six in ten are private chats, the rest groups, supergroups and topics of forums."""
    addresses = []
    for n in range(chats):
        user = server.world.user(f"Reader {n}")
        thread = ""
        match n % 10:
            case 0 | 1:
                chat = server.world.group(f"Group {n}", [user])
            case 2:
                chat = server.world.supergroup(f"Big group {n}", [user])
            case 3:
                chat = server.world.supergroup(f"Forum {n}", [user], is_forum=True)
                thread = str(chat.topic("News"))
            case _:
                chat = server.world.private(user)
        addresses.append(Address("telegram", str(chat.id), thread))
    return addresses


def _publish(store: Store, addresses: Sequence[Address]) -> None:
    now = _now()
    recipients = []
    for address in addresses:
        channel = store.channels.add(address, now=now)
        wish = store.subscriptions.add(
            Subscription(SubscriptionId(0), channel.id, Schedule((time(8),)), next_due_at=now)
        )
        slot = SlotKey(date(2025, 5, 12), "08:00")
        recipients.append(Recipient(wish.id, channel.id, slot, now, now + timedelta(days=1)))
    window = Window(Position(0), Position(1))
    brief = Brief((), Coverage(1, 1), {})
    record = BriefRecord(BriefId(0), BriefKind.BRIEF, "proof", window, brief, now)
    won = store.ledger.publish(Publication(record, window, _parts(), tuple(recipients)), now=now)
    assert won == len(addresses)


def _parts() -> tuple[Message, ...]:
    """As the renderer writes them: a heading, a bullet with a link, a quotation, a button."""

    def part(number: int) -> str:
        text = (
            f'<b>Part {number}</b>\n• Said a thing <a href="https://wire.example/{number}">[{number}]</a>\n'
            "<blockquote expandable>The sentence in full.</blockquote>"
        )
        return json.dumps({"text": text, "buttons": [[{"label": "Evidence", "data": f"bv:$:{number}"}]]})

    return tuple(Message(part(n), (n - 1,)) for n in range(1, PARTS + 1))


def _outcome(store: Store, server: TelegramServer, rates: Rates, took_s: float, times: float) -> Outcome:
    deliveries = store.ledger.deliveries(limit=1_000_000)
    calls = len(rates.arrivals)
    at = sorted(instant for instant, _ in rates.arrivals)
    outcome = Outcome(
        took_s,
        max(calls / rates.overall, PARTS - 1) / times,
        calls,
        Counter(d.state for d in deliveries),
        server.plan.happened,
        len(rates.violations),
        len(server.plan.cut_after),
        max(sum(1 for later in at[n : n + 200] if later - first < 1.0 / times) for n, first in enumerate(at)),
    )
    chats = {channel.id: channel.address for channel in store.channels.all()}
    by_channel: dict[int, list[Delivery]] = defaultdict(list)
    for delivery in deliveries:
        by_channel[delivery.channel].append(delivery)
    shown: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for message in server.sent:
        number = int(message.text.split()[1])
        shown[_end(server, message.chat).id].append((number, str(message.id)))
        if message.thread is not None and message.thread not in message.chat.topics:
            outcome.wrong.append(f"part {number} went into another topic")
    for channel, its in by_channel.items():
        chat = _end(server, server.world.chats[int(chats[channel].chat)])
        outcome.arrived[channel] = [number for number, _ in shown[chat.id]]
        has_moved = any(c.moved_to == chat.id for c in server.world.chats.values())
        outcome.wrong += _judge(its, shown[chat.id], chat, has_moved=has_moved)
    return outcome


def _end(server: TelegramServer, chat: Chat) -> Chat:
    while chat.moved_to is not None:
        chat = server.world.chats[chat.moved_to]
    return chat


def _judge(
    deliveries: Sequence[Delivery], shown: Sequence[tuple[int, str]], chat: Chat, *, has_moved: bool
) -> list[str]:
    """What the ledger says of one chat against what the chat shows.

    After a chat has moved the ledger knows no number of what was sent before: they are other messages there.
    """
    wrong = []
    numbers = [number for number, _ in shown]
    if numbers != sorted(set(numbers)):
        wrong.append(f"{chat.id}: twice, or out of order: {numbers}")
    for delivery in deliveries:
        there = delivery.part in numbers
        match delivery.state:
            case DeliveryState.SENT if not there or (
                (delivery.remote_id or not has_moved) and (delivery.part, delivery.remote_id) not in shown
            ):
                wrong.append(f"{chat.id}: part {delivery.part} is SENT and not there")
            case DeliveryState.DROPPED if there or not chat.refuses:
                wrong.append(f"{chat.id}: part {delivery.part} is DROPPED: {delivery.error}")
            case DeliveryState.SENT | DeliveryState.UNCERTAIN | DeliveryState.DROPPED:
                continue
            case _:
                wrong.append(f"{chat.id}: part {delivery.part} is {delivery.state}: {delivery.error}")
    return wrong
