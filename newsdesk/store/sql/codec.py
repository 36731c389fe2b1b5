"""Values that are kept whole as JSON: briefs, schedules, wishes; and the spans of statements."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import TypeAdapter

from summarizer.model import Span, Spans, Statement

T = TypeVar("T")


_ADAPTERS: dict[object, TypeAdapter[Any]] = {}


def _adapter(kind: type[T]) -> TypeAdapter[T]:
    """Made when first needed: what a brief is made of takes some milliseconds to learn."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def packed(kind: type[T], value: T, /) -> object:
    """A value as JSON can hold it."""
    return _adapter(kind).dump_python(value, mode="json")


def unpacked(kind: type[T], data: object, /) -> T:
    """The value again; attributes that were added since have their defaults."""
    return _adapter(kind).validate_python(data)


def pack_spans(statement: Statement, /) -> list[list[int]]:
    """Source, cue, content and evidence, each as a flat list of starts and ends."""
    parts = (statement.source, statement.cue, statement.content, statement.evidence)
    return [[offset for span in spans for offset in span] for spans in parts]


def unpack_spans(data: Any, /) -> tuple[Spans, Spans, Spans, Spans]:  # noqa: ANN401  # as JSON gives it
    """Source, cue, content and evidence."""
    source, cue, content, evidence = (
        tuple(Span(flat[i], flat[i + 1]) for i in range(0, len(flat), 2)) for flat in data
    )
    return source, cue, content, evidence
