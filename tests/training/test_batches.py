"""Examples as tensors."""

import importlib
import random

import pytest

from summarizer.attribution.learned.encoding import FEATURES, encode
from summarizer.attribution.learned.tags import BEGIN, INSIDE
from training.corpus import UNASKED, example

torch = pytest.importorskip("torch", reason="torch is not installed (make torch)")
batches = importlib.import_module("training.batches")

pytestmark = pytest.mark.torch

cut, shuffled, stack, Window = batches.cut, batches.shuffled, batches.stack, batches.Window
SPECIAL = batches.Special(opening=2, closing=3, mask=4)


def two_pieces(words):
    """Each word as two pieces, told apart by their numbers."""
    return [100 + i for i in range(2 * len(words))], [i // 2 for i in range(2 * len(words))]


@pytest.fixture(scope="module")
def said(parse):
    """ "Vega | grumbled | that it rained": source, cue and content of one, two pieces a token."""
    document = parse("Vega grumbled that it rained.")
    parts = {"source": [[0, 4]], "cue": [[5, 13]], "content": [[14, 28]]}
    return example(document, [parts], encode(document, two_pieces, 0))


def stacked(*items, **options):
    return stack(items, SPECIAL, rng=random.Random(0), **options)


def test_shapes_and_padding(said):
    batch = stacked(Window(said, 0, 6), Window(said, 0, 2))
    assert batch.ids.shape == batch.mask.shape == batch.tags.shape == (2, 14)
    assert batch.features.shape == (2, 14, FEATURES)
    assert batch.mask.sum(1).tolist() == [14, 6]
    assert batch.ids[1].tolist() == [2, 100, 101, 102, 103, 3, *[0] * 8]


def test_targets_stand_at_first_pieces(said):
    batch = stacked(Window(said, 0, 6))
    asked = [1, 3, 5, 7, 9, 11]
    assert (batch.tags[0] != UNASKED).nonzero().flatten().tolist() == asked
    assert batch.tags[0, asked].tolist() == [
        BEGIN["source"], BEGIN["cue"], BEGIN["content"], INSIDE["content"], INSIDE["content"], 0,
    ]  # fmt: skip


def test_pointers_are_places_in_the_window(said):
    whole, later = stacked(Window(said, 0, 6)), stacked(Window(said, 1, 6))
    assert whole.cues[0, [1, 5]].tolist() == [3, 3]
    assert whole.sources[0, 3].item() == 1
    assert later.cues[0, 3].item() == 1
    assert later.sources[0, 1].item() == UNASKED


def test_every_piece_has_the_features_of_its_token(said):
    batch = stacked(Window(said, 0, 6))
    assert torch.equal(batch.features[0, 1:13:2], batch.features[0, 2:13:2])
    assert batch.features[0, 1::2][:6].tolist() == said.encoded.features.tolist()
    assert batch.features[0, [0, 13]].sum().item() == 0


def test_hidden_words_are_hidden_whole(said):
    everything = stacked(Window(said, 0, 6), hide=1.0)
    assert everything.ids[0].tolist() == [2, *[4] * 12, 3]
    some = stacked(Window(said, 0, 6), hide=0.5).ids[0, 1:13].reshape(6, 2)
    hidden = (some == SPECIAL.mask).sum(1).tolist()
    assert set(hidden) == {0, 2}


def test_windows_cover_each_example_and_chance_moves_them(said):
    fixed = cut([said] * 2, 6)
    assert [(w.start, w.end) for w in fixed] == [(0, 3), (3, 6)] * 2
    moved = {tuple((w.start, w.end) for w in cut([said], 6, random.Random(n))) for n in range(20)}
    assert len(moved) > 1
    assert all(pieces[0][0] == 0 and pieces[-1][1] == 6 for pieces in moved)


def test_batches_hold_every_window_once_and_like_lengths_together(said):
    items = [Window(said, 0, 1 + n % 6) for n in range(20)]
    made = shuffled(items, 4, random.Random(1))
    assert sorted(w.end for b in made for w in b) == sorted(w.end for w in items)
    assert [len(b) for b in made] == [4] * 5
    assert shuffled(items, 4, random.Random(1)) == made != shuffled(items, 4, random.Random(2))
