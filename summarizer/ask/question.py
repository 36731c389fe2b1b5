"""A question in plain words → whose statements, about what, since when."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ..actors.registry import Registry
from ..model import Actor, ActorId, ActorKind, Query, Reading
from ..text.words import FUNCTION_WORDS, SPEECH_WORDS, words

_TOKEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SINCE = re.compile(
    r"\b(?P<how>since|after|from|on|until|till|before|in the (?=last|past))\s+(?P<when>(?:the\s+)?(?:last|past|this)?\s*"
    r"(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today|week|month|year|"
    r"\d+\s+(?:hours?|days?|weeks?|months?)|"
    r"\d{4}-\d{2}-\d{2}|\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?:\s+\d{4})?|"
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+\d{1,2}(?:st|nd|rd|th)?(?:,?\s+\d{4})?)"
    r"(?:\s+(?:morning|evening|night|week))?)|\b(?P<bare>yesterday|today|last week|this week|last month)\b",
    re.IGNORECASE,
)
_ASKING = frozenset(
    """anything anyone anybody someone somebody everything something please tell give show list find know news latest
    recently lately position stance opinion reaction response reply comment explanation criticism praise view
    described describe call called regarding concerning words quote quotes quoted happen happened plan plans
    concern respond responded react reacted justify accuse accused want wants""".split()
)
_MIN_NAME_CHARS = 2


@dataclass(frozen=True)
class NameIndex:
    """Which actors a name may mean: full names, aliases, surnames and roles, case folded."""

    actors: dict[ActorId, Actor]
    names: dict[tuple[str, ...], frozenset[ActorId]] = field(repr=False)
    longest: int = 1

    def find(self, tokens: Sequence[str], start: int, /) -> tuple[int, frozenset[ActorId]]:
        """The longest name that begins at ``start``: its length in tokens (0 for none) and who bears it."""
        for length in range(min(self.longest, len(tokens) - start), 0, -1):
            who = self.names.get(tuple(tokens[start : start + length]))
            if who:
                return length, who
        return 0, frozenset()


def name_index(readings: Iterable[Reading], registry: Registry, /) -> NameIndex:
    """Names of everybody who speaks or acts in the readings; a registry actor also by all aliases."""
    actors: dict[ActorId, Actor] = {}
    roles: dict[ActorId, set[str]] = defaultdict(set)
    for reading in readings:
        for statement in reading.statements:
            if statement.actor and statement.actor.kind not in (ActorKind.UNNAMED, ActorKind.UNKNOWN):
                actors.setdefault(statement.actor.id, statement.actor)
        for actor, role in reading.roles.items():
            roles[actor].add(role)
    for entry in registry.entries:
        actors.setdefault(entry.actor.id, entry.actor)
    names: dict[tuple[str, ...], set[ActorId]] = defaultdict(set)
    for actor in actors.values():
        for form in _forms(actor, registry, roles[actor.id]):
            if key := tuple(_fold(w) for w in _TOKEN.findall(form)):
                names[key].add(actor.id)
    return NameIndex(actors, {k: frozenset(v) for k, v in names.items()}, max(map(len, names), default=1))


def parse_question(
    question: str, index: NameIndex, /, *, now: datetime, speaking: frozenset[ActorId] = frozenset()
) -> tuple[Query, tuple[Actor, ...]]:
    """The query, and the actors among whom the asker has to choose when a name is ambiguous.

    Args:
        speaking: Actors with statements in what is searched.  The first of them that the question names is
            the one asked about; other names are part of the topic ("What did Roe say about Doe?").
        now: Aware UTC; relative dates count from it.
    """
    since, until, rest = _window(question, now)
    tokens = _TOKEN.findall(rest)
    folded = [_fold(t) for t in tokens]
    asked: frozenset[ActorId] = frozenset()
    taken: range = range(0)
    about = next((i for i, t in enumerate(folded) if t in ("about", "on", "regarding", "of")), len(folded))
    for start in _actor_order(len(folded), about):
        length, who = index.find(folded, start)
        who = (who & speaking) or who
        if length and (who & speaking or not speaking):
            asked, taken = who, range(start, start + length)
            break
        if length and not asked:
            asked, taken = who, range(start, start + length)
    topic = tuple(
        t for i, t in enumerate(tokens) if i not in taken and _is_topical(t) and len(t) >= _MIN_NAME_CHARS
    )
    candidates = tuple(sorted((index.actors[a] for a in asked), key=lambda a: a.id))
    chosen = candidates if len(candidates) == 1 else ()
    return Query(chosen, topic, since, until), candidates if len(candidates) > 1 else ()


def _actor_order(length: int, about: int) -> Iterable[int]:
    """Names before "about" are asked about, names after it are the topic."""
    return [*range(about), *range(about, length)]


def _forms(actor: Actor, registry: Registry, roles: set[str]) -> Iterable[str]:
    yield actor.name
    yield from roles
    if entry := registry.by_id.get(actor.id):
        yield from entry.aliases
        yield from entry.metonyms
    if actor.kind is ActorKind.PERSON and len(parts := actor.name.split()) > 1:
        yield parts[-1]
        if entry:
            yield from (a.split()[-1] for a in entry.aliases if " " in a)


def _fold(word: str) -> str:
    return re.sub(r"['’]s?$", "", word.casefold()).replace(".", "")


def _is_topical(word: str) -> bool:
    low = _fold(word)
    return low not in FUNCTION_WORDS and low not in SPEECH_WORDS and low not in _ASKING


def _window(question: str, now: datetime) -> tuple[datetime | None, datetime | None, str]:
    """Since, until and the question without the words that gave them."""
    match = _SINCE.search(question)
    if not match:
        return None, None, question
    how, when = (match["how"] or "").lower().strip(), match["when"] or match["bare"]
    start = _instant(when, now)
    if start is None:
        return None, None, question
    rest = question[: match.start()] + " " + question[match.end() :]
    if how in ("until", "till", "before"):
        return None, start, rest
    if how == "on" or (match["bare"] and "week" not in when.lower() and "month" not in when.lower()):
        return start, start + timedelta(days=1), rest
    return start, None, rest


def _instant(phrase: str, now: datetime) -> datetime | None:
    import dateparser

    plain = re.sub(
        r"^(?:the|this)\s+|^(?:last|past)\s+(?=\d|[a-z]+day)", "", phrase.strip(), flags=re.IGNORECASE
    )
    plain = (
        re.sub(r"^(\d+\s+\w+)$", r"\1 ago", plain)
        if re.match(r"\d+\s+(?:hour|day|week|month)", plain)
        else plain
    )
    plain = re.sub(r"^(?:past )?(week|month|year)$", r"last \1", plain, flags=re.IGNORECASE)
    found = dateparser.parse(
        plain,
        languages=["en"],
        settings={"PREFER_DATES_FROM": "past", "RELATIVE_BASE": now.replace(tzinfo=None)},
    )
    if found is None:
        return None
    found = found.replace(tzinfo=now.tzinfo)
    return found if "hour" in plain else found.replace(hour=0, minute=0, second=0, microsecond=0)
