"""Who said it first, when the article has it from somebody else."""

from __future__ import annotations

import pytest

from summarizer.actors.registry import Registry
from summarizer.attribution.learned.reader import LearnedReader
from summarizer.condense.extractive import ExtractiveCondenser
from summarizer.model import Article, ArticleId
from summarizer.pipeline import Summarizer


@pytest.fixture(scope="module")
def summarizer(parser):
    return Summarizer(parser, LearnedReader(), ExtractiveCondenser(), Registry())


@pytest.mark.parametrize(
    ("text", "speaker", "outlet"),
    [
        ("The ceasefire will hold, Anna Berg said, according to Reuters.", "Anna Berg", "Reuters"),
        (
            "Mayor Clara Dunn said the bridge would close, according to the Daily Post.",
            "Clara Dunn",
            "Daily Post",
        ),
        ("According to Reuters, Lena Fisk said that the vote would be delayed.", "Lena Fisk", "Reuters"),
        ("Reuters reported that Karl Holm had said the plant would close.", "Karl Holm", "Reuters"),
    ],
)
def test_the_first_speaker_is_credited_and_the_outlet_named(summarizer, text, speaker, outlet):
    (reading,) = summarizer.read([Article(ArticleId("a"), text)])
    said = [(s.actor.name, s.via and s.via.name) for s in reading.statements if s.actor]
    assert said == [(speaker, outlet)]


def test_what_one_outlet_says_of_itself_is_its_own(summarizer):
    (reading,) = summarizer.read([Article(ArticleId("a"), "Reuters said it would close its office in Arlen.")])
    assert [(s.actor and s.actor.name, s.via) for s in reading.statements] == [("Reuters", None)]


def test_a_cut_of_ones_own_keeps_the_first_speaker(parse):
    """Without deeds, too: the go-between's words became the first speaker's."""
    text = "The ceasefire will hold, Anna Berg said, according to Reuters."
    (found,) = LearnedReader(least=0.5).read([parse(text)])
    assert "Anna Berg" in [text[slice(*a.source[0])] for a in found if a.source]
