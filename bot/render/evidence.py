"""What proves bullets, to be read: each sentence in its paragraph, then the outlet, the date and the link."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from newsdesk.sources import Source
from summarizer.model import Act, ActorId, ArticleId, Bullet

from .blocks import DID, SAID, Block, BulletBlock, Heading, Note, Passage, Reference, SourceEntry
from .clean import clean, clip, safe_url
from .document import MAX_NAME_CHARS, MAX_OUTLET_CHARS, MAX_TITLE_CHARS, file_name, site
from .texts import Texts


def evidence_blocks(
    proven: Iterable[tuple[Bullet, Sequence[Source]]], /, *, texts: Texts, zone: str = "UTC"
) -> tuple[Block, ...]:
    """Bullets in their order, each with its sources; neighbouring bullets of one actor share a heading.

    A source whose text is not kept any more is named all the same, and the reader is told.

    Args:
        zone: Of the day of publication.
    """
    return tuple(_blocks(proven, texts, zone))


def _blocks(proven: Iterable[tuple[Bullet, Sequence[Source]]], texts: Texts, zone: str) -> Iterator[Block]:
    numbers: dict[ArticleId, int] = {}
    speaking: ActorId | None = None
    for number, (bullet, found) in enumerate(proven):
        if bullet.actor.id != speaking:
            speaking = bullet.actor.id
            name = clean(bullet.actor.name) or clean(bullet.actor.id) or texts("render.unnamed")
            yield Heading(clip(name, MAX_NAME_CHARS))
        for source in found:
            numbers.setdefault(source.citation.article, len(numbers) + 1)
        cited = dict.fromkeys(numbers[s.citation.article] for s in found)
        mark = DID if bullet.act is Act.DID else SAID
        text = clean(bullet.text) or texts("render.no_words")
        yield BulletBlock(text, mark, tuple(map(Reference, cited)), number=number)
        for article, places in groupby(found, key=lambda s: s.citation.article):
            yield from _source([*places], numbers[article], texts, zone)


def _source(places: Sequence[Source], number: int, texts: Texts, zone: str) -> Iterator[Block]:
    for place in places:
        if sentence := clean(place.sentence):
            yield Passage(sentence, clean(place.before), clean(place.after))
    if all(place.forgotten for place in places):
        yield Note(texts("render.evidence_forgotten"))
    first = places[0]
    url = safe_url(first.url)
    yield SourceEntry(
        Reference(number, url),
        title=clip(clean(first.title) or file_name(first.citation.article), MAX_TITLE_CHARS),
        outlet=clip(clean(first.outlet) or site(url), MAX_OUTLET_CHARS),
        date=texts.day(first.published_at, zone) if first.published_at else "",
    )
