"""Files that somebody names: filed like pages, without network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from ..ingest.loaded import Loaded, Outcome
from ..ports import Articles
from .filing import from_file
from .outcomes import PageOutcome, PageState


def file_loaded(
    articles: Articles, outcomes: Iterable[Outcome], now: datetime, /, *, languages: frozenset[str]
) -> Iterator[PageOutcome]:
    """File what was read from files, one outcome each, in order.

    The same text is one article wherever it lies; another text is another article.  What a file says of its own
    address is its link and never its key: a saved page must not take the place of what stands on the web.
    """
    for outcome in outcomes:
        if not isinstance(outcome, Loaded):
            reason = f"{outcome.reason} {outcome.advice}"
            yield PageOutcome(outcome.source, "", PageState.REFUSED, reason=reason)
            continue
        filed = from_file(outcome.article, now, languages=languages)
        filing = articles.file(filed, now=now)
        state = PageState.REFUSED if filed.refused else PageState.FILED
        yield PageOutcome(outcome.article.id, filed.article.title, state, filing, filed.refused)
