"""Learning the lexicon's figures from annotated articles."""

import json

import pytest

from summarizer.attribution.confidence import confidence
from summarizer.attribution.learn import annotated, as_data, fitted, is_right, learn, main
from summarizer.attribution.lexicon import Lexicon
from summarizer.attribution.rules import proposed

TEXT = "Vega grumbled that the bus was late. Rossi hoped to win. The minister opened the door."
GOLD = [{"source": [[0, 4]], "cue": [[5, 13]], "content": [[14, 35]]}]


@pytest.fixture
def text(parse):
    return annotated(parse(TEXT), GOLD)


def test_reading_is_right_only_with_the_annotated_source_and_content(text):
    """Of all candidates only the grumbling one is annotated."""
    right = {
        c.lemma for c in proposed(text.document, Lexicon(frames={"ccomp": 1, "xcomp": 1})) if is_right(text, c)
    }
    assert right == {"grumble"}


def test_word_that_was_right_often_becomes_sure_and_an_unknown_one_does_not(text):
    learned = learn([text] * 30)
    sure = {c.lemma: confidence(text.document, c, learned) for c in proposed(text.document, learned)}
    assert learned.counts["ccomp"]["grumble"] == (30, 30)
    assert sure["grumble"] > 0.9
    assert sure["grumble"] > sure.get("hope", 0.0)


def test_weights_follow_what_tells_right_from_wrong():
    weights = fitted([{"a": 1.0}, {"b": 1.0}] * 50, [True, False] * 50)
    assert weights["a"] > 1.0
    assert weights["b"] < -1.0


def test_written_figures_are_those_learned(tmp_path, text):
    train, counts = tmp_path / "train.jsonl", tmp_path / "counts.json"
    record = json.dumps({"id": "one", "text": TEXT, "attributions": GOLD})
    train.write_text("\n".join([record] * 10), encoding="utf-8")
    main(str(train), str(counts))
    assert json.loads(counts.read_text(encoding="utf-8")) == as_data(learn([text] * 10))
