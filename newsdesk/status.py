"""Whether the desk does what it should, and what only the operator can settle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from .errors import NotUncertain, UnknownDelivery
from .hosts import without_secrets
from .model import Delivery, DeliveryId, DeliveryState, Feed, Tally
from .outdated import TOO_OLD, is_too_old
from .ports import Store

_ALL = 10_000
_OVERDUE = timedelta(minutes=15)
_STUCK = timedelta(hours=1)
_RECENT = timedelta(days=1)


class Trouble(StrEnum):
    """What may need the operator."""

    FEED = "feed"
    GONE = "gone"
    STOPPED = "stopped"
    PAGES = "pages"
    READING = "reading"
    DUE = "due"
    WAITING = "waiting"
    SENDING = "sending"
    FAILING = "failing"
    CUT_SHORT = "cut-short"
    UNCERTAIN = "uncertain"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that needs the operator.

    Attributes:
        since_at: When it began, where that is known.
        delivery: The delivery to settle.
    """

    trouble: Trouble
    sentence: str
    since_at: datetime | None = None
    delivery: DeliveryId | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """The desk at an instant.

    Attributes:
        running: Whether `newsdesk run` is at work on this database; None when nobody can tell.
        failing: Messages that were not taken yet and are tried again, the oldest first.
        uncertain: Sends of which nobody knows whether they arrived, the oldest first.
        failed: Sends of the last day that came to nothing, the oldest first.
        problems: What needs the operator; none when all is well.
    """

    at: datetime
    tally: Tally
    running: bool | None = None
    failing: tuple[Delivery, ...] = ()
    uncertain: tuple[Delivery, ...] = ()
    failed: tuple[Delivery, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def healthy(self) -> bool:
        """True when nothing needs the operator."""
        return not self.problems


def examine(
    store: Store,
    /,
    *,
    now: datetime,
    running: bool | None = None,
    feed_patience: timedelta = timedelta(days=1),
    backlog_patience: timedelta = timedelta(hours=6),
) -> Status:
    """Look at everything; changes nothing.

    Args:
        running: Whether `newsdesk run` is at work; None when nobody can tell.
        feed_patience: A feed that has failed for longer is a problem.
        backlog_patience: A page or an article that has waited for longer is one.
    """
    tally = store.housekeeping.tally(now=now)
    uncertain = tuple(store.ledger.deliveries(states=[DeliveryState.UNCERTAIN], limit=_ALL))
    waiting = store.ledger.deliveries(states=[DeliveryState.PENDING], limit=_ALL)
    failing = tuple(d for d in waiting if d.attempts and d.error)
    failed = tuple(store.ledger.deliveries(states=[DeliveryState.FAILED], since=now - _RECENT, limit=_ALL))
    problems = [
        *_stopped(tally, running=running),
        *_feeds(tally, now - feed_patience),
        *_backlog(store, tally, now, backlog_patience),
        *_due(tally, now),
        *_waiting(tally, now),
        *_sending(store, now),
        *(_failing(d) for d in failing),
        *_cut_short(store, running=running),
        *(_uncertain(d) for d in uncertain),
        *(_failed(d) for d in failed),
    ]
    return Status(now, tally, running, failing, uncertain, failed, tuple(problems))


def settle(store: Store, delivery: DeliveryId, /, *, sent: bool, now: datetime) -> Delivery:
    """Say what became of an uncertain delivery: it arrived, or it is sent again unless it is too old.

    Returns:
        The delivery as it stands now: SENT, PENDING, or DROPPED when it is older than a day.

    Raises:
        NotUncertain: The fate of the delivery is known.
        UnknownDelivery: There is no delivery of that number.
    """
    found = store.ledger.get(delivery)
    if found is None or found.state is not DeliveryState.UNCERTAIN:
        uncertain = store.ledger.deliveries(states=[DeliveryState.UNCERTAIN], limit=10)
        numbers = ", ".join(str(d.id) for d in uncertain) or "none"
        fault = UnknownDelivery if found is None else NotUncertain
        raise fault(f"Delivery {delivery} is not uncertain. Uncertain deliveries: {numbers}.")
    if sent:
        store.ledger.settle(delivery, DeliveryState.SENT, now=now)
    elif is_too_old(found, now):
        store.ledger.settle(delivery, DeliveryState.DROPPED, now=now, error=TOO_OLD)
    else:
        store.ledger.settle(delivery, DeliveryState.PENDING, now=now)
    return store.ledger.get(delivery) or found


def carried(delivery: Delivery, /) -> str:
    """What a delivery carries and to whom: "brief 3, part 1 of 2, to telegram:42"."""
    what = delivery.kind.value if delivery.brief is None else f"{delivery.kind.value} {delivery.brief}"
    part = f", part {delivery.part} of {delivery.parts}" if delivery.parts > 1 else ""
    return f"{what}{part}, to {delivery.address}"


def waiting(tally: Tally, /) -> str:
    """How many slots wait: "1 slot waits for an earlier brief or alert of its channel"."""
    if tally.slots_waiting == 1:
        return "1 slot waits for an earlier brief or alert of its channel"
    return f"{tally.slots_waiting} slots wait for earlier briefs or alerts of their channels"


def is_gone(feed: Feed, /) -> bool:
    """Whether its server said that a feed is gone for good, so that it is not checked any more."""
    return bool(feed.failures) and feed.next_check_at is None


def _stopped(tally: Tally, *, running: bool | None) -> list[Problem]:
    if running is not False or not tally.subscriptions:
        return []
    return [Problem(Trouble.STOPPED, "`newsdesk run` is not running: no brief is made and nothing is sent.")]


def _feeds(tally: Tally, before: datetime) -> list[Problem]:
    return [
        Problem(
            Trouble.GONE,
            f"{f.title or without_secrets(f.url)} is gone for good, and is not checked any more: {f.error}",
            f.failing_since_at,
        )
        if is_gone(f)
        else Problem(
            Trouble.FEED,
            f"{f.title or without_secrets(f.url)} cannot be fetched: {f.error}",
            f.failing_since_at,
        )
        for f in tally.feeds_failing
        if is_gone(f) or (f.failing_since_at is not None and f.failing_since_at < before)
    ]


def _backlog(store: Store, tally: Tally, now: datetime, patience: timedelta) -> list[Problem]:
    found = []
    entries = store.feeds.waiting(now, limit=1)
    if entries:
        since = max(filter(None, (entries[0].seen_at, entries[0].next_try_at)))
        if since < now - patience:
            found.append(
                Problem(
                    Trouble.PAGES,
                    f"{_count(tally.entries_waiting, 'entry')} of feeds wait for their page.",
                    since,
                )
            )
    unread = [a.id for a in store.articles.unread(limit=1)]
    stored = [filed.stored_at for filed in store.articles.get(unread).values()]
    if stored and stored[0] < now - patience:
        found.append(
            Problem(Trouble.READING, f"{_count(tally.articles_unread, 'article')} wait to be read.", stored[0])
        )
    return found


def _due(tally: Tally, now: datetime) -> list[Problem]:
    due = tally.next_due_at
    if due is None or due > now - _OVERDUE:
        return []
    return [Problem(Trouble.DUE, "A brief that is due has not been made.", due)]


def _waiting(tally: Tally, now: datetime) -> list[Problem]:
    since = tally.waiting_since_at
    if since is None or since > now - _OVERDUE:
        return []
    return [Problem(Trouble.WAITING, f"{waiting(tally)}.", since)]


def _sending(store: Store, now: datetime) -> list[Problem]:
    late, since = store.ledger.overdue(now - _STUCK)
    if not late:
        return []
    return [Problem(Trouble.SENDING, f"{_count(late, 'message')} should have been sent.", since)]


def _failing(delivery: Delivery) -> Problem:
    times = "once" if delivery.attempts == 1 else f"{delivery.attempts} times"
    again = f" It is tried again at {delivery.next_try_at:%H:%M:%S} UTC." if delivery.next_try_at else ""
    what = f"Delivery {delivery.id} was tried {times} and not taken ({carried(delivery)})"
    return Problem(
        Trouble.FAILING,
        f"{what}: {delivery.error}{again}",
        delivery.created_at,
        delivery.id,
    )


def _cut_short(store: Store, *, running: bool | None) -> list[Problem]:
    """While a desk runs, what is on its way is no trouble."""
    if running is not False:
        return []
    return [
        Problem(
            Trouble.CUT_SHORT,
            f"Delivery {d.id} was being sent when Newsdesk ended ({carried(d)}).",
            d.updated_at,
            d.id,
        )
        for d in store.ledger.deliveries(states=[DeliveryState.SENDING], limit=_ALL)
    ]


def _uncertain(delivery: Delivery) -> Problem:
    return Problem(
        Trouble.UNCERTAIN,
        f"Nobody knows whether delivery {delivery.id} arrived ({carried(delivery)}): {delivery.error}",
        delivery.updated_at,
        delivery.id,
    )


def _failed(delivery: Delivery) -> Problem:
    return Problem(
        Trouble.FAILED,
        f"Delivery {delivery.id} was not taken ({carried(delivery)}): {delivery.error}",
        delivery.updated_at,
        delivery.id,
    )


def _count(number: int, noun: str) -> str:
    plural = noun[:-1] + "ies" if noun.endswith("y") else noun + "s"
    return f"{number} {noun if number == 1 else plural}"
