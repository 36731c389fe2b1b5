"""Making, changing and ending subscriptions, on the store that the tests share with users."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

import pytest

from newsdesk.addresses import parse_address
from newsdesk.errors import ScheduleError, UnknownWish, WishError
from newsdesk.following import effective_schedule
from newsdesk.model import Address, ChannelId, Filed, Following, Subscription, SubscriptionId
from newsdesk.schedule import Due, Pause, QuietHours, Schedule, plan
from newsdesk.store import open_store
from newsdesk.store.memory import MemoryStore
from newsdesk.subscribe import adjust, adjust_channel, coming, pause, resume, subscribe, unsubscribe
from summarizer.model import ActorId, Article, ArticleId, Reading

CONSOLE = Address("console", "-")
NIGHT = QuietHours(time(22), time(7))
KYIV = Schedule((time(8),), "Europe/Kyiv")
NOW = datetime(2026, 1, 12, 12, tzinfo=UTC)  # a Monday


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


def kept(store: MemoryStore, subscription: SubscriptionId) -> Subscription:
    found = store.subscriptions.get(subscription)
    assert found is not None
    return found


def read_article(store: MemoryStore, n: int, *, now: datetime) -> None:
    """File and read an article, as gathering does."""
    article = Article(ArticleId(""), f"Text number {n}.")
    filing = store.articles.file(Filed(f"https://wire.example/{n}", article, now), now=now)
    store.readings.save([Reading(replace(article, id=filing.article), ())], now=now)


def test_a_subscription_is_planned_in_its_zone(store) -> None:
    made = subscribe(store, CONSOLE, KYIV, name="  Morning ", now=NOW)
    assert made.new
    assert kept(store, made.subscription.id) == made.subscription
    assert made.subscription.name == "Morning"
    assert made.subscription.next_due_at == at("2026-01-13T06:00")
    assert coming(made, now=NOW) == ((date(2026, 1, 13), "08:00"), at("2026-01-13T06:00"))


def test_a_new_channel_takes_over_the_zone_and_an_old_one_keeps_its_own(store) -> None:
    first = subscribe(store, CONSOLE, KYIV, now=NOW)
    second = subscribe(store, CONSOLE, replace(KYIV, zone="Asia/Tokyo"), now=NOW)
    assert first.channel.id == second.channel.id
    assert [c.zone for c in store.channels.all()] == ["Europe/Kyiv"]


def test_the_first_brief_tells_the_news_of_a_day(store) -> None:
    for n, hours in enumerate((30, 25, 23, 1)):
        read_article(store, n, now=NOW - timedelta(hours=hours))
    made = subscribe(store, CONSOLE, KYIV, now=NOW)
    assert made.subscription.confirmed == store.readings.position_at(NOW - timedelta(hours=24))
    assert store.readings.head() - made.subscription.confirmed == 2


def test_the_same_wish_twice_is_one_subscription(store) -> None:
    """A digest was sent twice because somebody had typed the command twice."""
    first = subscribe(store, CONSOLE, KYIV, now=NOW)
    again = subscribe(store, CONSOLE, KYIV, now=NOW)
    assert (again.new, again.subscription) == (False, first.subscription)
    other = subscribe(store, CONSOLE, KYIV, following=Following(include=("dam",)), now=NOW)
    assert other.new
    assert len(store.subscriptions.of()) == 2


def test_a_wish_that_cannot_be_had_makes_nothing(store) -> None:
    with pytest.raises(ScheduleError):
        subscribe(store, CONSOLE, replace(KYIV, zone="Europe/Kieff"), now=NOW)
    with pytest.raises(WishError):
        subscribe(store, CONSOLE, KYIV, following=Following(include=("",)), now=NOW)
    assert store.channels.all() == []


def test_an_ended_subscription_is_gone_and_its_channel_stays(store) -> None:
    made = subscribe(store, CONSOLE, KYIV, now=NOW)
    assert unsubscribe(store, made.subscription.id).subscription == made.subscription
    assert store.subscriptions.of() == []
    assert store.channels.all() == [made.channel]
    with pytest.raises(UnknownWish, match="no subscription"):
        unsubscribe(store, made.subscription.id)


class TestQuietHours:
    """A channel's quiet hours change when its subscriptions are due."""

    evening = Schedule((time(23),), "Europe/Kyiv")

    def test_new_ones_put_off_what_is_planned(self, store) -> None:
        made = subscribe(store, CONSOLE, self.evening, now=NOW)
        assert made.subscription.next_due_at == at("2026-01-12T21:00")
        adjust_channel(store, made.channel.id, lambda c: replace(c, quiet=NIGHT), now=NOW)
        assert kept(store, made.subscription.id).next_due_at == at("2026-01-13T05:00")

    def test_a_brief_they_held_back_is_not_lost_when_they_go(self, store) -> None:
        """At one in the morning the quiet hours are lifted: Monday's 23:00 is due at once."""
        made = subscribe(store, CONSOLE, self.evening, now=NOW)
        adjust_channel(store, made.channel.id, lambda c: replace(c, quiet=NIGHT), now=NOW)
        night = at("2026-01-12T23:00")
        channel = adjust_channel(store, made.channel.id, lambda c: replace(c, quiet=None), now=night)
        wish = kept(store, made.subscription.id)
        assert wish.next_due_at == at("2026-01-12T21:00")
        planned = plan(effective_schedule(channel, wish), wish.next_due_at, night)
        assert isinstance(planned, Due)
        assert planned.slot == (date(2026, 1, 12), "23:00")

    def test_what_is_owed_stays_owed(self, store) -> None:
        """The desk was down at 08:00; changing the quiet hours before it is up again does not eat the brief."""
        made = subscribe(store, CONSOLE, KYIV, now=NOW)
        late = at("2026-01-13T09:00")
        channel = adjust_channel(store, made.channel.id, lambda c: replace(c, quiet=NIGHT), now=late)
        wish = kept(store, made.subscription.id)
        planned = plan(effective_schedule(channel, wish), wish.next_due_at, late)
        assert isinstance(planned, Due)
        assert planned.slot == (date(2026, 1, 13), "08:00")


def test_subscriptions_in_the_channels_zone_move_with_it(store) -> None:
    """Whoever chose another zone keeps it."""
    here = subscribe(store, CONSOLE, KYIV, now=NOW).subscription
    there = subscribe(store, CONSOLE, replace(KYIV, zone="Asia/Tokyo"), now=NOW).subscription
    adjust_channel(store, here.channel, lambda c: replace(c, zone="Europe/Berlin"), now=NOW)
    assert kept(store, here.id).schedule.zone == "Europe/Berlin"
    assert kept(store, here.id).next_due_at == at("2026-01-13T07:00")
    assert kept(store, there.id) == there


def test_a_new_time_of_day_that_is_over_waits_for_tomorrow(store) -> None:
    made = subscribe(store, CONSOLE, replace(KYIV, slots=(time(20),)), now=NOW)
    changed = adjust(store, made.subscription.id, schedule=KYIV, now=NOW)
    assert changed.subscription.next_due_at == at("2026-01-13T06:00")


@pytest.mark.parametrize(
    "change",
    [{"zone": "Mars/Olympus"}, {"alerts_per_day": -1}, {"following": Following(exclude=("",))}],
)
def test_a_setting_that_cannot_be_had_changes_nothing(store, change) -> None:
    made = subscribe(store, CONSOLE, KYIV, now=NOW)
    with pytest.raises(WishError):
        adjust_channel(store, made.channel.id, lambda c: replace(c, **change), now=NOW)
    assert store.channels.all() == [made.channel]
    assert store.subscriptions.of() == [made.subscription]


def test_settings_are_saved(store) -> None:
    made = subscribe(store, CONSOLE, KYIV, now=NOW)
    adjust_channel(
        store,
        made.channel.id,
        lambda c: replace(c, title=" Desk ", alert_actors=frozenset({ActorId("x")})),
        now=NOW,
    )
    (channel,) = store.channels.all()
    assert (channel.title, channel.alert_actors) == ("Desk", {"x"})


class TestPauses:
    """Days off, and back."""

    def test_today_and_for_good(self, store) -> None:
        made = subscribe(store, CONSOLE, KYIV, now=NOW)
        (paused,) = pause(store, [made.subscription.id], now=NOW)
        assert paused.subscription.schedule.pauses == (Pause(date(2026, 1, 12), date.max),)
        assert kept(store, made.subscription.id).next_due_at is None
        assert coming(paused, now=NOW) is None
        (back,) = resume(store, [made.subscription.id], now=NOW)
        assert kept(store, made.subscription.id) == back.subscription == made.subscription

    def test_today_is_the_local_day(self, store) -> None:
        """At 23:30 UTC it is tomorrow in Kyiv already."""
        made = subscribe(store, CONSOLE, KYIV, now=NOW)
        (paused,) = pause(store, [made.subscription.id], last=date(2026, 1, 14), now=at("2026-01-12T23:30"))
        assert paused.subscription.schedule.pauses == (Pause(date(2026, 1, 13), date(2026, 1, 14)),)
        assert paused.subscription.next_due_at == at("2026-01-15T06:00")

    def test_pauses_that_overlap_are_one_and_those_over_are_forgotten(self, store) -> None:
        made = subscribe(store, CONSOLE, KYIV, now=NOW)
        ids = [made.subscription.id]
        pause(store, ids, first=date(2026, 1, 12), last=date(2026, 1, 12), now=NOW)
        pause(store, ids, first=date(2026, 2, 10), last=date(2026, 2, 12), now=NOW + timedelta(days=1))
        (paused,) = pause(
            store, ids, first=date(2026, 2, 11), last=date(2026, 2, 20), now=NOW + timedelta(days=2)
        )
        assert paused.subscription.schedule.pauses == (Pause(date(2026, 2, 10), date(2026, 2, 20)),)

    def test_the_window_of_a_pause_is_not_lost(self, store) -> None:
        made = subscribe(store, CONSOLE, KYIV, now=NOW)
        pause(store, [made.subscription.id], now=NOW)
        read_article(store, 1, now=NOW + timedelta(days=3))
        (back,) = resume(store, [made.subscription.id], now=NOW + timedelta(days=9))
        assert back.subscription.confirmed < store.readings.head()

    @pytest.mark.parametrize(
        ("first", "last"), [(date(2026, 2, 2), date(2026, 2, 1)), (date(2026, 1, 1), date(2026, 1, 11))]
    )
    def test_a_pause_that_cannot_be_is_refused(self, store, first, last) -> None:
        made = subscribe(store, CONSOLE, KYIV, now=NOW)
        with pytest.raises(WishError):
            pause(store, [made.subscription.id], first=first, last=last, now=NOW)
        assert kept(store, made.subscription.id) == made.subscription

    def test_an_unknown_subscription_among_others_changes_nothing(self, store) -> None:
        made = subscribe(store, CONSOLE, KYIV, now=NOW)
        with pytest.raises(UnknownWish):
            pause(store, [made.subscription.id, SubscriptionId(404)], now=NOW)
        assert kept(store, made.subscription.id) == made.subscription


def test_an_unknown_channel_is_said(store) -> None:
    with pytest.raises(UnknownWish, match="no channel 404"):
        adjust_channel(store, ChannelId(404), lambda c: c, now=NOW)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("console", Address("console", "-")),
        ("Console:briefs.txt", Address("console", "briefs.txt")),
        ("console:/srv/a:b.txt", Address("console", "/srv/a:b.txt")),
        ("telegram:-1001234567890", Address("telegram", "-1001234567890")),
        ("telegram:42:7", Address("telegram", "42", "7")),
        ("slack:C0123456789", Address("slack", "C0123456789")),
    ],
)
def test_addresses_are_one_word(text: str, address: Address) -> None:
    assert parse_address(text) == address
    assert parse_address(str(address)) == address


@pytest.mark.parametrize(
    "text",
    ["", "irc:#news", "telegram", "telegram:@news", "telegram:1:x", "slack:#news", "telegram:12:", "mail:x"],
)
def test_other_words_are_no_address(text: str) -> None:
    with pytest.raises(WishError, match="write"):
        parse_address(text)


def test_a_chat_that_moves_or_is_lost_while_its_settings_change_stays_moved_and_lost(store) -> None:
    made, there = subscribe(store, CONSOLE, KYIV, now=NOW).channel, Address("console", "/srv/news.txt")

    def change(channel):
        assert store.channels.moved(channel.id, there)
        store.channels.gone(channel.id, NOW, "The bot was blocked.")
        return replace(channel, title="Newsroom")

    changed = adjust_channel(store, made.id, change, now=NOW)
    assert changed == store.channels.get(made.id)
    assert (changed.title, changed.address, changed.gone_at) == ("Newsroom", there, NOW)


def meanwhile(work: Callable[[], object]) -> threading.Thread:
    """Somebody else at the same time; what he may do at once is done."""
    thread = threading.Thread(target=work)
    thread.start()
    thread.join(0.3)
    return thread


@pytest.fixture(params=["memory", "sqlite"])
def any_store(request, tmp_path):
    kept = MemoryStore() if request.param == "memory" else open_store(f"sqlite:///{tmp_path / 'desk.sqlite3'}")
    yield kept
    kept.housekeeping.close()


def test_two_who_change_a_channel_at_once_both_get_their_way(any_store):
    home = subscribe(any_store, CONSOLE, KYIV, now=NOW).channel
    others = []

    def german(channel):
        if not others:
            mute = partial(replace, following=Following(muted=frozenset({ActorId("Q1")})))
            others.append(meanwhile(lambda: adjust_channel(any_store, home.id, mute, now=NOW)))
        return replace(channel, language="de")

    adjust_channel(any_store, home.id, german, now=NOW)
    others[0].join()
    after = any_store.channels.get(home.id)
    assert (after.language, after.following.muted) == ("de", {"Q1"})


def test_the_same_wish_at_once_is_one_subscription(any_store):
    made = []
    ready = threading.Barrier(4)

    def wish():
        ready.wait()
        made.append(subscribe(any_store, CONSOLE, KYIV, now=NOW))

    threads = [threading.Thread(target=wish) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(any_store.subscriptions.of()) == 1
    assert sorted(m.new for m in made) == [False, False, False, True]
