"""Parsing keeps every word at its place."""

import subprocess
import sys
from pathlib import Path

import pytest

from summarizer.errors import ModelUnavailable
from summarizer.model import Article, ArticleId
from summarizer.syntax.spacy_parser import SpacyParser


def document(parser, text):
    return parser.parse([Article(ArticleId("a"), text)])[0]


@pytest.mark.parametrize(
    "text",
    [
        "Jane\u00a0Roe said\u2009“no”.\r\n\r\nShe left.",
        "Zoë 👩‍🚀 said e\u0301te\u0301.\nIt’s over.",
        "One.\x85Two said three.\u2028Four said five.",
    ],
)
def test_tokens_stand_where_the_text_has_them(parser, text: str) -> None:
    """Odd spaces, emoji, combining marks and line breaks shift nothing."""
    found = document(parser, text)
    assert [text[t.start : t.end] for t in found.tokens] == [t.text for t in found.tokens]
    kept = "".join(t.text for t in found.tokens)
    assert kept == "".join(text.split())


def test_a_heading_has_no_tokens(parser) -> None:
    """Its words are the editor's."""
    found = document(parser, "Mayor says no to barrier\nJane Roe said yes.")
    assert [t.text for t in found.tokens] == ["Jane", "Roe", "said", "yes", "."]


def test_quoted_tokens_are_known(parser) -> None:
    """Marks included; the rest is not quoted."""
    found = document(parser, "Roe said “never again” twice.")
    assert [t.text for t in found.tokens if t.quoted] == ["“", "never", "again", "”"]


@pytest.mark.parametrize("unit", ["Roe said the barrier held. ", "the barrier held and held ", "x"])
def test_a_paragraph_of_any_length_is_parsed_in_pieces(parser, unit: str) -> None:
    """Sentences, words without a full stop, or one endless word: nothing is lost, nothing refused."""
    text = unit * (25_000 // len(unit))
    found = document(parser, text)
    assert "".join(t.text for t in found.tokens) == "".join(text.split())
    assert all(t.head in range(len(found.tokens)) for t in found.tokens)


def test_no_sentence_is_endless(parser) -> None:
    """What never stops is cut at spaces; what does is cut behind its sentences alone."""
    text = "Roe said the barrier held. " * 900 + "the barrier held and " * 100
    found = document(parser, text)
    whole = [text[s.span.start : s.span.end] for s in found.sentences]
    assert whole[:900] == ["Roe said the barrier held."] * 900
    assert all(len(s) <= 1_000 for s in whole[900:])
    assert {s.split()[-1] for s in whole[900:]} <= {"the", "barrier", "held", "and"}


def test_sentences_cover_all_tokens_in_order(parser) -> None:
    """Each token belongs to one sentence, each sentence to one paragraph."""
    found = document(parser, "Roe said no. Doe said yes.\nNobody left.")
    assert [(s.first, s.last) for s in found.sentences] == [(0, 4), (4, 8), (8, 11)]
    assert [s.paragraph for s in found.sentences] == [0, 0, 1]


def test_an_unknown_pipeline_says_what_to_do() -> None:
    """The name and the setting."""
    with pytest.raises(ModelUnavailable, match="NEWSDESK_PIPELINE"):
        SpacyParser("no_such_pipeline")


def test_the_command_line_of_spacy_is_not_imported() -> None:
    """It costs as much as the rest; whoever wants it still gets it."""
    run_alone(
        "import sys; from summarizer.syntax.quick_import import import_spacy; spacy = import_spacy();"
        "assert spacy.blank('en')('one two')[1].text == 'two';"
        "assert not {'spacy.cli', 'spacy.cli.info', 'weasel', 'httpx'} & sys.modules.keys();"
        "from spacy.cli import info; assert callable(info)"
    )


@pytest.mark.torch
def test_torch_is_not_imported_to_read() -> None:
    """Where it is installed; whoever wants it still gets it."""
    run_alone(
        "import sys; from summarizer.syntax.spacy_parser import SpacyParser;"
        "from summarizer.model import Article, ArticleId;"
        "(document,) = SpacyParser().parse([Article(ArticleId('a'), 'Jane Roe said no.')]);"
        "assert len(document.tokens) == 5; assert 'torch' not in sys.modules;"
        "import torch; assert torch.ones(2).sum() == 2"
    )


def run_alone(code: str) -> None:
    """Run code in a new interpreter that must neither fail nor complain."""
    root = Path(__file__).parents[3]
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], cwd=root, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_new_words_are_not_kept_for_good_once_there_are_many(parser) -> None:
    """News brings new words every day; parses stay the same and the pipeline does not grow."""
    made = [f"Kor{n}ban Vel{n}ra told the Tes{n}or board that mi{n}nols were sold." for n in range(40)]
    articles = [Article(ArticleId(str(n)), f"{made[n]} He praised their fla{n}bers.") for n in range(40)]
    vocab = parser._nlp.vocab
    before = len(vocab.strings), sum(1 for _ in vocab)
    forgetful = SpacyParser(words_kept=0)
    bounded = [forgetful.parse([a])[0] for a in articles]
    assert forgetful._nlp is parser._nlp
    assert (len(vocab.strings), sum(1 for _ in vocab)) == before
    assert [parser.parse([a])[0] for a in articles] == bounded
    assert len(vocab.strings) > before[0]
