"""Documents as numbers, and the windows that a tagger reads them in."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from summarizer.attribution.learned.encoding import (
    FEATURE_VALUES,
    FEATURES,
    MOST_PIECES,
    Encoded,
    encode,
    windows,
)
from tests.summarizer.trees import tree

UNKNOWN = 1
RAIN = """
    Rain rain NOUN NN nsubj 2
    fell fall VERB VBD ROOT 0
    . . PUNCT . punct 2
"""
QUOTED = """
    “ “ PUNCT `` punct 3
    RAIN rain NOUN NN dobj 3
    fell fall VERB VBD ROOT 0
    ” ” PUNCT '' punct 3
"""


def by_letter(words):
    """A tokenizer that makes a piece of each letter and none of a full stop."""
    pairs = [(ord(letter), n) for n, word in enumerate(words) for letter in word if letter != "."]
    return [p for p, _ in pairs], [n for _, n in pairs]


def measured(sizes, paragraphs=(), sentences=()):
    """An encoded document of tokens of so many pieces; paragraphs and sentences end before the tokens named."""
    ends = np.array([*sentences, len(sizes)], np.int64)
    return Encoded(
        ids=np.zeros(sum(sizes), np.int64),
        first=np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64),
        features=np.zeros((len(sizes), FEATURES), np.int64),
        breaks=np.array([0, *paragraphs, len(sizes)], np.int64),
        sentences=np.array([0, *ends], np.int64),
    )


class TestEncode:
    def test_pieces_stand_in_the_order_of_their_tokens(self):
        encoded = encode(tree(RAIN), by_letter, UNKNOWN)
        assert encoded.first.tolist() == [0, 4, 8, 9]
        assert encoded.ids.tolist() == [*map(ord, "Rainfell"), UNKNOWN]

    def test_piece_owners_need_no_order(self):
        """Whatever order a tokenizer gives, each token gets its own pieces."""
        encoded = encode(tree(RAIN), lambda _: ([30, 10, 20, 11], [2, 0, 1, 0]), UNKNOWN)
        assert encoded.ids.tolist() == [10, 11, 20, 30]
        assert encoded.first.tolist() == [0, 2, 3, 4]

    def test_token_without_a_piece_is_an_unknown_word(self):
        encoded = encode(tree(RAIN), lambda _: ([], []), UNKNOWN)
        assert encoded.ids.tolist() == [UNKNOWN] * 3
        assert encoded.first.tolist() == [0, 1, 2, 3]

    def test_endless_token_is_cut(self):
        """A leader of dots is one token; unread pieces beyond the limit are nobody's loss."""
        encoded = encode(tree(RAIN), lambda _: ([7] * 700, [1] * 700), UNKNOWN)
        assert np.diff(encoded.first).tolist() == [1, MOST_PIECES, 1]
        assert len(encoded.ids) == MOST_PIECES + 2

    def test_empty_document_has_no_piece_and_no_feature(self):
        encoded = encode(tree(), by_letter, UNKNOWN)
        assert encoded.ids.shape == (0,)
        assert encoded.first.tolist() == [0]
        assert encoded.features.shape == (0, FEATURES)
        assert list(windows(encoded, 10)) == []

    def test_breaks_are_paragraphs_and_sentences_are_sentences(self, parse):
        document = parse("Rain fell. It stopped.\n\nSnow fell.")
        encoded = encode(document, by_letter, UNKNOWN)
        assert encoded.breaks.tolist() == [0, 6, 9]
        assert encoded.sentences.tolist() == [0, 3, 6, 9]

    def test_features_tell_grammar_shape_and_quotation_marks(self):
        plain = encode(tree(RAIN), by_letter, UNKNOWN).features
        other = encode(tree(QUOTED), by_letter, UNKNOWN).features
        part, relation, shape, quoted = range(FEATURES)
        assert plain[0, part] == other[1, part]
        assert plain[0, relation] != other[1, relation]
        assert plain[0, shape] != other[1, shape]
        assert plain[1, quoted] != other[2, quoted]
        assert plain[1, [part, relation, shape]].tolist() == other[2, [part, relation, shape]].tolist()

    def test_each_feature_has_rows_of_its_own(self):
        """The features share one table: no value of one may be taken for a value of another."""
        words = "Rain rain RAIN 1931 — naïve Élan"
        rows = [f"{w} x {p} XX {d} {h}" for w, p, d, h in zip(
            words.split(), "NOUN VERB NUM PUNCT ADJ X WEIRD".split(),
            "ROOT nsubj xcomp punct acl ROOT nonsense".split(), (0, 1, 1, 1, 1, 1, 1), strict=True,
        )]  # fmt: skip
        features = encode(tree("\n".join(rows)), by_letter, UNKNOWN).features
        columns = [set(features[:, n].tolist()) for n in range(FEATURES)]
        assert sum(map(len, columns)) == len(set().union(*columns))
        assert features.min() >= 0
        assert features.max() < FEATURE_VALUES


class TestWindows:
    def test_short_document_is_one_window(self):
        assert list(windows(measured([1] * 10), 10)) == [(0, 10)]

    def test_ends_with_the_last_paragraph_of_the_second_half(self):
        """A paragraph goes before a later sentence."""
        assert list(windows(measured([1] * 14, paragraphs=(6, 7), sentences=(6, 7, 9)), 10)) == [
            (0, 7),
            (7, 14),
        ]

    def test_else_with_a_sentence(self):
        """A paragraph that ends in the first half would leave most of the window empty."""
        assert list(windows(measured([1] * 14, paragraphs=(3,), sentences=(3, 6, 8)), 10)) == [(0, 8), (8, 14)]

    def test_else_anywhere(self):
        assert list(windows(measured([1] * 25), 10)) == [(0, 10), (10, 20), (20, 25)]

    def test_counts_pieces_and_not_tokens(self):
        assert list(windows(measured([3, 3, 3, 3]), 7)) == [(0, 2), (2, 4)]

    def test_token_longer_than_the_limit_stands_alone(self):
        assert list(windows(measured([1, 20, 1]), 5)) == [(0, 1), (1, 2), (2, 3)]

    def test_opening_limits_the_first_window_only(self):
        assert list(windows(measured([1] * 24), 10, opening=4)) == [(0, 4), (4, 14), (14, 24)]

    @given(
        st.lists(st.integers(1, 12), max_size=60),
        st.sets(st.integers(1, 59)),
        st.sets(st.integers(1, 59)),
        st.integers(1, 40),
        st.none() | st.integers(1, 40),
    )
    def test_cover_everything_once_within_the_limit(self, sizes, paragraphs, sentences, limit, opening):
        inside = sorted(p for p in paragraphs if p < len(sizes))
        ends = sorted({p for p in sentences if p < len(sizes)} | set(inside))
        encoded = measured(sizes, inside, ends)
        found = list(windows(encoded, limit, opening=opening))
        assert [i for a, b in found for i in range(a, b)] == list(range(len(sizes)))
        for n, (a, b) in enumerate(found):
            allowed = opening if opening and not n else limit
            assert b - a == 1 or sum(sizes[a:b]) <= allowed


@pytest.mark.parametrize("limit", [64, 192])
def test_article_breaks_at_its_paragraphs(parse, limit):
    """Real news has paragraphs shorter than half a window."""
    line = "The harbour was closed on Monday. The ferry stayed in port, and the nets stayed dry. "
    encoded = encode(parse("\n\n".join([line * 2] * 12)), by_letter, UNKNOWN)
    cuts = [b for _, b in windows(encoded, limit * 3)]
    assert len(cuts) > 1
    assert set(cuts) <= set(encoded.breaks.tolist() if limit == 192 else encoded.sentences.tolist())
