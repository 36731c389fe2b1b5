"""``newsdesk brief``: per-actor bullets, each with the sentence that proves it."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import emit, show

if TYPE_CHECKING:
    from summarizer.model import Brief

    from .inputs import Inputs


# Between the messages of a Telegram brief: a form feed on a line of its own, which no message can hold.
MESSAGE_BREAK = "\n\f\n"


class Format(StrEnum):
    """How a brief is rendered."""

    PLAIN = "plain"
    TELEGRAM = "telegram"
    SLACK = "slack"


def brief(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH…", help="Text, HTML or JSONL files, folders, or - for stdin.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")] = False,
    each: Annotated[bool, typer.Option("--each", help="One brief an article instead of one of all.")] = False,
    form: Annotated[Format, typer.Option("--format", help="How the brief is rendered.")] = Format.PLAIN,
    max_actors: Annotated[int | None, typer.Option(min=1, help="At most so many actors.")] = None,
    max_bullets: Annotated[int | None, typer.Option(min=1, help="At most so many bullets an actor.")] = None,
    deeds: Annotated[bool, typer.Option(help="Also what actors did, below what they said.")] = True,
) -> None:
    """Print a brief of the given articles: who said what, each bullet with its source."""
    from dataclasses import replace

    from bot.app import default_spec
    from config.settings import load_settings

    from .inputs import load_inputs, open_desk, read_all

    settings = load_settings()
    spec = default_spec(settings)
    spec = replace(
        spec, max_actors=max_actors or spec.max_actors, max_bullets=max_bullets or spec.max_bullets, deeds=deeds
    )
    inputs = load_inputs(paths, settings)
    desk = open_desk(settings)
    output = _Output(inputs, form, as_json=as_json)
    for reading in read_all(desk, inputs, streaming=each):
        if each:
            output.add(desk.brief(spec, of=[reading.article.id]), {"article": reading.article.id})
    if not each:
        output.add(desk.brief(spec), {})
    raise typer.Exit(inputs.exit_code(found=output.found))


class _Output:
    """Prints briefs as they are ready, and remembers whether any held a bullet."""

    def __init__(self, inputs: Inputs, form: Format, /, *, as_json: bool) -> None:
        self.found = False
        self._inputs = inputs
        self._form = form
        self._as_json = as_json

    def add(self, brief: Brief, head: dict[str, str], /) -> None:
        self.found = self.found or bool(brief.sections)
        if self._as_json:
            from .records import brief_record

            emit(json.dumps({**head, **brief_record(brief, self._inputs.files)}, ensure_ascii=False))
        else:
            print_brief(brief, self._form)


def print_brief(brief: Brief, form: Format, /) -> None:
    """Print a brief as the platform would get it: text, Telegram HTML, or Slack messages as JSON."""
    from bot.render.document import brief_document

    document = brief_document(brief)
    match form:
        case Format.PLAIN:
            show(document)
        case Format.TELEGRAM:
            from bot.render.telegram import render_telegram

            emit(MESSAGE_BREAK.join(message.text for message in render_telegram(document)))
        case Format.SLACK:
            from bot.render.slack import render_slack

            for message in render_slack(document):
                emit(json.dumps(message.arguments(), ensure_ascii=False))
