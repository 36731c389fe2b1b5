"""The pipeline as it ships, run once over the sample articles."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.app import build_summarizer
from config.paths import samples_dir
from config.settings import load_settings
from newsdesk.ingest.files import load_paths
from newsdesk.ingest.loaded import Loaded
from summarizer.model import Reading
from summarizer.pipeline import Summarizer


@pytest.fixture(scope="session")
def summarizer() -> Summarizer:
    """The summarizer of the default settings."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [n for n in os.environ if n.startswith("NEWSDESK_")]:
            patch.delenv(name)
        return build_summarizer(load_settings())


@pytest.fixture(scope="session")
def samples(summarizer: Summarizer) -> dict[str, Reading]:
    """Readings of the sample articles by file name."""
    outcomes = load_paths([str(samples_dir())], max_bytes=10_000_000)
    articles = [o.article for o in outcomes if isinstance(o, Loaded)]
    return {Path(r.article.id).name: r for r in summarizer.read(articles)}
