"""The trained tagger as a model directory: int8 ONNX weights, tokenizer, and a configuration that says all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from summarizer.attribution.learned.encoding import FEATURES, PARTS, RELATIONS, SHAPES
from summarizer.attribution.learned.tags import TAGS

from .base import load_tokenizer, model_folder
from .network import Tagger, pretrained

_OPSET = 17


class _Read(nn.Module):
    """The tagger without what only training needs."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, ids: Tensor, mask: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        tags, cues, sources, _ = self.tagger(ids, mask, features)
        return tags, cues, sources


def rebuilt(base: str, weights: Mapping[str, Tensor]) -> Tagger:
    """A tagger with trained weights, in the plain form of attention that exports well."""
    tagger = pretrained(model_folder(base), attention="eager")
    tagger.load_state_dict(dict(weights))
    tagger.eval()
    return tagger


def export(
    tagger: Tagger, recipe: Mapping[str, Any], transitions: Sequence[Sequence[float]], folder: Path
) -> None:
    """Write a model directory whose confidence is not calibrated yet."""
    folder.mkdir(parents=True, exist_ok=True)
    whole = folder / "model.fp32.onnx"
    export_onnx(tagger, whole)
    quantize(whole, folder / "model.onnx")
    whole.unlink()
    load_tokenizer(recipe["base"]).save_pretrained(folder)
    config = tagger.encoder.config.to_dict() | {
        "architectures": ["Tagger"],
        "newsdesk": {
            "tags": TAGS,
            "parts": PARTS,
            "relations": RELATIONS,
            "shapes": SHAPES,
            "window": recipe["window"],
            "transitions": transitions,
            "recipe": dict(recipe),
            "calibration": {"weights": {}, "least": 0.0},
        },
    }
    write_config(folder, config)


def write_config(folder: Path, config: Mapping[str, Any]) -> None:
    """Write ``config.json``, and of the encoder's own file names nothing that is of this machine."""
    kept = {k: v for k, v in config.items() if k not in {"_name_or_path", "transformers_version", "dtype"}}
    (folder / "config.json").write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def export_onnx(tagger: Tagger, path: Path) -> None:
    """The network in 32 bits, batch and length free."""
    ids = torch.randint(0, tagger.encoder.config.vocab_size, (2, 16))
    mask = torch.ones(2, 16, dtype=torch.long)
    features = torch.zeros(2, 16, FEATURES, dtype=torch.long)
    free = {0: "batch", 1: "length"}
    square = {0: "batch", 1: "length", 2: "length_to"}
    torch.onnx.export(
        _Read(tagger).eval(),  # else the exporter leaves the tagger as one in training
        (ids, mask, features),
        str(path),
        input_names=["ids", "mask", "features"],
        output_names=["tags", "cues", "sources"],
        dynamic_axes={
            "ids": free,
            "mask": free,
            "features": free,
            "tags": free,
            "cues": square,
            "sources": square,
        },
        opset_version=_OPSET,
        dynamo=False,
    )


def quantize(whole: Path, path: Path) -> None:
    """Weights in 8 bits, one scale a column, 7 of them used.

    Without the spare bit, processors that have no dot product of bytes (AVX2) saturate sums silently.  The
    heads stay in 32 bits: they are small, and what they decide cannot be averaged out.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    heads = [
        node.name
        for node in onnx.load(str(whole)).graph.node
        if node.op_type in {"MatMul", "Gemm"} and "/encoder/" not in node.name
    ]
    quantize_dynamic(
        str(whole),
        str(path),
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        nodes_to_exclude=heads,
    )
