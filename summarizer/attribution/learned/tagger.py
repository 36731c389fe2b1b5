"""The trained tagger as an ONNX session, and its tokenizer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ...document import Document
from ...errors import ModelUnavailable
from .decoding import Floats, Scores
from .encoding import FEATURES, PARTS, RELATIONS, SHAPES, Encoded, Ints, encode, windows
from .tags import TAGS

DEFAULT_FOLDER = Path(__file__).parent / "weights"
# Products of short sequences stay in the cache; measured fastest around this many word pieces.
_BATCH_PIECES = 1024
_ADVICE = "The folder must hold config.json, tokenizer.json and model.onnx as `make train` writes them"
_MEANINGS = {"tags": TAGS, "parts": PARTS, "relations": RELATIONS, "shapes": SHAPES}


class OnnxTagger:
    """Scores of every token of documents.

    Args:
        folder: A model directory in the Hugging Face layout: ``config.json``, ``tokenizer.json``,
            ``model.onnx`` (inputs ``ids``, ``mask``, ``features``; outputs ``tags``, ``cues``, ``sources``).
        threads: Cores that one session uses.

    Raises:
        ModelUnavailable: The folder holds no such model, or one that was trained for other tags or grammar.
    """

    def __init__(self, folder: Path = DEFAULT_FOLDER, /, *, threads: int = 1) -> None:
        try:
            self.config: dict[str, Any] = json.loads((folder / "config.json").read_text(encoding="utf-8"))
            self._session = _session(folder / "model.onnx", threads)
            self._tokenizer = _tokenizer(folder)
        except Exception as error:  # onnxruntime and tokenizers raise classes that share no other base
            raise ModelUnavailable(str(folder), f"{_ADVICE} ({error}).") from error
        _check(self.config, folder)
        self._window: int = self.config["newsdesk"]["window"]
        self._opening: int = self._tokenizer.cls_token_id
        self._closing: int = self._tokenizer.sep_token_id

    def scores(self, documents: Sequence[Document], /) -> list[list[Scores]]:
        """The windows of each document in text order; windows of like length run together."""
        encoded = [encode(d, self._tokenize, self._tokenizer.unk_token_id) for d in documents]
        cut = [(n, a, b) for n, e in enumerate(encoded) for a, b in windows(e, self._window)]
        found: list[list[Scores]] = [[] for _ in documents]
        for batch in _batches(cut, encoded):
            for (n, _, _), scores in zip(batch, self._run(batch, encoded), strict=True):
                found[n].append(scores)
        return [sorted(of, key=lambda s: s.start) for of in found]

    def _tokenize(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        if not words:
            return [], []
        made = self._tokenizer(list(words), is_split_into_words=True, add_special_tokens=False)
        return made["input_ids"], made.word_ids()

    def _run(self, batch: Sequence[_Cut], encoded: Sequence[Encoded]) -> Iterator[Scores]:
        sizes = [_pieces(encoded[n], a, b) for n, a, b in batch]
        shape = (len(batch), max(sizes) + 2)
        ids, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        features = np.zeros((*shape, FEATURES), np.int64)
        heads: list[Ints] = []
        for row, ((n, a, b), size) in enumerate(zip(batch, sizes, strict=True)):
            e = encoded[n]
            first = e.first[a : b + 1] - e.first[a] + 1
            ids[row, 0], ids[row, size + 1] = self._opening, self._closing
            ids[row, 1 : size + 1] = e.ids[e.first[a] : e.first[b]]
            mask[row, : size + 2] = 1
            features[row, 1 : size + 1] = np.repeat(e.features[a:b], np.diff(first), axis=0)
            heads.append(first[:-1])
        tags, cues, sources = self._session.run(
            ["tags", "cues", "sources"], {"ids": ids, "mask": mask, "features": features}
        )
        for row, ((_, start, _), at) in enumerate(zip(batch, heads, strict=True)):
            yield Scores(
                start, _log_softmax(tags[row, at]), _pointers(cues[row], at), _pointers(sources[row], at)
            )


def _check(config: Mapping[str, Any], folder: Path) -> None:
    """Numbers mean something only in the order in which the model learned them."""
    learned = config.get("newsdesk")
    if not isinstance(learned, dict) or not {"window", "transitions", "calibration"} <= learned.keys():
        raise ModelUnavailable(str(folder), f"{_ADVICE} (config.json says nothing of a reader).")
    others = [name for name, values in _MEANINGS.items() if tuple(learned.get(name, ())) != values]
    if others:
        raise ModelUnavailable(
            str(folder), f"It was trained by another version ({', '.join(others)} differ); train it again."
        )


_Cut = tuple[int, int, int]


def _batches(cut: Sequence[_Cut], encoded: Sequence[Encoded]) -> Iterator[list[_Cut]]:
    ordered = sorted(cut, key=lambda c: _pieces(encoded[c[0]], c[1], c[2]))
    batch: list[_Cut] = []
    for one in ordered:
        size = _pieces(encoded[one[0]], one[1], one[2]) + 2
        if batch and size * (len(batch) + 1) > _BATCH_PIECES:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def _pieces(encoded: Encoded, start: int, end: int) -> int:
    return int(encoded.first[end] - encoded.first[start])


def _log_softmax(scores: Floats) -> Floats:
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), np.float32)


def _pointers(scores: Floats, heads: Ints) -> Floats:
    """Probabilities over nowhere and the tokens, from scores over all word pieces."""
    asked = scores[np.ix_(heads, np.concatenate([[0], heads]))]
    made = np.exp(asked - asked.max(axis=-1, keepdims=True))
    return np.asarray(made / made.sum(axis=-1, keepdims=True), np.float32)


def _session(path: Path, threads: int) -> Any:  # noqa: ANN401  # onnxruntime has no types
    import onnxruntime

    if not path.exists():
        raise FileNotFoundError(f"no {path.name}")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    # An arena would keep the largest batch's memory for good.
    options.enable_cpu_mem_arena = False
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _tokenizer(folder: Path) -> Any:  # noqa: ANN401  # transformers has no types
    from transformers import PreTrainedTokenizerFast
    from transformers.utils import logging

    logging.set_verbosity_error()
    return PreTrainedTokenizerFast.from_pretrained(str(folder), local_files_only=True)
