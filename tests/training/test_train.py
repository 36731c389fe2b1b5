"""Training with a tiny encoder: what is learned hangs on recipe and corpus alone, whatever interrupts it."""

import importlib
import json
import shutil
from dataclasses import replace

import pytest

torch = pytest.importorskip("torch", reason="torch is not installed (make torch)")
learning = importlib.import_module("training.train")
batches = importlib.import_module("training.batches")

pytestmark = pytest.mark.torch

SPECIAL = batches.Special(opening=2, closing=3, mask=4)
MANY_STEPS = 10**9


class Killed(Exception):
    """What stops a run in the middle of an epoch."""


@pytest.fixture(scope="module", autouse=True)
def _one_thread():
    """Sums over several threads have no order."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="module")
def recipe(base):
    return learning.Recipe(base=base, epochs=2, window=24, batch=4, hide=0.2)


@pytest.fixture(scope="module")
def found(base, corpus, tmp_path_factory):
    return learning.load_examples(corpus, base, tmp_path_factory.mktemp("parsed"))


def trained(recipe, found, work):
    work.mkdir(exist_ok=True)
    return learning.train(recipe, learning.learned_from(found), learning.held_out(found), SPECIAL, work)


@pytest.fixture(scope="module")
def whole(recipe, found, tmp_path_factory):
    """A run that nothing interrupted: its weights, and its folder."""
    work = tmp_path_factory.mktemp("whole")
    return trained(recipe, found, work).state_dict(), work


def logged(work):
    return [json.loads(line) for line in (work / "epochs.jsonl").read_text(encoding="utf-8").splitlines()]


def is_same(one, other):
    return one.keys() == other.keys() and all(torch.equal(one[k], other[k]) for k in one)


def killed_after(monkeypatch, steps, *, saving_every):
    """A trainer that makes so many steps and dies."""
    learn = learning.Trainer.learn

    def some(self, batch):
        if self.step >= steps:
            raise Killed
        return learn(self, batch)

    monkeypatch.setattr(learning.Trainer, "learn", some)
    monkeypatch.setattr(learning, "_CHECKPOINT_STEPS", saving_every)


@pytest.mark.parametrize("of_epoch", [0, 1], ids=["first epoch", "second epoch"])
def test_resumed_training_equals_uninterrupted(monkeypatch, tmp_path, recipe, found, whole, of_epoch):
    """Killed three steps into an epoch, one after the last checkpoint: the same weights, bit for bit."""
    weights, done = whole
    steps = 3 + (logged(done)[0]["step"] if of_epoch else 0)
    with monkeypatch.context() as patched:
        killed_after(patched, steps, saving_every=steps - 1)
        with pytest.raises(Killed):
            trained(recipe, found, tmp_path)
    assert torch.load(tmp_path / "checkpoint.pt", weights_only=False)["step"] == steps - 1
    assert is_same(trained(recipe, found, tmp_path).state_dict(), weights)
    assert logged(tmp_path) == logged(done)


def test_killed_before_the_first_checkpoint_it_begins_anew(monkeypatch, tmp_path, recipe, found, whole):
    with monkeypatch.context() as patched:
        killed_after(patched, 2, saving_every=MANY_STEPS)
        with pytest.raises(Killed):
            trained(recipe, found, tmp_path)
    assert is_same(trained(recipe, found, tmp_path).state_dict(), whole[0])


def test_folder_of_another_run_leaves_no_trace(tmp_path, recipe, found, whole):
    """After the checkpoint is deleted, as the message says, nothing else in the folder counts."""
    trained(replace(recipe, batch=2, epochs=1), found, tmp_path)
    (tmp_path / "checkpoint.pt").unlink()
    assert is_same(trained(recipe, found, tmp_path).state_dict(), whole[0])


def test_finished_run_has_nothing_left_to_learn(monkeypatch, tmp_path, recipe, found, whole):
    weights, done = whole
    work = shutil.copytree(done, tmp_path / "again")
    killed_after(monkeypatch, 0, saving_every=MANY_STEPS)
    assert is_same(trained(recipe, found, work).state_dict(), weights)


def test_checkpoint_of_another_recipe_is_refused(tmp_path, recipe, found, whole):
    work = shutil.copytree(whole[1], tmp_path / "other")
    with pytest.raises(SystemExit, match=r"another recipe.*--work"):
        trained(replace(recipe, seed=1), found, work)


def test_seed_decides(tmp_path, recipe, found, whole):
    assert not is_same(trained(replace(recipe, seed=1), found, tmp_path).state_dict(), whole[0])


def test_every_step_is_made_and_every_epoch_logged(recipe, found, whole):
    first, second = logged(whole[1])
    assert (first["epoch"], second["epoch"]) == (1, 2)
    assert 0 < first["step"] < second["step"]
    assert {"source", "cue", "content", "cues", "sources", "entities"} <= first.keys()


def test_it_learns_what_is_repeated(tmp_path, recipe, found):
    """One sentence thirty times over: a tiny network knows it by heart."""
    longer = replace(recipe, epochs=12, rate=5e-3, head_rate=2e-2, smoothing=0.9, hide=0.0)
    trained(longer, found, tmp_path)
    first, last = logged(tmp_path)[0], logged(tmp_path)[-1]
    assert last["content"] > max(90, first["content"])
    assert last["cues"] > 90


def test_word_vectors_of_the_base_stay(recipe, found, base, whole):
    """Words that the corpus lacks must go on meaning what they mean."""
    network = importlib.import_module("training.network")
    fresh = network.pretrained(learning.model_folder(base)).encoder.embeddings.word_embeddings.weight
    kept = whole[0]["encoder.embeddings.word_embeddings.weight"]
    assert torch.equal(fresh, kept)


class TestExamples:
    def test_parsed_once(self, monkeypatch, base, corpus, tmp_path):
        found = learning.load_examples(corpus, base, tmp_path)
        monkeypatch.setattr(learning, "examples", None)
        again = learning.load_examples(corpus, base, tmp_path)
        assert [e.tags.tolist() for e in again] == [e.tags.tolist() for e in found]

    def test_another_encoder_has_other_pieces(self, corpus, base, tmp_path):
        """The same corpus in the same folder: pieces are numbers of one vocabulary."""
        from tests.training.conftest import build_base

        other = str(build_base(tmp_path / "other", letters="zyxwvutsrqponmlkjihgfedcba"))
        one = learning.load_examples(corpus, base, tmp_path)[0].encoded.ids.tolist()
        assert one != learning.load_examples(corpus, other, tmp_path)[0].encoded.ids.tolist()

    def test_held_out_is_not_learned_from(self):
        articles = list(range(100))
        held, learned = learning.held_out(articles), learning.learned_from(articles)
        assert held == [0, 21, 42, 63, 84]
        assert sorted(held + learned) == articles
