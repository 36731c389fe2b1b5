"""``newsdesk brief``: per-actor bullets, each with the sentence that proves it."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from .terminal import page

if TYPE_CHECKING:
    from config.settings import Settings
    from summarizer.model import Brief, BriefSpec


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

    from config.settings import load_settings

    from .inputs import load_inputs, open_desk, read_all
    from .records import brief_record

    settings = load_settings()
    spec = brief_spec(settings)
    spec = replace(
        spec, max_actors=max_actors or spec.max_actors, max_bullets=max_bullets or spec.max_bullets, deeds=deeds
    )
    inputs = load_inputs(paths, settings)
    desk = open_desk(settings)
    found = False
    if each:
        for reading in read_all(desk, inputs):
            one = desk.brief(spec, of=[reading.article.id])
            found = found or bool(one.sections)
            record = {"article": reading.article.id, **brief_record(one, inputs.files)}
            typer.echo(json.dumps(record, ensure_ascii=False) if as_json else rendered(one, form))
    else:
        list(read_all(desk, inputs))
        whole = desk.brief(spec)
        found = bool(whole.sections)
        record = brief_record(whole, inputs.files)
        typer.echo(json.dumps(record, ensure_ascii=False) if as_json else rendered(whole, form))
    raise typer.Exit(inputs.exit_code(found=found))


def brief_spec(settings: Settings, /) -> BriefSpec:
    """The spec that the settings describe."""
    from summarizer.model import BriefSpec

    return BriefSpec(
        max_actors=settings.max_actors, max_bullets=settings.max_bullets, max_words=settings.max_words
    )


def rendered(brief: Brief, form: Format, /) -> str:
    """The brief as the platform would get it: text, Telegram HTML, or Slack messages as JSON."""
    from bot.render.document import brief_document

    document = brief_document(brief)
    if form is Format.PLAIN:
        return page(document)
    if form is Format.TELEGRAM:
        from bot.render.telegram import render_telegram

        return "\n\n".join(message.text for message in render_telegram(document))
    from bot.render.slack import render_slack

    return "\n".join(json.dumps(m.arguments(), ensure_ascii=False) for m in render_slack(document))
