"""Conversations: what platforms brought, what buttons need, what was talked about; and layouts of briefs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make three tables, a column and an index."""
    _events()
    _memos()
    _notes()
    op.add_column(
        "channels", sa.Column("layout", sa.String(length=10), nullable=False, server_default="threads")
    )
    op.create_index("ix_deliveries_channel_id_remote_id", "deliveries", ["channel_id", "remote_id"])


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_events"),
        sa.UniqueConstraint("platform", "key", name="uq_events_platform_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_events_platform_state_id", "events", ["platform", "state", "id"])
    op.create_index("ix_events_received_at", "events", ["received_at"])


def _memos() -> None:
    op.create_table(
        "memos",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_memos"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_memos_created_at", "memos", ["created_at"])
    op.create_index("ix_memos_platform_chat", "memos", ["platform", "chat"])


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("platform", sa.Text(), nullable=False),
        sa.Column("chat", sa.Text(), nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("platform", "chat", "thread", "name", name="pk_notes"),
    )
    op.create_index("ix_notes_noted_at", "notes", ["noted_at"])
