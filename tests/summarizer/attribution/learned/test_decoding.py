"""From scores to tags: the best path that is well formed."""

from itertools import pairwise, product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from summarizer.attribution.learned.decoding import best_tags
from summarizer.attribution.learned.tags import BEGIN, INSIDE, ROLES, TAGS

N = len(TAGS)
FLAT = np.zeros((N, N), np.float32)
# Few distinct scores apart by far more than 32 bits lose in a sum.
SCORES = st.integers(-400, 0).map(lambda n: n / 16)


def window(least=1, most=12):
    return st.integers(least, most).flatmap(lambda n: arrays(np.float32, (n, N), elements=SCORES))


MOVES = arrays(np.float32, (N, N), elements=SCORES)


def is_well_formed(tags):
    before = [None, *tags]
    return all(
        last in {BEGIN[role], INSIDE[role]}
        for last, tag in zip(before, tags, strict=False)
        for role in ROLES
        if tag == INSIDE[role]
    )


def worth(scores, moves, tags):
    return sum(float(scores[i, t]) for i, t in enumerate(tags)) + sum(
        float(moves[a, b]) for a, b in pairwise(tags)
    )


def favouring(*tags):
    """Scores under which each of the tags is by far the best of its token."""
    scores = np.full((len(tags), N), -8.0, np.float32)
    scores[np.arange(len(tags)), list(tags)] = -0.1
    return scores


@given(st.lists(window(), min_size=1, max_size=4), MOVES)
def test_no_inside_without_its_begin(scores, moves):
    for tags in best_tags(scores, moves):
        assert is_well_formed(tags.tolist())


@given(window(most=3), MOVES)
def test_no_other_path_is_better(scores, moves):
    """All 343 paths of three tokens, one by one."""
    (tags,) = best_tags([scores], moves)
    paths = [p for p in product(range(N), repeat=len(scores)) if is_well_formed(p)]
    assert worth(scores, moves, tags.tolist()) == max(worth(scores, moves, p) for p in paths)


@given(st.lists(window(), min_size=2, max_size=5), MOVES)
def test_windows_do_not_touch_each_other(scores, moves):
    """Of whatever lengths they are decoded together."""
    together = best_tags(scores, moves)
    alone = [best_tags([s], moves)[0] for s in scores]
    assert [t.tolist() for t in together] == [t.tolist() for t in alone]
    assert [len(t) for t in together] == [len(s) for s in scores]


def test_inside_without_begin_becomes_what_is_next_best():
    scores = favouring(0, INSIDE["cue"], 0)
    scores[1, BEGIN["cue"]] = -0.5
    assert best_tags([scores], FLAT)[0].tolist() == [0, BEGIN["cue"], 0]


def test_inside_does_not_follow_another_role():
    tags = best_tags([favouring(BEGIN["source"], INSIDE["content"], INSIDE["content"])], FLAT)[0].tolist()
    assert tags[0] == BEGIN["source"] or tags[1:] != [INSIDE["content"]] * 2
    assert is_well_formed(tags)


def test_transitions_decide_between_equal_scores():
    """A cue after a source is likelier than a second source."""
    scores = favouring(BEGIN["source"], BEGIN["cue"])
    scores[1, BEGIN["source"]] = scores[1, BEGIN["cue"]]
    moves = FLAT.copy()
    for better in (BEGIN["cue"], BEGIN["source"]):
        moves[:] = 0.0
        moves[BEGIN["source"], better] = 1.0
        assert best_tags([scores], moves)[0].tolist() == [BEGIN["source"], better]


def test_no_windows_no_tags():
    assert best_tags([], FLAT) == []
