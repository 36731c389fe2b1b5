"""Whether reading slows down or grows with the archive: made articles, different in most words, into a store.

At the end the desk that has read them all and a fresh one, in a process of its own, read the same further
articles in turns: on a machine with other work only that ratio says whether reading became slower.

python -m benchmarks.archive [--reader rules|learned] [articles]
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from pathlib import Path

from bot.app import build_summarizer
from config.paths import samples_dir
from config.settings import load_settings
from newsdesk.digest import digest
from newsdesk.ingest.files import load_paths
from newsdesk.ingest.loaded import Loaded
from newsdesk.model import Filed
from newsdesk.ports import Store
from newsdesk.store import open_store
from summarizer.attribution.rules import RulesReader
from summarizer.model import Article, Reading
from summarizer.pipeline import Summarizer

from .made import made_readings

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
PARTS = 10
PROBES = 5
PROBE_ARTICLES = 40


def main() -> None:
    """Print throughput and memory of each tenth; then how an aged desk compares with a fresh one."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", nargs="?", type=int, default=300)
    parser.add_argument("--reader", choices=("learned", "rules"), default="learned")
    options = parser.parse_args()
    articles = _articles(options.articles + PROBES * PROBE_ARTICLES)
    summarizer = _summarizer(options.reader)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'desk.sqlite3'}")
        count = options.articles // PARTS
        for part in range(PARTS):
            took = _read(store, summarizer, [next(articles) for _ in range(count)])
            print(
                f"{(part + 1) * count:6} read: {count / took[0] * 60:5.0f} articles/min, "
                f"{count / took[1] * 60:5.0f} a minute of processor, {_resident_mb():5.0f} MB",
                flush=True,
            )
        ours, child = multiprocessing.get_context("spawn").Pipe()
        fresh = multiprocessing.get_context("spawn").Process(target=_serve, args=(child, options.reader))
        fresh.start()
        ratios = []
        for _ in range(PROBES):
            probe = [next(articles) for _ in range(PROBE_ARTICLES)]
            ours.send(probe)
            young = ours.recv()
            ratios.append(young / _read(store, summarizer, probe)[1])
        ours.send(None)
        fresh.join()
    span = f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"
    print(f"throughput after {options.articles} articles to that of a fresh desk, in turns: {span}")


def _serve(pipe: Connection, reader: str) -> None:
    """The fresh desk: seconds of processor for each batch that comes."""
    summarizer = _summarizer(reader)
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'desk.sqlite3'}")
        while (probe := pipe.recv()) is not None:
            pipe.send(_read(store, summarizer, probe)[1])


def _summarizer(reader: str) -> Summarizer:
    summarizer = build_summarizer(load_settings())
    if reader == "rules":
        summarizer = replace(summarizer, reader=RulesReader())
    list(summarizer.read([r.article for r in _base()]))
    return summarizer


def _base() -> list[Reading]:
    outcomes = load_paths([str(samples_dir())], max_bytes=100_000_000)
    return [Reading(o.article, ()) for o in outcomes if isinstance(o, Loaded)]


def _articles(count: int) -> Iterator[Article]:
    return (reading.article for reading in made_readings(_base(), count, until=NOW))


def _read(store: Store, summarizer: Summarizer, articles: list[Article]) -> tuple[float, float]:
    """Seconds by the clock and of processor."""
    for article in articles:
        store.articles.file(Filed(article.id, article, NOW), now=NOW)
    begun = time.perf_counter(), time.process_time()
    assert digest(store, summarizer, NOW).read == len(articles)
    return time.perf_counter() - begun[0], time.process_time() - begun[1]


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
