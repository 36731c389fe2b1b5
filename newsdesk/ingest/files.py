"""Paths as a user gives them to articles: files, folders, JSON Lines, standard input."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from summarizer.model import Article, ArticleId

from . import refusals
from .decode import decode
from .disk import STANDARD_INPUT, printable, read_file, read_stream, walk
from .guard import redacted
from .html import load_html
from .index import INDEX_NAME, Entry
from .indexed import Indices
from .jsonl import load_lines, looks_like_lines
from .loaded import Loaded, Outcome, Refused
from .markdown import load_markdown
from .metadata import declared_charset
from .pdf import load_pdf, looks_like_pdf

_MARKDOWN = frozenset({".md", ".markdown"})
_PDF = frozenset({".pdf"})
_SNIFFED = frozenset({"", ".txt", ".text"})
_HTML = frozenset({".html", ".htm", ".xhtml"})
_LINES = frozenset({".jsonl", ".ndjson"})
_KNOWN = _MARKDOWN | _PDF | _SNIFFED | _HTML | _LINES


def load_paths(
    paths: Sequence[str],
    /,
    *,
    max_bytes: int,
    stdin: BinaryIO | None = None,
    note: Callable[[str], object] = str,
) -> Iterator[Outcome]:
    """One outcome an article or a refusal, in the order of the paths; files of a folder sorted by name.

    An article's id is the path as given (in a folder: joined with the file's name) or the id of a JSON line.
    What comes twice, by path or by id and text, is read once.  In folders only .txt, .md, .html, .pdf, .jsonl
    and names without a suffix are read; a single file of another kind is judged by what it holds.  A path that
    is itself an ``articles.toml`` stands for the files that it lists.

    Args:
        max_bytes: Larger files are refused unread.
        stdin: Read for the path ``-``; the process's own by default.
        note: Told what a folder held besides, once a folder, and of times in JSON lines that cannot be read.
    """
    reader = _Reader(max_bytes, stdin, note)
    for path in paths:
        for outcome in reader.path(path):
            checked = reader.first(outcome)
            if checked is not None:
                yield checked


def load_indexed(path: str, /, *, max_bytes: int) -> Iterator[Outcome]:
    """The files that an ``articles.toml`` lists, in its order, with its metadata."""
    return load_paths([path], max_bytes=max_bytes)


class _Reader:
    """One call's memory: files and ids already seen."""

    def __init__(self, max_bytes: int, stdin: BinaryIO | None, note: Callable[[str], object]) -> None:
        self._max_bytes = max_bytes
        self._stdin = stdin
        self._note = note
        self._indices = Indices(max_bytes)
        self._seen: set[str] = set()
        self._texts: dict[ArticleId, tuple[int, str]] = {}

    def first(self, outcome: Outcome) -> Outcome | None:
        """The outcome, unless its id is taken: None for the same text again, a refusal for another one."""
        if isinstance(outcome, Refused):
            return outcome
        name, print_of_text = outcome.article.id, hash(outcome.article.text)
        place = outcome.place or name
        if name not in self._texts:
            self._texts[name] = print_of_text, place
            return outcome
        known, first = self._texts[name]
        return None if known == print_of_text else refusals.same_id(place, name, first)

    def path(self, path: str) -> Iterator[Outcome]:
        if not path:
            yield refusals.empty_path()
        elif path == STANDARD_INPUT:
            yield from self._standard_input()
        elif Path(path).is_dir():
            yield from self._folder(path)
        elif path.lower().startswith(("http://", "https://")) and not Path(path).exists():
            yield refusals.web_address(redacted(path))
        elif posixpath.basename(path) == INDEX_NAME:
            yield from self._indexed(path)
        else:
            yield from self._file(path, self._indices.entry(path))
            yield from self._indices.broken()

    def _standard_input(self) -> Iterator[Outcome]:
        if STANDARD_INPUT not in self._seen:
            self._seen.add(STANDARD_INPUT)
            data = read_stream(self._stdin, max_bytes=self._max_bytes)
            yield from _parsed(data, STANDARD_INPUT, "", self._note)

    def _folder(self, folder: str) -> Iterator[Outcome]:
        others = read = 0
        for found in walk(folder):
            if isinstance(found, str) and _suffix(found) not in _KNOWN:
                others += posixpath.basename(found) != INDEX_NAME
                continue
            read += 1
            if isinstance(found, Refused):
                yield found
            else:
                yield from self._file(found, self._indices.entry(found))
                yield from self._indices.broken()
        if not read:
            yield refusals.empty_folder(printable(folder), others)
        elif others:
            self._note(f"{printable(folder)}: {others} file{'s' * (others > 1)} of other kinds passed over.")

    def _indexed(self, path: str) -> Iterator[Outcome]:
        entries = self._indices.read(path)
        if isinstance(entries, Refused):
            yield entries
            return
        for entry in entries:
            yield from self._file(posixpath.join(posixpath.dirname(path), entry.file), entry)

    def _file(self, path: str, entry: Entry | None) -> Iterator[Outcome]:
        real = os.path.realpath(path) if "\0" not in path else path
        if real in self._seen:
            return
        self._seen.add(real)
        data = read_file(path, max_bytes=self._max_bytes)
        for outcome in _parsed(data, printable(path), _suffix(path), self._note):
            if entry and isinstance(outcome, Loaded):
                yield replace(outcome, article=entry.applied(outcome.article))
            else:
                yield outcome


def _suffix(path: str) -> str:
    return posixpath.splitext(path)[1].lower()


def _parsed(
    data: bytes | Refused, source: str, suffix: str, note: Callable[[str], object]
) -> Iterator[Outcome]:
    """Bytes of any kind to outcomes."""
    if isinstance(data, Refused):
        yield data
        return
    if not data:
        yield refusals.empty(source)
        return
    if looks_like_pdf(data) and suffix not in _MARKDOWN | _HTML:
        yield load_pdf(data, source=source)
        return
    decoded = decode(data, source=source, declared=declared_charset(data))
    if isinstance(decoded, Refused):
        yield decoded
    elif suffix in _LINES or (suffix not in _MARKDOWN | _HTML and looks_like_lines(decoded.text)):
        yield from _lines(decoded.text, source, note)
    elif suffix in _HTML or (suffix not in _MARKDOWN and looks_like_html(decoded.text)):
        yield load_html(decoded.text, source=source)
    elif suffix in _MARKDOWN:
        yield load_markdown(decoded.text, source=source)
    elif suffix == ".json":
        yield refusals.not_json_lines(source)
    else:
        yield load_text(decoded.text, source=source)


def load_text(text: str, /, *, source: str, url: str | None = None) -> Loaded | Refused:
    """A plain text as it is; a title line at its head is part of it."""
    if not any(c.isalnum() for c in text):
        return refusals.wordless(source)
    return Loaded(Article(ArticleId(source), text, url=url))


def _lines(text: str, source: str, note: Callable[[str], object]) -> Iterator[Outcome]:
    if not text.strip():
        yield refusals.wordless(source)
    yield from load_lines(text, source=source, note=note)


def looks_like_html(text: str, /) -> bool:
    """Whether a text begins as a page does, comments and XML declarations passed over."""
    start = text[:4096].lstrip().lower()
    while start.startswith(("<!--", "<?xml")):
        start = start.partition("-->" if start.startswith("<!--") else "?>")[2].lstrip()
    return start.startswith(("<!doctype html", "<html", "<head", "<body"))
