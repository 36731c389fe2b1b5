"""Right and wrong names against the labelled articles of ../shared, gold attributions given."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.actors.registry import Registry
from summarizer.actors.registry_file import load_registry
from summarizer.actors.resolve import resolve
from summarizer.attribution.rules import RulesReader
from summarizer.model import Article, ArticleId, Attribution, Span
from summarizer.syntax.spacy_parser import SpacyParser

pytestmark = pytest.mark.shared


@pytest.mark.parametrize("known", ["nobody", "seeds"])
def test_names_against_the_labelled_articles(
    parser: SpacyParser, shared: Path, root: Path, tmp_path: Path, known: str
) -> None:
    gold = shared / "data" / "polnear" / "dev.jsonl"
    labels = shared / "data" / "polnear" / "actors_dev.jsonl"
    wanted = {json.loads(line)["id"] for line in labels.read_text(encoding="utf-8").splitlines()}
    articles = [a for a in map(json.loads, gold.read_text(encoding="utf-8").splitlines()) if a["id"] in wanted]
    registry = load_registry(root / "seeds" / "actors.toml") if known == "seeds" else Registry()
    documents = parser.parse([Article(ArticleId(a["id"]), a["text"]) for a in articles])
    rows = tmp_path / "rows.jsonl"
    with rows.open("w", encoding="utf-8") as out:
        for article, document in zip(articles, documents, strict=True):
            given = [_attribution(a) for a in article["attributions"]]
            for actor, row in zip(
                resolve(document, given, registry).actors, article["attributions"], strict=True
            ):
                name = actor and {"id": actor.id, "name": actor.name, "kind": actor.kind}
                statement = {"article": article["id"], "actor": name, "content": row["content"], "act": "said"}
                out.write(json.dumps(statement) + "\n")
    tool = shared / "tools" / "actors_eval.py"
    command = [sys.executable, str(tool), "statements", str(gold), str(labels), str(rows)]
    score = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    assert score["person"]["right"] >= 91
    assert score["person"]["wrong"] <= 3
    assert score["all"]["right"] >= 86
    assert score["all"]["wrong"] <= 5


def test_the_talks_article(parser: SpacyParser, shared: Path, root: Path) -> None:
    text = (shared / "seeds" / "putin-zelenskyy-talks.txt").read_text(encoding="utf-8")
    document = parser.parse([Article(ArticleId("talks"), text)])[0]
    given = RulesReader().read([document])[0]
    resolved = resolve(document, given, load_registry(root / "seeds" / "actors.toml"))
    by_words = {
        "".join(text[s.start : s.end] for s in a.source): actor.id if actor else None
        for a, actor in zip(given, resolved.actors, strict=True)
    }
    assert by_words["The Ukrainian president"] == "volodymyr-zelenskyy"
    assert by_words["Moscow"] == "russia"
    assert resolved.roles == {
        "vladimir-putin": "President of Russia",
        "volodymyr-zelenskyy": "President of Ukraine",
        "donald-trump": "President of the United States",
    }
    pronouns = [
        actor and actor.name.split()[-1]
        for a, actor in zip(given, resolved.actors, strict=True)
        if a.source and text[a.source[0].start : a.source[0].end] == "He"
    ]
    assert pronouns == ["Putin", "Zelenskyy", "Trump", "Putin", "Putin"]


def _attribution(row: dict[str, list[list[int]]]) -> Attribution:
    source, cue, content = (tuple(Span(s, e) for s, e in row[part]) for part in ("source", "cue", "content"))
    return Attribution(source, cue, content)
