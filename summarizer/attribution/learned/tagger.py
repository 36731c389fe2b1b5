"""The trained tagger as an ONNX session, and its tokenizer."""

from __future__ import annotations

import json
import os
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
        """The windows of each document in text order."""
        return [list(self._windows(document)) for document in documents]

    def _windows(self, document: Document) -> Iterator[Scores]:
        encoded = encode(document, self._tokenize, self._tokenizer.unk_token_id)
        for start, end in windows(encoded, self._window):
            yield self._run(encoded, start, end)

    def _tokenize(self, words: Sequence[str]) -> tuple[list[int], list[int]]:
        if not words:
            return [], []
        made = self._tokenizer(list(words), is_split_into_words=True, add_special_tokens=False)
        return made["input_ids"], made.word_ids()

    def _run(self, encoded: Encoded, start: int, end: int) -> Scores:
        """One window by itself.

        Inputs of 8-bit products are scaled over all that runs together: in a batch, 1.3 in 100 tokens would get
        another tag than alone, and an article be read otherwise in other company.  It costs no time (measured).
        """
        first = encoded.first[start : end + 1] - encoded.first[start] + 1
        size = int(first[-1]) + 1
        ids = np.zeros((1, size), np.int64)
        features = np.zeros((1, size, FEATURES), np.int64)
        ids[0, 0], ids[0, -1] = self._opening, self._closing
        ids[0, 1:-1] = encoded.ids[encoded.first[start] : encoded.first[end]]
        features[0, 1:-1] = np.repeat(encoded.features[start:end], np.diff(first), axis=0)
        tags, cues, sources = self._session.run(
            ["tags", "cues", "sources"], {"ids": ids, "mask": np.ones_like(ids), "features": features}
        )
        heads = first[:-1]
        return Scores(
            start, _log_softmax(tags[0, heads]), _pointers(cues[0], heads), _pointers(sources[0], heads)
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
    # Without torch it says at every start that it has none; tokenizers need none.
    os.environ.setdefault("TRANSFORMERS_NO_ADVISORY_WARNINGS", "1")
    from transformers import PreTrainedTokenizerFast
    from transformers.utils import logging

    logging.set_verbosity_error()
    return PreTrainedTokenizerFast.from_pretrained(str(folder), local_files_only=True)
