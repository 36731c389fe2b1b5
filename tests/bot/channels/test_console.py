"""The console channel, line by line."""

import io
from datetime import UTC, datetime

import pytest

from bot.channels.console import Console
from newsdesk.desk import Desk
from newsdesk.ingest.loaded import Loaded, Refused
from summarizer.model import Article, ArticleId, BriefSpec

from ...newsdesk.test_desk import LineReader


@pytest.fixture
def console():
    desk = Desk(LineReader())
    list(desk.read([Article(ArticleId("a"), "Said the barrier is open")]))
    output = io.StringIO()

    def load(source):
        if source == "good.txt":
            return [Loaded(Article(ArticleId("good.txt"), "Denied a leak in the hinge"))]
        return [Refused(source, "It does not exist.", "Check the path.")]

    made = Console(desk, spec=BriefSpec(), now=datetime(2025, 5, 14, tzinfo=UTC), load=load, output=output)

    def say(*lines):
        output.truncate(0)
        output.seek(0)
        for line in lines:
            made.handle(line)
        return output.getvalue()

    made.say_all = say
    return made


def test_plain_words_are_a_question(console) -> None:
    """The answer comes with its source."""
    shown = console.say_all("What did Roe say about the barrier?")
    assert "Said the barrier is open [1]" in shown
    assert "Sources" in shown


def test_evidence_shows_the_sentence_behind_the_last_answer(console) -> None:
    """And says so when there is none yet."""
    assert "no answer yet" in console.say_all("/evidence")
    shown = console.say_all("What did Roe say about the barrier?", "/evidence")
    assert shown.count("Said the barrier is open") == 3


def test_a_summarized_file_can_be_asked_about(console) -> None:
    """Its brief first, then questions."""
    assert "Denied a leak" in console.say_all("/summarize good.txt")
    assert "Denied a leak" in console.say_all("What did Roe deny about the hinge?")


def test_a_file_that_cannot_be_read_is_explained(console) -> None:
    """What is wrong and what to do."""
    assert "bad.txt: It does not exist. Check the path." in console.say_all("/summarize bad.txt")


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ("/summarize", "PATH or /summarize URL"),
        ("/ask", "Say what to ask"),
        ("/nonsense", "There is no command /nonsense"),
        ("/help", "/evidence"),
        ("/brief", "News brief"),
    ],
)
def test_commands_explain_themselves(console, line: str, word: str) -> None:
    """Every command does something or says what it wants."""
    assert word in console.say_all(line)


def test_quit_ends_and_an_empty_line_does_nothing(console) -> None:
    """Only /quit and /exit end."""
    assert [console.handle(line) for line in ("", "/quit", "/exit")] == [True, False, False]
