"""What both stores do alike: pure functions of values."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from newsdesk.model import BriefId, BriefRecord, DeliveryKind, DeliveryState, Filed, Recipient
from summarizer.model import ArticleId, Statement

# What a claim that was cut short by the end of the process is told to the operator.
CUT_SHORT = "the process ended while this was being sent"
BEHIND = "a part before it was not sent"
# Entries that were shown so long before the last ones are shown no more; shorter differences mean nothing,
# because the instant is only noted once a day.
SHOWN_SLACK = timedelta(days=2)
# Nothing becomes of these any more.
FINAL = frozenset({DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.DROPPED})
_PRONOUNS = frozenset("he she it they we i you who this that these those him her them".split())
_WORD = re.compile(r"\w+")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


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


def part_key(batch: str, part: int, kind: DeliveryKind, /) -> str:
    """The key of one part: every part of a brief is numbered, the first of a note has the note's own key."""
    numbered = kind in {DeliveryKind.BRIEF, DeliveryKind.ALERT} or part > 1
    return f"{batch}:{part}" if numbered else batch
