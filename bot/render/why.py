"""Why a question has no answer, in the reader's language."""

from __future__ import annotations

from summarizer.model import Answer, Reason, Silence

from .clean import clean, clip
from .texts import Texts

MAX_NAMES = 8
MAX_NAME_CHARS = 80
MAX_WORDS_CHARS = 200


def why_nothing(answer: Answer, words: Texts, /, *, zone: str = "UTC") -> str:
    """The reason of an answer without bullets, as a sentence.

    Args:
        zone: Of the days that the window begins and ends at.
    """
    if answer.silence is None:
        return clean(answer.abstained or "") or words("render.no_answer")
    return _worded(answer.silence, words, zone)


def _worded(silence: Silence, words: Texts, zone: str) -> str:
    names = [clip(clean(a.name) or clean(a.id), MAX_NAME_CHARS) for a in silence.actors[:MAX_NAMES]]
    who = words.listed(names, style="or")
    word = clip(clean(silence.word), MAX_WORDS_CHARS)
    topic = clip(clean(" ".join(silence.topic)), MAX_WORDS_CHARS)
    match silence.reason:
        case Reason.AMBIGUOUS:
            return words("why.ambiguous", names=who)
        case Reason.PRONOUN:
            return words("why.pronoun", word=word)
        case Reason.UNKNOWN:
            return words("why.unknown", word=word, searched=_searched(silence, words, zone))
        case Reason.NO_SUBJECT:
            return words("why.no_subject")
        case Reason.NOTHING_FOUND:
            searched = _searched(silence, words, zone)
            if not who:
                return words("why.nothing_on", topic=topic, searched=searched)
            if not topic:
                return words("why.nothing_by", who=who, searched=searched)
            return words("why.nothing_by_on", who=who, topic=topic, searched=searched)


def _searched(silence: Silence, words: Texts, zone: str) -> str:
    n = silence.articles
    since = words.day(silence.since, zone) if silence.since else ""
    until = words.day(silence.until, zone) if silence.until else ""
    if since and until:
        return words("why.searched_between", n=n, since=since, until=until)
    if since:
        return words("why.searched_since", n=n, since=since)
    return words("why.searched_until", n=n, until=until) if until else words("why.searched", n=n)
