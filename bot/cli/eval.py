"""``newsdesk eval``: how good attributions, actors, briefs and answers are on labelled articles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from summarizer.evaluation.attribution import AttributionReport, AttributionScores
    from summarizer.evaluation.figures import Agreement

eval_app = typer.Typer(
    help="Measure attributions, actors, briefs and answers on labelled articles.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Gold = Annotated[
    str, typer.Argument(metavar="GOLD", help='Labelled texts as JSONL: {"id", "text", "attributions"}.')
]
Labels = Annotated[
    str,
    typer.Argument(metavar="LABELS", help='Actors as JSONL: {"id", "actors", "questions"?, "must_have"?}.'),
]
Pred = Annotated[
    str | None,
    typer.Option("--pred", metavar="FILE", help="Score these predictions (JSONL) instead of reading."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@eval_app.command()
def attribution(gold: Gold, pred: Pred = None, as_json: AsJson = False) -> None:
    """Score source and content of what is said."""
    from summarizer.evaluation.attribution import score_attributions
    from summarizer.evaluation.predictions import attributions

    from .scoring import Trial, lines_of, print_json, print_table, texts_of
    from .terminal import note

    texts = texts_of(gold)
    ids = [text.id for text in texts]
    records = lines_of(pred) if pred else Trial.of(gold, ids).statements()
    # A text that was read and held nothing is not a text without a prediction.
    found = {**({} if pred else {i: [] for i in ids}), **attributions(records, set(ids))}
    report = score_attributions(texts, found)
    if report.unread:
        note(f"newsdesk: {len(report.unread)} of {len(texts)} texts have no prediction.")
    if strangers := found.keys() - set(ids):
        note(f"newsdesk: predictions for {len(strangers)} other texts are ignored, {min(strangers)!r} for one.")
    if as_json:
        print_json(_attribution_record(report))
    else:
        print_table(*_attribution_table(report))


@eval_app.command()
def actors(gold: Gold, labels: Labels, pred: Pred = None, as_json: AsJson = False) -> None:
    """Score whom the statements found are credited to."""
    from summarizer.evaluation.predictions import credited
    from summarizer.evaluation.statements import Verdict, score_credits
    from summarizer.model import ActorKind

    from .scoring import Trial, articles_of, lines_of, print_json, print_table

    articles = articles_of(gold, labels)
    records = lines_of(pred) if pred else Trial.of(gold, [a.id for a in articles]).statements()
    report = score_credits(articles, credited(records))
    scores = {**{k.value: s for k, s in report.kinds.items() if k is not ActorKind.UNKNOWN}, "all": report.all}
    if as_json:
        rows = {name: {**{v.value: s.share(v) for v in Verdict}, "n": s.judged} for name, s in scores.items()}
        print_json({**rows, "gold": report.gold})
        return
    table = [
        (name, *(_text(s.share(v)) for v in Verdict), str(s.judged)) for name, s in scores.items() if s.judged
    ]
    print_table(["actor", "right", "wrong", "none", "judged"], [*table[:-1], None, *table[-1:]])


@eval_app.command()
def brief(gold: Gold, labels: Labels, pred: Pred = None, as_json: AsJson = False) -> None:
    """Score what briefs hold, article by article."""
    from summarizer.evaluation.briefs import score_briefs
    from summarizer.evaluation.predictions import briefs

    from .scoring import Trial, articles_of, lines_of, print_json, print_table

    articles = articles_of(gold, labels)
    records = lines_of(pred) if pred else Trial.of(gold, [a.id for a in articles]).briefs()
    report = score_briefs(articles, briefs(records))
    values = {
        "must_have_recall": report.must_have_recall,
        "bullet_precision": report.bullet_precision,
        "bullets": report.bullets,
        "points": report.points,
    }
    if as_json:
        print_json(values)
    else:
        print_table(["must-have recall", "bullet precision", "bullets", "points"], [_texts(values)])


@eval_app.command()
def answers(
    gold: Gold,
    labels: Labels,
    pred: Pred = None,
    across: Annotated[
        bool, typer.Option("--across", help="Ask every question of all labelled articles, not of its own.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Score the answers to the labelled questions."""
    from summarizer.evaluation import predictions
    from summarizer.evaluation.answers import score_answers
    from summarizer.evaluation.figures import percent

    from .scoring import Trial, articles_of, lines_of, print_json, print_table

    articles = articles_of(gold, labels)
    if pred:
        records = iter(lines_of(pred))
    else:
        records = Trial.of(gold, [a.id for a in articles]).answers(articles, across=across)
    report = score_answers(articles, predictions.answers(records))
    values = {
        "precision": report.precision,
        "recall": report.recall,
        "hard_negative_questions": percent(report.misled, report.questions),
        "refused": percent(report.refused, report.questions),
        "wrong_speaker": percent(report.wrong_speaker, report.judged),
        "questions": report.questions,
        "bullets": report.bullets,
    }
    if as_json:
        print_json(values)
    else:
        print_table([name.replace("_", " ") for name in values], [_texts(values)])


def _attribution_record(report: AttributionReport) -> dict[str, Any]:
    return {
        "all": _scores_record(report.all),
        "direct": _scores_record(report.direct),
        "indirect": _scores_record(report.indirect),
        "publishers": {name: _scores_record(s) for name, s in report.publishers.items()},
        "sources": {kind.value: _scores_record(s) for kind, s in report.kinds.items()},
        "missing_docs": len(report.unread),
    }


def _scores_record(scores: AttributionScores) -> dict[str, Any]:
    def record(of: Agreement) -> dict[str, float | int]:
        counts = {"tp": of.right, "pred": of.predicted, "gold": of.gold}
        return {"p": of.precision, "r": of.recall, "f": of.f, **counts}

    return {
        "content": record(scores.content),
        "span": record(scores.span),
        "attr": record(scores.attr),
        "atok": record(scores.atok),
        "src_acc": scores.source_accuracy,
        "src_n": scores.sources,
    }


def _attribution_table(report: AttributionReport) -> tuple[list[str], list[list[str] | None]]:
    def row(name: str, s: AttributionScores) -> list[str]:
        shares = [f"{a.precision:.1f}/{a.recall:.1f}/{a.f:.1f}" for a in (s.content, s.span, s.attr, s.atok)]
        return [name, *shares, _text(s.source_accuracy), str(s.span.predicted), str(s.span.gold)]

    rows: list[list[str] | None] = [row("all", report.all)]
    rows += [row("direct", report.direct), row("indirect", report.indirect), None]
    rows += [row(f"source: {kind}", s) for kind, s in report.kinds.items()]
    if report.publishers:
        rows += [None, *(row(name, s) for name, s in report.publishers.items())]
    return ["P/R/F", "content", "span", "attr", "atok", "source", "found", "gold"], rows


def _texts(values: dict[str, float | int | None]) -> list[str]:
    return [_text(value) for value in values.values()]


def _text(value: float | None) -> str:
    return "–" if value is None else str(value)
