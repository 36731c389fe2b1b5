"""Questions to the archive in the store, answered with cited statements.

A question is understood with the names of everybody in the archive, and answered from the articles that may
hold an answer: those in which the actor speaks, those with a word of the topic.  Only these are loaded, however
many others there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Lock

from summarizer.actors.registry import Registry
from summarizer.ask.answer import MAX_BULLETS, answer_to, found
from summarizer.ask.archive import Archive, rareness, term_of
from summarizer.ask.follow import continued
from summarizer.ask.foreign import parse_foreign
from summarizer.ask.names import NameIndex, fold, fold_all, index_of
from summarizer.ask.question import Understood, topic_words
from summarizer.ask.said import joined_names, parted
from summarizer.ask.settle import settled
from summarizer.model import Actor, ActorId, ActorKind, Answer, Article, ArticleId, Query, Reading, Statement
from summarizer.text.words import stem

from .model import FeedId, Position, RepairId
from .ports import Store
from .repairs import Plan, applied, registry_with

# So many articles are loaded at once, and no more when so many statements were found that may answer.
AT_ONCE = 100
ENOUGH = 300
_ALL = 1_000_000
_SHORT = 4


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and what it was looked for in.

    Attributes:
        articles: Those that the answer cites, in the revision that it cites.
        choice: Whom the asker has to choose from, when a name may mean several; else empty.
        searched: How many articles of the archive lie in the window that was asked for.
        since: When the oldest of them happened, or from when on was asked for; None without any.
        foreign: The question was in another language than English; what it names and what the archive holds of
            its words was looked for, and nothing else of it.
    """

    answer: Answer
    articles: tuple[Article, ...] = ()
    choice: tuple[Actor, ...] = ()
    searched: int = 0
    since: datetime | None = None
    foreign: bool = False


@dataclass(frozen=True)
class _Directory:
    """Everybody in the archive, as the repairs let them be seen."""

    of: tuple[Position, tuple[RepairId, ...]]
    plan: Plan
    names: NameIndex
    speaking: frozenset[ActorId]


class Questions:
    """Answers questions from a store; may be used from any thread, and blocks.

    Args:
        registry: Who is known before anything is read.
    """

    def __init__(self, store: Store, registry: Registry, /) -> None:
        self._store = store
        self._registry = registry
        self._lock = Lock()
        self._directory: _Directory | None = None

    def answer(
        self,
        question: str,
        /,
        *,
        now: datetime,
        previous: Query | None = None,
        actor: ActorId | None = None,
        feeds: frozenset[FeedId] = frozenset(),
        limit: int = MAX_BULLETS,
    ) -> Answered:
        """Statements that answer a question, the best match first.

        Args:
            now: "since Tuesday" counts from it, in its zone.
            previous: The query before this one in a conversation (``summarizer.ask.follow``).
            actor: Whom the asker chose for an ambiguous name.
            feeds: Only articles that one of these carried; empty for all.
        """
        directory = self._people()
        names, speaking = directory.names, directory.speaking
        understood = parse_foreign(question, names, now=now, speaking=speaking) or continued(
            question, names, now=now, speaking=speaking, previous=previous
        )
        chosen = settled(
            _chosen(understood, directory, actor),
            question,
            names,
            finds=lambda query: self._finds(query, directory, feeds),
        )
        return self._answer(question, chosen, directory, feeds, limit)

    def said(
        self,
        name: str,
        topic: str = "",
        /,
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        actor: ActorId | None = None,
        feeds: frozenset[FeedId] = frozenset(),
        limit: int = MAX_BULLETS,
    ) -> Answered:
        """What somebody said, on a topic, since an instant: the same with the parts given.

        Args:
            name: Of an actor, or of several: "Roe and Doe".
            topic: Words that statements must be about, each of them whatever it means elsewhere.
        """
        directory = self._people()
        groups, unknown = _all_named(name, directory)
        who = tuple(group[0] for group in groups if len(group) == 1)
        choice = next((group for group in groups if len(group) > 1), ())
        query = Query(who, topic_words(topic), since, until)
        understood = Understood(query, choice=() if unknown else choice, unknown=unknown)
        question = " ".join(filter(None, (name, topic)))
        return self._answer(question, _chosen(understood, directory, actor), directory, feeds, limit)

    def parted(self, words: str, /) -> tuple[str, str]:
        """The name at the head of words and the topic behind it, as ``said`` takes them."""
        directory = self._people()
        return parted(words, directory.names, directory.speaking)

    def _people(self) -> _Directory:
        """Everybody in the archive as it is now; made anew when somebody was read or repaired."""
        with self._lock:
            repairs = self._store.actors.repairs()
            of = (self._store.readings.head(), tuple(repair.id for repair in repairs))
            if self._directory is None or self._directory.of != of:
                plan = Plan.of(repairs)
                registry = registry_with(self._registry, repairs)
                speaking = {view.id: view for view in map(plan.view, self._store.actors.everybody())}
                speaking |= plan.actors
                named = {i: a for i, a in speaking.items() if a.kind is not ActorKind.UNKNOWN}
                roles: dict[ActorId, set[str]] = {}
                for who, stated in self._store.actors.roles().items():
                    roles.setdefault(plan.end(who), set()).update(stated)
                self._directory = _Directory(of, plan, index_of(named, roles, registry), frozenset(named))
            return self._directory

    def _answer(
        self,
        question: str,
        understood: Understood,
        directory: _Directory,
        feeds: frozenset[FeedId],
        limit: int,
    ) -> Answered:
        query = understood.query
        searched, oldest = self._store.articles.extent(since=query.since, until=query.until, feeds=feeds)
        obstacle = understood.choice or understood.unknown or understood.pronoun
        answer, archive = None, None
        if not obstacle and (query.actors or query.topic):
            for archive in self._archives(query, directory, feeds):
                answer = answer_to(understood, archive, question=question, articles=searched, limit=limit)
                if answer.bullets:
                    break
        if answer is None or archive is None:
            archive = Archive.of((), _NOBODY)
            answer = answer_to(understood, archive, question=question, articles=searched, limit=limit)
        cited = dict.fromkeys(c.article for bullet in answer.bullets for c in bullet.citations)
        texts = {reading.article.id: reading.article for reading in archive.readings}
        articles = tuple(texts[article] for article in cited if article in texts)
        return Answered(
            answer, articles, understood.choice, searched, query.since or oldest, understood.foreign
        )

    def _finds(self, query: Query, directory: _Directory, feeds: frozenset[FeedId]) -> bool:
        """Whether any statement answers a query."""
        return any(found(query, archive) for archive in self._archives(query, directory, feeds))

    def _archives(self, query: Query, directory: _Directory, feeds: frozenset[FeedId]) -> Iterator[Archive]:
        """What may answer a query, made searchable, the best first."""
        rarity = self._rarity(query.topic, directory.names)
        for readings in self._candidates(query, directory, feeds):
            yield replace(Archive.of(readings, _NOBODY), names=directory.names, rarity=rarity)

    def _rarity(self, topic: Iterable[str], names: NameIndex) -> dict[frozenset[str], float]:
        """What the words of a topic weigh in the whole archive: the rarer, the more."""
        terms = {term_of(stem(word), names): fold(word) for word in topic}
        if not terms:
            return {}
        number, _ = self._store.articles.extent()
        mentioning = self._store.articles.mentioning
        return {
            term: rareness(len(mentioning(sorted(_beginnings(term, word)), limit=_ALL)), number)
            for term, word in terms.items()
        }

    def _candidates(
        self, query: Query, directory: _Directory, feeds: frozenset[FeedId]
    ) -> Iterator[list[Reading]]:
        """Readings that may hold an answer, cut down to the statements that may be it; the best first."""
        wanted = frozenset(actor.id for actor in query.actors)
        words = (_beginnings(term_of(stem(word), directory.names), fold(word)) for word in query.topic)
        terms = frozenset[str]().union(*words)
        found: list[Reading] = []
        number = 0
        ids = self._articles(query, directory.plan, terms)
        for start in range(0, len(ids), AT_ONCE):
            for reading in applied(self._read(ids[start : start + AT_ONCE], feeds), directory.plan):
                kept = [s for s in reading.statements if _may_answer(s, reading.article, wanted, terms)]
                if kept:
                    found.append(replace(reading, statements=tuple(kept)))
                    number += len(kept)
            if number >= ENOUGH:
                yield found
                found, number = [], 0
        if found:
            yield found

    def _articles(self, query: Query, plan: Plan, terms: frozenset[str]) -> Sequence[ArticleId]:
        """Articles that may hold an answer: the best match of the topic first, else the newest."""
        articles, since, until = self._store.articles, query.since, query.until
        topical = articles.mentioning(sorted(terms), since=since, until=until, limit=_ALL) if terms else []
        if not query.actors:
            return topical
        sources = frozenset[ActorId]().union(*(plan.sources(actor.id) for actor in query.actors))
        by_them = self._store.readings.by_actors(sources, since=since, until=until)
        if not query.topic:
            return by_them
        among = frozenset(by_them)
        return [article for article in topical if article in among]

    def _read(self, ids: Sequence[ArticleId], feeds: frozenset[FeedId]) -> list[Reading]:
        if feeds:
            filed = self._store.articles.get(ids)
            ids = [article for article in ids if article in filed and feeds & filed[article].feeds]
        return self._store.readings.of(ids)


_NOBODY = Registry(())


def _chosen(understood: Understood, directory: _Directory, actor: ActorId | None) -> Understood:
    """The same about somebody whom the asker chose."""
    who = None if actor is None else directory.names.actors.get(directory.plan.end(actor))
    if who is None:
        return understood
    others = tuple(a for a in understood.query.actors if a.id != who.id) if understood.choice else ()
    query = replace(understood.query, actors=(*others, who))
    return replace(understood, query=query, choice=(), unknown="", pronoun="")


def _all_named(name: str, directory: _Directory) -> tuple[list[tuple[Actor, ...]], str]:
    """Whom a name means, or each of several that are joined; and the one that means nobody."""
    if whole := _named(name, directory):
        return [whole], ""
    parts = joined_names(name)
    groups = [_named(part, directory) for part in parts] if len(parts) > 1 else []
    nobody = next((part for part, group in zip(parts, groups, strict=False) if not group), "")
    return (groups, nobody) if groups else ([], name)


def _named(name: str, directory: _Directory) -> tuple[Actor, ...]:
    """Whom a name or a description means."""
    names, folded = directory.names, fold_all(name)
    length, who = names.find(folded, 0) if folded else (0, frozenset[ActorId]())
    if length < len(folded):
        who = names.described(frozenset(folded), directory.speaking)
    return tuple(sorted((names.actors[a] for a in (who & directory.speaking) or who), key=lambda a: a.id))


def _beginnings(term: frozenset[str], word: str) -> frozenset[str]:
    """What every word of an article begins with that has one of these stems, and the word that was asked for.

    A stem is the beginning of its words but for its last letter ("parti": party, parties).
    """
    return frozenset(s[:-1] if len(s) > _SHORT else s for s in term) | {word}


def _may_answer(
    statement: Statement, article: Article, wanted: frozenset[ActorId], terms: frozenset[str]
) -> bool:
    actor = statement.actor
    if statement.carried or statement.reported or actor is None or actor.kind is ActorKind.UNKNOWN:
        return False
    if wanted:
        return actor.id in wanted
    sentences = " ".join(article.text[span.start : span.end] for span in statement.evidence)
    folded = " ".join(fold(word) for word in f"{statement.gist} {sentences}".split())
    return any(term in folded for term in terms)
