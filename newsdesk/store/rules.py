"""What both stores do alike: pure functions of values."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from newsdesk.evidence import proof
from newsdesk.model import BriefId, BriefRecord, DeliveryKind, DeliveryState, Filed, Position, Recipient
from newsdesk.schedule import QuietHours, in_quiet
from summarizer.model import ArticleId, Reading, Statement

# What a claim that was cut short by the end of the process is told to the operator.
CUT_SHORT = "the process ended while this was being sent"
BEHIND = "a part before it was not sent"
# What becomes of edits, and of what is on its way, when a chat gets another id: messages are numbered anew
# there, so that a number of the old chat would name somebody else's message.
ELSEWHERE = "the chat has moved, and its messages have other numbers now"
# Notes by this beginning are about the message whose number follows.
NUMBERED = "prompt:"
# Entries that were shown so long before the last ones are shown no more; shorter differences mean nothing,
# because the instant is only noted once a day.
SHOWN_SLACK = timedelta(days=2)
# These have reached their readers or still may.
ON_THE_WAY = frozenset({DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SENT})
# Why a message waits that was to be sent in a channel's quiet hours.
QUIET = "it waits for the end of the channel's quiet hours"
# These are not settled: what they hold may arrive and is not known to have arrived.
OPEN = frozenset({DeliveryState.PENDING, DeliveryState.SENDING})
# Nothing becomes of these any more.
FINAL = frozenset({DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.DROPPED})
# What carries a brief, and how far it has come when its channel may have got it or will.
BRIEF_KINDS = (DeliveryKind.BRIEF, DeliveryKind.ALERT)
REACHED = frozenset({DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.SENT, DeliveryState.UNCERTAIN})
# Days for which the ids of what platforms brought are kept at least; platforms repeat themselves for a day.
EVENT_KEYS = 3
_PRONOUNS = frozenset("he she it they we i you who this that these those him her them".split())
_WORD = re.compile(r"\w+")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class EventState(StrEnum):
    """How far something that a platform brought has come."""

    TAKEN = "taken"
    BEGUN = "begun"
    DONE = "done"


class Told(NamedTuple):
    """What remains of a reading of news that a later one has replaced.

    Attributes:
        feeds: How many feeds carried the article when it was read.
        proofs: See ``newsdesk.evidence.proof``.
    """

    position: Position
    feeds: int
    proofs: frozenset[str]


def proofs(reading: Reading, /) -> frozenset[str]:
    """What a reading tells."""
    return frozenset(proof(s, reading.article.text) for s in reading.statements) - {""}


def told_at(replaced: Sequence[Told], position: Position, /, *, feeds: int) -> frozenset[str]:
    """What an article has told everybody who was sent everything up to a position, and never took back since.

    Args:
        replaced: The article's earlier readings, by position.
        feeds: How many feeds carry the article now: whoever follows one that came later was not told.
    """
    before = [told for told in replaced if told.position <= position]
    if not before or before[-1].feeds != feeds:
        return frozenset()
    return before[-1].proofs.intersection(*(t.proofs for t in replaced[len(before) :]))


def storable(text: str, /) -> str:
    """The text with the code points that no database takes replaced one by one, so that offsets stay right."""
    return _UNSTORABLE.sub("�", text)


def digest(text: str, /) -> str:
    """What tells one text from another: a revision is another digest."""
    return hashlib.sha256(text.encode()).hexdigest()


def instant_of(article: Filed, /) -> datetime:
    """When an article happened, as far as anybody knows: published, else stored."""
    return article.article.published_at or article.stored_at


def mention(statement: Statement, text: str, /) -> str:
    """The words by which an article names the actor of a statement; "" for a pronoun or no words at all."""
    words = " ".join(" ".join(text[start:end] for start, end in statement.source).split())
    return "" if words.casefold() in _PRONOUNS else words


def by_frequency(words: Iterable[str], /) -> tuple[str, ...]:
    """Words without repetition, the most frequent first, then in alphabetical order."""
    counts = Counter(word for word in words if word)
    return tuple(sorted(counts, key=lambda word: (-counts[word], word)))


def tokens(text: str, /) -> list[str]:
    """The words of a text as search compares them: without regard to case and accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))


def cited(record: BriefRecord, /) -> frozenset[ArticleId]:
    """The articles that the bullets of a brief cite."""
    bullets = (bullet for section in record.brief.sections for bullet in section.bullets)
    return frozenset(citation.article for bullet in bullets for citation in bullet.citations)


def cited_revisions(record: BriefRecord, /) -> dict[ArticleId, int]:
    """The oldest revision of each article that the bullets of a brief cite."""
    bullets = (bullet for section in record.brief.sections for bullet in section.bullets)
    found: dict[ArticleId, int] = {}
    for citation in (citation for bullet in bullets for citation in bullet.citations):
        found[citation.article] = min(citation.revision, found.get(citation.article, citation.revision))
    return found


def without_texts(record: BriefRecord, /) -> BriefRecord:
    """A brief as it is kept: its articles without their texts, which have a home of their own."""
    articles = tuple(replace(article, text="") for article in record.brief.articles)
    return replace(record, brief=replace(record.brief, articles=articles))


def brief_batch(kind: DeliveryKind, brief: BriefId, /) -> str:
    """What the keys of all parts of a brief start with."""
    return f"{kind}:{brief}"


def empty_batch(recipient: Recipient, /) -> str:
    """The key of the line that says that a slot has nothing new."""
    return f"nothing:{recipient.subscription}:{recipient.slot.day}:{recipient.slot.name}"


def quiet_until(kind: DeliveryKind, quiet: QuietHours | None, zone: str, now: datetime, /) -> datetime | None:
    """Until when a message has to wait in a channel; None when it may be sent.  Edits ring no bell."""
    if quiet is None or kind is DeliveryKind.CORRECTION:
        return None
    return in_quiet(quiet, zone, now)


def part_key(batch: str, part: int, kind: DeliveryKind, /) -> str:
    """The key of one part: every part of a brief is numbered, the first of a note has the note's own key."""
    numbered = kind in {DeliveryKind.BRIEF, DeliveryKind.ALERT} or part > 1
    return f"{batch}:{part}" if numbered else batch
