"""Where the encoder that training starts from is looked for."""

import importlib
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="torch is not installed (make torch)")
basing = importlib.import_module("training.base")

pytestmark = pytest.mark.torch


@pytest.mark.parametrize("name", ["./encoder", "encoder", "sub/../encoder"])
def test_folder_by_a_relative_path(tmp_path, monkeypatch, name):
    (tmp_path / "encoder").mkdir()
    (tmp_path / "sub").mkdir()
    monkeypatch.chdir(tmp_path)
    assert basing.model_folder(name) == Path(name)


def test_package_that_carries_a_model(tmp_path, monkeypatch):
    """A hyphen of a distribution's name is an underscore in the module's."""
    (tmp_path / "tiny_encoder_of_a_test.py").write_text("def get_model_path():\n    return '/models/tiny'\n")
    monkeypatch.syspath_prepend(tmp_path)
    assert basing.model_folder("tiny-encoder-of-a-test") == Path("/models/tiny")


def test_anything_else_is_a_name_for_the_hub():
    assert basing.model_folder("somebody/some-encoder") == Path("somebody/some-encoder")


def test_tokenizer_gives_each_piece_its_word(base):
    tokenize = basing.tokenizer_function(basing.load_tokenizer(base))
    ids, owners = tokenize(["the", "bus", "§"])
    assert owners == [0, 1, 1, 1, 2]
    assert len(ids) == 5
    assert tokenize([]) == ([], [])


def test_tokenizer_has_no_limit_of_length(base):
    ids, _ = basing.tokenizer_function(basing.load_tokenizer(base))(["the"] * 5000)
    assert len(ids) == 5000
