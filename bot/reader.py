"""One reader for the whole process: the digest and the chats share it, one article at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from typing import TYPE_CHECKING

from newsdesk.desk import Reader

if TYPE_CHECKING:
    from summarizer.actors.registry import Registry
    from summarizer.model import Article, Reading


class SharedReader:
    """Implements ``newsdesk.desk.Reader`` for several threads; loads the models when it is first used.

    Models are not made for two threads at once.  Whoever reads much lets others in between two articles, so a
    chat waits for one article, not for a batch.
    """

    def __init__(self, load: Callable[[], Reader], /) -> None:
        self._load = load
        self._lock = Lock()
        self._reader: Reader | None = None

    @property
    def registry(self) -> Registry:
        """Who is known before any article is read."""
        with self._lock:
            return self._loaded().registry

    def read(self, articles: Iterable[Article], /, *, condense: bool = True) -> Iterator[Reading]:
        """One reading an article, in the same order."""
        with self._lock:
            readings = iter(self._loaded().read(articles, condense=condense))
        while True:
            with self._lock:
                reading = next(readings, None)
            if reading is None:
                return
            yield reading

    def _loaded(self) -> Reader:
        if self._reader is None:
            self._reader = self._load()
        return self._reader
