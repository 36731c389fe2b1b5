"""A document on a terminal is the plain one, with colour where colour is wanted."""

import io

import pytest

from bot.render import render_plain
from bot.render.document import BulletBlock, Heading, Note, Part, Reference, RenderDocument, SourceEntry, Title
from bot.render.terminal import print_document

DOCUMENT = RenderDocument(
    (
        Part(Title("News brief"), (Note("1 article"),)),
        Part(
            Heading("Jane Roe", "Mayor of Port Ansel"),
            (BulletBlock("Said [sic] the barrier would reopen", "•", (Reference(1),), ("changed",)),),
        ),
        Part(
            Heading("Sources"),
            (SourceEntry(Reference(1, "https://wire.example/1"), "Barrier closed", "Wire"),),
        ),
    )
)


class Terminal(io.StringIO):
    """A text stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")


def test_a_pipe_gets_plain_text() -> None:
    """No escape code ever reaches a file; square brackets are no markup."""
    file = io.StringIO()
    print_document(DOCUMENT, file=file)
    (plain,) = render_plain(DOCUMENT, width=80)
    assert file.getvalue() == plain.text + "\n"


def test_a_terminal_gets_colour() -> None:
    """The same words, with escape codes between them."""
    file = Terminal()
    print_document(DOCUMENT, file=file)
    assert "\x1b[" in file.getvalue()


def test_no_color_is_respected(monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR leaves weight and italics at most, and no colour."""
    monkeypatch.setenv("NO_COLOR", "1")
    file = Terminal()
    print_document(DOCUMENT, file=file)
    assert "\x1b[36m" not in file.getvalue()
    assert ";36m" not in file.getvalue()
