"""What ``newsdesk eval`` reads, lets the desk do, and prints."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from summarizer.evaluation.answers import question_id
from summarizer.evaluation.fields import Record, read_lines
from summarizer.evaluation.gold import LabelledArticle, LabelledText, labelled_articles, labelled_texts

from .inputs import Inputs, load_inputs, open_desk, read_all
from .records import answer_record, brief_record, reading_records
from .terminal import FAILED, NOTHING_FOUND, WRONG_USAGE, emit, note, progress

if TYPE_CHECKING:
    from config.settings import Settings
    from newsdesk.desk import Desk
    from summarizer.model import ArticleId

READER = "the reader"


def lines_of(path: str, /) -> list[Record]:
    """The records of a JSON Lines file.

    Raises:
        typer.Exit: With 2, when there is no such file or it is not UTF-8.
        BadRecord: A line is no JSON object.
    """
    try:
        text = Path(path).read_text(encoding="utf-8-sig")
    except OSError as error:
        note(f"newsdesk: {path}: {error.strerror}. Give a file of JSON lines.")
        raise typer.Exit(WRONG_USAGE) from error
    except UnicodeDecodeError as error:
        note(f"newsdesk: {path}: this is not UTF-8. Save it as UTF-8 and try again.")
        raise typer.Exit(WRONG_USAGE) from error
    return read_lines(text, source=path)


def texts_of(path: str, /) -> list[LabelledText]:
    """The labelled texts of a file.

    Raises:
        typer.Exit: With 2 as ``lines_of``; with 3, when no attribution is labelled.
        BadRecord: A line is no labelled text.
    """
    texts = labelled_texts(lines_of(path))
    if not any(text.attributions for text in texts):
        note(f'newsdesk: {path}: no attribution is labelled. Give lines of {{"id", "text", "attributions"}}.')
        raise typer.Exit(NOTHING_FOUND)
    return texts


def articles_of(gold: str, labels: str, /) -> list[LabelledArticle]:
    """The articles whose actors are labelled.

    Raises:
        typer.Exit: As ``texts_of``; with 3 also when no article is labelled.
        BadRecord: A line of either file is not what it should be.
    """
    articles = labelled_articles(lines_of(labels), texts_of(gold))
    if not articles:
        note(f"newsdesk: {labels}: no article in it.")
        raise typer.Exit(NOTHING_FOUND)
    return articles


@dataclass(frozen=True, slots=True)
class Trial:
    """The labelled texts and a desk that reads them as ``newsdesk read`` would."""

    settings: Settings
    inputs: Inputs
    desk: Desk

    @classmethod
    def of(cls, gold: str, ids: Sequence[ArticleId], /) -> Trial:
        """Load the texts of a file and a desk to read them.

        Raises:
            typer.Exit: With 1, when one of the texts is refused.
        """
        from config.settings import load_settings

        settings = load_settings()
        loaded = load_inputs([gold], settings)
        inputs = Inputs({i: loaded.files[i] for i in dict.fromkeys(ids) if i in loaded.files}, loaded.refused)
        if len(inputs.files) < len(set(ids)):
            note(f"newsdesk: {gold}: not every labelled text could be read; figures would mean nothing.")
            raise typer.Exit(FAILED)
        return cls(settings, inputs, open_desk(settings))

    def statements(self) -> Iterator[Record]:
        """What ``newsdesk read --json`` prints."""
        for reading in read_all(self.desk, self.inputs):
            for row in reading_records(reading, self.inputs.files):
                yield Record(READER, row)

    def briefs(self) -> Iterator[Record]:
        """What ``newsdesk brief --json --each`` prints."""
        from bot.app import default_spec

        spec = default_spec(self.settings)
        for reading in read_all(self.desk, self.inputs):
            brief = self.desk.brief(spec, of=[reading.article.id])
            yield Record(READER, {"article": reading.article.id, **brief_record(brief, self.inputs.files)})

    def answers(self, articles: Sequence[LabelledArticle], /, *, across: bool) -> Iterator[Record]:
        """What ``newsdesk ask --json --batch`` prints for the labelled questions.

        Args:
            across: Every question is asked of all articles rather than of its own.
        """
        list(read_all(self.desk, self.inputs))
        now = datetime.now(UTC)
        asked = [(a.id, n, q.text) for a in articles for n, q in enumerate(a.questions)]
        for article, number, question in progress(asked, total=len(asked), label="Asking"):
            answer = self.desk.ask(question, now=now, of=None if across else [article])
            row = answer_record(answer, self.inputs.files)
            yield Record(READER, {"id": question_id(article, number), **row})


def print_json(values: Mapping[str, Any], /) -> None:
    """Figures as one JSON object on a line."""
    emit(json.dumps(values, ensure_ascii=False))


def print_table(columns: Sequence[str], rows: Sequence[Sequence[str] | None], /) -> None:
    """Rows of figures under their columns, the first of which holds names; None draws a line."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number else "left", no_wrap=True)
    for row in rows:
        if row is None:
            table.add_section()
        else:
            table.add_row(*row)
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 160  # a pipe has no width, and cut figures are worth nothing
    console.print(table)
