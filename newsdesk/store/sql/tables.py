"""The tables.  ``migrations`` brings a database to this shape; a test holds the two together.

Ids are never given twice (``AUTOINCREMENT``): a citation must not come to mean another article.  Every foreign
key has an index, since deleting a row would otherwise scan the tables that refer to it.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy import Boolean, Column, Date, Float, ForeignKey, Index, Integer, String, Table, UniqueConstraint

from .types import Instant, Json, Words

REVISION = "0002"  # the newest revision of the schema, so that a current one is opened without Alembic

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _table(name: str, *parts: Any) -> Table:  # noqa: ANN401  # what Table takes
    own_id = Column("id", Integer, primary_key=True)
    return Table(name, metadata, own_id, *parts, sqlite_autoincrement=True)


def _to(target: str, /, *, on_delete: str = "CASCADE", **options: Any) -> Column[Any]:  # noqa: ANN401
    options = {"nullable": False, "index": True, **options}
    return Column(f"{target}_id", ForeignKey(f"{target}s.id", ondelete=on_delete), **options)


def _text(name: str, **options: Any) -> Column[Any]:  # noqa: ANN401
    return Column(name, Words, nullable=False, **options)


def _number(name: str, **options: Any) -> Column[Any]:  # noqa: ANN401
    return Column(name, Integer, nullable=False, **options)


def _flag(name: str) -> Column[Any]:
    return Column(name, Boolean, nullable=False)


def _at(name: str, **options: Any) -> Column[Any]:  # noqa: ANN401
    return Column(name, Instant, **options)


feeds = _table(
    "feeds",
    _text("url", unique=True),
    _text("title"),
    _text("site_url"),
    _text("etag"),
    _text("last_modified"),
    _at("added_at"),
    _at("next_check_at"),
    _number("interval_s"),
    _at("checked_at"),
    _at("changed_at"),
    _number("failures"),
    _at("failing_since_at"),
    _text("error"),
    _at("told_at"),
    _flag("wanted"),
    Index(None, "wanted", "next_check_at"),
)

entries = _table(
    "entries",
    _to("feed", index=False),
    _text("key"),
    _text("fingerprint"),
    _text("url"),
    _text("title"),
    _text("byline"),
    _at("published_at"),
    _text("text"),
    _flag("is_news"),
    _text("origin"),
    _at("seen_at", nullable=False),
    _at("shown_at", nullable=False),
    Column("state", String(10), nullable=False),
    _number("attempts"),
    _at("next_try_at"),
    _text("reason"),
    _text("host"),
    UniqueConstraint("feed_id", "key"),
    # All that choosing the next entries needs, so that their texts are not read for it.
    Index("ix_entries_waiting", "state", "host", "is_news", "seen_at", "next_try_at", "feed_id"),
)

articles = _table(
    "articles",
    _text("key", unique=True),
    _number("revision"),
    _text("language"),
    _text("refused"),
    _flag("is_news"),
    _flag("unread"),
    _at("stored_at", nullable=False, index=True),
    _at("at", nullable=False),  # published, else stored
    Index(None, "unread", "id"),
)

revisions = _table(
    "revisions",
    _to("article", index=False),
    _number("revision"),
    _text("digest"),
    _text("title"),
    _text("text"),
    _text("outlet"),
    Column("url", Words),
    _text("byline"),
    _at("published_at"),
    UniqueConstraint("article_id", "revision"),
)

article_feeds = Table(
    "article_feeds",
    metadata,
    _to("article", primary_key=True, index=False),
    _to("feed", primary_key=True),
)

sequence = Table("sequence", metadata, Column("name", String(20), primary_key=True), _number("position"))

readings = Table(
    "readings",
    metadata,
    _to("article", primary_key=True, index=False, autoincrement=False),
    _number("revision"),
    _number("position", unique=True),
    _at("saved_at", nullable=False),
    _number("sentences"),
    _number("replaced"),
    Column("roles", Json, nullable=False),
    _flag("is_news"),  # when it was read
    _number("feeds"),  # how many carried it then
    Index(None, "saved_at", "position"),
)

# What remains of a reading that another one has replaced.
told = Table(
    "told",
    metadata,
    _to("article", primary_key=True, index=False, autoincrement=False),
    Column("position", Integer, primary_key=True, autoincrement=False, index=True),
    _number("feeds"),
    Column("proofs", Json, nullable=False),
)

statements = _table(
    "statements",
    _to("article", index=False),
    _number("place"),
    Column("actor_id", Words),
    Column("actor_name", Words),
    Column("actor_kind", String(10)),
    Column("via_id", Words),
    Column("via_name", Words),
    Column("via_kind", String(10)),
    Column("act", String(10), nullable=False),
    Column("spans", Json, nullable=False),
    _text("words"),
    Column("confidence", Float(53), nullable=False),
    _text("gist"),
    _flag("carried"),
    _flag("reported"),
    _flag("silent"),
    UniqueConstraint("article_id", "place"),
    Index(None, "actor_id", "article_id"),
)

repairs = _table(
    "repairs",
    Column("kind", String(10), nullable=False),
    _text("actor_id"),
    Column("other_id", Words),
    Column("other_name", Words),
    Column("other_kind", String(10)),
    _text("name"),
    _text("by"),
    _at("at", nullable=False),
    _at("undone_at"),
    _text("undone_by"),
)

channels = _table(
    "channels",
    _text("platform"),
    _text("chat"),
    _text("thread"),
    _text("title"),
    _text("language"),
    _text("zone"),
    Column("following", Json, nullable=False),
    _number("alerts_per_day"),
    Column("quiet", Json),
    Column("when_empty", String(10), nullable=False),
    Column("layout", String(10), nullable=False, server_default="threads"),
    _at("created_at"),
    _at("gone_at"),
    _text("gone_reason"),
    UniqueConstraint("platform", "chat", "thread"),
)

channel_alerts = Table(
    "channel_alerts",
    metadata,
    _to("channel", primary_key=True, index=False),
    _text("actor_id", primary_key=True, index=True),
)

briefs = _table(
    "briefs",
    Column("kind", String(10), nullable=False),
    _text("spec_key"),
    _number("after"),
    _number("until"),
    Column("brief", Json, nullable=False),
    _at("created_at", nullable=False),
    _text("language"),
    Column("previous", Integer),
    Column("withdrawn", Json, nullable=False),
    Index(None, "kind", "created_at"),
)

brief_articles = Table(
    "brief_articles",
    metadata,
    _to("brief", primary_key=True, index=False),
    _text("article", primary_key=True, index=True),
)

subscriptions = _table(
    "subscriptions",
    _to("channel"),
    _text("name"),
    Column("schedule", Json, nullable=False),
    Column("following", Json, nullable=False),
    _at("next_due_at", index=True),
    _number("confirmed"),
    Column("last_brief", ForeignKey("briefs.id", ondelete="SET NULL"), index=True),
    _at("created_at"),
)

slots = Table(
    "slots",
    metadata,
    _to("subscription", primary_key=True, index=False),
    Column("day", Date, primary_key=True),
    Column("name", String(20), primary_key=True),
    _at("due_at", nullable=False, index=True),
    _to("brief", on_delete="SET NULL", nullable=True),
)

messages = _table("messages", _text("body"), Column("bullets", Json, nullable=False))

deliveries = _table(
    "deliveries",
    _to("channel", index=False),
    _text("platform"),
    _text("batch"),
    _text("key"),
    Column("kind", String(12), nullable=False),
    _to("message", on_delete="RESTRICT"),
    Column("state", String(10), nullable=False),
    _number("part"),
    _number("parts"),
    _to("brief", nullable=True),
    _to("subscription", on_delete="SET NULL", nullable=True),
    Column("target_id", ForeignKey("deliveries.id", ondelete="CASCADE"), index=True),
    _text("edits"),
    _text("remote_id"),
    _number("attempts"),
    _flag("late"),
    _at("next_try_at"),
    _at("created_at", nullable=False),
    _at("updated_at", nullable=False),
    _text("error"),
    UniqueConstraint("channel_id", "key"),
    Index(None, "platform", "state", "id"),
    Index(None, "channel_id", "state", "id", "kind"),
    Index(None, "channel_id", "kind", "brief_id", "part", "state"),
    Index(None, "state", "created_at"),
    Index(None, "channel_id", "remote_id"),
)

events = _table(
    "events",
    _text("platform"),
    _text("key"),
    _text("payload"),
    _text("chat"),
    Column("state", String(10), nullable=False),
    _at("received_at", nullable=False, index=True),
    UniqueConstraint("platform", "key"),
    Index(None, "platform", "state", "id"),
)

memos = _table(
    "memos",
    _text("platform"),
    _text("chat"),
    _text("person"),
    _text("by"),
    _text("kind"),
    _text("content"),
    _at("created_at", nullable=False, index=True),
    Index(None, "platform", "chat"),
)

notes = Table(
    "notes",
    metadata,
    _text("platform", primary_key=True),
    _text("chat", primary_key=True),
    _text("thread", primary_key=True),
    _text("name", primary_key=True),
    _text("content"),
    _text("person"),
    _at("noted_at", nullable=False, index=True),
)

cursors = Table("cursors", metadata, Column("name", String(50), primary_key=True), _number("position"))
