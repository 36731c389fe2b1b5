"""How fast articles are read, at ×1, ×10 and ×100 of the samples: statements alone, and with lines for briefs.

python -m benchmarks.reading [FOLDER|FILE.jsonl …]
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import replace
from itertools import cycle, islice

from bot.app import build_summarizer
from config.paths import samples_dir
from config.settings import load_settings
from newsdesk.ingest.files import load_paths
from newsdesk.ingest.loaded import Loaded
from summarizer.model import Article, ArticleId
from summarizer.pipeline import BATCH_ARTICLES
from summarizer.ports import Parser

from .clock import resident_mb, seconds


def main(paths: list[str]) -> None:
    """Print articles a minute, the ratios to parsing alone, and how cost grows."""
    summarizer = build_summarizer(load_settings())
    outcomes = load_paths(paths or [str(samples_dir())], max_bytes=100_000_000)
    articles = [o.article for o in outcomes if isinstance(o, Loaded)]
    words = sum(len(a.text.split()) for a in articles)
    print(f"{len(articles)} articles, {words / len(articles):.0f} words each")
    drain(summarizer.read(articles[:4]))
    for times in (1, 10) if paths else (1, 10, 100):
        many = repeated(articles, times)
        parse = seconds(lambda m=many: parse_only(summarizer.parser, m), rounds=1)
        alone = seconds(lambda m=many: drain(summarizer.read(m, condense=False)), rounds=1)
        whole = seconds(lambda m=many: drain(summarizer.read(m)), rounds=1)
        print(
            f"×{times:<4} {len(many) / alone * 60:6.0f} articles/min, "
            f"{len(many) / whole * 60:6.0f} with lines   "
            f"to parsing {alone / parse:4.2f}, {whole / parse:4.2f}   "
            f"{whole / len(many) * 1000:6.1f} ms an article   {resident_mb():5.0f} MB"
        )


def repeated(articles: list[Article], times: int, /) -> list[Article]:
    """The articles again and again, under ids of their own."""
    many = islice(cycle(articles), len(articles) * times)
    return [replace(a, id=ArticleId(f"{a.id}#{n}")) for n, a in enumerate(many)]


def parse_only(parser: Parser, articles: list[Article], /) -> None:
    """Lay out and parse, in the batches that reading uses."""
    for start in range(0, len(articles), BATCH_ARTICLES):
        parser.parse(articles[start : start + BATCH_ARTICLES])


def drain(items: Iterable[object], /) -> None:
    """Take everything and keep nothing."""
    for _ in items:
        pass


if __name__ == "__main__":
    main(sys.argv[1:])
