"""What a subscription gets: its own wishes and its channel's together, as values for the summarizer."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import replace

from summarizer.model import BriefSpec

from .errors import WishError
from .model import Channel, FeedId, Following, Subscription
from .schedule import Schedule

MAX_PHRASES = 50
MAX_PHRASE_CHARS = 80
MAX_ACTORS, MAX_BULLETS = 100, 50

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def effective(channel: Channel, subscription: Subscription, /) -> Following:
    """What a subscription gets.

    Feeds, actors, words to include and lengths are the subscription's own where it has any, else the channel's.
    Who is muted and which words are excluded holds from both, so nobody gets around a channel's own.
    """
    own, shared = subscription.following, channel.following
    return Following(
        feeds=followed_feeds(own, shared),
        actors=own.actors or shared.actors,
        muted=own.muted | shared.muted,
        include=own.include or shared.include,
        exclude=_unique((*own.exclude, *shared.exclude)),
        max_actors=shared.max_actors if own.max_actors is None else own.max_actors,
        max_bullets=shared.max_bullets if own.max_bullets is None else own.max_bullets,
    )


def followed_feeds(own: Following, shared: Following, /) -> frozenset[FeedId]:
    """The feeds that a subscription takes in, by its own wishes and its channel's; empty for all."""
    return own.feeds or shared.feeds


def feeds_taken_in(channel: Channel, subscriptions: Iterable[Subscription], /) -> frozenset[FeedId]:
    """The feeds that a channel takes in: its own and those of its subscriptions together; empty for all.

    A channel that names none takes in all, unless each of its subscriptions names some.
    """
    shared = channel.following
    wished = [followed_feeds(subscription.following, shared) for subscription in subscriptions]
    if not all(wished):
        return frozenset()
    return shared.feeds.union(*wished)


def effective_schedule(channel: Channel, subscription: Subscription, /) -> Schedule:
    """When a subscription is due; where it has no quiet hours, its channel's hold, in the channel's zone."""
    schedule = subscription.schedule
    if schedule.quiet or not channel.quiet:
        return schedule
    return replace(schedule, quiet=channel.quiet, quiet_zone=channel.zone)


def brief_spec(following: Following, defaults: BriefSpec, /) -> BriefSpec:
    """What to ask the summarizer for; the length is the desk's where nobody wishes another.

    Feeds are not in it: they choose the readings that the brief is made of.
    """
    return replace(
        defaults,
        actors=following.actors,
        muted=following.muted,
        include=following.include,
        exclude=following.exclude,
        max_actors=defaults.max_actors if following.max_actors is None else following.max_actors,
        max_bullets=defaults.max_bullets if following.max_bullets is None else following.max_bullets,
    )


def spec_key(following: Following, /, *, language: str, defaults: BriefSpec) -> str:
    """A digest that is the same for the same wishes, in whatever order and case they were written.

    The same on every machine and in every process.  A length that is wished for and one that is the desk's
    anyway make no difference.  ``defaults.since`` is no wish and does not count.
    """
    spec = brief_spec(following, defaults)
    wishes = {
        "actors": sorted(spec.actors),
        "deeds": spec.deeds,
        "exclude": sorted({_folded(phrase) for phrase in spec.exclude}),
        "feeds": sorted(following.feeds),
        "include": sorted({_folded(phrase) for phrase in spec.include}),
        "language": language,
        "max_actors": spec.max_actors,
        "max_bullets": spec.max_bullets,
        "muted": sorted(spec.muted),
    }
    return hashlib.sha256(json.dumps(wishes, sort_keys=True).encode()).hexdigest()[:32]


def validate_words(phrases: Iterable[str], /) -> tuple[str, ...]:
    """Words and phrases to include or exclude, tidied: single spaces, each once, in the order given.

    They are looked for whole and without regard to case, and are never a pattern.

    Raises:
        WishError: There are more than 50, one is longer than 80 characters, or one holds no letter or digit.
    """
    tidy = _unique(" ".join(phrase.split()) for phrase in phrases)
    if len(tidy) > MAX_PHRASES:
        raise WishError(f"{len(tidy)} phrases are too many: give at most {MAX_PHRASES}.")
    for phrase in tidy:
        if not _LETTER_OR_DIGIT.search(phrase):
            raise WishError(f"{phrase!r} holds no word to look for: give a word or a phrase, like ceasefire.")
        if len(phrase) > MAX_PHRASE_CHARS:
            start = phrase[:30]
            raise WishError(f"The phrase “{start}…” is too long: give at most {MAX_PHRASE_CHARS} characters.")
    return tidy


def validate_following(following: Following, /) -> Following:
    """Wishes, with their words tidied.

    Raises:
        WishError: The words or the lengths cannot be had, or everybody who is followed is muted.
    """
    for name, wished, most in (
        ("sections", following.max_actors, MAX_ACTORS),
        ("bullets", following.max_bullets, MAX_BULLETS),
    ):
        if wished is not None and not 1 <= wished <= most:
            raise WishError(f"A brief cannot have {wished} {name}: give a number from 1 to {most}.")
    if following.actors and following.actors <= following.muted:
        raise WishError("Everybody who is followed is muted too: nothing would ever come.")
    include, exclude = validate_words(following.include), validate_words(following.exclude)
    return replace(following, include=include, exclude=exclude)


def _unique(phrases: Iterable[str]) -> tuple[str, ...]:
    first: dict[str, str] = {}
    for phrase in phrases:
        first.setdefault(_folded(phrase), phrase)
    return tuple(first.values())


def _folded(phrase: str) -> str:
    return " ".join(phrase.casefold().split())
