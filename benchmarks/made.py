"""Archives made from a few readings: as large as asked for, different in every word that matters, no model.

Each made article is one of the base readings with most of its longer words exchanged, letter for letter as
long, so that every span still fits.  A few words are common and most are rare, as in any language; what
everybody in the base knows (the actors of the registry) stays, so that some actors have a statement in every
other article; one article in ten is a wire copy of an earlier one.  The same every time.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from summarizer.model import Actor, ActorId, Article, ArticleId, Reading, Statement

OUTLETS = 200
COPIES = 0.1
_SHARE_CHANGED = 0.6
_WORD = re.compile(r"[^\W\d_]{4,}")
_SYLLABLES = "ba ce di fo gu la me ni po ru sa te vi zo ka".split()


def made_readings(
    base: Sequence[Reading], count: int, /, *, until: datetime, days: float = 3
) -> Iterator[Reading]:
    """So many readings, oldest first, spread evenly over the days before an instant."""
    chance = random.Random(4)  # noqa: S311  (no cryptography)
    earlier: list[Reading] = []
    for n in range(count):
        at = until - timedelta(days=days * (count - n) / count)
        if earlier and chance.random() < COPIES:
            reading = _copied(chance.choice(earlier), n)
        else:
            reading = _changed(base[n % len(base)], n, chance)
            earlier = [*earlier[-300:], reading]
        outlet = f"Outlet {chance.randrange(OUTLETS)}"
        yield replace(reading, article=replace(reading.article, published_at=at, outlet=outlet))


def made_word(chance: random.Random, length: int, /) -> str:
    """A word of exactly so many letters; the lower numbers are drawn much more often (Zipf)."""
    number = int(len(_SYLLABLES) ** (4 * chance.random())) - 1
    letters = ""
    while len(letters) < length:
        letters += _SYLLABLES[number % len(_SYLLABLES)]
        number = number // len(_SYLLABLES) or length
    return letters[:length]


def _copied(reading: Reading, n: int) -> Reading:
    """The same text by somebody else, under another headline."""
    article = replace(reading.article, title=f"{reading.article.title} again")
    return _under(ArticleId(f"made-{n}"), reading, article, lambda text: text, lambda actor: actor)


def _changed(reading: Reading, n: int, chance: random.Random) -> Reading:
    exchanged: dict[str, str] = {}

    def word(match: re.Match[str]) -> str:
        old = match.group()
        low = old.casefold()
        if low not in exchanged:
            exchanged[low] = made_word(chance, len(old)) if chance.random() < _SHARE_CHANGED else low
        new = exchanged[low]
        if new == low or len(new) != len(old):
            return old
        return new.upper() if old.isupper() else new.capitalize() if old[0].isupper() else new

    change = partial(_WORD.sub, word)
    article = reading.article
    article = replace(article, text=change(article.text), title=change(article.title))
    assert len(article.text) == len(reading.article.text)
    return _under(ArticleId(f"made-{n}"), reading, article, change, partial(_somebody, change=change))


def _somebody(actor: Actor, *, change: Callable[[str], str]) -> Actor:
    """Whom the registry knows stays; anybody else is somebody else in each article."""
    if not actor.id.startswith("~"):
        return actor
    name = change(actor.name)
    return replace(actor, id=ActorId("~" + name.casefold().replace(" ", "-")), name=name)


def _under(
    name: ArticleId,
    reading: Reading,
    article: Article,
    change: Callable[[str], str],
    somebody: Callable[[Actor], Actor],
) -> Reading:
    def statement(s: Statement) -> Statement:
        return replace(
            s,
            article=name,
            gist=change(s.gist),
            actor=somebody(s.actor) if s.actor else None,
            via=somebody(s.via) if s.via else None,
        )

    return replace(
        reading,
        article=replace(article, id=name, url=None),
        statements=tuple(map(statement, reading.statements)),
    )
