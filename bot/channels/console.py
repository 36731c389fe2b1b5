"""The console channel: a brief and a conversation in the terminal, without any token or account."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TextIO

from bot.render.document import RenderDocument, answer_document, brief_document
from bot.render.terminal import print_document
from newsdesk.desk import Desk
from newsdesk.ingest.loaded import Loaded, Outcome
from summarizer.model import Answer, Article, BriefSpec, Citation

from .console_texts import HELP, WELCOME

Load = Callable[[str], Iterable[Outcome]]


class Console:
    """One conversation over a desk's readings.

    Args:
        now: From when relative dates in questions count (aware UTC).
        load: Turns a path or URL into articles or refusals; may be slow.
        output: Where everything is printed; standard output by default.
    """

    def __init__(
        self, desk: Desk, /, *, spec: BriefSpec, now: datetime, load: Load, output: TextIO | None = None
    ) -> None:
        self._desk = desk
        self._spec = spec
        self._now = now
        self._load = load
        self._output = output or sys.stdout
        self._last: Answer | None = None

    def say(self, text: str, /) -> None:
        """Print a line or a block."""
        print(text, file=self._output, flush=True)

    def brief(self) -> None:
        """The brief of everything read so far."""
        self._show(brief_document(self._desk.brief(self._spec)))

    def ask(self, question: str, /) -> None:
        """The answer to a question, with its sources."""
        previous = self._last.query if self._last else None
        self._last = self._desk.ask(question, now=self._now, previous=previous)
        self._show(answer_document(self._last, articles=self._articles()))

    def summarize(self, source: str, /) -> None:
        """The brief of one file, folder or URL; it can be asked about from now on."""
        loaded = []
        for outcome in self._load(source):
            if isinstance(outcome, Loaded):
                loaded.append(outcome.article)
            else:
                self.say(str(outcome))
        if loaded:
            ids = [r.article.id for r in self._desk.read(loaded)]
            self._show(brief_document(self._desk.brief(self._spec, of=ids)))

    def evidence(self) -> None:
        """The sentences behind the last answer."""
        if self._last is None or not self._last.bullets:
            self.say("There is no answer yet to show the evidence of. Ask something first.")
            return
        texts = {a.id: a.text for a in self._articles()}
        sentences: dict[Citation, str] = {
            c: texts[c.article][c.span.start : c.span.end] for b in self._last.bullets for c in b.citations
        }
        self._show(answer_document(self._last, articles=self._articles(), evidence=sentences))

    def handle(self, line: str, /) -> bool:
        """Do what a line asks for; False when it ends the conversation."""
        command, _, rest = line.strip().partition(" ")
        rest = rest.strip()
        match command:
            case "":
                pass
            case "/quit" | "/exit":
                return False
            case "/help" | "/start":
                self.say(HELP)
            case "/brief":
                self.brief()
            case "/evidence":
                self.evidence()
            case "/summarize" | "/summarise" if rest:
                self.summarize(rest)
            case "/summarize" | "/summarise":
                self.say("Say what to summarize: /summarize PATH or /summarize URL.")
            case "/ask" if rest:
                self.ask(rest)
            case "/ask":
                self.say("Say what to ask: /ask What did Zelenskyy say about the ceasefire?")
            case _ if command.startswith("/"):
                self.say(f"There is no command {command}. /help lists them.")
            case _:
                self.ask(line.strip())
        return True

    def talk(self) -> None:
        """Take lines from standard input until it ends or ``/quit``."""
        prompting = sys.stdin.isatty()
        if prompting:
            self.say(WELCOME)
        while True:
            try:
                line = input("newsdesk> " if prompting else "")
            except EOFError:
                break
            if not self.handle(line):
                break

    def _articles(self) -> list[Article]:
        return [r.article for r in self._desk.readings]

    def _show(self, document: RenderDocument) -> None:
        print_document(document, file=self._output)
        self.say("")
