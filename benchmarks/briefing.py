"""What a brief and an answer cost as the archive grows: ×1, ×10, ×100 of the samples' readings.

python -m benchmarks.briefing
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.app import build_summarizer
from config.paths import samples_dir
from config.settings import load_settings
from newsdesk.ingest.files import load_paths
from newsdesk.ingest.loaded import Loaded
from summarizer.ask.answer import answer
from summarizer.ask.archive import Archive
from summarizer.brief import compose
from summarizer.model import ArticleId, Reading

from .clock import seconds

NOW = datetime(2026, 1, 1, tzinfo=UTC)
QUESTION = "What did Zelenskyy say about the ceasefire?"


def main() -> None:
    """Print seconds for composing, indexing and answering, and each figure's ratio to the one before."""
    summarizer = build_summarizer(load_settings())
    outcomes = load_paths([str(samples_dir())], max_bytes=100_000_000)
    readings = list(summarizer.read([o.article for o in outcomes if isinstance(o, Loaded)]))
    before: tuple[float, ...] = ()
    for times in (1, 10, 100):
        many = [_shifted(r, n) for n in range(times) for r in readings]
        archive = Archive.of(many, summarizer.registry)
        figures = (
            seconds(lambda m=many: compose(m), rounds=1),
            seconds(lambda m=many: Archive.of(m, summarizer.registry), rounds=1),
            seconds(lambda a=archive: answer(QUESTION, a, now=NOW), rounds=1),
        )
        growth = "".join(f"  ×{f / b:5.1f}" for f, b in zip(figures, before, strict=False))
        print(
            f"{len(many):6} articles: "
            f"brief {figures[0]:.3f} s, index {figures[1]:.3f} s, answer {figures[2]:.3f} s"
            + (f"   growth{growth}" if growth else "")
        )
        before = figures


def _shifted(reading: Reading, days: int) -> Reading:
    """The same reading some days later, with every statement under its own words."""
    name = ArticleId(f"{reading.article.id}#{days}")
    at = reading.article.published_at
    article = replace(
        reading.article,
        id=name,
        published_at=at + timedelta(days=days) if at else None,
        text=f"{reading.article.text} day{days}",
    )
    statements = tuple(
        replace(s, article=name, gist=f"{s.gist} on day {days}" if s.gist else "") for s in reading.statements
    )
    return replace(reading, article=article, statements=statements)


if __name__ == "__main__":
    main()
