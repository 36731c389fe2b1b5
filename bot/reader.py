"""One reader for the whole process: the digest and the chats share it, one article at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
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
        self._turns = _Turns()
        self._reader: Reader | None = None

    @property
    def registry(self) -> Registry:
        """Who is known before any article is read."""
        with self._turns:
            return self._loaded().registry

    def read(self, articles: Iterable[Article], /, *, condense: bool = True) -> Iterator[Reading]:
        """One reading an article, in the same order."""
        left = len(articles) if isinstance(articles, Sized) else -1
        readings: Iterator[Reading] | None = None
        while left:
            with self._turns:
                if readings is None:
                    readings = iter(self._loaded().read(articles, condense=condense))
                reading = next(readings, None)
                left -= 1
                if not left:
                    next(readings, None)  # its end: nobody waits once more to learn that nothing is left
            if reading is None:
                return
            yield reading

    def _loaded(self) -> Reader:
        if self._reader is None:
            self._reader = self._load()
        return self._reader


class _Turns:
    """One thread at a time, in the order in which they came.

    A ``Lock`` goes to whoever is quickest, which is whoever gave it back: a batch would let nobody in.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: deque[Lock] = deque()
        self._taken = False

    def __enter__(self) -> None:
        with self._lock:
            if not self._taken:
                self._taken = True
                return
            mine = Lock()
            mine.acquire()
            self._waiting.append(mine)
        mine.acquire()  # until it is handed over

    def __exit__(self, *_: object) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False
