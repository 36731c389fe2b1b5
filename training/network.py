"""The tagger as a torch module: a pretrained encoder, grammar added to its input, four small heads on top."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from summarizer.attribution.learned.encoding import FEATURE_VALUES
from summarizer.attribution.learned.tags import TAGS

from .corpus import ENTITY_TAGS

_FARTHEST = 128
_OUT_OF_REACH = -1e4


class Pointer(nn.Module):
    """Every position points at one: a scaled biaffine score and a bias that depends on the distance."""

    def __init__(self, hidden: int, size: int = 128) -> None:
        super().__init__()
        self.query = nn.Linear(hidden, size)
        self.key = nn.Linear(hidden, size)
        self.distance = nn.Embedding(2 * _FARTHEST + 1, 1)
        self.scale = size**-0.5
        nn.init.zeros_(self.distance.weight)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Scores of shape (batch, from, to); positions outside the mask cannot be pointed at."""
        scores = torch.matmul(self.query(x), self.key(x).transpose(1, 2)) * self.scale
        place = torch.arange(x.shape[1], device=x.device)
        apart = (place[None, :] - place[:, None]).clamp(-_FARTHEST, _FARTHEST) + _FARTHEST
        scores = scores + self.distance(apart).squeeze(-1)
        return scores + (1.0 - mask[:, None, :].to(scores.dtype)) * _OUT_OF_REACH


class Tagger(nn.Module):
    """Word pieces and grammar in; tags, pointers to cues and to sources, and entity tags out."""

    def __init__(self, encoder: nn.Module, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        hidden = encoder.config.hidden_size
        self.features = nn.Embedding(FEATURE_VALUES, hidden)
        self.dropout = nn.Dropout(dropout)
        self.tags = nn.Linear(hidden, len(TAGS))
        self.cues = Pointer(hidden)
        self.sources = Pointer(hidden)
        self.entities = nn.Linear(hidden, len(ENTITY_TAGS))
        nn.init.zeros_(self.features.weight)

    def forward(self, ids: Tensor, mask: Tensor, features: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Logits of shapes (b, n, tags), (b, n, n), (b, n, n) and (b, n, entity tags)."""
        words = self.encoder.embeddings.word_embeddings(ids)
        x = words + self.features(features).sum(dim=2)
        x = self.encoder(inputs_embeds=x, attention_mask=mask).last_hidden_state
        x = self.dropout(x)
        return self.tags(x), self.cues(x, mask), self.sources(x, mask), self.entities(x)


def pretrained(folder: Path, *, attention: str = "sdpa") -> Tagger:
    """A tagger whose encoder knows what it learned elsewhere and whose heads know nothing."""
    encoder = AutoModel.from_pretrained(
        str(folder),
        attn_implementation=attention,
        attention_probs_dropout_prob=0.0,
        hidden_dropout_prob=0.0,
        add_pooling_layer=False,
    )
    return Tagger(encoder)
