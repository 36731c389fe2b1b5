"""``python -m training CORPUS --dev DEV --out FOLDER``: from annotated articles to a model directory.

Stopped at any moment, the same command goes on from the last checkpoint.
"""

from __future__ import annotations

import argparse
import hashlib
import os
from dataclasses import asdict
from pathlib import Path

import torch

from .base import load_tokenizer
from .batches import Special
from .calibrate import calibrate
from .corpus import transitions
from .export import export, rebuilt
from .train import Recipe, learned_from, load_examples, train


def main() -> None:
    """Train, export and calibrate as the command line says."""
    options = _options()
    torch.set_num_threads(options.threads)
    torch.set_flush_denormal(True)  # it takes no name
    options.work.mkdir(parents=True, exist_ok=True)
    corpus = hashlib.sha256(options.corpus.read_bytes()).hexdigest()[:12]
    recipe = Recipe(base=options.base, corpus=corpus, epochs=options.epochs, seed=options.seed)
    tokenizer = load_tokenizer(recipe.base)
    special = Special(tokenizer.cls_token_id, tokenizer.sep_token_id, tokenizer.mask_token_id)
    learned = learned_from(load_examples(options.corpus, recipe.base, options.work))
    watched = load_examples(options.dev, recipe.base, options.work)
    tagger = train(recipe, learned, watched, special, options.work)
    moves = transitions(learned, recipe.transition_weight, recipe.reluctance)
    export(rebuilt(recipe.base, tagger.state_dict()), asdict(recipe), moves, options.out)
    calibrate(options.corpus, options.out)


def _options() -> argparse.Namespace:
    usual = Recipe()
    arguments = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    arguments.add_argument("corpus", type=Path, help="annotated articles, one JSON object a line")
    arguments.add_argument(
        "--dev", type=Path, required=True, help="to watch and choose by; nothing is learned from it"
    )
    arguments.add_argument("--out", type=Path, required=True, help="the model directory to write")
    arguments.add_argument(
        "--work", type=Path, default=Path("build/train"), help="checkpoints and parsed texts"
    )
    arguments.add_argument("--epochs", type=int, default=usual.epochs)
    arguments.add_argument("--seed", type=int, default=usual.seed)
    arguments.add_argument("--base", default=usual.base, help="a package, a folder or a name on the model hub")
    arguments.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    return arguments.parse_args()


if __name__ == "__main__":
    main()
