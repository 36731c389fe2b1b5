"""How well the default settings read the labelled samples; the labels stand in seeds/gold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.cli.records import brief_record, statement_record
from config.paths import seeds_dir
from summarizer.brief import compose
from summarizer.evaluation.attribution import AttributionReport, score_attributions
from summarizer.evaluation.briefs import score_briefs
from summarizer.evaluation.fields import Record, read_lines
from summarizer.evaluation.gold import labelled_articles, labelled_texts
from summarizer.evaluation.predictions import attributions, briefs, credited
from summarizer.evaluation.statements import CreditReport, Verdict, score_credits
from summarizer.model import ActorKind, Reading

# A little under what was measured: raise these when a reader does better.
MIN_ATTR_F = {"all": 91.5, "direct": 96.0, "indirect": 90.0}
MIN_CONTENT_F = {"all": 96.0, "direct": 98.5, "indirect": 94.0}
MIN_SOURCE_ACCURACY = 97.5
MIN_RIGHT_ACTORS = {"people": 97.0, "all": 96.0}
MAX_WRONG_ACTORS = 2.0
MIN_MUST_HAVE, MIN_RIGHT_BULLETS = 93.0, 96.0


def records(name: str) -> list[Record]:
    path = seeds_dir() / "gold" / name
    return read_lines(path.read_text(encoding="utf-8"), source=str(path))


TEXTS = labelled_texts(records("attributions.jsonl"))
ARTICLES = labelled_articles(records("actors.jsonl"), TEXTS)


@pytest.fixture(scope="module")
def printed(samples: dict[str, Reading]) -> list[Record]:
    """What ``newsdesk read --json`` prints of the samples."""
    rows = [statement_record(s, {}) for reading in samples.values() for s in reading.statements]
    return [Record("samples", json.loads(json.dumps(row))) for row in rows]


@pytest.fixture(scope="module")
def found(printed: list[Record]) -> AttributionReport:
    return score_attributions(TEXTS, attributions(printed, {t.id for t in TEXTS}))


@pytest.fixture(scope="module")
def actors(printed: list[Record]) -> CreditReport:
    return score_credits(ARTICLES, credited(printed))


def test_the_labels_are_of_the_texts_that_are_read(samples: dict[str, Reading]) -> None:
    """Offsets mean nothing otherwise."""
    assert {Path(name).stem: r.article.text for name, r in samples.items()} == {t.id: t.text for t in TEXTS}


@pytest.mark.parametrize("part", MIN_ATTR_F)
def test_attributions(found: AttributionReport, part: str) -> None:
    """Content and source right."""
    scores = getattr(found, part)
    assert found.unread == ()
    assert scores.attr.f >= MIN_ATTR_F[part], scores.attr
    assert scores.content.f >= MIN_CONTENT_F[part], scores.content


def test_sources(found: AttributionReport) -> None:
    """Of the contents found, the share under the right source; most of them are found."""
    assert found.all.sources >= 150
    assert found.all.source_accuracy is not None
    assert found.all.source_accuracy >= MIN_SOURCE_ACCURACY


def test_actors(actors: CreditReport) -> None:
    """A wrong actor is worse than none."""
    people = actors.kinds[ActorKind.PERSON].share(Verdict.RIGHT)
    right, wrong = actors.all.share(Verdict.RIGHT), actors.all.share(Verdict.WRONG)
    assert people is not None
    assert right is not None
    assert wrong is not None
    assert actors.all.judged >= 0.6 * actors.gold
    assert people >= MIN_RIGHT_ACTORS["people"]
    assert right >= MIN_RIGHT_ACTORS["all"]
    assert wrong <= MAX_WRONG_ACTORS


def test_briefs(samples: dict[str, Reading]) -> None:
    """The brief of each article holds what it must, under the right names."""
    rows = [{"article": str(name), **brief_record(compose([reading]), {})} for name, reading in samples.items()]
    report = score_briefs(ARTICLES, briefs(Record("samples", json.loads(json.dumps(row))) for row in rows))
    assert report.must_have_recall is not None
    assert report.bullet_precision is not None
    assert report.must_have_recall >= MIN_MUST_HAVE
    assert report.bullet_precision >= MIN_RIGHT_BULLETS


def test_a_worse_reader_would_not_pass(printed: list[Record]) -> None:
    """One source or actor in ten exchanged for another's is noticed."""
    rows = [dict(record.values) for record in printed]
    for n in range(0, len(rows) - 5, 10):
        rows[n] |= {"source": rows[n + 5]["source"], "actor": rows[n + 5]["actor"]}
    worse = [Record("samples", row) for row in rows]
    report = score_attributions(TEXTS, attributions(worse, {t.id for t in TEXTS}))
    wrong = score_credits(ARTICLES, credited(worse)).all.share(Verdict.WRONG)
    assert report.all.source_accuracy is not None
    assert wrong is not None
    assert report.all.source_accuracy < MIN_SOURCE_ACCURACY
    assert report.all.attr.f < MIN_ATTR_F["all"]
    assert wrong > MAX_WRONG_ACTORS
