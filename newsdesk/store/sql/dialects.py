"""Where SQLite and PostgreSQL differ: full-text search, inserts that may meet a row, one writer at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from newsdesk.store.rules import tokens

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Engine

# What full-text search makes in the database has names that start so, and is not in the metadata.
SEARCH = "revision_words"
_WRITER = 0x6E657773  # the key of the advisory lock: any number that nobody else takes
# PostgreSQL refuses to index a text whose words exceed a megabyte.
_DOCUMENT = "to_tsvector('simple', r.title || ' ' || left(r.text, 300000))"


class Dialect(Protocol):
    """What one kind of database does in its own way."""

    def insert_new(self, table: sa.Table, /) -> Any:  # noqa: ANN401  # both kinds of insert, no common type
        """An INSERT that passes over rows that are there already."""

    def one_writer(self, connection: Connection, /) -> None:
        """Wait until no other transaction of Newsdesk writes; holds until the transaction ends."""

    def create_search(self, connection: Connection, /) -> None:
        """Make what full-text search needs."""

    def index(self, connection: Connection, revision: int, /) -> None:
        """Let the text of a row of ``revisions`` be found."""

    def unindex(self, connection: Connection, revisions: Sequence[int], /) -> None:
        """Let rows of ``revisions`` be found no more; only those that are indexed may be given."""

    def matching(self, words: Sequence[str], /) -> sa.TextClause | None:
        """A SELECT of ``revision_id`` and ``rank`` (least is best) of what holds all of the words."""

    def beginning(self, beginnings: Sequence[str], /) -> sa.TextClause | None:
        """The same of what holds a word that begins with one of these."""


class SqliteDialect:
    """SQLite with FTS5, its index beside the texts and not around a copy of them."""

    def insert_new(self, table: sa.Table, /) -> sqlite.Insert:
        """``INSERT … ON CONFLICT DO NOTHING``."""
        return sqlite.insert(table).on_conflict_do_nothing()

    def one_writer(self, connection: Connection, /) -> None:
        """BEGIN IMMEDIATE has seen to it."""

    def create_search(self, connection: Connection, /) -> None:
        """An index with external content, kept by ``index`` and ``unindex``."""
        connection.exec_driver_sql(
            f"CREATE VIRTUAL TABLE {SEARCH} USING fts5(title, text, content='revisions', content_rowid='id', "
            "tokenize='unicode61 remove_diacritics 2')"
        )

    def index(self, connection: Connection, revision: int, /) -> None:
        """Add the words of a text."""
        connection.execute(
            sa.text(
                f"INSERT INTO {SEARCH} (rowid, title, text) "  # noqa: S608  # our own name
                "SELECT id, title, text FROM revisions WHERE id = :revision"
            ),
            {"revision": revision},
        )

    def unindex(self, connection: Connection, revisions: Sequence[int], /) -> None:
        """FTS5 must be told the very words to take out, which is why revisions never change."""
        connection.execute(
            sa.text(
                f"INSERT INTO {SEARCH} ({SEARCH}, rowid, title, text) "  # noqa: S608  # our own name
                "SELECT 'delete', id, title, text FROM revisions WHERE id IN :revisions"
            ).bindparams(sa.bindparam("revisions", expanding=True)),
            {"revisions": list(revisions)},
        )

    def matching(self, words: Sequence[str], /) -> sa.TextClause | None:
        """Each word in quotation marks, so that nothing in it is an operator."""
        phrases = [" ".join(tokens(word)) for word in words]
        return self._select(" AND ".join(f'"{phrase}"' for phrase in phrases if phrase))

    def beginning(self, beginnings: Sequence[str], /) -> sa.TextClause | None:
        """Each as a prefix; FTS5 finds words by their first letters in the order of its own index."""
        phrases = [" ".join(tokens(beginning)) for beginning in beginnings]
        return self._select(" OR ".join(f'"{phrase}" *' for phrase in phrases if phrase))

    def _select(self, query: str) -> sa.TextClause | None:
        if not query:
            return None
        return sa.text(
            f"SELECT rowid AS revision_id, rank FROM {SEARCH} WHERE {SEARCH} MATCH :query"  # noqa: S608
        ).bindparams(query=query)


class PostgresDialect:
    """PostgreSQL with an expression index; accents count, since ``unaccent`` is an extension."""

    def insert_new(self, table: sa.Table, /) -> postgresql.Insert:
        """``INSERT … ON CONFLICT DO NOTHING``."""
        return postgresql.insert(table).on_conflict_do_nothing()

    def one_writer(self, connection: Connection, /) -> None:
        """So that positions and the deliveries of a channel are in the order of commits, as on SQLite."""
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_WRITER)))

    def create_search(self, connection: Connection, /) -> None:
        """An index that PostgreSQL keeps by itself."""
        document = _DOCUMENT.replace("r.", "")
        connection.exec_driver_sql(f"CREATE INDEX {SEARCH} ON revisions USING gin (({document}))")

    def index(self, connection: Connection, revision: int, /) -> None:
        """Nothing to do."""

    def unindex(self, connection: Connection, revisions: Sequence[int], /) -> None:
        """Nothing to do."""

    def matching(self, words: Sequence[str], /) -> sa.TextClause | None:
        """Each word as a phrase; what PostgreSQL finds no word in matches nothing."""
        wanted = [word for word in words if tokens(word)]
        if not wanted:
            return None
        query = " && ".join(f"phraseto_tsquery('simple', :word{i})" for i in range(len(wanted)))
        return self._select(query, wanted)

    def beginning(self, beginnings: Sequence[str], /) -> sa.TextClause | None:
        """Each as a prefix; quoted by doubling, since ``to_tsquery`` has operators."""
        wanted = [
            "'" + b.casefold().replace("\\", "").replace("'", "''") + "':*" for b in beginnings if tokens(b)
        ]
        if not wanted:
            return None
        return self._select(" || ".join(f"to_tsquery('simple', :word{i})" for i in range(len(wanted))), wanted)

    def _select(self, query: str, wanted: Sequence[str]) -> sa.TextClause:
        return sa.text(
            f"SELECT r.id AS revision_id, -ts_rank({_DOCUMENT}, {query}) AS rank "  # noqa: S608  # our own words
            f"FROM revisions r WHERE {_DOCUMENT} @@ ({query})"
        ).bindparams(**{f"word{i}": word for i, word in enumerate(wanted)})


def dialect_of(engine: Engine, /) -> Dialect:
    """The ways of an engine's database."""
    return SqliteDialect() if engine.dialect.name == "sqlite" else PostgresDialect()
