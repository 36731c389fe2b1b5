"""How long a question to the archive takes: the first one after a start, and those that follow it.

Archives of 100, 1,000 and 10,000 made articles in a store on disk; questions of every kind.

python -m benchmarks.asking [articles …]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.app import build_summarizer, load_actors
from config.paths import samples_dir
from config.settings import load_settings
from newsdesk.ingest.files import load_paths
from newsdesk.ingest.loaded import Loaded
from newsdesk.model import Filed
from newsdesk.ports import Store
from newsdesk.questions import Questions
from newsdesk.store import open_store
from summarizer.model import Reading

from .clock import resident_mb
from .made import made_readings

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
ASKED = (
    "What did Zelenskyy say about the ceasefire?",
    "What did Trump say?",
    "What did Trump say about Putin since last week?",
    "Who blamed Russia?",
    "What did Macron say about submarines?",
    "What was said about the ceasefire?",
)
ROUNDS = 5


def main(sizes: Sequence[int]) -> None:
    """Print milliseconds of the first question, of the first of each kind, and of those that come again."""
    settings = load_settings()
    outcomes = load_paths([str(samples_dir())], max_bytes=100_000_000)
    base = list(build_summarizer(settings).read([o.article for o in outcomes if isinstance(o, Loaded)]))
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            store = open_store(f"sqlite:///{Path(folder) / 'desk.sqlite3'}")
            fill(store, base, size)
            questions = Questions(store, load_actors(settings))
            first = [took(questions, question) for question in ASKED]
            again = [took(questions, question) for _ in range(ROUNDS) for question in ASKED]
            print(
                f"{size:6} articles: the first question {first[0]:6.0f} ms, the first of each kind at most "
                f"{max(first[1:]):6.0f} ms; again {statistics.median(again):5.0f} ms, at most "
                f"{max(again):5.0f} ms   {resident_mb():5.0f} MB",
                flush=True,
            )
            store.housekeeping.close()


def fill(store: Store, base: Sequence[Reading], count: int, /) -> None:
    """File made articles, two months of them, and save their readings."""
    batch: list[Reading] = []
    for made in made_readings(base, count, until=NOW, days=60):
        filing = store.articles.file(Filed(made.article.id, made.article, NOW, language="en"), now=NOW)
        article = replace(made.article, id=filing.article)
        statements = tuple(replace(s, article=filing.article) for s in made.statements)
        batch.append(replace(made, article=article, statements=statements))
        if len(batch) == 100:
            store.readings.save(batch, now=NOW)
            batch = []
    store.readings.save(batch, now=NOW)


def took(questions: Questions, question: str, /) -> float:
    """Milliseconds of one answer."""
    begun = time.perf_counter()
    assert questions.answer(question, now=NOW).searched
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [100, 1_000, 10_000])
