"""Asking who a source is, with the real parser: sources are marked in the text by ‹these marks›."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from summarizer.actors.registry import Registry, RegistryEntry, Title
from summarizer.actors.resolve import Resolved, resolve
from summarizer.model import Actor, ActorId, ActorKind, Article, ArticleId, Attribution, Span
from summarizer.syntax.spacy_parser import SpacyParser

_MARK = re.compile("‹(.*?)›", re.DOTALL)
_QUOTED = re.compile('“[^”]*”|"[^"]*"')


def read(
    parser: SpacyParser, marked: str, *, registry: Registry | None = None, on: date | None = None
) -> Resolved:
    """The resolved actors of a text's marked sources, in text order.

    What a source said is the rest of its sentence, or the quotations of its line when it has any.
    """
    text, sources = "", []
    for i, piece in enumerate(_MARK.split(marked)):
        if i % 2:
            sources.append(Span(len(text), len(text) + len(piece)))
        text += piece
    published = datetime(on.year, on.month, on.day, tzinfo=UTC) if on else None
    document = parser.parse([Article(ArticleId("a"), text, published_at=published)])[0]
    return resolve(document, [_said(text, s) for s in sources], registry or Registry())


def who(
    parser: SpacyParser, marked: str, *, registry: Registry | None = None, on: date | None = None
) -> list[str]:
    """The names of the actors, "" for nobody."""
    return [a.name if a else "" for a in read(parser, marked, registry=registry, on=on).actors]


def _said(text: str, source: Span) -> Attribution:
    start = text.rfind("\n", 0, source.start) + 1
    end = text.find("\n", source.end)
    end = len(text) if end < 0 else end
    quoted = tuple(Span(start + m.start(), start + m.end()) for m in _QUOTED.finditer(text[start:end]))
    outside = tuple(q for q in quoted if not q.covers(source))
    stop = text.find(". ", source.end, end)
    rest = Span(source.end, stop if stop > 0 else end)
    inside = any(q.covers(source) for q in quoted)
    return Attribution((source,), (), (rest,) if inside or not outside else outside)


def person(
    slug: str, name: str, *titles: Title, aliases: tuple[str, ...] = (), pronoun: str = "he"
) -> RegistryEntry:
    """A person for a registry."""
    return RegistryEntry(Actor(ActorId(slug), name, ActorKind.PERSON), aliases, pronoun, titles)


def state(slug: str, name: str, *metonyms: str) -> RegistryEntry:
    """A state for a registry."""
    return RegistryEntry(Actor(ActorId(slug), name, ActorKind.COUNTRY), pronoun="it", metonyms=metonyms)
