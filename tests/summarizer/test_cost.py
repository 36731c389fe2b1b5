"""What reading costs, in calls: it grows with the text, not with its square; and hashing changes nothing."""

import os
import subprocess
import sys
from types import FrameType

import pytest

from summarizer.actors.registry import Registry
from summarizer.actors.resolve import resolve
from summarizer.attribution.rules import RulesReader
from summarizer.document import Document

PART = (
    "Harbour chief {a} {b}ley told the {b} Agency on Monday that the quay would reopen. “We are ready,” he "
    "said. “It holds.” The agency said it had heard nothing, and the chief was wrong. Mr. {b} {a}man of the "
    "{a} Federation ({c}) denied it, the Wire reported. “I never said so,” {a}man said of her report.\n"
    "According to {b} Marsh, a spokeswoman, the minister had agreed. She added that they knew. The report said "
    "so. Engineers urged him to wait, and {b}ley, citing officials, warned that {a} Marsh would not.\n"
)
SYLLABLES = ("ba", "do", "fi", "ku", "le", "mo", "ra", "su", "ta", "vi")


def text(parts: int) -> str:
    """So many parts, each with people and bodies of its own beside those that all name."""
    made = []
    for n in range(parts):
        word = SYLLABLES[n % 10] + SYLLABLES[n // 10]
        made.append(PART.format(a=f"An{word}", b=f"Ber{word}", c=f"A{word[0]}F".upper()))
    return "".join(made)


def calls(document: Document) -> int:
    """How many functions a reading of the document calls, C ones and steps of generators included."""
    count = 0

    def note(_frame: FrameType, event: str, _arg: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    reader, registry = RulesReader(), Registry()
    sys.setprofile(note)
    try:
        resolve(document, reader.read([document])[0], registry)
    finally:
        sys.setprofile(None)
    return count


def test_four_times_the_text_costs_about_four_times_as_much(parse) -> None:
    """Sixteen times would be a square."""
    small, large = parse(text(10)), parse(text(40))
    calls(small), calls(large)
    assert len(large.tokens) > 3.9 * len(small.tokens)
    assert calls(large) < 5 * calls(small)


def test_many_quotations_of_one_paragraph_are_no_square(parse) -> None:
    """Each looks for its cue nearby."""
    line = "Roe said no. “The barrier would hold for years and years.” It rained. "
    small, large = parse(line * 20), parse(line * 80)
    calls(small), calls(large)
    assert calls(large) < 5 * calls(small)


@pytest.mark.slow
def test_the_order_of_sets_never_shows() -> None:
    """Two processes that hash differently read the same."""
    program = """
from config.paths import seeds_dir
from summarizer.actors.registry_file import load_registry
from summarizer.actors.resolve import resolve
from summarizer.attribution.rules import RulesReader
from summarizer.model import Article, ArticleId
from summarizer.syntax.spacy_parser import SpacyParser
registry = load_registry(seeds_dir() / "actors.toml")
for path in sorted((seeds_dir() / "articles").glob("*.txt")):
    document = SpacyParser().parse([Article(ArticleId(path.name), path.read_text(encoding="utf-8"))])[0]
    found = RulesReader().read([document])[0]
    resolved = resolve(document, found, registry)
    print(found, resolved.actors, resolved.via, resolved.confidence, resolved.roles, resolved.mentions)
"""
    printed = [
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert "Actor(" in printed[0]
    assert printed[0] == printed[1]
