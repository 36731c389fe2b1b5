"""A condenser on any sequence-to-sequence or causal model of ``transformers``.

The model only proposes: ``summarizer.condense.generated`` lets nothing through that the evidence does not
bear out.  Needs torch, which the core installation does not bring.

https://huggingface.co/docs/transformers/main_classes/text_generation
"""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from typing import Any

from ..document import Document
from ..errors import ModelUnavailable
from ..model import Statement
from .extractive import ExtractiveCondenser
from .generated import GuardedCondenser, Prompt
from .line import Line

_TASK = (
    "Condense what {actor} says in the text into one line of at most {max_words} words. Begin with the verb, "
    "leave the name out, keep every name, number, date and negation, copy quoted words exactly, add nothing."
)
_MAX_INPUT_TOKENS = 512
_TOKENS_A_WORD = 3


class HuggingFaceCondenser:
    """Condenses with a model, by deletion where the model's line is refused.

    Args:
        name: A model's name on the hub, or a folder with its files.
        device: "cpu", "cuda", "cuda:1", "mps".
        batch_size: Statements a forward pass.
        max_words: The longest line, in words.
        fallback: Who condenses by deletion; an ``ExtractiveCondenser`` of the same length if not given.

    Raises:
        ModelUnavailable: torch is not installed, the model cannot be loaded, or the device is not there.
    """

    def __init__(
        self,
        name: str,
        /,
        *,
        device: str = "cpu",
        batch_size: int = 8,
        max_words: int = 28,
        fallback: ExtractiveCondenser | None = None,
    ) -> None:
        generator = TransformersGenerator(name, device=device, batch_size=batch_size)
        self._guarded = GuardedCondenser(generator, fallback, max_words=max_words)
        self.replaced = 0

    def condense(self, document: Document, statements: Sequence[Statement], /) -> list[Line]:
        """One line a statement, in the same order; adds to ``replaced`` what the guard refused."""
        lines = self._guarded.condense(document, statements)
        self.replaced += sum(line.replaced for line in lines)
        return lines


class TransformersGenerator:
    """The generator port on ``transformers``: greedy decoding, so that the same text gives the same line.

    A sequence-to-sequence model is recognised by its configuration; a causal one is asked through its chat
    template where its tokenizer has one.

    Raises:
        ModelUnavailable: torch is not installed, the model cannot be loaded, or the device is not there.
    """

    def __init__(self, name: str, /, *, device: str = "cpu", batch_size: int = 8) -> None:
        self._batch_size = batch_size
        self._tokenizer, self._model = _load(name, device)
        self._is_causal = not self._model.config.is_encoder_decoder

    def generate(self, prompts: Sequence[Prompt], /) -> list[str]:
        """One text a prompt, in the same order, special tokens left out."""
        texts: list[str] = []
        for start in range(0, len(prompts), self._batch_size):
            texts += self._batch(prompts[start : start + self._batch_size])
        return texts

    def _batch(self, prompts: Sequence[Prompt]) -> list[str]:
        import torch

        inputs = self._tokenizer(
            [self._input(p) for p in prompts],
            return_tensors="pt",
            padding=True,
            padding_side="left" if self._is_causal else "right",
            truncation=True,
            max_length=self._room(),
            # A chat template writes the special tokens itself.
            add_special_tokens=not (self._is_causal and self._tokenizer.chat_template),
            return_token_type_ids=False,
        ).to(self._model.device)
        with torch.inference_mode():
            output = self._model.generate(
                **inputs,
                do_sample=False,
                temperature=None,
                top_p=None,
                top_k=None,
                max_new_tokens=_TOKENS_A_WORD * max(p.max_words for p in prompts),
                pad_token_id=self._tokenizer.pad_token_id,
            )
        if self._is_causal:
            output = output[:, inputs["input_ids"].shape[1] :]
        return [str(t) for t in self._tokenizer.batch_decode(output, skip_special_tokens=True)]

    def _input(self, prompt: Prompt) -> str:
        task = _TASK.format(actor=prompt.actor or "the source", max_words=prompt.max_words)
        if not self._is_causal:
            return f"{task}\n\n{prompt.evidence}"
        if not self._tokenizer.chat_template:
            return f"{task}\n\nText: {prompt.evidence}\n\nLine:"
        conversation = [{"role": "user", "content": f"{task}\n\n{prompt.evidence}"}]
        return str(
            self._tokenizer.apply_chat_template(conversation, tokenize=False, add_generation_prompt=True)
        )

    def _room(self) -> int:
        """Tokens of input: what the model can look at, less what it will write, within a limit."""
        window = getattr(self._model.config, "max_position_embeddings", None) or _MAX_INPUT_TOKENS
        return max(32, min(_MAX_INPUT_TOKENS, int(window) - 100 if self._is_causal else int(window)))


def _load(name: str, device: str) -> tuple[Any, Any]:
    """Tokenizer and model, ready on the device; ``Any`` because transformers publishes no types."""
    if importlib.util.find_spec("torch") is None:
        raise ModelUnavailable(name, 'It needs torch: pip install "newsdesk[torch]".')
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM, AutoTokenizer

    advice = "Check the name or the folder, and the connection to the hub if it is not downloaded yet."
    try:
        config = AutoConfig.from_pretrained(name)
        family = AutoModelForSeq2SeqLM if config.is_encoder_decoder else AutoModelForCausalLM
        tokenizer = AutoTokenizer.from_pretrained(name)
        model: Any = family.from_pretrained(name)
    except (OSError, ValueError, KeyError, ImportError) as exc:
        raise ModelUnavailable(name, f"{advice} ({type(exc).__name__})") from exc
    try:
        model = model.to(device).eval()
    except (RuntimeError, AssertionError) as exc:  # torch raises both for a device that is not there
        raise ModelUnavailable(name, f"The device {device!r} is not there; use cpu.") from exc
    if tokenizer.pad_token_id is None:
        tokenizer.pad_token = tokenizer.eos_token
    return tokenizer, model
