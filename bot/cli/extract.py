"""``newsdesk extract``: the article of each page or file, as the desk would read it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .options import filled
from .terminal import FAILED, NOTHING_FOUND, OK, emit, note, progress

if TYPE_CHECKING:
    from config.settings import Settings
    from newsdesk.ingest.loaded import Outcome
    from summarizer.model import Article


def extract(
    sources: Annotated[
        list[str],
        typer.Argument(
            metavar="URL|FILE…",
            help="Addresses, files (HTML, PDF, text, Markdown, JSONL), folders, or -.",
            callback=filled,
        ),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line per article.")] = False,
    language: Annotated[
        str, typer.Option("--language", metavar="CODE", help="Refuse articles in other languages (such as en).")
    ] = "",
) -> None:
    """Print the article of each page: title, byline, date, language and text, or why it is none."""
    from config.settings import load_settings
    from newsdesk.ingest.loaded import Refused

    settings = load_settings()
    wanted = language.strip().lower()
    accepted = unread = 0
    for source, outcome in progress(_outcomes(sources, settings), total=_total(sources), label="Extracting"):
        record = outcome_record(outcome, wanted=wanted)
        record["source"] = source or record["source"]
        accepted += record["refused"] is None
        unread += record["unread"] is True
        if as_json:
            emit(json.dumps({k: v for k, v in record.items() if k != "unread"}, ensure_ascii=False))
        else:
            emit(_readable(record))
        if record["refused"] is not None:
            advice = outcome.advice if isinstance(outcome, Refused) else "Leave --language away to accept it."
            note(f"newsdesk: {record['source']}: {record['refused']} {advice}")
    raise typer.Exit(FAILED if unread else OK if accepted else NOTHING_FOUND)


def outcome_record(outcome: Outcome, /, *, wanted: str = "") -> dict[str, object]:
    """What ``--json`` prints, and ``unread``: whether it could not be read, so that nothing was judged.

    Args:
        wanted: Only this language is accepted, if the text's own can be told; "" accepts all.
    """
    from newsdesk.ingest.gate import wrong_language
    from newsdesk.ingest.language import language_of
    from newsdesk.ingest.loaded import Refused

    article = outcome.found if isinstance(outcome, Refused) else outcome.article
    source = outcome.source if isinstance(outcome, Refused) else (outcome.place or str(outcome.article.id))
    lang = language_of(article.text) if article else ""
    refused = outcome.reason if isinstance(outcome, Refused) else None
    unread = article is None and not (isinstance(outcome, Refused) and outcome.seen)
    if refused is None and wanted:
        refused = wrong_language(lang, frozenset({wanted}))
    return {"source": source, **_fields(article), "lang": lang, "refused": refused, "unread": unread}


def _fields(article: Article | None) -> dict[str, object]:
    if article is None:
        return {"title": "", "text": "", "byline": "", "published_at": None}
    at = article.published_at
    return {
        "title": article.title,
        "text": article.text,
        "byline": article.byline,
        "published_at": at.isoformat() if at else None,
    }


def _outcomes(sources: Sequence[str], settings: Settings) -> Iterator[tuple[str, Outcome]]:
    """One after the other, in the order given, a URL with the words it was given in; nothing is kept."""
    from newsdesk.ingest.fetch import Limits, load_url
    from newsdesk.ingest.files import load_paths

    limits = Limits(allow=frozenset(settings.fetch_allow))
    max_bytes = settings.max_file_mb * 1_000_000
    for is_url, group in groupby(sources, key=_is_url):
        if is_url:
            for url in group:
                yield url, load_url(url, limits=limits)
        else:
            for outcome in load_paths(list(group), max_bytes=max_bytes, note=_tell):
                yield "", outcome


def _is_url(source: str) -> bool:
    return source.lower().startswith(("http://", "https://")) and not Path(source).exists()


def _total(sources: Sequence[str]) -> int:
    """How many outcomes the bar counts to: the files in folders too."""
    return sum(sum(1 for _ in Path(s).rglob("*")) if Path(s).is_dir() else 1 for s in sources if s)


def _tell(message: str) -> None:
    note(f"newsdesk: {message}")


def _readable(record: dict[str, object]) -> str:
    """A heading of what is known, an empty line, the text."""
    facts = [str(record[k]) for k in ("byline", "published_at", "lang") if record[k]]
    from bot.render.clean import clean

    lines = [str(record["source"]), str(record["title"]), " · ".join(facts)]
    if record["refused"] is not None:
        lines.append(f"Refused: {record['refused']}")
    body = "" if record["refused"] is not None else str(record["text"])
    heading = "\n".join(filter(None, map(clean, lines)))
    return f"{heading}\n\n" + "\n".join(map(clean, body.split("\n"))) + "\n"
