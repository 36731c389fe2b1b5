"""A base to train from that the tests build: a tiny encoder with random weights, real code paths."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from summarizer.document import Document
from summarizer.model import Article, ArticleId
from summarizer.syntax.spacy_parser import SpacyParser

TEXT = "Vega grumbled that the bus was late. Rossi hoped to win. The minister opened the door."
GOLD = {"source": [[0, 4]], "cue": [[5, 13]], "content": [[14, 35]]}


def build_base(folder: Path, letters: str = "abcdefghijklmnopqrstuvwxyz") -> Path:
    """An encoder of two thin layers that knows letters, and one word."""
    import torch
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    pieces = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *letters, *(f"##{x}" for x in letters), "the", "."]
    words = Tokenizer(models.WordPiece({p: i for i, p in enumerate(pieces)}, unk_token="[UNK]"))
    words.normalizer = normalizers.BertNormalizer()
    words.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    PreTrainedTokenizerFast(
        tokenizer_object=words, unk_token="[UNK]", pad_token="[PAD]", cls_token="[CLS]", sep_token="[SEP]",
        mask_token="[MASK]",
    ).save_pretrained(folder)  # fmt: skip
    torch.manual_seed(5)
    config = BertConfig(
        vocab_size=len(pieces), hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=32,        max_position_embeddings=256,
    )  # fmt: skip
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def parser() -> SpacyParser:
    """The pipeline, loaded once."""
    return SpacyParser()


@pytest.fixture(scope="session")
def parse(parser: SpacyParser):
    """Parses one text."""

    def parse_text(text: str) -> Document:
        return parser.parse([Article(ArticleId("test"), text)])[0]

    return parse_text


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The folder of the tiny encoder."""
    pytest.importorskip("torch", reason="torch is not installed (make torch)")
    return str(build_base(tmp_path_factory.mktemp("base")))


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Thirty short articles, each with one attribution and words of its own."""
    path = tmp_path_factory.mktemp("corpus") / "train.jsonl"
    lines = []
    for n in range(30):
        after = f" It rained in town on day {n}." * (1 + n % 3)
        lines.append(json.dumps({"id": f"a{n}", "text": TEXT + after, "attributions": [GOLD]}))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
