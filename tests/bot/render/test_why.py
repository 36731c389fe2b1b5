"""Why there is no answer, in every language."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.render import answer_document, render_plain
from bot.render.why import why_nothing
from bot.texts import languages, words
from summarizer.ask.silence import sentence
from summarizer.model import ActorId, Answer, Query, Reason, Silence

from .samples import MAYOR, PORT

SINCE = datetime(2025, 5, 11, 22, tzinfo=UTC)
UNTIL = datetime(2025, 6, 1, tzinfo=UTC)
FOUND = Silence(Reason.NOTHING_FOUND, (MAYOR,), topic=("the", "ferry"), since=SINCE, articles=143)

SPANISH = (
    "No se encontró ninguna declaración de Ada Holm sobre «the ferry» "
    "en 143 artículos desde el 12 de mayo de 2025."
)


def said(silence: Silence, language: str, **options: str) -> str:
    return why_nothing(Answer("?", Query(), (), "in English", silence), words(language), **options)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "No statement by Ada Holm on the ferry found in 143 articles since 12 May 2025."),
        ("uk", "Ada Holm: не знайдено заяв на тему «the ferry» у 143 статтях від 12 травня 2025."),
        ("de", "Keine Aussage von Ada Holm zu „the ferry“ in 143 Artikeln seit dem 12. Mai 2025 gefunden."),
        ("es", SPANISH),
    ],
)
def test_nothing_found_names_whom_what_where_and_since_when(language: str, expected: str) -> None:
    """The day is the reader's own."""
    assert said(FOUND, language, zone="Europe/Kyiv") == expected


@pytest.mark.parametrize("since", [None, SINCE])
@pytest.mark.parametrize("until", [None, UNTIL])
@pytest.mark.parametrize(("actors", "topic"), [((MAYOR, PORT), ()), ((), ("ferry",)), ((MAYOR,), ("ferry",))])
def test_english_is_the_sentence_of_the_records(since, until, actors, topic) -> None:
    silence = replace(FOUND, actors=actors, topic=topic, since=since, until=until, articles=1)
    assert said(silence, "en") == sentence(silence)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("reason", Reason)
@pytest.mark.parametrize(("since", "until"), [(None, None), (SINCE, None), (None, UNTIL), (SINCE, UNTIL)])
def test_every_reason_has_words_with_everything_in_it(language: str, reason: Reason, since, until) -> None:
    silence = Silence(reason, (MAYOR, replace(PORT, name="Bo")), "she", ("ferry",), since, until, 7)
    text = said(silence, language)
    needed = {
        Reason.AMBIGUOUS: ["Ada Holm", "Bo"],
        Reason.PRONOUN: ["she"],
        Reason.UNKNOWN: ["she", "7"],
        Reason.NO_SUBJECT: [],
        Reason.NOTHING_FOUND: ["Ada Holm", "Bo", "ferry", "7"],
    }[reason]
    if reason in (Reason.UNKNOWN, Reason.NOTHING_FOUND):
        needed += [words(language).day(day) for day in (since, until) if day]
    assert [word for word in needed if word not in text] == []
    assert language == "en" or text != said(silence, "en")


def test_a_crowd_of_namesakes_stays_a_sentence() -> None:
    many = tuple(replace(MAYOR, id=ActorId(str(n)), name=f"Name {n} " * 30) for n in range(99))
    assert len(said(Silence(Reason.AMBIGUOUS, many), "en")) < 1000


def test_a_reason_of_the_programs_own_is_told_as_it_is() -> None:
    """And an answer without any reason says that nothing was found."""
    answer = Answer("Who?", Query(), (), "None of the articles was read.")
    assert why_nothing(answer, words("uk")) == "None of the articles was read."
    assert why_nothing(replace(answer, abstained=None), words("de")) == "Es wurde keine Aussage gefunden."


def test_an_answer_without_bullets_is_a_document_in_the_readers_language() -> None:
    answer = Answer("Що сказала Холм?", Query(), (), "in English", replace(FOUND, since=None))
    (message,) = render_plain(answer_document(answer, texts=words("uk")))
    assert message.text == "Що сказала Холм?\nAda Holm: не знайдено заяв на тему «the ferry» у 143 статтях."
