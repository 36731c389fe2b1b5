"""Why a question has no answer: as values, and as the English sentence that stands in records."""

from __future__ import annotations

from datetime import datetime

from ..model import Reason, Silence
from .question import Understood


def obstacle(understood: Understood, articles: int, /) -> Silence | None:
    """Why a question cannot even be looked up in so many articles; None when it can."""
    query = understood.query
    if understood.choice:
        return _silence(Reason.AMBIGUOUS, understood, articles)
    if understood.pronoun:
        return _silence(Reason.PRONOUN, understood, articles, word=understood.pronoun)
    if understood.unknown:
        return _silence(Reason.UNKNOWN, understood, articles, word=understood.unknown)
    if not query.actors and not query.topic:
        return _silence(Reason.NO_SUBJECT, understood, articles)
    return None


def nothing_found(understood: Understood, articles: int, /) -> Silence:
    """It was looked up in so many articles, in vain."""
    return _silence(Reason.NOTHING_FOUND, understood, articles)


def _silence(reason: Reason, understood: Understood, articles: int, word: str = "") -> Silence:
    query = understood.query
    actors = understood.choice or query.actors
    return Silence(reason, actors, word, query.topic, query.since, query.until, articles)


def sentence(silence: Silence, /) -> str:
    """The reason in English."""
    match silence.reason:
        case Reason.AMBIGUOUS:
            names = ", ".join(a.name for a in silence.actors)
            return f"The name is ambiguous: it may mean {names}. Ask with the full name."
        case Reason.PRONOUN:
            return f"Whom does “{silence.word}” mean? Ask again with the name."
        case Reason.UNKNOWN:
            return f"Nobody called “{silence.word}” is quoted {_searched(silence)}"
        case Reason.NO_SUBJECT:
            return "The question names nobody and no topic that can be looked up."
        case Reason.NOTHING_FOUND:
            who = f" by {' or '.join(a.name for a in silence.actors)}" if silence.actors else ""
            what = f" on {' '.join(silence.topic)}" if silence.topic else ""
            return f"No statement{who}{what} found {_searched(silence)}"


def _searched(silence: Silence) -> str:
    n = silence.articles
    since = f" since {_day(silence.since)}" if silence.since else ""
    until = f" before {_day(silence.until)}" if silence.until else ""
    return f"in {n} article{'s' * (n != 1)}{since}{until}."


def _day(instant: datetime) -> str:
    return f"{instant.day} {instant:%B %Y}"
