"""``newsdesk read``: every statement of the given articles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import emit

if TYPE_CHECKING:
    from summarizer.model import Reading, Statement


def read(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Text, HTML or JSONL files, folders, or - for stdin.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line per statement.")] = False,
) -> None:
    """Print who said (or did) what: every statement with its source, cue and content."""
    from config.settings import load_settings

    from .inputs import load_inputs, open_desk, read_all
    from .records import reading_records

    settings = load_settings()
    inputs = load_inputs(paths, settings)
    desk = open_desk(settings)
    found = 0
    for reading in read_all(desk, inputs, streaming=True, condense=False):
        found += len(reading.statements)
        if as_json:
            for record in reading_records(reading, inputs.files):
                emit(json.dumps(record, ensure_ascii=False))
        else:
            emit(readable(reading))
    raise typer.Exit(inputs.exit_code(found=bool(found)))


def readable(reading: Reading, /) -> str:
    """The statements of an article for the eye: actor, cue, content and confidence."""
    from bot.render.clean import clean

    lines = [clean(str(reading.article.id))]
    lines += [f"  {clean(_line(s, reading.article.text))}" for s in reading.statements]
    if not reading.statements:
        lines.append("  (no statement)")
    return "\n".join(lines) + "\n"


def _line(statement: Statement, text: str) -> str:
    def words(spans: tuple[tuple[int, int], ...]) -> str:
        return " … ".join(" ".join(text[a:b].split()) for a, b in spans)

    who = statement.actor.name if statement.actor else "(unknown)"
    mark = "•" if statement.act.value == "said" else "▸"
    via = f", via {statement.via.name}" if statement.via else ""
    return (
        f"{mark} {who}{via} [{words(statement.cue)}] {words(statement.content)}  ({statement.confidence:.2f})"
    )
