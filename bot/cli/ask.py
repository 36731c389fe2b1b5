"""``newsdesk ask``: cited statements that answer a question, or an honest "no statement found"."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from .terminal import FAILED, WRONG_USAGE, emit, note, show

if TYPE_CHECKING:
    from config.settings import Settings
    from newsdesk.desk import Desk
    from newsdesk.ingest.loaded import Loaded
    from summarizer.model import Answer, Article, ArticleId

    from .inputs import Inputs


def ask(
    words: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH…] QUESTION", help="The question, in quotation marks.")
    ] = None,
    inside: Annotated[
        list[str] | None,
        typer.Option(
            "--in", metavar="PATH…", help="Search these files or folders; without, what the desk has gathered."
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
    batch: Annotated[
        str | None,
        typer.Option(metavar="FILE", help='Questions as JSONL: {"id", "question", "articles"?}, - for stdin.'),
    ] = None,
) -> None:
    """Answer a question with cited statements, or say that there are none."""
    from config.settings import load_settings

    paths, question = _paths_and_question(inside or [], words or [], batched=batch is not None)
    asked = list(_batch(batch)) if batch else [Question(None, question)]
    questions = [q for q in asked if q]
    if not questions:
        raise typer.Exit(WRONG_USAGE)
    settings = load_settings()
    searched = (None if paths else _archive(settings)) or _files(paths or _samples(), settings)
    try:
        found = _answered(searched, questions, as_json=as_json or batch is not None)
    finally:
        searched.close()
    code = searched.inputs.exit_code(found=found or bool(batch))
    raise typer.Exit(FAILED if len(questions) < len(asked) else code)


def _answered(searched: Searched, questions: Sequence[Question], *, as_json: bool) -> bool:
    """Print every answer; whether one of them has statements."""
    found = False
    for question in questions:
        answer, articles = searched.answer(question)
        found = found or bool(answer.bullets)
        if as_json:
            _print_record(question, answer, searched.inputs.files)
        else:
            print_answer(answer, articles)
    return found


class Searched(NamedTuple):
    """What questions are answered from.

    Attributes:
        answer: An answer, and the articles that it may cite.
        inputs: The files that were read; none for the archive of the database.
        close: Lets go of the database.
    """

    answer: Callable[[Question], tuple[Answer, Sequence[Article]]]
    inputs: Inputs
    close: Callable[[], None] = lambda: None


def _files(paths: Sequence[str], settings: Settings) -> Searched:
    """Files that are read now."""
    from .inputs import load_inputs, open_desk, read_all

    inputs = load_inputs(paths, settings)
    desk = open_desk(settings)
    list(read_all(desk, inputs))
    articles = [reading.article for reading in desk.readings]
    return Searched(lambda question: (_answer(desk, question, inputs.files), articles), inputs)


def _archive(settings: Settings) -> Searched | None:
    """The articles of the database; None when it has none, or there is no database.

    Raises:
        StoreError: There is one, but it cannot be used.
    """
    from bot.app import load_actors, open_store
    from newsdesk.questions import Questions

    from .inputs import Inputs

    if settings.database_path is not None and not settings.database_path.exists():
        return None
    store = open_store(settings)
    number, _ = store.articles.extent()
    if not number:
        store.housekeeping.close()
        return None
    note(f"Searching the {number} article{'s' * (number != 1)} of the database; --in PATH searches files.")
    questions = Questions(store, load_actors(settings))

    def answer(question: Question) -> tuple[Answer, Sequence[Article]]:
        if question.articles is not None:
            return _none_read(question), ()
        found = questions.answer(question.text, now=datetime.now(UTC))
        return found.answer, found.articles

    return Searched(answer, Inputs({}, 0), store.housekeeping.close)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a batch; ``articles`` limits the search to these ids."""

    id: str | None
    text: str
    articles: tuple[str, ...] | None = None


def print_answer(answer: Answer, articles: Sequence[Article], /) -> None:
    """Print an answer for the eye, with its sources."""
    from bot.render.document import answer_document

    show(answer_document(answer, articles=articles))


def _print_record(question: Question, answer: Answer, files: dict[ArticleId, Loaded]) -> None:
    from .records import answer_record

    head: dict[str, Any] = {} if question.id is None else {"id": question.id}
    emit(json.dumps({**head, **answer_record(answer, files)}, ensure_ascii=False))


def _samples() -> list[str]:
    from config.paths import samples_dir

    note("No --in PATH given, and no article in the database: searching the sample articles.")
    return [str(samples_dir())]


def _answer(desk: Desk, question: Question, files: dict[ArticleId, Loaded]) -> Answer:
    now = datetime.now(UTC)
    if question.articles is None:
        return desk.ask(question.text, now=now)
    wanted = set(question.articles)
    chosen = [i for i in files if i in wanted or Path(i).stem in wanted or Path(i).name in wanted]
    if not chosen:
        return _none_read(question)
    return desk.ask(question.text, now=now, of=chosen)


def _none_read(question: Question) -> Answer:
    from summarizer.model import Answer, Query

    named = ", ".join(question.articles or ())
    return Answer(question.text, Query(), (), f"None of the articles asked for was read: {named}.")


def _paths_and_question(inside: Sequence[str], words: Sequence[str], *, batched: bool) -> tuple[list[str], str]:
    """``--in A B "question"`` leaves B among the words: everything but the last word is a path."""
    if batched:
        return [*inside, *words], ""
    if not words:
        note('newsdesk: a question is missing, as in: newsdesk ask --in articles/ "What did Zelenskyy say?"')
        raise typer.Exit(WRONG_USAGE)
    if inside:
        leading = list(words[:-1])
        split = next((i for i, w in enumerate(leading) if not Path(w).exists()), len(leading))
        return [*inside, *leading[:split]], " ".join(words[split:])
    return [], " ".join(words)


def _batch(path: str) -> Iterator[Question | None]:
    """The questions of a JSONL file; None, and a line on standard error, for one that is not a question.

    Raises:
        typer.Exit: With 2, when the file cannot be read.
    """
    try:
        text = typer.get_text_stream("stdin").read() if path == "-" else Path(path).read_text(encoding="utf-8")
    except OSError as error:
        note(f"newsdesk: {path}: {error.strerror}. Give --batch a file of JSON lines.")
        raise typer.Exit(WRONG_USAGE) from error
    except UnicodeDecodeError as error:
        note(f"newsdesk: {path}: this is not UTF-8. Save the questions as UTF-8 and try again.")
        raise typer.Exit(WRONG_USAGE) from error
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield Question(str(row["id"]), str(row["question"]), _ids(row.get("articles")))
        except (ValueError, KeyError, TypeError):
            note(f'newsdesk: {path}, line {number}: not a question like {{"id": "1", "question": "…"}}.')
            yield None


def _ids(articles: list[object] | None) -> tuple[str, ...] | None:
    return None if articles is None else tuple(str(a) for a in articles)
