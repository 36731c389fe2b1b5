"""The transformers condenser with models that the tests build: random weights, real code paths."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from summarizer.condense.extractive import ExtractiveCondenser
from summarizer.condense.generated import Prompt
from summarizer.condense.hf import HuggingFaceCondenser, TransformersGenerator
from summarizer.errors import ModelUnavailable

from .texts import PARTICIPLE, TWO_VERBS, parsed

CHAT = (
    "{% for m in messages %}<s>{{ m['role'] }}: {{ m['content'] }}</s>{% endfor %}"
    "{% if add_generation_prompt %}<s>assistant:{% endif %}"
)


def build_tokenizer(folder: Path, *, chat: bool) -> int:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=["<pad>", "<s>", "</s>", "<unk>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([TWO_VERBS[0], PARTICIPLE[0]], trainer)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", bos_token="<s>", eos_token="</s>", unk_token="<unk>"
    )
    if chat:
        fast.chat_template = CHAT
    fast.save_pretrained(folder)
    return len(fast)


def build_seq2seq(folder: Path) -> None:
    import torch
    from transformers import BartConfig, BartForConditionalGeneration

    size = build_tokenizer(folder, chat=False)
    torch.manual_seed(3)
    config = BartConfig(
        vocab_size=size, d_model=16, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2,
        decoder_attention_heads=2, encoder_ffn_dim=32, decoder_ffn_dim=32, max_position_embeddings=512,
        pad_token_id=0, bos_token_id=1, eos_token_id=2, decoder_start_token_id=2, forced_eos_token_id=2,
    )  # fmt: skip
    BartForConditionalGeneration(config).save_pretrained(folder)


def build_causal(folder: Path, *, chat: bool) -> None:
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    size = build_tokenizer(folder, chat=chat)
    torch.manual_seed(4)
    config = LlamaConfig(
        vocab_size=size, hidden_size=16, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2,
        max_position_embeddings=512, pad_token_id=0, bos_token_id=1, eos_token_id=2,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)


@pytest.fixture(scope="module", params=["seq2seq", "chat", "causal"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("torch")
    path = tmp_path_factory.mktemp(request.param)
    if request.param == "seq2seq":
        build_seq2seq(path)
    else:
        build_causal(path, chat=request.param == "chat")
    return path


@pytest.mark.torch
class TestTinyModels:
    def test_gibberish_is_replaced_and_counted(self, folder: Path) -> None:
        document, statements = parsed(TWO_VERBS)
        condenser = HuggingFaceCondenser(str(folder))
        plain = ExtractiveCondenser().condense(document, statements)
        lines = condenser.condense(document, statements)
        assert [line.text for line in lines] == [line.text for line in plain]
        assert [line.replaced for line in lines] == [bool(line) for line in plain]
        assert condenser.replaced == sum(bool(line) for line in plain) > 0

    def test_batches_give_what_single_prompts_give(self, folder: Path) -> None:
        prompts = [Prompt("Jane Roe", "Roe said the bridge is closed.", 4), Prompt("Doe", "Doe left.", 4)]
        together = TransformersGenerator(str(folder), batch_size=2).generate(prompts)
        alone = TransformersGenerator(str(folder), batch_size=1).generate(prompts)
        assert together == alone
        assert len(together) == 2

    def test_the_same_text_gives_the_same_words(self, folder: Path) -> None:
        generator = TransformersGenerator(str(folder))
        prompt = [Prompt("Jane Roe", "Roe said the bridge is closed.", 8)]
        assert generator.generate(prompt) == generator.generate(prompt) != [""]

    def test_a_device_that_is_not_there(self, folder: Path) -> None:
        import torch

        if torch.cuda.is_available():
            pytest.skip("this machine has the device")
        with pytest.raises(ModelUnavailable, match="use cpu"):
            HuggingFaceCondenser(str(folder), device="cuda")


@pytest.mark.torch
def test_a_folder_without_a_model(tmp_path: Path) -> None:
    pytest.importorskip("torch")
    with pytest.raises(ModelUnavailable, match="Check the name or the folder"):
        HuggingFaceCondenser(str(tmp_path))


def test_without_torch_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, package=None: None if name == "torch" else real(name, package)
    )
    with pytest.raises(ModelUnavailable, match=r'pip install "newsdesk\[torch\]"'):
        HuggingFaceCondenser("anything")
