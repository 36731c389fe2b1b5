"""Delivering: what waits in the ledger goes out, each part once or marked as uncertain, in order.

Nothing here repeats a send whose outcome is unknown.  A platform that can tell is asked what came of it; while
it is, the parts behind wait.  What a brief that stays uncertain held comes again with the next one, because a
window is only confirmed by a brief that surely arrived.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import structlog

from .defects import told, where
from .doubts import RETRY, Doubts
from .looking import Looking
from .model import Address, ChannelId, Delivery, DeliveryId, DeliveryState
from .outdated import MAX_AGE, TOO_OLD, lost_for_good, outdated
from .ports import Clock, Gone, Moved, NotTaken, Sender, SendOutcome, Sent, Store, Unknown
from .threads import in_thread, uninterrupted

log = structlog.get_logger(__name__)

# While a send hangs and places are free, what was written meanwhile begins after so long at most.
WAKE_S = 1.0
FIRST_RETRY_S = 1.0
MAX_RETRY_S = 3600.0
# A chat that moves more often than this is not followed at once.
MAX_MOVES = 3
STOPPED = "Newsdesk was stopped while this was being sent."


@dataclass(slots=True)
class Delivered:
    """What a round of deliveries came to, by the state that each send left."""

    counts: Counter[DeliveryState] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """How many messages were settled."""
        return self.counts.total()


class Deliverer:
    """Sends what waits; one for each process, and one process for each platform.

    Args:
        senders: By platform.
        concurrency: How many channels are served at the same time; as each sender says by default.
        max_age: A message that could not be sent for so long is given up; an edit that nobody tried to send is
            still right then.
    """

    def __init__(
        self,
        store: Store,
        senders: Mapping[str, Sender],
        /,
        *,
        clock: Clock,
        concurrency: int | None = None,
        max_age: timedelta = MAX_AGE,
    ) -> None:
        self._store = store
        self._senders = dict(senders)
        self._clock = clock
        self._concurrency = {
            platform: concurrency or sender.concurrency for platform, sender in self._senders.items()
        }
        self._max_age = max_age
        self._stopping = asyncio.Event()
        self._draining = {platform: asyncio.Lock() for platform in self._senders}
        self._owed: dict[DeliveryId, Callable[[], None]] = {}
        self._doubts = Doubts()

    async def recover(self, now: datetime, /) -> None:
        """What was being sent when the process died is uncertain; ``settle`` asks the platforms that can tell.

        Call it once at start, before anything is sent.  It asks nobody, so no platform keeps the start waiting.
        """
        cut_short = await in_thread(self._store.ledger.recover, now=now)
        if cut_short:
            log.warning("deliveries_uncertain", count=len(cut_short))
        uncertain = await in_thread(
            self._store.ledger.deliveries, states={DeliveryState.UNCERTAIN}, limit=10_000
        )
        for delivery in uncertain:
            self._doubts.add(delivery, now, asked=False)

    def stop(self) -> None:
        """Begin nothing more: rounds end when what was claimed has been sent, and none begins."""
        self._stopping.set()

    def unasked(self, now: datetime, /) -> frozenset[ChannelId]:
        """Channels with a message of an earlier process of which nobody has asked yet whether it arrived.

        A brief made for one of them now would hold once more what that message may have brought.
        """
        return self._doubts.unasked(now)

    async def settle(self, now: datetime, /) -> Delivered:
        """Ask what became of messages in doubt, and again about those that could not be asked about.

        Call it now and then; it takes no longer than ``looking.ROUND_S`` and what is being written then.
        """
        delivered = Delivered()
        write = partial(self._clear_up, now=now, delivered=delivered)
        looking = Looking(self._doubts, ask=self._found, write=write)
        await looking.round(self._doubts.open(now, max_age=self._max_age))
        return delivered

    async def _clear_up(
        self,
        known: Sequence[tuple[Delivery, Sent | NotTaken | Unknown | None]],
        *,
        now: datetime,
        delivered: Delivered,
    ) -> None:
        """Write down what became of messages of one channel."""
        for delivery, found in known:
            if isinstance(found, Sent):
                await self._settle(delivery, DeliveryState.SENT, delivered, remote_id=found.remote_id)
        for delivery, found in known:  # now that it is known which parts have arrived
            if isinstance(found, NotTaken):
                await self._lost(delivery, found, now, delivered)
        for delivery, found in known:
            if not isinstance(found, Unknown):  # not before it is written down: parts behind it look here
                self._doubts.clear(delivery.id)

    async def _lost(self, delivery: Delivery, not_taken: NotTaken, now: datetime, delivered: Delivered) -> None:
        """Send what never arrived again, if that still helps anybody."""
        if reason := await lost_for_good(self._store.ledger, delivery, now, max_age=self._max_age):
            await self._settle(delivery, DeliveryState.DROPPED, delivered, error=reason)
            return
        retry_at = now + timedelta(seconds=not_taken.after_s or 0.0)
        await self._settle(delivery, DeliveryState.PENDING, delivered, retry_at=retry_at)

    async def drain(self, platform: str, /) -> Delivered:
        """Send everything that may be sent now on one platform.

        Channels are served at the same time, the messages of one channel in order and one at a time.  When it
        is cancelled, what was begun is marked as uncertain and what was not begun waits again.

        Raises:
            Exception: The store's own, when nothing more can be claimed; what was on its way has ended before.
        """
        delivered = Delivered()
        sender = self._senders[platform]
        async with self._draining[platform]:
            await self._pay_up()
            sends: dict[asyncio.Task[None], _Send] = {}
            try:
                while await self._fill(platform, sender, sends, delivered):
                    wake_s = WAKE_S if self._free(platform, sends) else None
                    done, _ = await asyncio.wait(sends, timeout=wake_s, return_when=asyncio.FIRST_COMPLETED)
                    for task in done:
                        await self._ended(task, sends.pop(task), delivered)
            except BaseException:  # cancelled: what fails here while a send is on its way is caught below
                await uninterrupted(self._abandon(sends, delivered))
                raise
        return delivered

    async def _fill(
        self,
        platform: str,
        sender: Sender,
        sends: dict[asyncio.Task[None], _Send],
        delivered: Delivered,
    ) -> bool:
        """Begin as many sends as may go at once; False when nothing is on its way any more."""

        async def begin(free: int) -> None:
            claimed = await in_thread(self._store.ledger.claim, platform, now=self._clock(), limit=free)
            for delivery in claimed:
                send = _Send(delivery)
                sends[asyncio.create_task(self._carry(sender, send, delivered))] = send

        try:
            if free := self._free(platform, sends):
                await uninterrupted(begin(free))
        except Exception as error:
            if not sends:
                raise
            # To cut off what is on its way would make it uncertain for nothing.
            log.error("claim_failed", platform=platform, **told(error))
        return bool(sends)

    def _free(self, platform: str, sends: Mapping[asyncio.Task[None], _Send]) -> int:
        """How many sends may begin; those that only wait for what became of them take no place."""
        if self._stopping.is_set():
            return 0
        return max(0, self._concurrency[platform] - sum(not send.in_doubt for send in sends.values()))

    async def _carry(self, sender: Sender, send: _Send, delivered: Delivered) -> None:
        """Bring one message to its channel and write down what came of it."""
        delivery = send.delivery
        ledger, now = self._store.ledger, self._clock()
        if reason := await outdated(ledger, delivery, now, max_age=self._max_age):
            send.settled = True
            await uninterrupted(self._drop(delivery, reason, delivered))
            return
        if self._doubts.holds(delivery, self._clock()):
            send.settled = True
            wait_until = self._clock() + RETRY
            await uninterrupted(self._settle(delivery, DeliveryState.PENDING, delivered, retry_at=wait_until))
            return
        send.begun = True
        outcome = await _outcome(sender, delivery)
        if isinstance(outcome, Unknown):
            send.in_doubt = True
            outcome = await self._told(delivery, outcome)
        send.settled = True
        await uninterrupted(self._apply(delivery, outcome, delivered))

    async def _ended(self, task: asyncio.Task[None], send: _Send, delivered: Delivered) -> None:
        """A database that fails in the middle of one send stops no other."""
        error = task.exception()
        if error is None:
            return
        log.error("delivery_interrupted", **_about(send.delivery), **where(error))
        state = DeliveryState.UNCERTAIN if send.begun else DeliveryState.PENDING
        retry_at = None if send.begun else self._clock() + timedelta(seconds=FIRST_RETRY_S)
        await self._settle(send.delivery, state, delivered, retry_at=retry_at, error=STOPPED)

    async def _drop(self, delivery: Delivery, reason: str, delivered: Delivered) -> None:
        if reason == TOO_OLD and delivery.attempts > 1:
            await self._give_up(delivery, reason, delivered)
            return
        log.warning("delivery_dropped", **_about(delivery), reason=reason)
        await self._settle(delivery, DeliveryState.DROPPED, delivered, error=reason)

    async def _abandon(self, sends: Mapping[asyncio.Task[None], _Send], delivered: Delivered) -> None:
        """Stop what is on its way and leave no delivery between two states."""
        for task in sends:
            task.cancel()
        await asyncio.gather(*sends, return_exceptions=True)
        for send in sends.values():
            if send.settled:
                continue
            if send.begun:
                await self._settle(send.delivery, DeliveryState.UNCERTAIN, delivered, error=STOPPED)
            else:
                await self._settle(send.delivery, DeliveryState.PENDING, delivered, retry_at=self._clock())

    async def _apply(self, delivery: Delivery, outcome: SendOutcome, delivered: Delivered) -> None:
        match outcome:
            case Sent(remote_id):
                await self._settle(delivery, DeliveryState.SENT, delivered, remote_id=remote_id)
            case NotTaken(reason, None):
                await self._give_up(delivery, reason, delivered)
            case NotTaken(reason, after_s):
                await self._again(delivery, reason, after_s or 0.0, delivered)
            case Unknown(reason):
                await self._unsure(delivery, reason, delivered)
            case Gone(reason):
                await self._gone(delivery, reason)
                await self._settle(delivery, DeliveryState.DROPPED, delivered, error=reason)
            case Moved(address):
                await self._moved(delivery, address, delivered)

    async def _again(self, delivery: Delivery, reason: str, after_s: float, delivered: Delivered) -> None:
        retry_at = self._clock() + timedelta(seconds=max(after_s, backoff_s(delivery.attempts)))
        # What will be too old by then must not keep all that comes behind it waiting.
        if delivery.created_at is not None and retry_at - delivery.created_at >= self._max_age:
            await self._give_up(delivery, reason, delivered)
            return
        tell = log.warning if delivery.attempts <= 1 else log.info
        tell("delivery_not_taken", **_about(delivery), reason=reason, retry_at=retry_at.isoformat())
        await self._settle(delivery, DeliveryState.PENDING, delivered, retry_at=retry_at, error=reason)

    async def _told(self, delivery: Delivery, unknown: Unknown) -> SendOutcome:
        """What the platform says of a send whose outcome is unknown."""
        match await self._found(delivery):
            case Sent() as sent:
                return sent
            case NotTaken(_, after_s):
                return NotTaken(unknown.reason, after_s or 0.0)
            case _:
                return unknown

    async def _unsure(self, delivery: Delivery, reason: str, delivered: Delivered) -> None:
        log.warning("delivery_uncertain", **_about(delivery), reason=reason)
        await self._settle(delivery, DeliveryState.UNCERTAIN, delivered, error=reason)

    async def _give_up(self, delivery: Delivery, reason: str, delivered: Delivered) -> None:
        log.error("delivery_failed", **_about(delivery), attempts=delivery.attempts, reason=reason)
        await self._settle(delivery, DeliveryState.FAILED, delivered, error=reason)

    async def _gone(self, delivery: Delivery, reason: str) -> None:
        log.error("channel_gone", **_about(delivery), reason=reason)
        now = self._clock()
        try:
            await in_thread(self._store.channels.gone, delivery.channel, now, reason)
        except Exception as error:  # noqa: BLE001  # the platform will say so again at the next message
            log.error("channel_not_updated", **_about(delivery), **told(error))

    async def _moved(self, delivery: Delivery, address: Address, delivered: Delivered) -> None:
        try:
            has_moved = await in_thread(self._store.channels.moved, delivery.channel, address)
        except Exception as error:  # noqa: BLE001  # the platform will say so again at the next try
            log.error("channel_not_updated", **_about(delivery), **told(error))
            await self._again(delivery, f"The chat has moved to {address}.", 0.0, delivered)
            return
        if not has_moved:
            reason = f"The chat has moved to {address}, which is a channel already."
            await self._gone(delivery, reason)
            await self._settle(delivery, DeliveryState.DROPPED, delivered, error=reason)
            return
        log.warning("channel_moved", **_about(delivery), to=str(address))
        if delivery.attempts >= MAX_MOVES:
            await self._again(delivery, f"The chat has moved to {address}.", 0.0, delivered)
            return
        await self._settle(delivery, DeliveryState.PENDING, delivered, retry_at=self._clock())

    async def _found(self, delivery: Delivery) -> Sent | NotTaken | Unknown | None:
        """What the platform tells; what it could tell and cannot be asked about now stays in doubt."""
        sender = self._senders.get(delivery.address.platform)
        if sender is None:
            return None
        try:
            found = await sender.look_up(delivery)
        except Exception as error:  # noqa: BLE001  # an adapter's bug must not stop the start
            log.error("look_up_failed", **_about(delivery), **where(error))
            return None
        if isinstance(found, Unknown):
            self._doubts.add(delivery, self._clock())
        return found

    async def _settle(
        self,
        delivery: Delivery,
        state: DeliveryState,
        delivered: Delivered,
        *,
        remote_id: str = "",
        error: str = "",
        retry_at: datetime | None = None,
    ) -> None:
        write = partial(
            self._store.ledger.settle,
            delivery.id,
            state,
            now=self._clock(),
            remote_id=remote_id,
            error=error,
            retry_at=retry_at,
        )
        delivered.counts[state] += 1
        try:
            await in_thread(write)
        except Exception as failure:  # noqa: BLE001  # the platform has it all the same: write it later
            log.error("delivery_unsettled", **_about(delivery), state=state.value, **told(failure))
            self._owed[delivery.id] = write

    async def _pay_up(self) -> None:
        """Write down what could not be written when it happened."""
        for delivery, write in list(self._owed.items()):
            await in_thread(write)
            del self._owed[delivery]


@dataclass(slots=True)
class _Send:
    """A claimed delivery on its way.

    Attributes:
        begun: The platform may have heard of it.
        in_doubt: The platform is asked what became of it.
        settled: What came of it is, or is being, written down.
    """

    delivery: Delivery
    begun: bool = False
    in_doubt: bool = False
    settled: bool = False


def backoff_s(attempts: int, /) -> float:
    """How long to wait after so many sends that were not taken: 1 s, 2 s, 4 s, … up to an hour."""
    return float(min(MAX_RETRY_S, FIRST_RETRY_S * 2 ** min(max(attempts, 1) - 1, 16)))


async def _outcome(sender: Sender, delivery: Delivery) -> SendOutcome:
    try:
        return await sender.send(delivery)
    except Exception as error:  # noqa: BLE001  # senders never raise; one that does has sent who knows what
        log.error("sender_failed", **_about(delivery), **where(error))
        return Unknown(f"The sender failed: {type(error).__name__}.")


def _about(delivery: Delivery) -> dict[str, object]:
    return {"delivery": delivery.id, "key": delivery.key, "channel": delivery.channel}
