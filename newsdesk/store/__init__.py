"""What the desk remembers: in memory, or in a database."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from newsdesk.ports import Store

__all__ = ["open_store"]


def open_store(url: str, /) -> Store:
    """The store at a URL: folder and file are made, the schema is brought to the newest revision.

    Args:
        url: ``sqlite:////data/newsdesk.sqlite3``, ``postgresql://user@host/name``, or ``sqlite:///:memory:``
            for a database that is gone when it is closed.

    Raises:
        StoreError: The database cannot be used; the message says why and what to do.
    """
    from .sql import SqlStore

    return SqlStore.open(url)
