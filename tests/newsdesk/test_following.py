"""A channel's wishes and a subscription's own, together."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.errors import WishError
from newsdesk.following import (
    brief_spec,
    effective,
    effective_schedule,
    feeds_taken_in,
    spec_key,
    validate_following,
    validate_words,
)
from newsdesk.model import Address, Channel, ChannelId, FeedId, Following, Subscription, SubscriptionId
from newsdesk.schedule import QuietHours, Schedule
from summarizer.model import ActorId, BriefSpec

ROE, DOE, POE = ActorId("jane-roe"), ActorId("john-doe"), ActorId("~ann-poe")
NIGHT, NOON = QuietHours(time(22), time(7)), QuietHours(time(12), time(13))
DEFAULTS = BriefSpec(max_actors=12, max_bullets=5)


NO_WISHES = Following()


def channel(following: Following = NO_WISHES, quiet: QuietHours | None = None) -> Channel:
    return Channel(
        ChannelId(1), Address("console", "-"), zone="Europe/Berlin", following=following, quiet=quiet
    )


def subscription(following: Following = NO_WISHES, quiet: QuietHours | None = None) -> Subscription:
    schedule = Schedule((time(8),), "Europe/Kyiv", quiet=quiet)
    return Subscription(SubscriptionId(1), ChannelId(1), schedule, following=following)


def test_a_subscriptions_own_wishes_stand_in_for_the_channels() -> None:
    shared = Following(
        feeds=frozenset({FeedId(1)}), actors=frozenset({ROE}), include=("dam",), max_actors=3, max_bullets=2
    )
    own = Following(
        feeds=frozenset({FeedId(2)}), actors=frozenset({DOE}), include=("bridge",), max_actors=9, max_bullets=8
    )
    assert effective(channel(shared), subscription(own)) == own
    assert effective(channel(shared), subscription()) == shared


def test_what_the_channel_mutes_and_excludes_holds_for_every_subscription() -> None:
    shared = Following(muted=frozenset({ROE}), exclude=("football", "Golf"))
    own = Following(muted=frozenset({DOE}), exclude=("golf", "chess"))
    got = effective(channel(shared), subscription(own))
    assert got.muted == {ROE, DOE}
    assert got.exclude == ("golf", "chess", "football")


def test_the_channels_quiet_hours_hold_in_the_channels_zone() -> None:
    got = effective_schedule(channel(quiet=NIGHT), subscription())
    assert (got.quiet, got.quiet_zone, got.zone) == (NIGHT, "Europe/Berlin", "Europe/Kyiv")


def test_a_subscription_may_have_its_own_quiet_hours() -> None:
    own = subscription(quiet=NOON)
    assert effective_schedule(channel(quiet=NIGHT), own) == own.schedule
    assert effective_schedule(channel(), own) == own.schedule


def test_the_summarizer_is_asked_for_what_is_wished() -> None:
    since = datetime(2026, 1, 1, tzinfo=UTC)
    wishes = Following(
        actors=frozenset({ROE}), muted=frozenset({DOE}), include=("dam",), exclude=("golf",), max_bullets=2
    )
    assert brief_spec(wishes, replace(DEFAULTS, since=since, deeds=False)) == BriefSpec(
        actors=frozenset({ROE}),
        muted=frozenset({DOE}),
        since=since,
        max_actors=12,
        max_bullets=2,
        deeds=False,
        include=("dam",),
        exclude=("golf",),
    )


WISHES = Following(
    feeds=frozenset({FeedId(1), FeedId(2)}),
    actors=frozenset({ROE, DOE}),
    muted=frozenset({POE}),
    include=("dam", "Bridge"),
    exclude=("golf", "tennis"),
)


def test_the_same_wishes_in_another_order_have_the_same_key() -> None:
    other = replace(WISHES, include=("bridge", "DAM", "dam"), exclude=("tennis", "golf"), max_bullets=5)
    assert spec_key(WISHES, language="en", defaults=DEFAULTS) == spec_key(
        other, language="en", defaults=DEFAULTS
    )


def test_the_key_is_the_same_in_every_process() -> None:
    """The order of a set of strings changes with the process; briefs are compared across restarts."""
    script = (
        "from tests.newsdesk.test_following import *\nprint(spec_key(WISHES, language='en', defaults=DEFAULTS))"
    )
    keys = {
        subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert keys == {spec_key(WISHES, language="en", defaults=DEFAULTS) + "\n"}


@pytest.mark.parametrize(
    "other",
    [
        {"feeds": frozenset({FeedId(1)})},
        {"actors": frozenset({ROE})},
        {"muted": frozenset()},
        {"actors": WISHES.muted, "muted": WISHES.actors},
        {"include": WISHES.exclude, "exclude": WISHES.include},
        {"include": ("dam bridge",)},
        {"max_actors": 3},
        {"max_bullets": 3},
    ],
)
def test_other_wishes_have_another_key(other: dict[str, object]) -> None:
    changed = replace(WISHES, **other)
    assert spec_key(WISHES, language="en", defaults=DEFAULTS) != spec_key(
        changed, language="en", defaults=DEFAULTS
    )


def test_another_language_or_length_of_the_desk_has_another_key() -> None:
    keys = {
        spec_key(WISHES, language="en", defaults=DEFAULTS),
        spec_key(WISHES, language="uk", defaults=DEFAULTS),
        spec_key(WISHES, language="en", defaults=replace(DEFAULTS, max_bullets=4)),
        spec_key(WISHES, language="en", defaults=replace(DEFAULTS, deeds=False)),
    }
    assert len(keys) == 4


def test_words_are_tidied() -> None:
    assert validate_words(["  cease \n fire ", "Cease Fire", "dam"]) == ("cease fire", "dam")


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (["dam", "  "], "no word"),
        (["…"], "no word"),
        (["x" * 81], "at most 80 characters"),
        ([f"word {n}" for n in range(51)], "at most 50"),
    ],
)
def test_words_that_cannot_be_looked_for_are_refused(words: list[str], fault: str) -> None:
    with pytest.raises(WishError, match=fault):
        validate_words(words)


def test_words_at_the_limit_are_not() -> None:
    words = [f"{n:02}{'x' * 78}" for n in range(50)]
    assert validate_words(words) == tuple(words)


@given(st.lists(st.text(st.sampled_from("aB ç.*("), min_size=1, max_size=6), max_size=8))
def test_tidied_words_are_tidy(words: list[str]) -> None:
    try:
        tidy = validate_words(words)
    except WishError:
        assert any(not any(c.isalnum() for c in word) for word in words)
    else:
        assert validate_words(tidy) == tidy
        assert {" ".join(w.casefold().split()) for w in tidy} == {" ".join(w.casefold().split()) for w in words}


@pytest.mark.parametrize(
    "wishes",
    [
        Following(max_actors=0),
        Following(max_bullets=51),
        Following(include=("",)),
        Following(actors=frozenset({ROE}), muted=frozenset({ROE, DOE})),
    ],
)
def test_wishes_that_bring_nothing_are_refused(wishes: Following) -> None:
    with pytest.raises(WishError):
        validate_following(wishes)


@pytest.mark.parametrize(
    ("channels", "subscriptions", "taken_in"),
    [
        ((), [], ()),
        ((1,), [], (1,)),
        ((), [(1,)], (1,)),
        ((), [(1,), (2, 3)], (1, 2, 3)),
        ((), [(1,), ()], ()),
        ((1,), [(2,), ()], (1, 2)),
    ],
)
def test_a_channel_takes_in_its_own_feeds_and_those_of_its_subscriptions(channels, subscriptions, taken_in):
    def wish(feeds):
        return Following(feeds=frozenset(map(FeedId, feeds)))

    home = channel(wish(channels))
    schedule = Schedule((time(8),), "UTC")
    made = [
        Subscription(SubscriptionId(n), ChannelId(1), schedule, following=wish(feeds))
        for n, feeds in enumerate(subscriptions)
    ]
    assert feeds_taken_in(home, made) == set(taken_in)
