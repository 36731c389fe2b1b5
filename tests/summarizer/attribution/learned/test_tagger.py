"""The tagger that is shipped: what it needs, what it takes, and that company changes nothing."""

import json
import shutil

import numpy as np
import pytest

from summarizer.attribution.learned.encoding import windows
from summarizer.attribution.learned.tagger import DEFAULT_FOLDER, OnnxTagger
from summarizer.attribution.learned.tags import TAGS
from summarizer.errors import ModelUnavailable

TEXTS = [
    "“The old ferry will sail again before the autumn storms,” said Marit Halvorsen on Monday.",
    "Pavel Horak criticised the tariff on glass and warned that small workshops would not survive.",
    "Rain.",
    "The reservoir is low. " * 60 + "Ines Carvalho said that the water would be rationed in October.",
]


@pytest.fixture(scope="module")
def tagger():
    return OnnxTagger()


@pytest.fixture
def model(tmp_path):
    """A copy to break."""
    return shutil.copytree(DEFAULT_FOLDER, tmp_path / "model")


def reconfigured(folder, **values):
    path = folder / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    config["newsdesk"].update(values)
    path.write_text(json.dumps(config), encoding="utf-8")


class TestFolder:
    @pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.onnx"])
    def test_missing_file(self, model, name):
        (model / name).unlink()
        with pytest.raises(ModelUnavailable, match=r"must hold config\.json, tokenizer\.json and model\.onnx"):
            OnnxTagger(model)

    def test_missing_folder_is_named(self, tmp_path):
        with pytest.raises(ModelUnavailable, match="nowhere") as error:
            OnnxTagger(tmp_path / "nowhere")
        assert "make train" in str(error.value)

    @pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "model.onnx"])
    @pytest.mark.parametrize("text", ["version https://git-lfs.example/spec/v1\n", "{}", ""])
    def test_file_that_is_something_else(self, model, name, text):
        """As a checkout without large files, or a download cut short, leaves them."""
        (model / name).write_text(text, encoding="utf-8")
        with pytest.raises(ModelUnavailable, match="must hold"):
            OnnxTagger(model)

    def test_model_without_a_reader(self, model):
        """An encoder of somebody else has the same files."""
        (model / "config.json").write_text('{"model_type": "bert"}', encoding="utf-8")
        with pytest.raises(ModelUnavailable, match="says nothing of a reader"):
            OnnxTagger(model)

    @pytest.mark.parametrize("name", ["tags", "parts", "relations", "shapes"])
    def test_model_of_another_version(self, model, name):
        """Its numbers would be read as what they do not mean."""
        reconfigured(model, **{name: ["X"]})
        with pytest.raises(ModelUnavailable, match=f"another version.*{name}"):
            OnnxTagger(model)

    def test_shipped_configuration_fits_the_code(self, tagger):
        learned = tagger.config["newsdesk"]
        assert np.shape(learned["transitions"]) == (len(TAGS), len(TAGS))
        assert learned["window"] + 2 <= tagger.config["max_position_embeddings"]


class TestScores:
    def test_probabilities_over_tags_and_places(self, tagger, parse):
        document = parse(TEXTS[0])
        (window,) = tagger.scores([document])[0]
        n = len(document.tokens)
        assert window.start == 0
        assert window.tags.shape == (n, len(TAGS))
        assert window.cues.shape == window.sources.shape == (n, n + 1)
        for shares in (np.exp(window.tags), window.cues, window.sources):
            assert np.allclose(shares.sum(axis=1), 1.0, atol=1e-4)

    def test_long_document_has_windows_that_follow_each_other(self, tagger, parse):
        document = parse(TEXTS[3])
        found = tagger.scores([document])[0]
        assert len(found) > 1
        assert [w.start for w in found] == [0, *np.cumsum([len(w.tags) for w in found])[:-1]]
        assert sum(len(w.tags) for w in found) == len(document.tokens)

    def test_company_changes_nothing(self, tagger, parse):
        """A document says the same alone and among others, to the last bit."""
        documents = [parse(t) for t in TEXTS]
        together = tagger.scores(documents)
        for document, beside in zip(documents, together, strict=True):
            (alone,) = tagger.scores([document])
            for one, other in zip(alone, beside, strict=True):
                assert one.start == other.start
                assert np.array_equal(one.tags, other.tags)
                assert np.array_equal(one.cues, other.cues)
                assert np.array_equal(one.sources, other.sources)

    def test_no_documents(self, tagger):
        assert tagger.scores([]) == []

    @pytest.mark.parametrize("text", ["", "\n\n"])
    def test_empty_document_has_no_window(self, tagger, parse, text):
        assert tagger.scores([parse(text)]) == [[]]

    @pytest.mark.parametrize("text", [". . . — ! ? …", "“”", "№ ﷽ ☃ 𓀀", "Yes" + "." * 700, "=" * 900])
    def test_marks_and_strange_letters_are_read(self, tagger, parse, text):
        document = parse(text)
        found = tagger.scores([document])[0]
        assert sum(len(w.tags) for w in found) == len(document.tokens) > 0
        assert all(np.isfinite(w.tags).all() for w in found)


def test_windows_of_the_shipped_model_leave_room_for_its_marks(tagger, parse):
    """A position more than it has would be an error deep inside."""
    from summarizer.attribution.learned.encoding import encode

    tokenizer = tagger._tokenizer
    document = parse("Yes" + "." * 700 + " said Ann Lee. " + "and-so-on/" * 300)
    encoded = encode(document, tagger._tokenize, tokenizer.unk_token_id)
    limit = tagger.config["newsdesk"]["window"]
    assert all(encoded.first[b] - encoded.first[a] <= limit for a, b in windows(encoded, limit))
