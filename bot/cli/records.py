"""The JSON that other programs script against: one pure function a contract.

Offsets count code points of the text as read from the file, so spans of an HTML page are translated back.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from newsdesk.ingest.loaded import Loaded
from summarizer.model import Actor, Answer, ArticleId, Brief, Bullet, Query, Reading, Span, Spans, Statement

Files = Mapping[ArticleId, Loaded]
Record = dict[str, Any]


def statement_record(statement: Statement, files: Files, /) -> Record:
    """A statement as ``newsdesk read --json`` prints it."""

    def places(spans: Spans) -> list[list[int]]:
        return [_place(s, statement.article, files) for s in spans]

    return {
        "article": statement.article,
        "actor": actor_record(statement.actor),
        "act": statement.act.value,
        "source": places(statement.source),
        "cue": places(statement.cue),
        "content": places(statement.content),
        "confidence": statement.confidence,
        "via": actor_record(statement.via),
    }


def reading_records(reading: Reading, files: Files, /) -> list[Record]:
    """All statements of an article, in text order."""
    return [statement_record(s, files) for s in reading.statements]


def brief_record(brief: Brief, files: Files, /) -> Record:
    """A brief as ``newsdesk brief --json`` prints it."""
    sections: list[Record] = [
        {
            "actor": _actor(section.actor) | {"role": section.role},
            "bullets": [bullet_record(b, files) for b in section.bullets],
        }
        for section in brief.sections
    ]
    return {"sections": sections, "coverage": asdict(brief.coverage)}


def bullet_record(bullet: Bullet, files: Files, /) -> Record:
    """A bullet with its citations, without its actor."""
    return {
        "text": bullet.text,
        "act": bullet.act.value,
        "status": bullet.status.value,
        "outlets": bullet.outlets,
        "citations": [
            {"article": c.article, "span": _place(c.span, c.article, files), "url": c.url}
            for c in bullet.citations
        ],
    }


def answer_record(answer: Answer, files: Files, /) -> Record:
    """An answer as ``newsdesk ask --json`` prints it."""
    return {
        "question": answer.question,
        "query": query_record(answer.query),
        "bullets": [{**bullet_record(b, files), "actor": _actor(b.actor)} for b in answer.bullets],
        "abstained": answer.abstained,
    }


def query_record(query: Query, /) -> Record:
    """How a question was understood."""
    return {
        "actors": [_actor(a) for a in query.actors],
        "topic": list(query.topic),
        "since": query.since.isoformat() if query.since else None,
        "until": query.until.isoformat() if query.until else None,
    }


def actor_record(actor: Actor | None, /) -> Record | None:
    """An actor, or null."""
    return _actor(actor) if actor else None


def _actor(actor: Actor) -> Record:
    return {"id": actor.id, "name": actor.name, "kind": actor.kind.value}


def _place(span: Span, article: ArticleId, files: Files) -> list[int]:
    loaded = files.get(article)
    return list(loaded.offsets.original(span) if loaded else span)
