"""British quotations keep their marks."""

from summarizer.condense.extractive import ExtractiveCondenser
from summarizer.model import Act, Actor, ActorId, ActorKind, Span, Statement


def test_a_quotation_in_single_marks_keeps_them_and_its_apostrophes(parse) -> None:
    """The outer marks are the quotation's, the others are apostrophes."""
    text = "‘I wouldn’t have one in the house,’ Mia Falk said."
    document = parse(text)
    content = Span(0, text.index(" Mia"))
    cue = Span(text.index("said"), len(text) - 1)
    roe = Actor(ActorId("~mia-falk"), "Mia Falk", ActorKind.PERSON)
    made = Statement(
        document.article.id, roe, Act.SAID, (Span(36, 44),), (cue,), (content,), (Span(0, len(text)),), 0.9
    )
    (line,) = ExtractiveCondenser().condense(document, [made])
    assert line.text == "Said: ‘I wouldn’t have one in the house’"
