"""The pretrained encoder that training starts from."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from transformers import AutoTokenizer

from summarizer.attribution.learned.encoding import Tokenize


def model_folder(base: str) -> Path:
    """Where an encoder stands: in a folder, in a package that carries it, or else a name for the model hub."""
    if Path(base).is_dir():
        return Path(base)
    try:
        package = importlib.import_module(base.replace("-", "_"))
    except ImportError:
        return Path(base)
    return Path(package.get_model_path())


def load_tokenizer(base: str) -> Any:  # noqa: ANN401  # transformers has no types
    """The encoder's own tokenizer, without a limit of length."""
    tokenizer = AutoTokenizer.from_pretrained(str(model_folder(base)))
    tokenizer.model_max_length = 10**9
    return tokenizer


def tokenizer_function(tokenizer: Any) -> Tokenize:  # noqa: ANN401  # the same
    """A tokenizer as the function that encoding asks for."""

    def tokenize(words: Sequence[str]) -> tuple[list[int], list[int]]:
        if not words:
            return [], []
        made = tokenizer(list(words), is_split_into_words=True, add_special_tokens=False)
        return made["input_ids"], made.word_ids()

    return tokenize
