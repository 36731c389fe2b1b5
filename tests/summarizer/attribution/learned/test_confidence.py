"""How sure a report is."""

import json
import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.attribution.learned.assembly import reports
from summarizer.attribution.learned.confidence import Calibration, features
from summarizer.attribution.learned.tagger import DEFAULT_FOLDER
from tests.summarizer.attribution.learned.links import link, place
from tests.summarizer.trees import tree

SAID = """
    Lee Lee PROPN NNP nsubj 2 PERSON
    said say VERB VBD ROOT 0
    bridges bridge NOUN NNS nsubj 4
    fall fall VERB VBP ccomp 2
    . . PUNCT . punct 2
"""
SHARE = st.floats(0.0, 1.0)
# The learned weights are rounded to thousandths.
NOISE = 1e-9


@pytest.fixture(scope="module")
def shipped():
    config = json.loads((DEFAULT_FOLDER / "config.json").read_text(encoding="utf-8"))
    return Calibration.of(config["newsdesk"]["calibration"])


@pytest.fixture(scope="module")
def report():
    document = tree(SAID)
    (found,) = reports(document, [link(document, "said", "Lee", "bridges fall")])
    return found


def scored(report, **scores):
    return replace(report, link=replace(report.link, **{f"{name}_score": s for name, s in scores.items()}))


class TestFeatures:
    def test_scores_are_logits_and_size_a_logarithm(self, report):
        found = features(tree(SAID), scored(report, cue=0.5, source=0.9))
        assert found["cue"] == pytest.approx(0.0)
        assert found["source"] == pytest.approx(math.log(9))
        assert found["words"] == pytest.approx(math.log(3))
        assert found["always"] == 1.0

    def test_certainty_is_bounded(self, report):
        """A score of 0 or 1 must not outweigh everything else."""
        document = tree(SAID)
        assert features(document, scored(report, cue=0.0))["cue"] == pytest.approx(
            -features(document, scored(report, cue=1.0))["cue"]
        )
        assert features(document, scored(report, cue=1.0))["cue"] < 6

    def test_flags_stand_only_where_they_hold(self, parse):
        document = parse("“Bridges fall,” said Lee.")
        flags = {"inferred", "no source", "pieces", "quoted", "partly quoted", "untagged content"}
        (quoted,) = reports(document, [link(document, "said", "Lee", "Bridges fall")])
        assert flags & features(document, quoted).keys() == {"quoted"}
        plain = tree(SAID)
        (silent,) = reports(plain, [link(plain, "said", None, "bridges", "fall", sure=0.95)])
        assert flags & features(plain, silent).keys() == {"no source", "pieces"}
        (inferred,) = reports(plain, [link(plain, "said", None, "bridges fall", sure=0.4)])
        assert flags & features(plain, inferred).keys() == {"inferred"}

    def test_words_that_no_tag_gave_are_counted(self, parse):
        """A content widened to its quotation is a guess in part."""
        document = parse("“The bridges of the city fall,” said Lee.")
        (widened,) = reports(document, [link(document, "said", "Lee", "the city fall")])
        (whole,) = reports(document, [link(document, "said", "Lee", "“The bridges of the city fall,”")])
        tagged, taken = len(place(document, "the city fall")), len(widened.candidate.content)
        assert features(document, widened)["added"] == pytest.approx(1 - tagged / taken)
        assert features(document, whole)["added"] == 0.0


class TestCalibration:
    def test_logistic_sum_of_known_features(self):
        made = Calibration({"a": 2.0, "b": -1.0}, 0.5)
        assert made.of_features({"a": 1.0, "b": 1.0, "unheard of": 50.0}) == pytest.approx(
            1 / (1 + math.exp(-1))
        )
        assert made.of_features({}) == 0.5

    @given(cue=SHARE, source=SHARE, content=SHARE, points=SHARE)
    def test_shipped_one_gives_probabilities(self, shipped, report, cue, source, content, points):
        sure = shipped.confidence(
            tree(SAID), scored(report, cue=cue, source=source, content=content, link=points)
        )
        assert 0.0 < sure < 1.0

    @given(low=SHARE, high=SHARE, part=st.sampled_from(["cue", "source", "content"]))
    def test_shipped_one_grows_with_the_score_of_every_part(self, shipped, report, low, high, part):
        """A tagger that is surer of a part makes no report less sure."""
        low, high = sorted((low, high))
        document = tree(SAID)
        less, more = (shipped.confidence(document, scored(report, **{part: s})) for s in (low, high))
        assert less <= more + NOISE

    def test_shipped_one_tells_sure_from_unsure(self, shipped, report):
        document = tree(SAID)
        best = scored(report, cue=0.99, source=0.99, content=0.99, link=0.99)
        worst = scored(report, cue=0.1, source=0.1, content=0.1, link=0.1)
        assert shipped.confidence(document, best) > 0.8
        assert shipped.confidence(document, worst) < shipped.least

    def test_shipped_cut_is_a_probability(self, shipped):
        assert 0.0 < shipped.least < 0.5
