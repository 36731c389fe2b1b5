"""Readings made searchable once, for many questions."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ..actors.registry import Registry
from ..brief import brief_context
from ..model import ActorId, ActorKind, Article, Query, Reading, Statement
from ..rank.scorers import Context
from ..text.words import content_stems
from .names import NameIndex, name_index

# A statement must carry at least this share of the topic's weight (rare words weigh more) to be about it.
MIN_TOPIC_SHARE = 0.3
_LINE_WEIGHT, _SENTENCE_WEIGHT, _TITLE_WEIGHT = 1.0, 0.7, 0.3
_MAX_SENTENCE_WORDS = 30
_LEANING = frozenset("he she they it this that these those his her their its and but so".split())


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement that can answer, with the stems of its line, its sentences and its article's headline."""

    statement: Statement
    article: Article
    line: frozenset[str]
    sentence: frozenset[str]
    title: frozenset[str]

    def weight(self, term: frozenset[str], /) -> float:
        """How firmly it is about a word or its equivalents: in its line, its sentence or only its headline."""
        if not term.isdisjoint(self.line):
            return _LINE_WEIGHT
        if not term.isdisjoint(self.sentence):
            return _SENTENCE_WEIGHT
        return 0.0 if term.isdisjoint(self.title) else _TITLE_WEIGHT


@dataclass(frozen=True)
class Archive:
    """What questions are answered from.

    Attributes:
        speaking: Actors who have at least one statement that can answer.
        rarity: What words with their equivalents weigh in a larger archive, of which these readings were chosen
            because they hold such words.
    """

    readings: tuple[Reading, ...]
    context: Context
    names: NameIndex
    speaking: frozenset[ActorId]
    _entries: tuple[Entry, ...] = field(repr=False)
    _by_actor: dict[ActorId, list[int]] = field(repr=False)
    _by_stem: dict[str, list[int]] = field(repr=False)
    rarity: Mapping[frozenset[str], float] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, readings: Sequence[Reading], registry: Registry, /) -> Archive:
        """Index the readings."""
        entries = tuple(e for r in readings for e in _entries(r))
        by_actor: dict[ActorId, list[int]] = defaultdict(list)
        by_stem: dict[str, list[int]] = defaultdict(list)
        for n, entry in enumerate(entries):
            if entry.statement.actor:
                by_actor[entry.statement.actor.id].append(n)
            for s in entry.line | entry.sentence:
                by_stem[s].append(n)
        return cls(
            readings=tuple(readings),
            context=brief_context(readings),
            names=name_index(readings, registry),
            speaking=frozenset(by_actor),
            _entries=entries,
            _by_actor=dict(by_actor),
            _by_stem=dict(by_stem),
        )

    def search(self, query: Query, stems: frozenset[str], /) -> dict[Statement, float]:
        """Statements by the actors, inside the window and about the topic, with their relevance 0 to 1."""
        terms = {term_of(s, self.names) for s in stems}
        about = {t: {n for s in t for n in self._by_stem.get(s, ())} for t in terms}
        rarity = {t: self.rarity.get(t, rareness(len(ns), len(self._entries))) for t, ns in about.items()}
        full = math.fsum(rarity.values())
        found: dict[Statement, float] = {}
        for n in self._candidates(query, about):
            entry = self._entries[n]
            if not in_window(entry.article, query):
                continue
            share = math.fsum(w * entry.weight(t) for t, w in rarity.items()) / full if full else 1.0
            if share >= MIN_TOPIC_SHARE:
                found[entry.statement] = share
        return found

    def _candidates(self, query: Query, about: Mapping[frozenset[str], set[int]]) -> Iterable[int]:
        topical = set().union(*about.values())
        if not query.actors:
            return sorted(topical)
        by_them = [n for a in query.actors for n in self._by_actor.get(a.id, ())]
        return [n for n in by_them if n in topical] if about else by_them


def term_of(word: str, names: NameIndex, /) -> frozenset[str]:
    """A stem with those of other names of the same."""
    return names.equivalents.get(word, frozenset({word}))


def rareness(holding: int, of: int, /) -> float:
    """What a word weighs that so many of so many hold."""
    return math.log(1 + (1 + of) / (1 + holding))


def in_window(article: Article, query: Query, /) -> bool:
    """True when the article may answer; an undated one cannot answer a question about dates."""
    if query.since is None and query.until is None:
        return True
    if article.published_at is None:
        return False
    after = query.since is None or article.published_at >= query.since
    return after and (query.until is None or article.published_at < query.until)


def _entries(reading: Reading) -> Iterable[Entry]:
    article = reading.article
    title = frozenset(content_stems(article.title))
    for s in reading.statements:
        if s.carried or s.reported or s.actor is None or s.actor.kind is ActorKind.UNKNOWN:
            continue
        sentence = " ".join(article.text[e.start : e.end] for e in s.evidence)
        shown = s if s.gist else replace(s, gist=_whole(sentence))
        if shown.gist:
            yield Entry(
                shown, article, frozenset(content_stems(shown.gist)), frozenset(content_stems(sentence)), title
            )


def _whole(sentence: str) -> str:
    """The sentence itself, for a statement that no line says as well; "" when it cannot stand alone."""
    words = sentence.split()
    if len(words) > _MAX_SENTENCE_WORDS or words[0].casefold() in _LEANING:
        return ""
    return " ".join(words)
