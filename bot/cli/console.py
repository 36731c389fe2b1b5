"""Opening the console channel on a set of articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from .inputs import Inputs, load_inputs, open_desk, read_all
from .terminal import waiting

if TYPE_CHECKING:
    from config.settings import Settings
    from newsdesk.ingest.loaded import Outcome

SAMPLE_QUESTION = "What did Zelenskyy say about the ceasefire?"


def converse(paths: Sequence[str], settings: Settings, /, *, interactive: bool, demonstrate: bool) -> int:
    """Read the articles, then talk about them; returns the exit code.

    Args:
        interactive: Take questions from standard input until it ends.
        demonstrate: Begin with the brief, and without a person at the keyboard answer one question.
    """
    from bot.app import default_spec
    from bot.channels.console import Console

    inputs = load_inputs(paths, settings)
    desk = open_desk(settings)
    list(read_all(desk, inputs))
    console = Console(
        desk,
        spec=default_spec(settings),
        now=_newest(inputs) if demonstrate else datetime.now(UTC),
        load=lambda source: load_source(source, settings),
    )
    if demonstrate:
        console.brief()
    if interactive:
        console.talk()
    elif demonstrate:
        console.say(f"> {SAMPLE_QUESTION}")
        console.ask(SAMPLE_QUESTION)
    return 0


def load_source(source: str, settings: Settings, /) -> Iterable[Outcome]:
    """The articles of a path or a URL, or why there are none."""
    from newsdesk.ingest.files import load_paths

    max_bytes = settings.max_file_mb * 1_000_000
    if "://" not in source:
        return load_paths([source], max_bytes=max_bytes)
    from newsdesk.ingest.fetch import Limits, load_url

    limits = Limits(max_bytes=max_bytes, allow=frozenset(settings.fetch_allow))
    with waiting(f"Fetching {source}…"):
        return [load_url(source, limits=limits)]


def _newest(inputs: Inputs) -> datetime:
    """When the newest article came out: "yesterday" in a question about samples means theirs."""
    dates = [at for loaded in inputs.files.values() if (at := loaded.article.published_at)]
    return max(dates, default=datetime.now(UTC))
