"""Writes ``attributions.jsonl`` and ``actors.jsonl`` from ``labels.toml``: run it when labels or texts change.

The labels quote the articles, so that an article that was edited under them is noticed rather than mislabelled.
"""

# ruff: noqa: INP001 - a script beside its data, no package

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parent.parent
PARTS = ("source", "cue", "content")
_PIECE = re.compile(r"\{(?P<source>[^}]+)\}|\[(?P<cue>[^\]]+)\]|‹(?P<content>[^›]+)›")
_GAP = " … "

Row = dict[str, Any]  # one record of a JSON Lines file, or one TOML table
Spans = list[list[int]]


class BadLabel(ValueError):
    """A label that leads to no place in its article, or to several; the message says which and what to do."""


def gold(seeds: Path = SEEDS, /) -> dict[str, str]:
    """Every file that belongs beside this one: name to text.

    Raises:
        BadLabel: A label, a question or a point of ``expected.toml`` does not fit its article.
    """
    labels = tomllib.loads((seeds / "gold" / "labels.toml").read_text(encoding="utf-8"))
    index = tomllib.loads((seeds / "articles" / "articles.toml").read_text(encoding="utf-8"))
    points = tomllib.loads((seeds / "expected.toml").read_text(encoding="utf-8"))["point"]
    known = {row["file"]: row for row in index["article"]}
    kinds = {name: kind for kind, names in labels["kinds"].items() for name in names}
    texts, actors = [], []
    for row in labels["article"]:
        text = (seeds / "articles" / row["file"]).read_text(encoding="utf-8")
        lines = [line.split(" | ", 1) for line in row["said"].strip().splitlines()]
        found = _outermost([(actor, attribution(text, words, row["file"])) for actor, words in lines])
        texts.append(_record(known[row["file"]], text, [a for _, a in found]))
        wanted = [p for p in points if p["article"] == row["file"]]
        actors.append(
            {
                "id": Path(row["file"]).stem,
                "actors": [[k, actor, kinds.get(actor, "person")] for k, (actor, _) in enumerate(found)],
                "questions": [_question(q, text, found, row["file"]) for q in row.get("question", [])],
                "must_have": [_point(p, text, found) for p in wanted],
            }
        )
    return {"attributions.jsonl": _lines(texts), "actors.jsonl": _lines(actors)}


def attribution(text: str, words: str, file: str, /) -> dict[str, Spans]:
    """The spans that a label marks, in text order."""
    names: list[str] = []
    pattern = ""
    at = 0
    for piece in _PIECE.finditer(words):
        names.append(str(piece.lastgroup))
        pattern += _literal(words[at : piece.start()]) + f"({_literal(piece.group(names[-1]))})"
        at = piece.end()
    pattern += _literal(words[at:])
    places = list(re.finditer(f"(?={pattern})", text, re.DOTALL))
    if "content" not in names or len(places) != 1:
        what = f"leads to {len(places)} places" if "content" in names else "marks no ‹content›"
        raise BadLabel(
            f"{file}: {words!r} {what}. Quote the article's words as they stand, and enough of them."
        )
    spans: dict[str, Spans] = {part: [] for part in PARTS}
    for number, name in enumerate(names, start=1):
        spans[name].append(list(places[0].span(number)))
    return spans


def _outermost(found: list[tuple[str, dict[str, Spans]]]) -> list[tuple[str, dict[str, Spans]]]:
    """Without what is reported inside another report: PolNeAR's annotation is flat, and so are our figures."""

    def inside(inner: dict[str, Spans], outer: dict[str, Spans]) -> bool:
        parts = [*inner["cue"], *inner["content"]]
        return inner is not outer and all(any(s <= a and b <= e for s, e in outer["content"]) for a, b in parts)

    return [one for one in found if not any(inside(one[1], other) for _, other in found)]


def _literal(words: str) -> str:
    """A pattern for the words at word borders, gaps as short as can be."""
    pattern = ".*?".join(re.escape(w) for w in words.replace(_GAP, "\0").split("\0"))
    return (r"\b" if words[:1].isalnum() else "") + pattern + (r"\b" if words[-1:].isalnum() else "")


def _record(article: Row, text: str, attributions: list[dict[str, Spans]]) -> Row:
    return {
        "id": Path(article["file"]).stem,
        "publisher": article["outlet"],
        "outlet": article["outlet"],
        "byline": article["byline"],
        "published_at": article["published_at"].isoformat().replace("+00:00", "Z"),
        "text": text,
        "attributions": attributions,
    }


def _question(row: Row, text: str, found: list[tuple[str, dict[str, Spans]]], file: str) -> Row:
    def numbers(words: list[str], *, own: bool) -> list[int]:
        hits: set[int] = set()
        for quoted in words:
            here = {
                k
                for k, (actor, spans) in enumerate(found)
                if (actor == row["actor"] or not own) and _touches(text, quoted, spans["content"], file)
            }
            if not here:
                whose = row["actor"] if own else "anybody"
                raise BadLabel(f"{file}: no content of {whose} holds {quoted!r}. Quote a part of one.")
            hits |= here
        return sorted(hits)

    answer = numbers(row["answer"], own=True)
    misleading = [k for k in numbers(row.get("not", []), own=False) if k not in answer]
    return {"q": row["q"], "actor": row["actor"], "gold": answer, "hard_negative": misleading}


def _point(row: Row, text: str, found: list[tuple[str, dict[str, Spans]]]) -> Row:
    hits = [
        k
        for k, (actor, spans) in enumerate(found)
        if actor == row["actor"] and _touches(text, row["text"], spans["content"], row["article"])
    ]
    if not hits:
        raise BadLabel(
            f"{row['article']}: no label of {row['actor']} holds the point {row['text']!r}. Label it."
        )
    return {"actor": row["actor"], "point": row["text"], "gold": hits}


def _touches(text: str, quoted: str, spans: Spans, file: str) -> bool:
    if text.count(quoted) != 1:
        raise BadLabel(
            f"{file}: {quoted!r} stands there {text.count(quoted)} times. Quote words that stand once."
        )
    start = text.index(quoted)
    return any(a < start + len(quoted) and start < b for a, b in spans)


def _lines(rows: list[Row]) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    for name, content in gold().items():
        (SEEDS / "gold" / name).write_text(content, encoding="utf-8", newline="\n")
