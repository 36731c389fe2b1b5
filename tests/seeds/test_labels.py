"""The labels beside the samples: every one leads to one place, and the files that are scored are up to date."""

from __future__ import annotations

import importlib.util
import json
import re
import shutil
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

SEEDS = Path(__file__).parents[2] / "seeds"
_spec = importlib.util.spec_from_file_location("seeds_gold_build", SEEDS / "gold" / "build.py")
assert _spec
assert _spec.loader
build = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(build)

LABELS = tomllib.loads((SEEDS / "gold" / "labels.toml").read_text(encoding="utf-8"))


def rows(name):
    return [json.loads(line) for line in (SEEDS / "gold" / name).read_text(encoding="utf-8").splitlines()]


TEXTS, ACTORS = rows("attributions.jsonl"), rows("actors.jsonl")
KINDS = {name: kind for kind, names in LABELS["kinds"].items() for name in names}


@pytest.mark.parametrize("name", ["attributions.jsonl", "actors.jsonl"])
def test_the_files_are_what_the_labels_say(name):
    """If not: look at what changed in a text or a label, then run python seeds/gold/build.py."""
    assert (SEEDS / "gold" / name).read_text(encoding="utf-8") == build.gold(SEEDS)[name]


def test_every_article_is_labelled():
    names = {p.stem for p in (SEEDS / "articles").glob("*.txt")}
    assert {r["id"] for r in TEXTS} == {r["id"] for r in ACTORS} == names
    assert sum(len(a["said"].strip().splitlines()) for a in LABELS["article"]) >= 200
    assert sum(len(r["attributions"]) for r in TEXTS) >= 170  # without reports inside reports
    assert sum(len(r["questions"]) for r in ACTORS) >= 25


def test_the_markers_stand_in_no_article():
    assert [r["id"] for r in TEXTS if re.search(r"[{}\[\]‹›|…]", r["text"])] == []


def test_no_span_cuts_a_word_or_ends_in_a_blank():
    for row in TEXTS:
        for attribution in row["attributions"]:
            for start, end in (span for spans in attribution.values() for span in spans):
                text = row["text"]
                assert text[start:end] == text[start:end].strip()
                assert not (text[start - 1].isalnum() and text[start].isalnum()), text[start:end]
                assert not (text[end - 1].isalnum() and text[end].isalnum()), text[start:end]


def test_source_cue_and_content_do_not_overlap():
    for row in TEXTS:
        for attribution in row["attributions"]:
            spans = sorted(span for spans in attribution.values() for span in spans)
            assert all(a[1] <= b[0] for a, b in pairwise(spans)), (row["id"], attribution)


def test_no_attribution_is_labelled_twice():
    for row in TEXTS:
        seen = [json.dumps([a["source"], a["cue"], a["content"]]) for a in row["attributions"]]
        assert len(set(seen)) == len(seen)


def test_no_headline_is_labelled():
    for row in TEXTS:
        headline_end = row["text"].index("\n")
        assert all(s[0] > headline_end for a in row["attributions"] for spans in a.values() for s in spans)


def test_people_bear_the_name_of_the_registry_or_of_the_article():
    registry = tomllib.loads((SEEDS / "actors.toml").read_text(encoding="utf-8"))
    known = {row["name"] for rows in registry.values() if isinstance(rows, list) for row in rows}
    text = {r["id"]: r["text"] for r in TEXTS}
    people = {(r["id"], name) for r in ACTORS for _, name, kind in r["actors"] if kind == "person"}
    assert {(at, name) for at, name in people if name not in known and name not in text[at]} == set()


def test_no_kind_is_given_to_a_name_that_no_label_bears():
    lines = [line for a in LABELS["article"] for line in a["said"].strip().splitlines()]
    assert KINDS.keys() <= {line.split(" | ", 1)[0] for line in lines}


@pytest.fixture
def seeds(tmp_path):
    """A copy of the seeds to edit."""
    return Path(shutil.copytree(SEEDS, tmp_path / "seeds"))


def edit(path, old, new):
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_an_article_edited_under_its_labels_is_named_with_the_label(seeds):
    article = seeds / "articles" / "2025-05-13-harbour-wire-contractor-shares.txt"
    edit(article, "two people familiar with the matter said", "two people who know the matter said")
    with pytest.raises(build.BadLabel) as caught:
        build.gold(seeds)
    assert str(caught.value).startswith(f"{article.name}: ")
    assert "two people familiar" in str(caught.value)
    assert "leads to 0 places" in str(caught.value)


def test_a_label_that_leads_to_two_places_is_named():
    text = "Roe said it rained. Later Roe said it rained."
    with pytest.raises(build.BadLabel, match="leads to 2 places"):
        build.attribution(text, "{Roe} [said] ‹it rained›", "a.txt")
    found = build.attribution(text, "Later {Roe} [said] ‹it … rained›", "a.txt")
    assert found == {"source": [[26, 29]], "cue": [[30, 34]], "content": [[35, 44]]}


def test_a_label_without_content_is_named():
    with pytest.raises(build.BadLabel, match="marks no ‹content›"):
        build.attribution("Roe said so.", "{Roe} [said]", "a.txt")


def test_a_point_that_no_label_holds_is_named(seeds):
    edit(seeds / "gold" / "labels.toml", "Margit Thorsen | {Its chief", "Hale & Brook | {Its chief")
    edit(
        seeds / "gold" / "labels.toml", "Margit Thorsen | {she} [regretted]", "Hale & Brook | {she} [regretted]"
    )
    with pytest.raises(build.BadLabel, match="Margit Thorsen"):
        build.gold(seeds)


def test_an_answer_that_no_label_holds_is_named(seeds):
    edit(
        seeds / "gold" / "labels.toml",
        '["that a new steel seal would be tested"]',
        '["Shares of Hale & Brook"]',
    )
    with pytest.raises(build.BadLabel, match="Shares of Hale & Brook"):
        build.gold(seeds)
