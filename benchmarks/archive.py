"""Whether reading slows down or grows with the archive: made articles, different in most words, into a store.

python -m benchmarks.archive [--reader rules|learned] [articles]
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from bot.app import build_summarizer
from config.paths import samples_dir
from config.settings import load_settings
from newsdesk.digest import digest
from newsdesk.ingest.files import load_paths
from newsdesk.ingest.loaded import Loaded
from newsdesk.model import Filed
from newsdesk.store import open_store
from summarizer.attribution.rules import RulesReader
from summarizer.model import Reading

from .made import made_readings

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
PARTS = 10


def main() -> None:
    """Print articles a minute and resident memory of each tenth, and the last tenth's ratio to the first."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", nargs="?", type=int, default=300)
    parser.add_argument("--reader", choices=("learned", "rules"), default="learned")
    options = parser.parse_args()
    summarizer = build_summarizer(load_settings())
    if options.reader == "rules":
        summarizer = replace(summarizer, reader=RulesReader())
    outcomes = load_paths([str(samples_dir())], max_bytes=100_000_000)
    base = [Reading(o.article, ()) for o in outcomes if isinstance(o, Loaded)]
    list(summarizer.read([r.article for r in base]))
    made = made_readings(base, options.articles, until=NOW)
    rates: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'desk.sqlite3'}")
        for part in range(PARTS):
            count = options.articles // PARTS
            for _ in range(count):
                article = next(made).article
                store.articles.file(Filed(article.id, article, NOW), now=NOW)
            begun = time.perf_counter(), time.process_time()
            assert digest(store, summarizer, NOW).read == count
            took = time.perf_counter() - begun[0], time.process_time() - begun[1]
            rates.append(count / took[1] * 60)
            print(
                f"{(part + 1) * count:6} read: {count / took[0] * 60:5.0f} articles/min, "
                f"{rates[-1]:5.0f} a minute of processor, {_resident_mb():5.0f} MB",
                flush=True,
            )
    print(f"last tenth to first: {rates[-1] / rates[0]:.2f}")


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
