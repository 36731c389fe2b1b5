"""What each piece of the reader is worth: ``python -m training.ablation GOLD.jsonl [MODEL]``.

Every row but the first leaves one piece out; figures are those of ``newsdesk eval attribution``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np
from rich.console import Console
from rich.table import Table

from summarizer.attribution.learned import assembly, decoding
from summarizer.attribution.learned import reader as learned
from summarizer.attribution.learned.decoding import Link, Scores
from summarizer.attribution.learned.reader import LearnedReader
from summarizer.attribution.learned.tagger import DEFAULT_FOLDER, OnnxTagger
from summarizer.document import Document
from summarizer.evaluation.attribution import score_attributions
from summarizer.evaluation.fields import read_lines
from summarizer.evaluation.gold import LabelledText, labelled_texts
from summarizer.model import Act, Article
from summarizer.syntax.spacy_parser import SpacyParser


class _Remembering(OnnxTagger):
    """Scores each document once, so that a row costs only what it changes."""

    def scores(self, documents: Sequence[Document], /) -> list[list[Scores]]:
        kept: dict[str, list[Scores]] = self.__dict__.setdefault("kept", {})
        new = [d for d in documents if d.article.id not in kept]
        kept.update(zip((d.article.id for d in new), super().scores(new), strict=True))
        return [kept[d.article.id] for d in documents]


def _near(link: Link, cue: range, sources: Sequence[range], scores: Scores) -> None:
    """The nearest source, whatever the pointers say."""
    near = min(sources, key=lambda s: max(s.start - cue.stop, cue.start - s.stop), default=None)
    if near is not None:
        link.source = range(near.start + scores.start, near.stop + scores.start)
        link.source_score = 1.0


@contextmanager
def _patched(*places: tuple[object, str, object]) -> Iterator[None]:
    with ExitStack() as stack:
        for place, name, other in places:
            stack.enter_context(patch.object(place, name, other))
        yield


def _nothing(*_: object) -> None:
    return None


def _same(_: Document, found: Sequence[object]) -> list[object]:
    return list(found)


def main(gold: Path, folder: Path) -> None:
    """Print the table."""
    texts = labelled_texts(read_lines(gold.read_text(encoding="utf-8"), source=str(gold)))
    documents = SpacyParser().parse([Article(t.id, t.text) for t in texts])
    reader = LearnedReader(_Remembering(folder))
    everything = LearnedReader(reader.tagger, least=0.0)
    flat = LearnedReader(reader.tagger)
    flat.transitions = np.zeros_like(flat.transitions)
    table = Table("left out", "attr F", "direct", "indirect", "content F", "source accuracy")
    rows: list[tuple[str, LearnedReader, tuple[tuple[object, str, object], ...]]] = [
        ("nothing", reader, ()),
        ("pointers to sources: the nearest", reader, ((decoding, "_give_source", _near),)),
        ("subjects by grammar", reader, ((assembly, "_subject", _nothing),)),
        ("quotations taken whole", reader, ((assembly, "assign", _nothing),)),
        ("cues that only a content points at", reader, ((decoding, "LEAST_UNTAGGED_CUE", 2.0),)),
        ("labels of speakers", reader, ((assembly, "labelled", lambda _: []),)),
        ("corrections by grammar", reader, ((assembly, "corrected", _same),)),
        ("transitions between tags", flat, ()),
        ("plain reports that the tagger passed over", reader, ((learned, "overlooked", lambda *_: ()),)),
        ("the cut by confidence", everything, ()),
    ]
    for name, one, places in rows:
        with _patched(*places):
            table.add_row(name, *_figures(texts, one, documents))
    Console().print(table)


def _figures(texts: Sequence[LabelledText], reader: LearnedReader, documents: Sequence[Document]) -> list[str]:
    found = {
        d.article.id: [a for a in of if a.act is Act.SAID]
        for d, of in zip(documents, reader.read(documents), strict=True)
    }
    report = score_attributions(texts, found)
    figures = [report.all.attr.f, report.direct.attr.f, report.indirect.attr.f, report.all.content.f]
    return [f"{v:.1f}" for v in (*figures, report.all.source_accuracy or 0.0)]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else DEFAULT_FOLDER)
