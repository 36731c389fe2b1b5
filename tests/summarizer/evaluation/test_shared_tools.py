"""The same figures as the tools in ../shared, to the last digit, on predictions of every quality."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def gold_path(shared):
    return shared / "data" / "polnear" / "dev.jsonl"


@pytest.fixture(scope="module")
def labels_path(shared):
    return shared / "data" / "polnear" / "actors_dev.jsonl"


@pytest.fixture(scope="module")
def gold(gold_path):
    return jsonl(gold_path)


@pytest.fixture(scope="module")
def labels(labels_path):
    return jsonl(labels_path)


def jsonl(path: Path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def written(path: Path, rows) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def tool(*command):
    done = subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def ours(*command):
    result = CliRunner().invoke(app, ["eval", *map(str, command), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def blurred(chance: random.Random, spans, length: int):
    """Spans as a reader might get them: some moved, some cut, some missing."""
    moved = []
    for start, end in spans:
        if chance.random() < 0.05:
            continue
        a = max(0, start + chance.choice([0, 0, 0, -30, 9, 40]))
        b = min(length, end + chance.choice([0, 0, 0, -25, -9, 12, 60]))
        if a < b:
            moved.append([a, b])
    return moved


def predicted(gold, seed: int):
    """Attributions that are sometimes blurred, doubled, missing or another's."""
    chance = random.Random(seed)
    for article in gold:
        rows = []
        for row in article["attributions"]:
            if chance.random() < 0.1:
                continue
            other = chance.choice(article["attributions"]) if chance.random() < 0.1 else row
            parts = {"source": other["source"], "cue": row["cue"], "content": row["content"]}
            times, length = 1 + (chance.random() < 0.05), len(article["text"])
            rows += [{k: blurred(chance, v, length) for k, v in parts.items()} for _ in range(times)]
        chance.shuffle(rows)
        yield {"id": article["id"], "attributions": rows}


@pytest.mark.parametrize("seed", range(2))
def test_attribution(gold, shared, tmp_path, seed) -> None:
    """Every third article, which is every publisher; for one of them there is no prediction."""
    some = gold[seed::3]
    path = written(tmp_path / "gold.jsonl", some)
    pred = written(tmp_path / "pred.jsonl", predicted(some[1:], seed))
    theirs = tool(shared / "tools" / "attribution_eval.py", path, pred, "--json")
    found = ours("attribution", path, "--pred", pred)
    assert {part: found[part] for part in theirs} == theirs
    assert theirs["missing_docs"] == 1
    assert 20 < theirs["all"]["attr"]["f"] < 95


def statements(gold, labels, seed: int):
    """Statements with names: right, shortened, of others, described, none."""
    chance = random.Random(seed)
    attributions = {row["id"]: row["attributions"] for row in predicted(gold, seed)}
    for label in labels:
        people = [(name, kind) for _, name, kind in label["actors"]]
        for number, row in enumerate(attributions[label["id"]]):
            name, kind = people[number % len(people)] if chance.random() < 0.3 else chance.choice(people)
            actor = chance.choice(
                [
                    {"name": name, "kind": kind},
                    {"name": name.split()[-1], "kind": kind},
                    {"name": f"President {name}", "kind": kind},
                    {"name": "an official", "kind": "unnamed"},
                    {"name": "somebody", "kind": "unknown"},
                    None,
                ]
            )
            act = "did" if chance.random() < 0.05 else "said"
            yield {"article": f"folder/{label['id']}.txt", "actor": actor, "act": act, **row}


def test_actors(gold, labels, gold_path, labels_path, shared, tmp_path) -> None:
    rows = written(tmp_path / "rows.jsonl", statements(gold, labels, 1))
    theirs = tool(shared / "tools" / "actors_eval.py", "statements", gold_path, labels_path, rows)
    found = ours("actors", gold_path, labels_path, "--pred", rows)
    assert found == theirs
    assert found["all"]["n"] > 200
    assert min(found["all"][v] for v in ("right", "wrong", "none")) > 5


def citations(article: str, chance: random.Random, spans):
    return [
        {"article": article, "span": [max(0, a - chance.choice([0, 50])), b], "url": None} for a, b in spans
    ]


def briefs(gold, labels, seed: int):
    chance = random.Random(seed)
    texts = {row["id"]: row for row in gold}
    for label in labels[1:]:
        sections = []
        for name in sorted({name for _, name, _ in label["actors"]}):
            rows = [texts[label["id"]]["attributions"][k] for k, other, _ in label["actors"] if other == name]
            bullets = [
                {
                    "act": chance.choice(["said", "said", "did"]),
                    "citations": citations("x", chance, r["content"]),
                }
                for r in rows[:3]
            ]
            shown = name if chance.random() < 0.7 else chance.choice(label["actors"])[1]
            sections.append({"actor": {"name": shown}, "bullets": bullets})
        yield {"article": label["id"], "sections": sections}


def test_briefs(gold, labels, gold_path, labels_path, shared, tmp_path) -> None:
    rows = written(tmp_path / "rows.jsonl", briefs(gold, labels, 2))
    theirs = tool(shared / "tools" / "actors_eval.py", "briefs", gold_path, labels_path, rows)
    assert ours("brief", gold_path, labels_path, "--pred", rows) == theirs
    assert 5 < theirs["must_have_recall"] < 95
    assert 5 < theirs["bullet_precision"] < 95


def replies(gold, labels, seed: int):
    chance = random.Random(seed)
    texts = {row["id"]: row for row in gold}
    for label in labels:
        for number, question in enumerate(label["questions"]):
            chosen = [
                k for k in (*question["gold"], *question.get("hard_negative", [])) if chance.random() < 0.6
            ]
            chosen += [chance.randrange(len(texts[label["id"]]["attributions"]))] * (chance.random() < 0.3)
            other = chance.choice(labels)["id"] if chance.random() < 0.1 else label["id"]
            bullets = [
                {
                    "citations": citations(
                        f"{other}.txt", chance, texts[label["id"]]["attributions"][k]["content"]
                    )
                }
                for k in chosen
            ]
            if chance.random() < 0.95:
                yield {"id": f"{label['id']}#{number}", "bullets": bullets}


def test_answers(gold, labels, gold_path, labels_path, shared, tmp_path) -> None:
    rows = written(tmp_path / "rows.jsonl", replies(gold, labels, 3))
    theirs = tool(shared / "tools" / "actors_eval.py", "answers", gold_path, labels_path, rows)
    assert ours("answers", gold_path, labels_path, "--pred", rows) == theirs
    assert min(theirs[k] for k in ("precision", "recall", "hard_negative_questions", "wrong_speaker")) > 0
