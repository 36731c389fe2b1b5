"""Questions in Ukrainian, German, Spanish and others."""

from datetime import UTC, datetime

import pytest

from summarizer.actors.registry import Registry, RegistryEntry
from summarizer.ask.answer import answer
from summarizer.ask.archive import Archive
from summarizer.ask.foreign import parse_foreign
from summarizer.ask.names import index_of
from summarizer.model import Actor, ActorId, ActorKind, Query, Reason

from ..values import reading, statement

NOW = datetime(2026, 5, 14, 12, tzinfo=UTC)  # a Thursday
MONDAY, TODAY, FRIDAY = (datetime(2026, 5, day, tzinfo=UTC) for day in (11, 14, 15))
ROE = Actor(ActorId("jane-roe"), "Jane Roe", ActorKind.PERSON)
DOE = Actor(ActorId("john-doe"), "John Doe", ActorKind.PERSON)
JIM = Actor(ActorId("jim-poe"), "Jim Poe", ActorKind.PERSON)
JOE = Actor(ActorId("joe-poe"), "Joe Poe", ActorKind.PERSON)
ROVIA = Actor(ActorId("ruritania"), "Ruritania", ActorKind.COUNTRY)
LEAGUE = Actor(ActorId("league"), "UN", ActorKind.ORG)
REGISTRY = Registry(
    (
        RegistryEntry(ROE, aliases=("Джейн Роу",)),
        RegistryEntry(DOE),
        RegistryEntry(ROVIA),
        RegistryEntry(LEAGUE),
    )
)
EVERYBODY = {a.id: a for a in (ROE, DOE, JIM, JOE, ROVIA, LEAGUE)}
INDEX = index_of(EVERYBODY, {}, REGISTRY)


def ask(question):
    return parse_foreign(question, INDEX, now=NOW, speaking=frozenset(EVERYBODY))


@pytest.mark.parametrize(
    ("question", "query"),
    [
        ("¿Qué dijo Roe?", Query((ROE,))),
        ("Que dijo Jane Roe un dia", Query((ROE,))),
        ("¿Qué dijo el presidente Roe sobre la ONU?", Query((ROE,))),
        ("¿Qué dijo Roe sobre Doe?", Query((ROE,), ("Doe",))),
        ("¿Qué dijo Roe esta semana?", Query((ROE,), (), MONDAY, datetime(2026, 5, 18, tzinfo=UTC))),
        ("Що сказав Роу про перемир'я?", Query((ROE,))),
        ("Що Джейн Роу сказала про UN?", Query((ROE,), ("UN",))),
        ("Роу про перемир'я", Query((ROE,))),
        ("що сказала Роу з понеділка?", Query((ROE,), (), MONDAY)),
        ("Was hat Roe gesagt?", Query((ROE,))),
        ("was will roe?", Query((ROE,))),
        ("Was sagte Präsidentin Roe heute über Doe?", Query((ROE,), ("Doe",), TODAY, FRIDAY)),
        ("Was hat die UN seit Montag gesagt?", Query((LEAGUE,), (), MONDAY)),
        ("Qu'a dit Roe ?", Query((ROE,))),
        ("Про що говорила Роу?", Query((ROE,))),
        ("¿Sobre qué habló Roe?", Query((ROE,))),
        ("und Roe?", Query((ROE,))),
    ],
)  # fmt: skip
def test_one_who_alone_can_be_the_speaker_is_asked_about(question, query):
    assert ask(question).query == query


@pytest.mark.parametrize(
    "question",
    [
        "¿Qué dijo el portavoz de Roe?",
        "¿Qué dijo el presidente de Ruritania?",
        "¿Qué dijo el presidente sobre Roe?",
        "Was hat der Präsident der Ruritania gesagt?",
        "Was hat Roe Doe gesagt?",
        "Was sagen Roe und Doe?",
        "Was sagte Roe's Sprecher?",
        "Was sagte die Roe Sprecherin?",
        "Was hat Roe Jr. gesagt?",
        "was hat roe junior gesagt",
        "¿Qué dijo Melania Roe?",
        "Меланія Роу",
        "Was sagte Roe laut Doe?",
        "Roe und Doe",
        "Що сказав речник Роу?",
        "Що сказав президент Руританії Роу?",
        "Що сказав Нагніпенко?",
        "¿Qué dijo Zorro?",
        "ماذا قال رو؟",
    ],
)
def test_where_somebody_else_may_be_meant_nobody_is(question):
    understood = ask(question)
    assert understood.foreign
    assert understood.query == Query()


@pytest.mark.parametrize("question", ["Wer hat Doe kritisiert?", "¿Quién habló de Doe?", "und über Doe?"])
def test_who_is_asked_for_may_be_anybody(question):
    assert ask(question).query == Query((), ("Doe",))


def test_a_name_of_several_is_a_choice():
    assert ask("Was hat Poe über Doe gesagt?").choice == (JIM, JOE)


@pytest.mark.parametrize(
    "question",
    [
        "What did Roe say about the un?",
        "What did Роу say?",
        "Роу?",
        "Джейн Роу",
        "Roe",
        "UN",
        "What did von der Zorro say about la Mancha?",
        "Was hat worn by Roe?",
        "Was Roe against it?",
        "Roe on die cast models",
        "de la Zorro",
        "and El Zorro?",
        "ceasefire",
        "war",
        "the Ruritania war",
        "fur",
        "Ho Chi Minh City",
        "La Cosa Nostra",
        "Wen Jiabao",
        "El Mundo",
        "Who said something about the toll?",
        "",
        "?!",
    ],
)
def test_english_is_english(question):
    assert ask(question) is None


def archive():
    lines = ("Said the toll doubles", "Said Ruritania must leave the league")
    said = [statement(ROE, line, at=n * 90) for n, line in enumerate(lines)]
    return Archive.of([reading(*said, statement(DOE, "Called Roe a fool", at=180), text="x " * 200)], REGISTRY)


@pytest.mark.parametrize(
    ("question", "lines"),
    [
        ("Was hat Roe über Toll und Brücken gesagt?", ["Said the toll doubles"]),
        ("Was hat Roe über Ruritania gesagt?", ["Said Ruritania must leave the league"]),
        ("Що сказала Роу про мости?", ["Said Ruritania must leave the league", "Said the toll doubles"]),
        ("Wer hat Roe kritisiert?", ["Called Roe a fool"]),
    ],
)
def test_of_the_words_those_are_looked_for_that_are_found(question, lines):
    found = answer(question, archive(), now=NOW)
    assert sorted(b.text for b in found.bullets) == lines


@pytest.mark.parametrize("question", ["Was hat Doe über Ruritania gesagt?", "¿Qué dijo Ruritania?"])
def test_only_what_was_looked_for_is_denied(question):
    silence = answer(question, archive(), now=NOW).silence
    assert silence.reason is Reason.NOTHING_FOUND
    assert silence.topic in {("Ruritania",), ()}


def test_nobody_is_denied_who_was_not_understood():
    silence = answer("¿Qué dijo Zorro sobre la luna?", archive(), now=NOW).silence
    assert (silence.reason, silence.actors, silence.topic) == (Reason.NO_SUBJECT, (), ())
