"""A trained network as the model directory that the reader loads."""

import importlib
import json
from dataclasses import asdict

import numpy as np
import pytest

from summarizer.attribution.learned.confidence import Calibration
from summarizer.attribution.learned.encoding import FEATURE_VALUES, encode
from summarizer.attribution.learned.reader import LearnedReader
from summarizer.attribution.learned.tagger import OnnxTagger
from summarizer.attribution.learned.tags import TAGS

torch = pytest.importorskip("torch", reason="torch is not installed (make torch)")
pytest.importorskip("onnx", reason="onnx is not installed (make .venv/.train)")
exporting = importlib.import_module("training.export")
learning = importlib.import_module("training.train")

pytestmark = [
    pytest.mark.torch,
    # torch deprecates the exporter by tracing that is asked for by name, and parts of it once more.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    # What they warn of is compared below: the whole network, other lengths than the traced one.
    pytest.mark.filterwarnings("ignore::torch.jit.TracerWarning"),
    pytest.mark.filterwarnings("ignore:Exporting aten..index:UserWarning"),
]

TEXTS = ["Vega grumbled that the bus was late.", "“The door is open,” the minister said. It rained. " * 12]


@pytest.fixture(scope="module")
def tagger(base):
    """A network with random heads, large enough that 8 bits have something to lose."""
    torch.manual_seed(11)
    network = importlib.import_module("training.network")
    model = network.pretrained(learning.model_folder(base))
    torch.nn.init.normal_(model.features.weight)
    return exporting.rebuilt(base, model.state_dict())


MOVES = [[0.0] * len(TAGS)] * len(TAGS)


@pytest.fixture(scope="module")
def recipe(base):
    return learning.Recipe(base=base, window=48)


@pytest.fixture(scope="module")
def folder(tagger, recipe, tmp_path_factory):
    path = tmp_path_factory.mktemp("model")
    exporting.export(tagger, asdict(recipe), MOVES, path)
    return path


def by_torch(tagger, onnx, document):
    """Probabilities of a document of one window, as the network gives them."""
    encoded = encode(document, onnx._tokenize, onnx._tokenizer.unk_token_id)
    ids = torch.tensor([[onnx._opening, *encoded.ids.tolist(), onnx._closing]])
    rows = np.repeat(encoded.features, np.diff(encoded.first), axis=0)
    features = torch.tensor(np.concatenate([[[0] * 4], rows, [[0] * 4]]))[None]
    heads = encoded.first[:-1] + 1
    places = [0, *heads.tolist()]
    with torch.no_grad():
        tags, cues, sources, _ = tagger(ids, torch.ones_like(ids), features)
    pointers = [p[0][heads][:, places].softmax(-1).numpy() for p in (cues, sources)]
    return tags[0][heads].softmax(-1).numpy(), *pointers


def test_directory_holds_what_the_reader_needs_and_nothing_of_this_machine(folder, recipe):
    names = {p.name for p in folder.iterdir()}
    assert {"config.json", "model.onnx", "tokenizer.json"} <= names
    assert "model.fp32.onnx" not in names
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    assert config["newsdesk"]["tags"] == list(TAGS)
    assert config["newsdesk"]["window"] == recipe.window
    assert not {"_name_or_path", "transformers_version", "dtype"} & config.keys()


def test_quantized_scores_are_nearly_those_of_torch(folder, tagger, parse):
    onnx = OnnxTagger(folder)
    document = parse(TEXTS[0])
    ((scores,),) = onnx.scores([document])
    expected = by_torch(tagger, onnx, document)
    for found, true in zip((np.exp(scores.tags), scores.cues, scores.sources), expected, strict=True):
        assert found.shape == true.shape
        assert np.abs(found - true).max() < 0.05
    assert np.abs(np.exp(scores.tags) - 1 / len(TAGS)).max() > 0.05  # else anything would be near


def test_encoder_is_in_8_bits_and_heads_are_not(folder):
    import onnx

    nodes = onnx.load(str(folder / "model.onnx")).graph.node
    small = [n.name for n in nodes if n.op_type == "MatMulInteger"]
    assert len(small) == 2 * 6  # two layers of four products in attention and two after it
    assert all("/encoder/" in name for name in small)


def test_exporting_leaves_the_network_as_it_was(tagger, tmp_path):
    """Not in training, where dropout would change what it says."""
    exporting.export_onnx(tagger, tmp_path / "whole.onnx")
    assert not any(module.training for module in tagger.modules())


def test_whole_numbers_are_those_of_torch(folder, tagger, tmp_path):
    """In 32 bits, other lengths than the traced one and padding included."""
    import onnxruntime

    exporting.export_onnx(tagger, tmp_path / "whole.onnx")
    session = onnxruntime.InferenceSession(str(tmp_path / "whole.onnx"), providers=["CPUExecutionProvider"])
    generator = torch.Generator().manual_seed(3)
    ids = torch.randint(0, tagger.encoder.config.vocab_size, (3, 37), generator=generator)
    features = torch.randint(0, FEATURE_VALUES, (3, 37, 4), generator=generator)
    mask = torch.ones_like(ids)
    mask[1, 20:] = 0
    given = {"ids": ids, "mask": mask, "features": features}
    found = session.run(["tags", "cues", "sources"], {k: v.numpy() for k, v in given.items()})
    with torch.no_grad():
        expected = tagger(ids, mask, features)[:3]
    for one, other in zip(found, expected, strict=True):
        assert np.allclose(one, other.numpy(), atol=1e-4)


def test_exported_reader_reads(folder, parse):
    """Untrained heads find something or nothing, but never fail."""
    documents = [parse(t) for t in TEXTS]
    found = LearnedReader(OnnxTagger(folder)).read(documents)
    assert len(found) == len(documents)
    assert all(0.0 <= a.confidence <= 1.0 for of in found for a in of)


def test_calibrate_writes_the_configuration(folder, corpus):
    calibrating = importlib.import_module("training.calibrate")
    before = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    made = calibrating.calibrate(corpus, folder)
    after = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    written = after["newsdesk"].pop("calibration")
    before["newsdesk"].pop("calibration")
    assert after == before
    assert Calibration.of(written) == made
    assert 0.0 <= made.least < 1.0


def test_cut_is_where_most_is_gained():
    """Four right ones above 0.7, wrong ones below 0.3: the cut lies between."""
    least = importlib.import_module("training.calibrate")._least
    rows = [{"sure": s} for s in (3.0, 2.5, 2.0, 1.0, -1.0, -1.5, -2.0, -3.0)]
    right = [True] * 4 + [False] * 4
    cut = least({"sure": 1.0}, rows, right, 4)
    assert 0.269 < cut <= 0.731
    assert least({"sure": 1.0}, rows, [True] * 8, 8) == 0.0
